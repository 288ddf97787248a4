//! What applies to every call of an API: servers, version, headers, error shapes.

use super::change::{ChangeEffect, ChangeKind, ChangeSubject, code};
use super::errors;
use super::pairing::PositionPairs;
use super::side::{ChangedEntry, NewChange, Recorder};
use crate::diagnostics::Place;
use crate::model::{Credential, ErrorShape, Header, HeaderSource, HeaderValue, MemberCase, Server, StatedCredential};

pub(super) fn compare(recorder: &mut Recorder<'_>) {
    let count = recorder.changes.len();
    servers(recorder);
    version(recorder);
    credential(recorder);
    headers(recorder);
    error_shapes(recorder);
    member_case(recorder);
    errors::of_api(recorder);
    let entry = recorder.after.of_api();
    recorder.touch(count, &entry);
}

/// A part of `api.yaml` that changed.
struct ApiPart {
    subject: ChangeSubject,
    at: String,
    place: Place,
}

impl ApiPart {
    fn note(
        &self,
        recorder: &mut Recorder<'_>,
        entry: &ChangedEntry,
        kind: ChangeKind,
        wire: String,
        effect: ChangeEffect,
        code: String,
    ) {
        let said =
            NewChange { subject: self.subject, kind, at: self.at.clone(), place: self.place, wire, effect, code };
        recorder.add_change(entry, said);
    }
}

fn servers(recorder: &mut Recorder<'_>) {
    let (old, new) = (&recorder.before.api.servers, &recorder.after.api.servers);
    let mut pairs = PositionPairs::new(old, new, |one, other| one.constant == other.constant);
    pairs.rename(|one, other| old[one].url == new[other].url);
    let part = |server: &Server| ApiPart {
        subject: ChangeSubject::Server,
        at: format!("servers.{}", server.constant),
        place: server.place,
    };
    let (before, after) = (recorder.before.of_api(), recorder.after.of_api());
    for server in pairs.removed.iter().map(|index| &old[*index]) {
        let text = format!("the constant {} is gone", code(&server.constant));
        let wire = format!("{} is no longer listed", code(&server.url));
        part(server).note(recorder, &before, ChangeKind::Removed, wire, ChangeEffect::Compile, text);
    }
    for server in pairs.added.iter().map(|index| &new[*index]) {
        let text = format!("the constant {} is new", code(&server.constant));
        let wire = format!("{} can be called", code(&server.url));
        part(server).note(recorder, &after, ChangeKind::Added, wire, ChangeEffect::Addition, text);
    }
    for (one, other) in pairs.both.iter().map(|(one, other)| (&old[*one], &new[*other])) {
        let (count, part) = (recorder.changes.len(), part(other));
        if one.constant != other.constant {
            let text = format!("the constant {} is {} now", code(&one.constant), code(&other.constant));
            part.note(recorder, &after, ChangeKind::Renamed, "nothing".to_owned(), ChangeEffect::Compile, text);
        }
        if one.url != other.url {
            let wire = format!("calls go to {} instead of {}", code(&other.url), code(&one.url));
            part.note(
                recorder,
                &after,
                ChangeKind::Changed,
                wire,
                ChangeEffect::Request,
                "the same constant is another URL".to_owned(),
            );
        }
        let facts = [("authority", &one.authority, &other.authority), ("audience", &one.audience, &other.audience)];
        for (name, old, new) in facts {
            if old != new {
                let wire =
                    format!("tokens are requested with the {name} {} instead of {}", optional(new), optional(old));
                let text = format!("credentials get another {name}");
                part.note(recorder, &after, ChangeKind::Changed, wire, ChangeEffect::Request, text);
            }
        }
        if one.doc != other.doc {
            recorder.note_docs(count, &after, &part.at, other.place);
        }
    }
}

fn optional(text: &Option<String>) -> String {
    text.as_deref().map_or_else(|| "none".to_owned(), code)
}

fn version(recorder: &mut Recorder<'_>) {
    let (old, new) = (&recorder.before.api.version, &recorder.after.api.version);
    let entry = recorder.after.of_api();
    if let (Some(old), Some(new)) = (old, new)
        && old.parameter != new.parameter
    {
        let part = ApiPart { subject: ChangeSubject::Version, at: "version.parameter".to_owned(), place: entry.place };
        let (one, other) = (code(&old.parameter), code(&new.parameter));
        let text = format!("path templates have {other} instead of {one}; it compiles as before");
        part.note(recorder, &entry, ChangeKind::Renamed, "nothing".to_owned(), ChangeEffect::Behavior, text);
    }
    let default = |version: &Option<crate::model::Version>| version.as_ref().map(|version| version.default.clone());
    let (old, new) = (default(old), default(new));
    if old == new {
        return;
    }
    let part = ApiPart { subject: ChangeSubject::Version, at: "version".to_owned(), place: entry.place };
    let wire = format!("the version {} is called instead of {}", optional(&new), optional(&old));
    part.note(
        recorder,
        &entry,
        ChangeKind::Changed,
        wire,
        ChangeEffect::Request,
        "calls that state no version use another one".to_owned(),
    );
}

fn credential(recorder: &mut Recorder<'_>) {
    let (old, new) = (&recorder.before.api.credential, &recorder.after.api.credential);
    let shown = |stated: &Option<StatedCredential>| match stated.as_ref().map(|stated| stated.kind) {
        Some(Credential::Bearer) => format!("a bearer token in {}", code("Authorization")),
        None => "none".to_owned(),
    };
    let (one, other) = (shown(old), shown(new));
    if one == other {
        return;
    }
    let (kind, entry, place) = match (old, new) {
        (Some(old), None) => (ChangeKind::Removed, recorder.before.of_api(), old.place),
        (_, Some(new)) => {
            let kind = if old.is_none() { ChangeKind::Added } else { ChangeKind::Changed };
            (kind, recorder.after.of_api(), new.place)
        }
        (None, None) => return,
    };
    let part = ApiPart { subject: ChangeSubject::Credential, at: "credential".to_owned(), place };
    let wire = format!("the credential is {other} instead of {one}");
    part.note(
        recorder,
        &entry,
        kind,
        wire,
        ChangeEffect::Nothing,
        "nothing; a client sends what it is given".to_owned(),
    );
}

fn headers(recorder: &mut Recorder<'_>) {
    let (old, new) = (&recorder.before.api.headers, &recorder.after.api.headers);
    let mut pairs = PositionPairs::new(old, new, |one, other| one.name.eq_ignore_ascii_case(&other.name));
    pairs.rename(|one, other| old[one].value == new[other].value);
    let part = |header: &Header| ApiPart {
        subject: ChangeSubject::Header,
        at: format!("headers.{}", header.name),
        place: header.place,
    };
    let (before, after) = (recorder.before.of_api(), recorder.after.of_api());
    for header in pairs.removed.iter().map(|index| &old[*index]) {
        let wire = format!("no call sends {}", shown(header));
        part(header).note(
            recorder,
            &before,
            ChangeKind::Removed,
            wire,
            effect(&header.value, true),
            consequence(&header.value, true),
        );
    }
    for header in pairs.added.iter().map(|index| &new[*index]) {
        let wire = format!("every call sends {}", shown(header));
        part(header).note(
            recorder,
            &after,
            ChangeKind::Added,
            wire,
            effect(&header.value, false),
            consequence(&header.value, false),
        );
    }
    for (one, other) in pairs.both.iter().map(|(one, other)| (&old[*one], &new[*other])) {
        if one.name != other.name || one.value != other.value {
            let kind = if one.name == other.name { ChangeKind::Changed } else { ChangeKind::Renamed };
            let wire = format!("every call sends {} instead of {}", shown(other), shown(one));
            let text = match (&one.value, &other.value) {
                (HeaderValue::Setting { name, .. }, HeaderValue::Setting { name: now, .. }) if name != now => {
                    format!("the setting {} is {} now: a client that states it cannot be built", code(name), code(now))
                }
                (HeaderValue::Setting { .. }, HeaderValue::Setting { .. }) => "it compiles as before".to_owned(),
                (HeaderValue::Setting { .. } | HeaderValue::Fresh(_), _) if one.value != other.value => {
                    consequence(&one.value, true)
                }
                _ if one.value == other.value => "it compiles as before".to_owned(),
                _ => consequence(&other.value, false),
            };
            part(other).note(recorder, &after, kind, wire, ChangeEffect::Request, text);
        }
    }
}

/// A value that is new for each call, or that is only sent if a client sets it, does not change what the service does.
fn effect(value: &HeaderValue, is_removed: bool) -> ChangeEffect {
    match value {
        HeaderValue::Fresh(_) => ChangeEffect::Behavior,
        HeaderValue::Setting { default: None, .. } if !is_removed => ChangeEffect::Addition,
        HeaderValue::Constant(_) | HeaderValue::Setting { .. } => ChangeEffect::Request,
    }
}

fn consequence(value: &HeaderValue, is_removed: bool) -> String {
    match (value, is_removed) {
        (HeaderValue::Setting { name, .. }, true) => {
            format!("there is no setting {}: a client that states it cannot be built", code(name))
        }
        (HeaderValue::Setting { name, .. }, false) => format!("there is a setting {}", code(name)),
        (HeaderValue::Fresh(HeaderSource::RequestId), true) => {
            format!("without the id, calls that are {} are no longer repeated", code("by-request-id"))
        }
        (HeaderValue::Fresh(HeaderSource::RequestId), false) => {
            format!("with the id, calls that are {} are repeated", code("by-request-id"))
        }
        _ => "it compiles as before".to_owned(),
    }
}

fn shown(header: &Header) -> String {
    let name = code(&header.name);
    match &header.value {
        HeaderValue::Constant(text) => format!("{name} with the value {}", code(text)),
        HeaderValue::Fresh(HeaderSource::RequestId) => format!("{name} with the request id"),
        HeaderValue::Fresh(HeaderSource::CorrelationId) => format!("{name} with the correlation id"),
        HeaderValue::Setting { name: setting, default: None } => {
            format!("{name} with the setting {}, if it is set", code(setting))
        }
        HeaderValue::Setting { name: setting, default } => {
            format!("{name} with the setting {}, default {}", code(setting), optional(default))
        }
    }
}

fn error_shapes(recorder: &mut Recorder<'_>) {
    let (old, new) = (&recorder.before.api.error_shapes, &recorder.after.api.error_shapes);
    if old == new {
        return;
    }
    let list = |shapes: &[ErrorShape]| {
        let shapes = shapes.iter().map(|shape| code(&format!("{}, {}", shape.code, shape.message)));
        shapes.collect::<Vec<_>>().join("; ")
    };
    let more = new.strip_prefix(old.as_slice()).filter(|_| !old.is_empty());
    let is_addition = more.is_some();
    let wire = match more {
        Some(more) => format!("error code and message are also at {}", list(more)),
        None => format!("error code and message are at {}, not at {}", or_none(list(new)), or_none(list(old))),
    };
    let entry = recorder.after.of_api();
    let part = ApiPart { subject: ChangeSubject::ErrorShape, at: "error-shapes".to_owned(), place: entry.place };
    let kind = if is_addition { ChangeKind::Added } else { ChangeKind::Changed };
    let place = if is_addition { "in more errors" } else { "elsewhere" };
    let text = format!("{} finds code and message {place}", code("Error::api_error"));
    part.note(recorder, &entry, kind, wire, ChangeEffect::Behavior, text);
}

fn member_case(recorder: &mut Recorder<'_>) {
    let (old, new) = (recorder.before.api.member_case, recorder.after.api.member_case);
    if old == new {
        return;
    }
    let entry = recorder.after.of_api();
    let part = ApiPart { subject: ChangeSubject::ErrorShape, at: "member-case".to_owned(), place: entry.place };
    let (wire, found) = match new {
        MemberCase::Ignored => ("is not", "more"),
        MemberCase::Exact => ("is", "fewer"),
    };
    let wire = format!("the case of member names in error bodies {wire} significant");
    let text = format!("{} finds code and message in {found} errors", code("Error::api_error"));
    part.note(recorder, &entry, ChangeKind::Changed, wire, ChangeEffect::Behavior, text);
}

fn or_none(list: String) -> String {
    if list.is_empty() { "no place".to_owned() } else { list }
}
