//! A draft as the text of an area file.

use jiff::civil::Date;
use serde_yaml::{Mapping, Value};

use super::GAP;
use super::draft::{
    Draft, DraftExample, DraftExpression, DraftField, DraftInput, DraftOperation, DraftResponse, DraftType,
    DraftTypeKind, DraftWebhook, Error, Gap, PageEntry, Written, both,
};
use super::reach::Reach;
use crate::model::{LiteralType, Method};
use crate::yaml_text::Document;

const HEAD: &str = "yaml-language-server: $schema=../area.schema.json";

/// Prints a draft.
pub(super) fn print(draft: &Draft, captured: Date) -> String {
    let mut file = Document::spaced();
    if !draft.pages.is_empty() {
        let mut pages = Document::new();
        for page in &draft.pages {
            pages.insert(page.key.as_str(), page_entry(page, captured));
        }
        file.insert("pages", pages);
    }
    if !draft.operations.is_empty() {
        let mut operations = Document::spaced();
        for drafted in &draft.operations {
            operations.insert_noted(drafted.name.as_str(), operation(drafted), note(&drafted.name_gap));
        }
        file.insert("operations", operations);
    }
    if !draft.webhooks.is_empty() {
        let mut webhooks = Document::spaced();
        for drafted in &draft.webhooks {
            webhooks.insert_noted(drafted.name.as_str(), webhook(drafted), note(&drafted.name_gap));
        }
        file.insert("webhooks", webhooks);
    }
    if !draft.types.is_empty() {
        let reach = Reach::of(draft);
        let mut types = Document::spaced();
        for drafted in &draft.types {
            let name = if drafted.is_envelope { format!("{}<T>", drafted.name) } else { drafted.name.clone() };
            types.insert_noted(name, declared(drafted, &reach), note(&drafted.gap));
        }
        file.insert("types", types);
    }
    let mut text = Document::new();
    text.comment(HEAD);
    format!("{}\n{}", text.print(), file.print())
}

/// What a person has to write of each example.
const OF_EXAMPLES: &str = "a name, the request line, and own values";

fn example(drafted: &DraftExample) -> Document {
    let mut entry = Document::new();
    if !drafted.with.is_empty() {
        entry.insert("with", Value::Mapping(drafted.with.clone()));
    }
    if let Some(status) = drafted.status {
        entry.insert("status", Value::from(status));
    }
    if let Some(code) = &drafted.code {
        // Codes are texts in specs; digits need no quotes.
        entry.insert("code", code.parse::<i64>().map_or_else(|_| Value::from(code.as_str()), Value::from));
    }
    if !drafted.response_headers.is_empty() {
        entry.insert("response-headers", Value::Mapping(drafted.response_headers.clone()));
    }
    if let Some(response) = &drafted.response {
        entry.insert("response", response.clone());
    }
    entry
}

fn note(gap: &Gap) -> Option<String> {
    gap.as_ref().map(|gap| format!("{GAP}{gap}"))
}

fn open(document: &mut Document, gap: &str) {
    document.comment(format!("{GAP}{gap}"));
}

fn page_entry(page: &PageEntry, captured: Date) -> Document {
    let mut entry = Document::new();
    entry.insert("title", page.title.as_str());
    entry.insert_noted("url", page.url.as_str(), note(&page.url_gap));
    entry.insert("captured", captured.to_string());
    if let Some(asset_id) = &page.asset_id {
        entry.insert("asset-id", asset_id.as_str());
    }
    if let Some(version) = &page.version {
        entry.insert("version", version.as_str());
    }
    entry
}

fn operation(drafted: &DraftOperation) -> Document {
    let mut entry = Document::new();
    entry.insert("page", drafted.page.as_str());
    entry.insert_noted(drafted.method.as_str(), drafted.template.as_str(), note(&drafted.request_gap));
    if let Some(idempotency) = drafted.idempotency {
        let gap = "what a repetition does: safe, idempotent, by-request-id or non-idempotent";
        entry.insert_noted("idempotency", idempotency, note(&Some(gap.to_owned())));
    }
    match drafted.credentials.as_slice() {
        [] => {}
        [only] => entry.insert("credentials", only.as_str()),
        several => {
            let names = several.iter().map(|name| Value::from(name.as_str())).collect();
            entry.insert("credentials", Value::Sequence(names));
        }
    }
    for (section, inputs) in [("path", &drafted.path), ("query", &drafted.query), ("headers", &drafted.headers)] {
        if !inputs.is_empty() {
            let mut document = Document::new();
            for drafted in inputs {
                document.insert_noted(drafted.wire.as_str(), input(drafted), note(&drafted.value.gap));
            }
            entry.insert(section, document);
        }
    }
    if !drafted.fixed_headers.is_empty() {
        let mut headers = Document::new();
        for header in &drafted.fixed_headers {
            // The values are texts, also those that look like numbers.
            headers.insert_noted(header.name.as_str(), Value::from(header.value.as_str()), note(&header.gap));
        }
        entry.insert("fixed-headers", headers);
    }
    if let Some(body) = &drafted.body {
        let patch = (drafted.method == Method::Patch).then_some("merge");
        let value = typed(body, &[("media", word(drafted.body_media.as_deref())), ("patch", word(patch))]);
        let is_open = patch.is_some() && drafted.body_media.as_deref() != Some("application/merge-patch+json");
        let patch = is_open.then(|| "its `patch`: merge or full-resource".to_owned());
        entry.insert_noted("body", value, note(&both(body.gap.clone(), patch)));
    }
    if !drafted.parts.is_empty() {
        let mut parts = Document::new();
        for part in &drafted.parts {
            let rest = [("required", flag(part.required)), ("rust", word(part.rust.as_deref()))];
            parts.insert_noted(part.wire.as_str(), typed(&part.value, &rest), note(&part.value.gap));
        }
        entry.insert("parts", parts);
    }
    let mut responses = Document::new();
    for drafted in &drafted.responses {
        responses.insert_noted(drafted.status, response(drafted), note(&drafted.value.gap));
    }
    entry.insert("responses", responses);
    if let Some(paging) = &drafted.paging {
        entry.insert_noted(
            "paging",
            Value::Mapping(paging.clone()),
            note(&Some("whether lists are paged so".to_owned())),
        );
    }
    if let Some(errors) = &drafted.errors {
        entry.insert("errors", errors.as_str());
    }
    if !drafted.examples.is_empty() {
        let mut examples = Document::new();
        for drafted in &drafted.examples {
            examples.insert_noted(drafted.name.as_str(), example(drafted), note(&Some(OF_EXAMPLES.to_owned())));
        }
        entry.insert("examples", examples);
    }
    for gap in &drafted.gaps {
        open(&mut entry, gap);
    }
    entry
}

fn webhook(drafted: &DraftWebhook) -> Document {
    let mut entry = Document::new();
    entry.insert("page", drafted.page.as_str());
    entry.insert_noted("payload", drafted.payload.text.as_str(), note(&drafted.payload.gap));
    if let Some(body) = &drafted.example {
        let mut example = Document::new();
        example.insert("payload", body.clone());
        let mut examples = Document::new();
        examples.insert_noted("is_received", example, note(&Some("a name, and own values".to_owned())));
        entry.insert("examples", examples);
    }
    entry
}

/// A mapping of what is stated, or only the type if nothing else is.
fn typed(value: &DraftExpression, rest: &[(&str, Option<Value>)]) -> Value {
    let mut mapping = Mapping::new();
    mapping.insert("type".into(), value.text.as_str().into());
    for (key, value) in rest {
        if let Some(value) = value {
            mapping.insert((*key).into(), value.clone());
        }
    }
    if mapping.len() == 1 { value.text.as_str().into() } else { Value::Mapping(mapping) }
}

fn flag(is_set: bool) -> Option<Value> {
    is_set.then_some(Value::Bool(true))
}

fn word(word: Option<&str>) -> Option<Value> {
    word.map(Value::from)
}

fn input(drafted: &DraftInput) -> Value {
    let written = match drafted.written {
        Written::Plain => None,
        Written::Json => Some("json"),
        Written::Commas => Some("commas"),
    };
    let is_integer = matches!(drafted.value.text.as_str(), "int32" | "int64");
    let rest = [
        ("required", flag(drafted.required)),
        ("as", word(written)),
        ("default-value", drafted.default_value.filter(|_| is_integer).map(Value::from)),
        ("rust", word(drafted.rust.as_deref())),
    ];
    typed(&drafted.value, &rest)
}

fn response(drafted: &DraftResponse) -> Value {
    let paths = drafted.failures.iter().map(|path| Value::from(path.as_str()));
    let failures = (!drafted.failures.is_empty()).then(|| Value::Sequence(paths.collect()));
    let rest = [
        ("media", word(drafted.media.as_deref())),
        ("variant", word(drafted.variant.as_deref())),
        ("location", flag(drafted.location)),
        ("retry-after", flag(drafted.retry_after)),
        ("failures", failures),
    ];
    typed(&drafted.value, &rest)
}

fn declared(drafted: &DraftType, reach: &Reach<'_>) -> Document {
    let mut entry = Document::new();
    if let Some(page) = &drafted.page {
        entry.insert("page", page.as_str());
    }
    let mut parts = Document::new();
    match &drafted.kind {
        DraftTypeKind::Object(fields) => {
            for drafted_field in fields {
                let value = field(drafted_field, &drafted.name, reach);
                parts.insert_noted(drafted_field.wire.as_str(), value, note(&drafted_field.value.gap));
            }
            entry.insert("fields", parts);
        }
        DraftTypeKind::Enum(values, literal) => {
            for value in values {
                let rust = value.rust.as_deref().map(|rust| ("rust".into(), rust.into()));
                let in_url = value.in_url.then(|| ("in-url".into(), value.wire.as_str().into()));
                let stated: Mapping = rust.into_iter().chain(in_url).collect();
                let gap = value.rust.as_ref().map(|_| "the Rust name".to_owned());
                let key = match (literal, value.wire.parse::<i64>()) {
                    (LiteralType::Integer, Ok(number)) => Value::from(number),
                    _ => Value::from(value.wire.as_str()),
                };
                let stated = if stated.is_empty() { Value::Null } else { Value::Mapping(stated) };
                parts.insert_noted(key, stated, note(&gap));
            }
            entry.insert("values", parts);
        }
        DraftTypeKind::Errors(errors) => {
            for drafted in errors {
                parts.insert_noted(drafted.status, error(drafted), note(&drafted.gap));
            }
            entry.insert("statuses", parts);
        }
        DraftTypeKind::Identifier => entry.insert("id", "string"),
    }
    entry
}

/// Members of received types are required only if there is evidence for it.
fn field(drafted: &DraftField, owner: &str, reach: &Reach<'_>) -> Value {
    let rest = [
        ("required", flag(drafted.required && reach.is_only_sent(owner))),
        ("lenient", flag(drafted.lenient)),
        ("rust", word(drafted.rust.as_deref())),
    ];
    typed(&drafted.value, &rest)
}

fn error(drafted: &Error) -> Value {
    let mut mapping = Mapping::from_iter([("name".into(), drafted.name.as_str().into())]);
    if let Some(retry) = drafted.retry {
        mapping.insert("retry".into(), retry.into());
    }
    if let Some(reason) = &drafted.reason {
        mapping.insert("reason".into(), reason.as_str().into());
    }
    let codes = drafted.codes.iter().map(|code| {
        let letters: String = code.chars().filter(char::is_ascii_alphanumeric).collect();
        (code.as_str().into(), format!("Status{}Code{letters}", drafted.status).into())
    });
    if !drafted.codes.is_empty() {
        mapping.insert("codes".into(), Value::Mapping(codes.collect()));
    }
    Value::Mapping(mapping)
}
