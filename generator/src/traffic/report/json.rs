//! Mismatches as JSON.

use super::TrafficMismatch;
use crate::diagnostics::{Sources, json_object};
use crate::traffic::interpret::MismatchEffect;

/// Mismatches as JSON for tools, one object per line.
pub fn mismatches_json(mismatches: &[TrafficMismatch], sources: &Sources) -> String {
    let mut text = String::new();
    for mismatch in mismatches {
        let mut object = json_object(&mismatch.diagnostic, sources);
        object["class"] = mismatch.class.name().into();
        object["exchanges"] = mismatch.exchanges.into();
        object["of"] = mismatch.of.into();
        object["effect"] = mismatch.effect.map(MismatchEffect::name).into();
        object["example"] = mismatch.example.as_ref().map_or(serde_json::Value::Null, |example| {
            serde_json::json!({
                "file": example.file,
                "entry": example.entry,
                "method": example.method,
                "path": example.path,
                "part": example.part,
                "pointer": example.pointer,
            })
        });
        text.push_str(&object.to_string());
        text.push('\n');
    }
    text
}
