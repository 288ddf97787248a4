//! Objects as structs, with their wire names beside them.

mod construction;

use proc_macro2::TokenStream;
use quote::quote;
use syn::Field;

use super::declarations::{open_attributes, public_field, structure};
use super::imports::Imports;
use super::printing::ItemGroup;
use super::syntax::named;
use super::tokens::{ident, wire_alias};
use super::type_refs;
use crate::model::{Direction, Member, Presence, Type};

pub(super) fn object(
    declared: &Type,
    is_envelope: bool,
    members: &[Member],
    imports: &mut Imports<'_>,
) -> Vec<ItemGroup> {
    let name = ident(&declared.name);
    let docs = imports.docs.parts([&declared.doc, &declared.details]);
    let mut fields: Vec<Field> = members
        .iter()
        .filter(|member| !member.is_tag)
        .map(|member| {
            let docs = imports.docs.parts([&member.doc, &member.errata_doc]);
            let alias = wire_alias(&member.wire, &member.name);
            public_field(docs.into_iter().chain(alias), ident(&member.name), type_refs::member(member, imports))
        })
        .collect();
    // The type's own doc says what it is; every type has it.
    fields.push(public_field(None, ident("unlisted"), named(imports.runtime("Unlisted"), [])));
    let parameter = is_envelope.then(|| ident("T"));
    let item = structure(open_attributes(docs, quote!(Clone, Debug)), name, parameter, fields);
    let item = ItemGroup::declaration(item, wire_names(declared, is_envelope, members, imports));
    let methods = construction::methods(declared, is_envelope, members, imports);
    [item].into_iter().chain(methods).collect()
}

/// Whether a type that is sent starts out empty. Of received types, `members!` implements `Default` for tests.
pub(super) fn has_default(direction: Direction, members: &[Member]) -> bool {
    direction.sent && !members.iter().any(Member::must_be_stated)
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
