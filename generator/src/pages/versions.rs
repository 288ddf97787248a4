//! Versions of a page.

use super::facts::PageFacts;

/// Whether both are the same page in the same rendering, in any version.
pub(super) fn is_same_page(one: &PageFacts, other: &PageFacts) -> bool {
    one.identity.name == other.identity.name
        && one.rendering == other.rendering
        && one.is_translation == other.is_translation
}

/// Year, month and day of a version that is a date as pages write it (`03/31/2019`).
pub(crate) fn date_of(version: &str) -> Option<(u16, u8, u8)> {
    let mut parts = version.splitn(3, '/');
    let (month, day, year) = (parts.next()?, parts.next()?, parts.next()?);
    Some((year.parse().ok()?, month.parse().ok()?, day.parse().ok()?))
}

/// Whether both are versions of one page, and the other one is newer.
pub(super) fn is_newer(other: &PageFacts, page: &PageFacts) -> bool {
    let dates = date_of(&page.version).zip(date_of(&other.version));
    is_same_page(other, page) && dates.is_some_and(|(date, other)| other > date)
}
