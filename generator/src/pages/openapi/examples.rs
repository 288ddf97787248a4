//! The examples of messages, and their media types.

use std::collections::BTreeSet;

use indexmap::IndexMap;

use super::json;
use super::references::{DocumentFiles, Located};
use super::tree::{DocumentNode, DocumentValue};
use crate::media_types;
use crate::pages::facts::{ExampleFacts, ExampleKind, ExampleMember, ExampleOf, Fact, PartFacts};

/// Limits of the number of members and of the length of their paths; no example reaches them.
const MOST_MEMBERS: usize = 4096;
const LONGEST_PATH: usize = 512;
/// The most parts of a body that are read.
const MOST_PARTS: usize = 64;

/// The media types of a message, and what the document has for the one that is read: JSON if it is among them.
#[derive(Clone, Copy)]
pub(super) struct MediaChoice<'d> {
    /// The media type, if the document states one.
    pub(super) media: Option<&'d str>,
    /// Its entry under `content`.
    pub(super) content: Option<Located<'d>>,
}

impl<'d> MediaChoice<'d> {
    /// Of `content`.
    pub(super) fn of_content(content: Located<'d>) -> Option<Self> {
        let entries: Vec<_> = content.entries().collect();
        let chosen = chosen(entries.iter().map(|(media, _)| *media))?;
        let content = entries.iter().find(|(media, _)| *media == chosen).map(|(_, entry)| entry.at);
        Some(Self { media: Some(chosen), content })
    }

    /// Of `consumes` or `produces`.
    pub(super) fn of_list(listed: impl Iterator<Item = Located<'d>>) -> Self {
        let media = chosen(listed.filter_map(|item| item.node.text()));
        Self { media, content: None }
    }

    fn is_multipart(self) -> bool {
        self.media.is_some_and(|media| media_types::essence(media) == media_types::MULTIPART)
    }

    pub(super) fn is_form(self) -> bool {
        let essence = self.media.map(media_types::essence);
        matches!(essence.as_deref(), Some("multipart/form-data" | "application/x-www-form-urlencoded"))
    }
}

fn chosen<'m>(listed: impl Iterator<Item = &'m str>) -> Option<&'m str> {
    let listed: Vec<&str> = listed.collect();
    let is_plain_json = |media: &&&str| media_types::essence(media) == media_types::JSON;
    let is_json = |media: &&&str| media_types::is_json(media);
    listed.iter().find(is_plain_json).or_else(|| listed.iter().find(is_json)).or(listed.first()).copied()
}

/// The facts of the examples of a message: of each that the document shows, or else of its media type if that is not the one
/// of JSON, which is what most pages show by an example.
pub(super) fn facts<'d>(of: &ExampleOf, line: u32, media: MediaChoice<'d>, shown: &[Located<'d>]) -> Vec<ExampleFacts> {
    let content = media.content.filter(|_| media.is_multipart());
    let (headers, media) = match media.media {
        Some(media) => match media_types::essence(media) {
            essence if essence == media_types::JSON => (vec!["Content-Type".to_owned()], Fact::NotStated),
            essence if media_types::is_valid(&essence, false) => {
                (vec!["Content-Type".to_owned()], Fact::Stated(essence))
            }
            _ => (Vec::new(), Fact::NotStated),
        },
        None => (Vec::new(), Fact::NotStated),
    };
    let parts = content.map(parts).unwrap_or_default();
    let fact = |line, body| ExampleFacts {
        keys: Vec::new(),
        parts: parts.clone(),
        line,
        of: of.clone(),
        headers: headers.clone(),
        media: media.clone(),
        accept: Vec::new(),
        constants: Vec::new(),
        empty: false,
        body,
    };
    if shown.is_empty() && media.stated().is_some() {
        return vec![fact(line, Fact::NotStated)];
    }
    let is_json = media.stated().is_none_or(|media| media_types::is_json(media));
    let body = |example: &Located<'_>| match is_json {
        true => members(*example).map_or(Fact::Unreadable, Fact::Stated),
        false => Fact::NotStated,
    };
    shown.iter().map(|example| fact(example.line(), body(example))).collect()
}

/// The examples beside a schema in `content`: `example`, or the values of `examples`.
pub(super) fn shown_in<'d>(content: Located<'d>, files: &'d DocumentFiles) -> Vec<Located<'d>> {
    let listed = content.entries_of("examples").filter_map(|(_, entry)| files.resolved(entry.at)?.get("value"));
    content.get("example").into_iter().chain(listed).collect()
}

/// The parts of which a document states the media type; one of several types could be any of them.
fn parts(content: Located<'_>) -> Vec<PartFacts> {
    let of_one_type = content.entries_of("encoding").filter_map(|(name, entry)| {
        let essence = media_types::essence(entry.at.text("contentType")?);
        let is_one = media_types::is_valid(&essence, false);
        is_one.then(|| PartFacts { name: name.to_owned(), media: Some(essence) })
    });
    of_one_type.take(MOST_PARTS).collect()
}

fn members(example: Located<'_>) -> Option<Vec<ExampleMember>> {
    let mut found: IndexMap<String, (u32, BTreeSet<ExampleKind>)> = IndexMap::new();
    let line = example.line();
    let is_of_text = |text: &&str| text.trim_start().starts_with(['{', '[']);
    match example.node.text().filter(is_of_text) {
        // Some tools write the whole example as a text.
        Some(text) => collect(&json::read(text.trim()).ok()?, "", &|_| line, &mut found)?,
        None if example.is_in_other_file() => collect(example.node, "", &|_| line, &mut found)?,
        None => collect(example.node, "", &|line| line, &mut found)?,
    }
    let member = |(path, (line, kinds)): (String, (u32, BTreeSet<ExampleKind>))| ExampleMember {
        line,
        path,
        kinds: kinds.into_iter().collect(),
        are_times: false,
        code: None,
        keys: Vec::new(),
    };
    Some(found.into_iter().map(member).collect())
}

fn collect(
    node: &DocumentNode,
    path: &str,
    line: &dyn Fn(u32) -> u32,
    found: &mut IndexMap<String, (u32, BTreeSet<ExampleKind>)>,
) -> Option<()> {
    if path.len() > LONGEST_PATH || (found.len() >= MOST_MEMBERS && !found.contains_key(path)) {
        return None;
    }
    let (_, kinds) = found.entry(path.to_owned()).or_insert_with(|| (line(node.line), BTreeSet::new()));
    kinds.insert(kind(&node.value));
    match &node.value {
        DocumentValue::List(items) => {
            let path = format!("{path}[]");
            items.iter().try_for_each(|item| collect(item, &path, line, found))
        }
        DocumentValue::Map(entries) => entries.iter().try_for_each(|(name, entry)| {
            let separator = if path.is_empty() { "" } else { "." };
            collect(&entry.node, &format!("{path}{separator}{name}"), line, found)
        }),
        _ => Some(()),
    }
}

fn kind(value: &DocumentValue) -> ExampleKind {
    match value {
        DocumentValue::Null => ExampleKind::Null,
        DocumentValue::Bool(_) => ExampleKind::Boolean,
        DocumentValue::Number(text) if text.contains(['.', 'e', 'E']) => ExampleKind::Number,
        DocumentValue::Number(_) => ExampleKind::Integer,
        DocumentValue::Text(_) => ExampleKind::String,
        DocumentValue::List(_) => ExampleKind::Array,
        DocumentValue::Map(_) => ExampleKind::Object,
    }
}
