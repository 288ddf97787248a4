//! Drafts from documents are those from pages.

use docwright::internals::model::Model;
use docwright::internals::pages::capture::capture;
use docwright::internals::pages::facts::PageFacts;
use jiff::civil::{Date, date};

use super::{DOCUMENTS, facts};

const TODAY: Date = date(2026, 11, 21);

fn draft(pages: &[PageFacts]) -> String {
    capture(pages, &Model::default(), None, TODAY).unwrap().text
}

/// The draft without what identifies the pages, and without the places that gaps cite; entries sorted.
fn content(draft: &str) -> Vec<String> {
    let (_, entries) = draft.split_once("\noperations:\n").unwrap();
    let mut content: Vec<String> = Vec::new();
    for line in entries.lines().filter(|line| !line.trim_start().starts_with("page: ") && *line != "types:") {
        let line = match line.split_once("# GAP: ") {
            Some((before, gap)) => {
                let words = gap.rsplit_once(" (").map_or(gap, |(words, _)| words);
                format!("{before}# GAP: {words}")
            }
            None => line.to_owned(),
        };
        let is_entry = line.starts_with("  ") && !line.starts_with("   ");
        match content.last_mut() {
            Some(entry) if !is_entry && !line.is_empty() => *entry = format!("{entry}\n{line}"),
            _ if line.is_empty() => {}
            _ => content.push(line),
        }
    }
    content.sort();
    content
}

#[test]
fn a_draft_from_a_document_is_the_one_from_its_pages() {
    let of_pages = content(&draft(&facts(&["pages"])));
    assert!(of_pages.len() > 10, "{of_pages:#?}");
    for name in DOCUMENTS {
        assert_eq!(content(&draft(&facts(&[name]))).join("\n"), of_pages.join("\n"), "{name}");
    }
}

#[test]
fn a_document_is_one_page_of_the_draft() {
    insta::assert_snapshot!(draft(&facts(&["greenhouse.yaml"])));
}
