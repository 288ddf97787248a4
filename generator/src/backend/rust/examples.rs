//! Examples as code: a test for each, and the first one in the docs of the endpoint function.

mod assertions;
mod construction;
mod docs;
mod resource;
mod tests;

use proc_macro2::{Literal, TokenStream};
use quote::quote;

pub(super) use docs::of_docs;
pub(super) use tests::{area, exchange_file, main_file};

/// A string literal; a raw one where that spares escapes.
fn text_literal(text: &str) -> TokenStream {
    let wants_raw = text.contains(['"', '\\']) && !text.contains('\n');
    raw_literal(text).filter(|_| wants_raw).map_or_else(|| quote!(#text), |literal| quote!(#literal))
}

/// A literal with more is harder to read than one with escapes.
const MOST_HASHES: usize = 8;

/// A raw literal of a text that shows as it is.
fn raw_literal(text: &str) -> Option<Literal> {
    let is_plain = |c: char| matches!(c, '"' | '\\' | '\'' | '\n') || c.escape_debug().len() == 1;
    if !text.chars().all(is_plain) {
        return None;
    }
    let hashes = (1..=text.len().min(MOST_HASHES))
        .map(|count| "#".repeat(count))
        .find(|hashes| !text.contains(&format!("\"{hashes}")))?;
    format!("r{hashes}\"{text}\"{hashes}").parse().ok()
}
