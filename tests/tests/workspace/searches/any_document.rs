//! The specs can be compared with any OpenAPI document, and its facts can be locked.

use docwright::internals::diagnostics::{Sources, Style, render};
use docwright::internals::pages::compare::{PageSource, compare};
use docwright::internals::pages::{lock, read};
use proptest::prelude::*;
use proptest::sample::Index;
use workspace_tests::properties;

use crate::openapi::{DOCUMENTS, UNCHANGED, beside, spec, text};
use crate::searches::any_page::damaged;

/// Compares the spec with a document, and with the lock of that document.
fn examine(name: &str, content: &str) {
    let lines = u32::try_from(content.matches('\n').count()).unwrap() + 2;
    let read = match read::document(name, content.as_bytes(), &mut beside) {
        Ok(read) => read,
        Err(error) => {
            assert!((1..=lines).contains(&error.line), "{error}");
            return;
        }
    };
    assert!(read.unread.iter().all(|part| (1..=lines).contains(&part.line)));
    let mut checked = spec(true, UNCHANGED);
    let file = checked.sources.add(name, content);
    let pages: Vec<PageSource> = read.pages.into_iter().map(|page| PageSource { page, file }).collect();
    let messages = |pages: &[PageSource], sources: &Sources| {
        let mismatches = compare(&checked.model, pages, sources).mismatches;
        assert!(render(&mismatches, sources, Style::Plain).matches("error[DW8").count() == mismatches.len());
        let mut messages: Vec<String> = mismatches.into_iter().map(|mismatch| mismatch.message).collect();
        messages.sort();
        messages
    };
    let found = messages(&pages, &checked.sources);
    let printed = lock::print(pages.iter().map(|source| &source.page)).unwrap();
    let mut sources = checked.sources.clone();
    let locked = lock::read(sources.add("demo/pages.lock", printed), &sources).unwrap();
    assert_eq!(messages(&locked, &sources), found, "{content}");
}

proptest! {
    #![proptest_config(properties(100))]

    #[test]
    fn damaged_documents_can_be_compared(
        name in prop::sample::select(DOCUMENTS.to_vec()),
        damages in prop::collection::vec(
            (any::<u8>(), any::<Index>(), any::<Index>(), "\\PC{0,6}|[{}\\[\\]\",:&*#]{1,4}|/Bed|null|1|\\$ref"),
            1..5,
        ),
    ) {
        examine(name, &damaged(&text(name), &damages));
    }

    #[test]
    fn any_text_is_a_document_or_an_error(content in "(swagger: '2.0'\n|openapi: 3.1.0\n|\\{\"swagger\": \"2.0\", )?(\\PC|\n){0,200}") {
        for name in DOCUMENTS {
            examine(name, &content);
        }
    }
}
