//! Any text is read as reStructuredText and MDX, and its sections are parts of the page: no panic, no hang, each request in one
//! part only, and parts whose size is proportional to the page.
#![no_main]

use docwright::internals::pages::read;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|content: &[u8]| {
    for name in ["page.rst", "page.mdx"] {
        let page = read::page(name, content);
        let requests = page.all_requests().count();
        let parts = page.parts();
        assert_eq!(parts.iter().map(|part| part.requests.len()).sum::<usize>(), requests);
        assert_eq!(parts.len(), page.sections.len() + 1);
        let written = serde_json::to_string(&page).expect("facts can be written");
        assert!(written.len() < 200 * (content.len() + 100), "the size of facts is proportional to the page");
    }
});
