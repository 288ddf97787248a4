//! Rules about files as a whole.

use crate::diagnostics::{Code, Diagnostic, FileId, Place};
use crate::spec::Spec;

/// The most lines that a reviewer can compare with a page.
const LINE_LIMIT: usize = 600;

pub(super) fn area_files_can_be_reviewed(spec: &Spec, diagnostics: &mut Vec<Diagnostic>) {
    for file in spec.apis.iter().filter_map(|api| api.errors_file) {
        let lines = spec.sources.file(file).line_count();
        report_length(spec, file, "`errors.yaml`", lines, "remove codes that users do not handle", diagnostics);
    }
    for area in spec.apis.iter().flat_map(|api| &api.areas) {
        let file = spec.sources.file(area.file);
        // Examples do not count: the tool compares them with the types, and they are not on any page.
        let examples = area.operations.iter().filter_map(|entry| entry.node.pair("examples"));
        let line = |byte| file.line_and_column(byte).0;
        let of_examples: usize = examples.map(|pair| line(pair.value.place.end) + 1 - line(pair.key_place.start)).sum();
        let lines = file.line_count().saturating_sub(of_examples);
        let subject = format!("the area `{}`", area.name);
        report_length(spec, area.file, &subject, lines, "split it into several areas", diagnostics);
    }
}

fn report_length(
    spec: &Spec,
    file: FileId,
    subject: &str,
    lines: usize,
    help: &str,
    diagnostics: &mut Vec<Diagnostic>,
) {
    if lines > LINE_LIMIT {
        let first_too_many = spec.sources.file(file).line_range(LINE_LIMIT + 1);
        let place = Place { file, start: first_too_many.start, end: first_too_many.end };
        let message = format!("{subject} has {lines} lines, more than {LINE_LIMIT}");
        diagnostics.push(Diagnostic::new(Code::FileTooLong, place, message).help(help));
    }
}
