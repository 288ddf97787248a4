//! Recorded traffic: compares exchanges between programs and the service with the specs.
//!
//! Exchanges are read one at a time and not kept: what remains are counts, and one example for each kind of mismatch.

mod address;
pub mod body;
mod credentials;
mod example;
mod exchange;
mod har;
mod headers;
pub mod interpret;
mod matching;
mod media;
mod next_page;
mod notes;
mod other_formats;
mod parts;
mod redact;
mod report;
mod secrets;
mod statuses;
mod tally;
pub mod verify;
mod webhooks;

pub use report::json::mismatches_json;
pub use report::{Class, TrafficMismatch};
pub use secrets::is_secret_name;
