//! Blocks of reStructuredText: titles, paragraphs, lists, tables, and the directives for listings and requests.

mod fields;
mod inline;
mod tables;

use super::inline::Inline;
use super::terms::Term;
use super::{Block, BlockContent};

/// Whether a text is reStructuredText, according to the name of its file.
pub(super) fn is_rst(name: &str, text: &str) -> bool {
    let name = name.to_lowercase();
    let is_named = [".rst", ".rest", ".rst.txt"].iter().any(|end| name.ends_with(end));
    // Copies of sources may have any name.
    let is_directive = |line: &str| {
        let kind = line.strip_prefix(".. ").and_then(|rest| rest.split_once("::"));
        kind.is_some_and(|(kind, _)| {
            !kind.is_empty() && kind.chars().all(|c| c.is_ascii_alphanumeric() || "-:_".contains(c))
        })
    };
    is_named
        || !text.lines().any(|line| line.starts_with("# ") || line.starts_with("```")) && text.lines().any(is_directive)
}

/// The blocks of a text.
pub(super) fn blocks(text: &str) -> Vec<Block> {
    let lines: Vec<Line<'_>> = text.lines().zip(1..=u32::MAX).map(|(text, number)| Line { number, text }).collect();
    let mut reader = RstReader { blocks: Vec::new(), adornments: Vec::new() };
    reader.read(&lines, 0);
    reader.blocks
}

/// A line of the page, from 1.
#[derive(Clone, Copy, Debug)]
struct Line<'p> {
    number: u32,
    text: &'p str,
}

impl<'p> Line<'p> {
    fn is_blank(&self) -> bool {
        self.text.trim().is_empty()
    }

    fn indent(&self) -> usize {
        self.text.len().saturating_sub(self.text.trim_start().len())
    }

    /// The line without some columns of its indentation.
    fn dedented(&self, by: usize) -> Self {
        let by = by.min(self.indent());
        Self { number: self.number, text: self.text.get(by..).unwrap_or_default() }
    }
}

struct RstReader {
    blocks: Vec<Block>,
    /// The marks of titles in the order of their levels: the character, and whether it is above the title, too.
    adornments: Vec<(char, bool)>,
}

/// How deep directives may nest; deeper ones are ignored.
const DEEPEST: usize = 8;

impl RstReader {
    fn read(&mut self, lines: &[Line<'_>], depth: usize) {
        let mut at = 0;
        while let Some(line) = lines.get(at) {
            let rest = lines.get(at..).unwrap_or_default();
            at = at.saturating_add(match line {
                _ if line.is_blank() => 1,
                _ if line.text.starts_with("..") => self.directive(rest, depth),
                _ => self
                    .title(rest)
                    .or_else(|| self.table(rest))
                    .or_else(|| self.terms(rest, depth))
                    .unwrap_or_else(|| self.text(rest, depth)),
            });
        }
    }

    /// Reads a title; returns its length in lines.
    fn title(&mut self, lines: &[Line<'_>]) -> Option<usize> {
        let first = lines.first()?;
        let second = lines.get(1)?;
        let (mark, title, length) = match adornment(first.text) {
            Some(mark) if lines.get(2).and_then(|third| adornment(third.text)) == Some(mark) => {
                ((mark, true), second, 3)
            }
            Some(_) => return None,
            None => {
                let mark = adornment(second.text)?;
                // A short line of marks below text is text, too.
                let is_long = second.text.trim_end().len() >= first.text.trim_end().chars().count().min(4);
                (is_long && first.indent() == 0).then_some(((mark, false), first, 2))?
            }
        };
        if title.is_blank() {
            return None;
        }
        let level = self.adornments.iter().position(|known| *known == mark).unwrap_or_else(|| {
            self.adornments.push(mark);
            self.adornments.len().saturating_sub(1)
        });
        let level = u8::try_from(level.saturating_add(1)).unwrap_or(6).min(6);
        let content = BlockContent::Heading { level, title: inline::inline(title.text.trim()) };
        self.blocks.push(Block { line: title.number, content });
        Some(length)
    }

    /// Reads a table; returns its length in lines.
    fn table(&mut self, lines: &[Line<'_>]) -> Option<usize> {
        let (table, length) = tables::read(lines)?;
        let line = lines.first()?.number;
        self.blocks.push(Block { line, content: BlockContent::Table(table) });
        Some(length)
    }

    /// Reads a directive or comment and what is indented below it; returns its length in lines.
    fn directive(&mut self, lines: &[Line<'_>], depth: usize) -> usize {
        let Some(first) = lines.first() else { return 1 };
        let length = 1_usize.saturating_add(indented(lines.get(1..).unwrap_or_default(), 1));
        let content = lines.get(1..length).unwrap_or_default();
        let written = first.text.strip_prefix(".. ").and_then(|rest| rest.split_once("::"));
        let Some((name, argument)) = written.filter(|(name, _)| !name.contains(' ') && !name.starts_with('_')) else {
            return length;
        };
        let (name, argument) = (name.trim().to_lowercase(), argument.trim());
        let body = below_options(content);
        if let Some(method) = name.strip_prefix("http:") {
            self.request(first.number, method, argument);
            let (mut fields, rest) = fields::split(content);
            self.blocks.append(&mut fields);
            self.nested(&rest, depth);
        } else if name == "rest_method" {
            self.paragraph(&[Line { number: first.number, text: argument }]);
            self.nested(body, depth);
        } else if matches!(name.as_str(), "rest_parameters" | "rest_status_code") {
            if let Some(table) = tables::of_openstack(&name, body) {
                self.blocks.push(Block { line: first.number, content: BlockContent::Table(table) });
            }
        } else if matches!(name.as_str(), "code" | "code-block" | "sourcecode" | "parsed-literal" | "highlight") {
            self.code(body);
        } else if matches!(name.as_str(), "list-table" | "csv-table") {
            if let Some(table) = tables::of_directive(&name, content) {
                self.blocks.push(Block { line: first.number, content: BlockContent::Table(table) });
            }
        } else if !matches!(name.as_str(), "raw" | "image" | "figure" | "include" | "toctree" | "contents" | "index") {
            if !argument.is_empty() && matches!(name.as_str(), "note" | "warning" | "tip" | "important") {
                self.paragraph(&[Line { number: first.number, text: argument }]);
            }
            self.nested(body, depth);
        }
        length
    }

    /// The request of a directive `http:get`: method and address. Its placeholders are in parentheses, and may
    /// state a type (`(int:id)`).
    fn request(&mut self, line: u32, method: &str, address: &str) {
        let mut parts = address.split('(');
        let mut text = format!("{} {}", method.to_uppercase(), parts.next().unwrap_or_default());
        for part in parts {
            let (placeholder, after) = part.split_once(')').unwrap_or((part, ""));
            let name = placeholder.rsplit(':').next().unwrap_or_default();
            text.push_str(&format!("{{{name}}}{after}"));
        }
        self.blocks.push(Block { line, content: BlockContent::Request(Inline::of_text(&text)) });
    }

    fn nested(&mut self, lines: &[Line<'_>], depth: usize) {
        if depth < DEEPEST {
            let by = common_indent(lines);
            let dedented: Vec<Line<'_>> = lines.iter().map(|line| line.dedented(by)).collect();
            self.read(&dedented, depth.saturating_add(1));
        }
    }

    fn code(&mut self, lines: &[Line<'_>]) {
        let Some(first) = lines.iter().find(|line| !line.is_blank()) else { return };
        let by = common_indent(lines);
        let text = lines.iter().filter(|line| line.number >= first.number);
        let code = text.map(|line| line.dedented(by).text).collect::<Vec<_>>().join("\n");
        self.blocks.push(Block { line: first.number, content: BlockContent::Code(code.trim_end().to_owned()) });
    }

    /// Reads the terms of a list whose descriptions are indented below them; returns the length in lines.
    fn terms(&mut self, lines: &[Line<'_>], depth: usize) -> Option<usize> {
        let mut terms = Vec::new();
        let mut length = 0;
        while let Some(name) = lines.get(length..).and_then(starts_term) {
            let below = lines.get(length.saturating_add(1)..).unwrap_or_default();
            let described = indented(below, 1);
            let first = self.blocks.len();
            self.nested(below.get(..described).unwrap_or_default(), depth);
            let description = self.blocks.split_off(first);
            let (name_text, type_text) = name.text.split_once(" : ").unwrap_or((name.text, ""));
            let type_text = type_text.trim().to_owned();
            terms.push(Term { line: name.number, name: inline::inline(name_text.trim()), type_text, description });
            length = length.saturating_add(1).saturating_add(described);
            let blank = lines.get(length..).unwrap_or_default().iter().take_while(|line| line.is_blank()).count();
            length = length.saturating_add(blank);
        }
        let line = terms.first()?.line;
        let is_text = |block: &Block| matches!(block.content, BlockContent::Paragraph(_) | BlockContent::Item { .. });
        if terms.iter().all(|term| term.description.iter().all(is_text)) {
            self.blocks.push(Block { line, content: BlockContent::Terms(terms) });
        } else {
            self.blocks.extend(terms.into_iter().flat_map(Term::into_blocks));
        }
        Some(length)
    }

    /// Reads a paragraph, an item of a list, or a field, and the listing that it announces; returns its length in lines.
    fn text(&mut self, lines: &[Line<'_>], depth: usize) -> usize {
        let Some(first) = lines.first() else { return 1 };
        if first.indent() > 0 {
            let length = indented(lines, 1).max(1);
            self.nested(lines.get(..length).unwrap_or_default(), depth);
            return length;
        }
        let is_item = ["* ", "- ", "+ ", "#. "].iter().any(|mark| first.text.starts_with(mark));
        let ends =
            |line: &Line<'_>| line.is_blank() || line.text.starts_with(".. ") || is_item && starts_item(line.text);
        let rest = lines.get(1..).unwrap_or_default();
        let length = rest.iter().position(ends).unwrap_or(rest.len()).saturating_add(1);
        let text = lines.get(..length).unwrap_or_default();
        if is_item {
            let text: Vec<Line<'_>> = text
                .iter()
                .map(|line| Line {
                    number: line.number,
                    text: line.text.trim_start_matches(['*', '-', '+', '#', '.', ' ']),
                })
                .collect();
            let text = inline::of_lines(text.iter().map(|line| line.text));
            let content = BlockContent::Item { text, depth };
            self.blocks.push(Block { line: first.number, content });
        } else if first.text.trim() != "::" {
            self.paragraph(text);
        }
        let announces = text.last().is_some_and(|line| line.text.trim_end().ends_with("::"));
        if !announces {
            return length;
        }
        let listing = indented(lines.get(length..).unwrap_or_default(), 1);
        self.code(lines.get(length..length.saturating_add(listing)).unwrap_or_default());
        length.saturating_add(listing)
    }

    fn paragraph(&mut self, lines: &[Line<'_>]) {
        let Some(first) = lines.first() else { return };
        let text = inline::of_lines(lines.iter().map(|line| line.text));
        if !text.text.is_empty() {
            self.blocks.push(Block { line: first.number, content: BlockContent::Paragraph(text) });
        }
    }
}

/// The term that the first line is, if the next one describes it.
fn starts_term<'l, 'p>(lines: &'l [Line<'p>]) -> Option<&'l Line<'p>> {
    let [name, below, ..] = lines else { return None };
    let is_described = name.indent() == 0 && below.indent() > 0 && !below.is_blank() && !name.is_blank();
    let is_other = starts_item(name.text)
        || name.text.starts_with([':', '|', '.', '>', '('])
        || name.text.trim_end().ends_with("::")
        || name.text.starts_with(|c: char| c.is_ascii_digit())
        || name.text.chars().all(|c| c.is_ascii_punctuation() || c == ' ');
    (is_described && !is_other).then_some(name)
}

fn starts_item(text: &str) -> bool {
    ["* ", "- ", "+ ", "#. "].iter().any(|mark| text.starts_with(mark))
}

/// The character that a line below or above a title repeats.
fn adornment(text: &str) -> Option<char> {
    let text = text.trim_end();
    let first = text.chars().next().filter(char::is_ascii_punctuation)?;
    (text.len() >= 3 && text.chars().all(|c| c == first)).then_some(first)
}

/// How many lines are blank or indented at least this much, without blank lines at their end.
fn indented(lines: &[Line<'_>], by: usize) -> usize {
    let is_past = |line: &Line<'_>| !line.is_blank() && line.indent() < by;
    let end = lines.iter().position(is_past).unwrap_or(lines.len());
    let lines = lines.get(..end).unwrap_or_default();
    lines.iter().rposition(|line| !line.is_blank()).map_or(0, |last| last.saturating_add(1))
}

fn common_indent(lines: &[Line<'_>]) -> usize {
    lines.iter().filter(|line| !line.is_blank()).map(Line::indent).min().unwrap_or_default()
}

/// The content of a directive without the options before it (`:linenos:`).
fn below_options<'l, 'p>(lines: &'l [Line<'p>]) -> &'l [Line<'p>] {
    let is_option = |line: &Line<'_>| {
        let text = line.text.trim_start();
        text.strip_prefix(':').is_some_and(|rest| rest.contains(':'))
    };
    let end = lines.iter().position(|line| !is_option(line)).unwrap_or(lines.len());
    lines.get(end..).unwrap_or_default()
}
