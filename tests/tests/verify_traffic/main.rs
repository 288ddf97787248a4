//! Specs are held against recordings: what differs is found, what is secret stays so, and the verdicts are those of the client.

#![allow(clippy::unwrap_used)] // A test fails by panicking, its helpers as well.

mod agreement;
mod findings;
mod odd_places;
mod recordings;
mod secrets;
mod tools;
