//! Recorded traffic: what exchanges between programs and the service show, and how the spec stands up to it.
//!
//! Exchanges are read one at a time and forgotten; what is kept of them are counts and one example for each kind of finding.

mod address;
pub mod body;
mod error_bodies;
mod example;
mod exchange;
mod har;
mod headers;
pub mod interpret;
mod json;
mod matching;
mod notes;
mod redact;
mod report;
mod secrets;
mod tally;
pub mod verify;

pub use report::{Class, findings_json};
