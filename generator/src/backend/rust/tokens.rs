//! Small pieces of code that every construct needs.

use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::quote;

use super::printing::DOC_BREAK;
use crate::model::LiteralType;
use crate::names;

/// An identifier, raw where it is a keyword.
pub(super) fn ident(name: &str) -> Ident {
    if names::is_keyword(name) { Ident::new_raw(name, Span::call_site()) } else { Ident::new(name, Span::call_site()) }
}

/// A doc comment.
pub(super) fn doc<'a>(lines: impl IntoIterator<Item = &'a String>) -> TokenStream {
    let mut text = String::new();
    for (index, line) in lines.into_iter().enumerate() {
        if index > 0 {
            text.push(DOC_BREAK);
        }
        if !line.is_empty() {
            text.push(' ');
            text.push_str(line);
        }
    }
    if text.is_empty() { TokenStream::new() } else { quote!(#[doc = #text]) }
}

/// A doc comment of one line.
pub(super) fn doc_line(line: &str) -> TokenStream {
    doc([&line.to_owned()])
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
