//! Source text on one line, as a person would write it.

use quote::ToTokens;
use syn::{GenericArgument, Generics, Path, PathArguments, Receiver, ReceiverKind, Type, TypeParamBound};

/// A type on one line.
pub(super) fn compact_type(value: &Type) -> String {
    let mut text = String::new();
    if push_type(value, &mut text) { text } else { compact(value) }
}

/// A path on one line.
pub(super) fn compact_path(path: &Path) -> String {
    let mut text = String::new();
    if push_path(path, &mut text) { text } else { compact(path) }
}

/// Parameters on one line; most items have none.
pub(super) fn compact_generics(generics: &Generics) -> String {
    if generics.params.is_empty() { String::new() } else { compact(generics) }
}

/// The `self` of a method; callers need not know whether the method changes its own copy.
pub(super) fn compact_receiver(receiver: &Receiver) -> String {
    match receiver.kind {
        ReceiverKind::Value => "self".to_owned(),
        ReceiverKind::Typed(..) => compact(receiver).replacen("mut self", "self", 1),
        _ => compact(receiver),
    }
}

/// Paths, and traits for arguments, are most of all types, and need no detour by tokens.
fn push_type(value: &Type, text: &mut String) -> bool {
    match value {
        Type::Path(value) => value.qself.is_none() && push_path(&value.path, text),
        Type::ImplTrait(value) => {
            let Some(TypeParamBound::Trait(bound)) = value.bounds.first() else { return false };
            let is_plain = bound.paren_token.is_none() && bound.lifetimes.is_none() && bound.maybe.is_none();
            text.push_str("impl ");
            value.bounds.len() == 1 && is_plain && push_path(&bound.path, text)
        }
        _ => false,
    }
}

fn push_path(path: &Path, text: &mut String) -> bool {
    if path.leading_colon.is_some() {
        return false;
    }
    for (index, segment) in path.segments.iter().enumerate() {
        if index > 0 {
            text.push_str("::");
        }
        text.push_str(&segment.ident.to_string());
        let arguments = match &segment.arguments {
            PathArguments::None => continue,
            PathArguments::AngleBracketed(arguments) if arguments.colon2_token.is_none() => arguments,
            _ => return false,
        };
        text.push('<');
        for (index, argument) in arguments.args.iter().enumerate() {
            if index > 0 {
                text.push_str(", ");
            }
            match argument {
                GenericArgument::Type(argument) if push_type(argument, text) => {}
                GenericArgument::AssocType(argument) if argument.generics.is_none() => {
                    text.push_str(&argument.ident.to_string());
                    text.push_str(" = ");
                    if !push_type(&argument.ty, text) {
                        return false;
                    }
                }
                _ => return false,
            }
        }
        text.push('>');
    }
    true
}

/// Tokens as a person would write them, on one line.
pub(super) fn compact(tokens: &impl ToTokens) -> String {
    let mut text = String::new();
    let spaced = tokens.to_token_stream().to_string();
    let words: Vec<&str> = spaced.split_whitespace().collect();
    for (index, word) in words.iter().enumerate() {
        let previous = index.checked_sub(1).map(|index| words[index]);
        let glued = previous.is_none_or(|previous| {
            matches!(previous, "<" | "(" | "[" | "::" | "&" | "'" | "&'_" | "<'" | "&mut<")
                || previous.ends_with(['<', '(', '[', '&'])
                || previous.ends_with("::")
                || word.starts_with([',', '>', ')', ']', ':', '.', ';', '?', '<'])
                || (word.starts_with('(')
                    && previous != "="
                    && previous != "->"
                    && previous != "+"
                    && previous != ":"
                    && !previous.ends_with(','))
        });
        if !glued {
            text.push(' ');
        }
        text.push_str(word);
    }
    text.replace("& '", "&'").replace("- >", "->")
}

#[cfg(test)]
mod tests {
    use super::{compact, compact_type};

    #[test]
    fn types_are_written_on_one_line() {
        for text in [
            "Vec<Option<a::B<C, D>>>",
            "impl Into<Secret<String>>",
            "impl IntoIterator<Item = A>",
            "impl IntoIterator<Item = impl Into<A>>",
            "impl FnOnce(&A) -> B",
            "&'static [(u16, &'static str)]",
        ] {
            let parsed: syn::Type = syn::parse_str(text).unwrap();
            assert_eq!(compact_type(&parsed), text);
        }
    }

    #[test]
    fn the_short_way_and_that_by_tokens_agree() {
        for text in ["a::B<Vec<C>, D>", "impl Into<A>", "impl IntoIterator<Item = impl Into<A>>"] {
            let parsed: syn::Type = syn::parse_str(text).unwrap();
            assert_eq!(compact_type(&parsed), compact(&parsed));
        }
    }
}
