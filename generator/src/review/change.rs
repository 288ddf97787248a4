//! The result of a comparison.

use serde::Serialize;

/// Everything that changed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Review {
    /// What changed, API by API.
    pub changes: Vec<Change>,
    /// What should be checked again.
    pub notes: Vec<ReviewNote>,
    /// Whether errors keep parts of a spec from being compared.
    pub is_partial: bool,
}

impl Review {
    /// The effect of all changes on users of the crate.
    pub fn verdict(&self) -> Verdict {
        self.changes.iter().map(|change| change.effect.verdict()).max().unwrap_or(Verdict::Unchanged)
    }
}

/// The effect of a set of changes on users of the crate, the most severe last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// Nothing changed.
    Unchanged,
    /// Docs, pages, errata or examples changed.
    Documentation,
    /// Programs compile as before, and calls send the same requests.
    Additive,
    /// A program may no longer compile, or the same call sends a different request.
    Breaking,
}

/// One difference.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Change {
    /// What it is about.
    pub subject: ChangeSubject,
    /// How it changed.
    pub kind: ChangeKind,
    /// The operation, type or API: `store/orders/get_order`, `store/Order`, `store`.
    pub entry: String,
    /// The path of keys from the entry to the node, as in errata: `query.size`; empty for the entry itself.
    pub at: String,
    /// What changed on the wire, if anything did.
    pub wire: Option<String>,
    /// What the spec states instead, if the wire is as before.
    pub spec: Option<String>,
    /// The effect on code that uses the crate.
    pub effect: ChangeEffect,
    /// The effect in words; if there is none, why.
    pub code: String,
    /// The line of the spec.
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
    /// An area, which has a module and a feature.
    Area,
    /// The version of the API that calls use.
    Version,
    /// A server.
    Server,
    /// How a call is authenticated.
    Credential,
    /// A header of every call.
    Header,
    /// A shape of error bodies.
    ErrorShape,
    /// An operation.
    Operation,
    /// A parameter, a header or the body of an operation.
    Parameter,
    /// A response of an operation.
    Response,
    /// The paging of an operation.
    Paging,
    /// A webhook.
    Webhook,
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
    /// An operation that is known, but not captured.
    LeftOut,
    /// A page.
    Page,
    /// An erratum of a page.
    Erratum,
    /// An example.
    Example,
    /// The docs of generated code.
    Documentation,
}

impl ChangeSubject {
    /// The name in reports.
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
            Self::Response => "response",
            Self::Paging => "paging",
            Self::Webhook => "webhook",
            Self::Type => "type",
            Self::Field => "field",
            Self::Value => "enum value",
            Self::Variant => "union variant",
            Self::Error => "error",
            Self::LeftOut => "left-out operation",
            Self::Page => "page",
            Self::Erratum => "erratum",
            Self::Example => "example",
            Self::Documentation => "documentation",
        }
    }

    /// Whether it is part of the description of the API, as opposed to its pages, errata, examples and docs.
    pub(super) fn describes_api(self) -> bool {
        !matches!(self, Self::LeftOut | Self::Page | Self::Erratum | Self::Example | Self::Documentation)
    }
}

/// How a part of a spec changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ChangeKind {
    /// It is new.
    Added,
    /// It is gone.
    Removed,
    /// It has another name.
    Renamed,
    /// It is in another module.
    Moved,
    /// It is different.
    Changed,
}

impl ChangeKind {
    /// The name in reports.
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

/// The effect of a change on code that uses the crate, the most severe last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ChangeEffect {
    /// Nothing.
    Nothing,
    /// More can be used.
    Addition,
    /// The same call treats the response differently, or does something else before the request is sent.
    Behavior,
    /// The same call sends a different request.
    Request,
    /// Code that used it does not compile.
    Compile,
}

impl ChangeEffect {
    fn verdict(self) -> Verdict {
        match self {
            Self::Nothing => Verdict::Documentation,
            Self::Addition | Self::Behavior => Verdict::Additive,
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
    /// Whether it is a line of the revision before, because it does not exist now.
    pub is_before: bool,
}

/// A page that an entry cites.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Cited {
    /// The name by which entries cite it.
    pub name: String,
    /// The URL of the page.
    pub url: String,
    /// The day on which the spec was last compared with it.
    pub captured: String,
}

/// Something that should be checked again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct ReviewNote {
    /// The kind of the note.
    pub kind: ReviewNoteKind,
    /// The text of the note.
    pub text: String,
    pub line: SourceLine,
}

/// Why something should be checked again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ReviewNoteKind {
    /// The description of the API changed, and its page was last read before that.
    CapturedBeforeChange,
    /// The capture date of a page is earlier than before.
    CapturedMovedBack,
    /// An erratum is new.
    ErratumAdded,
    /// An erratum is gone.
    ErratumRemoved,
    /// A newer version of a page does not have the mistake of an erratum.
    ErratumCorrected,
    /// An enum lost a value.
    ValueLost,
    /// A parameter or member that was optional is required.
    BecameRequired,
    /// Repetitions are described as less harmful than before.
    IdempotencyRaised,
    /// A draft has a gap that was not filled.
    GapLeftOpen,
    /// A page is no longer cited.
    PageCitedNoMore,
}

/// What a change of the maximum length of a list means on the wire and to code.
pub(super) fn limit(old: Option<u32>, new: Option<u32>) -> (Option<String>, &'static str) {
    let wire = match (old, new) {
        (Some(old), Some(new)) => Some(format!("at most {new} items are accepted instead of at most {old}")),
        (None, Some(new)) => Some(format!("at most {new} items are accepted; there was no limit")),
        (Some(old), None) => Some(format!("any number of items is accepted instead of at most {old}")),
        (None, None) => None,
    };
    let is_tighter = new.is_some_and(|new| old.is_none_or(|old| new < old));
    let code = if is_tighter { "longer lists are rejected before they are sent" } else { "longer lists are sent" };
    (wire, code)
}

/// A list of code spans, or `none`.
pub(super) fn list_or_none(items: impl IntoIterator<Item = String>, separator: &str) -> String {
    let items: Vec<String> = items.into_iter().collect();
    if items.is_empty() { "none".to_owned() } else { items.join(separator) }
}

/// Text of a spec as a code span, or `none`.
pub(super) fn code_or_none(text: Option<&str>) -> String {
    text.map_or_else(|| "none".to_owned(), code)
}

/// What a rename means on the wire, where it can be of the Rust name alone.
pub(super) fn wire_rename(old: &str, new: &str) -> Option<String> {
    (old != new).then(|| format!("{} is {} now", code(old), code(new)))
}

/// Text of a spec as a code span.
pub(super) fn code(text: &str) -> String {
    if text.trim().is_empty() { "(empty)".to_owned() } else { crate::markdown_text::code(text) }
}
