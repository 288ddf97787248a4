//! Specs are compared with recordings: mismatches are found, secrets are not shown, and the verdicts agree with the client.

mod copies;
mod errors;
mod media_types;
mod mismatches;
mod odd_places;
mod recordings;
mod secrets;
mod tools;
