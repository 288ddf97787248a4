//! Computes what a client sends from the model alone: JSON, path and query.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use crate::model::{EnumValue, Json, LiteralType, Member, Presence, StatedMember, Type, TypeKind, TypeRef, Value};
use crate::spec::tree::{self, Node};

/// The JSON that a node of a spec contains.
pub(super) fn of_node(node: &Node) -> Json {
    match &node.value {
        tree::TreeValue::Rejected | tree::TreeValue::Null => Json::Null,
        tree::TreeValue::Bool(value) => Json::Bool(*value),
        tree::TreeValue::Integer(number) => Json::Number(number.to_string()),
        tree::TreeValue::Decimal(digits) => Json::Number(digits.clone()),
        tree::TreeValue::Text { text, .. } => Json::Text(text.clone()),
        tree::TreeValue::List(items) => Json::List(items.iter().map(of_node).collect()),
        tree::TreeValue::Map(pairs) => {
            Json::Object(pairs.iter().map(|pair| (pair.key.clone(), of_node(&pair.value))).collect())
        }
    }
}

/// The JSON that a client writes for a value.
pub(super) fn of_value(value: &Value, types: &[Type]) -> Json {
    match value {
        Value::Bool(value) => Json::Bool(*value),
        Value::Number(digits) | Value::Decimal { digits, quoted: false } => Json::Number(digits.clone()),
        Value::Text(text) | Value::Formatted(_, text) | Value::Decimal { digits: text, quoted: true } => {
            Json::Text(text.clone())
        }
        Value::Base64(bytes) => Json::Text(STANDARD.encode(bytes)),
        Value::Json(json) => json.clone(),
        Value::List(items) => Json::List(items.iter().map(|item| of_value(item, types)).collect()),
        Value::Map(entries) => {
            Json::Object(entries.iter().map(|(key, value)| (key.clone(), of_value(value, types))).collect())
        }
        Value::NumericIdentifier { digits, .. } => Json::Number(digits.clone()),
        Value::Enum { declared, .. } => match &types[declared.0].kind {
            TypeKind::Enum { literal: LiteralType::Integer, .. } => Json::Number(text(value, types, false)),
            _ => Json::Text(text(value, types, false)),
        },
        Value::Object { declared, members } => match &types[declared.0].kind {
            TypeKind::Object { members: known, .. } => Json::Object(object(known, members, types)),
            _ => Json::Null,
        },
        Value::Variant { declared, position, value } => {
            let written = of_value(value, types);
            match &types[declared.0].kind {
                TypeKind::Union { tag, literal, variants } => tagged(written, tag, *literal, &variants[*position].tag),
                _ => written,
            }
        }
    }
}

/// An object with the tag at `path`: in its place if it has the member, else before the others.
fn tagged(object: Json, path: &[String], literal: LiteralType, tag: &str) -> Json {
    let Some((name, path)) = path.split_first() else {
        return match literal {
            LiteralType::Text => Json::Text(tag.to_owned()),
            LiteralType::Integer => Json::Number(tag.to_owned()),
            LiteralType::Boolean => Json::Bool(tag == "true"),
        };
    };
    let mut members = match object {
        Json::Object(members) => members,
        _ => Vec::new(),
    };
    if !members.iter().any(|(known, _)| known == name) {
        members.insert(0, (name.clone(), Json::Null));
    }
    let of_member = |(known, value): (String, Json)| {
        let value = if known == *name { tagged(value, path, literal, tag) } else { value };
        (known, value)
    };
    Json::Object(members.into_iter().map(of_member).collect())
}

/// The order in which the client writes members, by the meaning of their absence.
const ORDER: [Presence; 5] = [
    Presence::Optional,
    Presence::Required,
    Presence::Defaulted,
    Presence::OptionalNullable,
    Presence::RequiredNullable,
];

fn object(known: &[Member], stated: &[StatedMember], types: &[Type]) -> Vec<(String, Json)> {
    let mut written = Vec::new();
    for presence in ORDER {
        for (position, member) in known.iter().enumerate().filter(|(_, member)| member.presence == presence) {
            let stated = stated.iter().find(|stated| stated.member == position);
            let value = stated.and_then(|stated| stated.value.as_ref()).map(|value| of_value(value, types));
            let value = match presence {
                Presence::Optional | Presence::Required => value,
                Presence::Defaulted => Some(value.unwrap_or_else(|| empty(&member.value))),
                Presence::OptionalNullable => value.or_else(|| stated.map(|_| Json::Null)),
                Presence::RequiredNullable => Some(value.unwrap_or(Json::Null)),
            };
            written.extend(value.map(|value| (member.wire.clone(), value)));
        }
    }
    written
}

fn empty(value: &TypeRef) -> Json {
    match value {
        TypeRef::List(_) => Json::List(Vec::new()),
        TypeRef::Map(_) => Json::Object(Vec::new()),
        TypeRef::Bool => Json::Bool(false),
        TypeRef::Int32 | TypeRef::Int64 => Json::Number("0".to_owned()),
        _ => Json::Text(String::new()),
    }
}

/// The plain text of a scalar, before encoding.
pub(super) fn text(value: &Value, types: &[Type], in_url: bool) -> String {
    match value {
        Value::Bool(value) => value.to_string(),
        // In JSON, a float has a point or an exponent; in a URL, neither unless it needs one.
        Value::Number(text) if text.contains(['.', 'e', 'E']) => {
            text.parse::<f64>().map_or_else(|_| text.clone(), |number| number.to_string())
        }
        Value::Number(text)
        | Value::NumericIdentifier { digits: text, .. }
        | Value::Decimal { digits: text, .. }
        | Value::Text(text)
        | Value::Formatted(_, text) => text.clone(),
        Value::Enum { declared, position } => {
            let TypeKind::Enum { values, .. } = &types[declared.0].kind else { return String::new() };
            let spelling =
                |value: &EnumValue| value.in_url.clone().filter(|_| in_url).unwrap_or_else(|| value.wire.clone());
            values.get(*position).map(spelling).unwrap_or_default()
        }
        value => of_value(value, types).text(),
    }
}

/// Text with all characters encoded except the unreserved ones of RFC 3986.
pub(super) fn percent_encoded(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            encoded.push_str(&format!("%{byte:02X}"));
        }
    }
    encoded
}

/// A tag for If-Match, with quotes added if it has none.
pub(super) fn entity_tag(tag: &str) -> String {
    let strong = tag.strip_prefix("W/").unwrap_or(tag);
    let is_quoted = strong.len() > 1 && strong.starts_with('"') && strong.ends_with('"');
    if tag == "*" || is_quoted { tag.to_owned() } else { format!("\"{tag}\"") }
}
