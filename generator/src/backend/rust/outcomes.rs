//! Several responses of one operation as an enum.

use proc_macro2::Literal;
use quote::quote;
use syn::Fields;

use super::declarations::{enumeration, field, named_fields, open_attributes, unnamed_field, variant};
use super::imports::Imports;
use super::printing::ItemGroup;
use super::syntax::named;
use super::tokens::ident;
use super::type_refs::{optional, type_ref};
use crate::model::{Doc, Operation, OutcomeContent, Output};

/// The enum of an operation with several responses; `example` are doc lines that match them.
pub(super) fn outcomes<'m>(operation: &'m Operation, example: &Doc, imports: &mut Imports<'m>) -> Option<ItemGroup> {
    let Output::Outcomes { name, outcomes } = &operation.output else { return None };
    let name = ident(name);
    let mut variants = Vec::new();
    let mut entries = Vec::new();
    let mut written = Vec::new();
    for outcome in outcomes {
        let (docs, name) = (imports.docs.parts([&outcome.doc, &outcome.errata_doc]), ident(&outcome.name));
        let status = Literal::u16_unsuffixed(outcome.status);
        let fields = match &outcome.content {
            OutcomeContent::Json(value) => {
                let value = type_ref(value, imports);
                entries.push(quote!(#status => #name (json #value)));
                unnamed_field(value)
            }
            OutcomeContent::OptionalJson(value) => {
                let value = type_ref(value, imports);
                entries.push(quote!(#status => #name (optional_json #value)));
                unnamed_field(optional(value))
            }
            OutcomeContent::Empty => {
                entries.push(quote!(#status => #name (empty)));
                Fields::Unit
            }
            OutcomeContent::Bytes => {
                entries.push(quote!(#status => #name (bytes)));
                written.push(status);
                unnamed_field(named(imports.runtime("Bytes"), []))
            }
            OutcomeContent::Pending { value, location, retry_after, poll } => {
                let value = value.as_ref().map(|value| type_ref(value, imports));
                let value_field = value.as_ref().map(|value| {
                    let docs = imports.docs.line("What the service reports so far.");
                    field(docs, ident("value"), value.clone())
                });
                let pending_field = poll.as_ref().map(|polled| {
                    let docs = imports.docs.line("The work that is still running.");
                    let pending = if polled.takes_body { "PendingWithBody" } else { "Pending" };
                    let (pending, state) =
                        (imports.runtime(pending), imports.operation(polled.area, &polled.struct_name));
                    field(docs, ident("pending"), named(pending, [state]))
                });
                // A pending response contains both.
                let (location, retry_after) = (*location && poll.is_none(), *retry_after && poll.is_none());
                let location_field = location.then(|| {
                    let docs = imports.docs.line("Where to ask for the result, as the service states it.");
                    field(docs, ident("location"), optional(named(ident("String"), [])))
                });
                let wait_field = retry_after.then(|| {
                    let docs = imports.docs.line("How long the service asks to wait.");
                    let duration = imports.standard("std::time::Duration");
                    field(docs, ident("retry_after"), optional(named(duration, [])))
                });
                let names = [
                    value.map(|value| quote!(json #value)),
                    location.then(|| quote!(location)),
                    retry_after.then(|| quote!(retry_after)),
                    poll.as_ref().map(|_| quote!(pending)),
                ];
                let names = names.into_iter().flatten();
                entries.push(quote!(#status => #name { #(#names),* }));
                named_fields([value_field, location_field, wait_field, pending_field].into_iter().flatten())
            }
        };
        variants.push(variant(docs, name, fields));
    }
    let responses = imports.runtime("responses");
    let written = (!written.is_empty()).then(|| {
        let macro_name = imports.runtime("written");
        quote!(#macro_name!(#name: #(#written),*);)
    });
    let docs = imports.docs.parts([&vec![format!("What [`{}`] can respond with.", operation.name)], example]);
    let docs_of_unlisted = imports.docs.line("A success that the specification does not list, unchanged.");
    let unlisted = unnamed_field(named(imports.runtime("RawResponse"), []));
    variants.push(variant(docs_of_unlisted, ident("Unlisted"), unlisted));
    let calls = quote!(#responses!(#name { #(#entries),* }); #written);
    Some(ItemGroup::declaration(enumeration(open_attributes(docs, quote!(Clone, Debug)), name, variants), calls))
}
