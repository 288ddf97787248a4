//! Backends print the model. They decide nothing, and know no other backend.

mod coverage;
pub(crate) mod rust;

use crate::model::Model;
use crate::output::{Generated, PrintError};

/// Prints a model by all backends; the code is a part of the crate that its users know as `library`.
///
/// # Errors
///
/// When printed code does not parse.
pub fn generate(model: &Model, library: &str) -> Result<Generated, PrintError> {
    Ok(Generated { coverage: coverage::document(model), ..rust::generate(model, library)? })
}
