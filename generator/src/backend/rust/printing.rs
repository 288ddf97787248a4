//! The way from tokens to text.

use proc_macro2::TokenStream;

use super::macro_calls;

/// Represents a line break within a doc comment until it is printed: one attribute for all lines costs less than one for each,
/// and a real break would be printed as a block comment. Docs have no control characters of their own.
pub(super) const DOC_BREAK: char = '\u{1f}';

/// Items as text and as they were parsed.
pub(super) struct PrintedItems {
    pub(super) text: String,
    pub(super) items: Vec<syn::Item>,
}

/// Parses items and prints them in the usual style.
pub(super) fn print(tokens: TokenStream) -> syn::Result<PrintedItems> {
    let file: syn::File = syn::parse2(tokens)?;
    let mut printed = PrintedItems { text: String::new(), items: Vec::with_capacity(file.items.len()) };
    let mut plain = Vec::new();
    for item in file.items {
        match macro_call(&item) {
            Some((name, body)) => {
                print_plain(&mut plain, &mut printed);
                printed.text.push_str(&macro_calls::print(&name, body));
                printed.items.push(item);
            }
            None => plain.push(item),
        }
    }
    print_plain(&mut plain, &mut printed);
    printed.text = break_docs(printed.text);
    Ok(printed)
}

/// The name and the body of a macro that is called as an item, without attributes.
fn macro_call(item: &syn::Item) -> Option<(String, TokenStream)> {
    let syn::Item::Macro(syn::ItemMacro { attrs, ident: None, mac, .. }) = item else { return None };
    let name = mac.path.get_ident()?.to_string();
    (attrs.is_empty() && matches!(mac.delimiter, syn::MacroDelimiter::Paren(_))).then(|| (name, mac.tokens.clone()))
}

/// Prints items that the formatter can lay out.
fn print_plain(items: &mut Vec<syn::Item>, printed: &mut PrintedItems) {
    if !items.is_empty() {
        let items = std::mem::take(items);
        let file = syn::File { shebang: None, frontmatter: None, attrs: Vec::new(), items };
        printed.text.push_str(&prettyplease::unparse(&file));
        printed.items.extend(file.items);
    }
}

fn break_docs(printed: String) -> String {
    if !printed.contains(DOC_BREAK) {
        return printed;
    }
    let mut text = String::with_capacity(printed.len() + printed.len() / 4);
    for line in printed.lines() {
        let indent = &line[..line.len() - line.trim_start_matches(' ').len()];
        for (index, line) in line.split(DOC_BREAK).enumerate() {
            if index > 0 {
                text.push_str(indent);
                text.push_str("///");
            }
            text.push_str(line.trim_end_matches(' '));
            text.push('\n');
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use quote::quote;

    use super::print;
    use crate::backend::rust::tokens::doc;

    #[test]
    fn a_doc_is_on_lines_of_its_own_indented_like_its_item() {
        let lines = ["First.", "", "```", "    code", "```"].map(str::to_owned);
        let docs = doc(&lines);
        let printed = print(quote!(#docs pub struct A { #docs b: C })).unwrap();
        let expected = "/// First.\n///\n/// ```\n///     code\n/// ```\npub struct A {\n    /// First.\n    ///\n    /// ```\n    \
                        ///     code\n    /// ```\n    b: C,\n}\n";
        assert_eq!(printed.text, expected);
    }

    #[test]
    fn the_mark_of_a_break_in_a_literal_stays_what_it_is() {
        let printed = print(quote!(
            const A: &str = "a\u{1f}b";
        ))
        .unwrap();
        assert_eq!(printed.text, "const A: &str = \"a\\u{1f}b\";\n");
    }
}
