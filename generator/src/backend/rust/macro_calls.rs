//! Calls of macros as items. No formatter touches the body of a macro, so it is laid out here: lines end after commas only, and
//! a group that does not fit on a line has its content on lines of its own.

use proc_macro2::{Delimiter, Group, Spacing, TokenStream, TokenTree};

/// The longest line.
const WIDTH: usize = 100;

/// Columns that each level is set in.
const INDENT: usize = 4;

/// Prints the call of a macro with the tokens between its parentheses.
pub(super) fn print(name: &str, body: TokenStream) -> String {
    let tokens: Vec<TokenTree> = body.into_iter().collect();
    let line = format!("{name}!({});\n", one_line(&tokens));
    if line.trim_end().len() <= WIDTH {
        return line;
    }
    let parts = elements(&tokens);
    // A single element continues behind the parenthesis, and its last group is closed before it.
    if let [only] = parts.as_slice()
        && let Some(text) = broken(only, 0)
    {
        return format!("{name}!({text});\n");
    }
    // Not every macro takes a comma behind its last argument.
    let lines = filled(&parts, INDENT);
    format!("{name}!(\n{}\n);\n", lines.trim_end_matches([',', '\n']))
}

/// Tokens between commas.
fn elements(tokens: &[TokenTree]) -> Vec<&[TokenTree]> {
    let is_comma = |token: &TokenTree| matches!(token, TokenTree::Punct(mark) if mark.as_char() == ',');
    tokens.split(is_comma).filter(|part| !part.is_empty()).collect()
}

/// Elements on as few lines as they need, each line with its end.
fn filled(elements: &[&[TokenTree]], indent: usize) -> String {
    let mut text = String::new();
    let mut line = String::new();
    let end_line = |line: &mut String, text: &mut String| {
        if !line.is_empty() {
            text.push_str(&format!("{:indent$}{line}\n", ""));
            line.clear();
        }
    };
    for element in elements {
        let shown = format!("{},", one_line(element));
        if indent + shown.len() > WIDTH
            && let Some(broken) = broken(element, indent)
        {
            end_line(&mut line, &mut text);
            text.push_str(&format!("{:indent$}{broken},\n", ""));
            continue;
        }
        if !line.is_empty() && indent + line.len() + 1 + shown.len() > WIDTH {
            end_line(&mut line, &mut text);
        }
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(&shown);
    }
    end_line(&mut line, &mut text);
    text
}

/// An element whose groups in braces are on lines of their own; `None` when it has none.
fn broken(tokens: &[TokenTree], indent: usize) -> Option<String> {
    let is_block =
        |token: &TokenTree| matches!(token, TokenTree::Group(group) if group.delimiter() == Delimiter::Brace);
    let mut text = String::new();
    let mut rest = tokens;
    while let Some(position) = rest.iter().position(is_block) {
        let TokenTree::Group(group) = &rest[position] else { break };
        if position > 0 {
            text.push_str(&one_line(&rest[..position]));
            text.push(' ');
        }
        let content: Vec<TokenTree> = group.stream().into_iter().collect();
        text.push_str(&format!("{{\n{}{:indent$}}}", lines(&content, indent + INDENT), ""));
        rest = &rest[position + 1..];
        if !rest.is_empty() {
            text.push(' ');
        }
    }
    text.push_str(&one_line(rest));
    (rest.len() < tokens.len()).then_some(text)
}

/// The content of a group: sections such as `required { … } optional { … }` each on a line, or elements.
fn lines(content: &[TokenTree], indent: usize) -> String {
    let mut text = String::new();
    for section in sections(content) {
        let line = one_line(section);
        let is_section = matches!(section.last(), Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Brace)
            && elements(section).len() == 1;
        match broken(section, indent) {
            Some(broken) if is_section && indent + line.len() > WIDTH => {
                text.push_str(&format!("{:indent$}{broken}\n", ""));
            }
            _ if is_section => text.push_str(&format!("{:indent$}{line}\n", "")),
            _ => text.push_str(&filled(&elements(section), indent)),
        }
    }
    text
}

/// Content is cut behind a group in braces that no comma follows.
fn sections(content: &[TokenTree]) -> Vec<&[TokenTree]> {
    let mut sections = Vec::new();
    let mut start = 0;
    for (index, token) in content.iter().enumerate() {
        let is_block = matches!(token, TokenTree::Group(group) if group.delimiter() == Delimiter::Brace);
        let is_followed = matches!(content.get(index + 1), Some(TokenTree::Punct(_)));
        if is_block && !is_followed {
            sections.push(&content[start..=index]);
            start = index + 1;
        }
    }
    if start < content.len() {
        sections.push(&content[start..]);
    }
    sections
}

/// Tokens on one line, spaced as a person would.
fn one_line(tokens: &[TokenTree]) -> String {
    let mut text = String::new();
    let mut previous: Option<&TokenTree> = None;
    for token in tokens {
        if previous.is_some_and(|previous| is_spaced(previous, token, &text)) {
            text.push(' ');
        }
        match token {
            TokenTree::Group(group) => text.push_str(&group_on_one_line(group)),
            token => text.push_str(&token.to_string()),
        }
        previous = Some(token);
    }
    text
}

fn group_on_one_line(group: &Group) -> String {
    let content: Vec<TokenTree> = group.stream().into_iter().collect();
    let inner = one_line(&content);
    match group.delimiter() {
        Delimiter::Brace if inner.is_empty() => "{}".to_owned(),
        Delimiter::Brace => format!("{{ {inner} }}"),
        Delimiter::Parenthesis => format!("({inner})"),
        Delimiter::Bracket => format!("[{inner}]"),
        Delimiter::None => inner,
    }
}

fn is_spaced(previous: &TokenTree, next: &TokenTree, before: &str) -> bool {
    match (previous, next) {
        (TokenTree::Punct(mark), _) if mark.spacing() == Spacing::Joint => false,
        // Paths and generics are written without spaces.
        (TokenTree::Punct(mark), _) if matches!(mark.as_char(), '<' | '&' | '\'' | '!') || before.ends_with("::") => {
            false
        }
        // A negative number.
        (TokenTree::Punct(mark), TokenTree::Literal(_)) if mark.as_char() == '-' => false,
        (_, TokenTree::Punct(mark)) if matches!(mark.as_char(), ',' | ';' | ':' | '<' | '>' | '!') => {
            // `=>` begins with another mark.
            false
        }
        (TokenTree::Ident(_), TokenTree::Group(group)) => group.delimiter() != Delimiter::Parenthesis,
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use quote::quote;

    use super::{WIDTH, print};

    #[test]
    fn what_fits_is_on_one_line() {
        assert_eq!(print("sendable", quote!(GetIt)), "sendable!(GetIt);\n");
        let body = quote!(Outcome { 200 => Done(json Vec<a::B>), 202 => Accepted { pending } });
        assert_eq!(
            print("responses", body),
            "responses!(Outcome { 200 => Done(json Vec<a::B>), 202 => Accepted { pending } });\n"
        );
    }

    #[test]
    fn lines_end_after_commas_and_groups_have_lines_of_their_own() {
        let names = (0..12).map(|index| quote::format_ident!("a_member_{index}"));
        let wire = (0..12).map(|index| format!("aMember{index}"));
        let printed = print("members", quote!(both It<T> { required { id = "id" } optional { #(#names = #wire),* } }));
        let lines: Vec<&str> = printed.lines().collect();
        assert_eq!(
            lines[..3],
            ["members!(both It<T> {", "    required { id = \"id\" }", "    optional {"],
            "{printed}"
        );
        assert_eq!(lines[lines.len() - 2..], ["    }", "});"], "{printed}");
        for line in &lines[3..lines.len() - 2] {
            assert!(line.starts_with("        a_member_") && line.ends_with(',') && line.len() <= WIDTH, "{printed}");
        }
    }

    #[test]
    fn a_list_of_names_is_filled() {
        let names = (0..20).map(|index| quote::format_ident!("Identifier{index}"));
        let printed = print("identifier", quote!(#(#names),*));
        assert!(
            printed.starts_with("identifier!(\n    Identifier0, ") && printed.ends_with("Identifier19\n);\n"),
            "{printed}"
        );
        assert!(printed.lines().all(|line| line.len() <= WIDTH), "{printed}");
    }
}
