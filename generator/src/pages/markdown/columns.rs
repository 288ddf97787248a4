//! Identifies the columns of a table by their headings, or by their cells if those are in another language or absent.

use super::document::{Cell, Table};
use crate::pages::text;

/// The content of a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Column {
    Method,
    Uri,
    Name,
    /// Values of an enum.
    Value,
    Type,
    Required,
    /// Whether something is optional.
    Optional,
    /// Words about values, such as `required` and limits.
    Constraints,
    Place,
    Description,
    /// Ordinals of an enum's values.
    Position,
    Status,
    Retry,
    Other,
}

/// The columns of a table.
#[derive(Debug)]
pub(super) struct TableColumns(Vec<Column>);

impl TableColumns {
    /// Identifies the columns of a table.
    pub(super) fn of(table: &Table, is_translation: bool) -> Self {
        let mut columns: Vec<Column> = table.header.iter().map(|cell| by_heading(&cell.content.text)).collect();
        if is_translation || columns.is_empty() {
            by_shape(table, is_translation, &mut columns);
        } else {
            settle(table, &mut columns);
        }
        if let Some(status) = status_column(table, &columns, is_translation)
            && let Some(column) = columns.get_mut(status)
        {
            *column = Column::Status;
        }
        Self(columns)
    }

    pub(super) fn position(&self, column: Column) -> Option<usize> {
        self.0.iter().position(|each| *each == column)
    }

    pub(super) fn has(&self, column: Column) -> bool {
        self.0.contains(&column)
    }

    /// The row's cell in a column.
    pub(super) fn cell<'a>(&self, row: &'a [Cell], column: Column) -> Option<&'a Cell> {
        row.get(self.position(column)?)
    }

    /// Whether it has only these columns, apart from empty ones.
    pub(super) fn are_among(&self, columns: &[Column], table: &Table) -> bool {
        let is_empty =
            |index: usize| table.rows.iter().all(|row| row.get(index).is_none_or(|cell| cell.content.text.is_empty()));
        self.0.iter().enumerate().all(|(index, column)| columns.contains(column) || is_empty(index))
    }
}

/// Settles columns whose headings have several meanings.
fn settle(table: &Table, columns: &mut [Column]) {
    let are_all = |index: usize, is_such: fn(&str) -> bool| {
        let mut cells =
            table.rows.iter().filter_map(|row| row.get(index)).map(|cell| cell.content.text.trim()).peekable();
        cells.peek().is_some() && cells.all(is_such)
    };
    // Paths of members, not of requests.
    let is_path = |cell: &Cell| cell.content.text.eq_ignore_ascii_case("path");
    if let Some(index) = table.header.iter().position(is_path)
        && columns.contains(&Column::Type)
        && !columns.contains(&Column::Name)
        && are_all(index, text::is_wire_name)
        && let Some(column) = columns.get_mut(index)
    {
        *column = Column::Name;
    }
    // The kind of a parameter is its place.
    if let Some(index) = columns.iter().position(|column| *column == Column::Type)
        && !columns.contains(&Column::Place)
        && are_all(index, |cell| matches!(&*cell.to_lowercase(), "path" | "query" | "header" | "body"))
        && let Some(column) = columns.get_mut(index)
    {
        *column = Column::Place;
    }
}

pub(super) fn by_heading(heading: &str) -> Column {
    // A heading may say in parentheses how to read its column.
    let heading = heading.split_once('(').map_or(heading, |(heading, _)| heading).trim_end();
    match heading.trim_end_matches([':', '?']).to_lowercase().as_str() {
        "method" | "http method" | "verb" => Column::Method,
        "request uri" | "uri" | "request url" | "url" => Column::Uri,
        "name" | "parameter" | "parameter name" | "property" | "property name" | "field" | "field name" | "header"
        | "header name" | "member" | "key" | "attribute" | "attribute name" | "argument" | "argument name"
        | "param" | "parameters" | "params" | "query parameter" | "path parameter" | "body parameter" | "option" => {
            Column::Name
        }
        "value" | "values" | "member name" => Column::Value,
        "type" | "data type" | "value type" => Column::Type,
        "required" | "mandatory" | "is required" | "required/optional" | "presence" | "req" | "req'd" => {
            Column::Required
        }
        "optional" => Column::Optional,
        "constraints" | "constraint" | "restrictions" => Column::Constraints,
        "in" | "place" | "located in" | "location" | "parameter type" => Column::Place,
        "description" | "comment" | "comments" | "meaning" | "explanation" => Column::Description,
        "position" => Column::Position,
        "retry" => Column::Retry,
        _ => Column::Other,
    }
}

/// Identifies columns by their cells: addresses after methods, types after names.
fn by_shape(table: &Table, is_translation: bool, columns: &mut Vec<Column>) {
    let width = table.rows.iter().map(Vec::len).max().unwrap_or_default().min(MOST_COLUMNS);
    columns.resize(width.max(columns.len()), Column::Other);
    let are_all = |index: usize, is_such: fn(&str) -> bool| {
        let mut cells = table.rows.iter().filter_map(|row| row.get(index)).map(|cell| cell.content.flat()).peekable();
        cells.peek().is_some() && cells.all(|cell| is_such(&cell))
    };
    let known: &[Column] = if are_all(1, is_address) {
        &[Column::Method, Column::Uri]
    } else if are_all(1, is_type) || (is_translation && width > 2) {
        &[Column::Name, Column::Type]
    } else if width <= 2 && are_all(0, text::is_wire_name) {
        &[Column::Value, Column::Description]
    } else {
        &[]
    };
    for (column, known) in columns.iter_mut().zip(known) {
        *column = *known;
    }
    if known.contains(&Column::Name)
        && width > 2
        && let Some(last) = columns.last_mut()
    {
        *last = Column::Description;
    }
}

const MOST_COLUMNS: usize = 16;

/// The column whose cells are HTTP statuses, if there is one.
fn status_column(table: &Table, columns: &[Column], is_translation: bool) -> Option<usize> {
    (0..columns.len().min(MOST_COLUMNS)).find(|index| {
        let heading = table.header.get(*index).map(|cell| cell.content.text.to_lowercase()).unwrap_or_default();
        let says_so = heading.contains("code") || heading.contains("status");
        let mut cells = table.rows.iter().map(|row| row.get(*index)).peekable();
        (says_so || (is_translation && *index == 0))
            && cells.peek().is_some()
            && cells.all(|cell| {
                let text = cell.map(|cell| cell.content.text.as_str()).unwrap_or_default();
                if is_translation { status(text).is_some() } else { leading_status(text).is_some() }
            })
    })
}

/// The HTTP status that a text is.
pub(super) fn status(text: &str) -> Option<u16> {
    text.parse().ok().filter(|status| text.len() == 3 && (100..600).contains(status))
}

/// The HTTP status that a cell begins with, before its name (`404 - Not Found`). Unlike a heading, it is only these two: a cell
/// with another number is a sentence or a code.
pub(super) fn leading_status(text: &str) -> Option<u16> {
    let (first, rest) = text.split_at_checked(3)?;
    let is_name = rest.trim_start_matches([' ', '\n', '-', '–', ':', '(', '_']).len() < rest.len()
        && rest.chars().all(|c| !c.is_ascii_digit());
    status(first).filter(|_| rest.is_empty() || is_name)
}

/// Whether text begins like the address of a request.
pub(super) fn is_address(text: &str) -> bool {
    let host =
        |placeholder: &str| placeholder.to_lowercase().contains("url") || placeholder.to_lowercase().contains("host");
    text.starts_with("https:")
        || text.starts_with("http:")
        || (text.starts_with('/') && text.len() > 1)
        || text
            .strip_prefix('{')
            .and_then(|rest| rest.split_once("}/"))
            .is_some_and(|(placeholder, _)| host(placeholder))
}

/// Whether text is the name of a type: one of the usual words, or a collection of something.
fn is_type(text: &str) -> bool {
    const WORDS: [&str; 16] = [
        "string", "integer", "int", "long", "number", "decimal", "double", "float", "boolean", "bool", "date",
        "datetime", "guid", "uri", "object", "array",
    ];
    let lower = text.to_lowercase();
    let first = lower.split([' ', '-', '<']).next().unwrap_or_default();
    let is_type_name =
        |word: &str| word.starts_with(|first: char| first.is_ascii_uppercase()) && text::is_wire_name(word);
    WORDS.contains(&first) || lower.starts_with("collection of ") || is_type_name(text)
}
