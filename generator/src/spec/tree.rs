//! YAML as a tree in which every key and value has its place.

use std::collections::HashSet;
use std::ops::Deref;

use crate::diagnostics::Place;

/// A value and its place.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    /// The place of the value; for a collection, from its first to its last child.
    pub place: Place,
    /// The value.
    pub value: TreeValue,
}

/// A YAML value of the subset that specs use.
#[derive(Clone, Debug, PartialEq)]
pub enum TreeValue {
    /// An unusable value, which has been reported.
    Rejected,
    /// Nothing, `~` or `null`.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A whole number.
    Integer(i64),
    /// Any other number, as it is written.
    Decimal(String),
    /// Any other scalar.
    Text {
        /// The text.
        text: String,
        /// Whether each byte of the text is in the file unchanged.
        verbatim: bool,
    },
    /// A list.
    List(Vec<Node>),
    /// A mapping, in the order of the file.
    Map(MappingEntries),
}

/// The entries of a mapping, in the order of the file, each key once.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct MappingEntries {
    pairs: Vec<Pair>,
    /// Positions in the order of the keys; empty if there are too few keys to need it.
    by_key: Vec<usize>,
}

impl MappingEntries {
    /// Up to this number of keys, a linear search is as fast.
    const FEW: usize = 32;

    fn find(&self, key: &str) -> Option<&Pair> {
        if self.by_key.is_empty() {
            return self.pairs.iter().find(|pair| pair.key == key);
        }
        let position = self.by_key.binary_search_by(|position| self.pairs[*position].key.as_str().cmp(key)).ok()?;
        Some(&self.pairs[self.by_key[position]])
    }
}

impl From<Vec<Pair>> for MappingEntries {
    fn from(pairs: Vec<Pair>) -> Self {
        let mut by_key = Vec::new();
        if pairs.len() > Self::FEW {
            by_key.extend(0..pairs.len());
            by_key.sort_by(|one, other| pairs[*one].key.cmp(&pairs[*other].key));
        }
        Self { pairs, by_key }
    }
}

impl Deref for MappingEntries {
    type Target = [Pair];

    fn deref(&self) -> &[Pair] {
        &self.pairs
    }
}

/// An entry of a mapping.
#[derive(Clone, Debug, PartialEq)]
pub struct Pair {
    /// The key's text.
    pub key: String,
    /// What YAML reads the key as.
    pub key_kind: KeyKind,
    /// The place of the key.
    pub key_place: Place,
    /// The value.
    pub value: Node,
}

/// What YAML reads a key as. Keys are texts in most places; values of enums and tags of unions can be of other types.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyKind {
    /// Text, or anything in quotes.
    Text,
    /// A whole number.
    Integer,
    /// Any other number.
    Decimal,
    /// `true` or `false`.
    Bool,
}

/// A step from a node to one of its children.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TreeStep<'a> {
    /// Into the value of a key.
    Key(&'a str),
    /// Into an item of a list.
    Item(usize),
}

impl<'a> From<&'a str> for TreeStep<'a> {
    fn from(key: &'a str) -> Self {
        Self::Key(key)
    }
}

impl<'a> From<&'a String> for TreeStep<'a> {
    fn from(key: &'a String) -> Self {
        Self::Key(key)
    }
}

impl From<usize> for TreeStep<'_> {
    fn from(index: usize) -> Self {
        Self::Item(index)
    }
}

impl Node {
    /// The entries of a mapping; none for anything else.
    pub fn pairs(&self) -> &[Pair] {
        match &self.value {
            TreeValue::Map(pairs) => pairs,
            _ => &[],
        }
    }

    /// The entry of a mapping with this key.
    pub fn pair(&self, key: &str) -> Option<&Pair> {
        match &self.value {
            TreeValue::Map(pairs) => pairs.find(key),
            _ => None,
        }
    }

    /// The child that a step leads to.
    pub fn child(&self, step: TreeStep<'_>) -> Option<&Node> {
        match (step, &self.value) {
            (TreeStep::Key(key), TreeValue::Map(_)) => self.pair(key).map(|pair| &pair.value),
            (TreeStep::Item(index), TreeValue::List(items)) => items.get(index),
            _ => None,
        }
    }

    /// The node at the end of a path, or the nearest one above it that exists.
    ///
    /// The short form of an entry has no children, so every part of it has the place of the whole.
    pub fn nearest(&self, path: &[TreeStep<'_>]) -> &Node {
        let mut node = self;
        for step in path {
            match node.child(*step) {
                Some(child) => node = child,
                None => break,
            }
        }
        node
    }

    /// The place of the key of the last step, or of the nearest node above it.
    pub fn key_place(&self, path: &[TreeStep<'_>]) -> Place {
        let Some((last, parents)) = path.split_last() else { return self.place };
        let parent = self.nearest(parents);
        match last {
            TreeStep::Key(key) => parent.pair(key).map_or(parent.place, |pair| pair.key_place),
            TreeStep::Item(_) => parent.nearest(&[*last]).place,
        }
    }

    /// The place of a part of a scalar if the scalar is in the file unchanged; otherwise the place of the whole.
    pub fn place_of(&self, range: &std::ops::Range<usize>) -> Place {
        match &self.value {
            TreeValue::Text { verbatim: true, .. } => {
                let start = self.place.start + range.start;
                let end = (self.place.start + range.end).max(start + 1).min(self.place.end.max(start));
                Place { start, end, ..self.place }
            }
            _ => self.place,
        }
    }

    /// The node without unusable keys and values; `None` if it is unusable itself.
    pub fn without(&self, unusable: &HashSet<Place>) -> Option<Self> {
        if unusable.contains(&self.place) {
            return None;
        }
        let value = match &self.value {
            TreeValue::Rejected => return None,
            TreeValue::List(items) => TreeValue::List(items.iter().filter_map(|item| item.without(unusable)).collect()),
            TreeValue::Map(pairs) => {
                let usable = pairs.iter().filter(|pair| !unusable.contains(&pair.key_place));
                let usable =
                    usable.filter_map(|pair| Some(Pair { value: pair.value.without(unusable)?, ..pair.clone() }));
                TreeValue::Map(usable.collect::<Vec<_>>().into())
            }
            value => value.clone(),
        };
        Some(Self { place: self.place, value })
    }

    /// The name of the value in messages.
    pub fn kind(&self) -> &'static str {
        match self.value {
            TreeValue::Rejected => "an unusable value",
            TreeValue::Null => "nothing",
            TreeValue::Bool(_) => "a Boolean",
            TreeValue::Integer(_) | TreeValue::Decimal(_) => "a number",
            TreeValue::Text { .. } => "text",
            TreeValue::List(_) => "a list",
            TreeValue::Map(_) => "a mapping",
        }
    }

    /// The value as serde_yaml's type, for loading into the types of the language.
    pub fn to_yaml(&self) -> serde_yaml::Value {
        match &self.value {
            TreeValue::Rejected | TreeValue::Null => serde_yaml::Value::Null,
            TreeValue::Bool(value) => serde_yaml::Value::Bool(*value),
            TreeValue::Integer(value) => serde_yaml::Value::Number((*value).into()),
            TreeValue::Decimal(text) | TreeValue::Text { text, .. } => serde_yaml::Value::String(text.clone()),
            TreeValue::List(items) => serde_yaml::Value::Sequence(items.iter().map(Self::to_yaml).collect()),
            TreeValue::Map(pairs) => serde_yaml::Value::Mapping(
                pairs.iter().map(|pair| (serde_yaml::Value::String(pair.key.clone()), pair.value.to_yaml())).collect(),
            ),
        }
    }
}
