//! What drafts left open and nobody has closed.

use std::collections::BTreeSet;

use super::change::{ReviewNote, ReviewNoteKind, SourceLine, code};
use crate::diagnostics::{SourceFile, Sources};

/// How drafts and skeletons mark what only a person can say.
const MARK: &str = "# GAP:";

/// Marks that were not there before.
pub(super) fn left_open(before: &Sources, after: &Sources) -> Vec<ReviewNote> {
    let known: BTreeSet<(&str, &str)> =
        before.files().flat_map(|file| gaps(file).map(|(_, gap)| (file.path.as_str(), gap))).collect();
    let mut notes = Vec::new();
    for file in after.files() {
        for (line, gap) in gaps(file).filter(|(_, gap)| !known.contains(&(file.path.as_str(), *gap))) {
            notes.push(ReviewNote {
                kind: ReviewNoteKind::GapLeftOpen,
                text: format!("the draft left open: {}", code(gap)),
                line: SourceLine { file: file.path.clone(), line, is_before: false },
            });
        }
    }
    notes
}

/// Lines, counted from 1, and what they leave open.
fn gaps(file: &SourceFile) -> impl Iterator<Item = (usize, &str)> {
    let lines = file.text.lines().zip(1..);
    lines.filter_map(|(text, line)| Some((line, text.split_once(MARK)?.1.trim())))
}
