//! Which line an offset is on.

/// Where the lines of a text begin.
pub(super) struct Lines {
    starts: Vec<usize>,
    first: u32,
}

impl Lines {
    /// Lines of a text whose first line has the number `first`.
    pub(super) fn of(text: &str, first: u32) -> Self {
        let breaks = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
        Self { starts: breaks.map(|(offset, _)| offset.saturating_add(1)).collect(), first }
    }

    /// The line that holds the offset.
    pub(super) fn at(&self, offset: usize) -> u32 {
        let before = self.starts.partition_point(|start| *start <= offset);
        self.first.saturating_add(u32::try_from(before).unwrap_or(u32::MAX))
    }
}
