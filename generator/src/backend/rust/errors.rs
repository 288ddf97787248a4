//! Documented errors.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::imports::Imports;
use super::tokens::ident;
use crate::model::{ErrorVariant, Type};

pub(super) fn errors(declared: &Type, listed: &[ErrorVariant], imports: &mut Imports<'_>) -> TokenStream {
    let (docs, name) = (imports.docs.parts([&declared.doc, &declared.details]), ident(&declared.name));
    let mut variants = Vec::new();
    let mut entries = Vec::new();
    for error in listed {
        let (docs, variant) = (imports.docs.parts([&error.doc, &error.errata_doc]), ident(&error.name));
        let status = Literal::u16_unsuffixed(error.status);
        let code = error.code.as_ref().map(|code| quote!(code #code));
        let retry = error.retry.map(|retry| if retry { quote!(retry yes) } else { quote!(retry no) });
        match error.reason {
            Some(reason) => {
                let reason = imports.declared(reason);
                variants.push(quote!(#docs #variant(Option<#reason>),));
                let notes = retry.into_iter().chain([quote!(reason #reason)]);
                entries.push(quote!(#status #code => #variant (#(#notes),*)));
            }
            None => {
                variants.push(quote!(#docs #variant,));
                let notes = retry.map(|retry| quote!((#retry)));
                entries.push(quote!(#status #code => #variant #notes));
            }
        }
    }
    let common = imports.api.errors.filter(|common| imports.api.type_of(*common).name != declared.name);
    let common = common.map(|common| imports.declared(common));
    if let Some(common) = &common {
        let docs = imports.docs.line("An error that any operation of the API can have.");
        variants.push(quote!(#docs Common(#common),));
    }
    let or_common = common.map(|common| quote!(or #common));
    let service_errors = imports.runtime("service_errors");
    quote! {
        #docs
        #[derive(Clone, Debug, PartialEq, Eq)]
        #[non_exhaustive]
        pub enum #name { #(#variants)* }
        #service_errors!(#name #or_common { #(#entries),* });
    }
}
