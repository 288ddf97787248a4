//! Objects as structs, with their wire names beside them.

use proc_macro2::TokenStream;
use quote::quote;

use super::imports::Imports;
use super::tokens::{doc, doc_line, ident};
use super::type_refs::{self, argument};
use crate::model::{Direction, Member, Presence, Type};

pub(super) fn object(
    declared: &Type,
    is_envelope: bool,
    members: &[Member],
    imports: &mut Imports<'_>,
) -> Vec<TokenStream> {
    let name = ident(&declared.name);
    let generics = is_envelope.then(|| quote!(<T>));
    let docs = doc(&declared.doc);
    let fields: Vec<TokenStream> = members
        .iter()
        .filter(|member| !member.is_tag)
        .map(|member| {
            let (docs, field, value) = (doc(&member.doc), ident(&member.name), type_refs::member(member, imports));
            quote!(#docs pub #field: #value,)
        })
        .collect();
    let keeps_unlisted = declared.direction.received;
    let unlisted = keeps_unlisted.then(|| {
        // The type's own doc says what it is; every received type has it.
        let unlisted = imports.runtime("Unlisted");
        quote!(pub unlisted: #unlisted,)
    });
    let default = has_default(declared.direction, members).then(|| quote!(, Default));
    let wire_names = wire_names(declared, is_envelope, members, imports);
    let mut items = vec![quote! {
        #docs
        #[derive(Clone, Debug #default)]
        #[non_exhaustive]
        pub struct #name #generics { #(#fields)* #unlisted }
        #wire_names
    }];
    items.extend(constructor(declared, is_envelope, members, imports));
    items
}

/// Types that are sent and have nothing that must be stated start out empty. Of those that are received, the macro knows it.
pub(super) fn has_default(direction: Direction, members: &[Member]) -> bool {
    direction.sent && !members.iter().any(Member::must_be_stated)
}

fn constructor(
    declared: &Type,
    is_envelope: bool,
    members: &[Member],
    imports: &mut Imports<'_>,
) -> Option<TokenStream> {
    if !members.iter().any(Member::must_be_stated) {
        return None;
    }
    // What only the service makes, else none but tests do.
    let condition = (!declared.direction.sent).then(|| quote!(#[cfg(feature = "test-kit")]));
    let name = ident(&declared.name);
    let (before, after) = if is_envelope { (Some(quote!(<T>)), Some(quote!(<T>))) } else { (None, None) };
    let mut parameters = Vec::new();
    let mut fields = Vec::new();
    for member in members.iter().filter(|member| !member.is_tag) {
        let field = ident(&member.name);
        if !member.must_be_stated() {
            let empty = if member.presence == Presence::Defaulted { quote!(Default::default()) } else { quote!(None) };
            fields.push(quote!(#field: #empty));
            continue;
        }
        let is_plain = member.presence == Presence::Required && !member.secret && !member.boxed;
        if is_plain {
            let argument = argument(&member.value, imports);
            let parameter = &argument.parameter;
            parameters.push(quote!(#field: #parameter));
            fields.push(argument.initializer(&field));
        } else {
            let value = type_refs::member(member, imports);
            parameters.push(quote!(#field: #value));
            fields.push(quote!(#field));
        }
    }
    if declared.direction.received {
        fields.push(quote!(unlisted: Default::default()));
    }
    let too_many = (parameters.len() > 7).then(|| quote!(#[allow(clippy::too_many_arguments)]));
    let docs = doc_line("States what must be stated; the optional fields can be set on the result.");
    Some(quote! {
        #condition
        impl #before #name #after {
            #docs
            #too_many
            pub fn new(#(#parameters),*) -> Self { Self { #(#fields),* } }
        }
    })
}

fn wire_names(declared: &Type, is_envelope: bool, members: &[Member], imports: &mut Imports<'_>) -> TokenStream {
    let members_macro = imports.runtime("members");
    let name = ident(&declared.name);
    let generics = is_envelope.then(|| quote!(<T>));
    let direction = match declared.direction {
        Direction { sent: true, received: true } => quote!(both),
        Direction { sent: true, received: false } => quote!(sent),
        Direction { .. } => quote!(received),
    };
    let group = |label: &str, presence: Presence| {
        let label = ident(label);
        let entries: Vec<TokenStream> = members
            .iter()
            .filter(|member| member.presence == presence && !member.is_tag)
            .map(|member| {
                let (field, wire) = (ident(&member.name), &member.wire);
                let lenient = member.lenient.then(|| quote!((lenient)));
                quote!(#field = #wire #lenient)
            })
            .collect();
        (!entries.is_empty()).then(|| quote!(#label { #(#entries),* }))
    };
    let groups = [
        group("optional", Presence::Optional),
        group("required", Presence::Required),
        group("default", Presence::Defaulted),
        group("nullable", Presence::OptionalNullable),
        group("required_nullable", Presence::RequiredNullable),
    ];
    let tag = members.iter().find(|member| member.is_tag).map(|member| {
        let wire = &member.wire;
        quote!(tag { #wire })
    });
    let groups = groups.into_iter().flatten().chain(tag);
    quote!(#members_macro!(#direction #name #generics { #(#groups)* });)
}
