//! The place on a page that a gap cites.

/// A page, as gaps and entries of the draft cite it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct PageCitation<'p> {
    /// Its key under `pages`.
    pub(super) page: &'p str,
    /// Whether it has requests, so that operations cite it.
    pub(super) has_requests: bool,
    /// Whether it is the only one.
    pub(super) is_only: bool,
    /// Whether its rendering does not distinguish objects and enums.
    pub(super) is_flattened: bool,
}

impl PageCitation<'_> {
    pub(super) fn line(&self, line: u32) -> String {
        if self.is_only { format!("line {line}") } else { format!("{}, line {line}", self.page) }
    }
}
