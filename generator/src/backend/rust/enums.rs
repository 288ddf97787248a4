//! Open enums.

use proc_macro2::TokenStream;
use quote::quote;

use super::imports::Imports;
use super::tokens::{ident, literal_of, wire_alias};
use crate::model::{EnumCase, EnumValue, LiteralType, Type};

pub(super) fn open_enum(
    declared: &Type,
    (literal, case): (LiteralType, EnumCase),
    values: &[EnumValue],
    imports: &mut Imports<'_>,
) -> TokenStream {
    let (docs, name) = (imports.docs.parts([&declared.doc, &declared.details]), ident(&declared.name));
    let variants: Vec<TokenStream> = values
        .iter()
        .map(|value| {
            let (docs, variant) = (imports.docs.parts([&value.doc, &value.errata_doc]), ident(&value.name));
            let alias = wire_alias(&value.wire, &value.name);
            quote!(#docs #alias #variant,)
        })
        .collect();
    let entries = values.iter().map(|value| {
        let (variant, wire) = (ident(&value.name), literal_of(literal, &value.wire));
        let in_url = value.in_url.as_ref().map(|spelling| quote!((in url #spelling)));
        quote!(#variant = #wire #in_url)
    });
    let rule = match (literal, case) {
        (LiteralType::Integer, _) => quote!(integer),
        (_, EnumCase::Ignored) => quote!(ignoring case),
        (_, EnumCase::Exact) => quote!(exact),
    };
    let (open_enum, unlisted) = (imports.runtime("open_enum"), imports.runtime("UnlistedValue"));
    let unlisted_docs = imports.docs.line("A value that the specification does not list, unchanged.");
    quote! {
        #docs
        #[derive(Clone, Debug)]
        #[non_exhaustive]
        pub enum #name { #(#variants)* #unlisted_docs Unlisted(#unlisted) }
        #open_enum!(#rule #name { #(#entries),* });
    }
}
