//! Any response is decoded or rejected; a decoded one can be written and read again.
#![no_main]

use libfuzzer_sys::fuzz_target;
use ms_commerce::partner_center::offers::Offer;
use ms_commerce::{DateTime, Decimal};

fuzz_target!(|body: &[u8]| {
    if let Ok(offer) = serde_json::from_slice::<Offer>(body) {
        let written = serde_json::to_vec(&offer).expect("what was received can be written");
        serde_json::from_slice::<Offer>(&written).expect("what was written can be read");
    }
    if let Ok(text) = std::str::from_utf8(body) {
        if let Ok(time) = text.parse::<DateTime>() {
            assert_eq!(time.as_str(), text);
        }
        if let Ok(number) = text.parse::<Decimal>() {
            assert_eq!(number.as_str(), text);
        }
    }
});
