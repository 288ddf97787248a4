//! The macros of generated code, and what they expand to. All of it is public only for generated code.

pub mod identifier;
pub mod lenient;
pub mod members;
pub mod name;
mod number;
pub mod open_enum;
mod reasons;
pub mod responses;
pub mod sendable;
pub mod service_errors;
pub mod union;

pub use crate::decode::json;
pub use serde;
