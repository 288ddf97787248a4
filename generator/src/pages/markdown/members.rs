//! Tables of parameters, headers, members and values.

use super::columns::{Column, TableColumns};
use super::document::{Cell, Table};
use super::proposed_values::proposed_values;
use super::{cells, stated_values};
use crate::pages::facts::{Fact, FieldFacts, ListForm, ParameterFacts, ParameterPlace};

pub(super) fn parameters(table: &Table, columns: &TableColumns, is_translation: bool) -> Vec<ParameterFacts> {
    table.rows.iter().filter_map(|row| parameter(row, columns, is_translation)).collect()
}

/// The rows of a table of headers, of which a description can state the only value.
pub(super) fn headers(table: &Table, columns: &TableColumns, is_translation: bool) -> Vec<ParameterFacts> {
    let header = |row: &Vec<Cell>| {
        let header = parameter(row, columns, is_translation)?;
        let described = columns.cell(row, Column::Description).filter(|_| header.values.is_not_stated());
        let values = described.map(|cell| stated_values::of_header(&header.name, &cell.content));
        Some(ParameterFacts { values: values.unwrap_or(header.values), list_form: Fact::NotStated, ..header })
    };
    table.rows.iter().filter_map(header).collect()
}

fn parameter(row: &[Cell], columns: &TableColumns, is_translation: bool) -> Option<ParameterFacts> {
    let place = cells::place(columns.cell(row, Column::Place), is_translation);
    let FieldFacts { line, name, type_text, nullable, required, values, description, listed } =
        field(row, columns, is_translation)?;
    let can_be_queried = matches!(place, Fact::NotStated | Fact::Stated(ParameterPlace::Query));
    let list_form = match can_be_queried && stated_values::says_commas(&description) {
        true => Fact::Stated(ListForm::Commas),
        false => Fact::NotStated,
    };
    Some(ParameterFacts { line, name, place, type_text, nullable, required, values, list_form, description, listed })
}

pub(super) fn fields(table: &Table, columns: &TableColumns, is_translation: bool) -> Vec<FieldFacts> {
    table.rows.iter().filter_map(|row| field(row, columns, is_translation)).collect()
}

fn field(row: &[Cell], columns: &TableColumns, is_translation: bool) -> Option<FieldFacts> {
    let name_cell = columns.cell(row, Column::Name).or_else(|| columns.cell(row, Column::Value))?;
    let (name, is_marked_optional) = cells::name(name_cell)?;
    let says = || columns.cell(row, Column::Value).filter(|_| columns.has(Column::Name));
    let described = columns.cell(row, Column::Description).or_else(says);
    let description = described.map(|cell| cell.content.flat()).unwrap_or_default();
    let type_cell = columns.cell(row, Column::Type);
    let (type_text, nullable) = cells::type_text(type_cell, is_translation);
    let required = match columns.cell(row, Column::Optional) {
        Some(cell) => match cells::yes_or_no(Some(cell), is_translation) {
            Fact::Stated(is_optional) => Fact::Stated(!is_optional),
            other => other,
        },
        None => {
            let column = columns.cell(row, Column::Required).or_else(|| columns.cell(row, Column::Constraints));
            let is_open = column.is_none_or(|cell| cell.content.text.is_empty());
            let first_words = if is_marked_optional && is_open { "" } else { description.as_str() };
            cells::required(column, first_words, is_translation)
        }
    };
    let stated = [described, columns.cell(row, Column::Constraints)].into_iter().flatten();
    let stated = stated.map(|cell| stated_values::of_description(&cell.content)).find(|values| !values.is_not_stated());
    let of_type = || type_cell.map(|cell| stated_values::of_type(&cell.content)).unwrap_or_default();
    Some(FieldFacts {
        line: name_cell.line,
        name,
        type_text,
        nullable,
        required: if required.is_not_stated() && is_marked_optional { Fact::Stated(false) } else { required },
        values: stated.unwrap_or_else(of_type),
        description,
        listed: described.map(|cell| proposed_values(&cell.content)).unwrap_or_default(),
    })
}

/// The names of an enum's values.
pub(super) fn values(table: &Table, columns: &TableColumns) -> Vec<String> {
    let cell =
        |row: &Vec<Cell>| cells::name(columns.cell(row, Column::Value).or_else(|| columns.cell(row, Column::Name))?);
    table.rows.iter().filter_map(cell).map(|(name, _)| name).collect()
}
