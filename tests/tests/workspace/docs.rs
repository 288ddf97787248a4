//! Docs show the text of the spec, even if it looks like Markdown.

use docwright::internals::model::TypeKind;
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};
use serde_json::json;
use workspace_tests::{check_area, rendered};

/// What rustdoc turns on. Typographic quotes and dashes are left out: they change how a text looks, not what it says.
const RUSTDOC: Options = Options::ENABLE_TABLES
    .union(Options::ENABLE_FOOTNOTES)
    .union(Options::ENABLE_STRIKETHROUGH)
    .union(Options::ENABLE_TASKLISTS);

/// The doc of an area as Markdown.
fn printed(doc: &str) -> String {
    let spec = json!({ "doc": doc, "operations": { "get_it": { "doc": "Gets.", "GET": "/it", "responses": { "200": "string" } } } });
    let checked = check_area(spec.to_string());
    assert!(checked.diagnostics.is_empty(), "{}", rendered(&checked));
    checked.model.apis[0].areas[0].doc.join("\n")
}

/// What a reader sees: paragraphs of words, code and links that show their target. Anything else is a mistake.
fn shown(markdown: &str) -> Result<String, String> {
    let mut text = String::new();
    for event in Parser::new_ext(markdown, RUSTDOC) {
        match event {
            Event::Text(words) | Event::Code(words) => text.push_str(&words),
            Event::SoftBreak | Event::Start(Tag::Paragraph) | Event::End(TagEnd::Paragraph) => text.push(' '),
            Event::Start(Tag::Link { .. }) | Event::End(TagEnd::Link) => {}
            other => return Err(format!("{other:?}")),
        }
    }
    Ok(text)
}

/// A text without the ticks around code, and without spaces: those at the ends of code are not shown.
fn letters(text: &str) -> String {
    text.chars().filter(|c| *c != '`' && !c.is_whitespace() && !is_replaced(*c)).collect()
}

pub(crate) fn check(doc: &str) {
    let markdown = printed(doc);
    let shown = shown(&markdown).unwrap_or_else(|event| panic!("{doc:?} becomes {event} in:\n{markdown}"));
    assert_eq!(letters(&shown), letters(doc), "{doc:?}:\n{markdown}");
}

/// Invisible characters are replaced.
fn is_replaced(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{fffd}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

#[test]
fn advice_for_all_operations_says_which_calls_it_is_not_for() {
    let listed = "429: { name: TooMany, retry: true }, 503: { name: Busy, retry: true, codes: { 7: Late } }";
    let area = format!(
        "# errors.yaml: {{ doc: Any., statuses: {{ {listed} }} }}\noperations: {{ get_it: {{ doc: Gets., GET: /it, responses: {{ 200: string }} }} }}\n"
    );
    let checked = check_area(format!("# api.yaml: error-shapes: [{{ code: code, message: message }}]\n{area}"));
    assert!(checked.diagnostics.is_empty(), "{}", rendered(&checked));
    let errors = checked.model.apis[0].types.iter().flat_map(|declared| match &declared.kind {
        TypeKind::Errors { variants } => variants.as_slice(),
        _ => &[],
    });
    let docs: Vec<String> = errors.map(|error| error.doc.join(" ")).collect();
    let other = "The documentation advises a retry; the client does not repeat calls that are non-idempotent.";
    let expected = [
        "Status 429. The documentation advises a retry.".to_owned(),
        format!("Status 503, code 7. {other}"),
        format!("Status 503. {other}"),
    ];
    assert_eq!(docs, expected);
}

#[test]
fn what_looks_like_markup_is_shown_as_it_was_written() {
    for doc in [
        "see [x], [x](y), ![x](y), <b>x</b>, <x>, &lt; and &amp;",
        "# title",
        "title\n===\nand\n---",
        "- one\n- two\n+ three\n1. four\n2) five",
        "> quoted",
        "    indented code",
        "```\nfenced\n```",
        "~~~\nfenced\n~~~",
        "a | b\n--- | ---\nc | d",
        "| a | b |\n|---|:-:|\n| c | d |",
        "*a* **b** _c_ __d__ (_e_) ~f~ ~~g~~ a_b_c a*b*c",
        "a footnote[^1]\n\n[^1]: and its text",
        "- [ ] a task",
        "a  \nhard break and \\\nanother",
        "`a` and `[b]` and `<c>` and `a\\`",
        "an odd ` tick and ``two``",
        "(https://example.org/a_b), see:https://example.org, \"http://example.org\" <https://example.org/>!",
        "http://",
        "https://example.org/\u{202e}gro",
    ] {
        check(doc);
    }
}

#[test]
fn a_word_that_begins_a_block_begins_none_where_a_line_ends() {
    for mark in ["-", "1.", "#", "|---|---|", "+"] {
        for length in 85..100 {
            check(&format!("{} {mark} more words, and `code {mark} code`", "n".repeat(length)));
        }
        check(&format!("`{}` more", vec![mark; 100].join(" ")));
    }
}
