//! Members of objects.

use super::change::{ChangeEffect, ChangeSubject, ReviewNoteKind, code, limit, wire_rename};
use super::new_change::ChangedPart;
use super::pairing::PositionPairs;
use super::rust_text;
use super::side::Recorder;
use super::type_pair::TypePair;
use crate::model::{Api, Direction, Member, Presence, Type, TypeKind};

pub(super) fn compare(recorder: &mut Recorder<'_>, both: &TypePair<'_>, old: &[Member], new: &[Member]) {
    let mut pairs = PositionPairs::new(old, new, |one, other| one.wire == other.wire);
    pairs.rename(|one, other| old[one].name == new[other].name);
    let known = pairs.clone();
    pairs.rename(|one, other| {
        recorder.is_same_type(&old[one].value, &new[other].value)
            && known.has_same_neighbors(one, other, (old.len(), new.len()))
    });
    for member in pairs.removed.iter().map(|index| &old[*index]) {
        let wire = format!("{} is no longer listed", code(&member.wire));
        let argument = if member.must_be_stated() { format!("; {}", constructor_change(both)) } else { String::new() };
        let text = format!("the field {} is gone{}{argument}", code(&member.name), where_it_is_kept(both));
        recorder.add_change(&both.before, part(member).removed().wire(wire).code(ChangeEffect::Compile, text));
    }
    for member in pairs.added.iter().map(|index| &new[*index]) {
        added(recorder, both, member);
    }
    for (one, other) in pairs.both.iter().map(|(one, other)| (&old[*one], &new[*other])) {
        let count = recorder.changes.len();
        pair(recorder, both, one, other);
        if one.doc != other.doc {
            recorder.note_docs(count, &both.after, &at(other), other.place);
        }
    }
    order(recorder, both, old, new, &pairs);
}

fn no_field() -> String {
    "the type has no field for the tag of its union".to_owned()
}

/// Where values of a removed field are kept.
fn where_it_is_kept(both: &TypePair<'_>) -> String {
    let unlisted = code("unlisted");
    if both.new.direction.received {
        format!("; the value is in {unlisted}")
    } else {
        format!("; {unlisted} can send it")
    }
}

fn added(recorder: &mut Recorder<'_>, both: &TypePair<'_>, member: &Member) {
    let shown = code(&member.value.expression(recorder.after.api));
    let wire = format!("{}, {shown}, is {}", code(&member.wire), presence_name(member.presence));
    let (effect, text) = if member.is_tag {
        (ChangeEffect::Nothing, no_field())
    } else if member.must_be_stated() {
        (ChangeEffect::Compile, format!("{}{}", constructor_change(both), strictness(both)))
    } else {
        (ChangeEffect::Addition, format!("the field {} is new", code(&member.name)))
    };
    recorder.add_change(&both.after, part(member).added().wire(wire).code(effect, text));
    if member.must_be_stated() {
        became_required(recorder, both, member);
    }
}

fn pair(recorder: &mut Recorder<'_>, both: &TypePair<'_>, old: &Member, new: &Member) {
    let name = code(&new.name);
    let is_body = recorder.before.has_as_body(both.old) || recorder.after.has_as_body(both.new);
    if old.is_tag && new.is_tag {
        if (&old.wire, old.presence) != (&new.wire, new.presence) || !recorder.is_same_type(&old.value, &new.value) {
            let facts = |member: &Member, api| {
                let value = code(&member.value.expression(api));
                format!("{}, {value}, {}", code(&member.wire), presence_name(member.presence))
            };
            let (one, other) = (facts(old, recorder.before.api), facts(new, recorder.after.api));
            let wire = format!("the tag is {other} instead of {one}");
            let change = part(new).changed().wire(wire);
            recorder.add_change(&both.after, change.code(ChangeEffect::Nothing, no_field()));
        }
        return;
    }
    if old.wire != new.wire || old.name != new.name {
        let wire = wire_rename(&old.wire, &new.wire);
        let (effect, text) = match (old.name == new.name, both.new.direction) {
            (false, _) => (ChangeEffect::Compile, format!("the field {} is {name} now", code(&old.name))),
            (true, Direction { sent: true, received: true }) => {
                (ChangeEffect::Request, format!("{name} is written and read under another name"))
            }
            (true, Direction { sent: true, .. }) => {
                (ChangeEffect::Request, format!("{name} is written under another name"))
            }
            (true, _) => (ChangeEffect::Behavior, format!("{name} is read from another member")),
        };
        recorder.add_change(&both.after, part(new).renamed().wire(wire).code(effect, text));
    }
    if old.lenient != new.lenient {
        let (wire, text) = if new.lenient {
            ("numbers and strings are interchangeable", "responses that were errors are read")
        } else {
            ("numbers and strings are no longer interchangeable", "responses that were read are errors")
        };
        let change = part(new).changed().wire(wire.to_owned());
        recorder.add_change(&both.after, change.code(ChangeEffect::Behavior, text));
    }
    if old.max_items != new.max_items {
        let (wire, text) = limit(old.max_items, new.max_items);
        // The client only checks the length of a list that is the body itself.
        let (effect, text) = if is_body {
            (ChangeEffect::Behavior, text)
        } else {
            (ChangeEffect::Nothing, "the length is only checked of a list that is the body")
        };
        recorder.add_change(&both.after, part(new).changed().wire(wire).code(effect, text));
    }
    if old.is_tag != new.is_tag {
        let (stated, effect, text) = if new.is_tag {
            let text = format!("the field {name} is gone; the union reads and writes it");
            ("it is only the tag of a union".to_owned(), ChangeEffect::Compile, text)
        } else {
            (
                "it is more than the tag of a union".to_owned(),
                ChangeEffect::Addition,
                format!("the field {name} is new"),
            )
        };
        recorder.add_change(&both.after, part(new).changed().spec(stated).code(effect, text));
    }
    form(recorder, both, old, new);
    if !old.must_be_stated() && new.must_be_stated() {
        became_required(recorder, both, new);
    }
}

/// Compares the type of the field, and whether it must be stated.
fn form(recorder: &mut Recorder<'_>, both: &TypePair<'_>, old: &Member, new: &Member) {
    let is_same_value = recorder.is_same_type(&old.value, &new.value);
    let is_same_type = is_same_value
        && layers(old.presence) == layers(new.presence)
        && (old.secret, old.boxed) == (new.secret, new.boxed);
    let (mut wire, mut spec) = (Vec::new(), Vec::new());
    if !is_same_value {
        let (one, other) = (old.value.expression(recorder.before.api), new.value.expression(recorder.after.api));
        let stated = format!("it is {} instead of {}", code(&other), code(&one));
        if recorder.is_same_on_wire(&old.value, &new.value) { spec.push(stated) } else { wire.push(stated) }
    }
    if old.presence != new.presence {
        wire.push(format!("it is {} instead of {}", presence_name(new.presence), presence_name(old.presence)));
    }
    let mut text = Vec::new();
    if !is_same_type {
        let (one, other) = (rust(old, recorder.before.api), rust(new, recorder.after.api));
        text.push(format!("the field {} is {} instead of {}", code(&new.name), code(&other), code(&one)));
    }
    if old.must_be_stated() != new.must_be_stated() {
        let strictness = if new.must_be_stated() { strictness(both) } else { "" };
        text.push(format!("{}{strictness}", constructor_change(both)));
    }
    if text.is_empty() {
        return;
    }
    let joined = |statements: Vec<String>| (!statements.is_empty()).then(|| statements.join("; "));
    let change = part(new).changed().wire(joined(wire)).spec(joined(spec));
    recorder.add_change(&both.after, change.code(ChangeEffect::Compile, text.join("; ")));
}

/// Reports a new order of constructor arguments that were required before and still are.
fn order(recorder: &mut Recorder<'_>, both: &TypePair<'_>, old: &[Member], new: &[Member], pairs: &PositionPairs) {
    let kept = pairs.both.iter().filter(|(one, other)| old[*one].must_be_stated() && new[*other].must_be_stated());
    if kept.is_sorted_by_key(|(one, _)| *one) {
        return;
    }
    let names: Vec<&str> =
        new.iter().filter(|member| member.must_be_stated()).map(|member| member.name.as_str()).collect();
    let constructor = constructor(both);
    let text = format!("the order of arguments of {constructor} is {} now", code(&names.join(", ")));
    let declared = ChangedPart::new(ChangeSubject::Type, "", both.after.place);
    recorder.add_change(&both.after, declared.changed().code(ChangeEffect::Compile, text));
}

/// The constructor. For types that only the service sends, only tests have one.
fn constructor(both: &TypePair<'_>) -> String {
    let name = code(&format!("{}::new", both.new.name));
    let is_for_all = both.old.direction.sent && both.new.direction.sent;
    if is_for_all { name } else { format!("{name} (with the feature {})", code("test-kit")) }
}

/// How the constructor changes with the required members. Without required members there is `Default` instead.
fn constructor_change(both: &TypePair<'_>) -> String {
    let constructor = constructor(both);
    let default = code("Default");
    match (arguments(both.old), arguments(both.new)) {
        (0, _) => format!("{constructor} replaces {default}"),
        (_, 0) => format!("{default} replaces {constructor}"),
        (old, new) if old == new => format!("{constructor} takes other arguments"),
        (old, new) => {
            let more = if new > old { "more" } else { "fewer" };
            format!("{constructor} takes {more} arguments: {new} instead of {old}")
        }
    }
}

fn arguments(declared: &Type) -> usize {
    match &declared.kind {
        TypeKind::Object { members, .. } => members.iter().filter(|member| member.must_be_stated()).count(),
        _ => 0,
    }
}

/// The effect of a required member on reading.
fn strictness(both: &TypePair<'_>) -> &'static str {
    if both.new.direction.received { "; a response without it is an error" } else { "" }
}

fn became_required(recorder: &mut Recorder<'_>, both: &TypePair<'_>, member: &Member) {
    let text = format!("{} of {} became required: is there evidence?", code(&at(member)), code(&both.after.name));
    recorder.add_note(&both.after, ReviewNoteKind::BecameRequired, member.place, text);
}

fn part(member: &Member) -> ChangedPart {
    ChangedPart::new(ChangeSubject::Field, at(member), member.place)
}

fn at(member: &Member) -> String {
    format!("fields.{}", member.wire)
}

fn presence_name(presence: Presence) -> &'static str {
    match presence {
        Presence::Optional => "optional",
        Presence::Required => "required",
        Presence::Defaulted => "empty by default",
        Presence::OptionalNullable => "optional and nullable",
        Presence::RequiredNullable => "required and nullable",
    }
}

/// The number of `Option`s around the value.
fn layers(presence: Presence) -> u8 {
    match presence {
        Presence::Required | Presence::Defaulted => 0,
        Presence::Optional | Presence::RequiredNullable => 1,
        Presence::OptionalNullable => 2,
    }
}

/// The type of the field, as users see it.
fn rust(member: &Member, api: &Api) -> String {
    let mut shown = rust_text::value(&member.value, api);
    if member.secret {
        shown = format!("Secret<{shown}>");
    }
    if member.boxed {
        shown = format!("Box<{shown}>");
    }
    for _ in 0..layers(member.presence) {
        shown = format!("Option<{shown}>");
    }
    shown
}
