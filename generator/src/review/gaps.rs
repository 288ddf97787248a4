//! Gaps of drafts that were not filled.

use std::collections::BTreeSet;

use super::change::{ReviewNote, ReviewNoteKind, SourceLine, code};
use crate::diagnostics::{SourceFile, Sources};

/// How drafts and skeletons mark a gap that only a person can fill.
const MARK: &str = "# GAP:";

/// Gaps that were not there before.
pub(super) fn left_open(before: &Sources, after: &Sources) -> Vec<ReviewNote> {
    let known: BTreeSet<(&str, &str)> =
        before.files().flat_map(|file| gaps(file).map(|(_, gap)| (file.path.as_str(), gap))).collect();
    let mut notes = Vec::new();
    for file in after.files() {
        for (line, gap) in gaps(file).filter(|(_, gap)| !known.contains(&(file.path.as_str(), *gap))) {
            notes.push(ReviewNote {
                kind: ReviewNoteKind::GapLeftOpen,
                text: format!("a gap of the draft was not filled: {}", code(gap)),
                line: SourceLine { file: file.path.clone(), line, is_before: false },
            });
        }
    }
    notes
}

/// The number of gaps in all files.
#[cfg(feature = "cli")]
pub(crate) fn count(sources: &Sources) -> usize {
    sources.files().map(|file| gaps(file).count()).sum()
}

/// Lines with a gap, counted from 1, and the text of the gap.
fn gaps(file: &SourceFile) -> impl Iterator<Item = (usize, &str)> {
    let lines = file.text.lines().zip(1..);
    lines.filter_map(|(text, line)| Some((line, text.split_once(MARK)?.1.trim())))
}
