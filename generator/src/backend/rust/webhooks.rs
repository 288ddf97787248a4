//! Webhooks: a function that reads the payload of each, for the server of the user.

use proc_macro2::TokenStream;
use quote::quote;

use super::imports::Imports;
use super::tokens::ident;
use super::type_refs::type_ref;
use crate::model::Webhook;

pub(super) fn decoder(webhook: &Webhook, imports: &mut Imports<'_>) -> TokenStream {
    let (docs, name) = (imports.docs.parts([&webhook.doc, &webhook.details]), ident(&webhook.function));
    let value = type_ref(&webhook.payload, imports);
    let error = imports.runtime("DecodeError");
    quote! {
        #docs
        #[inline]
        pub fn #name(body: &[u8]) -> Result<#value, #error> { crate::runtime::decode_webhook(body) }
    }
}
