//! The credentials of an API, and those that an operation accepts.

use super::change::{ChangeEffect, ChangeSubject, code, list_or_none};
use super::new_change::ChangedPart;
use super::operation_pair::OperationPair;
use super::pairing::PositionPairs;
use super::side::Recorder;
use crate::model::{Api, Credential, CredentialKind, Operation};

const NOT_ACCEPTED: &str = "a client checks whether its credential is accepted before anything is sent";

pub(super) fn of_api(recorder: &mut Recorder<'_>) {
    let (old, new) = (&recorder.before.api.credentials, &recorder.after.api.credentials);
    let pairs = PositionPairs::new(old, new, |one, other| one.name == other.name);
    let (before, after) = (recorder.before.of_api(), recorder.after.of_api());
    let part =
        |credential: &Credential| ChangedPart::new(ChangeSubject::Credential, part_name(credential), credential.place);
    for credential in pairs.removed.iter().map(|index| &old[*index]) {
        let wire = format!("{} is no longer accepted", described(credential));
        let change = part(credential).removed().wire(wire).code(ChangeEffect::Behavior, NOT_ACCEPTED);
        recorder.add_change(&before, change);
    }
    for credential in pairs.added.iter().map(|index| &new[*index]) {
        let wire = format!("{} is accepted", described(credential));
        recorder.add_change(&after, part(credential).added().wire(wire).code(ChangeEffect::Behavior, NOT_ACCEPTED));
    }
    for (old_index, new_index) in &pairs.both {
        let (one, other) = (&old[*old_index], &new[*new_index]);
        if described(one) != described(other) {
            let wire = format!("{} is {} instead of {}", code(&other.name), meaning(other), meaning(one));
            let change = part(other).changed().wire(wire).code(ChangeEffect::Behavior, NOT_ACCEPTED);
            recorder.add_change(&after, change);
        } else if one.doc != other.doc {
            let change = ChangedPart::new(ChangeSubject::Documentation, part_name(other), other.place);
            recorder.add_change(&after, change.changed().only_docs());
        }
    }
}

fn part_name(credential: &Credential) -> String {
    format!("credentials.{}", credential.name)
}

/// Name and meaning.
fn described(credential: &Credential) -> String {
    format!("{}, {},", code(&credential.name), meaning(credential))
}

fn meaning(credential: &Credential) -> String {
    let kind = match credential.kind {
        CredentialKind::Bearer => format!("a bearer token in {}", code("Authorization")),
    };
    match credential.access {
        Some(access) => format!("{kind} with {} access", access.word()),
        None => kind,
    }
}

pub(super) fn of_operation(recorder: &mut Recorder<'_>, pair: &OperationPair<'_>) {
    let names = |api: &Api, operation: &Operation| {
        let mut names: Vec<String> =
            operation.credentials.iter().map(|position| code(&api.credentials[*position].name)).collect();
        names.sort();
        names
    };
    let (old, new) = (names(recorder.before.api, pair.old), names(recorder.after.api, pair.new));
    if old == new {
        return;
    }
    let listed = |names: Vec<String>| {
        if names.is_empty() { "all credentials of the API".to_owned() } else { list_or_none(names, ", ") }
    };
    let wire = format!("the operation accepts {} instead of {}", listed(new), listed(old));
    let part = ChangedPart::new(ChangeSubject::Credential, "credentials", pair.new.provenance.place);
    recorder.add_change(&pair.after, part.changed().wire(wire).code(ChangeEffect::Behavior, NOT_ACCEPTED));
}
