//! Source text on one line, as a person would write it.

use quote::ToTokens;
use syn::{GenericArgument, PathArguments, Type};

/// A type on one line.
pub(super) fn compact_type(value: &Type) -> String {
    let mut text = String::new();
    if push_path(value, &mut text) { text } else { compact(value) }
}

/// Types that are a path are most of all, and need no detour by tokens.
fn push_path(value: &Type, text: &mut String) -> bool {
    let Type::Path(value) = value else { return false };
    if value.qself.is_some() || value.path.leading_colon.is_some() {
        return false;
    }
    for (index, segment) in value.path.segments.iter().enumerate() {
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
                GenericArgument::Type(argument) if push_path(argument, text) => {}
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
