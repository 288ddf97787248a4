//! Tables whose cells with a name also have its type, requirement or place, or all that the row states.

use super::super::columns::{Column, TableColumns, by_heading};
use super::super::document::{Cell, Inline, Table};
use super::marks::Marks;
use super::term;

/// A row in which a name has marks.
struct MarkedRow {
    name: Inline,
    marks: Marks,
    /// What the cell says after them.
    rest: Inline,
}

/// The text of one of the marks.
type MarkText = fn(&Marks) -> &str;

/// Gives the marks beside names columns of their own.
pub(super) fn split(table: &mut Table) {
    if is_of_one_column(table) {
        split_rows(table, 0, &["Name", "Description"]);
    } else if table.header.is_empty() {
        split_unnamed(table);
    } else if let Some(index) = TableColumns::of(table, false).position(Column::Name) {
        split_rows(table, index, &[]);
    }
}

/// Whether the only heading names what the cells have (`Name, Type, Description`).
fn is_of_one_column(table: &Table) -> bool {
    let [heading] = table.header.as_slice() else { return false };
    let mut columns = heading.content.text.split(',').map(|heading| by_heading(heading.trim()));
    columns.next() == Some(Column::Name) && columns.next().is_some_and(|column| column != Column::Other)
}

/// The name and the marks that a cell begins with.
fn marked(cell: &Cell, may_have_more: bool) -> Option<MarkedRow> {
    let text = &cell.content.text;
    let end = text.find([' ', '\n']).unwrap_or(text.len());
    term::name(text.get(..end)?)?;
    // The description begins on a line of its own.
    let lines: Vec<usize> = text.match_indices('\n').map(|(at, _)| at).chain(std::iter::once(text.len())).collect();
    let ends: Vec<usize> = lines.into_iter().filter(|at| *at >= end).collect();
    let whole = ends.last().copied().unwrap_or(end);
    let (marks, at) = if may_have_more {
        ends.iter().rev().find_map(|at| Some((Marks::of(text.get(end..*at)?)?, *at)))?
    } else {
        (Marks::of(text.get(end..)?)?, whole)
    };
    Some(MarkedRow { name: cell.content.part(0..end), marks, rest: cell.content.part(at..text.len()) })
}

fn split_rows(table: &mut Table, index: usize, header: &[&str]) {
    let has_more = !header.is_empty();
    let cells = table.rows.iter().map(|row| marked(row.get(index)?, has_more));
    let Some(rows) = cells.collect::<Option<Vec<MarkedRow>>>() else { return };
    if rows.iter().all(|row| row.marks.is_empty() && !has_more) {
        return;
    }
    if has_more {
        table.header = header.iter().map(|heading| Cell { line: 0, content: Inline::of_text(heading) }).collect();
    }
    let marks: [(&str, Column, MarkText); 3] = [
        ("Type", Column::Type, |marks| &marks.type_text),
        ("Required", Column::Required, |marks| required_word(marks.required)),
        ("In", Column::Place, |marks| &marks.place),
    ];
    let columns = TableColumns::of(table, false);
    let mut positions: Vec<(usize, MarkText)> = Vec::new();
    for (heading, column, text) in marks {
        if rows.iter().any(|row| !text(&row.marks).is_empty()) {
            let position = columns.position(column).unwrap_or_else(|| {
                table.header.push(Cell { line: 0, content: Inline::of_text(heading) });
                table.header.len().saturating_sub(1)
            });
            positions.push((position, text));
        }
    }
    let width = table.header.len();
    for (row, MarkedRow { name, marks, rest }) in table.rows.iter_mut().zip(rows) {
        let line = row.get(index).map_or(0, |cell| cell.line);
        row.resize_with(width.max(row.len()), Cell::default);
        let texts = positions.iter().map(|(position, text)| (*position, Inline::of_text(text(&marks))));
        let of_name = [(index, name)].into_iter().chain(has_more.then_some((1, rest)));
        for (position, content) in of_name.chain(texts) {
            // A column of its own takes precedence.
            if let Some(cell) = row.get_mut(position)
                && (position == index || cell.content.text.is_empty())
            {
                *cell = Cell { line, content };
            }
        }
    }
}

/// A table without headings whose rows have a name with its marks, and a type with a description.
fn split_unnamed(table: &mut Table) {
    let is_name = |row: &Vec<Cell>| row.len() == 2 && row.first().is_some_and(|cell| marked(cell, false).is_some());
    let type_line = |row: &Vec<Cell>| {
        let text = &row.get(1)?.content.text;
        let end = text.find('\n').unwrap_or(text.len());
        let marks = Marks::of(text.get(..end)?).filter(|marks| !marks.type_text.is_empty())?;
        Some((marks, end))
    };
    if table.rows.is_empty() || !table.rows.iter().all(|row| is_name(row) && type_line(row).is_some()) {
        return;
    }
    for row in &mut table.rows {
        let (Some((marks, end)), Some(cell)) = (type_line(row), row.pop()) else { continue };
        let description = cell.content.part(end..cell.content.text.len());
        row.push(Cell { line: cell.line, content: Inline::of_text(&marks.type_text) });
        row.push(Cell { line: cell.line, content: description });
    }
    table.header =
        ["Name", "Type", "Description"].map(|heading| Cell { line: 0, content: Inline::of_text(heading) }).into();
    split_rows(table, 0, &[]);
}

fn required_word(required: Option<bool>) -> &'static str {
    match required {
        Some(true) => "yes",
        Some(false) => "no",
        None => "",
    }
}
