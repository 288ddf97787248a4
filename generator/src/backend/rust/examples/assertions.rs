//! What a test asserts about the value of a response: each scalar, at its field.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::construction::{enum_value, number, numeric_identifier};
use super::text_literal;
use crate::backend::rust::imports::Imports;
use crate::backend::rust::tokens::ident;
use crate::model::{Member, Presence, StatedMember, TypeId, TypeKind, TypeRef, Value};

/// An expression for something in a response.
struct Access {
    expression: TokenStream,
    /// Whether it is a reference, and not the place itself.
    is_reference: bool,
}

impl Access {
    fn place(expression: TokenStream) -> Self {
        Self { expression, is_reference: false }
    }

    /// The value itself, for what can be copied.
    fn copied(&self) -> TokenStream {
        let expression = &self.expression;
        if self.is_reference { quote!(*#expression) } else { quote!(#expression) }
    }

    fn reference(&self) -> TokenStream {
        let expression = &self.expression;
        if self.is_reference { quote!(#expression) } else { quote!(&#expression) }
    }
}

/// Asserts that the variable `name`, a value or a reference, holds `value`.
pub(super) fn of_variable(name: &str, is_reference: bool, value: &Value, imports: &mut Imports<'_>) -> TokenStream {
    let variable = ident(name);
    match value {
        Value::Object { declared, members } => of_members(&quote!(#variable), *declared, members, imports),
        value => of_value(&Access { expression: quote!(#variable), is_reference }, name, value, imports),
    }
}

fn of_value(access: &Access, name: &str, value: &Value, imports: &mut Imports<'_>) -> TokenStream {
    let expression = &access.expression;
    match value {
        Value::Bool(value) => {
            let (copied, not) = (access.copied(), (!value).then(|| quote!(!)));
            quote!(assert!(#not #copied);)
        }
        Value::Number(digits) => {
            let (copied, digits) = (access.copied(), number(digits));
            quote!(assert_eq!(#copied, #digits);)
        }
        Value::Decimal { digits: text, .. } | Value::Text(text) | Value::Formatted(_, text) => {
            let text = text_literal(text);
            quote!(assert_eq!(#expression.as_str(), #text);)
        }
        Value::NumericIdentifier { declared, digits } => {
            let (copied, value) = (access.copied(), numeric_identifier(*declared, digits, imports));
            quote!(assert_eq!(#copied, #value);)
        }
        Value::Base64(bytes) => {
            let bytes = Literal::byte_string(bytes);
            quote!(assert_eq!(#expression.as_ref(), #bytes);)
        }
        Value::Json(json) => {
            let (copied, text) = (access.copied(), text_literal(&json.text()));
            let json_value = imports.runtime("JsonValue");
            quote!({
                let expected: #json_value = serde_json::from_str(#text).unwrap();
                assert_eq!(#copied, expected);
            })
        }
        Value::Enum { declared, position } => {
            let (copied, value) = (access.copied(), enum_value(*declared, *position, imports));
            quote!(assert_eq!(#copied, #value);)
        }
        Value::List(items) => {
            let checks = items.iter().enumerate().map(|(index, item)| {
                let index = Literal::usize_unsuffixed(index);
                of_value(&Access::place(quote!(#expression[#index])), "item", item, imports)
            });
            let checks: Vec<TokenStream> = checks.collect();
            let length = length(expression, items.len());
            quote!(#length #(#checks)*)
        }
        Value::Map(entries) => {
            let checks = entries.iter().map(|(key, value)| {
                let key = text_literal(key);
                of_value(&Access::place(quote!(#expression[#key])), "entry", value, imports)
            });
            let checks: Vec<TokenStream> = checks.collect();
            let length = length(expression, entries.len());
            quote!(#length #(#checks)*)
        }
        Value::Object { declared, members } => {
            let (variable, reference) = (ident(name), access.reference());
            let checks = of_members(&quote!(#variable), *declared, members, imports);
            quote!({ let #variable = #reference; #checks })
        }
        Value::Variant { declared, position, value } => {
            let union = imports.declared(*declared);
            let TypeKind::Union { variants, .. } = &imports.api.type_of(*declared).kind else {
                return TokenStream::new();
            };
            let (variable, variant) = (ident(name), ident(&variants[*position].name));
            let (reference, checks) = (access.reference(), of_variable(name, true, value, imports));
            let shown = format!("another variant than {}", variants[*position].name);
            quote!({ let #union::#variant(#variable) = #reference else { panic!(#shown) }; #checks })
        }
    }
}

fn length(expression: &TokenStream, length: usize) -> TokenStream {
    if length == 0 {
        return quote!(assert!(#expression.is_empty()););
    }
    let length = Literal::usize_unsuffixed(length);
    quote!(assert_eq!(#expression.len(), #length);)
}

fn of_members(
    object: &TokenStream,
    declared: TypeId,
    stated: &[StatedMember],
    imports: &mut Imports<'_>,
) -> TokenStream {
    let TypeKind::Object { members, .. } = &imports.api.type_of(declared).kind else { return TokenStream::new() };
    let checks: Vec<TokenStream> = stated
        .iter()
        .filter(|stated| !members[stated.member].is_tag)
        .map(|stated| {
            let member = &members[stated.member];
            let field = ident(&member.name);
            match &stated.value {
                Some(value) => of_member(&quote!(#object.#field), member, value, imports),
                None => of_null(&quote!(#object.#field), member),
            }
        })
        .collect();
    quote!(#(#checks)* assert!(#object.unlisted.is_empty());)
}

fn of_member(field: &TokenStream, member: &Member, value: &Value, imports: &mut Imports<'_>) -> TokenStream {
    let is_optional = matches!(member.presence, Presence::Optional | Presence::RequiredNullable);
    if is_optional
        && !member.secret
        && let Some(check) = of_optional_scalar(field, member, value, imports)
    {
        return check;
    }
    let mut access = match member.presence {
        Presence::Required | Presence::Defaulted => Access::place(field.clone()),
        Presence::Optional | Presence::RequiredNullable => {
            Access { expression: quote!(#field.as_ref().unwrap()), is_reference: true }
        }
        Presence::OptionalNullable => {
            Access { expression: quote!(#field.as_ref().unwrap().as_ref().unwrap()), is_reference: true }
        }
    };
    if member.secret {
        let expression = access.expression;
        access = Access { expression: quote!(#expression.expose()), is_reference: true };
    }
    let is_shown_in_place = member.presence == Presence::Defaulted || member.presence == Presence::Required;
    match value {
        Value::List(_) | Value::Map(_) if !is_shown_in_place || member.secret => {
            let (variable, reference) = (ident(&member.name), access.reference());
            let checks =
                of_value(&Access { expression: quote!(#variable), is_reference: true }, &member.name, value, imports);
            quote!({ let #variable = #reference; #checks })
        }
        value => of_value(&access, &member.name, value, imports),
    }
}

/// Scalars that read best with their `Some`.
fn of_optional_scalar(
    field: &TokenStream,
    member: &Member,
    value: &Value,
    imports: &mut Imports<'_>,
) -> Option<TokenStream> {
    Some(match value {
        Value::Bool(value) => quote!(assert_eq!(#field, Some(#value));),
        Value::Number(digits) => {
            let digits = number(digits);
            quote!(assert_eq!(#field, Some(#digits));)
        }
        Value::Text(text) if member.value == TypeRef::String => {
            let text = text_literal(text);
            quote!(assert_eq!(#field.as_deref(), Some(#text));)
        }
        Value::NumericIdentifier { declared, digits } => {
            let value = numeric_identifier(*declared, digits, imports);
            quote!(assert_eq!(#field, Some(#value));)
        }
        Value::Enum { declared, position } => {
            let value = enum_value(*declared, *position, imports);
            quote!(assert_eq!(#field, Some(#value));)
        }
        _ => return None,
    })
}

fn of_null(field: &TokenStream, member: &Member) -> TokenStream {
    match (member.presence, &member.value) {
        (Presence::OptionalNullable, _) => quote!(assert!(matches!(#field, Some(None)));),
        (Presence::Defaulted, TypeRef::List(_) | TypeRef::Map(_) | TypeRef::String) => {
            quote!(assert!(#field.is_empty());)
        }
        (Presence::Defaulted, _) => quote!(assert_eq!(#field, Default::default());),
        _ => quote!(assert!(#field.is_none());),
    }
}
