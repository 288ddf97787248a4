//! Detects which of the two renderings of a generated reference a page is, from what it has and what it lost.

use crate::pages::facts::Rendering;

use super::lines::TextOrigin;
use super::outline::{Layout, OutlineSection, OutlineTable};
use super::rows::{Row, status};
use super::types::TypeNotation;

/// Detects the rendering of a page. `completed_a_name` is whether a parameter's name was cut.
pub(super) fn rendering(
    tables: &[(OutlineTable<'_, '_>, Vec<Row>)],
    origin: &TextOrigin,
    completed_a_name: bool,
) -> Rendering {
    let mut lost_a_response = false;
    let mut has_links = false;
    let last = tables.last().and_then(|(_, rows)| rows.last());
    for (table, rows) in tables.iter().filter(|(table, _)| table.columns.type_text) {
        // The last row may be incomplete because the text ends in it, even if the text does not say so.
        let proves = |row: &&Row| row.is_whole_at_end || last.is_none_or(|last| !std::ptr::eq(*row, last));
        for row in rows.iter().filter(proves) {
            match row.type_cell.as_ref() {
                None if table.section == OutlineSection::Responses => {
                    lost_a_response |= status(&row.name).is_some_and(|status| status / 100 == 2 && status != 204);
                }
                None => return Rendering::FlattenedReference,
                Some(cell) if cell.is_cut() => return Rendering::FlattenedReference,
                Some(cell) => match &cell.kind {
                    TypeNotation::Enum(values) if values.is_empty() => return Rendering::FlattenedReference,
                    TypeNotation::Enum(_) | TypeNotation::Linked => has_links = true,
                    TypeNotation::Builtin => {}
                },
            }
        }
    }
    let is_piped = tables.iter().any(|(table, _)| table.layout != Layout::Stacked);
    match origin.rendering {
        _ if completed_a_name => Rendering::FlattenedReference,
        _ if has_links => Rendering::TypedReference,
        _ if lost_a_response => Rendering::FlattenedReference,
        Some(rendering) => rendering,
        None if is_piped => Rendering::FlattenedReference,
        None => Rendering::TypedReference,
    }
}
