//! Skeletons of examples: the inputs and the responses of a call, with values of the right types for a person to replace.

use std::collections::HashSet;

use serde_yaml::{Mapping, Value};

use super::draft::{Draft, DraftExample, DraftOperation, DraftTypeKind};
use super::failures;
use super::known::ExistingApi;
use super::reach::DraftedTypes;
use super::shown::{ShownOperation, ShownResponse, ShownValue};
use super::types::argument;
use crate::model::LiteralType;
use crate::pages::facts::ExampleKind;

/// How deep values nest that no example shows.
const DEEPEST_UNSHOWN: usize = 2;
/// How deep any value nests.
const DEEPEST: usize = 12;

/// The types that a draft declares, and those that the API has.
struct TypesOfDraft<'d> {
    declared: DraftedTypes<'d>,
    known: &'d ExistingApi<'d>,
}

/// Adds the skeletons of examples to the operations of a draft.
pub(super) fn add(draft: &mut Draft, shown: &[ShownOperation<'_>], known: &ExistingApi<'_>) {
    let types = TypesOfDraft { declared: DraftedTypes::new(&draft.types), known };
    let operations = draft.operations.iter().zip(shown);
    let examples: Vec<Vec<DraftExample>> =
        operations.map(|(operation, shown)| of_operation(operation, shown, &types, known)).collect();
    let bodies = draft.webhooks.iter().map(|webhook| sample(&webhook.payload.text, None, &types, 0));
    let bodies: Vec<Value> = bodies.collect();
    for (webhook, body) in draft.webhooks.iter_mut().zip(bodies) {
        webhook.example = Some(body);
    }
    for (operation, examples) in draft.operations.iter_mut().zip(examples) {
        operation.examples = examples;
    }
}

fn of_operation(
    operation: &DraftOperation,
    shown: &ShownOperation<'_>,
    types: &TypesOfDraft<'_>,
    known: &ExistingApi<'_>,
) -> Vec<DraftExample> {
    // Each request that differs in its query is an example of its own.
    let mut queries: Vec<HashSet<&str>> =
        shown.queries.iter().map(|query| query.iter().map(String::as_str).collect()).collect();
    if queries.is_empty() {
        queries.push(HashSet::new());
    }
    let inputs = |query: &HashSet<&str>| inputs(operation, query, shown, types);
    let has_several = operation.responses.len() > 1;
    let mut examples = Vec::new();
    for response in operation.responses.iter().filter(|response| (200..300).contains(&response.status)) {
        let shown = shown.response(response.status);
        let has_body = response.value.text != "none";
        for (index, query) in queries.iter().enumerate() {
            let name = if has_several { format!("responds_with_{}", response.status) } else { "succeeds".to_owned() };
            examples.push(DraftExample {
                name: numbered(name, index),
                with: inputs(query),
                status: has_several.then_some(response.status),
                code: None,
                response_headers: headers(response.location, response.retry_after),
                response: has_body
                    .then(|| sample(&response.value.text, shown.and_then(|shown| shown.body.as_ref()), types, 0)),
            });
        }
    }
    let further = of_other_inputs(operation, &queries, shown, examples.first(), types);
    examples.extend(further);
    examples.extend(of_failures(operation, examples.first(), types));
    let with = queries.first().map(inputs).unwrap_or_default();
    let is_error = |response: &&ShownResponse<'_>| response.status.is_some_and(|status| (400..600).contains(&status));
    for response in shown.responses.iter().filter(is_error) {
        let status = response.status.unwrap_or_default();
        let code = response.code().map(str::to_owned);
        if code.is_some() && examples.iter().any(|other| other.status == Some(status) && other.code == code) {
            continue;
        }
        let name = format!("is_refused_with_{status}");
        let earlier = examples.iter().filter(|example: &&DraftExample| example.name.starts_with(&name)).count();
        examples.push(DraftExample {
            name: numbered(name, earlier),
            with: with.clone(),
            status: Some(status),
            code,
            response_headers: Mapping::new(),
            response: response.body.as_ref().map(|body| shown_sample(body, 0)),
        });
    }
    for (status, code) in listed_codes(operation, types) {
        if examples.iter().any(|other| other.status == Some(status) && other.code.as_ref() == Some(code)) {
            continue;
        }
        examples.push(DraftExample {
            name: format!("is_refused_with_{status}_{}", code.to_lowercase()),
            with: with.clone(),
            status: Some(status),
            code: Some(code.clone()),
            response_headers: Mapping::new(),
            response: known.error_body(code).map(Value::Mapping),
        });
    }
    examples
}

/// The example with all inputs or with only the required ones, if no request of the page shows it: a call with the others.
fn of_other_inputs(
    operation: &DraftOperation,
    queries: &[HashSet<&str>],
    shown: &ShownOperation<'_>,
    first: Option<&DraftExample>,
    types: &TypesOfDraft<'_>,
) -> Option<DraftExample> {
    let optional: Vec<String> =
        operation.query.iter().filter(|input| !input.required).map(|input| input.wire.to_lowercase()).collect();
    let is_shown = |wire: &String| queries.iter().any(|query| query.contains(wire.as_str()));
    let is_of_each = |wire: &String| queries.iter().all(|query| query.contains(wire.as_str()));
    let (suffix, query) = if !optional.iter().all(is_shown) {
        ("with_all_inputs", optional.iter().map(String::as_str).collect())
    } else if optional.iter().any(is_of_each) {
        ("with_required_inputs", HashSet::new())
    } else {
        return None;
    };
    let first = first?;
    Some(DraftExample {
        name: format!("{}_{suffix}", first.name),
        with: inputs(operation, &query, shown, types),
        status: first.status,
        code: None,
        response_headers: first.response_headers.clone(),
        response: first.response.clone(),
    })
}

/// The example of a success in which something failed.
fn of_failures(
    operation: &DraftOperation,
    first: Option<&DraftExample>,
    types: &TypesOfDraft<'_>,
) -> Option<DraftExample> {
    let first = first?;
    let failed = operation.responses.iter().find(|response| !response.failures.is_empty())?;
    let mut response = first.response.clone().filter(|_| first.status.is_none_or(|status| status == failed.status))?;
    for path in &failed.failures {
        if let Some(text) = failures::member(&failed.value.text, path, &types.declared) {
            failures::put(&mut response, path, &sample(text, None, types, 1));
        }
    }
    Some(DraftExample {
        name: "has_failed".to_owned(),
        with: first.with.clone(),
        status: first.status,
        code: None,
        response_headers: first.response_headers.clone(),
        response: Some(response),
    })
}

/// The codes that the operation's errors list.
fn listed_codes<'t>(operation: &DraftOperation, types: &TypesOfDraft<'t>) -> impl Iterator<Item = (u16, &'t String)> {
    let errors = operation.errors.as_deref();
    let declared = errors.and_then(|errors| types.declared.get(errors));
    let errors = match declared.map(|declared| &declared.kind) {
        Some(DraftTypeKind::Errors(errors)) => errors.as_slice(),
        _ => &[],
    };
    errors.iter().flat_map(|error| error.codes.iter().map(|code| (error.status, code)))
}

fn numbered(name: String, index: usize) -> String {
    if index == 0 { name } else { format!("{name}_{}", index + 1) }
}

/// The inputs of a call with these names in its query.
fn inputs(
    operation: &DraftOperation,
    query: &HashSet<&str>,
    shown: &ShownOperation<'_>,
    types: &TypesOfDraft<'_>,
) -> Mapping {
    let is_sent = |wire: &str| query.contains(wire.to_lowercase().as_str());
    let queried = operation.query.iter().filter(|input| input.required || is_sent(&input.wire));
    let headers = operation.headers.iter().filter(|input| input.required);
    let inputs = operation.path.iter().chain(queried).chain(headers);
    let mut with: Mapping =
        inputs.map(|input| (input.wire.as_str().into(), sample(&input.value.text, None, types, 0))).collect();
    for part in &operation.parts {
        with.insert(part.wire.as_str().into(), sample(&part.value.text, None, types, 0));
    }
    if let Some(body) = &operation.body {
        with.insert("body".into(), sample(&body.text, shown.sent.as_ref(), types, 0));
    }
    with
}

fn headers(location: bool, retry_after: bool) -> Mapping {
    let location = location.then(|| ("Location".into(), "/where/it/is".into()));
    let retry_after = retry_after.then(|| ("Retry-After".into(), "1".into()));
    location.into_iter().chain(retry_after).collect()
}

/// A value of a type, with the members that an example shows.
fn sample(expression: &str, shown: Option<&ShownValue>, types: &TypesOfDraft<'_>, depth: usize) -> Value {
    if depth > DEEPEST {
        return Value::Mapping(Mapping::new());
    }
    match expression {
        "string" | "bytes" => return "text".into(),
        "bool" => return true.into(),
        "int32" | "int64" => return 1.into(),
        "decimal" | "float" => return Value::Number(1.into()),
        "date-time" => return "2026-01-31T12:00:00Z".into(),
        "date" => return "2026-01-31".into(),
        "duration" => return "PT1H".into(),
        "uuid" => return "00000000-0000-4000-8000-000000000001".into(),
        "json" => return shown.map_or_else(|| Value::Mapping(Mapping::new()), |shown| shown_sample(shown, depth)),
        _ => {}
    }
    if let Some(inner) = argument(expression) {
        // An example may show one item in place of the list.
        let only = shown.filter(|shown| shown.is(ExampleKind::Object) && !shown.members.is_empty());
        let items = shown.and_then(|shown| shown.items.as_deref()).or(only);
        if expression.starts_with("List<") {
            let is_shown_empty = shown.is_some() && items.is_none();
            return match is_shown_empty || shown.is_none() && depth > DEEPEST_UNSHOWN {
                true => Value::Sequence(Vec::new()),
                false => Value::Sequence(vec![sample(inner, items, types, depth + 1)]),
            };
        }
        if expression.starts_with("Map<") {
            let names: Vec<&str> = match shown {
                Some(shown) => shown.members.keys().map(String::as_str).collect(),
                None => vec!["key"],
            };
            return Value::Mapping(
                names.into_iter().map(|name| (name.into(), sample(inner, None, types, depth + 1))).collect(),
            );
        }
        let name = expression.split('<').next().unwrap_or_default();
        return object(name, Some(inner), shown, types, depth);
    }
    object(expression, None, shown, types, depth)
}

fn object(
    name: &str,
    argument: Option<&str>,
    shown: Option<&ShownValue>,
    types: &TypesOfDraft<'_>,
    depth: usize,
) -> Value {
    let declared = types.declared.get(name);
    match declared.map(|declared| &declared.kind) {
        Some(DraftTypeKind::Object(fields)) => {
            let is_shown = |wire: &str| match shown {
                Some(shown) => shown.members.keys().any(|name| name.eq_ignore_ascii_case(wire)),
                None => depth <= DEEPEST_UNSHOWN,
            };
            let members = fields.iter().filter(|field| is_shown(&field.wire) || field.required).map(|field| {
                let member = shown.and_then(|shown| {
                    shown
                        .members
                        .iter()
                        .find(|(name, _)| name.eq_ignore_ascii_case(&field.wire))
                        .map(|(_, value)| value)
                });
                let text = match argument {
                    Some(argument) => field.value.text.replace("<T>", &format!("<{argument}>")),
                    None => field.value.text.clone(),
                };
                (field.wire.as_str().into(), sample(&text, member, types, depth + 1))
            });
            Value::Mapping(members.collect())
        }
        Some(DraftTypeKind::Enum(values, literal)) => {
            let first = values.first().map(|value| value.wire.as_str()).unwrap_or("text");
            match (literal, first.parse::<i64>()) {
                (LiteralType::Integer, Ok(number)) => number.into(),
                _ => first.into(),
            }
        }
        Some(DraftTypeKind::Identifier) => "id-1".into(),
        // The spec has it: an example shows its members, or it is a plain value.
        _ if shown.is_some() => shown.map_or(Value::Null, |shown| shown_sample(shown, depth)),
        _ if argument.is_some() || types.known.is_object(name) => Value::Mapping(Mapping::new()),
        _ => "text".into(),
    }
}

/// A code as a value of JSON.
fn code(code: &str, is_number: bool) -> Value {
    match code.parse::<i64>() {
        Ok(number) if is_number => number.into(),
        _ => code.into(),
    }
}

/// A value of the kinds that an example shows, for what has no type.
fn shown_sample(shown: &ShownValue, depth: usize) -> Value {
    if depth > DEEPEST {
        return Value::Null;
    }
    match shown.kinds.iter().find(|kind| **kind != ExampleKind::Null) {
        Some(ExampleKind::Object) => {
            let members =
                shown.members.iter().map(|(name, value)| (name.as_str().into(), shown_sample(value, depth + 1)));
            Value::Mapping(members.collect())
        }
        Some(ExampleKind::Array) => {
            Value::Sequence(shown.items.iter().map(|items| shown_sample(items, depth + 1)).collect())
        }
        Some(_) if shown.code.is_some() => {
            code(shown.code.as_deref().unwrap_or_default(), shown.is(ExampleKind::Integer))
        }
        Some(ExampleKind::Boolean) => true.into(),
        Some(ExampleKind::Integer | ExampleKind::Number) => 1.into(),
        Some(ExampleKind::String) if shown.are_times => "2026-01-31T12:00:00Z".into(),
        Some(ExampleKind::String) => "text".into(),
        Some(ExampleKind::Null) | None => Value::Null,
    }
}
