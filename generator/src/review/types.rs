//! Declared types: which ones there are, their modules, and whether they are sent or received.

use super::change::{ChangeEffect, ChangeKind, ChangeSubject, code};
use super::new_change::ChangedPart;
use super::side::{ChangedEntry, Recorder};
use super::type_pair::TypePair;
use super::{documents, errors, members, values};
use crate::model::{Direction, EnumCase, LiteralType, TypeId, TypeKind};

pub(super) fn compare(recorder: &mut Recorder<'_>) {
    let (old, new) = (&recorder.before.api.types, &recorder.after.api.types);
    for index in recorder.types.pairs.removed.clone() {
        let entry = recorder.before.of_type(TypeId(index));
        if old[index].direction.is_any() {
            removed(recorder, &entry, TypeId(index), "nothing refers to it");
        }
        documents::errata(recorder, Some((&entry, &old[index].provenance)), None);
    }
    for index in recorder.types.pairs.added.clone() {
        let entry = recorder.after.of_type(TypeId(index));
        let count = recorder.changes.len();
        if new[index].direction.is_any() {
            added(recorder, &entry, TypeId(index), what(&new[index].kind));
        }
        recorder.touch(count, &entry);
        documents::errata(recorder, None, Some((&entry, &new[index].provenance)));
    }
    for (one, other) in recorder.types.pairs.both.clone() {
        let (before, after) = (recorder.before.of_type(TypeId(one)), recorder.after.of_type(TypeId(other)));
        compare_type(
            recorder,
            &TypePair { old: &old[one], new: &new[other], before, after },
            (TypeId(one), TypeId(other)),
        );
    }
}

/// A type that generated code does not have any more.
fn removed(recorder: &mut Recorder<'_>, entry: &ChangedEntry, id: TypeId, reason: &str) {
    let text = format!("{} is gone", recorder.before.path_of_type(id));
    recorder.add_change(entry, part(entry).removed().spec(reason.to_owned()).code(ChangeEffect::Compile, text));
}

/// A type that generated code did not have.
fn added(recorder: &mut Recorder<'_>, entry: &ChangedEntry, id: TypeId, reason: &str) {
    let text = format!("{} is new", recorder.after.path_of_type(id));
    recorder.add_change(entry, part(entry).added().spec(reason.to_owned()).code(ChangeEffect::Addition, text));
}

fn compare_type(recorder: &mut Recorder<'_>, both: &TypePair<'_>, (one, other): (TypeId, TypeId)) {
    let count = recorder.changes.len();
    let TypePair { old, new, before, after } = both;
    match (old.direction.is_any(), new.direction.is_any()) {
        (true, true) => compare_code(recorder, both, (one, other)),
        (true, false) => removed(recorder, before, one, "other types only take over its members"),
        (false, true) => added(recorder, after, other, what(&new.kind)),
        // What changes is a change of the types that take over its members.
        (false, false) => {}
    }
    recorder.touch(count, after);
    documents::citations(recorder, after, &old.provenance, &new.provenance);
    documents::errata(recorder, Some((before, &old.provenance)), Some((after, &new.provenance)));
    if old.doc != new.doc {
        recorder.note_docs(count, after, "", after.place);
    }
}

/// A type that generated code has on both sides.
fn compare_code(recorder: &mut Recorder<'_>, both: &TypePair<'_>, (one, other): (TypeId, TypeId)) {
    let TypePair { old, new, before, after } = both;
    if old.name != new.name || !recorder.is_same_home(old.home, new.home) {
        let text = format!("{} is {} now", recorder.before.path_of_type(one), recorder.after.path_of_type(other));
        let kind = if old.name == new.name { ChangeKind::Moved } else { ChangeKind::Renamed };
        recorder.add_change(after, part(after).change(kind).code(ChangeEffect::Compile, text));
    }
    match (&old.kind, &new.kind) {
        (
            TypeKind::Object { is_envelope: one, members: old },
            TypeKind::Object { is_envelope: other, members: new },
        ) if one == other => {
            direction(recorder, both);
            members::compare(recorder, both, old, new);
        }
        (
            TypeKind::Enum { literal: old_literal, case: one, values: old },
            TypeKind::Enum { literal: new_literal, case: other, values: new },
        ) => {
            if old_literal != new_literal {
                let wire = format!("its values are {} instead of {}", literals(*new_literal), literals(*old_literal));
                let text =
                    format!("it is made from {}", if *new_literal == LiteralType::Integer { "i64" } else { "&str" });
                recorder.add_change(after, part(after).changed().wire(wire).code(ChangeEffect::Compile, text));
            } else {
                case(recorder, after, *one, *other);
            }
            values::of_enum(recorder, both, old, new);
        }
        (
            TypeKind::Union { tag: one, literal: old_literal, variants: old },
            TypeKind::Union { tag: other, literal: new_literal, variants: new },
        ) => {
            direction(recorder, both);
            if old_literal != new_literal {
                let wire = format!("its tags are {} instead of {}", literals(*new_literal), literals(*old_literal));
                let (effect, text) = other_tags(both.new.direction);
                recorder.add_change(after, part(after).changed().wire(wire).code(effect, text));
            }
            if one != other {
                let wire = format!(
                    "variants are distinguished by {} instead of {}",
                    code(&other.join(".")),
                    code(&one.join("."))
                );
                let (effect, text) = other_tags(both.new.direction);
                recorder.add_change(after, part(after).changed().wire(wire).code(effect, text));
            }
            values::of_union(recorder, both, old, new);
        }
        (TypeKind::Errors { variants: old }, TypeKind::Errors { variants: new }) => {
            errors::variants(recorder, (before, after), old, new);
        }
        (TypeKind::Identifier(old), TypeKind::Identifier(new)) => {
            if old != new {
                let (one, other) = (old.expression(recorder.before.api), new.expression(recorder.after.api));
                let wire = format!("it is {} instead of {}", code(&other), code(&one));
                let text = "it is made from another type, and sent as one".to_owned();
                recorder.add_change(after, part(after).changed().wire(wire).code(ChangeEffect::Compile, text));
            }
        }
        (old, new) => {
            let wire = format!("it is {} instead of {}", what(new), what(old));
            let change = part(after).changed().wire(wire);
            recorder.add_change(after, change.code(ChangeEffect::Compile, "the type has another form"));
        }
    }
}

fn part(entry: &ChangedEntry) -> ChangedPart {
    ChangedPart::new(ChangeSubject::Type, "", entry.place)
}

fn what(kind: &TypeKind) -> &'static str {
    match kind {
        TypeKind::Object { is_envelope: false, .. } => "an object",
        TypeKind::Object { is_envelope: true, .. } => "an envelope",
        TypeKind::Enum { .. } => "an enum",
        TypeKind::Identifier(_) => "an identifier",
        TypeKind::Union { .. } => "a union",
        TypeKind::Errors { .. } => "a list of errors",
    }
}

/// The effect of other tags on objects of a union.
fn other_tags(direction: Direction) -> (ChangeEffect, String) {
    if direction.sent {
        (ChangeEffect::Request, "objects are sent with another tag".to_owned())
    } else {
        (ChangeEffect::Behavior, "objects are read as another variant, or as none".to_owned())
    }
}

fn literals(literal: LiteralType) -> &'static str {
    match literal {
        LiteralType::Text => "texts",
        LiteralType::Integer => "integers",
        LiteralType::Boolean => "Booleans",
    }
}

fn case(recorder: &mut Recorder<'_>, entry: &ChangedEntry, old: EnumCase, new: EnumCase) {
    if old == new {
        return;
    }
    let (wire, text) = match new {
        EnumCase::Ignored => ("case no longer distinguishes values", "values in another case are read as listed ones"),
        EnumCase::Exact => ("case distinguishes values", "values in another case are read as unlisted ones"),
    };
    let change = part(entry).changed().wire(wire.to_owned());
    recorder.add_change(entry, change.code(ChangeEffect::Behavior, text));
}

/// What can be built, written and read depends on whether values are sent or received.
fn direction(recorder: &mut Recorder<'_>, TypePair { old, new, after, .. }: &TypePair<'_>) {
    if old.direction == new.direction {
        return;
    }
    let describe = |direction: Direction| match direction {
        Direction { sent: true, received: true } => "sent and received",
        Direction { sent: true, received: false } => "sent",
        Direction { .. } => "received",
    };
    let wire = format!("it is {} instead of {}", describe(new.direction), describe(old.direction));
    let is_lost = (old.direction.sent && !new.direction.sent) || (old.direction.received && !new.direction.received);
    let (effect, text) = if is_lost {
        let what = match (new.direction.sent, &new.kind) {
            (false, TypeKind::Object { .. }) => {
                format!("it can be built and written only by tests, with the feature {}", code("test-kit"))
            }
            (false, _) => format!("it can be written only by tests, with the feature {}", code("test-kit")),
            (true, _) => format!("it cannot be read: no {}", code("Deserialize")),
        };
        (ChangeEffect::Compile, what)
    } else {
        let what = if old.direction.sent { "it can be read as well" } else { "it can be built and written as well" };
        (ChangeEffect::Addition, what.to_owned())
    };
    recorder.add_change(after, part(after).changed().wire(wire).code(effect, text));
}
