//! Bodies to start from: those of examples, and one with everything for each type.

use docwright::internals::model::{Api, InputPlace, Json, LiteralType, Payload, TextFormat, TypeKind, TypeRef};

/// Deeper objects hold required members only: their types have samples of their own.
const FULL_DEPTH: usize = 1;

/// The types of bodies, with the bodies that examples have.
pub(super) fn examples(api: &Api) -> Vec<(TypeRef, Vec<Json>)> {
    let mut bodies: Vec<(TypeRef, Vec<Json>)> = Vec::new();
    let mut add = |value: &TypeRef, body: Option<&Payload>| {
        let position = bodies.iter().position(|(known, _)| known == value).unwrap_or_else(|| {
            bodies.push((value.clone(), Vec::new()));
            bodies.len() - 1
        });
        if let Some(Payload::Json(body)) = body {
            bodies[position].1.push(body.clone());
        }
    };
    for operation in api.areas.iter().flat_map(|area| &area.operations) {
        for response in &operation.responses {
            let Some(value) = response.content.json() else { continue };
            add(value, None);
            for example in operation.examples.iter().filter(|example| example.status == response.status) {
                add(value, example.responses.as_ref());
            }
        }
        for input in operation.inputs.iter().filter(|input| input.place == InputPlace::Body) {
            add(&input.value, None);
            for example in &operation.examples {
                add(&input.value, example.sends.as_ref());
            }
        }
    }
    bodies
}

/// A body of a type with all that it can hold; of a union, one for each variant.
pub(super) fn samples(api: &Api, value: &TypeRef) -> Vec<Json> {
    match value {
        TypeRef::Declared(id, None) => match &api.type_of(*id).kind {
            TypeKind::Union { variants, .. } => {
                (0..variants.len()).map(|variant| sample_of_variant(api, value, variant)).collect()
            }
            _ => vec![sample(api, value, &[], 0)],
        },
        _ => vec![sample(api, value, &[], 0)],
    }
}

/// Every value of an enum, as bodies spell it and as URLs do, with whether it is the latter.
pub(super) fn spellings(api: &Api, value: &TypeRef) -> Vec<(Json, bool)> {
    let TypeRef::Declared(id, None) = value else { return Vec::new() };
    let TypeKind::Enum { literal, values, .. } = &api.type_of(*id).kind else { return Vec::new() };
    let in_bodies = values.iter().map(|value| (of_literal(*literal, &value.wire), false));
    let in_urls = values.iter().filter_map(|value| Some((Json::Text(value.in_url.clone()?), true)));
    in_bodies.chain(in_urls).collect()
}

fn sample_of_variant(api: &Api, value: &TypeRef, variant: usize) -> Json {
    let TypeRef::Declared(id, _) = value else { unreachable!("a union is declared") };
    let TypeKind::Union { tag, literal, variants } = &api.type_of(*id).kind else {
        unreachable!("a union has variants")
    };
    let mut body = sample(api, &variants[variant].value, &[], 0);
    set(&mut body, tag, of_literal(*literal, &variants[variant].tag));
    body
}

fn of_literal(literal: LiteralType, text: &str) -> Json {
    match literal {
        LiteralType::Text => Json::Text(text.to_owned()),
        LiteralType::Integer => Json::Number(text.to_owned()),
        LiteralType::Boolean => Json::Bool(text == "true"),
    }
}

fn set(body: &mut Json, path: &[String], value: Json) {
    let Some((name, rest)) = path.split_first() else {
        *body = value;
        return;
    };
    if !matches!(body, Json::Object(_)) {
        *body = Json::Object(Vec::new());
    }
    let Json::Object(members) = body else { unreachable!("it was made one") };
    let position = members.iter().position(|(known, _)| known == name).unwrap_or_else(|| {
        members.push((name.clone(), Json::Null));
        members.len() - 1
    });
    set(&mut members[position].1, rest, value);
}

fn sample(api: &Api, value: &TypeRef, scope: &[&TypeRef], depth: usize) -> Json {
    let text = |text: &str| Json::Text(text.to_owned());
    let number = |digits: &str| Json::Number(digits.to_owned());
    match value {
        TypeRef::String => text("text"),
        TypeRef::Bool => Json::Bool(true),
        TypeRef::Int32 | TypeRef::Int64 => number("7"),
        TypeRef::Float => number("1.5"),
        TypeRef::Decimal => number("1.50"),
        TypeRef::Formatted(TextFormat::DateTime) => text("2024-05-06T07:08:09Z"),
        TypeRef::Formatted(TextFormat::Date) => text("2024-05-06"),
        TypeRef::Formatted(TextFormat::Duration) => text("P1Y"),
        TypeRef::Formatted(TextFormat::Uuid) => text("12345678-90ab-cdef-1234-567890abcdef"),
        TypeRef::Base64 => text("aGVsbG8="),
        TypeRef::Json => Json::Object(vec![("any".to_owned(), number("1.10"))]),
        TypeRef::List(item) => Json::List(vec![sample(api, item, scope, depth)]),
        TypeRef::Map(item) => Json::Object(vec![("key".to_owned(), sample(api, item, scope, depth))]),
        TypeRef::Argument => match scope.split_last() {
            Some((argument, outer)) => sample(api, argument, outer, depth),
            None => Json::Null,
        },
        TypeRef::Declared(id, argument) => match &api.type_of(*id).kind {
            TypeKind::Object { members, .. } => {
                let inner: Vec<&TypeRef> = scope.iter().copied().chain(argument.as_deref()).collect();
                let is_there = |required: bool| required || depth < FULL_DEPTH;
                let members = members.iter().filter(|member| {
                    use docwright::internals::model::Presence::{Required, RequiredNullable};
                    is_there(matches!(member.presence, Required | RequiredNullable))
                });
                let member = |member: &docwright::internals::model::Member| {
                    (member.wire.clone(), sample(api, &member.value, &inner, depth + 1))
                };
                Json::Object(members.map(member).collect())
            }
            TypeKind::Enum { literal, values, .. } => of_literal(*literal, &values[0].wire),
            TypeKind::Identifier(TypeRef::String) => text("id-1"),
            TypeKind::Identifier(_) => number("7"),
            TypeKind::Union { .. } => sample_of_variant(api, value, 0),
            TypeKind::Errors { .. } => Json::Null,
        },
    }
}
