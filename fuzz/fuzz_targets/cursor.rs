//! Any text is rejected as a cursor, or parsed to a cursor whose own text parses to the same cursor.
#![no_main]

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use libfuzzer_sys::fuzz_target;
use ms_commerce::runtime::Cursor;

fuzz_target!(|content: &[u8]| {
    let within = format!("1.{}", URL_SAFE_NO_PAD.encode(content));
    for text in [String::from_utf8_lossy(content).as_ref(), &within] {
        if let Ok(cursor) = text.parse::<Cursor>() {
            assert_eq!(cursor.to_string().parse::<Cursor>().as_ref(), Ok(&cursor));
        }
    }
});
