//! Responses that are not errors.

use super::change::{ChangeEffect, ChangeSubject, code};
use super::new_change::ChangedPart;
use super::operation_pair::OperationPair;
use super::pairing::PositionPairs;
use super::rust_text;
use super::side::{Recorder, Side};
use crate::diagnostics::Place;
use crate::model::{Operation, Outcome, OutcomeContent, Output, TypeRef};
use crate::wording::enumeration;

pub(super) fn compare(recorder: &mut Recorder<'_>, both: &OperationPair<'_>) {
    match (&both.old.output, &both.new.output) {
        (Output::Outcomes { outcomes: old, .. }, Output::Outcomes { outcomes: new, .. }) => {
            outcomes(recorder, both, old, new);
        }
        (Output::Outcomes { outcomes, .. }, one) => {
            let wire =
                format!("the only response is {}; there were {}", describe(one, &recorder.after), statuses(outcomes));
            let text = "the enum of responses is gone: a call returns the value itself";
            recorder.add_change(&both.after, whole(both).changed().wire(wire).code(ChangeEffect::Compile, text));
        }
        (one, Output::Outcomes { outcomes, name }) => {
            let was = describe(one, &recorder.before);
            let wire = format!("there are the responses {}; the only one was {was}", statuses(outcomes));
            let text = format!("a call returns {} instead of the value", code(name));
            recorder.add_change(&both.after, whole(both).changed().wire(wire).code(ChangeEffect::Compile, text));
        }
        (old, new) => single(recorder, both, old, new),
    }
}

fn statuses(outcomes: &[Outcome]) -> String {
    enumeration(&outcomes.iter().map(|outcome| outcome.status.to_string()).collect::<Vec<_>>())
}

fn single(recorder: &mut Recorder<'_>, both: &OperationPair<'_>, old: &Output, new: &Output) {
    let is_same = match (old, new) {
        (Output::Json(old), Output::Json(new)) | (Output::OptionalJson(old), Output::OptionalJson(new)) => {
            recorder.is_same_type(old, new)
        }
        (old, new) => std::mem::discriminant(old) == std::mem::discriminant(new),
    };
    if !is_same {
        let stated = format!(
            "the response is {} instead of {}",
            describe(new, &recorder.after),
            describe(old, &recorder.before)
        );
        let is_same = match (old, new) {
            (Output::Json(old), Output::Json(new)) | (Output::OptionalJson(old), Output::OptionalJson(new)) => {
                recorder.is_same_on_wire(old, new)
            }
            _ => false,
        };
        let change = whole(both).changed().stated(is_same, stated);
        recorder.add_change(&both.after, change.code(ChangeEffect::Compile, "a call returns another type"));
    }
    let statuses =
        |operation: &Operation| operation.responses.iter().map(|response| response.status).collect::<Vec<_>>();
    let (one, other) = (statuses(both.old), statuses(both.new));
    if one != other {
        let list = |statuses: &[u16]| statuses.iter().map(u16::to_string).collect::<Vec<_>>().join(", ");
        let wire = format!("the status is {} instead of {}", list(&other), list(&one));
        let change = whole(both).changed().wire(wire);
        recorder.add_change(&both.after, change.code(ChangeEffect::Nothing, "every success is accepted"));
    }
}

/// The responses of an operation after, at the first of them.
fn whole(both: &OperationPair<'_>) -> ChangedPart {
    match both.new.responses.first() {
        Some(response) => {
            let at = format!("responses.{}", response.status);
            ChangedPart::new(ChangeSubject::Response, at, response.place)
        }
        None => ChangedPart::new(ChangeSubject::Response, "responses", both.after.place),
    }
}

fn describe(response: &Output, side: &Side<'_>) -> String {
    match response {
        Output::Json(value) => code(&value.expression(side.api)),
        Output::OptionalJson(value) => format!("{} or empty", code(&value.expression(side.api))),
        Output::Empty => "empty".to_owned(),
        Output::Bytes => code("bytes"),
        Output::Outcomes { .. } => "one of several".to_owned(),
    }
}

fn outcomes(recorder: &mut Recorder<'_>, both: &OperationPair<'_>, old: &[Outcome], new: &[Outcome]) {
    let mut pairs = PositionPairs::new(old, new, |one, other| one.name == other.name);
    pairs.rename(|one, other| old[one].status == new[other].status);
    for outcome in pairs.removed.iter().map(|index| &old[*index]) {
        let wire = format!("{} is no longer listed", outcome.status);
        let text = format!("the variant {} is gone", code(&outcome.name));
        let part = part(both.old, outcome, both.before.place);
        recorder.add_change(&both.before, part.removed().wire(wire).code(ChangeEffect::Compile, text));
    }
    for outcome in pairs.added.iter().map(|index| &new[*index]) {
        let wire = format!("{} is a response", outcome.status);
        let is_success = (200..300).contains(&outcome.status);
        let (effect, text) = if is_success {
            (
                ChangeEffect::Addition,
                format!("the variant {} is new; it was returned as {} before", code(&outcome.name), code("Unlisted")),
            )
        } else {
            (ChangeEffect::Behavior, format!("the variant {} is new; it was an error before", code(&outcome.name)))
        };
        let part = part(both.new, outcome, both.after.place);
        recorder.add_change(&both.after, part.added().wire(wire).code(effect, text));
    }
    for (one, other) in pairs.both.iter().map(|(one, other)| (&old[*one], &new[*other])) {
        outcome(recorder, both, one, other);
    }
}

fn outcome(recorder: &mut Recorder<'_>, both: &OperationPair<'_>, old: &Outcome, new: &Outcome) {
    let count = recorder.changes.len();
    let part = || part(both.new, new, both.after.place);
    if old.name != new.name {
        let text = format!("the variant {} is {} now", code(&old.name), code(&new.name));
        recorder.add_change(&both.after, part().renamed().code(ChangeEffect::Compile, text));
    }
    if old.status != new.status {
        let wire = format!("{} has the status {} instead of {}", code(&new.name), new.status, old.status);
        let text = format!("{} means another status", code(&new.name));
        recorder.add_change(&both.after, part().changed().wire(wire).code(ChangeEffect::Behavior, text));
    }
    if !has_same_content(&old.content, &new.content, |old, new| recorder.is_same_type(old, new)) {
        let stated = format!(
            "it contains {} instead of {}",
            content(&new.content, &recorder.after),
            content(&old.content, &recorder.before)
        );
        let form = |of: &Outcome, api| code(&rust_text::outcome(of, api));
        let (one, other) = (form(old, recorder.before.api), form(new, recorder.after.api));
        let text = format!("the variant {} is {other} instead of {one}", code(&new.name));
        let is_same = has_same_content(&old.content, &new.content, |old, new| recorder.is_same_on_wire(old, new));
        let change = part().changed().stated(is_same, stated);
        recorder.add_change(&both.after, change.code(ChangeEffect::Compile, text));
    }
    if old.doc != new.doc {
        let (at, place) = node(both.new, new.status, both.after.place);
        recorder.note_docs(count, &both.after, &at, place);
    }
}

fn part(operation: &Operation, outcome: &Outcome, otherwise: Place) -> ChangedPart {
    let (at, place) = node(operation, outcome.status, otherwise);
    ChangedPart::new(ChangeSubject::Response, at, place)
}

fn node(operation: &Operation, status: u16, otherwise: Place) -> (String, Place) {
    let place = operation.responses.iter().find(|response| response.status == status).map(|response| response.place);
    (format!("responses.{status}"), place.unwrap_or(otherwise))
}

fn has_same_content(
    old: &OutcomeContent,
    new: &OutcomeContent,
    is_same_type: impl Fn(&TypeRef, &TypeRef) -> bool,
) -> bool {
    let is_same = |old: Option<&TypeRef>, new: Option<&TypeRef>| match (old, new) {
        (None, None) => true,
        (Some(old), Some(new)) => is_same_type(old, new),
        _ => false,
    };
    let facts = |content: &OutcomeContent| match content {
        OutcomeContent::Pending { location, retry_after, poll, .. } => {
            (*location, *retry_after, poll.as_ref().map(|polled| (polled.struct_name.clone(), polled.takes_body)))
        }
        _ => (false, false, None),
    };
    std::mem::discriminant(old) == std::mem::discriminant(new)
        && facts(old) == facts(new)
        && is_same(old.json(), new.json())
}

fn content(content: &OutcomeContent, side: &Side<'_>) -> String {
    let json = content.json().map(|value| code(&value.expression(side.api)));
    match content {
        OutcomeContent::Empty => "nothing".to_owned(),
        OutcomeContent::Bytes => code("bytes"),
        OutcomeContent::OptionalJson(_) => format!("{} or nothing", json.unwrap_or_default()),
        OutcomeContent::Json(_) => json.unwrap_or_default(),
        OutcomeContent::Pending { location, retry_after, poll, .. } => {
            let location = location.then(|| code("Location"));
            let retry_after = retry_after.then(|| code("Retry-After"));
            let poll = poll.as_ref().map(|polled| format!("what {} polls", code(&polled.struct_name)));
            json.into_iter().chain(location).chain(retry_after).chain(poll).collect::<Vec<_>>().join(" and ")
        }
    }
}
