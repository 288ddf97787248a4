//! The fields of a request's directive, as Sphinx's `httpdomain` has them (`:query string sort:`, `:>json int id:`).

use super::super::terms::Term;
use super::super::{Block, BlockContent, Inline};
use super::{Line, common_indent, inline};

/// The kinds of fields: the label of their list, and their names.
const KINDS: &[(&str, &[&str])] = &[
    ("Path parameters:", &["param", "parameter", "arg", "argument"]),
    ("Query parameters:", &["query", "queryparameter", "queryparam", "qparam"]),
    ("Request headers:", &["<header", "reqheader", "requestheader"]),
    // A request sends JSON or a form.
    (
        "Request JSON object:",
        &[
            "<json",
            "<jsonobj",
            "<jsonarr",
            "reqjson",
            "reqjsonobj",
            "reqjsonarr",
            "json",
            "jsonparam",
            "jsonparameter",
            "<form",
            "form",
            "formparam",
            "formparameter",
        ],
    ),
    ("Response JSON object:", &[">json", ">jsonobj", ">jsonarr", "resjson", "resjsonobj", "resjsonarr"]),
    ("Status codes:", &["code", "status", "statuscode"]),
    ("", &[">header", "resheader", "responseheader", "synopsis", "noindex", "deprecated"]),
];

/// The fields of a directive as labeled lists of terms, and its other lines.
pub(super) fn split<'p>(lines: &[Line<'p>]) -> (Vec<Block>, Vec<Line<'p>>) {
    let indent = common_indent(lines);
    let mut fields: Vec<Vec<Term>> = KINDS.iter().map(|_| Vec::new()).collect();
    let mut rest = Vec::new();
    let mut at = 0;
    while let Some(line) = lines.get(at) {
        let following = lines.get(at.saturating_add(1)..).unwrap_or_default();
        let field = if line.indent() == indent { Field::of(line.text.trim()) } else { None };
        let Some(Field { kind, argument, text }) = field else {
            rest.push(*line);
            at = at.saturating_add(1);
            continue;
        };
        let length = super::indented(following, indent.saturating_add(1));
        let of_field = following.get(..length).unwrap_or_default();
        at = at.saturating_add(1).saturating_add(length);
        if let Some(terms) = fields.get_mut(kind) {
            let texts = std::iter::once(text).chain(of_field.iter().map(|line| line.text));
            terms.push(term(line.number, argument, inline::of_lines(texts)));
        }
    }
    let lists = KINDS.iter().zip(fields).filter(|((label, _), terms)| !label.is_empty() && !terms.is_empty());
    let blocks = lists.flat_map(|((label, _), terms)| {
        let line = terms.first().map_or(0, |term| term.line);
        let contents = [BlockContent::Paragraph(Inline::of_text(label)), BlockContent::Terms(terms)];
        contents.map(|content| Block { line, content })
    });
    (blocks.collect(), rest)
}

fn term(line: u32, argument: &str, description: Inline) -> Term {
    let (type_text, name) = argument.rsplit_once(char::is_whitespace).unwrap_or(("", argument));
    let description = Block { line, content: BlockContent::Paragraph(description) };
    Term { line, name: Inline::of_text(name), type_text: type_text.trim().to_owned(), description: vec![description] }
}

struct Field<'p> {
    /// The index of its kind.
    kind: usize,
    argument: &'p str,
    text: &'p str,
}

impl<'p> Field<'p> {
    fn of(text: &'p str) -> Option<Self> {
        let rest = text.strip_prefix(':')?;
        let (field, text) = rest.split_once(": ").or_else(|| Some((rest.strip_suffix(':')?, "")))?;
        let (name, argument) = field.split_once(char::is_whitespace).unwrap_or((field, ""));
        let kind = KINDS.iter().position(|(_, names)| names.contains(&name))?;
        Some(Self { kind, argument: argument.trim(), text })
    }
}
