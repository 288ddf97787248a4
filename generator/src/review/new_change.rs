//! Builds changes.

use super::change::{ChangeEffect, ChangeKind, ChangeSubject};
use crate::diagnostics::Place;

/// The part of an entry that a change is about.
pub(super) struct ChangedPart {
    subject: ChangeSubject,
    at: String,
    place: Place,
}

impl ChangedPart {
    /// `at` is the path of keys from the entry to the part, as in errata; empty for the entry itself.
    pub(super) fn new(subject: ChangeSubject, at: impl Into<String>, place: Place) -> Self {
        Self { subject, at: at.into(), place }
    }

    pub(super) fn added(self) -> NewChange {
        self.change(ChangeKind::Added)
    }

    pub(super) fn removed(self) -> NewChange {
        self.change(ChangeKind::Removed)
    }

    pub(super) fn renamed(self) -> NewChange {
        self.change(ChangeKind::Renamed)
    }

    pub(super) fn changed(self) -> NewChange {
        self.change(ChangeKind::Changed)
    }

    /// A change without effects so far.
    pub(super) fn change(self, kind: ChangeKind) -> NewChange {
        let Self { subject, at, place } = self;
        NewChange {
            subject,
            kind,
            at,
            place,
            wire: None,
            spec: None,
            effect: ChangeEffect::Nothing,
            code: String::new(),
        }
    }
}

/// A change without its entry.
pub(super) struct NewChange {
    pub(super) subject: ChangeSubject,
    pub(super) kind: ChangeKind,
    pub(super) at: String,
    pub(super) place: Place,
    pub(super) wire: Option<String>,
    pub(super) spec: Option<String>,
    pub(super) effect: ChangeEffect,
    pub(super) code: String,
}

impl NewChange {
    /// What changed on the wire; without a text, nothing did.
    pub(super) fn wire(self, text: impl Into<Option<String>>) -> Self {
        Self { wire: text.into(), ..self }
    }

    /// What the spec states now, of a change that shows in the spec only: requests and responses are as before.
    pub(super) fn spec(self, text: impl Into<Option<String>>) -> Self {
        Self { spec: text.into(), ..self }
    }

    /// What changed on the wire or, if requests and responses are as before, in the spec only.
    pub(super) fn stated(self, is_same_on_wire: bool, text: String) -> Self {
        if is_same_on_wire { self.spec(text) } else { self.wire(text) }
    }

    /// The effect on code, in words. For [`ChangeEffect::Nothing`], the words say why there is none.
    pub(super) fn code(self, effect: ChangeEffect, text: impl Into<String>) -> Self {
        Self { effect, code: text.into(), ..self }
    }

    /// A change that only the docs show.
    pub(super) fn only_docs(self) -> Self {
        self.code(ChangeEffect::Nothing, "it shows in the docs")
    }
}
