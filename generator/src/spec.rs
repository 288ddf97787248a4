//! The spec language, and how files are loaded while keeping the place of every part.

pub(crate) mod language;
mod load;
pub(crate) mod parse;
mod schema;
mod shape;
#[cfg(feature = "cli")]
pub(crate) mod skeleton;
mod slips;
pub(crate) mod template;
pub(crate) mod tree;
pub(crate) mod usage;

pub(crate) use load::slashed;
pub(crate) use load::{COMMON_ERRORS, LoadedApi, LoadedArea, LoadedEntry, Spec};
pub use load::{LoadError, SpecFile, load, read_directory};
pub use schema::published as published_schemas;
