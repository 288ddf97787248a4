//! All tests of the workspace that compile no code of their own, in one program: linking takes longer than most of them.

#![allow(clippy::unwrap_used)] // A test fails by panicking, its helpers as well.

mod all_errors;
mod capture;
mod constructs;
mod contradictions;
mod docs;
mod documents;
mod drift;
mod every_key;
mod examples;
mod faults;
mod fetch;
mod growth;
mod hostile_text;
mod language_guide;
mod layers;
mod layout;
mod names;
mod names_in_examples;
mod names_of_secrets;
mod nesting;
mod openapi;
mod pages_forms;
mod pages_html;
mod pages_markdown;
mod pages_reference;
mod proportions;
mod review;
mod searches;
mod size;
mod supply_chain;
#[path = "../../../generator/examples/synthetic_spec/synthetic.rs"]
mod synthetic;
mod verify_docs;
mod verify_traffic;
mod words;
