//! The JSON type of enum values and tags, which is that of their keys: without quotes, a number is a number.

use super::member_path;
use super::scope::TypeScope;
use crate::diagnostics::{Code, Diagnostic, Place};
use crate::model::{LiteralType, Type, TypeId, TypeKind, TypeRef};
use crate::spec::LoadedEntry;
use crate::spec::language::TypeDefinition;
use crate::spec::tree::{KeyKind, Pair, TreeStep};

/// The type of an enum's values; `None` after an error.
pub(super) fn of_values(entry: &LoadedEntry<TypeDefinition>, diagnostics: &mut Vec<Diagnostic>) -> Option<LiteralType> {
    let pairs = pairs(entry, "values");
    let literal = of_keys(pairs, &[LiteralType::Text, LiteralType::Integer], diagnostics)?;
    if let (LiteralType::Integer, Some(case)) = (literal, entry.node.pair("case")) {
        let diagnostic = Diagnostic::new(Code::NoEffect, case.key_place, "numbers have no case");
        diagnostics.push(diagnostic.help("remove it"));
    }
    Some(literal)
}

/// The type of a union's tags; `None` after an error.
pub(super) fn of_tags(entry: &LoadedEntry<TypeDefinition>, diagnostics: &mut Vec<Diagnostic>) -> Option<LiteralType> {
    let allowed = [LiteralType::Text, LiteralType::Integer, LiteralType::Boolean];
    of_keys(pairs(entry, "variants"), &allowed, diagnostics)
}

/// Whether the values of an enum are numbers.
pub(super) fn has_numbers(entry: &LoadedEntry<TypeDefinition>) -> bool {
    pairs(entry, "values").iter().any(|pair| pair.key_kind == KeyKind::Integer)
}

fn pairs<'e>(entry: &'e LoadedEntry<TypeDefinition>, key: &str) -> &'e [Pair] {
    entry.node.pair(key).map_or(&[], |pair| pair.value.pairs())
}

fn of_keys(pairs: &[Pair], allowed: &[LiteralType], diagnostics: &mut Vec<Diagnostic>) -> Option<LiteralType> {
    let mut first: Option<(LiteralType, Place)> = None;
    for pair in pairs {
        let (key, place) = (&pair.key, pair.key_place);
        let literal = match pair.key_kind {
            KeyKind::Text => Some(LiteralType::Text),
            KeyKind::Integer => Some(LiteralType::Integer),
            KeyKind::Bool => Some(LiteralType::Boolean),
            KeyKind::Decimal => None,
        };
        let literal = literal.filter(|literal| allowed.contains(literal));
        let canonical = match pair.key_kind {
            KeyKind::Integer => key.parse::<i64>().map(|number| number.to_string()).unwrap_or_default(),
            KeyKind::Bool => key.to_ascii_lowercase(),
            KeyKind::Text | KeyKind::Decimal => key.clone(),
        };
        let error = match (literal, first) {
            (None, _) => {
                let what = match pair.key_kind {
                    KeyKind::Bool => "a Boolean",
                    _ if key.contains(['.', 'e', 'E']) => "a number with a fraction",
                    _ => "not in the range of an `int64`",
                };
                let diagnostic = Diagnostic::new(Code::LiteralType, place, format!("`{key}` is {what}"));
                let kinds: Vec<&str> = allowed.iter().map(|literal| named(*literal)).collect();
                let kinds = kinds.join(" or ");
                diagnostic.help(format!("only {kinds} is possible here; put it in quotes if the service sends a text"))
            }
            (Some(literal), Some((other, other_place))) if literal != other => {
                let message = format!("`{key}` is {}, and another one is {}", named(literal), named(other));
                Diagnostic::new(Code::LiteralType, place, message)
                    .related(other_place, "the other type")
                    .help("in quotes, it is a text; without quotes, a number is an integer, and `true` a Boolean")
            }
            _ if canonical != *key => {
                let message = format!("`{key}` is not how JSON spells this value");
                Diagnostic::new(Code::LiteralType, place, message)
                    .help(format!("write `{canonical}`, or put it in quotes if the service sends the text `{key}`"))
            }
            (Some(literal), _) => {
                first = first.or(Some((literal, place)));
                continue;
            }
        };
        diagnostics.push(error);
        return None;
    }
    Some(first.map(|(literal, _)| literal).unwrap_or_default())
}

fn named(literal: LiteralType) -> &'static str {
    match literal {
        LiteralType::Text => "a text",
        LiteralType::Integer => "an integer",
        LiteralType::Boolean => "a Boolean",
    }
}

/// Compares the tags of unions with the types of the members that contain them.
pub(super) fn tags_fit_their_members(types: &[Type], scope: &TypeScope<'_>, diagnostics: &mut Vec<Diagnostic>) {
    for (index, declared) in types.iter().enumerate() {
        let TypeKind::Union { tag, literal, variants } = &declared.kind else { continue };
        let path = tag.join(".");
        for variant in variants {
            // A missing member is reported as such.
            let Ok(member) = member_path::resolve(&path, &variant.value, types) else { continue };
            let Some(problem) = misfit(member.value, *literal, &variant.tag, types) else { continue };
            let key = [TreeStep::Key("variants"), TreeStep::Key(&variant.tag)];
            let place = scope.get(TypeId(index)).entry.key_place(&key);
            let message = format!("the member `{path}` of this variant {}", problem.message);
            diagnostics.push(Diagnostic::new(Code::LiteralType, place, message).help(problem.help));
        }
    }
}

struct Misfit {
    message: String,
    help: String,
}

fn misfit(member: &TypeRef, literal: LiteralType, tag: &str, types: &[Type]) -> Option<Misfit> {
    let of_member = match member {
        TypeRef::Json => return None,
        TypeRef::String | TypeRef::Formatted(_) => Some(LiteralType::Text),
        TypeRef::Int32 | TypeRef::Int64 => Some(LiteralType::Integer),
        TypeRef::Bool => Some(LiteralType::Boolean),
        TypeRef::Declared(id, None) => match &types[id.0].kind {
            TypeKind::Identifier(value) => return misfit(value, literal, tag, types),
            TypeKind::Enum { literal: of_enum, case: _, values } => {
                if *of_enum == literal && !values.iter().any(|value| value.wire == tag) {
                    let name = &types[id.0].name;
                    return Some(Misfit {
                        message: format!("is a `{name}`, which does not list `{tag}`"),
                        help: format!("list it under the `values` of `{name}`, or correct the tag"),
                    });
                }
                Some(*of_enum)
            }
            _ => None,
        },
        _ => None,
    };
    if *member == TypeRef::Int32 && literal == LiteralType::Integer && tag.parse::<i32>().is_err() {
        return Some(Misfit {
            message: format!("is an `int32`, which cannot be `{tag}`"),
            help: "correct the tag, or the type of the member".to_owned(),
        });
    }
    // A member of another kind is reported as such.
    let of_member = of_member?;
    (of_member != literal).then(|| Misfit {
        message: format!("is {}, but the tag is {}", named(of_member), named(literal)),
        help: match of_member {
            LiteralType::Text => "put the tag in quotes, or correct the type of the member".to_owned(),
            LiteralType::Integer | LiteralType::Boolean => {
                format!("write {}, without quotes, as the tag, or correct the type of the member", named(of_member))
            }
        },
    })
}
