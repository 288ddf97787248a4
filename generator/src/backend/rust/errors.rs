//! ServiceError errors as enums.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::imports::Imports;
use super::tokens::{doc_parts, ident};
use crate::model::{ErrorStatus, Type};

pub(super) fn errors(declared: &Type, statuses: &[ErrorStatus], imports: &mut Imports<'_>) -> TokenStream {
    let (docs, name) = (doc_parts([&declared.doc, &declared.details]), ident(&declared.name));
    let mut variants = Vec::new();
    let mut entries = Vec::new();
    for error in statuses {
        let (docs, variant) = (doc_parts([&error.doc, &error.errata_doc]), ident(&error.name));
        let status = Literal::u16_unsuffixed(error.status);
        let retry = error.retry.map(|retry| if retry { quote!(retry yes) } else { quote!(retry no) });
        match error.reason {
            Some(reason) => {
                let reason = imports.declared(reason);
                variants.push(quote!(#docs #variant(Option<#reason>),));
                let notes = retry.into_iter().chain([quote!(reason #reason)]);
                entries.push(quote!(#status => #variant (#(#notes),*)));
            }
            None => {
                variants.push(quote!(#docs #variant,));
                let notes = retry.map(|retry| quote!((#retry)));
                entries.push(quote!(#status => #variant #notes));
            }
        }
    }
    let service_errors = imports.runtime("service_errors");
    quote! {
        #docs
        #[derive(Clone, Debug, PartialEq, Eq)]
        #[non_exhaustive]
        pub enum #name { #(#variants)* }
        #service_errors!(#name { #(#entries),* });
    }
}
