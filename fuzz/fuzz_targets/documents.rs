//! Any bytes are read as a whole document in HTML: no panic, no hang, and facts whose size is proportional to the page.
#![no_main]

use docwright::internals::pages::read;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|content: &[u8]| {
    let document: Vec<u8> = b"<!DOCTYPE html>".iter().chain(content).copied().collect();
    let page = read::page("page.html", &document);
    let written = serde_json::to_string(&page).expect("facts can be written");
    assert!(written.len() < 200 * (content.len() + 100), "the size of facts is proportional to the page");
});
