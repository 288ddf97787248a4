//! Schemas: the types that they state, as a generated reference writes them, and the members and values that they list.

use std::collections::{HashMap, HashSet};

use indexmap::IndexMap;

use super::references::{DocumentFiles, Located, UnreadPart};
use super::tree::DocumentValue;
use crate::pages::facts::{Definition, DefinitionContent, Fact, FieldFacts};
use crate::pages::text::collapsed;
use crate::pages::type_text;

/// How deep the type of a value may nest (`integer[][]`); no document nests them deeper.
const DEEPEST_TYPE: usize = 8;
/// The size of all facts of a document, roughly in bytes: a document can repeat its parts by references.
const MOST_FACTS: usize = 64 << 20;

/// Reads the schemas of a document.
pub(super) struct SchemaReader<'d> {
    pub(super) files: &'d DocumentFiles,
    /// What cannot be read.
    pub(super) unread: Vec<UnreadPart>,
    /// How many more bytes the facts can have.
    left: usize,
    /// Types that the document does not list by name: those of other files, and enums that are named in place.
    unlisted: IndexMap<String, UnlistedType<'d>>,
    /// What schemas are that references lead to, by their marks.
    kinds: HashMap<usize, SchemaKind>,
}

enum UnlistedType<'d> {
    Schema(Located<'d>),
    Values(u32, Vec<String>),
}

/// The type that a schema states.
pub(super) struct SchemaType {
    pub(super) text: Fact<String>,
    /// The values of an enum without a name.
    pub(super) values: Fact<Vec<String>>,
}

impl SchemaType {
    pub(super) fn unreadable() -> Self {
        Self { text: Fact::Unreadable, values: Fact::NotStated }
    }

    fn named(text: impl Into<String>) -> Self {
        Self { text: Fact::Stated(text.into()), values: Fact::NotStated }
    }
}

/// What the parts of a schema are together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum SchemaKind {
    /// An object with listed members.
    Object,
    /// An enum.
    Enum,
    /// One of several schemas.
    Union,
    /// Anything else, whose name is only another word for its type.
    Other,
}

impl<'d> SchemaReader<'d> {
    pub(super) fn new(files: &'d DocumentFiles) -> Self {
        Self { files, unread: Vec::new(), left: MOST_FACTS, unlisted: IndexMap::new(), kinds: HashMap::new() }
    }

    /// Counts facts; `false` if they are too many.
    pub(super) fn spend(&mut self, bytes: usize) -> bool {
        self.left = self.left.saturating_sub(bytes);
        self.left > 0
    }

    /// Whether the document states more than can be read.
    pub(super) fn is_exhausted(&self) -> bool {
        self.left == 0
    }

    /// The type that a schema states.
    pub(super) fn type_of(&mut self, schema: Located<'d>) -> SchemaType {
        self.nested_type(schema, 0)
    }

    fn nested_type(&mut self, schema: Located<'d>, depth: usize) -> SchemaType {
        if depth > DEEPEST_TYPE || !self.spend(32) {
            return SchemaType::unreadable();
        }
        if let Some(referent) = self.files.referent(schema) {
            let Some(target) = referent.at else {
                return referent.name.map_or_else(SchemaType::unreadable, SchemaType::named);
            };
            return match referent.name {
                Some(name) if self.kind(target) != SchemaKind::Other => {
                    if target.is_in_other_file() {
                        self.unlisted.entry(name.clone()).or_insert(UnlistedType::Schema(target));
                    }
                    SchemaType::named(name)
                }
                _ => self.nested_type(target, depth + 1),
            };
        }
        let variants = variants(schema);
        if let ([only], true) = (variants.as_slice(), schema.get("properties").is_none()) {
            return self.nested_type(*only, depth + 1);
        }
        let values = self.values(&[schema]);
        if !values.is_empty() {
            let text = base_type(schema).unwrap_or("string");
            let name = schema.get("x-ms-enum").and_then(|named| named.text("name"));
            return match name {
                Some(name) => {
                    let (name, line) = (name.to_owned(), schema.line());
                    self.unlisted.entry(name.clone()).or_insert(UnlistedType::Values(line, values));
                    SchemaType::named(name)
                }
                None => SchemaType { text: Fact::Stated(text.to_owned()), values: Fact::Stated(values) },
            };
        }
        match base_type(schema) {
            Some("array") => self.list(schema, depth),
            Some("object") => self.object(schema, depth),
            Some("file") => SchemaType::named("binary"),
            Some("string") if schema.text("format") == Some("binary") => SchemaType::named("binary"),
            Some(simple) => SchemaType::named(with_format(simple, schema.text("format"))),
            None if is_of_several_types(schema) => SchemaType::unreadable(),
            None if schema.get("properties").is_some() => SchemaType::named("object"),
            None => match variants.as_slice() {
                [first, rest @ ..] => self.common_type(*first, rest, depth),
                [] if schema.get("items").is_some() => self.list(schema, depth),
                [] if self.kind(schema) == SchemaKind::Object => SchemaType::named("object"),
                [] if schema.get("additionalProperties").is_some() => self.object(schema, depth),
                // Any value at all.
                [] => SchemaType { text: Fact::NotStated, values: Fact::NotStated },
            },
        }
    }

    /// The type of a value of one of several schemas, if all of them have the same.
    fn common_type(&mut self, first: Located<'d>, rest: &[Located<'d>], depth: usize) -> SchemaType {
        let common = self.nested_type(first, depth + 1);
        let is_same = rest.iter().all(|other| {
            let other = self.nested_type(*other, depth + 1);
            other.text == common.text && other.values.is_not_stated()
        });
        if is_same && common.values.is_not_stated() { common } else { SchemaType::unreadable() }
    }

    fn list(&mut self, schema: Located<'d>, depth: usize) -> SchemaType {
        let Some(items) = schema.get("items") else { return SchemaType::named("array") };
        let item = self.nested_type(items, depth + 1);
        let text = item.text.stated().map_or_else(|| "array".to_owned(), |text| format!("{text}[]"));
        SchemaType { text: Fact::Stated(text), values: item.values }
    }

    fn object(&mut self, schema: Located<'d>, depth: usize) -> SchemaType {
        let has_members = schema.get("properties").is_some();
        let Some(values) = schema.get("additionalProperties").filter(|_| !has_members) else {
            return SchemaType::named("object");
        };
        match self.nested_type(values, depth + 1).text {
            Fact::Stated(value) => SchemaType::named(format!("Dictionary<string, {value}>")),
            Fact::NotStated | Fact::Unreadable => SchemaType::named("object"),
        }
    }

    /// The members that a schema lists in place, also those of schemas that it combines.
    pub(super) fn fields(&mut self, schema: Located<'d>) -> Vec<FieldFacts> {
        let parts = self.parts(schema);
        let all_required: usize = parts.iter().map(|part| part.items_of("required").count()).sum();
        if !self.spend(16 * all_required) {
            return Vec::new();
        }
        let required: HashSet<&str> =
            parts.iter().flat_map(|part| part.items_of("required")).filter_map(|name| name.node.text()).collect();
        let mut fields: IndexMap<&str, FieldFacts> = IndexMap::new();
        for (name, entry) in parts.iter().flat_map(|part| part.entries_of("properties")) {
            let SchemaType { text, values } = self.type_of(entry.at);
            let description = description(entry.at);
            if !self.spend(64 + name.len() + size_of(&text, &values) + description.len()) {
                break;
            }
            let required = Fact::Stated(required.contains(name));
            let field = FieldFacts {
                line: entry.line,
                name: name.to_owned(),
                type_text: text,
                required,
                values,
                description,
                listed: Vec::new(),
                nullable: self.is_nullable(entry.at),
            };
            fields.insert(name, field);
        }
        fields.into_values().collect()
    }

    /// Whether a value can be null: `nullable: true`, or null among the types or variants.
    pub(super) fn is_nullable(&mut self, schema: Located<'d>) -> bool {
        let of_null = |schema: Located<'d>| schema.text("type") == Some("null");
        let schemas = [Some(schema), self.files.resolved(schema)];
        schemas.into_iter().flatten().any(|schema| {
            schema.is_true("nullable")
                || schema.is_true("x-nullable")
                || schema.items_of("type").any(|name| name.node.text() == Some("null"))
                || schema.items_of("oneOf").chain(schema.items_of("anyOf")).any(of_null)
        })
    }

    /// The members of an object without a name.
    fn fields_in_place(&mut self, schema: Located<'d>) -> Vec<FieldFacts> {
        let is_named = self.files.referent(schema).is_some_and(|referent| referent.name.is_some());
        if is_named || self.kind(schema) != SchemaKind::Object { Vec::new() } else { self.fields(schema) }
    }

    /// The type of a body, or the members of an object without a name.
    pub(super) fn content(&mut self, schema: Located<'d>) -> (Fact<String>, Vec<FieldFacts>) {
        let fields = self.fields_in_place(schema);
        let text = if fields.is_empty() { self.type_of(schema).text } else { Fact::NotStated };
        self.spend(size_of(&text, &Fact::NotStated));
        (text, fields)
    }

    /// The schemas that a schema combines with `allOf`, those that it is based on first; each once.
    fn parts(&mut self, schema: Located<'d>) -> Vec<Located<'d>> {
        let mut parts = Vec::new();
        let mut seen = HashSet::new();
        let mut pending = vec![(schema, false)];
        while let Some((schema, has_bases)) = pending.pop() {
            if has_bases {
                parts.push(schema);
                continue;
            }
            let Some(schema) = self.files.resolved(schema) else { continue };
            if !seen.insert(schema.id()) || !self.spend(16) {
                continue;
            }
            pending.push((schema, true));
            let bases: Vec<_> = schema.items_of("allOf").map(|base| (base, false)).collect();
            pending.extend(bases.into_iter().rev());
        }
        parts
    }

    fn kind(&mut self, schema: Located<'d>) -> SchemaKind {
        if let Some(kind) = self.kinds.get(&schema.id()) {
            return *kind;
        }
        let kind = self.kind_of_parts(schema);
        self.kinds.insert(schema.id(), kind);
        kind
    }

    fn kind_of_parts(&mut self, schema: Located<'d>) -> SchemaKind {
        let parts = self.parts(schema);
        let has_members = |part: &Located<'_>| part.entries_of("properties").next().is_some();
        if parts.iter().any(has_members) {
            SchemaKind::Object
        } else if !self.values(&parts).is_empty() {
            SchemaKind::Enum
        } else if parts.iter().any(|part| self.is_union_of_objects(*part)) {
            SchemaKind::Union
        } else {
            SchemaKind::Other
        }
    }

    fn is_union_of_objects(&self, schema: Located<'d>) -> bool {
        let variants = variants(schema);
        let is_object = |variant: &Located<'d>| {
            let variant = self.files.resolved(*variant);
            variant.is_none_or(|variant| matches!(base_type(variant), None | Some("object")))
        };
        variants.len() > 1 && variants.iter().all(is_object)
    }

    /// The values that schemas list, as an enum or as variants of which each is one value; null is not listed.
    fn values(&mut self, parts: &[Located<'d>]) -> Vec<String> {
        let mut values: Vec<String> = Vec::new();
        for part in parts {
            let mut listed = listed_values(*part);
            for variant in variants(*part) {
                let Some(variant) = self.files.resolved(variant) else { return Vec::new() };
                let of_variant = listed_values(variant);
                // Anything else than a text is no enum that may get more values.
                if of_variant.is_empty() && base_type(variant) != Some("string") {
                    return Vec::new();
                }
                listed.extend(of_variant);
            }
            values.extend(listed);
        }
        let mut seen = HashSet::new();
        values.retain(|value| seen.insert(value.clone()));
        let size = values.iter().map(String::len).sum::<usize>() + 8 * values.len();
        if self.spend(size) { values } else { Vec::new() }
    }

    /// The types that the document lists by name, and then those that it only uses.
    pub(super) fn definitions(&mut self, root: Located<'d>) -> Vec<Definition> {
        let listed = root.entries_of("definitions");
        let listed = listed.chain(root.get("components").into_iter().flat_map(|all| all.entries_of("schemas")));
        let mut definitions = Vec::new();
        let mut names = HashSet::new();
        for (name, entry) in listed {
            // Another name of a type is no definition.
            let is_alias = entry.at.text("$ref").is_some_and(|reference| reference.starts_with('#'));
            if !is_alias && let Some(content) = self.definition(entry.at) {
                names.insert(name.to_owned());
                definitions.push(Definition { line: entry.line, name: name.to_owned(), content });
            }
        }
        let mut next = 0;
        while let Some((name, unlisted)) = self.unlisted.get_index(next) {
            next += 1;
            let name = name.clone();
            let (line, content) = match unlisted {
                UnlistedType::Values(line, values) => (*line, Some(DefinitionContent::Values(values.clone()))),
                UnlistedType::Schema(schema) => {
                    let schema = *schema;
                    (schema.line(), self.definition(schema))
                }
            };
            if let Some(content) = content.filter(|_| names.insert(name.clone())) {
                definitions.push(Definition { line, name, content });
            }
        }
        definitions
    }

    fn definition(&mut self, schema: Located<'d>) -> Option<DefinitionContent> {
        match self.kind(schema) {
            SchemaKind::Object => Some(DefinitionContent::Fields(self.fields(schema))),
            SchemaKind::Enum => {
                let parts = self.parts(schema);
                Some(DefinitionContent::Values(self.values(&parts)))
            }
            SchemaKind::Union | SchemaKind::Other => None,
        }
    }
}

/// The size of the facts of a type.
pub(super) fn size_of(text: &Fact<String>, values: &Fact<Vec<String>>) -> usize {
    let of_values = values.stated().into_iter().flatten().map(|value| value.len() + 8).sum::<usize>();
    text.stated().map_or(0, String::len) + of_values
}

/// The description beside a schema or parameter, on one line.
pub(super) fn description(of: Located<'_>) -> String {
    of.text("description").map(collapsed).unwrap_or_default()
}

/// The schemas of which one applies, without null.
fn variants<'d>(schema: Located<'d>) -> Vec<Located<'d>> {
    let is_null = |variant: &Located<'_>| variant.text("type") == Some("null");
    let alternatives = schema.items_of("oneOf").chain(schema.items_of("anyOf"));
    let alternatives: Vec<_> = alternatives.filter(|variant| !is_null(variant)).collect();
    if !alternatives.is_empty() {
        return alternatives;
    }
    // Documents wrap a single schema to add a description to a reference.
    let combined: Vec<_> = schema.items_of("allOf").collect();
    if combined.len() == 1 { combined } else { Vec::new() }
}

/// The values of `enum` or `const`, without null.
fn listed_values(schema: Located<'_>) -> Vec<String> {
    let listed = schema.items_of("enum").chain(schema.get("const"));
    listed.filter_map(|value| value.node.scalar()).collect()
}

/// The type of a schema, if it is one besides null.
fn base_type(schema: Located<'_>) -> Option<&str> {
    let stated = schema.get("type")?;
    if let Some(text) = stated.node.text() {
        return Some(text);
    }
    let mut types = match &stated.node.value {
        DocumentValue::List(items) => items.iter().filter_map(|item| item.text()).filter(|item| *item != "null"),
        _ => return None,
    };
    types.next().filter(|_| types.next().is_none())
}

fn is_of_several_types(schema: Located<'_>) -> bool {
    schema.items_of("type").nth(1).is_some()
}

/// A type with its format, if that is part of the type: `integer (int32)`.
fn with_format(base: &str, format: Option<&str>) -> String {
    let formatted = format.map(|format| format!("{base} ({format})"));
    formatted.filter(|text| type_text::parse(text).is_some()).unwrap_or_else(|| base.to_owned())
}
