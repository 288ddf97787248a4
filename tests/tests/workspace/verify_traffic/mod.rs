//! Specs are held against recordings: what differs is found, what is secret stays so, and the verdicts are those of the client.

mod errors;
mod findings;
mod odd_places;
mod recordings;
mod secrets;
mod tools;
