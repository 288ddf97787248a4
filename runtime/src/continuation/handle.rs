//! The text form of something resumable: the number of the format, a dot, and JSON in base64.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::Value;

const FORMAT: &str = "1.";

pub(crate) fn write(value: &Value) -> String {
    format!("{FORMAT}{}", URL_SAFE_NO_PAD.encode(value.to_string()))
}

pub(crate) fn read(text: &str) -> Option<Value> {
    let json = URL_SAFE_NO_PAD.decode(text.trim().strip_prefix(FORMAT)?).ok()?;
    serde_json::from_slice(&json).ok()
}
