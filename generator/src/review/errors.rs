//! Documented errors.

use super::change::{ChangeEffect, ChangeKind, ChangeSubject, code};
use super::new_change::ChangedPart;
use super::operation_pair::OperationPair;
use super::pairing::PositionPairs;
use super::side::{ChangedEntry, Recorder};
use crate::model::{ErrorStatus, TypeId};

/// Code that names the errors of an operation by their type.
const FAKES: &str = "; tests that fake the operation (feature `test-kit`) do not compile";

/// The type that lists the errors of an operation.
pub(super) fn of_operation(recorder: &mut Recorder<'_>, both: &OperationPair<'_>) {
    let (old, new) = (both.old.errors, both.new.errors);
    let before = |id: TypeId| code(&recorder.before.api.type_of(id).name);
    let after = |id: TypeId| code(&recorder.after.api.type_of(id).name);
    let (kind, wire, effect, text) = match (old, new) {
        (None, Some(new)) => {
            let text = format!("{} finds {}", code("Error::documented"), after(new));
            (ChangeKind::Added, format!("the errors are those of {}", after(new)), ChangeEffect::Addition, text)
        }
        (Some(old), None) => {
            let text = format!("{} no longer finds {}{FAKES}", code("Error::documented"), before(old));
            (
                ChangeKind::Removed,
                format!("the errors are no longer those of {}", before(old)),
                ChangeEffect::Compile,
                text,
            )
        }
        (Some(old), Some(new)) if !recorder.types.is_pair(old, new) => {
            let wire = format!("the errors are those of {} instead of {}", after(new), before(old));
            let text = format!("{} finds {} instead{FAKES}", code("Error::documented"), after(new));
            (ChangeKind::Changed, wire, ChangeEffect::Compile, text)
        }
        _ => return,
    };
    let errors = ChangedPart::new(ChangeSubject::Error, "errors", both.after.place);
    recorder.add_change(&both.after, errors.change(kind).wire(wire).code(effect, text));
}

/// The statuses of a type that lists errors.
pub(super) fn statuses(
    recorder: &mut Recorder<'_>,
    (before, after): (&ChangedEntry, &ChangedEntry),
    old: &[ErrorStatus],
    new: &[ErrorStatus],
) {
    let mut pairs = PositionPairs::new(old, new, |one, other| one.status == other.status);
    pairs.rename(|one, other| old[one].name == new[other].name);
    for error in pairs.removed.iter().map(|index| &old[*index]) {
        let text = format!("the variant {} is gone", code(&error.name));
        let wire = format!("{} is no longer listed", error.status);
        recorder.add_change(before, part(error).removed().wire(wire).code(ChangeEffect::Compile, text));
    }
    for error in pairs.added.iter().map(|index| &new[*index]) {
        let text = format!("the variant {} is new", code(&error.name));
        let wire = format!("{} is a documented error", error.status);
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

fn both(recorder: &mut Recorder<'_>, entry: &ChangedEntry, old: &ErrorStatus, new: &ErrorStatus) {
    let name = code(&new.name);
    if old.status != new.status {
        let wire = format!("{name} has the status {} instead of {}", new.status, old.status);
        let text = format!("{name} means another status");
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
        let describe = |reason: Option<TypeId>, api: &crate::model::Api| {
            reason.map_or_else(|| "not stated".to_owned(), |id| code(&api.type_of(id).name))
        };
        let wire = format!(
            "its reason is {} instead of {}",
            describe(new.reason, recorder.after.api),
            describe(old.reason, recorder.before.api)
        );
        let text = format!("the variant {name} has another form");
        recorder.add_change(entry, part(new).changed().wire(wire).code(ChangeEffect::Compile, text));
    }
    if old.retry != new.retry {
        let describe = |retry: Option<bool>| match retry {
            Some(true) => "recommended",
            Some(false) => "not recommended",
            None => "not documented",
        };
        let wire = format!("a retry is {} instead of {}", describe(new.retry), describe(old.retry));
        let text = format!("{} returns another value", code("Error::is_retryable"));
        recorder.add_change(entry, part(new).changed().wire(wire).code(ChangeEffect::Behavior, text));
    }
}

fn part(error: &ErrorStatus) -> ChangedPart {
    ChangedPart::new(ChangeSubject::Error, at(error), error.place)
}

fn at(error: &ErrorStatus) -> String {
    format!("statuses.{}", error.status)
}
