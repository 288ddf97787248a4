//! Rules about files as a whole.

use crate::diagnostics::{Code, Diagnostic, Place};
use crate::spec::Spec;

/// The most lines that a reviewer can compare with a page.
const LINE_LIMIT: usize = 600;

pub(super) fn area_files_can_be_reviewed(spec: &Spec, diagnostics: &mut Vec<Diagnostic>) {
    for area in spec.apis.iter().flat_map(|api| &api.areas) {
        let file = spec.sources.file(area.file);
        // Examples do not count: the tool compares them with the types, and they are not on any page.
        let examples = area.operations.iter().filter_map(|entry| entry.node.pair("examples"));
        let line = |byte| file.line_and_column(byte).0;
        let of_examples: usize = examples.map(|pair| line(pair.value.place.end) + 1 - line(pair.key_place.start)).sum();
        let lines = file.line_count().saturating_sub(of_examples);
        if lines > LINE_LIMIT {
            let first_too_many = file.line_range(LINE_LIMIT + 1);
            let place = Place { file: area.file, start: first_too_many.start, end: first_too_many.end };
            let message = format!("the area `{}` has {lines} lines, more than {LINE_LIMIT}", area.name);
            diagnostics.push(Diagnostic::new(Code::FileTooLong, place, message).help("split it into several areas"));
        }
    }
}
