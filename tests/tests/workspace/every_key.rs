//! Every key of the language has an effect: changing or removing it changes the model, the generated code or the diagnostics.
//! The keys are those of the JSON Schema, so a new key needs an example here or in the guide to the language.

use std::collections::{BTreeMap, BTreeSet};

use docwright::internals::rust::generate;
use docwright::internals::spec::{SpecFile, published_schemas};
use serde_json::Value as Json;
use serde_yaml::Value;
use workspace_tests::{LIBRARY, check_spec, rendered, spec_file};

use crate::language_guide::files_of_the_guide;

/// Uses of keys that the guide shows without content.
const MORE: &str = r#"
operations:
  lend_book:
    doc: Lends a book.
    POST: /v{version}/loans
    idempotency: non-idempotent
    headers: { X-Desk: string }
    body: Reader
    if-match: attributes.etag
    responses:
      200: { type: Reader, variant: Lent }
      202: { variant: Waiting, location: true, retry-after: true }
    examples:
      waits:
        with: { X-Desk: north, body: { attributes: { etag: a } } }
        request: POST /v1/loans
        headers: { X-Desk: north, If-Match: "\"a\"" }
        status: 202
        response-headers: { Location: /v1/loans/1, Retry-After: "1" }
  list_events:
    doc: Lists events.
    GET: /v{version}/events
    query: { after: string, seek: string }
    responses: { 200: Page<string> }
    paging: { style: token, items: items, next-header: X-After, token: after, with: { seek: Next } }
  list_desks:
    doc: Lists desks.
    GET: /v{version}/desks
    responses: { 200: DeskPage }
    paging: { style: link, items: items, next: next, headers: [X-After] }
  list_readers:
    doc: Lists readers.
    page: desk
    GET: /v{version}/readers
    responses: { 200: Page<string> }
    errata:
      - { page: desk, version: "2", at: query.size, lists: true, because: no request sends it }
      - { page: desk, at: query.page, shows: true, because: no request sends it }
      - { page: desk, at: responses.200, lacks: true, because: all recorded responses have it }
types:
  DeskPage: { doc: A part of a list., fields: { items: List<string>, next: DeskLink } }
  DeskLink: { doc: A link., fields: { uri: string } }
pages:
  desk: { title: The desk, url: "https://docs.library.example/desk", captured: 2026-11-21 }
"#;

/// Uses of keys that have no effect in the guide, because other keys have the same one.
const OTHER_API: &str = "
title: Other
doc: An API whose values have one spelling.
deprecated: { since: 2026-12-31, because: Books are tagged by readers. }
enum-url-spelling: same
";

const OTHER_AREA: &str = r#"
operations:
  tag_books:
    doc: Tags books.
    PUT: /tags
    idempotency: idempotent
    query: { color: Color }
    body: Tags
    responses: { 200: { type: bytes, media: image/png } }
    examples:
      removes_all:
        with: { body: {} }
        request: PUT /tags
        sends: { names: [] }
        response: a picture
  list_tags:
    doc: Lists tags.
    GET: /tags
    query: { skip: int32 }
    responses: { 200: TagList }
    paging: { style: page, items: tags, page: skip, first: 0, total: count, evidence: all recorded pages say so }
    examples:
      lists_one:
        request: GET /tags
        response: { tags: [red], count: 1 }
types:
  TagList: { doc: Tags., fields: { tags: List<string>, count: int32 } }
  Color: { doc: A color., values: { red: ~ } }
  Tags: { doc: Names of tags., fields: { names: { type: List<string>, default: empty } } }
"#;

/// Definitions of the schema by name, the root of each file included.
pub(crate) struct Schema {
    roots: BTreeMap<&'static str, Json>,
}

/// A key of a definition.
pub(crate) type Key = (String, String);

/// The place of a key: a file, and the keys and positions on the way.
pub(crate) type Occurrence = (usize, Vec<Value>);

impl Schema {
    pub(crate) fn new() -> Self {
        Self {
            roots: published_schemas()
                .into_iter()
                .map(|(name, text)| (name, serde_json::from_str(&text).unwrap()))
                .collect(),
        }
    }

    fn keys(&self) -> BTreeSet<Key> {
        let mut keys = BTreeSet::new();
        for (file, root) in &self.roots {
            let definitions = root["$defs"].as_object().into_iter().flatten();
            let named = definitions.map(|(name, definition)| (name.as_str(), definition)).chain([(*file, root)]);
            for (name, definition) in named {
                let properties = definition["properties"].as_object().into_iter().flatten();
                keys.extend(properties.map(|(key, _)| (name.to_owned(), key.clone())));
            }
        }
        keys
    }

    /// The keys of files, each with its places and its own schema.
    pub(crate) fn occurrences(&self, names: &[String], files: &[Value]) -> BTreeMap<Key, Vec<(Occurrence, Json)>> {
        let mut found = BTreeMap::new();
        for (index, file) in files.iter().enumerate() {
            let name = schema_of(&names[index]);
            let root = &self.roots[name];
            visit((name, root), root, file, &(index, Vec::new()), &mut found);
        }
        found
    }
}

/// Notes every key of `value` that a definition has.
fn visit(
    (name, schema): (&str, &Json),
    root: &Json,
    value: &Value,
    at: &Occurrence,
    found: &mut BTreeMap<Key, Vec<(Occurrence, Json)>>,
) {
    if let Some(reference) = schema["$ref"].as_str() {
        let name = reference.trim_start_matches("#/$defs/");
        return visit((name, &root["$defs"][name]), root, value, at, found);
    }
    for alternative in schema["anyOf"].as_array().into_iter().flatten() {
        visit((name, alternative), root, value, at, found);
    }
    let child = |step: Value| (at.0, at.1.iter().cloned().chain([step]).collect::<Vec<_>>());
    match value {
        Value::Mapping(pairs) => {
            for (key, value) in pairs {
                let text = key.as_str().map(str::to_owned).unwrap_or_default();
                let at = child(key.clone());
                if let Some(property) = schema["properties"].get(&text) {
                    found.entry((name.to_owned(), text)).or_default().push((at.clone(), property.clone()));
                    visit((name, property), root, value, &at, found);
                } else if schema["additionalProperties"].is_object() {
                    visit((name, &schema["additionalProperties"]), root, value, &at, found);
                }
            }
        }
        Value::Sequence(items) if schema["items"].is_object() => {
            for (index, item) in items.iter().enumerate() {
                visit((name, &schema["items"]), root, item, &child(Value::from(index)), found);
            }
        }
        _ => {}
    }
}

pub(crate) fn at_path<'v>(mut value: &'v mut Value, path: &[Value]) -> &'v mut Value {
    for step in path {
        value = match value {
            Value::Sequence(items) => &mut items[usize::try_from(step.as_u64().unwrap()).unwrap()],
            value => value.get_mut(step).unwrap(),
        };
    }
    value
}

/// Other words that the schema of a key lists.
fn words(schema: &Json, root: &Json) -> Vec<String> {
    if let Some(reference) = schema["$ref"].as_str() {
        return words(&root["$defs"][reference.trim_start_matches("#/$defs/")], root);
    }
    let alternatives = ["anyOf", "oneOf"].into_iter().flat_map(|key| schema[key].as_array().into_iter().flatten());
    let listed = schema["enum"].as_array().into_iter().flatten().chain([&schema["const"]]);
    let own = listed.filter_map(|word| word.as_str().map(str::to_owned));
    own.chain(alternatives.flat_map(|alternative| words(alternative, root))).collect()
}

/// Other values of a key.
fn changed(value: &Value, words: &[String]) -> Vec<Value> {
    match value {
        Value::Bool(value) => vec![Value::from(!value)],
        Value::Number(number) => vec![Value::from(number.as_i64().unwrap_or_default() + 1)],
        Value::String(text) if words.is_empty() => vec![Value::from(format!("{text}x"))],
        Value::String(text) => {
            words.iter().filter(|word| *word != text).map(|word| Value::from(word.as_str())).collect()
        }
        _ => Vec::new(),
    }
}

/// What can be observed of a spec, without the places in its files.
fn observed(files: &[Value], names: &[String]) -> String {
    let files = files.iter().zip(names).map(|(file, name)| spec_file(name, serde_yaml::to_string(file).unwrap()));
    let checked = check_spec(files.collect());
    let errors = checked.diagnostics.iter().map(|error| format!("{} {} {:?}", error.code, error.message, error.help));
    let mut text = errors.collect::<Vec<_>>().join("\n");
    let model = format!("{:?}", checked.model);
    for part in model.split("Place {") {
        let is_place = part.trim_start().starts_with("file:");
        text.push_str(if is_place { part.split_once('}').map_or(part, |(_, rest)| rest) } else { part });
    }
    if let (true, Ok(generated)) = (checked.diagnostics.is_empty(), generate(&checked.model, LIBRARY)) {
        text.push_str(&format!("{:?}", generated.files));
    }
    text
}

/// Specs that have every key of the language.
pub(crate) fn specs_with_every_key() -> [Vec<SpecFile>; 2] {
    let mut guide = files_of_the_guide();
    guide.push(spec_file("library/more.yaml", MORE));
    [guide, vec![spec_file("other/api.yaml", OTHER_API), spec_file("other/tags.yaml", OTHER_AREA)]]
}

#[test]
fn every_key_has_an_effect() {
    let schema = Schema::new();
    let specs = specs_with_every_key();
    let with_effect: BTreeSet<Key> = specs.into_iter().flat_map(|spec| keys_with_effect(&schema, spec)).collect();
    let idle: Vec<Key> = schema.keys().difference(&with_effect).cloned().collect();
    assert_eq!(idle, Vec::<Key>::new(), "keys that have no effect, or no example");
}

fn schema_of(file: &str) -> &'static str {
    match file.rsplit('/').next() {
        Some("api.yaml") => "api.schema.json",
        Some("errors.yaml") => "errors.schema.json",
        _ => "area.schema.json",
    }
}

fn keys_with_effect(schema: &Schema, spec: Vec<SpecFile>) -> BTreeSet<Key> {
    let names: Vec<String> = spec.iter().map(|file| file.relative.clone()).collect();
    let files: Vec<Value> = spec.iter().map(|file| serde_yaml::from_slice(&file.content).unwrap()).collect();
    let checked = check_spec(spec);
    assert!(checked.diagnostics.is_empty(), "{}", rendered(&checked));

    let found = schema.occurrences(&names, &files);
    let before = observed(&files, &names);
    let has_effect = |occurrences: &[(Occurrence, Json)]| {
        occurrences.iter().any(|((file, path), property)| {
            let root = &schema.roots[schema_of(&names[*file])];
            let (last, parents) = path.split_last().unwrap();
            let value = at_path(&mut files[*file].clone(), path).clone();
            let mut variations = Vec::new();
            for value in changed(&value, &words(property, root)) {
                let mut files = files.clone();
                *at_path(&mut files[*file], path) = value;
                variations.push(files);
            }
            let mut without = files.clone();
            if let Value::Mapping(pairs) = at_path(&mut without[*file], parents) {
                pairs.remove(last);
            }
            variations.push(without);
            variations.iter().any(|files| observed(files, &names) != before)
        })
    };
    found.into_iter().filter(|(_, occurrences)| has_effect(occurrences)).map(|(key, _)| key).collect()
}
