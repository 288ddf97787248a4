//! Any text is refused as a cursor, or is one that comes back from its own text.
#![no_main]

use libfuzzer_sys::fuzz_target;
use ms_commerce::runtime::Cursor;

fuzz_target!(|text: &str| {
    if let Ok(cursor) = text.parse::<Cursor>() {
        let again = cursor.to_string().parse::<Cursor>();
        assert_eq!(again.as_ref(), Ok(&cursor));
    }
});
