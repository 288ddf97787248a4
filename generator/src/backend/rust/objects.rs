//! Objects as structs, with their wire names beside them.

mod construction;

use proc_macro2::TokenStream;
use quote::quote;

use super::imports::Imports;
use super::tokens::{doc, ident};
use super::type_refs;
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
    // Of received types, `members!` implements it for tests.
    let has_default = declared.direction.sent && !members.iter().any(Member::must_be_stated);
    let default = has_default.then(|| quote!(, Default));
    let wire_names = wire_names(declared, is_envelope, members, imports);
    let mut items = vec![quote! {
        #docs
        #[derive(Clone, Debug #default)]
        #[non_exhaustive]
        pub struct #name #generics { #(#fields)* #unlisted }
        #wire_names
    }];
    items.extend(construction::methods(declared, is_envelope, members, imports));
    items
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
            .filter(|member| member.presence == presence)
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
    let groups = groups.into_iter().flatten();
    quote!(#members_macro!(#direction #name #generics { #(#groups)* });)
}
