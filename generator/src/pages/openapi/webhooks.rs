//! `webhooks` and `callbacks`: what the service sends to servers of its users.

use super::examples::MediaChoice;
use super::methods::METHODS;
use super::references::{Located, LocatedEntry, UnreadPart};
use super::schemas::SchemaReader;
use crate::media_types;
use crate::pages::facts::{Fact, FieldFacts, WebhookFacts};

/// Those that the document lists, also under the name of an extension of OpenAPI 3.0.
pub(super) fn of_document<'d>(root: Located<'d>, schemas: &mut SchemaReader<'d>) -> Vec<WebhookFacts> {
    let listed: Vec<_> = root.entries_of("webhooks").chain(root.entries_of("x-webhooks")).collect();
    listed.into_iter().flat_map(|(name, entry)| of_path(name, entry, "webhook", schemas)).collect()
}

/// The callbacks of an operation.
pub(super) fn of_operation<'d>(operation: Located<'d>, schemas: &mut SchemaReader<'d>) -> Vec<WebhookFacts> {
    let mut webhooks = Vec::new();
    for (name, entry) in operation.entries_of("callbacks").filter(|(name, _)| !name.starts_with("x-")) {
        let Some(callback) = schemas.files.resolved(entry.at) else {
            unread(entry.line, &format!("callback `{name}`"), "its reference leads to nothing that is read", schemas);
            continue;
        };
        // Each key is an expression for the URL, which only the service evaluates.
        for (_, path) in callback.entries().filter(|(url, _)| !url.starts_with("x-")) {
            webhooks.extend(of_path(name, path, "callback", schemas));
        }
    }
    webhooks
}

fn of_path<'d>(name: &str, entry: LocatedEntry<'d>, kind: &str, schemas: &mut SchemaReader<'d>) -> Vec<WebhookFacts> {
    let what = format!("{kind} `{name}`");
    let Some(item) = schemas.files.resolved(entry.at) else {
        unread(entry.line, &what, "its reference leads to nothing that is read", schemas);
        return Vec::new();
    };
    let is_operation = |key: &str| METHODS.iter().any(|(known, _)| *known == key);
    let operations: Vec<_> = item.entries().filter(|(key, _)| is_operation(key)).collect();
    if operations.is_empty() {
        unread(entry.line, &what, "it has no operation", schemas);
    }
    let are_several = operations.len() > 1;
    let mut webhooks = Vec::new();
    for (key, operation) in operations {
        let name = if are_several { format!("{name} {key}") } else { name.to_owned() };
        if !schemas.spend(128 + name.len()) {
            break;
        }
        match payload(operation.at, schemas) {
            Ok((type_text, fields)) => {
                webhooks.push(WebhookFacts { line: operation.line, name, type_text, fields });
            }
            Err(why) => unread(operation.line, &what, &why, schemas),
        }
    }
    webhooks
}

/// The JSON body of a request, or why it has none.
fn payload<'d>(
    operation: Located<'d>,
    schemas: &mut SchemaReader<'d>,
) -> Result<(Fact<String>, Vec<FieldFacts>), String> {
    let body = operation.get("requestBody").ok_or("it has no body")?;
    let body = schemas.files.resolved(body).ok_or("the reference to its body leads to nothing that is read")?;
    let media = body.get("content").and_then(MediaChoice::of_content).ok_or("its body has no media type")?;
    if let Some(other) = media.media.filter(|media| !media_types::is_json(media)) {
        return Err(format!("its body is `{other}`, and that of a webhook is JSON"));
    }
    let schema = media.content.and_then(|content| content.get("schema")).ok_or("its body has no schema")?;
    Ok(schemas.content(schema))
}

/// Notes what is not read, and why.
fn unread(line: u32, what: &str, why: &str, schemas: &mut SchemaReader<'_>) {
    if schemas.spend(128) {
        schemas.unread.push(UnreadPart { line, message: format!("the {what} was not read: {why}") });
    }
}
