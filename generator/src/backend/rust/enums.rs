//! Open enums.

use quote::quote;
use syn::{Fields, Variant};

use super::declarations::{enumeration, open_attributes, unnamed_field, variant};
use super::imports::Imports;
use super::printing::ItemGroup;
use super::syntax::named;
use super::tokens::{ident, literal_of, wire_alias};
use crate::model::{EnumCase, EnumValue, LiteralType, Type};

pub(super) fn open_enum(
    declared: &Type,
    (literal, case): (LiteralType, EnumCase),
    values: &[EnumValue],
    imports: &mut Imports<'_>,
) -> ItemGroup {
    let (docs, name) = (imports.docs.parts([&declared.doc, &declared.details]), ident(&declared.name));
    let mut variants: Vec<Variant> = values
        .iter()
        .map(|value| {
            let docs = imports.docs.parts([&value.doc, &value.errata_doc]);
            let alias = wire_alias(&value.wire, &value.name);
            variant(docs.into_iter().chain(alias), ident(&value.name), Fields::Unit)
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
    let open_enum = imports.runtime("open_enum");
    let call = quote!(#open_enum!(#rule #name { #(#entries),* }););
    let docs_of_unlisted = imports.docs.line("A value that the specification does not list, unchanged.");
    let unlisted = unnamed_field(named(imports.runtime("UnlistedValue"), []));
    variants.push(variant(docs_of_unlisted, ident("Unlisted"), unlisted));
    ItemGroup::declaration(enumeration(open_attributes(docs, quote!(Clone, Debug)), name, variants), call)
}
