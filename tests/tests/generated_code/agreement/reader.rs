//! The test that runs inside of the generated crate.

use docwright::internals::model::{Api, TypeRef};

use super::Read;

/// Its source: a reader for each type, around what is the same for all.
pub(super) fn source(reads: &[Read<'_>]) -> String {
    let readers: Vec<String> =
        reads.iter().map(|read| format!("    read::<{}>,\n", rust_type(read.api, &read.value))).collect();
    format!("{BODY}\nconst READERS: &[fn(&str) -> Option<String>] = &[\n{}];\n", readers.concat())
}

fn rust_type(api: &Api, value: &TypeRef) -> String {
    let runtime = |name: &str| format!("ms_commerce::runtime::{name}");
    match value {
        TypeRef::String => "String".to_owned(),
        TypeRef::Bool => "bool".to_owned(),
        TypeRef::Int32 => "i32".to_owned(),
        TypeRef::Int64 => "i64".to_owned(),
        TypeRef::Float => "f64".to_owned(),
        TypeRef::Decimal => runtime("Decimal"),
        TypeRef::Formatted(format) => runtime(format.rust_name()),
        TypeRef::Base64 => runtime("Base64Bytes"),
        TypeRef::Json => runtime("JsonValue"),
        TypeRef::List(item) => format!("Vec<{}>", rust_type(api, item)),
        TypeRef::Map(item) => format!("std::collections::BTreeMap<String, {}>", rust_type(api, item)),
        TypeRef::Argument => "T".to_owned(),
        TypeRef::Declared(id, argument) => {
            let declared = api.type_of(*id);
            let module = declared.home.area().map_or("shared", |area| api.areas[area].module.as_str());
            let argument = argument.as_deref().map(|argument| format!("<{}>", rust_type(api, argument)));
            format!("ms_commerce::{}::{module}::{}{}", api.module, declared.name, argument.unwrap_or_default())
        }
    }
}

const BODY: &str = r#"//! Written by a test of the workspace: compares the generated types with verdicts on bodies.
#![allow(missing_docs, clippy::unwrap_used)]

use std::collections::BTreeMap;

use bytes::Bytes;
use ms_commerce::runtime::RawResponse;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::value::RawValue;

#[derive(serde::Deserialize)]
struct Case {
    reads: usize,
    body: String,
    decodes: bool,
    keeps: bool,
    may_respell: bool,
    defaults: Vec<String>,
}

fn read<T: DeserializeOwned + Serialize>(body: &str) -> Option<String> {
    let response = RawResponse::from(http::Response::new(Bytes::from(body.to_owned())));
    response.json::<T>().ok().map(|value| serde_json::to_string(&value).unwrap())
}

#[test]
fn bodies_fare_as_the_interpreter_says() {
    let cases = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/cases.jsonl")).unwrap();
    let mut wrong = Vec::new();
    for line in cases.lines() {
        let case: Case = serde_json::from_str(line).unwrap();
        let written = READERS[case.reads](&case.body);
        if written.is_some() != case.decodes {
            wrong.push(format!("type {}: decoded {}: {}", case.reads, written.is_some(), case.body));
            continue;
        }
        let Some(written) = written.filter(|_| case.keeps) else { continue };
        let body = case.body.trim_start_matches('\u{feff}');
        let (came, went) = (serde_json::from_str(body).unwrap(), serde_json::from_str(&written).unwrap());
        if !same(came, went, &case) {
            wrong.push(format!("type {}: {} was written back as {written}", case.reads, case.body));
        }
    }
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), cases.lines().count(), wrong[..wrong.len().min(40)].join("\n"));
}

/// Equal as values, members with null aside. Empty values may be written where none came, in members that are empty by default.
fn same(came: &RawValue, went: &RawValue, case: &Case) -> bool {
    let (came_text, went_text) = (came.get(), went.get());
    if came_text == went_text {
        return true;
    }
    match (came_text.as_bytes()[0], went_text.as_bytes()[0]) {
        (b'{', b'{') => {
            let came: BTreeMap<String, &RawValue> = serde_json::from_str(came_text).unwrap();
            let went: BTreeMap<String, &RawValue> = serde_json::from_str(went_text).unwrap();
            let is_void = |value: &RawValue| ["[]", "{}", "\"\"", "0", "false"].contains(&value.get());
            came.iter().filter(|(_, value)| value.get() != "null").all(|(name, value)| {
                went.get(name).is_some_and(|other| same(value, other, case))
            }) && went.iter().all(|(name, value)| came.contains_key(name) || case.defaults.contains(name) && is_void(value))
        }
        (b'[', b'[') => {
            let came: Vec<&RawValue> = serde_json::from_str(came_text).unwrap();
            let went: Vec<&RawValue> = serde_json::from_str(went_text).unwrap();
            came.len() == went.len() && came.iter().zip(went).all(|(came, went)| same(came, went, case))
        }
        (b'"', b'"') => {
            let text = |json| serde_json::from_str::<String>(json).unwrap();
            let (came, went) = (text(came_text), text(went_text));
            came == went || case.may_respell && came.eq_ignore_ascii_case(&went)
        }
        (b'-' | b'0'..=b'9', b'-' | b'0'..=b'9') => digits(came_text) == digits(went_text),
        // Text for a number or a truth value, or the other way round.
        _ => case.may_respell && {
            let text = |json: &str| serde_json::from_str::<String>(json).unwrap_or_else(|_| json.to_owned());
            let plain = |json: &str| text(json).trim().to_ascii_lowercase();
            let (came, went) = (plain(came_text), plain(went_text));
            let truth = |text: &str| matches!(text, "0" | "1");
            came == went
                || digits(&came) == digits(&went)
                || truth(&came) && (went == "true") == (came == "1")
        },
    }
}

/// Sign, significant digits and power of ten.
fn digits(number: &str) -> (bool, String, i64) {
    let (mantissa, exponent) = number.split_once(['e', 'E']).unwrap_or((number, "0"));
    let negative = mantissa.starts_with('-');
    let mantissa = mantissa.trim_start_matches(['-', '+']);
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let all = format!("{whole}{fraction}");
    let significant = all.trim_start_matches('0');
    let point = whole.len() as i64 - (all.len() - significant.len()) as i64;
    let significant = significant.trim_end_matches('0').to_owned();
    let point = if significant.is_empty() { 0 } else { point + exponent.parse::<i64>().unwrap_or(0) };
    (negative && !significant.is_empty(), significant, point)
}
"#;
