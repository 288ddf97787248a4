//! Rows of tables, in every layout.

use crate::pages::facts::ParameterPlace;
use crate::pages::text::is_wire_name;

use super::lines::TextLine;
use super::outline::{Layout, OutlineColumns, OutlineSection, OutlineTable};
use super::types::{TypeCell, type_at};

/// A row of a table.
#[derive(Debug)]
pub(super) struct Row {
    pub(super) line: u32,
    pub(super) name: String,
    pub(super) place: Option<ParameterPlace>,
    pub(super) required: bool,
    pub(super) type_cell: Option<TypeCell>,
    pub(super) description: String,
    /// Whether only words of the description can be missing if the text ends with this row.
    pub(super) is_whole_at_end: bool,
}

/// The rows of a table.
pub(super) fn rows(table: &OutlineTable<'_, '_>) -> Vec<Row> {
    let divided = match table.layout {
        Layout::Piped => piped(table.lines, table.columns),
        Layout::Inline => table.lines.iter().filter_map(inline).collect(),
        Layout::Stacked => stacked(table),
    };
    divided.into_iter().filter(|row| !row.name.is_empty()).map(|row| row.read(table.columns)).collect()
}

/// The status that a row of the responses is about.
pub(super) fn status(name: &str) -> Option<u16> {
    let (digits, reason) = name.split_once(' ').unwrap_or((name, ""));
    let is_reason = reason.is_empty() || reason.starts_with(char::is_uppercase);
    let is_status = digits.len() == 3 && digits.bytes().all(|digit| digit.is_ascii_digit());
    digits.parse().ok().filter(|status| is_status && is_reason && (100..=599).contains(status))
}

/// A row whose pieces are not yet assigned to columns.
#[derive(Debug, Default)]
struct Divided<'p> {
    line: u32,
    name: String,
    /// The texts of its cells, in order, without empty ones.
    pieces: Vec<&'p str>,
    /// Whether a pipe ends the name.
    is_name_closed: bool,
}

impl Divided<'_> {
    fn read(self, columns: OutlineColumns) -> Row {
        let mut at = 0;
        let place = self.pieces.first().copied().filter(|_| columns.place).and_then(place);
        at += usize::from(place.is_some());
        let stated = self.pieces.get(at).copied().filter(|piece| columns.required && is_flag(piece));
        at += usize::from(stated.is_some());
        let rest = self.pieces.get(at..).unwrap_or_default();
        // The description of a status often repeats its reason.
        let repeats_name = rest.first().is_some_and(|piece| {
            status(&self.name).is_some() && self.name.split_once(' ').is_some_and(|(_, reason)| reason == *piece)
        });
        let found = if columns.type_text && !repeats_name { type_at(rest) } else { None };
        let (type_cell, length) = found.map_or((None, 0), |(cell, length)| (Some(cell), length));
        let description = rest.get(length..).unwrap_or_default().join(" ");
        let is_whole_at_end = match &type_cell {
            Some(cell) => !description.is_empty() || cell.is_whole_at_end(),
            // A single word may be the rest of a type.
            None if columns.type_text && !self.is_name_closed => description.contains(' '),
            None if !description.is_empty() => true,
            None => self.is_name_closed && self.pieces.is_empty(),
        };
        let required = stated == Some("True");
        Row { line: self.line, name: self.name, place, required, type_cell, description, is_whole_at_end }
    }
}

fn place(piece: &str) -> Option<ParameterPlace> {
    Some(match piece {
        "path" => ParameterPlace::Path,
        "query" => ParameterPlace::Query,
        "header" => ParameterPlace::Header,
        "body" => ParameterPlace::Body,
        _ => return None,
    })
}

fn is_flag(piece: &str) -> bool {
    matches!(piece, "True" | "False")
}

/// Rows in which a pipe ends every cell. A row has as many pipes as columns: empty cells are moved from their place to its
/// end. The last row of a table may have fewer pipes.
fn piped<'p>(lines: &[TextLine<'p>], columns: OutlineColumns) -> Vec<Divided<'p>> {
    let width = 2 + usize::from(columns.place) + usize::from(columns.required) + usize::from(columns.type_text);
    let mut rows = Vec::new();
    let mut row = Divided::default();
    let mut closed = 0;
    for line in lines {
        let mut rest = line.text;
        loop {
            let (fragment, after) = rest.split_once('|').map_or((rest, None), |(cell, after)| (cell, Some(after)));
            let fragment = fragment.trim();
            if !fragment.is_empty() && closed == 0 {
                if row.name.is_empty() {
                    row.line = line.number;
                } else {
                    row.name.push(' ');
                }
                row.name.push_str(fragment);
            } else if !fragment.is_empty() {
                row.pieces.push(fragment);
            }
            let Some(after) = after else { break };
            let is_in_sentence = is_prose(fragment) && after.contains(|mark| !matches!(mark, '|' | ' '));
            if !is_in_sentence && !row.name.is_empty() {
                closed += 1;
                row.is_name_closed = true;
            }
            if closed == width {
                closed = 0;
                rows.push(std::mem::take(&mut row));
            }
            rest = after;
        }
    }
    rows.push(row);
    rows
}

/// Whether a pipe within a continued line is part of a sentence.
fn is_prose(fragment: &str) -> bool {
    fragment.contains(' ') && !fragment.starts_with(|first: char| first.is_ascii_digit())
}

/// A row on a line of its own.
fn inline<'p>(line: &TextLine<'p>) -> Option<Divided<'p>> {
    let (name, cells) = line.text.split_once('|')?;
    let pieces = cells.split('|').map(str::trim).filter(|cell| !cell.is_empty()).collect();
    Some(Divided { line: line.number, name: name.trim().to_owned(), pieces, is_name_closed: true })
}

/// Rows whose cells have a line each without separators: a row begins at a name if the lines after it confirm that it is one.
fn stacked<'p>(table: &OutlineTable<'_, 'p>) -> Vec<Divided<'p>> {
    let texts: Vec<&'p str> = table.lines.iter().map(|line| line.text).collect();
    let mut rows: Vec<Divided<'p>> = Vec::new();
    let mut at = 0;
    while let (Some(line), Some(following)) = (table.lines.get(at), texts.get(at + 1..)) {
        let (name, suffix) = divide_name(line.text, table.columns);
        let before = rows.last().map(|row| row.name.as_str());
        at += 1;
        if !begins_row(table, name, suffix, before, following) {
            if let Some(row) = rows.last_mut() {
                row.pieces.push(line.text);
            }
            continue;
        }
        let mut pieces: Vec<&'p str> = suffix.into_iter().collect();
        if let Some((place, flag)) = following.first().filter(|_| table.columns.place).and_then(|next| place_line(next))
        {
            pieces.push(place);
            pieces.extend(flag);
            at += 1;
        }
        if let Some(flag) = texts.get(at).filter(|next| table.columns.required && is_flag(next)) {
            pieces.push(flag);
            at += 1;
        }
        if suffix != Some("enum:")
            && let Some((_, length)) = texts.get(at..).filter(|_| has_type(table, name)).and_then(type_at)
        {
            pieces.extend(texts.iter().skip(at).take(length));
            at += length;
        }
        rows.push(Divided { line: line.number, name: name.to_owned(), pieces, is_name_closed: false });
    }
    rows
}

/// Whether the line after a name is its type if it can be one.
fn has_type(table: &OutlineTable<'_, '_>, name: &str) -> bool {
    table.columns.type_text && (table.section != OutlineSection::Responses || status(name).is_none())
}

/// Separates a name from what is on the same line: whether it is required, or that its values follow.
fn divide_name(text: &str, columns: OutlineColumns) -> (&str, Option<&str>) {
    match text.rsplit_once(' ') {
        Some((name, flag)) if columns.required && !columns.place && is_flag(flag) => (name.trim_end(), Some(flag)),
        Some((name, "enum:")) if columns.type_text => (name.trim_end(), Some("enum:")),
        _ => (text, None),
    }
}

/// The place on a line, and whether the parameter is required if the line says so.
fn place_line(text: &str) -> Option<(&str, Option<&str>)> {
    let (first, flag) = text.split_once(' ').map_or((text, None), |(first, flag)| (first, Some(flag.trim())));
    (place(first).is_some() && flag.is_none_or(is_flag)).then_some((first, flag))
}

fn begins_row(
    table: &OutlineTable<'_, '_>,
    name: &str,
    suffix: Option<&str>,
    before: Option<&str>,
    following: &[&str],
) -> bool {
    if table.columns.place {
        return following.first().is_some_and(|next| place_line(next).is_some());
    }
    if table.section == OutlineSection::Responses {
        return status(name).is_some() && !name.ends_with('.') && name.split(' ').count() <= 6;
    }
    if !is_wire_name(name) || name.ends_with('.') {
        return false;
    }
    if suffix.is_some() || before.is_none() || !table.columns.type_text {
        return true;
    }
    if following.first().is_some_and(|next| table.columns.required && is_flag(next)) || type_at(following).is_some() {
        return true;
    }
    // A member whose type is lost: members are in alphabetical order, which a word of a description rarely fits.
    name.starts_with(|first: char| first.is_ascii_lowercase())
        && before.is_some_and(|before| before.to_ascii_lowercase() < name.to_ascii_lowercase())
}
