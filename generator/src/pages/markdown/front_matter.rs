//! The front matter of a page, and the lines that a capture may have left before it.

/// The content of the front matter, and the page's text after it.
#[derive(Debug, Default)]
pub(super) struct FrontMatter<'a> {
    pub(super) title: Option<&'a str>,
    pub(super) asset_id: Option<&'a str>,
    pub(super) date: Option<&'a str>,
    pub(super) url: Option<&'a str>,
    pub(super) is_translation: bool,
    /// The text after it.
    pub(super) rest: &'a str,
    /// The line on which the text begins, from 1.
    pub(super) rest_line: u32,
}

const FENCE: &str = "---";
/// How far down the front matter may begin: captures may add some lines of the site before it.
const LAST_START: usize = 40;
/// How long it may be; a fence without a closing one is a thematic break.
const MOST_LINES: usize = 200;

/// Reads the front matter, if the page has one.
pub(super) fn read(text: &str) -> FrontMatter<'_> {
    let mut offset: usize = 0;
    for (index, line) in text.split_inclusive('\n').enumerate().take(LAST_START) {
        offset = offset.saturating_add(line.len());
        if line.trim_end() == FENCE {
            let after = text.get(offset..).unwrap_or_default();
            if let Some(front_matter) = read_after_fence(after, index.saturating_add(2)) {
                return front_matter;
            }
        } else if line.starts_with('#') || line.starts_with('|') {
            break;
        }
    }
    FrontMatter { rest: text, rest_line: 1, ..FrontMatter::default() }
}

fn read_after_fence(text: &str, first_line: usize) -> Option<FrontMatter<'_>> {
    let mut front_matter = FrontMatter::default();
    let mut offset: usize = 0;
    for (index, line) in text.split_inclusive('\n').enumerate().take(MOST_LINES) {
        offset = offset.saturating_add(line.len());
        let line = line.trim_end();
        if line == FENCE {
            front_matter.rest = text.get(offset..)?;
            front_matter.rest_line =
                u32::try_from(first_line.saturating_add(index).saturating_add(1)).unwrap_or(u32::MAX);
            return (index > 0).then_some(front_matter);
        }
        let entry = line.split_once(':');
        if index == 0 && entry.is_none() {
            return None;
        }
        let Some((key, value)) = entry else { continue };
        let value = Some(value.trim().trim_matches(['"', '\'']).trim()).filter(|value| !value.is_empty());
        match key {
            "title" => front_matter.title = value,
            "ms.assetid" => front_matter.asset_id = value,
            "ms.date" => front_matter.date = value,
            "canonicalUrl" | "canonical_url" | "original_url" => front_matter.url = value,
            "translationtype" | "ms.openlocfilehash" => front_matter.is_translation = true,
            _ => {}
        }
    }
    None
}
