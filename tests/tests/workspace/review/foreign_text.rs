//! Texts of specs and pages are shown in a report and never act as markup.

use pulldown_cmark::{Event, Parser, Tag, TagEnd};

use super::cases::{before, case, sound_review};

#[test]
fn nothing_of_a_spec_is_markup_a_mention_or_a_strange_link() {
    let name = "texts-that-could-break-out";
    let text = sound_review(name, &before(), &case(name)).markdown();
    assert!(text.contains("@octocat"), "{text}");
    let mut is_code = false;
    for event in Parser::new(&text) {
        match event {
            Event::Start(Tag::CodeBlock(_)) => is_code = true,
            Event::End(TagEnd::CodeBlock) => is_code = false,
            Event::Text(shown) if !is_code => assert!(!shown.contains(['@', '<']), "{shown}"),
            Event::Html(html) | Event::InlineHtml(html) => {
                let known = ["details", "summary", "Nothing for code", "The public API"];
                assert!(known.iter().any(|part| html.contains(part)) && !html.contains("octocat"), "{html}");
            }
            Event::Start(Tag::Link { dest_url, .. }) => {
                let is_known =
                    ["https://docs.demo.example/", "spec/demo/"].iter().any(|base| dest_url.starts_with(base));
                assert!(is_known, "{dest_url}");
            }
            Event::Start(Tag::Heading { .. }) => {}
            Event::Start(Tag::Image { .. } | Tag::HtmlBlock) | Event::End(_) | Event::Start(_) => {}
            Event::Text(_) | Event::Code(_) | Event::SoftBreak => {}
            other => panic!("{other:?} in\n{text}"),
        }
    }
}
