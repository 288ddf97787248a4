//! Reading a page of any bytes terminates without a panic, in time proportional to its size.

use docwright::internals::pages::facts::PageFacts;
use docwright::internals::pages::markdown::read;
use proptest::prelude::*;
use workspace_tests::{properties, workspace_root};

const FIXTURES: [&str; 5] =
    ["change-a-loan.md", "lend-a-tool.2019.md", "lend-a-tool.zh.md", "return-a-tool.md", "types.md"];

fn fixture(name: &str) -> String {
    std::fs::read_to_string(workspace_root().join("tests/fixtures/pages/markdown").join(name)).unwrap()
}

/// Pieces that mean something to one of the parsers, to be put together in ways that no page has.
fn piece() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        "<table>",
        "</table>",
        "<tr>",
        "</tr>",
        "<td>",
        "<th>",
        "</td>",
        "<thead>",
        "<tbody>",
        "<p>",
        "<br/>",
        "<wbr>",
        "<pre>",
        "</pre>",
        "<h2>",
        "</h2>",
        "<script>",
        "<style>",
        "<!--",
        "-->",
        "<![CDATA[",
        "&",
        "&amp;",
        "&curren",
        "&#0;",
        "|",
        "|-|-|",
        "|Method|Request URI|",
        "|Name|Type|Required|Description|",
        "|Error code|Retry|",
        "|404|No|",
        "|GET|{baseURL}/v1/a|",
        "---",
        "title: a",
        "# Request body",
        "## URI parameters",
        "### Response",
        "```",
        "```http",
        "GET /v1/a HTTP/1.1",
        "HTTP/1.1 200 OK",
        "A: b",
        "{",
        "}",
        "[",
        "]",
        "\"a\":",
        "“",
        "1.5e3",
        "...",
        "/*",
        "//",
        "**",
        "*",
        "_",
        "`",
        "\\",
        "[a](b#c)",
        "resource",
        ".",
        "collection of ",
        "\n",
        "\n\n",
        " ",
        "\u{A0}",
        "\u{FEFF}",
        "\u{200B}",
        "\r",
        "\0",
        "é",
        "产品",
        "\u{1F600}",
        "    ",
        "> ",
        "- ",
    ])
}

fn assert_bounded(text: &str) -> PageFacts {
    let (page, _) = read("any.md", text);
    let size = serde_json::to_string(&page).unwrap().len();
    assert!(size <= 1000 + 80 * text.len(), "{size} bytes of facts from {} bytes of text", text.len());
    page
}

proptest! {
    #![proptest_config(properties(256))]

    #[test]
    fn any_text_is_read(text in any::<String>(), name in any::<String>()) {
        assert_bounded(&text);
        read(&name, &text);
    }

    #[test]
    fn any_bytes_are_read(bytes in prop::collection::vec(any::<u8>(), 0..600)) {
        assert_bounded(&String::from_utf8_lossy(&bytes));
    }

    #[test]
    fn any_order_of_marks_is_read(pieces in prop::collection::vec(piece(), 0..120)) {
        assert_bounded(&pieces.concat());
    }

    #[test]
    fn any_change_to_a_page_is_read(
        name in prop::sample::select(FIXTURES.to_vec()),
        cut in any::<(prop::sample::Index, prop::sample::Index)>(),
        pieces in prop::collection::vec(piece(), 0..8),
    ) {
        let characters: Vec<char> = fixture(name).chars().collect();
        let (from, to) = (cut.0.index(characters.len()), cut.1.index(characters.len()));
        let before: String = characters.iter().take(from).collect();
        let after: String = characters.iter().skip(to).collect();
        assert_bounded(&format!("{before}{}{after}", pieces.concat()));
    }
}

#[test]
fn line_ends_do_not_matter() {
    for name in FIXTURES {
        let text = fixture(name);
        let expected = read(name, &text);
        assert_eq!(read(name, &text.replace('\n', "\r\n")), expected, "{name}");
        assert_eq!(read(name, &text.replace('\n', "\r")), expected, "{name}");
    }
}

/// In an optimized build each of these takes less than a tenth of a second; one that grew with the square of its size would
/// take minutes.
#[test]
fn what_nests_or_repeats_without_end_is_read_in_one_pass() {
    const SIZE: usize = 100_000;
    let repeated = [
        ("", "<table>"),
        ("", "<table></table>\na\n"),
        ("", "<table>\n\n# h\n"),
        ("<table><tr>", "<td>[*x"),
        ("", "["),
        ("", "**a "),
        ("", "> "),
        ("", "---\n"),
        ("", "<!--"),
        ("", "&curren"),
        ("|a|b|\n|-|-|\n", "|\n"),
        ("|Error code|Some long heading of a column|\n|-|-|\n", "|404|x|\n"),
        ("# Response\n\n", ". **x** resource"),
        ("```json\n", "{\"a\":"),
        ("```json\n{", "\"a\":1,\n"),
        ("```json\n", "[\"\n"),
        ("```http\n", "GET /a\n{}\n"),
    ];
    for (start, unit) in repeated {
        assert_bounded(&format!("{start}{}", unit.repeat(SIZE / unit.len())));
    }
    let names = "a".repeat(1000);
    assert_bounded(&format!("# {names}\n\n{}", "|Name|Type|\n|-|-|\n|a|b|\n\n".repeat(SIZE / 20)));
}
