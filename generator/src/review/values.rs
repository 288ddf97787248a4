//! Values of enums, and variants of unions.

use super::change::{ChangeEffect, ChangeSubject, ReviewNoteKind, code, wire_rename};
use super::new_change::ChangedPart;
use super::pairing::{PositionPairs, is_similar};
use super::rust_text;
use super::side::{ChangedEntry, Recorder};
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
        recorder.add_change(&both.before, value_part(value).removed().wire(wire).code(ChangeEffect::Compile, text));
        lost(recorder, &both.before, value, value.place);
    }
    for value in pairs.added.iter().map(|index| &new[*index]) {
        let wire = format!("{} is listed", code(&value.wire));
        let text =
            format!("the variant {} is new; the value was read as {} before", code(&value.name), code("Unlisted"));
        recorder.add_change(&both.after, value_part(value).added().wire(wire).code(ChangeEffect::Addition, text));
    }
    for (one, other) in pairs.both.iter().map(|(one, other)| (&old[*one], &new[*other])) {
        let count = recorder.changes.len();
        value(recorder, both, one, other);
        if one.doc != other.doc {
            recorder.note_docs(count, &both.after, &value_at(other), other.place);
        }
    }
}

fn value(recorder: &mut Recorder<'_>, both: &TypePair<'_>, old: &EnumValue, new: &EnumValue) {
    let is_sent = both.new.direction.sent;
    let name = code(&new.name);
    if old.wire != new.wire || old.name != new.name {
        let wire = wire_rename(&old.wire, &new.wire);
        let (effect, text) = match (old.name == new.name, is_sent) {
            (false, _) => (ChangeEffect::Compile, format!("the variant {} is {name} now", code(&old.name))),
            (true, true) => (ChangeEffect::Request, format!("{name} is sent as another value")),
            (true, false) => (ChangeEffect::Behavior, format!("{name} is read from another value")),
        };
        recorder.add_change(&both.after, value_part(new).renamed().wire(wire).code(effect, text));
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
            (ChangeEffect::Nothing, "no call sends it there".to_owned())
        };
        recorder.add_change(&both.after, value_part(new).changed().wire(wire).code(effect, text));
    }
}

fn lost(recorder: &mut Recorder<'_>, entry: &ChangedEntry, value: &EnumValue, place: Place) {
    let text =
        format!("the enum {} lost the value {}: services rarely remove values", code(&entry.name), code(&value.wire));
    recorder.add_note(entry, ReviewNoteKind::ValueLost, place, text);
}

fn value_at(value: &EnumValue) -> String {
    format!("values.{}", value.wire)
}

fn value_part(value: &EnumValue) -> ChangedPart {
    ChangedPart::new(ChangeSubject::Value, value_at(value), value.place)
}

pub(super) fn of_union(recorder: &mut Recorder<'_>, both: &TypePair<'_>, old: &[Variant], new: &[Variant]) {
    let mut pairs = PositionPairs::new(old, new, |one, other| one.tag == other.tag);
    pairs.rename(|one, other| old[one].name == new[other].name);
    let known = pairs.clone();
    pairs.rename(|one, other| {
        recorder.is_same_type(&old[one].value, &new[other].value)
            && known.has_same_neighbors(one, other, (old.len(), new.len()))
    });
    for variant in pairs.removed.iter().map(|index| &old[*index]) {
        let wire = format!("{} is no longer listed", code(&variant.tag));
        let text = format!("the variant {} is gone; the object is read as {}", code(&variant.name), code("Unlisted"));
        recorder.add_change(&both.before, variant_part(variant).removed().wire(wire).code(ChangeEffect::Compile, text));
    }
    for variant in pairs.added.iter().map(|index| &new[*index]) {
        let wire = format!("{} is listed", code(&variant.tag));
        let text =
            format!("the variant {} is new; the object was read as {} before", code(&variant.name), code("Unlisted"));
        recorder.add_change(&both.after, variant_part(variant).added().wire(wire).code(ChangeEffect::Addition, text));
    }
    for (one, other) in pairs.both.iter().map(|(one, other)| (&old[*one], &new[*other])) {
        let count = recorder.changes.len();
        variant(recorder, both, one, other);
        if one.doc != other.doc {
            recorder.note_docs(count, &both.after, &variant_at(other), other.place);
        }
    }
}

fn variant(recorder: &mut Recorder<'_>, both: &TypePair<'_>, old: &Variant, new: &Variant) {
    let name = code(&new.name);
    if old.tag != new.tag || old.name != new.name {
        let wire = wire_rename(&old.tag, &new.tag);
        let (effect, text) = match (old.name == new.name, both.new.direction.sent) {
            (false, _) => (ChangeEffect::Compile, format!("the variant {} is {name} now", code(&old.name))),
            (true, true) => (ChangeEffect::Request, format!("{name} is sent with another tag")),
            (true, false) => (ChangeEffect::Behavior, format!("{name} is identified by another value")),
        };
        recorder.add_change(&both.after, variant_part(new).renamed().wire(wire).code(effect, text));
    }
    if !recorder.is_same_type(&old.value, &new.value) {
        let (one, other) = (old.value.expression(recorder.before.api), new.value.expression(recorder.after.api));
        let stated = format!("it is {} instead of {}", code(&other), code(&one));
        let is_same = recorder.is_same_on_wire(&old.value, &new.value);
        let form = |of: &Variant, api| code(&rust_text::variant(of, api));
        let (one, other) = (form(old, recorder.before.api), form(new, recorder.after.api));
        let text = format!("the variant {name} is {other} instead of {one}");
        let change = variant_part(new).changed().stated(is_same, stated);
        recorder.add_change(&both.after, change.code(ChangeEffect::Compile, text));
    }
}

fn variant_at(variant: &Variant) -> String {
    format!("variants.{}", variant.tag)
}

fn variant_part(variant: &Variant) -> ChangedPart {
    ChangedPart::new(ChangeSubject::Variant, variant_at(variant), variant.place)
}
