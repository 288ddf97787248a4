//! Operations and APIs that became deprecated, or are so no longer.

use super::change::{ChangeEffect, ChangeSubject, code};
use super::new_change::ChangedPart;
use super::side::{ChangedEntry, Recorder};
use crate::diagnostics::Place;
use crate::model::{Deprecation, Successor};

/// Compares the deprecation of an entry, which is at `place` now.
pub(super) fn compare(
    recorder: &mut Recorder<'_>,
    (old, new): (Option<&Deprecation>, Option<&Deprecation>),
    entry: &ChangedEntry,
    subject: ChangeSubject,
    place: Place,
) {
    let part = |place| ChangedPart::new(subject, "deprecated", place);
    let change = match (old, new) {
        (None, Some(new)) => {
            let change = part(new.place).changed().spec(format!("it is deprecated{}", since(new)));
            change.code(ChangeEffect::Behavior, format!("rustc warns where it is used{}", instead(new)))
        }
        (Some(old), None) => {
            let change = part(place).changed().spec(format!("it is no longer deprecated{}", since(old)));
            change.code(ChangeEffect::Behavior, "rustc no longer warns where it is used")
        }
        (Some(old), Some(new)) if !is_same(old, new) => {
            let stated = (old.since != new.since).then(|| format!("it is deprecated {}, not {}", day(new), day(old)));
            let text = format!("the warning of rustc has another text{}", instead(new));
            part(new.place).changed().spec(stated).code(ChangeEffect::Nothing, text)
        }
        _ => return,
    };
    recorder.add_change(entry, change);
}

fn day(deprecation: &Deprecation) -> String {
    deprecation.since.as_ref().map_or_else(|| "since an unknown day".to_owned(), |day| format!("since {}", code(day)))
}

fn since(deprecation: &Deprecation) -> String {
    deprecation.since.as_ref().map_or_else(String::new, |day| format!(" since {}", code(day)))
}

fn is_same(old: &Deprecation, new: &Deprecation) -> bool {
    old.since == new.since && old.because == new.because && old.successor == new.successor
}

fn instead(deprecation: &Deprecation) -> String {
    let path = deprecation.successor.as_ref().map(Successor::path);
    path.map(|path| format!(", and names {} instead", code(&path))).unwrap_or_default()
}
