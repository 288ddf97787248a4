//! Tables of parameters, headers, members and values.

use super::cells;
use super::columns::{Column, TableColumns};
use super::document::{Cell, Table};
use super::listed_values::listed_values;
use crate::pages::facts::{FieldFacts, ParameterFacts};

pub(super) fn parameters(table: &Table, columns: &TableColumns, is_translation: bool) -> Vec<ParameterFacts> {
    let parameter = |row: &Vec<Cell>| {
        let place = cells::place(columns.cell(row, Column::Place), is_translation);
        let FieldFacts { line, name, type_text, required, values, description, listed } =
            field(row, columns, is_translation)?;
        Some(ParameterFacts { line, name, place, type_text, required, values, description, listed })
    };
    table.rows.iter().filter_map(parameter).collect()
}

pub(super) fn fields(table: &Table, columns: &TableColumns, is_translation: bool) -> Vec<FieldFacts> {
    table.rows.iter().filter_map(|row| field(row, columns, is_translation)).collect()
}

fn field(row: &[Cell], columns: &TableColumns, is_translation: bool) -> Option<FieldFacts> {
    let name_cell = columns.cell(row, Column::Name).or_else(|| columns.cell(row, Column::Value))?;
    let says = || columns.cell(row, Column::Value).filter(|_| columns.has(Column::Name));
    let described = columns.cell(row, Column::Description).or_else(says);
    let description = described.map(|cell| cell.content.flat()).unwrap_or_default();
    Some(FieldFacts {
        line: name_cell.line,
        name: cells::name(name_cell)?,
        type_text: cells::type_text(columns.cell(row, Column::Type), is_translation),
        required: cells::required(columns.cell(row, Column::Required), &description, is_translation),
        values: cells::values(&description),
        description,
        listed: described.map(|cell| listed_values(&cell.content)).unwrap_or_default(),
    })
}

/// The names of an enum's values.
pub(super) fn values(table: &Table, columns: &TableColumns) -> Vec<String> {
    let cell =
        |row: &Vec<Cell>| cells::name(columns.cell(row, Column::Value).or_else(|| columns.cell(row, Column::Name))?);
    table.rows.iter().filter_map(cell).collect()
}
