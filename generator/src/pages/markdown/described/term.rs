//! What the description of a name says at its start and end: type and requirement.

use super::super::document::{Block, BlockContent, Cell, Inline, Table, Term};
use super::announcement::Announcement;
use crate::pages::text::is_wire_name;
use crate::pages::type_text::{self, PageType};

/// The name that a term is, without the colon before or after it.
pub(super) fn name(text: &str) -> Option<&str> {
    let name = text.trim().trim_end_matches(':').trim_end();
    let name = name.strip_prefix(':').unwrap_or(name);
    is_wire_name(name.trim_end_matches(['?', '*'])).then_some(name)
}

/// Whether a term is a name. A type after the name (`limit integer`) becomes a part of the description.
pub(super) fn has_name(term: &mut Term) -> bool {
    if name(&term.name.text).is_some() {
        return true;
    }
    let Some((first, rest)) = term.name.text.split_once([' ', '\n']) else { return false };
    if name(first).is_none() || !begins_with_type(rest) {
        return false;
    }
    let end = first.len();
    let details = term.name.part(end..term.name.text.len());
    term.name = term.name.part(0..end);
    term.description.insert(0, Block { line: term.line, content: BlockContent::Paragraph(details) });
    true
}

/// A table of terms.
pub(super) fn table(terms: Vec<Term>, announcement: Announcement) -> Table {
    const HEADINGS: [&str; 5] = ["Name", "Type", "Required", "In", "Description"];
    let header = HEADINGS.map(|heading| Cell { line: 0, content: Inline::of_text(heading) });
    let row = |term: Term| {
        let Details { type_text, required, description } = Details::of(&term);
        let required = match required.or(announcement.required) {
            Some(true) => "yes",
            Some(false) => "no",
            None => "",
        };
        let name = name(&term.name.text).unwrap_or_default();
        let texts = [name, &type_text, required, announcement.place].map(Inline::of_text);
        let contents = texts.into_iter().chain([description]);
        contents.map(|content| Cell { line: term.line, content }).collect()
    };
    Table { header: header.into(), rows: terms.into_iter().map(row).collect() }
}

/// States the requirement of all rows of a table that has no column for it.
pub(super) fn require(table: &mut Table, required: bool) {
    let is_stated = |cell: &Cell| {
        let heading = cell.content.text.to_lowercase();
        ["required", "optional", "mandatory", "presence"].iter().any(|word| heading.contains(word))
    };
    if table.header.is_empty() || table.header.iter().any(is_stated) {
        return;
    }
    let width = table.header.len();
    let word = if required { "yes" } else { "no" };
    table.header.push(Cell { line: 0, content: Inline::of_text("Required") });
    for row in &mut table.rows {
        let line = row.first().map_or(0, |cell| cell.line);
        row.resize_with(width, Cell::default);
        row.push(Cell { line, content: Inline::of_text(word) });
    }
}

/// Whether a text begins with a type, or says whether something is required.
pub(super) fn begins_with_type(text: &str) -> bool {
    let mut details = Details::default();
    details.read_start(text, 0) > 0
}

/// The description of a term.
pub(super) fn description(term: &Term) -> Inline {
    let mut description = Inline::default();
    for block in &term.description {
        if let BlockContent::Paragraph(text) | BlockContent::Item { text, .. } = &block.content {
            description.append_line(text);
        }
    }
    description
}

#[derive(Default)]
struct Details {
    type_text: String,
    required: Option<bool>,
    description: Inline,
}

impl Details {
    fn of(term: &Term) -> Self {
        let description = description(term);
        let mut details = Self { type_text: term.type_text.clone(), ..Self::default() };
        let start = details.read_start(&description.text, 0);
        let rest = description.text.get(start..).unwrap_or_default();
        let end = start.saturating_add(details.read_end(rest));
        details.description = description.part(start..end);
        details
    }

    /// Reads what is before the words that describe the name; returns the offset of these.
    fn read_start(&mut self, text: &str, from: usize) -> usize {
        let mut at = from;
        loop {
            let rest = text.get(at..).unwrap_or_default();
            let blank = rest.len().saturating_sub(rest.trim_start_matches([' ', '\n', '-', '–', '—', ':', ',']).len());
            let rest = rest.get(blank..).unwrap_or_default();
            let Some(length) = self.mark(rest) else { return at };
            at = at.saturating_add(blank).saturating_add(length);
        }
    }

    /// Reads one mark of type or requirement at the start of a text; returns its length.
    fn mark(&mut self, text: &str) -> Option<usize> {
        // A shortcode of a site's generator: `{{<required>}}`.
        if let Some(inner) = text.strip_prefix("{{") {
            let end = inner.find("}}")?;
            let word = inner.get(..end)?.trim_matches(['<', '>', '%', ' ', '/']);
            let is_known = self.requirement(word) || word == "deprecated";
            return is_known.then(|| end.saturating_add(4));
        }
        if let Some(inner) = text.strip_prefix(['(', '[']) {
            let end = inner.find([')', ']'])?;
            let mut words = inner.get(..end)?.split([',', ';']).map(str::trim);
            let mut read = Self { type_text: self.type_text.clone(), required: self.required, ..Self::default() };
            if !words.all(|word| read.requirement(word) || read.type_word(word)) {
                return None;
            }
            (self.type_text, self.required) = (read.type_text, read.required);
            return Some(end.saturating_add(2));
        }
        let end = text.find(['.', ',', ';', ':', '(', '\n']).unwrap_or(text.len());
        let phrase = text.get(..end)?;
        let phrase = [" - ", " – ", " — "].iter().filter_map(|dash| phrase.split_once(dash)).map(|(words, _)| words);
        let phrase = phrase.min_by_key(|words| words.len()).unwrap_or(text.get(..end)?);
        let words = phrase.trim_end();
        let (first, rest) = words.split_once(' ').unwrap_or((words, ""));
        let is_read = self.requirement(words)
            || self.type_word(words)
            || is_required_word(first).is_some() && self.type_word(rest) && self.requirement(first);
        let is_end = text.get(phrase.len()..).is_some_and(|after| after.starts_with(['.', ';', ',']));
        is_read.then(|| phrase.len().saturating_add(usize::from(is_end)))
    }

    /// Reads a requirement at the end of a description; returns the length of what is before it.
    fn read_end(&mut self, text: &str) -> usize {
        let trimmed = text.trim_end_matches(['.', ')', ']']);
        let start = trimmed.rfind([' ', '(', '[']).map_or(0, |space| space.saturating_add(1));
        let before = trimmed.get(..start).unwrap_or_default().trim_end();
        let is_apart = before.is_empty() || before.ends_with(['.', ')', '(', '[', '!', '?']);
        if is_apart && self.requirement(trimmed.get(start..).unwrap_or_default()) {
            return before.trim_end_matches(['(', '[']).trim_end().len();
        }
        text.len()
    }

    fn requirement(&mut self, word: &str) -> bool {
        let required = is_required_word(word);
        self.required = required.or(self.required);
        required.is_some()
    }

    fn type_word(&mut self, words: &str) -> bool {
        let is_first = self.type_text.is_empty() && is_known_type(words);
        if is_first {
            words.clone_into(&mut self.type_text);
        }
        is_first
    }
}

pub(super) fn is_required_word(word: &str) -> Option<bool> {
    match word.to_lowercase().as_str() {
        "required" | "mandatory" => Some(true),
        "optional" => Some(false),
        _ => None,
    }
}

/// Whether words are those of a type that pages do not define: any other word may be part of a sentence.
pub(super) fn is_known_type(words: &str) -> bool {
    fn is_known(page_type: &PageType, words: &str) -> bool {
        match page_type {
            PageType::Named(..) => false,
            PageType::List(Some(item)) => is_known(item, words),
            // Whatever a list is of that is no type is other words.
            PageType::List(None) => words.rsplit_once(" of ").is_none_or(|(_, item)| item.starts_with("object")),
            _ => true,
        }
    }
    type_text::parse(words).is_some_and(|page_type| is_known(&page_type, words))
}
