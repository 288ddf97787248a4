//! The macros of generated code, and what they expand to. All of it is public for generated code alone.

pub mod answers;
pub mod documented_errors;
pub mod identifier;
pub mod lenient;
pub mod members;
pub mod name;
pub mod open_enum;
pub mod sendable;
pub mod union;

pub use crate::decode::json;
pub use serde;
