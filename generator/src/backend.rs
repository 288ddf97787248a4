//! Backends print the model. They decide nothing, and know no other backend.

pub(crate) mod rust;
