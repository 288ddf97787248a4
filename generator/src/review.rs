//! What changed between two revisions of the specs: compares two models, and describes the effect of each difference on the
//! wire and on code that uses the generated crate.
//!
//! Texts of a [`Review`] are Markdown, with text from specs in code spans.

mod areas;
mod change;
mod change_list;
mod crate_version;
mod credentials;
mod deprecation;
mod documents;
mod earlier_language;
mod errors;
pub(crate) mod gaps;
mod inputs;
mod json;
mod left_out;
mod locks;
mod markdown;
mod members;
mod new_change;
mod of_api;
mod operation_pair;
mod operations;
mod paging;
mod pairing;
mod render;
mod report;
mod responses;
mod revision;
mod rust_text;
mod sections;
mod servers;
mod side;
mod staleness;
mod type_pair;
mod types;
mod values;
mod webhooks;

pub(crate) use change::Review;
pub use change::{ChangeEffect, ChangeKind, ChangeSubject, ReviewNoteKind, Verdict};

pub use crate_version::CrateVersion;
pub use markdown::LineLinks;
pub use report::{PublicApiChange, ReportError, ReviewReport, SpecSnapshot};

use areas::ApiStatus;
use jiff::civil::Date;
use side::{Recorder, Side};

use crate::checked::Checked;
use crate::diagnostics::{Code, Diagnostic};
use crate::model::Api;

/// Compares the specs before and after. No change is older than `since`, the day of the revision before: a page that was last
/// captured earlier was not read again for it.
pub fn compare(before: &Checked, after: &Checked, since: Option<Date>) -> Review {
    let mut review = Review {
        is_partial: [before, after].iter().any(|checked| leaves_gaps(&checked.diagnostics)),
        notes: gaps::left_open(&before.sources, &after.sources),
        ..Review::default()
    };
    let (old_apis, new_apis) = (&before.model.apis, &after.model.apis);
    let pairs = pairing::apis(&before.model, &after.model);
    let mut compare = |old: &Api, new: &Api, status| {
        let sides = (Side::new(old, before, true), Side::new(new, after, false));
        compare_api(sides, status, since, &mut review);
    };
    for (position, new) in new_apis.iter().enumerate() {
        match pairs.both.iter().find(|(_, other)| *other == position) {
            Some((index, _)) => compare(&old_apis[*index], new, ApiStatus::Both),
            None => compare(&empty_like(new), new, ApiStatus::New),
        }
    }
    for old in pairs.removed.iter().map(|index| &old_apis[*index]) {
        compare(old, &empty_like(old), ApiStatus::Gone);
    }
    review
}

fn compare_api(sides: (Side<'_>, Side<'_>), status: ApiStatus, since: Option<Date>, review: &mut Review) {
    let mut recorder = Recorder::new(sides.0, sides.1);
    areas::compare(&mut recorder, status);
    if status == ApiStatus::Both {
        of_api::compare(&mut recorder);
    }
    operations::compare(&mut recorder);
    webhooks::compare(&mut recorder);
    types::compare(&mut recorder);
    documents::pages(&mut recorder);
    staleness::compare(&mut recorder, since);
    review.changes.extend(recorder.changes);
    review.notes.extend(recorder.notes);
}

/// An empty API with the name of another.
fn empty_like(api: &Api) -> Api {
    Api {
        doc: Vec::new(),
        deprecation: None,
        version: None,
        servers: Vec::new(),
        credentials: Vec::new(),
        headers: Vec::new(),
        error_shapes: Vec::new(),
        areas: Vec::new(),
        types: Vec::new(),
        pages: Vec::new(),
        left_out: Vec::new(),
        provenance: crate::model::Provenance { pages: Vec::new(), errata: Vec::new(), ..api.provenance.clone() },
        ..api.clone()
    }
}

/// Whether errors keep parts of a spec out of the model.
pub(crate) fn leaves_gaps(errors: &[Diagnostic]) -> bool {
    errors.iter().any(|error| !is_harmless(error.code))
}

/// Whether the part with such an error is in the model nevertheless.
fn is_harmless(code: Code) -> bool {
    matches!(
        code,
        Code::FileTooLong
            | Code::UnusedType
            | Code::UncitedPage
            | Code::CapturedDate
            | Code::ErratumNowhere
            | Code::NoEffect
            | Code::MissingDoc
            | Code::DuplicateOperation
            | Code::LeftOutTwice
            | Code::LeftOutWithoutReason
            | Code::RequiredWithoutEvidence
            | Code::NestsTooDeep
            | Code::MemberTwice
            | Code::NoSpellingInUrl
            | Code::InsecureServer
            | Code::CredentialHeader
            | Code::RetryWithoutIdempotency
            | Code::IdempotencyNotStated
            | Code::ResponseAndError
            | Code::Credential
            | Code::Deprecation
            | Code::NoExample
            | Code::ExampleInput
            | Code::ExampleRequest
            | Code::ExampleValue
            | Code::ExampleResponse
    )
}
