//! Which way the values of each type travel, found by walking from the operations.

use crate::model::{Answer, Api, InputPlace, TypeKind, TypeRef};

#[derive(Clone, Copy)]
enum Way {
    Sent,
    Received,
}

/// Marks every type with the directions in which operations reach it.
pub(super) fn mark(api: &mut Api) {
    let mut sent = Vec::new();
    let mut received = Vec::new();
    for operation in api.areas.iter().flat_map(|area| &area.operations) {
        for input in &operation.inputs {
            if !matches!(input.place, InputPlace::BodyBytes(_)) {
                sent.push(input.value.clone());
            }
        }
        match &operation.answer {
            Answer::Json(value) => received.push(value.clone()),
            Answer::Outcomes { outcomes, .. } => {
                received.extend(outcomes.iter().filter_map(|outcome| outcome.content.json().cloned()));
            }
            Answer::Empty | Answer::Bytes => {}
        }
    }
    walk(api, sent, Way::Sent);
    walk(api, received, Way::Received);
    for declared in &mut api.types {
        if !declared.direction.sent && !declared.direction.received {
            declared.direction.received = true;
        }
    }
}

fn walk(api: &mut Api, mut pending: Vec<TypeRef>, way: Way) {
    while let Some(value) = pending.pop() {
        let (id, argument) = match value {
            TypeRef::List(item) | TypeRef::Map(item) => {
                pending.push(*item);
                continue;
            }
            TypeRef::Declared(id, argument) => (id, argument),
            _ => continue,
        };
        pending.extend(argument.map(|argument| *argument));
        let declared = &mut api.types[id.0];
        let mark = match way {
            Way::Sent => &mut declared.direction.sent,
            Way::Received => &mut declared.direction.received,
        };
        if std::mem::replace(mark, true) {
            continue;
        }
        match &declared.kind {
            TypeKind::Object { members, .. } => pending.extend(members.iter().map(|member| member.value.clone())),
            TypeKind::Union { variants, .. } => pending.extend(variants.iter().map(|variant| variant.value.clone())),
            TypeKind::Enum { .. } | TypeKind::Identifier | TypeKind::Errors { .. } => {}
        }
    }
}
