//! A side of a comparison, and where differences are recorded.

use std::collections::{BTreeMap, BTreeSet};

use super::change::{Change, ChangeKind, ChangeSubject, Cited, ReviewNote, ReviewNoteKind, SourceLine, code};
use super::new_change::{ChangedPart, NewChange};
use super::pairing::{self, PositionPairs, TypePairs};
use crate::checked::Checked;
use crate::diagnostics::{Code, Place, Sources};
use crate::model::{Api, Home, InputPlace, Operation, Output, PageId, Type, TypeId, TypeKind, TypeRef, Webhook};

/// An API at one of the two revisions.
#[derive(Clone)]
pub(super) struct Side<'h> {
    pub(super) api: &'h Api,
    sources: &'h Sources,
    /// Whether errors keep examples out of the model.
    pub(super) lacks_examples: bool,
    is_before: bool,
    /// Pages of the operations that use a type, for types that cite none.
    reached_from: BTreeMap<TypeId, BTreeSet<PageId>>,
}

/// An operation, a type or an API, as reports name it.
#[derive(Clone)]
pub(super) struct ChangedEntry {
    pub(super) name: String,
    pub(super) pages: Vec<PageId>,
    pub(super) is_before: bool,
    pub(super) place: Place,
}

impl<'h> Side<'h> {
    pub(super) fn new(api: &'h Api, checked: &'h Checked, is_before: bool) -> Self {
        // An error in a type keeps out the examples that use it.
        let lacks_examples = super::leaves_gaps(&checked.diagnostics)
            || checked.diagnostics.iter().any(|error| {
                matches!(
                    error.code,
                    Code::ExampleInput | Code::ExampleRequest | Code::ExampleValue | Code::ExampleResponse
                )
            });
        let mut side =
            Self { api, sources: &checked.sources, lacks_examples, is_before, reached_from: BTreeMap::new() };
        for operation in side.api.areas.iter().flat_map(|area| &area.operations) {
            let errors = operation.errors.map(|id| TypeRef::Declared(id, None));
            let reached = side.api.types_within(values_of(operation).into_iter().chain(&errors));
            for id in reached {
                side.reached_from.entry(id).or_default().extend(&operation.provenance.pages);
            }
        }
        for webhook in side.api.areas.iter().flat_map(|area| &area.webhooks) {
            for id in side.api.types_within([&webhook.payload]) {
                side.reached_from.entry(id).or_default().extend(&webhook.provenance.pages);
            }
        }
        side
    }

    pub(super) fn of_api(&self) -> ChangedEntry {
        let provenance = &self.api.provenance;
        self.entry(self.api.name.clone(), provenance.pages.clone(), provenance.place)
    }

    pub(super) fn of_operation(&self, area: usize, operation: &Operation) -> ChangedEntry {
        let name = format!("{}/{}/{}", self.api.name, self.api.areas[area].name, operation.name);
        self.entry(name, operation.provenance.pages.clone(), operation.provenance.place)
    }

    pub(super) fn of_webhook(&self, area: usize, webhook: &Webhook) -> ChangedEntry {
        let name = format!("{}/{}/{}", self.api.name, self.api.areas[area].name, webhook.name);
        self.entry(name, webhook.provenance.pages.clone(), webhook.provenance.place)
    }

    pub(super) fn of_type(&self, id: TypeId) -> ChangedEntry {
        let declared = self.api.type_of(id);
        let mut pages = declared.provenance.pages.clone();
        if pages.is_empty() {
            pages.extend(self.reached_from.get(&id).into_iter().flatten());
        }
        self.entry(format!("{}/{}", self.api.name, declared.name), pages, declared.provenance.place)
    }

    fn entry(&self, name: String, pages: Vec<PageId>, place: Place) -> ChangedEntry {
        ChangedEntry { name, pages, place, is_before: self.is_before }
    }

    /// Whether calls send values of a type in a path or a query.
    pub(super) fn has_in_url(&self, declared: &Type) -> bool {
        let operations = self.api.areas.iter().flat_map(|area| &area.operations);
        let mut inputs = operations.flat_map(|operation| &operation.inputs);
        inputs.any(|input| {
            let value = if let TypeRef::List(item) = &input.value { item } else { &input.value };
            matches!(input.place, InputPlace::Path | InputPlace::Query | InputPlace::QueryCommas)
                && matches!(value, TypeRef::Declared(id, _) if self.api.type_of(*id).name == declared.name)
        })
    }

    /// Whether values of a type are the bodies of calls.
    pub(super) fn has_as_body(&self, declared: &Type) -> bool {
        let operations = self.api.areas.iter().flat_map(|area| &area.operations);
        let mut inputs = operations.flat_map(|operation| &operation.inputs);
        inputs.any(|input| {
            input.place == InputPlace::Body
                && matches!(&input.value, TypeRef::Declared(id, _) if self.api.type_of(*id).name == declared.name)
        })
    }

    pub(super) fn line(&self, place: Place) -> SourceLine {
        let file = self.sources.file(place.file).path.clone();
        SourceLine { file, line: self.sources.line(place), is_before: self.is_before }
    }

    pub(super) fn cited(&self, pages: &[PageId]) -> Vec<Cited> {
        let cited = pages.iter().map(|id| self.api.page(*id)).map(|page| Cited {
            name: page.name.clone(),
            url: page.url.clone(),
            captured: page.captured.clone(),
        });
        cited.collect()
    }

    /// The path of an item of an area in generated code.
    pub(super) fn path(&self, area: usize, name: &str) -> String {
        code(&format!("{}::{}::{name}", self.api.module, self.api.areas[area].module))
    }

    /// The path of a type in generated code.
    pub(super) fn path_of_type(&self, id: TypeId) -> String {
        let declared = self.api.type_of(id);
        match declared.home {
            Home::Area(area) => self.path(area, &declared.name),
            Home::Shared => code(&format!("{}::shared::{}", self.api.module, declared.name)),
        }
    }
}

/// The types that an operation sends and receives.
fn values_of(operation: &Operation) -> Vec<&TypeRef> {
    let mut values: Vec<&TypeRef> = operation.inputs.iter().map(|input| &input.value).collect();
    match &operation.output {
        Output::Json(value) | Output::OptionalJson(value) => values.push(value),
        Output::Outcomes { outcomes, .. } => {
            values.extend(outcomes.iter().filter_map(|outcome| outcome.content.json()))
        }
        Output::Empty | Output::Bytes => {}
    }
    values
}

/// Two sides, their pairs, and the differences so far.
pub(super) struct Recorder<'h> {
    pub(super) before: Side<'h>,
    pub(super) after: Side<'h>,
    pub(super) types: TypePairs,
    pub(super) areas: PositionPairs,
    pub(super) pages: PositionPairs,
    pub(super) changes: Vec<Change>,
    pub(super) notes: Vec<ReviewNote>,
    /// Entries whose description changed, with their pages now.
    pub(super) touched: BTreeMap<String, Vec<PageId>>,
}

impl<'h> Recorder<'h> {
    pub(super) fn new(before: Side<'h>, after: Side<'h>) -> Self {
        let types = TypePairs::new(before.api, after.api);
        let areas = pairing::areas(before.api, after.api);
        let pages = pairing::pages(before.api, after.api);
        Self { before, after, types, areas, pages, changes: Vec::new(), notes: Vec::new(), touched: BTreeMap::new() }
    }

    fn side(&self, is_before: bool) -> &Side<'h> {
        if is_before { &self.before } else { &self.after }
    }

    /// Records a difference of an entry. The place is on the side of the entry.
    pub(super) fn add_change(&mut self, entry: &ChangedEntry, change: NewChange) {
        let side = self.side(entry.is_before);
        let NewChange { subject, kind, at, place, wire, spec, effect, code } = change;
        let (line, pages) = (side.line(place), side.cited(&entry.pages));
        let entry = entry.name.clone();
        self.changes.push(Change { subject, kind, entry, at, wire, spec, effect, code, line, pages });
    }

    /// Remembers an entry and its pages if its description changed after the first `changes_before` changes.
    pub(super) fn touch(&mut self, changes_before: usize, entry: &ChangedEntry) {
        // No page states the names that specs give to operations and types.
        let is_name = |change: &Change| change.kind == ChangeKind::Renamed && change.wire.is_none();
        let describes = |change: &Change| change.subject.describes_api() && !is_name(change);
        if self.changes[changes_before..].iter().any(describes) {
            self.touched.insert(entry.name.clone(), entry.pages.clone());
        }
    }

    /// Records something that should be checked again.
    pub(super) fn add_note(&mut self, entry: &ChangedEntry, kind: ReviewNoteKind, place: Place, text: String) {
        let line = self.side(entry.is_before).line(place);
        self.notes.push(ReviewNote { kind, text, line });
    }

    /// Records that docs differ, unless there are other changes of the same entry after the first `changes_before` ones.
    pub(super) fn note_docs(&mut self, changes_before: usize, entry: &ChangedEntry, at: &str, place: Place) {
        if self.changes.len() > changes_before {
            return;
        }
        self.add_change(entry, ChangedPart::new(ChangeSubject::Documentation, at, place).changed().only_docs());
    }

    /// Whether a type before and one after are paired, whatever their names.
    pub(super) fn is_same_type(&self, old: &TypeRef, new: &TypeRef) -> bool {
        self.types.is_same(old, new)
    }

    /// Whether values of a type before and of one after are the same on the wire: identifiers are values of their types there.
    pub(super) fn is_same_on_wire(&self, old: &TypeRef, new: &TypeRef) -> bool {
        self.is_same_type(&plain(self.before.api, old), &plain(self.after.api, new))
    }

    /// The page after that is paired with a page before.
    pub(super) fn page_after(&self, before: PageId) -> Option<PageId> {
        self.pages.both.iter().find(|(old, _)| *old == before.0).map(|(_, new)| PageId(*new))
    }

    /// Whether a module before and one after are paired, whatever their names.
    pub(super) fn is_same_home(&self, old: Home, new: Home) -> bool {
        match (old, new) {
            (Home::Area(old), Home::Area(new)) => self.areas.both.contains(&(old, new)),
            (old, new) => old == new,
        }
    }
}

/// A type with the types of its identifiers in their place.
fn plain(api: &Api, value: &TypeRef) -> TypeRef {
    match value {
        TypeRef::List(item) => TypeRef::List(Box::new(plain(api, item))),
        TypeRef::Map(item) => TypeRef::Map(Box::new(plain(api, item))),
        TypeRef::Declared(id, argument) => match &api.type_of(*id).kind {
            TypeKind::Identifier(value) => plain(api, value),
            _ => TypeRef::Declared(*id, argument.as_ref().map(|argument| Box::new(plain(api, argument)))),
        },
        other => other.clone(),
    }
}
