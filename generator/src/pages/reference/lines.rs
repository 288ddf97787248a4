//! The lines of a page that are not empty, and the comment before them about their origin.

use crate::pages::facts::Rendering;

/// A line that is not empty, trimmed.
#[derive(Clone, Copy, Debug)]
pub(super) struct TextLine<'p> {
    /// Its number in the page, from 1.
    pub(super) number: u32,
    pub(super) text: &'p str,
}

/// The origin of the text, from a comment on the first line.
#[derive(Debug, Default)]
pub(super) struct TextOrigin {
    pub(super) url: Option<String>,
    /// Whether the text ends before the page does.
    pub(super) is_excerpt: bool,
    pub(super) rendering: Option<Rendering>,
}

/// The lines that are not empty. Cells separated by tabs become separate lines, as in renderings without tabs.
pub(super) fn filled(text: &str) -> Vec<TextLine<'_>> {
    let numbered = text.split('\n').zip(1..=u32::MAX);
    let cells = numbered.flat_map(|(line, number)| line.split('\t').map(move |cell| (number, cell.trim())));
    cells.filter(|(_, cell)| !cell.is_empty()).map(|(number, text)| TextLine { number, text }).collect()
}

/// Separates the comment about the origin, if there is one, from the page.
pub(super) fn without_origin<'l, 'p>(lines: &'l [TextLine<'p>]) -> (TextOrigin, &'l [TextLine<'p>]) {
    let comment = lines.split_first().and_then(|(first, page)| {
        let comment = first.text.strip_prefix("<!--")?.strip_suffix("-->")?;
        Some((origin(comment), page))
    });
    comment.unwrap_or((TextOrigin::default(), lines))
}

fn origin(comment: &str) -> TextOrigin {
    let mut origin = TextOrigin::default();
    for note in comment.split('|').map(str::trim) {
        if let Some(url) = note.strip_prefix("source:") {
            origin.url = Some(url.trim().to_owned()).filter(|url| !url.is_empty());
        } else if let Some(rendering) = note.strip_prefix("rendering:").map(str::trim_start) {
            origin.rendering = match rendering {
                _ if rendering.starts_with("typed") => Some(Rendering::TypedReference),
                _ if rendering.starts_with("flattened") => Some(Rendering::FlattenedReference),
                _ => None,
            };
        } else if note.contains("COMPLETE") {
            // `INCOMPLETE: …`, `nearly COMPLETE: …`, `COMPLETE but for …`
            origin.is_excerpt = note != "COMPLETE";
        }
    }
    origin
}
