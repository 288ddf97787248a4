//! Small pieces of code that every construct needs.

use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::quote;
use syn::Attribute;

use super::syntax::list_attribute;
use crate::model::{Deprecation, LiteralType};
use crate::names;

/// An identifier, raw where it is a keyword.
pub(super) fn ident(name: &str) -> Ident {
    if names::is_keyword(name) { Ident::new_raw(name, Span::call_site()) } else { Ident::new(name, Span::call_site()) }
}

const LONGEST_ALIAS: usize = 78;

/// A name by which people search for an item; `None` where rustdoc or a line has no room for it.
pub(super) fn alias(text: &str) -> Option<Attribute> {
    // Rustdoc takes no quotes in it.
    let is_plain = |c: char| c.is_alphanumeric() || " -_.,:()/&+@$#".contains(c);
    let fits = !text.is_empty() && text.len() <= LONGEST_ALIAS && text.trim() == text && text.chars().all(is_plain);
    fits.then(|| list_attribute("doc", quote!(alias = #text)))
}

/// The wire name of an item as an alias, if a search for it would not find the Rust name.
pub(super) fn wire_alias(wire: &str, name: &str) -> Option<Attribute> {
    // The search of rustdoc ignores case and underscores.
    let searched = |name: &str| name.replace('_', "").to_lowercase();
    (searched(wire) != searched(name)).then(|| alias(wire)).flatten()
}

/// The warning of the compiler where an item is used. `since` of the attribute is for versions, so the note has the day.
pub(super) fn deprecated(deprecation: &Deprecation) -> TokenStream {
    let note = &deprecation.note;
    quote!(#[deprecated(note = #note)])
}

/// The value of an enum or the tag of a variant, by its spelling.
pub(super) fn literal_of(literal: LiteralType, wire: &str) -> TokenStream {
    match (literal, wire.parse::<i64>()) {
        (LiteralType::Integer, Ok(number)) => {
            let number = Literal::i64_unsuffixed(number);
            quote!(#number)
        }
        (LiteralType::Boolean, _) => {
            let value = wire == "true";
            quote!(#value)
        }
        _ => quote!(#wire),
    }
}

/// The value of a constant that further calls complete. Each call is a statement of its own: a chain of them would be set far to
/// the right.
pub(super) fn completed(name: &str, first: TokenStream, calls: Vec<TokenStream>) -> TokenStream {
    let name = ident(name);
    match calls.split_last() {
        None => first,
        Some((last, calls)) => quote!({
            let #name = #first;
            #(let #name = #name #calls;)*
            #name #last
        }),
    }
}
