//! Tables of reStructuredText: drawn as a grid or with rules only, and those of directives.

use super::super::{Cell, Table};
use super::{Line, common_indent, inline};

/// The table that begins with the first line, and its length in lines.
pub(super) fn read(lines: &[Line<'_>]) -> Option<(Table, usize)> {
    let first = lines.first()?.text.trim();
    if first.starts_with("+-") && first.ends_with("-+") {
        return Some(grid(lines));
    }
    let is_rule = |text: &str| text.contains("= =") && text.chars().all(|c| matches!(c, '=' | ' '));
    if is_rule(first) { ruled(lines) } else { None }
}

/// The table that a directive of OpenStack's documentation stands for, whose items name entries of another file: parameters
/// (`- crate_id: crate_id-in-path`) or statuses (`- 404`).
pub(super) fn of_openstack(directive: &str, lines: &[Line<'_>]) -> Option<Table> {
    let headings: &[&str] =
        if directive == "rest_status_code" { &["Status", "Description"] } else { &["Name", "In", "Description"] };
    let heading = |text: &&str| Cell { line: 0, content: inline::inline(text) };
    let mut table = Table { header: headings.iter().map(heading).collect(), rows: Vec::new() };
    for line in lines {
        let Some(item) = line.text.trim().strip_prefix("- ") else { continue };
        let (name, entry) = item.split_once(':').unwrap_or((item, ""));
        let mut words = entry.trim().split(['-', '_']);
        let place = words.find(|word| matches!(*word, "path" | "query" | "header" | "body")).unwrap_or_default();
        let texts = if headings.len() == 2 { vec![name.trim()] } else { vec![name.trim(), place] };
        let cell = |text: &str| Cell { line: line.number, content: inline::inline(text) };
        table.rows.push(texts.into_iter().map(cell).collect());
    }
    (!table.rows.is_empty()).then_some(table)
}

/// The ranges of the columns that a rule marks, in characters.
fn columns(rule: &str, is_mark: fn(char) -> bool) -> Vec<(usize, usize)> {
    let mut columns: Vec<(usize, usize)> = Vec::new();
    let mut was_mark = false;
    for (at, character) in rule.chars().enumerate() {
        let is_mark = is_mark(character);
        match columns.last_mut() {
            Some((_, end)) if is_mark && was_mark => *end = at.saturating_add(1),
            _ if is_mark => columns.push((at, at.saturating_add(1))),
            _ => {}
        }
        was_mark = is_mark;
    }
    columns
}

fn part(text: &str, start: usize, end: usize) -> String {
    text.chars().skip(start).take(end.saturating_sub(start)).collect::<String>().trim().to_owned()
}

/// A row whose cells may have several lines.
#[derive(Default)]
struct OpenRow {
    line: u32,
    cells: Vec<String>,
}

impl OpenRow {
    fn add(&mut self, line: u32, cells: impl Iterator<Item = String>) {
        if self.cells.is_empty() {
            self.line = line;
        }
        for (index, text) in cells.enumerate() {
            match self.cells.get_mut(index) {
                Some(cell) if cell.is_empty() => *cell = text,
                Some(_) if text.is_empty() => {}
                Some(cell) => {
                    cell.push(' ');
                    cell.push_str(&text);
                }
                None => self.cells.push(text),
            }
        }
    }

    fn finish(&mut self, table: &mut Table, is_header: bool) {
        let Self { line, cells } = std::mem::take(self);
        if !cells.is_empty() {
            let cell = |text: &String| Cell { line, content: inline::inline(text) };
            table.push_row(cells.iter().map(cell).collect(), is_header);
        }
    }
}

/// A table whose rows are separated by `+---+`, and its header by `+===+`.
fn grid(lines: &[Line<'_>]) -> (Table, usize) {
    let is_part = |line: &&Line<'_>| line.text.trim_start().starts_with(['+', '|']);
    let length = lines.iter().take_while(is_part).count();
    let lines = lines.get(..length).unwrap_or_default();
    let is_end_of_header = |line: &Line<'_>| line.text.trim_start().starts_with("+=");
    let header_end = lines.iter().position(is_end_of_header).unwrap_or_default();
    let mut table = Table::default();
    let mut row = OpenRow::default();
    for (at, line) in lines.iter().enumerate() {
        let text = line.text.trim();
        if text.starts_with('+') {
            row.finish(&mut table, at <= header_end);
        } else {
            let inner = text.strip_prefix('|').unwrap_or(text);
            let inner = inner.strip_suffix('|').unwrap_or(inner);
            row.add(line.number, inner.split('|').map(|cell| cell.trim().to_owned()));
        }
    }
    row.finish(&mut table, false);
    (table, length)
}

/// A table between rules of `=`. A row without text in its first column continues the one above.
fn ruled(lines: &[Line<'_>]) -> Option<(Table, usize)> {
    let first = lines.first()?;
    let by = first.indent();
    let rule = first.text.trim();
    let columns = columns(rule, |c| c == '=');
    let last_start = columns.last()?.0;
    let is_rule = |line: &Line<'_>| {
        line.text.trim().starts_with("==") && line.text.trim().chars().all(|c| matches!(c, '=' | ' '))
    };
    // A table ends at the rule before a blank line, or without one at the end of its part of the page.
    let is_end =
        |at: usize| lines.get(at).is_some_and(is_rule) && lines.get(at.saturating_add(1)).is_none_or(Line::is_blank);
    let end = (1..lines.len()).find(|at| is_end(*at))?;
    let mut rules = (1..end).filter(|at| lines.get(*at).is_some_and(is_rule));
    let header_end = rules.next_back().unwrap_or_default();
    let mut table = Table::default();
    let mut row = OpenRow::default();
    for (at, line) in lines.iter().enumerate().take(end).skip(1) {
        let text = line.dedented(by).text;
        if is_rule(line) || line.is_blank() || text.trim_start().starts_with("--") {
            row.finish(&mut table, at <= header_end);
            continue;
        }
        let cells: Vec<String> = columns
            .iter()
            .map(|(start, end)| part(text, *start, if *start == last_start { usize::MAX } else { *end }))
            .collect();
        if cells.first().is_some_and(|first| !first.is_empty()) {
            row.finish(&mut table, at < header_end);
        }
        row.add(line.number, cells.into_iter());
    }
    row.finish(&mut table, false);
    Some((table, end.saturating_add(1)))
}

/// The table of a directive `list-table`, whose rows are lists, or `csv-table`, whose rows are lines with commas.
pub(super) fn of_directive(name: &str, lines: &[Line<'_>]) -> Option<Table> {
    let option =
        |name: &str| lines.iter().find_map(|line| Some(line.text.trim().strip_prefix(name)?.trim().to_owned()));
    let by = common_indent(lines);
    let content = lines.iter().filter(|line| !line.is_blank() && !line.text.trim_start().starts_with(':'));
    let mut table = Table::default();
    if name == "csv-table" {
        let row = |line: u32, text: &str| -> Vec<Cell> {
            let cells = text.split("\",").flat_map(|part| match part.trim_start().strip_prefix('"') {
                Some(quoted) => vec![quoted.trim_end().trim_end_matches('"')],
                None => part.split(',').collect(),
            });
            cells.map(|cell| Cell { line, content: inline::inline(cell.trim()) }).collect()
        };
        if let Some(header) = option(":header:") {
            table.push_row(row(lines.first()?.number, &header), true);
        }
        for line in content {
            table.push_row(row(line.number, line.text.trim()), false);
        }
        return Some(table);
    }
    let header_rows: usize = option(":header-rows:").and_then(|rows| rows.parse().ok()).unwrap_or_default();
    let mut row = OpenRow::default();
    let mut rows: usize = 0;
    for line in content {
        let text = line.dedented(by).text;
        let begins_row = text.strip_prefix("* ");
        if begins_row.is_some() {
            row.finish(&mut table, rows <= header_rows && header_rows > 0);
            rows = rows.saturating_add(1);
        }
        let cell = begins_row.unwrap_or(text).trim_start();
        match cell.strip_prefix('-') {
            Some(cell) => {
                if row.cells.is_empty() {
                    row.line = line.number;
                }
                row.cells.push(cell.trim().to_owned());
            }
            None => {
                if let Some(last) = row.cells.last_mut() {
                    last.push(' ');
                    last.push_str(cell.trim());
                }
            }
        }
    }
    row.finish(&mut table, rows <= header_rows && header_rows > 0);
    Some(table)
}
