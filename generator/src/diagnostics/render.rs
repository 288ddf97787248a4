//! Diagnostics as text in the style of rustc, and as JSON.

use annotate_snippets::{AnnotationKind, Element, Level, Origin, Renderer, Snippet};

use super::{Diagnostic, Place, SourceFile, Sources};

/// Longer lines are not shown: the cost grows with their length, and each of their diagnostics would show the line.
const LONGEST_EXCERPT: usize = 4_000;

/// How diagnostics are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// Without escape sequences.
    Plain,
    /// With colors, for a terminal.
    Colored,
}

/// Renders diagnostics one after the other, each with its line.
pub fn render(diagnostics: &[Diagnostic], sources: &Sources, style: Style) -> String {
    let renderer = match style {
        Style::Plain => Renderer::plain(),
        Style::Colored => Renderer::styled(),
    };
    let mut text = String::new();
    for diagnostic in diagnostics {
        let mut shown =
            vec![Shown { kind: AnnotationKind::Primary, place: diagnostic.place, label: &diagnostic.label }];
        let mut elsewhere: Vec<Shown<'_>> = Vec::new();
        for (place, label) in &diagnostic.related {
            let related = Shown { kind: AnnotationKind::Context, place: *place, label };
            let is_near = place.file == diagnostic.place.file;
            if is_near { shown.push(related) } else { elsewhere.push(related) }
        }
        elsewhere.sort_by_key(|related| related.place.file);
        let elsewhere = elsewhere.chunk_by(|one, other| one.place.file == other.place.file);
        let level = if diagnostic.code.is_note() { Level::NOTE } else { Level::ERROR };
        let mut group = level
            .primary_title(printable(&diagnostic.message))
            .id(diagnostic.code.to_string())
            .elements(excerpt(&shown, sources))
            .elements(elsewhere.flat_map(|shown| excerpt(shown, sources)));
        if let Some(note) = &diagnostic.note {
            group = group.element(Level::NOTE.message(printable(note)));
        }
        if let Some(help) = &diagnostic.help {
            group = group.element(Level::HELP.message(printable(help)));
        }
        text.push_str(&renderer.render(&[group]));
        text.push_str("\n\n");
    }
    text
}

/// A place with its label.
struct Shown<'d> {
    kind: AnnotationKind,
    place: Place,
    label: &'d str,
}

/// The lines of one file that contain the places; rendering does not scan the rest of the file.
fn excerpt<'s>(shown: &[Shown<'_>], sources: &'s Sources) -> Vec<Element<'s>> {
    let file = sources.file(shown[0].place.file);
    let spans: Vec<_> = shown.iter().map(|each| span(each.place, sources)).collect();
    let first = spans.iter().map(|span| span.start).min().unwrap_or_default();
    let last = spans.iter().map(|span| span.end).max().unwrap_or_default();
    let (first_line, last_line) = (file.line_and_column(first).0, file.line_and_column(last).0);
    let lines = file.line_range(first_line).start..file.line_range(last_line).end;
    if lines.len() > LONGEST_EXCERPT {
        return shown.iter().zip(&spans).flat_map(|(each, span)| named(each.label, span.start, file)).collect();
    }
    let mut snippet = Snippet::source(&file.text[lines.clone()]).path(file.path.as_str()).line_start(first_line);
    for (each, span) in shown.iter().zip(spans) {
        let within = |byte: usize| byte.clamp(lines.start, lines.end) - lines.start;
        let mut annotation = each.kind.span(within(span.start)..within(span.end));
        if !each.label.is_empty() {
            annotation = annotation.label(printable(each.label));
        }
        snippet = snippet.annotation(annotation);
    }
    vec![snippet.into()]
}

/// A place without its line.
fn named<'s>(label: &str, start: usize, file: &'s SourceFile) -> Vec<Element<'s>> {
    let (line, column) = file.line_and_column(start);
    let label = (!label.is_empty()).then(|| Level::NOTE.message(printable(label)).into());
    let origin = Origin::path(file.path.as_str()).line(line).char_column(column);
    std::iter::once(origin.into()).chain(label).collect()
}

/// Renders diagnostics as JSON, one object per line, for machines.
pub(crate) fn render_json(diagnostics: &[Diagnostic], sources: &Sources) -> String {
    diagnostics.iter().map(|diagnostic| format!("{}\n", json_object(diagnostic, sources))).collect()
}

/// A diagnostic as JSON.
pub(crate) fn json_object(diagnostic: &Diagnostic, sources: &Sources) -> serde_json::Value {
    let file = sources.file(diagnostic.place.file);
    let (line, column) = file.line_and_column(diagnostic.place.start);
    let (end_line, end_column) = file.line_and_column(diagnostic.place.end);
    let related = diagnostic.related.iter().map(|(place, label)| {
        serde_json::json!({ "file": sources.file(place.file).path, "line": sources.line(*place), "message": label })
    });
    let related: Vec<_> = related.collect();
    serde_json::json!({
        "code": diagnostic.code.to_string(),
        "message": diagnostic.message,
        "file": file.path,
        "line": line,
        "column": column,
        "end_line": end_line,
        "end_column": end_column,
        "related": related,
        "help": diagnostic.help,
    })
}

/// A range within the text, on character boundaries.
fn span(place: Place, sources: &Sources) -> std::ops::Range<usize> {
    let text = &sources.file(place.file).text;
    let clamp = |byte: usize| floor_to_character(text, byte);
    let start = clamp(place.start);
    start..clamp(place.end).max(start)
}

fn floor_to_character(text: &str, byte: usize) -> usize {
    (0..=byte.min(text.len())).rev().find(|byte| text.is_char_boundary(*byte)).unwrap_or_default()
}

/// Replaces control and bidirectional characters, which can occur in names of a spec and would garble the terminal.
fn printable(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            c if c.is_control() => '\u{fffd}',
            '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => '\u{fffd}',
            c => c,
        })
        .collect()
}
