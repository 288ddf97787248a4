//! Property tests. By default each tries a few cases; `cargo xtask ci searches` tries many.

mod any_copy;
mod any_cursor;
mod any_damage;
mod any_doc;
mod any_document;
mod any_draft;
mod any_example;
mod any_lock;
mod any_page;
mod any_recording;
mod any_reference;
mod any_spec;
mod any_text;
