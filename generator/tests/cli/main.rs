//! End-to-end tests of the commands.

#![allow(clippy::unwrap_used)] // A test fails by panicking, its helpers as well.

mod capture;
mod commands;
mod fetch;
mod init;
mod new;
mod project;
mod regen;
mod regen_interrupted;
mod review;
mod verify_docs;
mod verify_traffic;
