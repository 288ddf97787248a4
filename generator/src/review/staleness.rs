//! Entries that changed although their pages were not read again.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::change::{ReviewNoteKind, code};
use super::markdown::few;
use super::side::Recorder;
use crate::model::PageId;

/// No change is older than `since`. A page was read for it if it was captured on that day or later, or if its date is newer.
pub(super) fn compare(recorder: &mut Recorder<'_>, since: Option<Date>) {
    let Some(since) = since.map(|date| date.to_string()) else { return };
    let (old, new) = (recorder.before.api, recorder.after.api);
    let was_read = |id: PageId| {
        let captured = &new.page(id).captured;
        let before = recorder
            .pages
            .both
            .iter()
            .find(|(_, after)| *after == id.0)
            .map(|(before, _)| &old.pages[*before].captured);
        *captured >= since || before.is_none_or(|before| captured > before)
    };
    let mut unread: BTreeMap<PageId, Vec<String>> = BTreeMap::new();
    for (entry, pages) in &recorder.touched {
        if !pages.iter().any(|id| was_read(*id)) {
            for id in pages {
                unread.entry(*id).or_default().push(code(entry));
            }
        }
    }
    let entry = recorder.after.of_api();
    for (id, entries) in unread {
        let page = new.page(id);
        let text = format!(
            "the page {} was captured on {}, before what changed at {}: was it read again?",
            code(&page.name),
            code(&page.captured),
            few(&entries),
        );
        recorder.add_note(&entry, ReviewNoteKind::CapturedBeforeChange, page.place, text);
    }
}
