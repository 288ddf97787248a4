//! Any bytes are read as a page, in every rendering: no panic, no hang, and facts whose size is proportional to the page.
#![no_main]

use docwright::internals::pages::read;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|content: &[u8]| {
    let page = read::page("page", content);
    let written = serde_json::to_string(&page).expect("facts can be written");
    assert!(written.len() < 200 * (content.len() + 100), "the size of facts is proportional to the page");
    let text = String::from_utf8_lossy(content);
    docwright::internals::pages::markdown::read("page", &text);
    docwright::internals::pages::reference::read("page", &text);
});
