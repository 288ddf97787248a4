//! Specs are compared with recordings: mismatches are found, secrets are not shown, and the verdicts agree with the client.

mod bodies;
mod copies;
mod credentials;
mod errors;
mod media_types;
mod mismatches;
mod next_pages;
mod odd_places;
mod parts;
mod recordings;
mod secrets;
mod tools;
