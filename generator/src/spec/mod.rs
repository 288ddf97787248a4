//! The spec language: what a file may say, and how files are loaded so that every part knows its place.

pub mod language;
mod load;
pub(crate) mod parse;
mod schema;
mod shape;
pub mod skeleton;
pub(crate) mod template;
pub mod tree;

pub(crate) use load::slashed;
pub use load::{Api, Area, Entry, LoadError, Spec, SpecFile, load, read_directory};
pub use schema::published as published_schemas;
