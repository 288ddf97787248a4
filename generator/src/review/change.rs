//! What a comparison comes to.

use serde::Serialize;

/// Everything that changed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Review {
    /// What changed, API by API.
    pub changes: Vec<Change>,
    /// What deserves a second look.
    pub notes: Vec<ReviewNote>,
    /// Whether faults keep parts of a spec from being compared.
    pub is_partial: bool,
}

impl Review {
    /// What it comes to for users of the crate.
    pub fn verdict(&self) -> Verdict {
        self.changes.iter().map(|change| change.effect.verdict()).max().unwrap_or(Verdict::Unchanged)
    }
}

/// What a set of changes means for users of the crate, the gravest last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// Nothing changed.
    Unchanged,
    /// Docs, pages, errata or examples changed.
    Documentation,
    /// Programs compile as before, and calls ask for the same as before.
    Additive,
    /// A program may no longer compile, or the same call asks the service for something else.
    Breaking,
}

/// One difference.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Change {
    /// What it is about.
    pub subject: ChangeSubject,
    /// What became of it.
    pub kind: ChangeKind,
    /// The operation, type or API: `store/orders/get_order`, `store/Order`, `store`.
    pub entry: String,
    /// Keys on the way from the entry to the node, as in errata: `query.size`; empty for the entry itself.
    pub at: String,
    /// What is different on the wire.
    pub wire: String,
    /// What that does to code that uses the crate.
    pub effect: Effect,
    /// The same, in words.
    pub code: String,
    /// Where the spec says so.
    pub line: SourceLine,
    /// The pages that it was captured from.
    pub pages: Vec<Cited>,
}

/// What a change is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ChangeSubject {
    /// An API.
    Api,
    /// An area: a module and a feature.
    Area,
    /// The version that is called.
    Version,
    /// A server.
    Server,
    /// How a call proves who makes it.
    Credential,
    /// A header of every call.
    Header,
    /// A shape of error bodies.
    ErrorShape,
    /// An operation.
    Operation,
    /// A parameter, a header or the body of an operation.
    Parameter,
    /// An answer of an operation.
    Response,
    /// How the pages of an operation are walked.
    Paging,
    /// A type.
    Type,
    /// A member of an object.
    Field,
    /// A value of an enum.
    Value,
    /// A variant of a union.
    Variant,
    /// A documented error.
    Error,
    /// A page.
    Page,
    /// A place where the spec parts from a page.
    Erratum,
    /// An example.
    Example,
    /// What the docs of generated code say.
    Documentation,
}

impl ChangeSubject {
    /// The name that readers know.
    pub fn name(self) -> &'static str {
        match self {
            Self::Api => "API",
            Self::Area => "area",
            Self::Version => "version",
            Self::Server => "server",
            Self::Credential => "credential",
            Self::Header => "header",
            Self::ErrorShape => "error shape",
            Self::Operation => "operation",
            Self::Parameter => "parameter",
            Self::Response => "answer",
            Self::Paging => "paging",
            Self::Type => "type",
            Self::Field => "field",
            Self::Value => "enum value",
            Self::Variant => "union variant",
            Self::Error => "error",
            Self::Page => "page",
            Self::Erratum => "erratum",
            Self::Example => "example",
            Self::Documentation => "documentation",
        }
    }

    /// Whether it is a claim about the wire, and not what stands around such claims.
    pub(super) fn is_claim(self) -> bool {
        !matches!(self, Self::Page | Self::Erratum | Self::Example | Self::Documentation)
    }
}

/// What became of a part of a spec.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ChangeKind {
    /// It is new.
    Added,
    /// It is gone.
    Removed,
    /// It has another name.
    Renamed,
    /// It stands in another module.
    Moved,
    /// It is different.
    Changed,
}

impl ChangeKind {
    /// The word for it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Added => "added",
            Self::Removed => "removed",
            Self::Renamed => "renamed",
            Self::Moved => "moved",
            Self::Changed => "changed",
        }
    }
}

/// What a change does to code that uses the crate, the gravest last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Effect {
    /// Nothing.
    Nothing,
    /// There is more that can be used.
    Addition,
    /// The same call does something else with what comes back, or before it is sent.
    Behaviour,
    /// The same call asks the service for something else.
    Request,
    /// What used it does not compile.
    Compile,
}

impl Effect {
    fn verdict(self) -> Verdict {
        match self {
            Self::Nothing => Verdict::Documentation,
            Self::Addition | Self::Behaviour => Verdict::Additive,
            Self::Request | Self::Compile => Verdict::Breaking,
        }
    }
}

/// A line of a spec.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct SourceLine {
    /// The file, as messages show it.
    pub file: String,
    /// Counted from 1.
    pub line: usize,
    /// Whether it is a line of the revision before, since there is none now.
    pub is_before: bool,
}

/// A page that stands behind a claim.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Cited {
    /// The name by which entries cite it.
    pub name: String,
    /// Where it is published.
    pub url: String,
    /// The day on which somebody held the spec against it.
    pub captured: String,
}

/// Something that deserves a second look.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct ReviewNote {
    /// What kind of thing.
    pub kind: ReviewNoteKind,
    /// What it is.
    pub text: String,
    pub line: SourceLine,
}

/// Why something deserves a second look.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ReviewNoteKind {
    /// Claims changed, and the page behind them was last read before.
    CapturedBeforeChange,
    /// A page is said to have been read earlier than it was before.
    CapturedMovedBack,
    /// An erratum is new.
    ErratumAdded,
    /// An erratum is gone.
    ErratumRemoved,
    /// An enum lost a value.
    ValueLost,
    /// What could be left out must be stated, or must be there.
    BecameRequired,
    /// A repetition is taken to be more harmless than before.
    IdempotencyRaised,
    /// A draft left something open, and nobody has closed it.
    GapLeftOpen,
    /// A page is cited no more.
    PageCitedNoMore,
}

/// What a change of the number of items that a list may hold does on the wire, and to code.
pub(super) fn limit(old: Option<u32>, new: Option<u32>) -> (String, &'static str) {
    let wire = match (old, new) {
        (Some(old), Some(new)) => format!("at most {new} items are taken instead of at most {old}"),
        (None, Some(new)) => format!("at most {new} items are taken; there was no limit"),
        (Some(old), None) => format!("any number of items is taken instead of at most {old}"),
        (None, None) => "nothing".to_owned(),
    };
    let is_tighter = new.is_some_and(|new| old.is_none_or(|old| new < old));
    let code = if is_tighter { "longer lists are refused before they are sent" } else { "longer lists are sent" };
    (wire, code)
}

/// Text of a spec as a code span.
pub(super) fn code(text: &str) -> String {
    if text.trim().is_empty() { "(empty)".to_owned() } else { crate::markdown_text::code(text) }
}
