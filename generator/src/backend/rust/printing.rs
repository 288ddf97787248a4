//! The way from tokens to text.

use proc_macro2::{Delimiter, Group, Ident, TokenStream, TokenTree};
use syn::ImplItemFn;

use super::doc_blocks::DocBlocks;
use super::macro_calls;

/// Items as text and as they were parsed.
#[derive(Default)]
pub(super) struct PrintedItems {
    pub(super) text: String,
    /// Calls of macros are without what is in their braces.
    pub(super) items: Vec<syn::Item>,
}

/// Items that belong together, before they are printed.
pub(super) struct ItemGroup {
    /// An item before those of the tokens.
    declaration: Option<syn::Item>,
    tokens: TokenStream,
    /// Methods that follow those in the implementation that is the only item.
    methods: Vec<ImplItemFn>,
}

impl ItemGroup {
    /// A struct or enum, and what is generated from it.
    pub(super) fn declaration(declaration: syn::Item, tokens: TokenStream) -> Self {
        Self { declaration: Some(declaration), ..tokens.into() }
    }

    /// An implementation, with methods that follow those in its tokens.
    pub(super) fn implementation(tokens: TokenStream, methods: Vec<ImplItemFn>) -> Self {
        Self { methods, ..tokens.into() }
    }
}

impl From<TokenStream> for ItemGroup {
    fn from(tokens: TokenStream) -> Self {
        Self { declaration: None, tokens, methods: Vec::new() }
    }
}

/// Parses items and prints them in the usual style, with their doc comments.
pub(super) fn print(group: impl Into<ItemGroup>, docs: &DocBlocks) -> syn::Result<PrintedItems> {
    let (group, mut printed) = (group.into(), PrintedItems::default());
    if !group.methods.is_empty() {
        let mut implementation: syn::ItemImpl = syn::parse2(group.tokens)?;
        implementation.items.extend(group.methods.into_iter().map(syn::ImplItem::Fn));
        print_items(vec![syn::Item::Impl(implementation)], docs, &mut printed);
        return Ok(printed);
    }
    if let Some(declaration) = group.declaration {
        print_items(vec![declaration], docs, &mut printed);
    }
    let tokens: Vec<TokenTree> = group.tokens.into_iter().collect();
    let calls = macro_calls_in(&tokens);
    let mut tokens = tokens.into_iter();
    let mut position = 0;
    for start in calls {
        print_parsed(tokens.by_ref().take(start - position).collect(), docs, &mut printed)?;
        if let (Some(TokenTree::Ident(name)), _, Some(TokenTree::Group(body)), _) =
            (tokens.next(), tokens.next(), tokens.next(), tokens.next())
        {
            print_macro_call(name, body.stream(), &mut printed);
        }
        position = start + MACRO_CALL;
    }
    print_parsed(tokens.collect(), docs, &mut printed)?;
    Ok(printed)
}

/// Tokens of a call: `name!(…);`.
const MACRO_CALL: usize = 4;

/// Where macros are called as items, without attributes. The formatter leaves these as they are, so nobody needs them parsed.
fn macro_calls_in(tokens: &[TokenTree]) -> Vec<usize> {
    let is_mark = |token: &TokenTree, wanted: char| matches!(token, TokenTree::Punct(mark) if mark.as_char() == wanted);
    let is_group =
        |token: &TokenTree, wanted: Delimiter| matches!(token, TokenTree::Group(group) if group.delimiter() == wanted);
    let is_call = |window: &&[TokenTree]| match window {
        [TokenTree::Ident(_), mark, body, end] => {
            is_mark(mark, '!') && is_group(body, Delimiter::Parenthesis) && is_mark(end, ';')
        }
        _ => false,
    };
    let is_first = |position: usize| {
        let previous = position.checked_sub(1).map(|position| &tokens[position]);
        previous.is_none_or(|previous| is_mark(previous, ';') || is_group(previous, Delimiter::Brace))
    };
    let windows = tokens.windows(MACRO_CALL).enumerate();
    windows.filter(|(position, window)| is_call(window) && is_first(*position)).map(|(position, _)| position).collect()
}

fn print_macro_call(name: Ident, body: TokenStream, printed: &mut PrintedItems) {
    let without_content = |token: &TokenTree| match token {
        TokenTree::Group(group) if group.delimiter() == Delimiter::Brace => {
            TokenTree::Group(Group::new(Delimiter::Brace, TokenStream::new()))
        }
        token => token.clone(),
    };
    let body: Vec<TokenTree> = body.into_iter().collect();
    let tokens = body.iter().map(without_content).collect();
    printed.text.push_str(&macro_calls::print(&name.to_string(), body));
    let mac = syn::Macro {
        path: name.into(),
        bang_token: Default::default(),
        delimiter: syn::MacroDelimiter::Paren(Default::default()),
        tokens,
    };
    let semi_token = Some(Default::default());
    printed.items.push(syn::Item::Macro(syn::ItemMacro { attrs: Vec::new(), ident: None, mac, semi_token }));
}

/// Prints items that the formatter can lay out.
fn print_parsed(items: TokenStream, docs: &DocBlocks, printed: &mut PrintedItems) -> syn::Result<()> {
    if !items.is_empty() {
        let file: syn::File = syn::parse2(items)?;
        print_items(file.items, docs, printed);
    }
    Ok(())
}

fn print_items(items: Vec<syn::Item>, docs: &DocBlocks, printed: &mut PrintedItems) {
    let file = syn::File { shebang: None, frontmatter: None, attrs: Vec::new(), items };
    docs.expand(&separate_functions(&prettyplease::unparse(&file)), &mut printed.text);
    printed.items.extend(file.items);
}

/// Adds the blank lines before functions of implementations and traits, which the formatter does not add.
fn separate_functions(printed: &str) -> String {
    let mut text = String::with_capacity(printed.len() + printed.len() / 64);
    let mut previous = "";
    for line in printed.split_inclusive('\n') {
        let (above, below) = (member_of_item(previous), member_of_item(line));
        let begins_function = below.starts_with("fn ") || below.starts_with("pub fn ");
        let begins_docs = below.starts_with("///") || below.starts_with("#[");
        if above.ends_with("}\n") && (begins_function || begins_docs) || above.ends_with(";\n") && begins_function {
            text.push('\n');
        }
        text.push_str(line);
        previous = line;
    }
    text
}

/// A line without its indentation, if that is the one of members of an item.
fn member_of_item(line: &str) -> &str {
    line.strip_prefix("    ").filter(|line| !line.starts_with(' ')).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use quote::quote;

    use super::{DocBlocks, print};

    #[test]
    fn a_doc_is_on_lines_of_its_own_indented_like_its_item() {
        let mut docs = DocBlocks::default();
        let lines = ["First.", "", "```", "    code", "```"];
        let (outer, inner) = (docs.lines(lines), docs.lines(lines));
        let printed = print(quote!(#outer pub struct A { #inner b: C }), &docs).unwrap();
        let expected = "/// First.\n///\n/// ```\n///     code\n/// ```\npub struct A {\n    /// First.\n    ///\n    /// ```\n    \
                        ///     code\n    /// ```\n    b: C,\n}\n";
        assert_eq!(printed.text, expected);
    }

    #[test]
    fn functions_of_an_item_have_blank_lines_between_them() {
        let mut docs = DocBlocks::default();
        let (first, second) = (docs.line("First."), docs.line("Second."));
        let item = quote! {
            impl A {
                const B: u8 = 1;
                const C: u8 = 2;
                #first pub fn d() { if E { f(); } g(); }
                #second pub fn h() {}
                fn i() {}
            }
            fn j() { let k = 1; m(k); }
        };
        let expected = "impl A {\n    const B: u8 = 1;\n    const C: u8 = 2;\n    /// First.\n    pub fn d() {\n        if E {\n            \
                        f();\n        }\n        g();\n    }\n\n    /// Second.\n    pub fn h() {}\n\n    fn i() {}\n}\n\
                        fn j() {\n    let k = 1;\n    m(k);\n}\n";
        assert_eq!(print(item, &docs).unwrap().text, expected);
    }

    #[test]
    fn the_mark_of_a_placeholder_in_a_literal_stays_what_it_is() {
        let mut docs = DocBlocks::default();
        docs.line("A doc.");
        let item = quote!(
            const A: &str = "\u{1f}0";
        );
        assert_eq!(print(item, &docs).unwrap().text, "const A: &str = \"\\u{1f}0\";\n");
    }

    #[test]
    fn calls_of_macros_as_items_keep_their_place_between_others() {
        let items = quote!(
            first!(A { b });
            pub struct A {}
            second!(A { c = "d" });
            const B: u8 = third!(1);
            use c::{d, e};
            fourth!(A);
        );
        let printed = print(items, &DocBlocks::default()).unwrap();
        let expected = "first!(A { b });\npub struct A {}\nsecond!(A { c = \"d\" });\nconst B: u8 = third!(1);\n\
                        use c::{d, e};\nfourth!(A);\n";
        assert_eq!(printed.text, expected);
        assert_eq!(printed.items.len(), 6);
    }
}
