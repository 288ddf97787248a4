//! Tables that are being read. Tables within a table are text of its cells.

use super::super::{Cell, Inline, Table};

#[derive(Default)]
pub(super) struct OpenTables(Vec<OpenTable>);

#[derive(Default)]
struct OpenTable {
    line: u32,
    table: Table,
    row: Vec<Cell>,
    is_header: bool,
    is_in_cell: bool,
}

/// How deep tables may nest; deeper ones are ignored.
const DEEPEST: usize = 8;

impl OpenTables {
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether a table has begun, but none of its rows.
    pub(super) fn is_at_start(&self) -> bool {
        matches!(self.0.as_slice(), [only] if only.row.is_empty() && !only.is_in_cell && only.table.is_empty())
    }

    pub(super) fn start(&mut self, line: u32) {
        if self.0.len() < DEEPEST {
            self.0.push(OpenTable { line, ..OpenTable::default() });
        }
    }

    /// Ends the last table; returns it with its line unless it is empty.
    pub(super) fn end(&mut self) -> Option<(u32, Table)> {
        let OpenTable { line, table, .. } = self.0.pop()?;
        (!table.is_empty()).then_some((line, table))
    }

    pub(super) fn set_header(&mut self, is_header: bool) {
        if let Some(table) = self.0.last_mut() {
            table.is_header = is_header;
        }
    }

    pub(super) fn end_row(&mut self) {
        if let Some(OpenTable { table, row, is_header, .. }) = self.0.last_mut()
            && !row.is_empty()
        {
            table.push_row(std::mem::take(row), *is_header);
        }
    }

    pub(super) fn start_cell(&mut self, is_head: bool) {
        if let Some(table) = self.0.last_mut() {
            table.is_in_cell = true;
            table.is_header |= is_head && table.row.is_empty() && table.table.is_empty();
        }
    }

    /// Ends the cell that is open, if one is.
    pub(super) fn end_cell(&mut self, take: impl FnOnce() -> (u32, Inline)) {
        if let Some(table) = self.0.last_mut()
            && std::mem::take(&mut table.is_in_cell)
        {
            let (line, content) = take();
            table.row.push(Cell { line, content });
        }
    }
}
