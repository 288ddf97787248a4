//! Where the sections and tables of a page begin and end.

use super::lines::TextLine;

/// A section of a page, in the order of pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum OutlineSection {
    /// Title, summary and request lines.
    Preamble,
    UriParameters,
    RequestHeader,
    RequestBody,
    Responses,
    /// A section without facts.
    Other,
    Definitions,
}

/// The columns of a table, apart from the first and the description.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct OutlineColumns {
    pub(super) place: bool,
    pub(super) required: bool,
    pub(super) type_text: bool,
}

/// How the cells of a table are laid out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Layout {
    /// A pipe ends every cell; rows span several lines, with empty cells moved to their end.
    Piped,
    /// A row is a line, with pipes between its cells.
    Inline,
    /// Every cell is on its own line, except short ones; empty cells are not marked.
    Stacked,
}

/// A table.
#[derive(Clone, Copy, Debug)]
pub(super) struct OutlineTable<'l, 'p> {
    pub(super) section: OutlineSection,
    /// The definition that it is about.
    pub(super) definition: Option<TextLine<'p>>,
    pub(super) columns: OutlineColumns,
    pub(super) layout: Layout,
    /// The lines below its heading.
    pub(super) lines: &'l [TextLine<'p>],
}

impl OutlineTable<'_, '_> {
    /// Whether it lists the definitions that follow.
    fn is_list(&self) -> bool {
        self.section == OutlineSection::Definitions && self.definition.is_none() && !self.columns.type_text
    }
}

/// A page by sections.
#[derive(Debug, Default)]
pub(super) struct Outline<'l, 'p> {
    pub(super) preamble: &'l [TextLine<'p>],
    pub(super) headings: Vec<(OutlineSection, TextLine<'p>)>,
    pub(super) tables: Vec<OutlineTable<'l, 'p>>,
    /// Whether the last table goes on to the last line.
    pub(super) ends_in_table: bool,
}

impl Outline<'_, '_> {
    /// The last section found so far.
    pub(super) fn last_section(&self) -> OutlineSection {
        self.headings.last().map_or(OutlineSection::Preamble, |(section, _)| *section)
    }
}

/// Finds the sections and tables of a page.
pub(super) fn outline<'l, 'p>(lines: &'l [TextLine<'p>]) -> Outline<'l, 'p> {
    let mut walk = Walk { lines, outline: Outline::default(), definition: None, open: None };
    let mut at = 0;
    while at < lines.len() {
        at = walk.step(at);
    }
    walk.outline.ends_in_table = walk.open.is_some();
    walk.close(lines.len());
    walk.outline
}

/// Whether a table begins somewhere below a section's heading, as on pages of this kind only.
pub(super) fn has_section_with_table(lines: &[TextLine<'_>]) -> bool {
    (0..lines.len()).any(|at| {
        lines.get(at).is_some_and(|line| section(line.text).is_some_and(|section| section != OutlineSection::Other))
            && (1..=3).any(|ahead| header_at(lines, at + ahead).is_some())
    })
}

/// The section that a line is the heading of.
pub(super) fn section(text: &str) -> Option<OutlineSection> {
    Some(match text {
        "URI Parameters" | "URI parameters" => OutlineSection::UriParameters,
        "Request Header" | "Request Headers" | "Request headers" => OutlineSection::RequestHeader,
        "Request Body" | "Request body" => OutlineSection::RequestBody,
        "Responses" => OutlineSection::Responses,
        "Definitions" => OutlineSection::Definitions,
        "Examples"
        | "Security"
        | "Sample Request"
        | "Sample request"
        | "Sample Response"
        | "Sample response"
        | "Remarks"
        | "Feedback"
        | "Additional resources" => OutlineSection::Other,
        _ => return None,
    })
}

struct OutlineHeader {
    columns: OutlineColumns,
    layout: Layout,
    /// How many lines it takes.
    length: usize,
}

struct Walk<'l, 'p> {
    lines: &'l [TextLine<'p>],
    outline: Outline<'l, 'p>,
    /// The heading of the definition that the next table is about.
    definition: Option<TextLine<'p>>,
    /// The current table, and the index at which its rows begin.
    open: Option<(OutlineTable<'l, 'p>, usize)>,
}

impl<'l, 'p> Walk<'l, 'p> {
    /// Handles a line, and returns the index of the next one to handle.
    fn step(&mut self, at: usize) -> usize {
        let Some(&line) = self.lines.get(at) else { return self.lines.len() };
        if let Some(header) = header_at(self.lines, at) {
            self.close(at);
            self.open(header.columns, header.layout, at + header.length);
            return at + header.length;
        }
        if line.text.contains('|') {
            return at + 1;
        }
        let before_header = header_at(self.lines, at + 1).is_some();
        let in_definitions = self.outline.last_section() == OutlineSection::Definitions;
        match section(line.text) {
            Some(OutlineSection::Other) if in_definitions && before_header => self.define(at, line),
            Some(section) if self.has_room_for(section, at) => self.enter(section, at, line),
            _ if before_header && in_definitions && self.can_be_heading(at, line) => self.define(at, line),
            _ if before_header && in_definitions => {}
            // Between a section's heading and its table are facts about the whole section, such as media types.
            _ if before_header && (self.open.is_some() || self.outline.headings.is_empty()) => {
                self.enter(OutlineSection::Other, at, line);
            }
            _ if in_definitions && self.is_heading_between_inline_rows(at) => {
                self.define(at, line);
                self.open(OutlineColumns { type_text: true, ..OutlineColumns::default() }, Layout::Inline, at + 1);
            }
            _ => {}
        }
        at + 1
    }

    /// Whether the lines after it can follow such a heading, so that a cell with the same words is not taken for one.
    fn has_room_for(&self, section: OutlineSection, at: usize) -> bool {
        matches!(section, OutlineSection::Definitions | OutlineSection::Other)
            || self.lines.len() <= at + 2
            || (1..=2).any(|ahead| header_at(self.lines, at + ahead).is_some())
    }

    /// Whether a line before a table is its name. After a list of the definitions the name must be in that list; otherwise the
    /// line is the last of the list, and the table's own heading is lost.
    fn can_be_heading(&self, at: usize, line: TextLine<'p>) -> bool {
        match &self.open {
            Some((table, first)) if table.is_list() && table.layout == Layout::Stacked => {
                self.lines.get(*first..at).unwrap_or_default().iter().any(|listed| listed.text == line.text)
            }
            _ => true,
        }
    }

    fn is_heading_between_inline_rows(&self, at: usize) -> bool {
        self.open.as_ref().is_some_and(|(table, _)| table.layout == Layout::Inline)
            && self.lines.get(at + 1).is_some_and(|next| next.text.contains('|'))
    }

    fn enter(&mut self, section: OutlineSection, at: usize, line: TextLine<'p>) {
        self.close(at);
        self.definition = None;
        self.outline.headings.push((section, line));
    }

    fn define(&mut self, at: usize, line: TextLine<'p>) {
        self.close(at);
        self.definition = Some(line);
    }

    fn open(&mut self, columns: OutlineColumns, layout: Layout, first: usize) {
        let section = self.outline.last_section();
        let definition = self.definition.take();
        self.open = Some((OutlineTable { section, definition, columns, layout, lines: &[] }, first));
    }

    fn close(&mut self, end: usize) {
        if self.outline.headings.is_empty() && self.open.is_none() {
            self.outline.preamble = self.lines.get(..end).unwrap_or_default();
        }
        if let Some((table, first)) = self.open.take() {
            self.outline.tables.push(OutlineTable { lines: self.lines.get(first..end).unwrap_or_default(), ..table });
        }
    }
}

/// The headings of a table's columns, on one line or on a line each. The text can end within them.
fn header_at(lines: &[TextLine<'_>], at: usize) -> Option<OutlineHeader> {
    let first = lines.get(at)?.text;
    if !first.trim_start_matches(['|', ' ']).starts_with("Name") && !first.starts_with("Value") {
        return None;
    }
    let mut rank = 0;
    let mut columns = OutlineColumns::default();
    for (length, line) in (1..).zip(lines.iter().skip(at).take(COLUMNS.len())) {
        let has_columns = line.text.contains([' ', '|']);
        let ends_text = at + 1 == lines.len() && has_columns;
        let mut words = line.text.split(['|', ' ']).filter(|word| !word.is_empty()).peekable();
        while let Some(word) = words.next() {
            let Some((_, place)) = COLUMNS.iter().find(|(name, place)| *name == word && *place >= rank) else {
                let is_cut =
                    ends_text && words.peek().is_none() && COLUMNS.iter().any(|(name, _)| name.starts_with(word));
                return is_cut.then(|| closed_header(lines, at, length, columns));
            };
            rank = place + 1;
            match word {
                "In" => columns.place = true,
                "Required" => columns.required = true,
                "Type" => columns.type_text = true,
                _ => {}
            }
        }
        if rank == COLUMNS.len() || ends_text {
            return Some(closed_header(lines, at, length, columns));
        }
        // Headings span several lines only if each column has its own.
        if has_columns {
            return None;
        }
    }
    None
}

const COLUMNS: [(&str, usize); 6] =
    [("Name", 0), ("Value", 0), ("In", 2), ("Required", 3), ("Type", 4), ("Description", 5)];

fn closed_header(lines: &[TextLine<'_>], at: usize, length: usize, columns: OutlineColumns) -> OutlineHeader {
    let is_ruled = lines.get(at + length).is_some_and(|line| is_rule(line.text));
    let layout = match lines.get(at) {
        Some(first) if !first.text.contains('|') => Layout::Stacked,
        Some(first) if !is_ruled && !first.text.ends_with('|') => Layout::Inline,
        _ => Layout::Piped,
    };
    OutlineHeader { columns, layout, length: length + usize::from(is_ruled) }
}

fn is_rule(text: &str) -> bool {
    text.contains("---") && text.chars().all(|mark| matches!(mark, '-' | '|' | ':' | ' '))
}
