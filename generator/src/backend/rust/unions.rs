//! Unions whose variants are distinguished by a member.

use quote::quote;

use super::declarations::{enumeration, open_attributes, unnamed_field, variant};
use super::imports::Imports;
use super::printing::ItemGroup;
use super::syntax::named;
use super::tokens::{ident, literal_of};
use super::type_refs::type_ref;
use crate::model::{Direction, LiteralType, Type, Variant};

pub(super) fn union(
    declared: &Type,
    (tag, literal): (&[String], LiteralType),
    variants: &[Variant],
    imports: &mut Imports<'_>,
) -> ItemGroup {
    let (docs, name) = (imports.docs.parts([&declared.doc, &declared.details]), ident(&declared.name));
    let mut cases: Vec<syn::Variant> = variants
        .iter()
        .map(|listed| {
            let docs = imports.docs.parts([&listed.doc, &listed.errata_doc]);
            let value = named(ident("Box"), [type_ref(&listed.value, imports)]);
            variant(docs, ident(&listed.name), unnamed_field(value))
        })
        .collect();
    let entries = variants.iter().map(|variant| {
        let (case, tag) = (ident(&variant.name), literal_of(literal, &variant.tag));
        quote!(#case = #tag)
    });
    let direction = match declared.direction {
        Direction { sent: true, received: true } => quote!(both),
        Direction { sent: true, received: false } => quote!(sent),
        Direction { .. } => quote!(received),
    };
    let tagged_union = imports.runtime("tagged_union");
    let call = quote!(#tagged_union!(#direction #name by [#(#tag),*] { #(#entries),* }););
    let docs_of_unlisted = imports.docs.line("A variant that the specification does not list, unchanged.");
    let unlisted = unnamed_field(named(imports.runtime("JsonValue"), []));
    cases.push(variant(docs_of_unlisted, ident("Unlisted"), unlisted));
    ItemGroup::declaration(enumeration(open_attributes(docs, quote!(Clone, Debug)), name, cases), call)
}
