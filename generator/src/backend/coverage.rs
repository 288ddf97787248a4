//! Prints the operations that a model knows, captured or left out, as a document in Markdown.

use std::fmt::Write as _;

use crate::markdown_text::{code, escape, link};
use crate::model::{Api, LeftOut, Method, Model, Operation};
use crate::output::MARKDOWN_HEADER;
use crate::wording::count;

/// The document.
pub(super) fn document(model: &Model) -> String {
    let mut text = format!("{MARKDOWN_HEADER}\n\n# Operations\n\n");
    text.push_str(
        "The operations that are known of each API, by area. A captured one is a function of the client. \
         One that is left out is not in the client, for the reason that its row states.\n\n\
         | API | captured | left out |\n|---|---|---|\n",
    );
    for api in &model.apis {
        let captured = api.operations().count();
        let _ = writeln!(text, "| {} | {captured} | {} |", cell(&escape(&api.title)), api.left_out.len());
    }
    for api in &model.apis {
        section(api, &mut text);
    }
    text
}

fn section(api: &Api, text: &mut String) {
    let (captured, left_out) = (api.operations().count(), api.left_out.len());
    let _ = writeln!(
        text,
        "\n## {}\n\n{} captured, {left_out} left out.\n\n| operation | page | area | state |\n|---|---|---|---|",
        escape(&api.title),
        count(captured, "operation"),
    );
    for area in &api.areas {
        for operation in &area.operations {
            let request = request(operation.method, &operation.template);
            row(text, &[request, pages(api, operation), escape(&area.name), state(operation)]);
        }
    }
    for LeftOut { method, template, because, place: _ } in &api.left_out {
        let state = format!("left out: {}", escape(because));
        row(text, &[request(*method, template), String::new(), String::new(), state]);
    }
}

fn row(text: &mut String, cells: &[String; 4]) {
    text.push('|');
    for content in cells {
        let space = if content.is_empty() { "" } else { " " };
        let _ = write!(text, "{space}{} |", cell(content));
    }
    text.push('\n');
}

/// Markdown in a cell of a table, which a bar would end even in code.
fn cell(markdown: &str) -> String {
    markdown.replace('|', "\\|")
}

fn request(method: Method, template: &str) -> String {
    code(&format!("{} {template}", method.as_str()))
}

fn pages(api: &Api, operation: &Operation) -> String {
    let pages = operation.provenance.pages.iter().map(|id| api.page(*id));
    pages.map(|page| link(&page.title, &page.url)).collect::<Vec<_>>().join(", ")
}

fn state(operation: &Operation) -> String {
    let deprecated = if operation.deprecation.is_some() { ", deprecated" } else { "" };
    format!("captured{deprecated}: {}", code(&operation.name))
}
