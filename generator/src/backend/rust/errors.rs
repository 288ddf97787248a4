//! Documented errors.

use proc_macro2::Literal;
use quote::quote;
use syn::Fields;

use super::declarations::{enumeration, open_attributes, unnamed_field, variant};
use super::imports::Imports;
use super::printing::ItemGroup;
use super::syntax::named;
use super::tokens::ident;
use super::type_refs::optional;
use crate::model::{ErrorVariant, Type};

pub(super) fn errors(declared: &Type, listed: &[ErrorVariant], imports: &mut Imports<'_>) -> ItemGroup {
    let (docs, name) = (imports.docs.parts([&declared.doc, &declared.details]), ident(&declared.name));
    let mut variants = Vec::new();
    let mut entries = Vec::new();
    for error in listed {
        let (docs, name) = (imports.docs.parts([&error.doc, &error.errata_doc]), ident(&error.name));
        let status = Literal::u16_unsuffixed(error.status);
        let code = error.code.as_ref().map(|code| quote!(code #code));
        let retry = error.retry.map(|retry| if retry { quote!(retry yes) } else { quote!(retry no) });
        match error.reason {
            Some(reason) => {
                let reason = imports.declared(reason);
                let notes = retry.into_iter().chain([quote!(reason #reason)]);
                entries.push(quote!(#status #code => #name (#(#notes),*)));
                variants.push(variant(docs, name, unnamed_field(optional(named(reason, [])))));
            }
            None => {
                let notes = retry.map(|retry| quote!((#retry)));
                entries.push(quote!(#status #code => #name #notes));
                variants.push(variant(docs, name, Fields::Unit));
            }
        }
    }
    let common = imports.api.errors.filter(|common| imports.api.type_of(*common).name != declared.name);
    let common = common.map(|common| imports.declared(common));
    if let Some(common) = &common {
        let docs = imports.docs.line("An error that any operation of the API can have.");
        variants.push(variant(docs, ident("Common"), unnamed_field(named(common.clone(), []))));
    }
    let or_common = common.map(|common| quote!(or #common));
    let service_errors = imports.runtime("service_errors");
    let call = quote!(#service_errors!(#name #or_common { #(#entries),* }););
    let attributes = open_attributes(docs, quote!(Clone, Debug, PartialEq, Eq));
    ItemGroup::declaration(enumeration(attributes, name, variants), call)
}
