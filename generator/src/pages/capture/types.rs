//! The types of a draft: those that the pages define and something needs, and those that a table needs and no page defines.

mod errors;
mod expressions;
mod fitting;
mod from_examples;
mod identifiers;
mod multipart;
mod spelling;

pub(super) use self::from_examples::{ShownSite, argument, with_gap};

use std::collections::{BTreeSet, HashMap, HashSet, VecDeque};

use indexmap::IndexMap;

use super::cite::PageCitation;
use super::draft::{DraftField, DraftType, DraftTypeKind, Gap, both};
use super::enum_values::{are_integers, enum_values};
use super::known::ExistingApi;
use super::names::{UsedNames, is_possible, possible};
use crate::model::{self, LiteralType};
use crate::names::{self, NameKind};
use crate::pages::facts::{self, Definition, DefinitionContent};
use crate::pages::type_text::{self, PageType};

/// Where a type is used.
#[derive(Clone, Copy)]
pub(super) struct UseSite<'s> {
    /// The wire name of what has the type.
    pub(super) wire: &'s str,
    /// The type or operation to which that name belongs.
    pub(super) owner: &'s str,
    pub(super) cite: PageCitation<'s>,
    pub(super) line: u32,
    /// The expression to use for a type that the rendering lost.
    pub(super) lost: &'static str,
}

/// A type that pages define.
struct Defined<'p> {
    name: String,
    gap: Gap,
    definitions: Vec<(&'p Definition, PageCitation<'p>)>,
    /// Its members as tables of bodies list them.
    in_bodies: Vec<(&'p [facts::FieldFacts], PageCitation<'p>)>,
    is_wanted: bool,
}

/// All types that a draft can use, and those that it declares.
pub(super) struct Types<'p> {
    pub(super) known: &'p ExistingApi<'p>,
    pub(super) names: UsedNames,
    /// By the name on the page, in lower case.
    defined: IndexMap<String, Defined<'p>>,
    /// Types that are declared because something uses them, by the name on the page, in lower case.
    used: HashMap<String, String>,
    wanted: VecDeque<usize>,
    pub(super) declared: Vec<DraftType>,
    /// Members whose spelling a response shows, by the place of their type among the declared ones.
    spelled: HashSet<(usize, String)>,
    /// Types whose members responses spell in camelCase where tables do not.
    lowered: BTreeSet<usize>,
    /// Identifiers named after parameters of paths, by their folded names.
    identifiers: IndexMap<String, String>,
    /// Documented errors and their reasons, which are printed last.
    of_errors: Vec<DraftType>,
}

impl<'p> Types<'p> {
    pub(super) fn new(known: &'p ExistingApi<'p>) -> Self {
        Self {
            known,
            names: known.type_names(),
            defined: IndexMap::new(),
            used: HashMap::new(),
            wanted: VecDeque::new(),
            declared: Vec::new(),
            spelled: HashSet::new(),
            lowered: BTreeSet::new(),
            identifiers: IndexMap::new(),
            of_errors: Vec::new(),
        }
    }

    /// A name for a type that no page names.
    pub(super) fn name(&mut self, words: &str) -> String {
        self.names.unique(words, NameKind::Type)
    }

    /// A name for an operation such that the name of the operation's type is unique.
    pub(super) fn operation_name(&mut self, wanted: &str) -> String {
        let type_of = |name: &str| names::convert(name, NameKind::Type);
        let is_possible = |name: &str| names::validate(&type_of(name), NameKind::Type).is_ok();
        let wanted = possible(wanted, NameKind::Function);
        let wanted = if is_possible(&wanted) { wanted } else { format!("{wanted}_operation") };
        let name = self.names.first_free(&wanted, |number| format!("{wanted}_{number}"), type_of);
        self.names.reserve(type_of(&name));
        self.names.reserve(format!("{}Response", type_of(&name)));
        name
    }

    /// Records a definition of a page, unless the API has the type.
    pub(super) fn define(&mut self, definition: &'p Definition, cite: PageCitation<'p>) {
        let page_name = without_namespace(type_text::without_noun(&definition.name));
        if self.known.type_named(&page_name).is_some() {
            return;
        }
        if let Some(defined) = self.defined.get_mut(&page_name.to_lowercase()) {
            // Pages repeat each other's definitions.
            if !defined.definitions.iter().any(|(other, _)| is_same(other, definition)) {
                defined.definitions.push((definition, cite));
            }
            return;
        }
        let is_free = is_possible(&page_name, NameKind::Type) && !self.names.has(&page_name);
        let name = if is_free {
            self.names.reserve(page_name.as_str());
            page_name.clone()
        } else {
            self.name(&page_name)
        };
        let gap =
            (!is_free).then(|| format!("another name; the page has {page_name} ({})", cite.line(definition.line)));
        let defined =
            Defined { name, gap, definitions: vec![(definition, cite)], in_bodies: Vec::new(), is_wanted: false };
        self.defined.insert(page_name.to_lowercase(), defined);
    }

    /// Records the members that a body lists of a type that pages define: often only a body states which of them are required.
    pub(super) fn list_in_body(&mut self, name: &str, fields: &'p [facts::FieldFacts], cite: PageCitation<'p>) {
        if let Some(Declaration::Defined(index)) = self.declaration(name)
            && let Some((_, defined)) = self.defined.get_index_mut(index)
        {
            defined.in_bodies.push((fields, cite));
        }
    }

    /// Whether a type that is known has none of these members.
    pub(super) fn has_none_of(&self, name: &str, fields: &[facts::FieldFacts]) -> bool {
        let is_own = |known: &dyn Fn(&str) -> bool| fields.len() > 1 && !fields.iter().any(|field| known(&field.name));
        match self.declaration(name) {
            Some(Declaration::ExistingApi(declared)) => match &declared.kind {
                model::TypeKind::Object { members, .. } => {
                    is_own(&|name| members.iter().any(|member| member.wire.eq_ignore_ascii_case(name)))
                }
                _ => false,
            },
            Some(Declaration::Defined(index)) => {
                let listed = self.defined.get_index(index).into_iter().flat_map(|(_, defined)| &defined.definitions);
                let members: Vec<&str> = listed
                    .flat_map(|(definition, _)| match &definition.content {
                        DefinitionContent::Fields(fields) => fields.as_slice(),
                        DefinitionContent::Values(_) => &[],
                    })
                    .map(|field| field.name.as_str())
                    .collect();
                !members.is_empty() && is_own(&|name| members.iter().any(|member| member.eq_ignore_ascii_case(name)))
            }
            _ => false,
        }
    }

    /// Declares the definitions of a page, even if nothing uses them.
    pub(super) fn want_all_of(&mut self, page: &str) {
        for index in 0..self.defined.len() {
            let is_of_page = |(_, cite): &(&Definition, PageCitation<'_>)| cite.page == page;
            if self.defined.get_index(index).is_some_and(|(_, defined)| defined.definitions.iter().any(is_of_page)) {
                self.want(index);
            }
        }
    }

    fn want(&mut self, index: usize) {
        if let Some((_, defined)) = self.defined.get_index_mut(index)
            && !defined.is_wanted
        {
            defined.is_wanted = true;
            self.wanted.push_back(index);
        }
    }

    /// Declares all wanted definitions, and those that they use.
    pub(super) fn declare_wanted(&mut self) {
        while let Some(index) = self.wanted.pop_front() {
            let Some((_, defined)) = self.defined.get_index(index) else { continue };
            let (name, mut gap) = (defined.name.clone(), defined.gap.clone());
            let (definitions, in_bodies) = (defined.definitions.clone(), defined.in_bodies.clone());
            if let [_, .., (last, cite)] = definitions.as_slice() {
                let again = format!("another definition has this name ({})", cite.line(last.line));
                gap = both(gap, Some(again));
            }
            let could_be_enum =
                definitions.iter().all(|(definition, cite)| cite.is_flattened && has_only_text(definition));
            gap = both(gap, could_be_enum.then(|| "whether it is an object, or an enum of these values".to_owned()));
            let could_be_text = lists_integers(&definitions);
            gap = both(gap, could_be_text.then(|| "whether its values are numbers in JSON, or texts".to_owned()));
            // A page about types says more of them than one about operations.
            let of_types = definitions.iter().find(|(_, cite)| !cite.has_requests).or(definitions.first());
            let page = of_types.map(|(_, cite)| cite.page.to_owned());
            let position = self.declared.len();
            let kind = DraftTypeKind::Object(Vec::new());
            self.declared.push(DraftType { name: name.clone(), page, gap, kind, is_envelope: false });
            let kind = self.kind(&name, &definitions, &in_bodies);
            if let Some(declared) = self.declared.get_mut(position) {
                declared.kind = kind;
            }
        }
    }

    fn kind(
        &mut self,
        name: &str,
        definitions: &[(&'p Definition, PageCitation<'p>)],
        in_bodies: &[(&'p [facts::FieldFacts], PageCitation<'p>)],
    ) -> DraftTypeKind {
        if let Some(DefinitionContent::Values(_)) = definitions.first().map(|(first, _)| &first.content) {
            let literal = if lists_integers(definitions) { LiteralType::Integer } else { LiteralType::Text };
            return DraftTypeKind::Enum(enum_values(listed_values(definitions)), literal);
        }
        let defined = definitions.iter().filter_map(|(definition, cite)| match &definition.content {
            DefinitionContent::Fields(fields) => Some((fields.as_slice(), *cite)),
            DefinitionContent::Values(_) => None,
        });
        let lists = defined.chain(in_bodies.iter().copied());
        let fields = lists.flat_map(|(fields, cite)| fields.iter().map(move |field| (field, cite)));
        DraftTypeKind::Object(self.fields(name, fields))
    }

    fn fields<'f>(
        &mut self,
        owner: &str,
        fields: impl Iterator<Item = (&'f facts::FieldFacts, PageCitation<'f>)>,
    ) -> Vec<DraftField> {
        let mut drafted: Vec<DraftField> = Vec::new();
        let mut rust_names = UsedNames::default();
        for (field, cite) in fields {
            let required = field.required.stated().copied().unwrap_or_default();
            // Pages are inconsistent about the case of members; a second spelling is the same member.
            if let Some(same) = drafted.iter_mut().find(|other| other.wire.eq_ignore_ascii_case(&field.name)) {
                same.required |= required;
                continue;
            }
            let use_site = UseSite { wire: &field.name, owner, cite, line: field.line, lost: "json" };
            let is_text = field.type_text.stated().and_then(|text| type_text::parse(text)) == Some(PageType::Text);
            let has_values = !field.values.is_not_stated() || field.listed.len() > 1;
            let described = match is_text && !has_values {
                true => self.described(&field.description, &use_site),
                false => None,
            };
            let mut value = match described {
                Some(described) => described,
                None => self.listed_expression(&field.type_text, &field.values, &field.listed, &use_site),
            };
            let apart = self.known.apart(&field.name).filter(|apart| !rust_names.has(apart));
            let rust = match apart {
                Some(apart) => {
                    rust_names.reserve(apart.as_str());
                    value.gap = both(value.gap, Some(format!("the words of its name ({})", cite.line(field.line))));
                    Some(apart)
                }
                None => rust_names.stated(&field.name, NameKind::Field),
            };
            drafted.push(DraftField { wire: field.name.clone(), value, required, lenient: false, rust });
        }
        drafted
    }

    /// Declares an object whose members a table lists in place; returns its name.
    pub(super) fn declare_object(
        &mut self,
        words: &str,
        fields: &[facts::FieldFacts],
        cite: PageCitation<'_>,
        gap: Gap,
    ) -> String {
        let name = self.name(words);
        self.used.insert(words.to_lowercase(), name.clone());
        let position = self.declared.len();
        let kind = DraftTypeKind::Object(Vec::new());
        let page = Some(cite.page.to_owned());
        self.declared.push(DraftType { name: name.clone(), page, gap, kind, is_envelope: false });
        let kind = DraftTypeKind::Object(self.fields(&name, fields.iter().map(|field| (field, cite))));
        if let Some(declared) = self.declared.get_mut(position) {
            declared.kind = kind;
        }
        name
    }

    /// The type that a page's name refers to. Pages write `array of Links` for a list of `Link`.
    pub(super) fn declaration(&self, name: &str) -> Option<Declaration<'p>> {
        let singular = name.strip_suffix(['s', 'S']);
        [Some(name), singular].into_iter().flatten().find_map(|name| {
            let defined = || self.defined.get_index_of(&name.to_lowercase()).map(Declaration::Defined);
            let used = || self.used.get(&name.to_lowercase()).cloned().map(Declaration::Used);
            self.known.type_named(name).map(Declaration::ExistingApi).or_else(defined).or_else(used)
        })
    }

    /// Whether a type of this name is declared or can be declared.
    pub(super) fn is_declared(&self, name: &str) -> bool {
        self.declaration(name).is_some()
    }

    /// Whether a value of this type is a plain text in a URL or a header.
    pub(super) fn is_plain(&self, expression: &str) -> bool {
        let is_enum =
            |declared: &DraftType| declared.name == expression && matches!(declared.kind, DraftTypeKind::Enum(..));
        let is_built_in =
            ["string", "bool", "int32", "int64", "decimal", "date-time", "date", "uuid"].contains(&expression);
        let is_defined_enum = |defined: &Defined<'_>| {
            let first = defined.definitions.first().map(|(first, _)| &first.content);
            defined.name == expression && matches!(first, Some(DefinitionContent::Values(_)))
        };
        let is_known = |declared: &model::Type| {
            matches!(declared.kind, model::TypeKind::Enum { .. } | model::TypeKind::Identifier(_))
        };
        is_built_in
            || self.is_identifier(expression)
            || self.known.type_named(expression).is_some_and(is_known)
            || self.declared.iter().any(is_enum)
            || self.defined.values().any(is_defined_enum)
    }

    /// All declared types, and the number of unwanted definitions.
    pub(super) fn finish(mut self) -> (Vec<DraftType>, usize) {
        self.read_open_codes_leniently();
        let unwanted = self.defined.values().filter(|defined| !defined.is_wanted).count();
        self.declared.append(&mut self.of_errors);
        let mut identifiers = self.identifier_types().collect();
        self.declared.append(&mut identifiers);
        (self.declared, unwanted)
    }
}

pub(super) enum Declaration<'p> {
    ExistingApi(&'p model::Type),
    /// By its place among the definitions.
    Defined(usize),
    /// By its name in the draft.
    Used(String),
}

fn listed_values<'p>(definitions: &[(&'p Definition, PageCitation<'p>)]) -> impl Iterator<Item = &'p String> {
    definitions.iter().flat_map(|(definition, _)| match &definition.content {
        DefinitionContent::Values(values) => values.as_slice(),
        DefinitionContent::Fields(_) => &[],
    })
}

fn lists_integers<'p>(definitions: &[(&'p Definition, PageCitation<'p>)]) -> bool {
    let is_enum =
        matches!(definitions.first(), Some((first, _)) if matches!(first.content, DefinitionContent::Values(_)));
    is_enum && listed_values(definitions).next().is_some() && are_integers(listed_values(definitions))
}

/// Whether a definition may be the list of an enum's values, which some renderings show as an object with text members.
fn has_only_text(definition: &Definition) -> bool {
    let is_text = |field: &facts::FieldFacts| field.type_text.stated().is_some_and(|text| text == "string");
    matches!(&definition.content, DefinitionContent::Fields(fields) if fields.iter().all(is_text))
}

/// Whether two definitions state the same.
fn is_same(one: &Definition, other: &Definition) -> bool {
    match (&one.content, &other.content) {
        (DefinitionContent::Fields(fields), DefinitionContent::Fields(others)) => {
            let facts = |field: &facts::FieldFacts| {
                (field.name.clone(), field.type_text.clone(), field.required.clone(), field.values.clone())
            };
            fields.iter().map(facts).eq(others.iter().map(facts))
        }
        (one, other) => one == other,
    }
}

/// The name that a page gives a type, without its namespace.
fn without_namespace(name: &str) -> String {
    match type_text::parse(name) {
        Some(PageType::Named(name, _)) => name,
        _ => name.to_owned(),
    }
}
