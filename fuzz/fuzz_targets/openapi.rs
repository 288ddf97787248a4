//! Any bytes are read as an OpenAPI document that refers to files with the same bytes: no panic, no hang, and lines of the file.
#![no_main]

use docwright::internals::pages::{openapi, read};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|content: &[u8]| {
    openapi::is_document(&String::from_utf8_lossy(content));
    let lines = content.iter().filter(|byte| **byte == b'\n').count() + 1;
    for name in ["document.json", "document.yaml"] {
        match read::document(name, content, &mut |_| Ok(content.to_vec())) {
            Ok(document) => {
                for page in &document.pages {
                    assert!(page.requests.iter().all(|request| request.line as usize <= lines));
                    assert!(page.definitions.iter().all(|definition| definition.line as usize <= lines));
                    serde_json::to_string(page).expect("facts can be written");
                }
                assert!(document.unread.len() <= 2 * content.len());
            }
            Err(error) => assert!(error.line as usize <= lines + 1, "{error}"),
        }
    }
});
