//! How the inputs of an operation are encoded.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::super::imports::Imports;
use super::super::tokens::ident;
use crate::model::{AccessStep, Input, InputPlace, Operation, Presence, TypeKind, TypeRef};

/// One statement of an encoding function.
pub(super) enum EncodeStep {
    /// An expression that can fail for an input.
    Fallible(TokenStream),
    /// A statement.
    Plain(TokenStream),
}

/// The statements of a function; the last one is what it returns, where it can be.
pub(super) fn body(mut steps: Vec<EncodeStep>) -> TokenStream {
    let result = match steps.pop() {
        Some(EncodeStep::Fallible(expression)) => expression,
        Some(EncodeStep::Plain(statement)) => quote!(#statement Ok(())),
        None => quote!(Ok(())),
    };
    let statements = steps.iter().map(|step| match step {
        EncodeStep::Fallible(expression) => quote!(#expression?;),
        EncodeStep::Plain(statement) => statement.clone(),
    });
    quote!(#(#statements)* #result)
}

pub(super) fn encode(input: &Input, operation: &Operation) -> EncodeStep {
    let (wire, field) = (&input.wire, ident(&input.name));
    match &input.place {
        InputPlace::Path if operation.is_quoted(input) => {
            EncodeStep::Fallible(quote!(request.quoted_key(#wire, &self.#field)))
        }
        InputPlace::Path => EncodeStep::Fallible(quote!(request.segment(#wire, &self.#field))),
        InputPlace::Query => EncodeStep::Fallible(quote!(request.query(#wire, &self.#field))),
        InputPlace::QueryCommas => EncodeStep::Fallible(quote!(request.query_commas(#wire, &self.#field))),
        InputPlace::QueryJson if input.required => {
            EncodeStep::Fallible(quote!(request.query_json(#wire, Some(&self.#field))))
        }
        InputPlace::QueryJson if is_list(input) => {
            EncodeStep::Fallible(quote!(request.query_json(#wire, (!self.#field.is_empty()).then_some(&self.#field))))
        }
        InputPlace::QueryJson => EncodeStep::Fallible(quote!(request.query_json(#wire, self.#field.as_ref()))),
        InputPlace::Header => EncodeStep::Fallible(quote!(request.header(#wire, &self.#field))),
        InputPlace::Body => EncodeStep::Fallible(json_body(&quote!(&self.#field), operation)),
        InputPlace::Part => EncodeStep::Fallible(quote!(request.part(#wire, &self.#field))),
        InputPlace::FilePart(media) => {
            let is_single = input.required && !is_list(input);
            let files = if is_single { quote!([&self.#field]) } else { quote!(&self.#field) };
            EncodeStep::Fallible(quote!(request.files(#wire, #files, #media)))
        }
        InputPlace::BodyBytes(media) => EncodeStep::Fallible(quote!(request.binary(self.#field.clone(), #media))),
    }
}

pub(super) fn json_body(reference: &TokenStream, operation: &Operation) -> TokenStream {
    match &operation.body_media {
        Some(media) => quote!(request.json_as(#reference, #media)),
        None => quote!(request.json(#reference)),
    }
}

/// The place of an input in the struct of its operation.
pub(super) fn field_of(input: &Input) -> TokenStream {
    let field = ident(&input.name);
    quote!(self.#field)
}

/// Lists that are longer than the service accepts are rejected before anything is sent. The input is in `value`.
pub(super) fn limits(input: &Input, value: &TokenStream, imports: &Imports<'_>) -> Vec<EncodeStep> {
    let mut limits = Vec::new();
    if let (Some(max), TypeRef::List(_)) = (input.max_items, &input.value) {
        let (wire, max) = (&input.wire, Literal::u32_unsuffixed(max));
        limits.push(EncodeStep::Fallible(quote!(request.at_most(#wire, #value.len(), #max))));
    }
    let (InputPlace::Body, TypeRef::Declared(id, _)) = (&input.place, &input.value) else { return limits };
    let TypeKind::Object { members, .. } = &imports.api.type_of(*id).kind else { return limits };
    for member in members {
        let Some(max) = member.max_items else { continue };
        let (wire, list, max) = (&member.wire, ident(&member.name), Literal::u32_unsuffixed(max));
        let exposed = member.secret.then(|| quote!(.expose()));
        let of_list = if member.secret { quote!(|list| list #exposed.len()) } else { quote!(Vec::len) };
        let length = match member.presence {
            Presence::Required | Presence::Defaulted => quote!(#value.#list #exposed.len()),
            Presence::Optional | Presence::RequiredNullable => quote!(#value.#list.as_ref().map_or(0, #of_list)),
            Presence::OptionalNullable => {
                quote!(#value.#list.as_ref().and_then(Option::as_ref).map_or(0, #of_list))
            }
        };
        limits.push(EncodeStep::Fallible(quote!(request.at_most(#wire, #length, #max))));
    }
    limits
}

/// The text at the end of a path of fields of the body, as an `Option<&str>`.
pub(super) fn member_access(body: &Input, steps: &[AccessStep]) -> TokenStream {
    let body = ident(&body.name);
    let mut access = quote!(self.#body);
    let mut is_option = false;
    for (index, step) in steps.iter().enumerate() {
        let field = ident(&step.field);
        let is_last = index + 1 == steps.len();
        let within = |value: TokenStream| match (step.presence, is_last) {
            (Presence::Required | Presence::Defaulted, false) => quote!(#value.#field),
            (Presence::Required | Presence::Defaulted, true) => quote!(#value.#field.as_str()),
            (Presence::Optional | Presence::RequiredNullable, false) => quote!(#value.#field.as_ref()),
            (Presence::Optional | Presence::RequiredNullable, true) => quote!(#value.#field.as_deref()),
            (Presence::OptionalNullable, false) => quote!(#value.#field.as_ref().and_then(Option::as_ref)),
            (Presence::OptionalNullable, true) => quote!(#value.#field.as_ref().and_then(Option::as_deref)),
        };
        let optional = !matches!(step.presence, Presence::Required | Presence::Defaulted);
        access = match (is_option, optional) {
            (false, _) => within(access),
            (true, false) => {
                let inner = within(quote!(value));
                let borrowed = (!is_last).then(|| quote!(&));
                quote!(#access.map(|value| #borrowed #inner))
            }
            (true, true) => {
                let inner = within(quote!(value));
                quote!(#access.and_then(|value| #inner))
            }
        };
        is_option |= optional;
    }
    if is_option { access } else { quote!(Some(#access)) }
}

/// An optional list needs no `Option`: without items it is left out.
pub(super) fn is_list(input: &Input) -> bool {
    matches!(input.value, TypeRef::List(_))
}
