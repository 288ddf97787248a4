//! The spec language, and how files are loaded while keeping the place of every part.

mod directory;
mod includes;
pub(crate) mod language;
mod load;
mod loaded;
pub(crate) mod parse;
mod schema;
mod shape;
#[cfg(feature = "cli")]
pub(crate) mod skeleton;
mod slips;
pub(crate) mod template;
pub(crate) mod tree;
pub(crate) mod usage;

pub(crate) use directory::slashed;
pub use directory::{LoadError, SpecFile, read_directory};
pub use load::load;
pub(crate) use loaded::{COMMON_ERRORS, LoadedApi, LoadedArea, LoadedEntry, Spec};
pub use schema::published as published_schemas;
