//! Findings as text in rustc's look, and as JSON.

use annotate_snippets::{AnnotationKind, Level, Renderer, Snippet};

use super::{Diagnostic, Place, Sources};

/// How findings are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// Without escape sequences.
    Plain,
    /// With colours, for a terminal.
    Coloured,
}

/// Renders findings one after the other, each with the line it is about.
pub fn render(diagnostics: &[Diagnostic], sources: &Sources, style: Style) -> String {
    let renderer = match style {
        Style::Plain => Renderer::plain(),
        Style::Coloured => Renderer::styled(),
    };
    let mut text = String::new();
    for diagnostic in diagnostics {
        let mut primary = AnnotationKind::Primary.span(span(diagnostic.place, sources));
        if !diagnostic.label.is_empty() {
            primary = primary.label(printable(&diagnostic.label));
        }
        let file = sources.file(diagnostic.place.file);
        let mut snippet = Snippet::source(file.text.as_str()).path(file.path.as_str()).annotation(primary);
        let mut other_file = None;
        if let Some((place, label)) = &diagnostic.related {
            let annotation = AnnotationKind::Context.span(span(*place, sources)).label(printable(label));
            if place.file == diagnostic.place.file {
                snippet = snippet.annotation(annotation);
            } else {
                let file = sources.file(place.file);
                other_file = Some(Snippet::source(file.text.as_str()).path(file.path.as_str()).annotation(annotation));
            }
        }
        let mut group = Level::ERROR
            .primary_title(printable(&diagnostic.message))
            .id(diagnostic.code.to_string())
            .element(snippet)
            .elements(other_file);
        if let Some(help) = &diagnostic.help {
            group = group.element(Level::HELP.message(printable(help)));
        }
        text.push_str(&renderer.render(&[group]));
        text.push_str("\n\n");
    }
    text
}

/// Renders findings as JSON, one object a line, for machines.
pub fn render_json(diagnostics: &[Diagnostic], sources: &Sources) -> String {
    let mut text = String::new();
    for diagnostic in diagnostics {
        let file = sources.file(diagnostic.place.file);
        let (line, column) = file.line_and_column(diagnostic.place.start);
        let (end_line, end_column) = file.line_and_column(diagnostic.place.end);
        let object = serde_json::json!({
            "code": diagnostic.code.to_string(),
            "message": diagnostic.message,
            "file": file.path,
            "line": line,
            "column": column,
            "end_line": end_line,
            "end_column": end_column,
            "help": diagnostic.help,
        });
        text.push_str(&object.to_string());
        text.push('\n');
    }
    text
}

/// A range that lies within the text, on character boundaries.
fn span(place: Place, sources: &Sources) -> std::ops::Range<usize> {
    let text = &sources.file(place.file).text;
    let clamp = |byte: usize| floor_to_character(text, byte);
    let start = clamp(place.start);
    start..clamp(place.end).max(start)
}

fn floor_to_character(text: &str, byte: usize) -> usize {
    (0..=byte.min(text.len())).rev().find(|byte| text.is_char_boundary(*byte)).unwrap_or_default()
}

/// Names from a spec may hold anything; control and bidirectional characters would garble the terminal.
fn printable(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            c if c.is_control() => '\u{fffd}',
            '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => '\u{fffd}',
            c => c,
        })
        .collect()
}
