//! Inline marks of reStructuredText.

use super::super::inline::{Inline, InlineBuilder, SpanKind};

/// Text of several lines, with their marks.
pub(super) fn of_lines<'t>(lines: impl Iterator<Item = &'t str>) -> Inline {
    let text: Vec<&str> = lines.map(str::trim).collect();
    inline(&text.join(" "))
}

/// Text with its marks: strong words, code, and links or roles between backticks.
pub(super) fn inline(text: &str) -> Inline {
    let mut builder = InlineBuilder::default();
    let mut rest =
        text.strip_suffix("::").map_or(text, |lead| text.get(..lead.len().saturating_add(1)).unwrap_or(lead));
    while let Some(start) = rest.find(['`', '*', '\\', ':']) {
        let (before, from) = rest.split_at(start);
        builder.text(before);
        rest = marked(from, &mut builder).unwrap_or_else(|| {
            let mark = from.chars().next().map_or(0, char::len_utf8);
            let (mark, after) = from.split_at(mark);
            builder.text(mark);
            after
        });
    }
    builder.text(rest);
    builder.finish()
}

/// Reads a mark at the start of the text; returns the text after it.
fn marked<'t>(text: &'t str, builder: &mut InlineBuilder) -> Option<&'t str> {
    if let Some(after) = text.strip_prefix("``") {
        let (code, after) = after.split_once("``")?;
        return Some(span(SpanKind::Code, code, after, builder));
    }
    if let Some(after) = text.strip_prefix("**") {
        let (strong, after) = after.split_once("**")?;
        return Some(span(SpanKind::Strong, strong, after, builder));
    }
    if let Some(after) = text.strip_prefix('*') {
        let (emphasis, after) = after.split_once('*')?;
        if emphasis.is_empty() || emphasis.starts_with(' ') {
            return None;
        }
        builder.text(emphasis);
        return Some(after);
    }
    if let Some(after) = text.strip_prefix('\\') {
        return Some(after);
    }
    // A role before backticks (`:ref:`) says what the text between them is.
    let role = text.strip_prefix(':').and_then(|rest| rest.split_once(":`"));
    let (role, after) = match role {
        Some((role, after)) if role.chars().all(|c| c.is_ascii_alphanumeric() || "-:+".contains(c)) => (role, after),
        _ => ("", text.strip_prefix('`')?),
    };
    let (inner, after) = after.split_once('`')?;
    let after = after.trim_start_matches('_');
    let (words, target) = inner
        .split_once('<')
        .map_or((inner, None), |(words, target)| (words.trim_end(), Some(target.trim_end_matches('>'))));
    let kind = match (role, target) {
        ("code" | "literal" | "http:get" | "http:post", _) => SpanKind::Code,
        (_, Some(target)) => SpanKind::Link(if role.is_empty() { target.to_owned() } else { format!("#{target}") }),
        ("", None) => SpanKind::Link(String::new()),
        _ => SpanKind::Link(format!("#{inner}")),
    };
    Some(span(kind, words, after, builder))
}

fn span<'t>(kind: SpanKind, text: &str, after: &'t str, builder: &mut InlineBuilder) -> &'t str {
    builder.open(kind);
    builder.text(text);
    builder.close();
    after
}
