//! Operations, and the request of each.

use super::change::{ChangeEffect, ChangeKind, ChangeSubject, ReviewNoteKind, code, code_or_none};
use super::new_change::ChangedPart;
use super::operation_pair::OperationPair;
use super::pairing::{self, shape};
use super::side::{ChangedEntry, Recorder};
use super::{credentials, deprecation, documents, errors, inputs, paging, responses};
use crate::diagnostics::Place;
use crate::media_types::JSON;
use crate::model::{Api, Example, HeaderSource, HeaderValue, Idempotency, Operation};

pub(super) fn compare(recorder: &mut Recorder<'_>) {
    let (old, new) = (list(recorder.before.api), list(recorder.after.api));
    let (areas_before, areas_after) = (&recorder.before.api.areas, &recorder.after.api.areas);
    let pairs = pairing::operations(&old, &new, |one, other| areas_before[one].name == areas_after[other].name);
    for (area, operation) in pairs.removed.iter().map(|index| old[*index]) {
        let entry = recorder.before.of_operation(area, operation);
        let path = recorder.before.path(area, &operation.name);
        let wire = format!("{} is no longer listed", code(&request(operation)));
        let text = format!("{path} is gone");
        let part = part("", operation.provenance.place);
        recorder.add_change(&entry, part.removed().wire(wire).code(ChangeEffect::Compile, text));
        documents::errata(recorder, Some((&entry, &operation.provenance)), None);
    }
    for (area, operation) in pairs.added.iter().map(|index| new[*index]) {
        let entry = recorder.after.of_operation(area, operation);
        let path = recorder.after.path(area, &operation.name);
        let wire = format!("{} can be called", code(&request(operation)));
        let text = format!("{path} is new");
        let count = recorder.changes.len();
        let part = part("", operation.provenance.place);
        recorder.add_change(&entry, part.added().wire(wire).code(ChangeEffect::Addition, text));
        recorder.touch(count, &entry);
        documents::errata(recorder, None, Some((&entry, &operation.provenance)));
    }
    for (old_index, new_index) in &pairs.both {
        both(recorder, old[*old_index], new[*new_index]);
    }
}

fn list(api: &Api) -> Vec<(usize, &Operation)> {
    let areas = api.areas.iter().enumerate();
    areas.flat_map(|(index, area)| area.operations.iter().map(move |operation| (index, operation))).collect()
}

/// Method and path.
pub(super) fn request(operation: &Operation) -> String {
    format!("{} {}", operation.method.as_str(), operation.template)
}

fn both(recorder: &mut Recorder<'_>, (old_area, old): (usize, &Operation), (new_area, new): (usize, &Operation)) {
    let count = recorder.changes.len();
    let (before, after) = (recorder.before.of_operation(old_area, old), recorder.after.of_operation(new_area, new));
    let place = new.provenance.place;
    let is_moved = !recorder.areas.both.contains(&(old_area, new_area));
    if old.name != new.name || is_moved {
        let kind = if old.name == new.name { ChangeKind::Moved } else { ChangeKind::Renamed };
        let text = format!(
            "{} is {} now",
            recorder.before.path(old_area, &old.name),
            recorder.after.path(new_area, &new.name)
        );
        recorder.add_change(&after, part("", place).change(kind).code(ChangeEffect::Compile, text));
    }
    if old.method != new.method || shape(&old.template) != shape(&new.template) {
        let wire = format!("the request is {} instead of {}", code(&request(new)), code(&request(old)));
        let change = part(new.method.as_str(), new.request_place).changed().wire(wire);
        recorder.add_change(&after, change.code(ChangeEffect::Request, "the same call sends a different request"));
    }
    let both = OperationPair { old, new, before, after };
    let deprecations = (old.deprecation.as_ref(), new.deprecation.as_ref());
    deprecation::compare(recorder, deprecations, &both.after, ChangeSubject::Operation, place);
    credentials::of_operation(recorder, &both);
    inputs::compare(recorder, &both);
    fixed_headers(recorder, &both);
    if_match(recorder, &both);
    media_types(recorder, &both);
    responses::compare(recorder, &both);
    errors::of_operation(recorder, &both);
    idempotency(recorder, &both);
    paging::compare(recorder, &both);
    recorder.touch(count, &both.after);
    documents::citations(recorder, &both.after, &old.provenance, &new.provenance);
    let sides = ((&both.before, &old.provenance), (&both.after, &new.provenance));
    documents::errata(recorder, Some(sides.0), Some(sides.1));
    // The docs cite pages, and changes of these are reported separately.
    if old.doc != new.doc && recorder.before.cited(&both.before.pages) == recorder.after.cited(&both.after.pages) {
        recorder.note_docs(count, &both.after, "", place);
    }
    examples(recorder, &both);
}

fn part(at: &str, place: Place) -> ChangedPart {
    ChangedPart::new(ChangeSubject::Operation, at, place)
}

fn fixed_headers(recorder: &mut Recorder<'_>, OperationPair { old, new, after, .. }: &OperationPair<'_>) {
    if old.fixed_headers == new.fixed_headers {
        return;
    }
    let headers = |operation: &Operation| {
        let headers = operation.fixed_headers.iter().map(|(name, value)| code(&format!("{name}: {value}")));
        let headers: Vec<String> = headers.collect();
        if headers.is_empty() { "none".to_owned() } else { headers.join(" and ") }
    };
    let wire = format!("the fixed headers are {} instead of {}", headers(new), headers(old));
    let change = part("fixed-headers", new.provenance.place).changed().wire(wire);
    recorder.add_change(after, change.code(ChangeEffect::Request, "the same call sends other headers"));
}

fn if_match(recorder: &mut Recorder<'_>, OperationPair { old, new, after, .. }: &OperationPair<'_>) {
    let fields = |operation: &Operation| {
        let steps = operation.if_match.as_ref()?;
        Some(steps.iter().map(|step| step.field.as_str()).collect::<Vec<_>>().join("."))
    };
    let (one, other) = (fields(old), fields(new));
    if one == other {
        return;
    }
    let header = code("If-Match");
    let (wire, text) = match (one, other) {
        (None, Some(new)) => {
            (format!("{header} is sent, built from {}", code(&new)), "concurrent changes are detected")
        }
        (Some(_), None) => (format!("{header} is no longer sent"), "concurrent changes are no longer detected"),
        (old, new) => {
            let (old, new) = (code_or_none(old.as_deref()), code_or_none(new.as_deref()));
            (format!("{header} is built from {new} instead of {old}"), "concurrent changes are detected in another way")
        }
    };
    let change = part("if-match", new.provenance.place).changed().wire(wire);
    recorder.add_change(after, change.code(ChangeEffect::Request, text));
}

fn media_types(recorder: &mut Recorder<'_>, OperationPair { old, new, after, .. }: &OperationPair<'_>) {
    // Another kind of body is reported as such.
    let has_json = |operation: &Operation| operation.json_body().is_some();
    if old.body_media != new.body_media && has_json(old) && has_json(new) {
        let media = |operation: &Operation| code(operation.body_media.as_deref().unwrap_or(JSON));
        let wire = format!("the body is sent as {} instead of {}", media(new), media(old));
        let change = part("body", new.provenance.place).changed().wire(wire);
        recorder.add_change(after, change.code(ChangeEffect::Request, "the same call sends another media type"));
    }
    if old.accept != new.accept {
        let accept = |operation: &Operation| operation.accept.as_deref().map_or("that of the API".to_owned(), code);
        let wire = format!("{} is {} instead of {}", code("Accept"), accept(new), accept(old));
        let change = part("responses", new.provenance.place).changed().wire(wire);
        recorder.add_change(after, change.code(ChangeEffect::Request, "the same call accepts other media types"));
    }
}

/// Less harmful repetitions rank higher.
fn harmlessness(idempotency: Idempotency) -> u8 {
    match idempotency {
        Idempotency::NonIdempotent => 0,
        Idempotency::ByRequestId => 1,
        Idempotency::Idempotent => 2,
        Idempotency::Safe => 3,
    }
}

/// Whether the client repeats a call that may have taken effect.
fn is_repeated(api: &Api, idempotency: Idempotency) -> bool {
    match idempotency {
        Idempotency::NonIdempotent => false,
        Idempotency::ByRequestId => {
            api.headers.iter().any(|header| header.value == HeaderValue::Fresh(HeaderSource::RequestId))
        }
        Idempotency::Idempotent | Idempotency::Safe => true,
    }
}

fn idempotency_name(idempotency: Idempotency) -> &'static str {
    match idempotency {
        Idempotency::NonIdempotent => "non-idempotent",
        Idempotency::ByRequestId => "by-request-id",
        Idempotency::Idempotent => "idempotent",
        Idempotency::Safe => "safe",
    }
}

fn idempotency(recorder: &mut Recorder<'_>, OperationPair { old, new, after, .. }: &OperationPair<'_>) {
    if old.idempotency == new.idempotency {
        return;
    }
    let (one, other) = (code(idempotency_name(old.idempotency)), code(idempotency_name(new.idempotency)));
    let stated = format!("a repetition is {other} instead of {one}");
    let place = new.provenance.place;
    let was = is_repeated(recorder.before.api, old.idempotency);
    let (effect, text) = match (was, is_repeated(recorder.after.api, new.idempotency)) {
        (false, true) => (ChangeEffect::Behavior, "calls that may have taken effect are now repeated"),
        (true, false) => (ChangeEffect::Behavior, "calls that may have taken effect are no longer repeated"),
        _ => (ChangeEffect::Nothing, "failed calls are repeated as before"),
    };
    recorder.add_change(after, part("idempotency", place).changed().spec(stated).code(effect, text));
    if harmlessness(new.idempotency) > harmlessness(old.idempotency) {
        let text =
            format!("the idempotency of {} was raised from {one} to {other}: is there evidence?", code(&after.name));
        recorder.add_note(after, ReviewNoteKind::IdempotencyRaised, place, text);
    }
}

fn examples(recorder: &mut Recorder<'_>, OperationPair { old, new, before, after }: &OperationPair<'_>) {
    let find = |examples: &'_ [Example], name: &str| examples.iter().find(|example| example.name == name).cloned();
    for example in &new.examples {
        let kind = match find(&old.examples, &example.name) {
            None if recorder.before.lacks_examples => continue,
            None => ChangeKind::Added,
            Some(earlier) if !says_the_same(&earlier, example) => ChangeKind::Changed,
            Some(_) => continue,
        };
        note_example(recorder, after, kind, &example.name);
    }
    if recorder.after.lacks_examples {
        return;
    }
    for example in old.examples.iter().filter(|example| find(&new.examples, &example.name).is_none()) {
        note_example(recorder, before, ChangeKind::Removed, &example.name);
    }
}

fn note_example(recorder: &mut Recorder<'_>, entry: &ChangedEntry, kind: ChangeKind, name: &str) {
    let change = ChangedPart::new(ChangeSubject::Example, format!("examples.{name}"), entry.place).change(kind);
    let reason = "it shows in a test and perhaps in the docs";
    recorder.add_change(entry, change.code(ChangeEffect::Nothing, reason));
}

/// The inputs of an example are not compared, since they show in its request and its body.
fn says_the_same(old: &Example, new: &Example) -> bool {
    old.doc == new.doc
        && old.request == new.request
        && old.headers == new.headers
        && old.sends == new.sends
        && (old.status, &old.response_headers, &old.responses) == (new.status, &new.response_headers, &new.responses)
}
