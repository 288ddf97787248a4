//! Unions whose variants are distinguished by a member.

use proc_macro2::TokenStream;
use quote::quote;

use super::imports::Imports;
use super::tokens::{ident, literal_of};
use super::type_refs::type_ref;
use crate::model::{Direction, LiteralType, Type, Variant};

pub(super) fn union(
    declared: &Type,
    (tag, literal): (&[String], LiteralType),
    variants: &[Variant],
    imports: &mut Imports<'_>,
) -> TokenStream {
    let (docs, name) = (imports.docs.parts([&declared.doc, &declared.details]), ident(&declared.name));
    let cases: Vec<TokenStream> = variants
        .iter()
        .map(|variant| {
            let docs = imports.docs.parts([&variant.doc, &variant.errata_doc]);
            let (case, value) = (ident(&variant.name), type_ref(&variant.value, imports));
            quote!(#docs #case(Box<#value>),)
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
    let (tagged_union, json) = (imports.runtime("tagged_union"), imports.runtime("JsonValue"));
    let unlisted_docs = imports.docs.line("A variant that the specification does not list, unchanged.");
    quote! {
        #docs
        #[derive(Clone, Debug)]
        #[non_exhaustive]
        pub enum #name { #(#cases)* #unlisted_docs Unlisted(#json) }
        #tagged_union!(#direction #name by [#(#tag),*] { #(#entries),* });
    }
}
