//! The credentials of an API, and those that an operation accepts.

use super::change::{ChangeEffect, ChangeSubject, code};
use super::new_change::ChangedPart;
use super::operation_pair::OperationPair;
use super::pairing::PositionPairs;
use super::side::Recorder;
use crate::model::{AcceptedCredentials, Api, Credential, CredentialCarrier, Operation};

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
            let (effect, reason) = effect_of(&one.carrier, &other.carrier);
            let change = part(other).changed().wire(wire).code(effect, reason);
            recorder.add_change(&after, change);
        } else if one.doc != other.doc {
            let change = ChangedPart::new(ChangeSubject::Documentation, part_name(other), other.place);
            recorder.add_change(&after, change.changed().only_docs());
        }
    }
}

/// What a change of the carrier means for programs that have the credential.
fn effect_of(one: &CredentialCarrier, other: &CredentialCarrier) -> (ChangeEffect, &'static str) {
    let is_key = |carrier: &CredentialCarrier| {
        matches!(carrier, CredentialCarrier::Header { .. } | CredentialCarrier::Query { .. })
    };
    if one == other {
        (ChangeEffect::Behavior, NOT_ACCEPTED)
    } else if is_key(one) && is_key(other) {
        (ChangeEffect::Request, "requests carry the same key in another way")
    } else {
        (ChangeEffect::Request, "a client with the former credential cannot be built")
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
    let kind = match &credential.carrier {
        CredentialCarrier::Bearer => format!("a bearer token in {}", code("Authorization")),
        CredentialCarrier::Header { name, scheme: None } => format!("a key in the header {}", code(name)),
        CredentialCarrier::Header { name, scheme: Some(scheme) } => {
            format!("a key in the header {}, after {}", code(name), code(scheme))
        }
        CredentialCarrier::Query { name } => format!("a key in the query parameter {}", code(name)),
        CredentialCarrier::Basic => format!("a user and a password in {}", code("Authorization")),
    };
    match credential.access {
        Some(access) => format!("{kind} with {} access", access.word()),
        None => kind,
    }
}

pub(super) fn of_operation(recorder: &mut Recorder<'_>, pair: &OperationPair<'_>) {
    let names = |api: &Api, operation: &Operation| match &operation.credentials {
        AcceptedCredentials::All => "all credentials of the API".to_owned(),
        AcceptedCredentials::None => "no credential".to_owned(),
        AcceptedCredentials::Named(_) => {
            let mut names: Vec<String> =
                api.accepted(&operation.credentials).map(|credential| code(&credential.name)).collect();
            names.sort();
            names.join(", ")
        }
    };
    let (old, new) = (names(recorder.before.api, pair.old), names(recorder.after.api, pair.new));
    if old == new {
        return;
    }
    let wire = format!("the operation accepts {new} instead of {old}");
    let part = ChangedPart::new(ChangeSubject::Credential, "credentials", pair.new.provenance.place);
    recorder.add_change(&pair.after, part.changed().wire(wire).code(ChangeEffect::Behavior, NOT_ACCEPTED));
}
