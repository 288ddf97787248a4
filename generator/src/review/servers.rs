//! The servers of an API, and the variables of their URLs.

use super::change::{ChangeEffect, ChangeSubject, code, code_or_none};
use super::new_change::ChangedPart;
use super::pairing::PositionPairs;
use super::side::Recorder;
use crate::model::Server;

pub(super) fn compare(recorder: &mut Recorder<'_>) {
    let (old, new) = (&recorder.before.api.servers, &recorder.after.api.servers);
    let mut pairs = PositionPairs::new(old, new, |one, other| one.rust_name == other.rust_name);
    pairs.rename(|one, other| old[one].url == new[other].url);
    let at = |server: &Server| format!("servers.{}", server.rust_name);
    let part = |server: &Server| ChangedPart::new(ChangeSubject::Server, at(server), server.place);
    let (before, after) = (recorder.before.of_api(), recorder.after.of_api());
    for server in pairs.removed.iter().map(|index| &old[*index]) {
        let text = format!("{} is gone", item(server));
        let wire = format!("{} is no longer listed", code(&server.url));
        recorder.add_change(&before, part(server).removed().wire(wire).code(ChangeEffect::Compile, text));
    }
    for server in pairs.added.iter().map(|index| &new[*index]) {
        let text = format!("{} is new", item(server));
        let wire = format!("{} can be called", code(&server.url));
        recorder.add_change(&after, part(server).added().wire(wire).code(ChangeEffect::Addition, text));
    }
    for (one, other) in pairs.both.iter().map(|(one, other)| (&old[*one], &new[*other])) {
        let count = recorder.changes.len();
        if one.rust_name != other.rust_name {
            let text = format!("{} is {} now", item(one), code(&other.rust_name));
            recorder.add_change(&after, part(other).renamed().code(ChangeEffect::Compile, text));
        }
        url(recorder, one, other, &part);
        values(recorder, one, other, &part);
        let facts = [("authority", &one.authority, &other.authority), ("audience", &one.audience, &other.audience)];
        for (name, old, new) in facts {
            if old != new {
                let (was, is) = (code_or_none(old.as_deref()), code_or_none(new.as_deref()));
                let wire = format!("tokens are requested with the {name} {is} instead of {was}");
                let text = format!("credentials get another {name}");
                recorder.add_change(&after, part(other).changed().wire(wire).code(ChangeEffect::Request, text));
            }
        }
        if one.doc != other.doc {
            recorder.note_docs(count, &after, &at(other), other.place);
        }
    }
}

/// The item of the generated code.
fn item(server: &Server) -> String {
    let kind = if server.variables.is_empty() { "constant" } else { "function" };
    format!("the {kind} {}", code(&server.rust_name))
}

fn url(recorder: &mut Recorder<'_>, one: &Server, other: &Server, part: &impl Fn(&Server) -> ChangedPart) {
    let after = recorder.after.of_api();
    let names = |server: &Server| server.variables.iter().map(|variable| variable.name.clone()).collect::<Vec<_>>();
    let (old, new) = (names(one), names(other));
    let wire = format!("calls go to {} instead of {}", code(&other.url), code(&one.url));
    let wire = (one.url != other.url).then_some(wire);
    if old.len() != new.len() {
        let text = format!("{} takes {} instead of {}", item(other), arguments(&new), arguments(&old));
        let change = part(other).changed().wire(wire);
        recorder.add_change(&after, change.code(ChangeEffect::Compile, text));
    } else if old != new && shape(one) == shape(other) && !is_moved(one, other) {
        let text = format!("errors name {} instead of {}", arguments(&new), arguments(&old));
        recorder.add_change(&after, part(other).renamed().code(ChangeEffect::Behavior, text));
    } else if old != new || wire.is_some() {
        let text = match new.is_empty() {
            true => "the same constant is another URL",
            false => "the same arguments result in another URL",
        };
        recorder.add_change(&after, part(other).changed().wire(wire).code(ChangeEffect::Request, text));
    }
}

/// Whether an argument is at another position now.
fn is_moved(one: &Server, other: &Server) -> bool {
    let mut pairs = one.variables.iter().zip(&other.variables);
    pairs.any(|(old, new)| old.name != new.name && one.variables.iter().any(|known| known.name == new.name))
}

/// The URL without the names of its variables.
fn shape(server: &Server) -> String {
    server
        .variables
        .iter()
        .fold(server.url.clone(), |url, variable| url.replace(&format!("{{{}}}", variable.name), "{}"))
}

fn arguments(names: &[String]) -> String {
    match names {
        [] => "no argument".to_owned(),
        names => names.iter().map(|name| code(name)).collect::<Vec<_>>().join(" and "),
    }
}

fn values(recorder: &mut Recorder<'_>, one: &Server, other: &Server, part: &impl Fn(&Server) -> ChangedPart) {
    if one.variables.len() != other.variables.len() || is_moved(one, other) {
        return;
    }
    let after = recorder.after.of_api();
    for (old, new) in one.variables.iter().zip(&other.variables).filter(|(old, new)| old.values != new.values) {
        let accepts_all = new.values.is_empty()
            || !old.values.is_empty() && old.values.iter().all(|value| new.values.contains(value));
        let (effect, text) = if accepts_all {
            (ChangeEffect::Addition, "what was accepted is accepted")
        } else {
            (ChangeEffect::Request, "other values are rejected before a call is sent")
        };
        let list = |values: &[String]| match values {
            [] => "any label of a host".to_owned(),
            values => values.iter().map(|value| code(value)).collect::<Vec<_>>().join(", "),
        };
        let wire = format!("{} is {} instead of {}", code(&new.name), list(&new.values), list(&old.values));
        recorder.add_change(&after, part(other).changed().wire(wire).code(effect, text));
    }
}
