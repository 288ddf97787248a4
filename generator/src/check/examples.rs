//! Rules about examples. The values of an example are compared with their types when it is resolved.

use crate::diagnostics::{Code, Diagnostic};
use crate::spec::LoadedApi;

use super::operations::operations;

pub(super) fn operations_have_examples(api: &LoadedApi, diagnostics: &mut Vec<Diagnostic>) {
    for (entry, operation) in operations(api) {
        if operation.examples.is_empty() && !entry.may_state(&[], "examples") {
            let message = format!("the operation `{}` has no example", entry.name);
            let diagnostic = Diagnostic::new(Code::NoExample, entry.key_place, message);
            diagnostics.push(
                diagnostic.help("add one under `examples`: `with`, `request` and `response`, in values of your own"),
            );
        }
    }
}
