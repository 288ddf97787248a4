//! Calls of macros as items. No formatter touches the body of a macro, so it is laid out here: lines end after commas only, and
//! a group that does not fit on a line has its content on lines of its own.

use proc_macro2::{Delimiter, Spacing, TokenTree};

/// The longest line.
const WIDTH: usize = 100;

/// Columns that each level is set in.
const INDENT: usize = 4;

/// Prints the call of a macro with the tokens between its parentheses.
pub(super) fn print(name: &str, body: Vec<TokenTree>) -> String {
    let tokens = pieces(body);
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

/// A token, and its text on one line, which is asked for at each level around it.
struct Piece {
    text: String,
    kind: PieceKind,
}

enum PieceKind {
    Ident,
    Literal,
    /// A mark, and whether the next one belongs to it.
    Mark(char, Spacing),
    Block(Vec<Piece>),
    Group(Delimiter),
}

impl Piece {
    fn new(token: TokenTree) -> Self {
        match token {
            TokenTree::Ident(ident) => Self { text: ident.to_string(), kind: PieceKind::Ident },
            TokenTree::Literal(literal) => Self { text: literal.to_string(), kind: PieceKind::Literal },
            TokenTree::Punct(mark) => {
                Self { text: mark.as_char().into(), kind: PieceKind::Mark(mark.as_char(), mark.spacing()) }
            }
            TokenTree::Group(group) => {
                let (delimiter, stream) = (group.delimiter(), group.stream());
                // Tokens with a single owner are moved, and not copied.
                drop(group);
                let content = pieces(stream);
                let inner = one_line(&content);
                let text = match delimiter {
                    Delimiter::Brace if inner.is_empty() => "{}".to_owned(),
                    Delimiter::Brace => format!("{{ {inner} }}"),
                    Delimiter::Parenthesis => format!("({inner})"),
                    Delimiter::Bracket => format!("[{inner}]"),
                    Delimiter::None => inner,
                };
                let is_block = delimiter == Delimiter::Brace;
                Self { text, kind: if is_block { PieceKind::Block(content) } else { PieceKind::Group(delimiter) } }
            }
        }
    }

    fn is_block(&self) -> bool {
        matches!(self.kind, PieceKind::Block(_))
    }
}

fn pieces(tokens: impl IntoIterator<Item = TokenTree>) -> Vec<Piece> {
    tokens.into_iter().map(Piece::new).collect()
}

/// Pieces between commas.
fn elements(pieces: &[Piece]) -> Vec<&[Piece]> {
    pieces.split(|piece| matches!(piece.kind, PieceKind::Mark(',', _))).filter(|part| !part.is_empty()).collect()
}

/// Elements on as few lines as they need, each line with its end.
fn filled(elements: &[&[Piece]], indent: usize) -> String {
    let mut text = String::new();
    // The place in `text` where the line begins, if it has begun.
    let mut line: Option<usize> = None;
    for element in elements {
        let shown = one_line(element);
        if indent + shown.len() + 1 > WIDTH
            && let Some(broken) = broken(element, indent)
        {
            if line.take().is_some() {
                text.push('\n');
            }
            push_indent(&mut text, indent);
            text.push_str(&broken);
            text.push_str(",\n");
            continue;
        }
        if line.is_some_and(|start| text.len() - start + shown.len() + 2 > WIDTH) {
            text.push('\n');
            line = None;
        }
        if line.is_some() {
            text.push(' ');
        } else {
            line = Some(text.len());
            push_indent(&mut text, indent);
        }
        text.push_str(&shown);
        text.push(',');
    }
    if line.is_some() {
        text.push('\n');
    }
    text
}

fn push_indent(text: &mut String, indent: usize) {
    text.extend(std::iter::repeat_n(' ', indent));
}

/// An element whose groups in braces are on lines of their own; `None` when it has none.
fn broken(pieces: &[Piece], indent: usize) -> Option<String> {
    let mut text = String::new();
    let mut rest = pieces;
    while let Some(position) = rest.iter().position(Piece::is_block) {
        let PieceKind::Block(content) = &rest[position].kind else { break };
        if position > 0 {
            text.push_str(&one_line(&rest[..position]));
            text.push(' ');
        }
        text.push_str("{\n");
        push_lines(content, indent + INDENT, &mut text);
        push_indent(&mut text, indent);
        text.push('}');
        rest = &rest[position + 1..];
        if !rest.is_empty() {
            text.push(' ');
        }
    }
    text.push_str(&one_line(rest));
    (rest.len() < pieces.len()).then_some(text)
}

/// The content of a group: sections such as `required { … } optional { … }` each on a line, or elements.
fn push_lines(content: &[Piece], indent: usize, text: &mut String) {
    for section in sections(content) {
        let is_section = section.last().is_some_and(Piece::is_block) && elements(section).len() == 1;
        if !is_section {
            text.push_str(&filled(&elements(section), indent));
            continue;
        }
        let line = one_line(section);
        let is_long = indent + line.len() > WIDTH;
        push_indent(text, indent);
        text.push_str(&is_long.then(|| broken(section, indent)).flatten().unwrap_or(line));
        text.push('\n');
    }
}

/// Content is cut behind a group in braces that no comma follows.
fn sections(content: &[Piece]) -> Vec<&[Piece]> {
    let mut sections = Vec::new();
    let mut start = 0;
    for (index, piece) in content.iter().enumerate() {
        let is_followed = matches!(content.get(index + 1), Some(Piece { kind: PieceKind::Mark(..), .. }));
        if piece.is_block() && !is_followed {
            sections.push(&content[start..=index]);
            start = index + 1;
        }
    }
    if start < content.len() {
        sections.push(&content[start..]);
    }
    sections
}

/// Pieces on one line, spaced as a person would.
fn one_line(pieces: &[Piece]) -> String {
    let mut text = String::with_capacity(pieces.iter().map(|piece| piece.text.len() + 1).sum());
    let mut previous: Option<&Piece> = None;
    for piece in pieces {
        if previous.is_some_and(|previous| is_spaced(&previous.kind, &piece.kind, &text)) {
            text.push(' ');
        }
        text.push_str(&piece.text);
        previous = Some(piece);
    }
    text
}

fn is_spaced(previous: &PieceKind, next: &PieceKind, before: &str) -> bool {
    match (previous, next) {
        (PieceKind::Mark(_, Spacing::Joint), _) => false,
        // Paths and generics are written without spaces.
        (PieceKind::Mark(mark, _), _) if matches!(mark, '<' | '&' | '\'' | '!') || before.ends_with("::") => false,
        // A negative number.
        (PieceKind::Mark('-', _), PieceKind::Literal) => false,
        // `=>` begins with another mark.
        (_, PieceKind::Mark(',' | ';' | ':' | '<' | '>' | '!', _)) => false,
        (PieceKind::Ident, PieceKind::Group(delimiter)) => *delimiter != Delimiter::Parenthesis,
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use quote::quote;

    use super::WIDTH;

    fn print(name: &str, body: proc_macro2::TokenStream) -> String {
        super::print(name, body.into_iter().collect())
    }

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
