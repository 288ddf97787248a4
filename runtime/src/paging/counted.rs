//! Lists whose caller counts items or pages.

use super::mark;
use super::position::Position;
use crate::continuation::member_path::MemberPath;

/// How the caller counts.
#[derive(Clone, Copy, Debug)]
pub(super) struct Counted {
    /// Path of a page's items.
    pub(super) items: MemberPath,
    /// Query parameter with the count.
    pub(super) parameter: &'static str,
    pub(super) unit: Unit,
    /// Query parameter for the number of items on a page, and the largest number that the service returns.
    pub(super) size: Option<(&'static str, Option<u64>)>,
}

/// What the caller counts.
#[derive(Clone, Copy, Debug)]
pub(super) enum Unit {
    /// The items before a page.
    Items,
    /// Pages, from the number of the first one.
    Pages { first: u64, end: Option<ListEnd> },
}

/// Path of the member with the length of the list.
#[derive(Clone, Copy, Debug)]
pub(super) enum ListEnd {
    /// In items.
    Total(MemberPath),
    /// In pages.
    PageCount(MemberPath),
}

impl Counted {
    /// Where a list begins whose call states `stated` as count.
    pub(super) fn first(&self, stated: Option<u64>) -> Position {
        match self.unit {
            Unit::Items => Position::Offset(stated.unwrap_or_default()),
            Unit::Pages { first, .. } => {
                let number = stated.unwrap_or(first);
                Position::Page { number, before: (number == first).then_some(0) }
            }
        }
    }

    /// Where the page after one with `count` items begins; `None` after the last. That is an empty one, or the one that reaches
    /// the end that pages state; without such an end, one with fewer items than the `full_page` that was requested.
    pub(super) fn after(&self, from: &Position, count: u64, full_page: Option<u64>, body: &[u8]) -> Option<Position> {
        if count == 0 {
            return None;
        }
        let is_short = full_page.is_some_and(|full| count < full);
        match (from, self.unit) {
            (Position::Offset(offset), Unit::Items) => {
                (!is_short).then(|| Position::Offset(offset.saturating_add(count)))
            }
            (Position::Page { number, before }, Unit::Pages { first, end }) => {
                let before = before.map(|before| before.saturating_add(count));
                let is_at_end = match end {
                    // Unknown where the list was begun at a later page.
                    Some(ListEnd::Total(member)) => {
                        before.zip(mark::count(body, member)).map(|(seen, total)| seen >= total)
                    }
                    Some(ListEnd::PageCount(member)) => {
                        let seen = number.saturating_sub(first).saturating_add(1);
                        mark::count(body, member).map(|pages| seen >= pages)
                    }
                    None => None,
                };
                (!is_at_end.unwrap_or(is_short)).then(|| Position::Page { number: number.saturating_add(1), before })
            }
            _ => None,
        }
    }
}
