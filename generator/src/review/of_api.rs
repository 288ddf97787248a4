//! What applies to every call of an API: servers, version, headers, error shapes.

use super::change::{ChangeEffect, ChangeKind, ChangeSubject, code, code_or_none};
use super::new_change::ChangedPart;
use super::pairing::PositionPairs;
use super::servers;
use super::side::Recorder;
use super::{credentials, deprecation, errors, left_out};
use crate::model::{Api, ErrorShape, Header, HeaderSource, HeaderValue, MemberCase, ResponseHeader};

pub(super) fn compare(recorder: &mut Recorder<'_>) {
    let count = recorder.changes.len();
    let entry = recorder.after.of_api();
    let deprecations = (recorder.before.api.deprecation.as_ref(), recorder.after.api.deprecation.as_ref());
    deprecation::compare(recorder, deprecations, &entry, ChangeSubject::Api, entry.place);
    servers::compare(recorder);
    version(recorder);
    credentials::of_api(recorder);
    headers(recorder);
    response_headers(recorder);
    error_shapes(recorder);
    member_case(recorder);
    errors::of_api(recorder);
    left_out::of_api(recorder);
    recorder.touch(count, &entry);
}

fn version(recorder: &mut Recorder<'_>) {
    let (old, new) = (&recorder.before.api.version, &recorder.after.api.version);
    let entry = recorder.after.of_api();
    if let (Some(old), Some(new)) = (old, new)
        && old.parameter != new.parameter
    {
        let part = ChangedPart::new(ChangeSubject::Version, "version.parameter", entry.place);
        let (one, other) = (code(&old.parameter), code(&new.parameter));
        let text = format!("path templates have {other} instead of {one}; it compiles as before");
        recorder.add_change(&entry, part.renamed().code(ChangeEffect::Behavior, text));
    }
    let default = |version: &Option<crate::model::Version>| version.as_ref().map(|version| version.default.clone());
    let (old, new) = (default(old), default(new));
    if old == new {
        return;
    }
    let (one, other) = (code_or_none(old.as_deref()), code_or_none(new.as_deref()));
    let wire = format!("the version {other} is called instead of {one}");
    let change = ChangedPart::new(ChangeSubject::Version, "version", entry.place).changed().wire(wire);
    recorder.add_change(&entry, change.code(ChangeEffect::Request, "calls that state no version use another one"));
}

fn headers(recorder: &mut Recorder<'_>) {
    let (old, new) = (&recorder.before.api.headers, &recorder.after.api.headers);
    let mut pairs = PositionPairs::new(old, new, |one, other| one.name.eq_ignore_ascii_case(&other.name));
    pairs.rename(|one, other| old[one].value == new[other].value);
    let part =
        |header: &Header| ChangedPart::new(ChangeSubject::Header, format!("headers.{}", header.name), header.place);
    let (before, after) = (recorder.before.of_api(), recorder.after.of_api());
    for header in pairs.removed.iter().map(|index| &old[*index]) {
        let wire = format!("no call sends {}", describe(header));
        let (effect, text) = (effect(&header.value, true), consequence(&header.value, true));
        recorder.add_change(&before, part(header).removed().wire(wire).code(effect, text));
    }
    for header in pairs.added.iter().map(|index| &new[*index]) {
        let wire = format!("every call sends {}", describe(header));
        let (effect, text) = (effect(&header.value, false), consequence(&header.value, false));
        recorder.add_change(&after, part(header).added().wire(wire).code(effect, text));
    }
    for (one, other) in pairs.both.iter().map(|(one, other)| (&old[*one], &new[*other])) {
        let count = recorder.changes.len();
        if one.name != other.name || one.value != other.value {
            let kind = if one.name == other.name { ChangeKind::Changed } else { ChangeKind::Renamed };
            let stated = format!("every call sends {} instead of {}", describe(other), describe(one));
            let text = match (&one.value, &other.value) {
                (HeaderValue::Setting { constant: name, .. }, HeaderValue::Setting { constant: now, .. })
                    if name != now =>
                {
                    format!("the constant {} of the setting is {} now", code(name), code(now))
                }
                (HeaderValue::Setting { .. }, HeaderValue::Setting { .. }) => "it compiles as before".to_owned(),
                (HeaderValue::Setting { .. } | HeaderValue::Fresh(_), _) if one.value != other.value => {
                    consequence(&one.value, true)
                }
                _ if one.value == other.value => "it compiles as before".to_owned(),
                _ => consequence(&other.value, false),
            };
            let effect = if constant(&one.value) == constant(&other.value) || constant(&one.value).is_none() {
                ChangeEffect::Request
            } else {
                ChangeEffect::Compile
            };
            let change = part(other).change(kind).stated(is_same_on_wire(one, other), stated);
            recorder.add_change(&after, change.code(effect, text));
        }
        if one.doc != other.doc {
            recorder.note_docs(count, &after, &format!("headers.{}", other.name), other.place);
        }
    }
}

fn response_headers(recorder: &mut Recorder<'_>) {
    let (old, new) = (&recorder.before.api.response_headers, &recorder.after.api.response_headers);
    let mut pairs = PositionPairs::new(old, new, |one, other| one.name.eq_ignore_ascii_case(&other.name));
    pairs.rename(|one, other| old[one].constant == new[other].constant);
    let at = |header: &ResponseHeader| format!("response-headers.{}", header.name);
    let part = |header: &ResponseHeader| ChangedPart::new(ChangeSubject::Header, at(header), header.place);
    let (before, after) = (recorder.before.of_api(), recorder.after.of_api());
    for header in pairs.removed.iter().map(|index| &old[*index]) {
        let wire = format!("responses are not said to have {}", code(&header.name));
        let text = format!("the constant {} is gone", code(&header.constant));
        recorder.add_change(&before, part(header).removed().wire(wire).code(ChangeEffect::Compile, text));
    }
    for header in pairs.added.iter().map(|index| &new[*index]) {
        let wire = format!("responses can have {}", code(&header.name));
        let text = format!("the constant {} is new", code(&header.constant));
        recorder.add_change(&after, part(header).added().wire(wire).code(ChangeEffect::Addition, text));
    }
    for (one, other) in pairs.both.iter().map(|(one, other)| (&old[*one], &new[*other])) {
        let count = recorder.changes.len();
        if one.name != other.name || one.value != other.value || one.constant != other.constant {
            let of = |header: &ResponseHeader, side: &Api| {
                let value = header.value.expression(side);
                format!("{}, {}, read with {}", code(&header.name), code(&value), code(&header.constant))
            };
            let (now, then) = (of(other, recorder.after.api), of(one, recorder.before.api));
            let kind = if one.name == other.name { ChangeKind::Changed } else { ChangeKind::Renamed };
            let (effect, text) = if one.constant != other.constant || one.value != other.value {
                (ChangeEffect::Compile, "the constant has another name or type")
            } else {
                (ChangeEffect::Behavior, "the constant reads another header")
            };
            let stated = format!("responses can have {now}, not {then}");
            let is_same = one.name == other.name && recorder.is_same_on_wire(&one.value, &other.value);
            let change = part(other).change(kind).stated(is_same, stated);
            recorder.add_change(&after, change.code(effect, text));
        }
        if one.doc != other.doc {
            recorder.note_docs(count, &after, &at(other), other.place);
        }
    }
}

/// Whether the same clients send the same header: the name of a setting is in code only.
fn is_same_on_wire(old: &Header, new: &Header) -> bool {
    match (&old.value, &new.value) {
        (HeaderValue::Setting { default: one, .. }, HeaderValue::Setting { default: other, .. }) => {
            old.name == new.name && one == other
        }
        _ => false,
    }
}

/// The constant of a setting.
fn constant(value: &HeaderValue) -> Option<&str> {
    match value {
        HeaderValue::Setting { constant, .. } => Some(constant),
        HeaderValue::Constant(_) | HeaderValue::Fresh(_) => None,
    }
}

/// A value that is new for each call, or that is only sent if a client sets it, does not change what the service does.
fn effect(value: &HeaderValue, is_removed: bool) -> ChangeEffect {
    match value {
        HeaderValue::Fresh(_) => ChangeEffect::Behavior,
        HeaderValue::Setting { .. } if is_removed => ChangeEffect::Compile,
        HeaderValue::Setting { default: None, .. } => ChangeEffect::Addition,
        HeaderValue::Constant(_) | HeaderValue::Setting { .. } => ChangeEffect::Request,
    }
}

fn consequence(value: &HeaderValue, is_removed: bool) -> String {
    match (value, is_removed) {
        (HeaderValue::Setting { constant, .. }, true) => {
            format!("the constant {} of the setting is gone", code(constant))
        }
        (HeaderValue::Setting { constant, .. }, false) => {
            format!("the constant {} of the setting is new", code(constant))
        }
        (HeaderValue::Fresh(HeaderSource::RequestId), true) => {
            format!("without the id, calls that are {} are no longer repeated", code("by-request-id"))
        }
        (HeaderValue::Fresh(HeaderSource::RequestId), false) => {
            format!("with the id, calls that are {} are repeated", code("by-request-id"))
        }
        _ => "it compiles as before".to_owned(),
    }
}

fn describe(header: &Header) -> String {
    let name = code(&header.name);
    match &header.value {
        HeaderValue::Constant(text) => format!("{name} with the value {}", code(text)),
        HeaderValue::Fresh(HeaderSource::RequestId) => format!("{name} with the request id"),
        HeaderValue::Fresh(HeaderSource::CorrelationId) => format!("{name} with the correlation id"),
        HeaderValue::Setting { name: setting, default: None, .. } => {
            format!("{name} with the setting {}, if it is set", code(setting))
        }
        HeaderValue::Setting { name: setting, default, .. } => {
            format!("{name} with the setting {}, default {}", code(setting), code_or_none(default.as_deref()))
        }
    }
}

fn error_shapes(recorder: &mut Recorder<'_>) {
    let (old, new) = (&recorder.before.api.error_shapes, &recorder.after.api.error_shapes);
    if old == new {
        return;
    }
    let list = |shapes: &[ErrorShape]| {
        let shapes = shapes.iter().filter_map(|shape| match (&shape.code, &shape.message) {
            (Some(of_code), Some(of_message)) => Some(code(&format!("{of_code}, {of_message}"))),
            (Some(of_code), None) => Some(format!("{} without a message", code(of_code))),
            (None, Some(of_message)) => Some(format!("{} without a code", code(of_message))),
            (None, None) => None,
        });
        shapes.collect::<Vec<_>>().join("; ")
    };
    let more = new.strip_prefix(old.as_slice()).filter(|_| !old.is_empty());
    let is_addition = more.is_some();
    let wire = match more {
        Some(more) => format!("error code and message are also at {}", list(more)),
        None => format!("error code and message are at {}, not at {}", or_none(list(new)), or_none(list(old))),
    };
    let entry = recorder.after.of_api();
    let kind = if is_addition { ChangeKind::Added } else { ChangeKind::Changed };
    let place = if is_addition { "in more errors" } else { "elsewhere" };
    let text = format!("{} finds code and message {place}", code("Error::api_error"));
    let change = ChangedPart::new(ChangeSubject::ErrorShape, "error-shapes", entry.place).change(kind).wire(wire);
    recorder.add_change(&entry, change.code(ChangeEffect::Behavior, text));
}

fn member_case(recorder: &mut Recorder<'_>) {
    let (old, new) = (recorder.before.api.member_case, recorder.after.api.member_case);
    if old == new {
        return;
    }
    let entry = recorder.after.of_api();
    let (wire, found) = match new {
        MemberCase::Ignored => ("is not", "more"),
        MemberCase::Exact => ("is", "fewer"),
    };
    let wire = format!("the case of member names in requests and error bodies {wire} significant");
    let text = format!("{} finds code and message in {found} errors", code("Error::api_error"));
    let change = ChangedPart::new(ChangeSubject::ErrorShape, "member-case", entry.place).changed().wire(wire);
    recorder.add_change(&entry, change.code(ChangeEffect::Behavior, text));
}

fn or_none(list: String) -> String {
    if list.is_empty() { "no place".to_owned() } else { list }
}
