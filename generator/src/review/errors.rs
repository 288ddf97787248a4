//! Documented errors.

use super::change::{ChangeEffect, ChangeKind, ChangeSubject, code};
use super::new_change::ChangedPart;
use super::operation_pair::OperationPair;
use super::pairing::PositionPairs;
use super::rust_text;
use super::side::{ChangedEntry, Recorder};
use crate::model::{Api, ErrorVariant, TypeId};

/// Code that names the errors of an operation by their type.
const FAKES: &str = "; tests that fake the operation (feature `test-kit`) do not compile";

/// The type that lists the errors of all operations.
pub(super) fn of_api(recorder: &mut Recorder<'_>) {
    let (old, new) = (recorder.before.api.errors, recorder.after.api.errors);
    let (entry, id, kind, effect) = match (old, new) {
        (None, Some(new)) => (recorder.after.of_api(), new, ChangeKind::Added, ChangeEffect::Addition),
        (Some(old), None) => (recorder.before.of_api(), old, ChangeKind::Removed, ChangeEffect::Compile),
        _ => return,
    };
    let api = if old.is_some() { recorder.before.api } else { recorder.after.api };
    let (name, call) = (code(&api.type_of(id).name), code("Error::service_error"));
    let (wire, text) = if old.is_some() {
        (
            format!("the errors of {name} are no longer those of all operations"),
            format!("{call} no longer finds {name}"),
        )
    } else {
        (format!("the errors of {name} are those of all operations"), format!("{call} finds {name} for each operation"))
    };
    let place = api.type_of(id).provenance.place;
    let errors = ChangedPart::new(ChangeSubject::Error, "errors", place);
    recorder.add_change(&entry, errors.change(kind).wire(wire).code(effect, text));
}

/// The type that lists the errors of an operation, with or without those of all operations.
pub(super) fn of_operation(recorder: &mut Recorder<'_>, both: &OperationPair<'_>) {
    let (old_api, new_api) = (recorder.before.api, recorder.after.api);
    if both.old.errors.is_none() && both.new.errors.is_none() {
        return;
    }
    let (old, new) = (old_api.errors_of(both.old).next(), new_api.errors_of(both.new).next());
    let before = |id: TypeId| code(&recorder.before.api.type_of(id).name);
    let after = |id: TypeId| code(&recorder.after.api.type_of(id).name);
    let (kind, wire, effect, text) = match (old, new) {
        (None, Some(new)) => {
            let text = format!("{} finds {}", code("Error::service_error"), after(new));
            (ChangeKind::Added, format!("the errors are those of {}", after(new)), ChangeEffect::Addition, text)
        }
        (Some(old), None) => {
            let text = format!("{} no longer finds {}{FAKES}", code("Error::service_error"), before(old));
            (
                ChangeKind::Removed,
                format!("the errors are no longer those of {}", before(old)),
                ChangeEffect::Compile,
                text,
            )
        }
        (Some(old), Some(new)) if !recorder.types.is_pair(old, new) => {
            let wire = format!("the errors are those of {} instead of {}", after(new), before(old));
            let text = format!("{} finds {} instead{FAKES}", code("Error::service_error"), after(new));
            (ChangeKind::Changed, wire, ChangeEffect::Compile, text)
        }
        _ => return,
    };
    let errors = ChangedPart::new(ChangeSubject::Error, "errors", both.after.place);
    recorder.add_change(&both.after, errors.change(kind).wire(wire).code(effect, text));
}

/// The errors that a type lists.
pub(super) fn variants(
    recorder: &mut Recorder<'_>,
    (before, after): (&ChangedEntry, &ChangedEntry),
    old: &[ErrorVariant],
    new: &[ErrorVariant],
) {
    let mut pairs = PositionPairs::new(old, new, |one, other| one.status == other.status && one.code == other.code);
    pairs.rename(|one, other| old[one].name == new[other].name);
    for error in pairs.removed.iter().map(|index| &old[*index]) {
        let text = format!("the variant {} is gone", code(&error.name));
        let wire = format!("{} is no longer listed", describe(error));
        recorder.add_change(before, part(error).removed().wire(wire).code(ChangeEffect::Compile, text));
    }
    for error in pairs.added.iter().map(|index| &new[*index]) {
        let text = format!("the variant {} is new", code(&error.name));
        let wire = format!("{} is a documented error", describe(error));
        recorder.add_change(after, part(error).added().wire(wire).code(ChangeEffect::Addition, text));
    }
    for (one, other) in pairs.both.iter().map(|(one, other)| (&old[*one], &new[*other])) {
        let count = recorder.changes.len();
        both(recorder, after, one, other);
        if one.doc != other.doc {
            recorder.note_docs(count, after, &at(other), other.place);
        }
    }
}

fn both(recorder: &mut Recorder<'_>, entry: &ChangedEntry, old: &ErrorVariant, new: &ErrorVariant) {
    let name = code(&new.name);
    if old.status != new.status {
        let wire = format!("{name} has the status {} instead of {}", new.status, old.status);
        let text = format!("{name} means another status");
        recorder.add_change(entry, part(new).changed().wire(wire).code(ChangeEffect::Behavior, text));
    }
    if old.code != new.code {
        let code_of = |error: &ErrorVariant| error.code.as_deref().map_or_else(|| "any code".to_owned(), code);
        let wire = format!("{name} has {} instead of {}", code_of(new), code_of(old));
        let text = format!("{name} means another code");
        recorder.add_change(entry, part(new).changed().wire(wire).code(ChangeEffect::Behavior, text));
    }
    if old.name != new.name {
        let text = format!("the variant {} is {name} now", code(&old.name));
        recorder.add_change(entry, part(new).renamed().code(ChangeEffect::Compile, text));
    }
    let is_same_reason = match (old.reason, new.reason) {
        (None, None) => true,
        (Some(old), Some(new)) => recorder.types.is_pair(old, new),
        _ => false,
    };
    if !is_same_reason {
        let describe = |reason: Option<TypeId>, api: &Api| {
            reason.map_or_else(|| "not stated".to_owned(), |id| code(&api.type_of(id).name))
        };
        let wire = format!(
            "its reason is {} instead of {}",
            describe(new.reason, recorder.after.api),
            describe(old.reason, recorder.before.api)
        );
        let form = |of: &ErrorVariant, api| code(&rust_text::error(of, api));
        let (one, other) = (form(old, recorder.before.api), form(new, recorder.after.api));
        let text = format!("the variant {name} is {other} instead of {one}");
        recorder.add_change(entry, part(new).changed().wire(wire).code(ChangeEffect::Compile, text));
    }
    if old.retry != new.retry {
        let describe = |retry: Option<bool>| match retry {
            Some(true) => "recommended",
            Some(false) => "not recommended",
            None => "not documented",
        };
        let stated = format!("a retry is {} instead of {}", describe(new.retry), describe(old.retry));
        let text = format!("{} returns another value", code("Error::is_retryable"));
        recorder.add_change(entry, part(new).changed().spec(stated).code(ChangeEffect::Behavior, text));
    }
}

fn part(error: &ErrorVariant) -> ChangedPart {
    ChangedPart::new(ChangeSubject::Error, at(error), error.place)
}

fn describe(error: &ErrorVariant) -> String {
    match &error.code {
        Some(stated) => format!("{} with the code {}", error.status, code(stated)),
        None => error.status.to_string(),
    }
}

fn at(error: &ErrorVariant) -> String {
    match &error.code {
        Some(code) => format!("statuses.{}.codes.{code}", error.status),
        None => format!("statuses.{}", error.status),
    }
}
