//! What operations state about paging, and about work that is still running.

use proc_macro2::{Literal, TokenStream};
use quote::{ToTokens, quote};

use super::imports::Imports;
use super::tokens::{ident, literal_of};
use super::type_refs::type_ref;
use crate::model::{AccessStep, Items, LiteralType, Operation, Output, Paging, PagingStyle, Presence};

/// How an operation pages.
pub(super) fn paged(operation: &Operation, imports: &mut Imports<'_>) -> Option<TokenStream> {
    let items = operation.items.as_ref()?;
    let (paged, paging) = (imports.runtime("Paged"), imports.runtime("Paging"));
    let (struct_name, item) = (ident(&operation.struct_name), type_ref(&items.item, imports));
    let ways = operation.paging.iter().filter_map(way);
    let path = path(&operation.paging.first()?.items);
    let (page, list) = (page(&operation.output, imports)?, list(items));
    let status = page_status(items, &operation.output).map(|status| quote!(const STATUS: Option<u16> = Some(#status);));
    let value = match (&items.variant, &operation.output) {
        (Some(variant), Output::Outcomes { name, .. }) => {
            let (name, variant) = (ident(name), ident(variant));
            quote!(match page { #name::#variant(page) => Some(#list), _ => None })
        }
        _ => quote!(Some(#list)),
    };
    Some(quote! {
        impl #paged for #struct_name {
            type Item = #item;
            const ITEMS: &'static [&'static str] = #path;
            #status
            const PAGING: &'static [#paging] = &[#(#paging::#ways),*];
            #[inline]
            fn items(page: #page) -> Option<Vec<#item>> { #value }
        }
    })
}

/// The status of the variant that is a page.
fn page_status(items: &Items, output: &Output) -> Option<Literal> {
    let (Some(variant), Output::Outcomes { outcomes, .. }) = (&items.variant, output) else { return None };
    let page = outcomes.iter().find(|outcome| outcome.name == *variant)?;
    Some(Literal::u16_unsuffixed(page.status))
}

fn page(response: &Output, imports: &mut Imports<'_>) -> Option<TokenStream> {
    match response {
        Output::Json(value) => Some(type_ref(value, imports).into_token_stream()),
        Output::Outcomes { name, .. } => {
            let name = ident(name);
            Some(quote!(#name))
        }
        Output::OptionalJson(_) | Output::Empty | Output::Bytes => None,
    }
}

fn way(paging: &Paging) -> Option<TokenStream> {
    let way = match paging.style {
        PagingStyle::Offset => {
            let (items, offset, sized) = (path(&paging.items), paging.offset.as_ref()?, sized(paging));
            quote!(offset(#items, #offset) #sized)
        }
        PagingStyle::Page => {
            let (items, page, sized) = (path(&paging.items), paging.page.as_ref()?, sized(paging));
            let first = Literal::u32_unsuffixed(paging.first?);
            let end = match (&paging.total, &paging.page_count) {
                (Some(total), _) => {
                    let total = path(total);
                    quote!(.with_total(#total))
                }
                (None, Some(pages)) => {
                    let pages = path(pages);
                    quote!(.with_page_count(#pages))
                }
                (None, None) => quote!(),
            };
            quote!(page(#items, #page, #first) #sized #end)
        }
        PagingStyle::Token => {
            let (token, is_header) = paging.token.as_ref()?;
            let to = is_header.then(|| quote!(.to_header(#token)));
            match (&paging.next_header, &paging.next) {
                (Some(header), _) => quote!(token_in_header(#header, #token) #to),
                (None, Some(next)) => {
                    let next = path(next);
                    quote!(token(#next, #token) #to)
                }
                (None, None) => return None,
            }
        }
        PagingStyle::Link | PagingStyle::Url => {
            let (next, headers) = (path(paging.next.as_ref()?), &paging.headers);
            let copied = (!headers.is_empty()).then(|| quote!(.copying_headers(&[#(#headers),*])));
            quote!(link(#next) #copied)
        }
    };
    let with = paging.with.iter().map(|(name, value)| quote!((#name, #value)));
    let with = (!paging.with.is_empty()).then(|| quote!(.with(&[#(#with),*])));
    Some(quote!(#way #with))
}

/// A path of members, as the runtime takes it.
pub(super) fn path(names: &[String]) -> TokenStream {
    quote!(&[#(#names),*])
}

fn sized(paging: &Paging) -> Option<TokenStream> {
    let size = paging.size.as_ref()?;
    let max = match paging.max_size.map(Literal::u32_unsuffixed) {
        Some(max) => quote!(Some(#max)),
        None => quote!(None),
    };
    Some(quote!(.sized(#size, #max)))
}

/// The items of `page`, empty where a member on the way is absent.
fn list(items: &Items) -> TokenStream {
    let mut access = quote!(page);
    let mut is_option = false;
    for AccessStep { field, presence } in &items.access {
        let field = ident(field);
        let flatten = (*presence == Presence::OptionalNullable).then(|| quote!(.flatten()));
        let is_plain = matches!(presence, Presence::Required | Presence::Defaulted);
        access = match (is_option, is_plain) {
            (false, _) => quote!(#access.#field #flatten),
            (true, true) => quote!(#access.map(|value| value.#field)),
            (true, false) => quote!(#access.and_then(|value| value.#field #flatten)),
        };
        is_option |= !is_plain;
    }
    if is_option { quote!(#access.unwrap_or_default()) } else { access }
}

/// The states in which an operation reports that work is still running.
pub(super) fn running(operation: &Operation, imports: &mut Imports<'_>) -> Option<TokenStream> {
    let running = operation.running.as_ref()?;
    let (name, member) = (imports.runtime("Running"), path(&running.member));
    let values = running.values.iter().map(|value| literal_of(running.literal, value));
    let constructor = ident(if running.literal == LiteralType::Integer { "of_integers" } else { "new" });
    Some(quote!(const RUNNING: Option<#name> = Some(#name::#constructor(#member, &[#(#values),*]));))
}
