//! Specs that several test programs need: one compares their diagnostics, one compiles the code generated from them.

mod hostile_text;
mod names;
mod names_in_examples;
mod nesting;

pub use hostile_text::{HOSTILE, spec_saying};
pub use names::{accepted_names, names_of_examples};
pub use names_in_examples::{module_names, names_in_examples};
pub use nesting::{chain, deepest_chains, deepest_nesting};
