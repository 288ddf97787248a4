//! Fields of types, and of their parts.

use docwright::internals::model::{
    EnumCase, EnumValue, ErrorVariant, Home, LiteralType, Member, Model, PageId, Presence, Provenance, Type, TypeKind,
    TypeRef, Variant,
};

use super::Change::{Follows, Reported};
use super::{Mutant, declared, other, other_doc, same, some, whole};

fn members(declared: &mut Type) -> &mut Vec<Member> {
    match &mut declared.kind {
        TypeKind::Object { is_envelope: _, members } => members,
        _ => panic!("it is an object"),
    }
}

fn lines(model: &mut Model) -> &mut Member {
    &mut members(declared(model, "Order"))[4]
}

fn lost(model: &mut Model) -> &mut EnumValue {
    match &mut declared(model, "State").kind {
        TypeKind::Enum { literal: _, case: _, values } => &mut values[3],
        _ => panic!("it is an enum"),
    }
}

fn sold(model: &mut Model) -> &mut Variant {
    match &mut declared(model, "Event").kind {
        TypeKind::Union { tag: _, literal: _, variants } => &mut variants[0],
        _ => panic!("it is a union"),
    }
}

fn conflict(model: &mut Model) -> &mut ErrorVariant {
    match &mut declared(model, "ThingError").kind {
        TypeKind::Errors { variants } => &mut variants[1],
        _ => panic!("they are errors"),
    }
}

pub(super) fn of_types(mutants: &mut Vec<Mutant>) {
    each_field!(mutants, |model| declared(model, "Line"), Type {
        name: Reported other,
        home: Reported |home: &mut Home| *home = Home::Shared,
        doc: Reported other_doc,
        details: Follows same,
        direction: Reported |direction: &mut docwright::internals::model::Direction| direction.received = true,
        kind: Reported |kind: &mut TypeKind| *kind = TypeKind::Identifier(TypeRef::String),
        provenance: Reported |provenance: &mut Provenance| provenance.pages.push(PageId(0)),
    });
    each_field!(mutants, lines, Member {
        wire: Reported other,
        name: Reported other,
        doc: Reported other_doc,
        errata_doc: Follows same,
        value: Reported |value: &mut TypeRef| *value = TypeRef::Map(Box::new(TypeRef::Bool)),
        presence: Reported |presence: &mut Presence| *presence = Presence::RequiredNullable,
        secret: Reported |secret: &mut bool| *secret = true,
        lenient: Reported |lenient: &mut bool| *lenient = true,
        boxed: Reported |boxed: &mut bool| *boxed = true,
        max_items: Reported |max: &mut Option<u32>| *max = Some(3),
        is_tag: Reported |is_tag: &mut bool| *is_tag = true,
        place: Follows same,
    });
    each_field!(mutants, lost, EnumValue {
        wire: Reported other,
        in_url: Reported some,
        name: Reported other,
        doc: Reported other_doc,
        errata_doc: Follows same,
        place: Follows same,
    });
    each_field!(mutants, sold, Variant {
        tag: Reported other,
        name: Reported other,
        value: Reported |value: &mut TypeRef| *value = TypeRef::Json,
        doc: Reported other_doc,
        errata_doc: Follows same,
        place: Follows same,
    });
    each_field!(mutants, conflict, ErrorVariant {
        status: Reported |status: &mut u16| *status = 410,
        code: Reported some,
        name: Reported other,
        doc: Reported other_doc,
        errata_doc: Follows same,
        retry: Reported |retry: &mut Option<bool>| *retry = Some(true),
        reason: Reported |reason: &mut Option<_>| *reason = None,
        place: Follows same,
    });
    for (name, mutate) in [
        ("TypeKind::Object.is_envelope", (|declared| envelope(declared, "Line")) as fn(&mut Model)),
        ("TypeKind::Enum.case", |model| match &mut declared(model, "State").kind {
            TypeKind::Enum { literal: _, case, values: _ } => *case = EnumCase::Ignored,
            _ => panic!("it is an enum"),
        }),
        ("TypeKind::Union.tag", |model| match &mut declared(model, "Event").kind {
            TypeKind::Union { tag, literal: _, variants: _ } => tag[0].push('x'),
            _ => panic!("it is a union"),
        }),
        ("TypeKind::Enum.literal", |model| match &mut declared(model, "State").kind {
            TypeKind::Enum { literal, case: _, values: _ } => *literal = LiteralType::Integer,
            _ => panic!("it is an enum"),
        }),
        ("TypeKind::Union.literal", |model| match &mut declared(model, "Event").kind {
            TypeKind::Union { tag: _, literal, variants: _ } => *literal = LiteralType::Integer,
            _ => panic!("it is a union"),
        }),
    ] {
        let mut model = whole();
        mutate(&mut model);
        mutants.push(Mutant { field: name, change: Reported, model });
    }
}

fn envelope(model: &mut Model, name: &str) {
    if let TypeKind::Object { is_envelope, members: _ } = &mut declared(model, name).kind {
        *is_envelope = true;
    }
}
