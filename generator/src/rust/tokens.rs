//! Small pieces of code that every construct needs.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

use crate::model::names;

/// An identifier, raw where it is a keyword.
pub(super) fn ident(name: &str) -> Ident {
    if names::is_keyword(name) { Ident::new_raw(name, Span::call_site()) } else { Ident::new(name, Span::call_site()) }
}

/// A doc comment: one attribute a line, because a line break in one would print it as a block.
pub(super) fn doc<'a>(lines: impl IntoIterator<Item = &'a String>) -> TokenStream {
    lines
        .into_iter()
        .map(|line| {
            let line = if line.is_empty() { String::new() } else { format!(" {line}") };
            quote!(#[doc = #line])
        })
        .collect()
}

/// A doc comment of one line.
pub(super) fn doc_line(line: &str) -> TokenStream {
    doc([&line.to_owned()])
}
