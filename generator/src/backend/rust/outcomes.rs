//! Several responses of one operation as an enum.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::imports::Imports;
use super::tokens::ident;
use super::type_refs::type_ref;
use crate::model::{Doc, Operation, OutcomeContent, Output};

/// The enum of an operation with several responses; `example` are doc lines that match them.
pub(super) fn outcomes<'m>(operation: &'m Operation, example: &Doc, imports: &mut Imports<'m>) -> Option<TokenStream> {
    let Output::Outcomes { name, outcomes } = &operation.output else { return None };
    let name = ident(name);
    let mut variants = Vec::new();
    let mut entries = Vec::new();
    let mut written = Vec::new();
    for outcome in outcomes {
        let (docs, variant) = (imports.docs.parts([&outcome.doc, &outcome.errata_doc]), ident(&outcome.name));
        let status = Literal::u16_unsuffixed(outcome.status);
        match &outcome.content {
            OutcomeContent::Json(value) => {
                let value = type_ref(value, imports);
                variants.push(quote!(#docs #variant(#value),));
                entries.push(quote!(#status => #variant (json #value)));
            }
            OutcomeContent::OptionalJson(value) => {
                let value = type_ref(value, imports);
                variants.push(quote!(#docs #variant(Option<#value>),));
                entries.push(quote!(#status => #variant (optional_json #value)));
            }
            OutcomeContent::Empty => {
                variants.push(quote!(#docs #variant,));
                entries.push(quote!(#status => #variant (empty)));
            }
            OutcomeContent::Bytes => {
                let bytes = imports.runtime("Bytes");
                written.push(status.clone());
                variants.push(quote!(#docs #variant(#bytes),));
                entries.push(quote!(#status => #variant (bytes)));
            }
            OutcomeContent::Pending { value, location, retry_after, poll } => {
                let value = value.as_ref().map(|value| type_ref(value, imports));
                let value_field = value.as_ref().map(|value| {
                    let docs = imports.docs.line("What the service reports so far.");
                    quote!(#docs value: #value,)
                });
                let pending_field = poll.as_ref().map(|polled| {
                    let docs = imports.docs.line("The work that is still running.");
                    let pending = if polled.takes_body { "PendingWithBody" } else { "Pending" };
                    let (pending, state) =
                        (imports.runtime(pending), imports.operation(polled.area, &polled.struct_name));
                    quote!(#docs pending: #pending<#state>,)
                });
                // A pending response contains both.
                let (location, retry_after) = (*location && poll.is_none(), *retry_after && poll.is_none());
                let location_field = location.then(|| {
                    let docs = imports.docs.line("Where to ask for the result, as the service states it.");
                    quote!(#docs location: Option<String>,)
                });
                let wait_field = retry_after.then(|| {
                    let docs = imports.docs.line("How long the service asks to wait.");
                    let duration = imports.standard("std::time::Duration");
                    quote!(#docs retry_after: Option<#duration>,)
                });
                let names = [
                    value.map(|value| quote!(json #value)),
                    location.then(|| quote!(location)),
                    retry_after.then(|| quote!(retry_after)),
                    poll.as_ref().map(|_| quote!(pending)),
                ];
                let names = names.into_iter().flatten();
                variants.push(quote!(#docs #variant { #value_field #location_field #wait_field #pending_field },));
                entries.push(quote!(#status => #variant { #(#names),* }));
            }
        }
    }
    let (responses, raw) = (imports.runtime("responses"), imports.runtime("RawResponse"));
    let written = (!written.is_empty()).then(|| {
        let macro_name = imports.runtime("written");
        quote!(#macro_name!(#name: #(#written),*);)
    });
    let docs = imports.docs.parts([&vec![format!("What [`{}`] can respond with.", operation.name)], example]);
    let unlisted_docs = imports.docs.line("A success that the specification does not list, unchanged.");
    Some(quote! {
        #docs
        #[derive(Clone, Debug)]
        #[non_exhaustive]
        pub enum #name { #(#variants)* #unlisted_docs Unlisted(#raw) }
        #responses!(#name { #(#entries),* });
        #written
    })
}
