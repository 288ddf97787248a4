//! Rules about operations that are known, but not captured.

use crate::diagnostics::{Code, Diagnostic, Place};
use crate::spec::LoadedApi;
use crate::spec::language::{Method, method_and_template};
use crate::spec::template::{self, is_same_operation};
use crate::spec::tree::TreeStep;

use super::operations::operations;

pub(super) fn left_out_operations_are_not_captured(api: &LoadedApi, diagnostics: &mut Vec<Diagnostic>) {
    let mut seen: Vec<(Method, &str, Place)> = Vec::new();
    for (text, node, _) in api.left_out() {
        let Some((method, path)) = method_and_template(text) else {
            let diagnostic = Diagnostic::new(Code::OneMethod, node.place, "the request has no method");
            diagnostics.push(diagnostic.help("write the method in upper case and the path: `GET /things/{id}`"));
            continue;
        };
        if let Err(error) = template::parse(path) {
            let start = text.len() - path.len();
            let place = node.place_of(&(start + error.range.start..start + error.range.end));
            let diagnostic = Diagnostic::new(Code::MalformedTemplate, place, "the path template is malformed");
            diagnostics.push(diagnostic.label(error.reason));
            continue;
        }
        let is_same = |other: Method, template: &str| method == other && is_same_operation(path, template);
        let captured = operations(api).find_map(|(entry, operation)| {
            let (other, template) = operation.method_and_template()?;
            is_same(other, template).then(|| (&entry.name, entry.place(&[TreeStep::Key(other.as_str())])))
        });
        if let Some((name, place)) = captured {
            let message = format!("`{text}` is left out, but captured as `{name}`");
            let diagnostic = Diagnostic::new(Code::LeftOutTwice, node.place, message);
            diagnostics.push(diagnostic.related(place, "captured here").help("remove it from `left-out`"));
        } else if let Some((_, _, place)) = seen.iter().find(|(other, template, _)| is_same(*other, template)) {
            let message = format!("`{text}` is left out already");
            let diagnostic = Diagnostic::new(Code::LeftOutTwice, node.place, message);
            diagnostics.push(diagnostic.related(*place, "left out here").help("remove one of them"));
        } else {
            seen.push((method, path, node.place));
        }
    }
}

pub(super) fn left_out_operations_have_reasons(api: &LoadedApi, diagnostics: &mut Vec<Diagnostic>) {
    for (index, left_out) in api.header.left_out.iter().enumerate() {
        if left_out.because.trim().is_empty() {
            let path = [TreeStep::Key("left-out"), TreeStep::Item(index), TreeStep::Key("because")];
            let place = api.usable.nearest(&path).place;
            let diagnostic = Diagnostic::new(Code::LeftOutWithoutReason, place, "the reason is empty");
            diagnostics.push(diagnostic.help("say in your own words why the operation is not captured"));
        }
    }
}
