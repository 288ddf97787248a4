//! Rules about examples. The values of an example are compared with their types when it is resolved.

use crate::diagnostics::{Code, Diagnostic};
use crate::spec::tree::TreeStep;
use crate::spec::{LoadedApi, LoadedEntry};

use super::operations::operations;

pub(super) fn operations_have_examples(api: &LoadedApi, diagnostics: &mut Vec<Diagnostic>) {
    for (entry, operation) in operations(api) {
        if operation.examples.is_empty() && !states_examples(entry) {
            let message = format!("the operation `{}` has no example", entry.name);
            let diagnostic = Diagnostic::new(Code::NoExample, entry.key_place, message);
            diagnostics.push(
                diagnostic.help("add one under `examples`: `with`, `request` and `response`, in values of your own"),
            );
        }
    }
    for entry in api.webhooks() {
        let has_none = entry.value.as_ref().is_some_and(|webhook| webhook.examples.is_empty());
        if has_none && !states_examples(entry) {
            let message = format!("the webhook `{}` has no example", entry.name);
            let diagnostic = Diagnostic::new(Code::NoExample, entry.key_place, message);
            diagnostics.push(diagnostic.help("add one under `examples`: `payload`, in values of your own"));
        }
    }
}

/// Whether an entry may state examples, of which some or all have errors.
fn states_examples<T>(entry: &LoadedEntry<T>) -> bool {
    entry.may_state(&[], "examples") || entry.loses_a_key(&[TreeStep::Key("examples")])
}
