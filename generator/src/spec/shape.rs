//! Compares a tree with the JSON Schema of the language. This finds every unknown key and every value of a wrong kind in one
//! pass, with its place; serde would stop at the first.

use std::collections::{HashMap, HashSet};

use serde_json::Value as Json;

use super::tree::{Node, Pair, TreeValue};
use crate::diagnostics::{Code, Diagnostic, Place, nearest};

/// The part of a JSON Schema that specs can violate.
#[derive(Debug)]
pub(super) struct Shape {
    root: Expected,
    definitions: HashMap<String, Expected>,
}

#[derive(Debug)]
enum Expected {
    Anything,
    Null,
    Bool,
    Number { minimum: i64, maximum: i64 },
    Text,
    Word(Vec<String>),
    List(Box<Expected>),
    Map { properties: Vec<(String, Expected)>, required: Vec<String>, others: Option<Box<Expected>> },
    Definition(String),
    AnyOf(Vec<Expected>),
}

impl Shape {
    pub(super) fn new(schema: &Json) -> Self {
        let definitions = schema["$defs"].as_object().into_iter().flatten();
        Self {
            root: Expected::new(schema),
            definitions: definitions.map(|(name, schema)| (name.clone(), Expected::new(schema))).collect(),
        }
    }

    /// Reports every part of `node` that does not match the shape, and returns the places of the parts that are unusable.
    pub(super) fn check(&self, node: &Node, diagnostics: &mut Vec<Diagnostic>) -> HashSet<Place> {
        let mut unusable = HashSet::new();
        self.check_node(node, &self.root, &mut unusable, diagnostics);
        unusable
    }

    fn check_node(
        &self,
        node: &Node,
        expected: &Expected,
        unusable: &mut HashSet<Place>,
        diagnostics: &mut Vec<Diagnostic>,
    ) {
        if node.value == TreeValue::Rejected {
            unusable.insert(node.place);
            return;
        }
        let alternatives = self.alternatives(expected);
        let Some(expected) = alternatives.iter().find(|alternative| alternative.accepts_kind_of(node)) else {
            diagnostics.push(wrong_kind(node, &alternatives));
            unusable.insert(node.place);
            return;
        };
        match (expected, &node.value) {
            (Expected::List(item), TreeValue::List(items)) => {
                for node in items {
                    self.check_node(node, item, unusable, diagnostics);
                }
            }
            (Expected::Map { properties, required, others }, TreeValue::Map(pairs)) => {
                for pair in pairs.iter() {
                    match (properties.iter().find(|(name, _)| *name == pair.key), others) {
                        (Some((_, expected)), _) => self.check_node(&pair.value, expected, unusable, diagnostics),
                        (None, Some(expected)) => self.check_node(&pair.value, expected, unusable, diagnostics),
                        (None, None) => {
                            diagnostics.push(unknown_key(pair, properties));
                            unusable.insert(pair.key_place);
                        }
                    }
                }
                for key in required {
                    let stated = node.pair(key);
                    if stated.is_none() {
                        let message = format!("the key `{key}` is missing");
                        // A mistyped key has been reported.
                        let is_mistyped = pairs.iter().any(|pair| {
                            unusable.contains(&pair.key_place) && nearest(&pair.key, [key.as_str()]).is_some()
                        });
                        if !is_mistyped {
                            let diagnostic = Diagnostic::new(Code::MissingKey, node.place, message);
                            diagnostics.push(diagnostic.help(format!("add `{key}:`")));
                        }
                    }
                    if stated.is_none_or(|pair| unusable.contains(&pair.value.place)) {
                        unusable.insert(node.place);
                    }
                }
            }
            (Expected::Anything, _) => mark_rejected(node, unusable),
            _ => {}
        }
    }

    fn alternatives<'s>(&'s self, expected: &'s Expected) -> Vec<&'s Expected> {
        match expected {
            Expected::AnyOf(alternatives) => alternatives.iter().flat_map(|each| self.alternatives(each)).collect(),
            Expected::Definition(name) => {
                self.definitions.get(name).map_or_else(Vec::new, |expected| self.alternatives(expected))
            }
            expected => vec![expected],
        }
    }
}

impl Expected {
    fn new(schema: &Json) -> Self {
        if let Some(reference) = schema["$ref"].as_str() {
            return Self::Definition(reference.trim_start_matches("#/$defs/").to_owned());
        }
        if let Some(alternatives) = schema["anyOf"].as_array().or_else(|| schema["oneOf"].as_array()) {
            let words: Vec<String> =
                alternatives.iter().filter_map(|each| each["const"].as_str().map(str::to_owned)).collect();
            if words.len() == alternatives.len() {
                return Self::Word(words);
            }
            return Self::AnyOf(alternatives.iter().map(Self::new).collect());
        }
        if let Some(words) = schema["enum"].as_array() {
            return Self::Word(words.iter().filter_map(|word| word.as_str().map(str::to_owned)).collect());
        }
        match &schema["type"] {
            Json::Array(types) => Self::AnyOf(types.iter().map(|name| Self::of_type(name, schema)).collect()),
            name => Self::of_type(name, schema),
        }
    }

    fn of_type(name: &Json, schema: &Json) -> Self {
        match name.as_str() {
            Some("null") => Self::Null,
            Some("boolean") => Self::Bool,
            Some("integer") => Self::Number {
                minimum: schema["minimum"].as_i64().unwrap_or(i64::MIN),
                maximum: schema["maximum"].as_i64().unwrap_or_else(|| maximum_of_format(&schema["format"])),
            },
            Some("array") => Self::List(Box::new(Self::new(&schema["items"]))),
            Some("object") => Self::Map {
                properties: schema["properties"]
                    .as_object()
                    .into_iter()
                    .flatten()
                    .map(|(name, schema)| (name.clone(), Self::new(schema).without_null()))
                    .collect(),
                required: schema["required"]
                    .as_array()
                    .into_iter()
                    .flatten()
                    .filter_map(|name| name.as_str().map(str::to_owned))
                    .collect(),
                others: (schema["additionalProperties"] != false)
                    .then(|| Box::new(Self::new(&schema["additionalProperties"]))),
            },
            Some("string") => Self::Text,
            _ => Self::Anything,
        }
    }

    /// A key whose value is null. Optional keys are omitted instead, so a key without a value is an error.
    fn without_null(self) -> Self {
        match self {
            Self::AnyOf(alternatives) => {
                Self::AnyOf(alternatives.into_iter().filter(|each| !matches!(each, Self::Null)).collect())
            }
            expected => expected,
        }
    }

    fn accepts_kind_of(&self, node: &Node) -> bool {
        match (self, &node.value) {
            (Self::Anything, _)
            | (Self::Null, TreeValue::Null)
            | (Self::Bool, TreeValue::Bool(_))
            | (Self::Text, TreeValue::Text { .. })
            | (Self::List(_), TreeValue::List(_))
            | (Self::Map { .. }, TreeValue::Map(_)) => true,
            (Self::Number { minimum, maximum }, TreeValue::Integer(number)) => (minimum..=maximum).contains(&number),
            (Self::Word(words), TreeValue::Text { text, .. }) => words.contains(text),
            _ => false,
        }
    }

    fn describe(&self) -> String {
        match self {
            Self::Null => "nothing".to_owned(),
            Self::Bool => "`true` or `false`".to_owned(),
            Self::Number { minimum, maximum } => format!("a whole number from {minimum} to {maximum}"),
            Self::Text => "text".to_owned(),
            Self::Word(words) => words.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(" or "),
            Self::List(_) => "a list".to_owned(),
            Self::Map { .. } => "a mapping".to_owned(),
            Self::Anything | Self::Definition(_) | Self::AnyOf(_) => "a value".to_owned(),
        }
    }
}

/// Marks what was rejected within a value of any shape.
fn mark_rejected(node: &Node, unusable: &mut HashSet<Place>) {
    match &node.value {
        TreeValue::Rejected => {
            unusable.insert(node.place);
        }
        TreeValue::List(items) => items.iter().for_each(|item| mark_rejected(item, unusable)),
        TreeValue::Map(pairs) => pairs.iter().for_each(|pair| mark_rejected(&pair.value, unusable)),
        _ => {}
    }
}

fn maximum_of_format(format: &Json) -> i64 {
    match format.as_str() {
        Some("uint32") => i64::from(u32::MAX),
        Some("uint16") => i64::from(u16::MAX),
        _ => i64::MAX,
    }
}

fn wrong_kind(node: &Node, alternatives: &[&Expected]) -> Diagnostic {
    let wanted = alternatives.iter().map(|each| each.describe()).collect::<Vec<_>>().join(" or ");
    let wants_text = alternatives.iter().any(|each| matches!(each, Expected::Text));
    let words = alternatives.iter().find_map(|each| match each {
        Expected::Word(words) => Some(words),
        _ => None,
    });
    let (message, help) = match (&node.value, words) {
        (TreeValue::Text { text, .. }, Some(words)) => (
            format!("`{text}` is not one of the words allowed here"),
            nearest(text, words.iter().map(String::as_str))
                .map(|word| format!("did you mean `{word}`?"))
                .or_else(|| Some(format!("write {wanted}"))),
        ),
        (TreeValue::Null, Some(_)) => ("the value is missing".to_owned(), Some(format!("write {wanted}"))),
        (TreeValue::Null, None) => {
            ("the value is missing".to_owned(), Some(format!("write {wanted}, or remove the key")))
        }
        (TreeValue::Bool(_) | TreeValue::Integer(_) | TreeValue::Decimal(_), _) if wants_text => {
            (format!("expected text, found {}", node.kind()), Some("put it in quotes".to_owned()))
        }
        // Another number is wrong because of its value.
        (TreeValue::Integer(number), _) => (format!("expected {wanted}, found `{number}`"), None),
        _ => (format!("expected {wanted}, found {}", node.kind()), None),
    };
    Diagnostic::new(Code::WrongKind, node.place, message).label(format!("expected {wanted}")).help_if(help)
}

fn unknown_key(pair: &Pair, properties: &[(String, Expected)]) -> Diagnostic {
    let key = &pair.key;
    let diagnostic = Diagnostic::new(Code::UnknownKey, pair.key_place, format!("unknown key `{key}`"));
    let is_torn_sentence = pair.value.value == TreeValue::Null && key.contains(' ');
    if is_torn_sentence {
        return diagnostic
            .label("part of a sentence?")
            .help("a comma ends a value inside `{ … }`: quote the whole sentence");
    }
    let known: Vec<&str> = properties.iter().map(|(name, _)| name.as_str()).collect();
    match nearest(key, known.iter().copied()) {
        Some(name) => diagnostic.help(format!("did you mean `{name}`?")),
        None => diagnostic.help(format!("known keys: {}", known.join(", "))),
    }
}
