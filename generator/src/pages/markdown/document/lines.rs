//! Finds the line of an offset.

/// The offsets at which the lines of a text begin.
pub(super) struct LineOffsets {
    starts: Vec<usize>,
    first: u32,
}

impl LineOffsets {
    /// Lines of a text whose first line has the number `first`, with line breaks at the `inserted` offsets that are not in the
    /// page.
    pub(super) fn of(text: &str, first: u32, inserted: &[usize]) -> Self {
        let breaks = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n').map(|(offset, _)| offset);
        let own = breaks.filter(|offset| inserted.binary_search(offset).is_err());
        Self { starts: own.map(|offset| offset.saturating_add(1)).collect(), first }
    }

    /// The line that contains the offset.
    pub(super) fn at(&self, offset: usize) -> u32 {
        let before = self.starts.partition_point(|start| *start <= offset);
        self.first.saturating_add(u32::try_from(before).unwrap_or(u32::MAX))
    }
}
