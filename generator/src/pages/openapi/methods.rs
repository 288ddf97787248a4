//! The methods of operations.

use crate::model::Method;

/// The keys of operations in a path, with their methods. The client has no others.
pub(super) const METHODS: [(&str, Method); 6] = [
    ("get", Method::Get),
    ("put", Method::Put),
    ("post", Method::Post),
    ("delete", Method::Delete),
    ("head", Method::Head),
    ("patch", Method::Patch),
];
