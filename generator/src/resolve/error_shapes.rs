//! The shapes of error bodies that examples show.

use crate::diagnostics::{Code, Diagnostic};
use crate::error_bodies;
use crate::model::{Api, ExampleResult, Payload};
use crate::spec;
use crate::spec::tree::TreeStep;

/// Reports shapes that the body of no example has: nothing shows that their paths are right.
pub(super) fn report_unshown(api: &Api, loaded: &spec::LoadedApi, diagnostics: &mut Vec<Diagnostic>) {
    let examples = api.operations().flat_map(|(_, operation)| &operation.examples);
    let errors = examples.filter(|example| matches!(example.result, ExampleResult::Error { .. }));
    let shown: Vec<usize> = errors
        .filter_map(|example| match example.responses.as_ref()? {
            Payload::Json(json) => error_bodies::read(api.error_forms(), json.text().as_bytes(), None).ok()?.shape,
            Payload::Bytes(_) | Payload::Parts(_) => None,
        })
        .collect();
    for index in (0..api.error_shapes.len()).filter(|index| !shown.contains(index)) {
        let place = loaded.node.nearest(&[TreeStep::Key("error-shapes"), TreeStep::Item(index)]).place;
        let diagnostic = Diagnostic::new(Code::ErrorShapeNotShown, place, "no example of an error has this shape");
        diagnostics.push(diagnostic.help("add an example with `status` and the body of such an error"));
    }
}
