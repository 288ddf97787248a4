//! Values of enums, and variants of unions.

use super::change::{ChangeEffect, ChangeKind, ChangeSubject, ReviewNoteKind, code};
use super::pairing::{PositionPairs, is_similar};
use super::side::{ChangedEntry, NewChange, Recorder};
use super::type_pair::TypePair;
use crate::diagnostics::Place;
use crate::model::{EnumValue, Variant};

pub(super) fn of_enum(recorder: &mut Recorder<'_>, both: &TypePair<'_>, old: &[EnumValue], new: &[EnumValue]) {
    let mut pairs = PositionPairs::new(old, new, |one, other| one.wire == other.wire);
    pairs.rename(|one, other| old[one].name == new[other].name);
    let known = pairs.clone();
    pairs.rename(|one, other| {
        is_similar(&old[one].wire, &new[other].wire) && known.has_same_neighbors(one, other, (old.len(), new.len()))
    });
    for value in pairs.removed.iter().map(|index| &old[*index]) {
        let wire = format!("{} is no longer listed", code(&value.wire));
        let text = format!("the variant {} is gone; the value is read as {}", code(&value.name), code("Unlisted"));
        recorder.add_change(
            &both.before,
            said(
                ChangeSubject::Value,
                at(value),
                value.place,
                (ChangeKind::Removed, wire, ChangeEffect::Compile, text),
            ),
        );
        lost(recorder, &both.before, value, value.place);
    }
    for value in pairs.added.iter().map(|index| &new[*index]) {
        let wire = format!("{} is listed", code(&value.wire));
        let text =
            format!("the variant {} is new; the value was read as {} before", code(&value.name), code("Unlisted"));
        recorder.add_change(
            &both.after,
            said(ChangeSubject::Value, at(value), value.place, (ChangeKind::Added, wire, ChangeEffect::Addition, text)),
        );
    }
    for (one, other) in pairs.both.iter().map(|(one, other)| (&old[*one], &new[*other])) {
        let count = recorder.changes.len();
        value(recorder, both, one, other);
        if one.doc != other.doc {
            recorder.note_docs(count, &both.after, &at(other), other.place);
        }
    }
}

fn value(recorder: &mut Recorder<'_>, both: &TypePair<'_>, old: &EnumValue, new: &EnumValue) {
    let is_sent = both.new.direction.sent;
    let name = code(&new.name);
    if old.wire != new.wire || old.name != new.name {
        let wire = match old.wire == new.wire {
            true => "nothing".to_owned(),
            false => format!("{} is {} now", code(&old.wire), code(&new.wire)),
        };
        let (effect, text) = match (old.name == new.name, is_sent) {
            (false, _) => (ChangeEffect::Compile, format!("the variant {} is {name} now", code(&old.name))),
            (true, true) => (ChangeEffect::Request, format!("{name} is sent as another value")),
            (true, false) => (ChangeEffect::Behavior, format!("{name} is read from another value")),
        };
        recorder.add_change(
            &both.after,
            said(ChangeSubject::Value, at(new), new.place, (ChangeKind::Renamed, wire, effect, text)),
        );
        if old.wire != new.wire {
            lost(recorder, &both.after, old, new.place);
        }
    }
    let in_url = |value: &EnumValue| value.in_url.clone().unwrap_or_else(|| value.wire.clone());
    let is_spelled_apart = old.in_url.is_some() || new.in_url.is_some();
    if is_spelled_apart && in_url(old) != in_url(new) {
        let wire = format!("in a path or query it is {} instead of {}", code(&in_url(new)), code(&in_url(old)));
        let (effect, text) = if recorder.before.has_in_url(both.old) {
            (ChangeEffect::Request, format!("{name} is sent as another value"))
        } else {
            (ChangeEffect::Nothing, "nothing; no call sends it there".to_owned())
        };
        recorder.add_change(
            &both.after,
            said(ChangeSubject::Value, at(new), new.place, (ChangeKind::Changed, wire, effect, text)),
        );
    }
}

fn lost(recorder: &mut Recorder<'_>, entry: &ChangedEntry, value: &EnumValue, place: Place) {
    let text =
        format!("the enum {} lost the value {}: services rarely remove values", code(&entry.name), code(&value.wire));
    recorder.add_note(entry, ReviewNoteKind::ValueLost, place, text);
}

fn at(value: &EnumValue) -> String {
    format!("values.{}", value.wire)
}

pub(super) fn of_union(recorder: &mut Recorder<'_>, both: &TypePair<'_>, old: &[Variant], new: &[Variant]) {
    let mut pairs = PositionPairs::new(old, new, |one, other| one.tag == other.tag);
    pairs.rename(|one, other| old[one].name == new[other].name);
    let known = pairs.clone();
    pairs.rename(|one, other| {
        recorder.is_same_type(&old[one].value, &new[other].value)
            && known.has_same_neighbors(one, other, (old.len(), new.len()))
    });
    let at = |variant: &Variant| format!("variants.{}", variant.tag);
    for variant in pairs.removed.iter().map(|index| &old[*index]) {
        let wire = format!("{} is no longer listed", code(&variant.tag));
        let text = format!("the variant {} is gone; the object is read as {}", code(&variant.name), code("Unlisted"));
        let facts = (ChangeKind::Removed, wire, ChangeEffect::Compile, text);
        recorder.add_change(&both.before, said(ChangeSubject::Variant, at(variant), variant.place, facts));
    }
    for variant in pairs.added.iter().map(|index| &new[*index]) {
        let wire = format!("{} is listed", code(&variant.tag));
        let text =
            format!("the variant {} is new; the object was read as {} before", code(&variant.name), code("Unlisted"));
        let facts = (ChangeKind::Added, wire, ChangeEffect::Addition, text);
        recorder.add_change(&both.after, said(ChangeSubject::Variant, at(variant), variant.place, facts));
    }
    for (one, other) in pairs.both.iter().map(|(one, other)| (&old[*one], &new[*other])) {
        let count = recorder.changes.len();
        variant(recorder, both, one, other);
        if one.doc != other.doc {
            recorder.note_docs(count, &both.after, &at(other), other.place);
        }
    }
}

fn variant(recorder: &mut Recorder<'_>, both: &TypePair<'_>, old: &Variant, new: &Variant) {
    let at = format!("variants.{}", new.tag);
    let name = code(&new.name);
    if old.tag != new.tag || old.name != new.name {
        let wire = match old.tag == new.tag {
            true => "nothing".to_owned(),
            false => format!("{} is {} now", code(&old.tag), code(&new.tag)),
        };
        let (effect, text) = match (old.name == new.name, both.new.direction.sent) {
            (false, _) => (ChangeEffect::Compile, format!("the variant {} is {name} now", code(&old.name))),
            (true, true) => (ChangeEffect::Request, format!("{name} is sent with another tag")),
            (true, false) => (ChangeEffect::Behavior, format!("{name} is identified by another value")),
        };
        recorder.add_change(
            &both.after,
            said(ChangeSubject::Variant, at.clone(), new.place, (ChangeKind::Renamed, wire, effect, text)),
        );
    }
    if !recorder.is_same_type(&old.value, &new.value) {
        let (one, other) = (old.value.expression(recorder.before.api), new.value.expression(recorder.after.api));
        let wire = format!("it is {} instead of {}", code(&other), code(&one));
        let text = format!("the variant {name} contains another type");
        recorder.add_change(
            &both.after,
            said(ChangeSubject::Variant, at, new.place, (ChangeKind::Changed, wire, ChangeEffect::Compile, text)),
        );
    }
}

fn said(
    subject: ChangeSubject,
    at: String,
    place: Place,
    facts: (ChangeKind, String, ChangeEffect, String),
) -> NewChange {
    let (kind, wire, effect, code) = facts;
    NewChange { subject, kind, at, place, wire, effect, code }
}
