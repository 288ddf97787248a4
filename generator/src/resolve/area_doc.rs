//! The doc of an area's module.

use super::doc;
use super::operation_doc::type_text;
use crate::markdown_text::code;
use crate::model::{Api, Doc, Output};

/// The operations of an area as a table, and the Cargo feature that enables them.
pub(super) fn details(api: &Api, area: usize) -> Doc {
    let area = &api.areas[area];
    let mut lines = Doc::new();
    if !area.operations.is_empty() {
        lines.extend(["| operation | request | response |", "|---|---|---|"].map(str::to_owned));
    }
    for operation in &area.operations {
        let request = code(&format!("{} {}", operation.method.as_str(), operation.template)).replace('|', "\\|");
        let response = match &operation.output {
            Output::Json(value) => type_text(value, &api.types),
            Output::OptionalJson(value) => format!("{} or no body", type_text(value, &api.types)),
            Output::Outcomes { name, .. } => format!("[`{name}`]"),
            Output::Bytes => "bytes".to_owned(),
            Output::Empty => "no body".to_owned(),
        };
        doc::push_line(&mut lines, &format!("| [`{}`] | {request} | {response} |", operation.name));
    }
    if !area.webhooks.is_empty() && !lines.is_empty() {
        lines.push(String::new());
    }
    if !area.webhooks.is_empty() {
        lines.extend(["| webhook | payload |", "|---|---|"].map(str::to_owned));
    }
    for webhook in &area.webhooks {
        let payload = type_text(&webhook.payload, &api.types);
        doc::push_line(&mut lines, &format!("| [`{}`] | {payload} |", webhook.function));
    }
    doc::push_paragraph(&mut lines, &format!("Requires the feature `{}`.", area.feature));
    lines
}
