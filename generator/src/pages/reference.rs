//! Text of generated reference pages: title, request lines, and a table for every section and every type.

mod address;
mod evidence;
mod lines;
mod outline;
mod page;
mod requests;
mod rows;
mod types;

use crate::pages::facts::PageFacts;
use crate::pages::text::without_invisible;

/// Whether a text is that of a generated reference page, according to its content.
pub fn is_reference(text: &str) -> bool {
    let text = without_invisible(text);
    let lines = lines::filled(&text);
    let (_, lines) = lines::without_origin(&lines);
    // Front matter and a title with markup are signs of Markdown.
    if lines.first().is_none_or(|first| first.text == "---" || first.text.starts_with("# ")) {
        return false;
    }
    let has_section = lines
        .iter()
        .any(|line| outline::section(line.text).is_some_and(|section| section != outline::OutlineSection::Other));
    has_section && (outline::has_section_with_table(lines) || lines.iter().any(|line| requests::is_request(line.text)))
}

/// Reads the text of a generated reference page. `name` is that of its file, for a page that does not state its own.
pub fn read(name: &str, text: &str) -> PageFacts {
    let text = without_invisible(text);
    let lines = lines::filled(&text);
    let (origin, lines) = lines::without_origin(&lines);
    page::page(name, origin, &outline::outline(lines))
}
