//! Members of successful responses that say that something failed.

use serde_yaml::Value;

use super::draft::{DraftResponse, DraftTypeKind, both};
use super::reach::DraftedTypes;

/// How deep members nest that are looked at.
const DEEPEST: usize = 4;

/// Proposes the errors within successful responses as failures: objects with a code and a message, in members that are named so.
pub(super) fn propose(responses: &mut [DraftResponse], types: &DraftedTypes<'_>) {
    for response in responses.iter_mut().filter(|response| (200..300).contains(&response.status)) {
        let (prefix, name) = match response.value.text.strip_prefix("List<").and_then(|item| item.strip_suffix('>')) {
            Some(item) => ("[]", item),
            None => ("", response.value.text.as_str()),
        };
        let mut found = Vec::new();
        collect(name, prefix, types, &mut Vec::new(), &mut found);
        if !found.is_empty() {
            let gap = Some("whether its `failures` are all there are".to_owned());
            response.value.gap = both(response.value.gap.take(), gap);
        }
        response.failures = found;
    }
}

fn collect<'t>(
    name: &'t str,
    prefix: &str,
    types: &DraftedTypes<'t>,
    above: &mut Vec<&'t str>,
    found: &mut Vec<String>,
) {
    let Some(fields) = fields(name, types).filter(|_| above.len() < DEEPEST && !above.contains(&name)) else { return };
    let members = fields.iter().map(|field| {
        let text = field.value.text.as_str();
        let item = text.strip_prefix("List<").and_then(|item| item.strip_suffix('>'));
        let dot = if prefix.is_empty() { "" } else { "." };
        let path = format!("{prefix}{dot}{}{}", field.wire, if item.is_some() { "[]" } else { "" });
        let of_field = item.unwrap_or(text);
        (path, of_field, is_of_error(&field.wire) && is_error(of_field, types))
    });
    let (errors, others): (Vec<_>, Vec<_>) = members.partition(|(_, _, is_error)| *is_error);
    found.extend(errors.into_iter().map(|(path, ..)| path));
    above.push(name);
    for (path, of_field, _) in others {
        collect(of_field, &path, types, above, found);
    }
    above.pop();
}

fn fields<'t>(name: &str, types: &DraftedTypes<'t>) -> Option<&'t [super::draft::DraftField]> {
    let declared = types.get(name).filter(|declared| !declared.is_envelope)?;
    match &declared.kind {
        DraftTypeKind::Object(fields) => Some(fields),
        _ => None,
    }
}

fn is_of_error(wire: &str) -> bool {
    let lower = wire.to_lowercase();
    ["error", "errors", "errordetail", "errordetails", "failure", "failures"].iter().any(|end| lower.ends_with(end))
}

fn is_error(name: &str, types: &DraftedTypes<'_>) -> bool {
    let fields = fields(name, types).unwrap_or_default();
    let has =
        |names: &[&str]| fields.iter().any(|field| names.iter().any(|name| field.wire.eq_ignore_ascii_case(name)));
    has(&["code", "errorCode"]) && has(&["message", "description"])
}

/// The type of a member by its path in a response, and whether it is in a list.
pub(super) fn member<'t>(response: &'t str, path: &str, types: &DraftedTypes<'t>) -> Option<&'t str> {
    let mut text = response;
    for part in path.split('.') {
        let name = part.trim_end_matches("[]");
        if !name.is_empty() {
            text = fields(text, types)?.iter().find(|field| field.wire == name)?.value.text.as_str();
        }
        if part.ends_with("[]") {
            text = text.strip_prefix("List<")?.strip_suffix('>')?;
        }
    }
    Some(text)
}

/// Puts a failure at its path in a response, if what contains it is there.
pub(super) fn put(response: &mut Value, path: &str, failure: &Value) {
    let (part, rest) = match path.split_once('.') {
        Some((part, rest)) => (part, Some(rest)),
        None => (path, None),
    };
    let name = part.trim_end_matches("[]");
    let is_list = part.ends_with("[]");
    let within = match (name.is_empty(), response.as_mapping_mut()) {
        (true, _) => Some(response),
        (false, Some(members)) if rest.is_none() => {
            let value = if is_list { Value::Sequence(vec![failure.clone()]) } else { failure.clone() };
            members.insert(name.into(), value);
            return;
        }
        (false, Some(members)) => members.get_mut(name),
        (false, None) => None,
    };
    let within = match within {
        Some(Value::Sequence(items)) if is_list => items.first_mut(),
        other => other,
    };
    if let (Some(within), Some(rest)) = (within, rest) {
        put(within, rest, failure);
    }
}

#[cfg(test)]
mod tests {
    use super::put;

    #[test]
    fn failures_are_put_where_their_paths_lead() {
        let mut response = serde_yaml::from_str("{ rooms: [{ id: 1 }] }").unwrap();
        let failure = serde_yaml::from_str("{ code: text }").unwrap();
        for path in ["error", "rooms[].errors[]", "halls[].error"] {
            put(&mut response, path, &failure);
        }
        let expected: serde_yaml::Value =
            serde_yaml::from_str("{ rooms: [{ id: 1, errors: [{ code: text }] }], error: { code: text } }").unwrap();
        assert_eq!(response, expected);
    }
}
