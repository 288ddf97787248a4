//! A page in Markdown, and the same page saved from a documentation site as HTML, state the same facts.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use docwright::internals::pages::facts::{Identity, PageFacts};
use docwright::internals::pages::read;
use proptest::prelude::*;
use pulldown_cmark::{CowStr, Event, Options, Parser, Tag, TagEnd, html};
use workspace_tests::{properties, workspace_root};

/// All pages of the fixtures in Markdown.
fn markdown_pages() -> Vec<PathBuf> {
    let folders = ["pages", "verify-docs", "verify-docs-renderings", "capture"];
    let fixtures = workspace_root().join("tests/fixtures");
    let pages = read::files(&folders.map(|folder| fixtures.join(folder))).unwrap().pages;
    let is_markdown = |path: &Path| path.extension().is_some_and(|ending| ending == "md" || ending == "mdx");
    pages.into_iter().filter(|path| is_markdown(path)).collect()
}

/// The front matter of a page, and the rest.
fn front_matter(text: &str) -> (&str, &str) {
    let after = text.find("---\n").filter(|start| !text[..*start].contains('#')).map(|start| &text[start + 4..]);
    after.and_then(|after| after.split_once("\n---\n")).unwrap_or(("", text))
}

/// The page as a site shows it: with its name and navigation around it, tables in boxes, and buttons beside listings.
fn saved(markdown: &str) -> String {
    let (matter, text) = front_matter(markdown);
    let mut head = String::new();
    for line in matter.lines() {
        if let Some((name, content)) = line.split_once(':') {
            let content = content.trim().trim_matches(['"', '\'']);
            write!(head, "<meta name=\"{}\" content=\"{content}\">", name.trim()).unwrap();
        }
    }
    let mut body = String::new();
    html::push_html(
        &mut body,
        Parser::new_ext(text, Options::ENABLE_TABLES | Options::ENABLE_DEFINITION_LIST).flat_map(boxed),
    );
    format!(
        "<!DOCTYPE html>\n<html lang=\"en-us\"><head><meta charset=\"utf-8\"><title>Docs</title>{head}\
         <script>var a = \"<table><tr><th>Name</th><th>Type</th></tr></table>\";</script></head><body>\
         <header><a href=\"other.md#other\">Other</a></header><nav><ul><li>GET /v1/fake</li></ul></nav>\n\
         <main><article>\n{body}\n</article></main><footer><table><tr><td>GET</td><td>/v1/foot</td></tr></table></footer>\
         </body></html>\n"
    )
}

/// The event with what sites put around tables and listings.
fn boxed(event: Event<'_>) -> Vec<Event<'_>> {
    let raw = |html: &'static str| Event::Html(CowStr::Borrowed(html));
    match event {
        Event::Start(Tag::Table(_)) => vec![raw("<div class=\"table-wrapper\">"), event],
        Event::End(TagEnd::Table) => vec![event, raw("</div>")],
        Event::End(TagEnd::Heading(_)) => vec![raw("<a class=\"anchor\" href=\"#here\">#</a>"), event],
        Event::Start(Tag::CodeBlock(_)) => {
            vec![raw("<div><span>HTTP</span><button type=\"button\">Copy</button></div>"), event]
        }
        _ => vec![event],
    }
}

/// The facts without what a rendering changes: lines, and the titles, which are no facts.
fn facts(page: &PageFacts) -> String {
    let identity = Identity { asset_id: page.identity.asset_id.clone(), ..Identity::default() };
    let mut page = PageFacts { identity, ..page.clone() };
    if page.version.starts_with("facts-") {
        page.version.clear();
    }
    serde_json::to_string_pretty(&page).unwrap()
}

/// Pages with marks of Markdown, or with indented rows, in tables that they write in HTML: renderers show these as text; and
/// pages with shortcodes, which a generator of sites would have replaced.
const NOT_RENDERED_WHOLE: [&str; 2] = ["lend-a-tool.2019.md", "pegs.md"];

#[test]
fn every_page_of_the_fixtures_states_the_same_facts_as_html() {
    let pages = markdown_pages();
    assert!(pages.len() > 10, "{pages:?}");
    let mut differing = Vec::new();
    for path in pages {
        let name = path.file_name().unwrap().to_string_lossy();
        if NOT_RENDERED_WHOLE.contains(&&*name) {
            continue;
        }
        let text = fs::read_to_string(&path).unwrap();
        let html_name = format!("{}.html", name.split('.').next().unwrap());
        let as_html = facts(&read::page(&html_name, saved(&text).as_bytes()));
        let as_markdown = facts(&read::page(&name, text.as_bytes()));
        let mut lines = as_markdown.lines().zip(as_html.lines());
        if as_html != as_markdown {
            differing.push(format!("{name}: {:?}", lines.find(|(one, other)| one != other)));
        }
    }
    assert!(differing.is_empty(), "first lines that differ, in Markdown and HTML: {differing:#?}");
}

/// Names, types and words that tables and prose can have.
fn word() -> impl Strategy<Value = String> {
    "[a-z][a-zA-Z0-9_]{0,8}"
}

prop_compose! {
    fn table()(
        name in word(), rows in prop::collection::vec((word(), word(), any::<bool>()), 1..5),
    ) -> String {
        let mut text = format!("### {name} parameters\n\n| Name | Type | Required | Description |\n|-|-|-|-|\n");
        for (name, of, required) in rows {
            let required = if required { "Yes" } else { "No" };
            writeln!(text, "| **{name}** | [{of}](types.md#{of}) | {required} | One of `{name}`, `{of}`. |").unwrap();
        }
        text
    }
}

prop_compose! {
    fn operation()(
        title in word(), path in prop::collection::vec(word(), 1..4), table in table(), form in 0..4_usize,
        type_name in word(), member in word(),
    ) -> String {
        let path = path.join("/{id}/");
        let request = match form {
            0 => format!("```\nPUT /{path}\n```"),
            1 => format!("`PUT https://a.example/{path}`"),
            2 => format!("### Request syntax\n\n| Method | Request URI |\n|-|-|\n| PUT | {{baseURL}}/{path} |"),
            _ => format!("* `PUT /{path}` changes it."),
        };
        format!(
            "## {title}\n\n{request}\n\n{table}\n\n### Response\n\nReturns a [{type_name}](types.md#{type_name}) and the \
             HTTP status 200.\n\n```json\n{{ \"{member}\": 1 }}\n```\n"
        )
    }
}

proptest! {
    #![proptest_config(properties(64))]

    #[test]
    fn any_page_states_the_same_facts_as_html(operations in prop::collection::vec(operation(), 1..4)) {
        let text = format!("# Title\n\n{}", operations.join("\n"));
        let as_html = facts(&read::page("any.html", saved(&text).as_bytes()));
        prop_assert_eq!(as_html, facts(&read::page("any.md", text.as_bytes())), "{}", text);
    }

    #[test]
    fn any_bytes_after_a_doctype_are_read(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        let document: Vec<u8> = b"<!DOCTYPE html><main>".iter().copied().chain(bytes).collect();
        let written = serde_json::to_string(&read::page("any.html", &document)).unwrap();
        prop_assert!(written.len() < 2000 + 200 * document.len());
    }

    #[test]
    fn any_order_of_tags_is_read(tags in prop::collection::vec(tag(), 0..80)) {
        let document = format!("<!DOCTYPE html><body>{}", tags.concat());
        let written = serde_json::to_string(&read::page("any.html", document.as_bytes())).unwrap();
        prop_assert!(written.len() < 2000 + 200 * document.len());
    }

    #[test]
    fn any_order_of_marks_of_restructured_text_is_read(marks in prop::collection::vec(mark(), 0..80)) {
        let written = serde_json::to_string(&read::page("any.rst", marks.concat().as_bytes())).unwrap();
        prop_assert!(written.len() < 2000 + 200 * marks.concat().len());
    }
}

/// Pieces of documents, to be put together in ways that no page has.
fn tag() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        "<main>",
        "</main>",
        "<article>",
        "</article>",
        "<nav>",
        "</nav>",
        "<header>",
        "</header>",
        "<footer>",
        "</footer>",
        "<aside>",
        "<button>",
        "</button>",
        "<h1>",
        "</h1>",
        "<h2>",
        "</h2>",
        "<p>",
        "</p>",
        "<ul>",
        "<li>",
        "</ul>",
        "<pre>",
        "</pre>",
        "<code>",
        "</code>",
        "<a href=\"x#y\">",
        "</a>",
        "<strong>",
        "</strong>",
        "<table>",
        "</table>",
        "<tr>",
        "<td>",
        "<th>",
        "</td>",
        "<thead>",
        "</thead>",
        "<br>",
        "<title>",
        "</title>",
        "<script>",
        "</script>",
        "<textarea>",
        "<route method=\"get\" path=\"/a\">",
        "</route>",
        "<svg>",
        "</body>",
        "<!-- saved from url=(1)a -->",
        "GET /a",
        "POST",
        "/a/{id}",
        "Name",
        "Type",
        "string",
        "200",
        "{ \"a\": 1 }",
        "HTTP/1.1 200 OK\n",
        "curl -X PUT https://a.example/b",
        "\n",
        " ",
        "&amp;",
        "&lt;",
    ])
}

fn mark() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        "Title\n",
        "=====\n",
        "-----\n",
        "~~~\n",
        ".. code-block:: url\n\n",
        "   GET /a/<id>\n",
        ".. container:: x\n",
        ".. note:: a\n",
        "=== ===\n",
        " === ===\n",
        "a   b\n",
        "    c\n",
        "+---+---+\n",
        "+===+===+\n",
        "| a | b |\n",
        ".. list-table::\n",
        "   * - a\n",
        "     - b\n",
        ".. csv-table::\n",
        "   :header: a, \"b, c\"\n",
        ".. http:get:: /a\n",
        "``",
        "`",
        "*",
        "**",
        ":ref:`a <b>`",
        "::\n",
        "\n",
        "  ",
        "* a\n",
        "..\n",
        "\\",
    ])
}
