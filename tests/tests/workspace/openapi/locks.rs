//! The facts of documents in locks.

use docwright::internals::diagnostics::Sources;
use docwright::internals::pages::compare::{PageSource, compare};
use docwright::internals::pages::lock;

use super::{DOCUMENTS, UNCHANGED, document, pages, spec, text};

/// The lock of a document, and the pages in it.
fn locked(pages: &[PageSource], sources: &mut Sources) -> (String, Vec<PageSource>) {
    let printed = lock::print(pages.iter().map(|source| &source.page)).unwrap();
    let file = sources.add("pages.lock", printed.clone());
    (printed, lock::read(file, sources).unwrap())
}

#[test]
fn a_lock_replaces_the_document() {
    for name in DOCUMENTS {
        let mut checked = spec(true, ("      size: int64\n", "      size: string\n"));
        let read = pages(&[name], &mut checked.sources);
        let (_, locked) = locked(&read, &mut checked.sources);
        let messages = |pages: &[PageSource], sources: &Sources| -> Vec<String> {
            compare(&checked.model, pages, sources).mismatches.iter().map(|mismatch| mismatch.message.clone()).collect()
        };
        let found = messages(&locked, &checked.sources);
        assert_eq!(found, ["`size` is `integer (int64)` on the page, `string` in the spec"]);
        assert_eq!(messages(&read, &checked.sources), found);
    }
}

#[test]
fn a_lock_of_a_document_states_it_part_by_part() {
    let mut sources = Sources::default();
    let read = pages(&["greenhouse.yaml"], &mut sources);
    insta::assert_snapshot!(locked(&read, &mut sources).0);
}

#[test]
fn a_changed_part_and_a_removed_one_are_changes_by_the_vendor() {
    let mut checked = spec(true, UNCHANGED);
    let sources = &mut checked.sources;
    let (_, locked) = locked(&pages(&["greenhouse.json"], sources), sources);
    assert!(lock::changes(&locked, &pages(&["greenhouse.json"], sources), sources).mismatches.is_empty());
    let changed = text("greenhouse.json")
        .replace("\"name\": \"force\"", "\"name\": \"hard\"")
        .replace("\"/beds/{bedId}/photos\"", "\"x-photos\"");
    let read = document("greenhouse.json", &changed, sources);
    let changes = lock::changes(&locked, &read, sources).mismatches;
    let messages: Vec<&str> = changes.iter().map(|change| change.message.as_str()).collect();
    assert_eq!(messages.len(), 2, "{messages:?}");
    assert!(
        messages.iter().any(|message| message.contains("`greenhouse.json#/paths/~1beds~1{bedId}/delete` has a new"))
    );
    assert!(messages.contains(&"`greenhouse.json#/paths/~1beds~1{bedId}~1photos/post` is no longer in the document"));
    let updated = lock::updated(&locked, &read);
    assert_eq!((updated.len(), locked.len()), (6, 7));
    assert!(updated.iter().all(|page| !page.identity.name.contains("photos")));
}
