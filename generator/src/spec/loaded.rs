//! Specs as they are loaded: each entry with its place, and without the parts that have errors.

use std::collections::HashSet;

use serde::de::DeserializeOwned;

use super::language::{ApiFile, OneOrMore, OperationSpec, PageSpec, TypeDefinition, WebhookSpec};
use super::tree::{Node, Pair, TreeStep};
use crate::diagnostics::{Code, Diagnostic, FileId, Place, Sources, nearest};

/// All specs in one directory.
#[derive(Debug)]
pub struct Spec {
    /// The files as text.
    pub sources: Sources,
    /// The APIs, by name.
    pub apis: Vec<LoadedApi>,
}

/// Name of the type that lists the errors of `errors.yaml`.
pub(crate) const COMMON_ERRORS: &str = "CommonError";

/// One API: `api.yaml`, `errors.yaml` if there is one, and its areas.
#[derive(Debug)]
pub struct LoadedApi {
    /// Name of the directory, in kebab case.
    pub name: String,
    /// The whole tree of `api.yaml`, for places.
    pub node: Node,
    /// The tree of `api.yaml` except pages and types, without the parts that have errors.
    pub usable: Node,
    /// The contents of `api.yaml` except pages and types.
    pub header: ApiFile,
    /// Pages that `api.yaml` declares.
    pub pages: Vec<LoadedEntry<PageSpec>>,
    /// Types that `api.yaml` declares, and [`COMMON_ERRORS`] if there is an `errors.yaml`.
    pub types: Vec<LoadedEntry<TypeDefinition>>,
    /// The file `errors.yaml`.
    pub errors_file: Option<FileId>,
    /// The areas, by name.
    pub areas: Vec<LoadedArea>,
    /// The words of files and sections that could not be loaded: what they declare is not reported as missing.
    pub unread_words: HashSet<String>,
}

impl LoadedApi {
    /// All declared types, the shared ones first.
    pub fn all_types(&self) -> impl Iterator<Item = &LoadedEntry<TypeDefinition>> {
        self.types.iter().chain(self.areas.iter().flat_map(|area| &area.types))
    }

    /// The operations of all areas.
    pub fn operations(&self) -> impl Iterator<Item = &LoadedEntry<OperationSpec>> {
        self.areas.iter().flat_map(|area| &area.operations)
    }

    /// The webhooks of all areas.
    pub fn webhooks(&self) -> impl Iterator<Item = &LoadedEntry<WebhookSpec>> {
        self.areas.iter().flat_map(|area| &area.webhooks)
    }

    /// The requests that `left-out` lists, with their nodes and reasons.
    pub(crate) fn left_out(&self) -> impl Iterator<Item = (&str, &Node, &str)> {
        self.header.left_out.iter().enumerate().flat_map(move |(entry, left_out)| {
            // The positions are those of the usable tree, which is the one that was decoded.
            let path = [TreeStep::Key("left-out"), TreeStep::Item(entry), TreeStep::Key("request")];
            let node = self.usable.nearest(&path);
            left_out.request.as_slice().iter().enumerate().map(move |(index, request)| {
                let node = match &left_out.request {
                    OneOrMore::One(_) => node,
                    OneOrMore::More(_) => node.nearest(&[TreeStep::Item(index)]),
                };
                (request.as_str(), node, left_out.because.as_str())
            })
        })
    }

    /// The operation that `name` means in the area `own`, with the position of its area; `area/name` is one of another area.
    pub fn operation_named(&self, own: &str, name: &str) -> Option<(usize, &LoadedEntry<OperationSpec>)> {
        let (area_name, operation) = name.split_once('/').unwrap_or((own, name));
        let position = self.areas.iter().position(|area| area.name == area_name)?;
        let found = self.areas[position].operations.iter().find(|entry| entry.name == operation)?;
        Some((position, found))
    }

    /// Whether a name may be declared in a file that could not be loaded.
    pub fn may_declare(&self, name: &str) -> bool {
        self.unread_words.contains(name)
    }

    /// Whether `api.yaml` may state a key, with or without an error, or mistyped.
    pub fn may_state(&self, key: &str) -> bool {
        self.may_declare("title") || self.node.pairs().iter().any(|pair| nearest(&pair.key, [key]).is_some())
    }

    /// Whether the value of a key of `api.yaml` was loaded as it is, without an error that has been reported.
    pub fn is_complete_at(&self, key: &str) -> bool {
        match self.node.pair(key) {
            Some(stated) => self.usable.pair(key).is_some_and(|usable| usable.value == stated.value),
            None => !self.may_state(key),
        }
    }

    /// Whether `api.yaml` may state a key below a path that was not loaded, because it has an error or is mistyped.
    pub fn may_state_at(&self, path: &[TreeStep<'_>], key: &str) -> bool {
        is_lost(&self.node, &self.usable, path, key)
    }

    /// Whether every file was loaded, and every entry is complete.
    pub fn is_complete(&self) -> bool {
        self.unread_words.is_empty()
            && self.all_types().all(LoadedEntry::is_complete)
            && self.operations().all(LoadedEntry::is_complete)
            && self.webhooks().all(LoadedEntry::is_complete)
    }
}

/// One area of an API.
#[derive(Debug)]
pub struct LoadedArea {
    /// Name of the file without its extension, in kebab case.
    pub name: String,
    /// The file.
    pub file: FileId,
    /// What the area covers.
    pub doc: Option<String>,
    /// Pages that the area declares.
    pub pages: Vec<LoadedEntry<PageSpec>>,
    /// Operations, in the order of the file.
    pub operations: Vec<LoadedEntry<OperationSpec>>,
    /// Webhooks, in the order of the file.
    pub webhooks: Vec<LoadedEntry<WebhookSpec>>,
    /// Types, in the order of the file.
    pub types: Vec<LoadedEntry<TypeDefinition>>,
}

/// A named part of a file, loaded on its own.
#[derive(Debug)]
pub struct LoadedEntry<T> {
    pub name: String,
    /// The place of the key.
    pub key_place: Place,
    /// The value as a tree, for places, without the parts that have errors.
    pub node: Node,
    /// The value as the file has it, if parts of it have errors.
    pub unreduced: Option<Node>,
    /// The value without the parts that have errors, which have been reported; `None` if too little is left.
    pub value: Option<T>,
}

impl<T> LoadedEntry<T> {
    /// The value as the file has it.
    pub fn stated(&self) -> &Node {
        self.unreduced.as_ref().unwrap_or(&self.node)
    }

    /// Whether no part has an error.
    pub fn is_complete(&self) -> bool {
        self.unreduced.is_none() && self.value.is_some()
    }

    /// Whether no part of the value at the end of `path` has an error.
    pub fn is_complete_at(&self, path: &[TreeStep<'_>]) -> bool {
        self.unreduced.as_ref().is_none_or(|stated| stated.nearest(path) == self.node.nearest(path))
    }

    /// Whether the file may state a key that the value lacks, because it has an error or is mistyped.
    pub fn may_state(&self, path: &[TreeStep<'_>], key: &str) -> bool {
        self.unreduced.as_ref().is_some_and(|stated| is_lost(stated, &self.node, path, key))
    }

    /// Whether the file may state one of several keys, see [`Self::may_state`].
    pub fn may_state_any(&self, path: &[TreeStep<'_>], keys: &[&str]) -> bool {
        keys.iter().any(|key| self.may_state(path, key))
    }

    /// Whether the mapping at the end of `path` has a key that was not loaded, so that another one may be meant.
    pub fn loses_a_key(&self, path: &[TreeStep<'_>]) -> bool {
        let at = |root| path.iter().try_fold(root, |node: &Node, step| node.child(*step));
        let usable = at(&self.node);
        let is_lost = |pair: &Pair| usable.is_none_or(|usable| usable.pair(&pair.key).is_none());
        let stated = self.unreduced.as_ref().and_then(at);
        stated.is_some_and(|stated| stated.pairs().iter().any(is_lost))
    }

    /// The place of the value at the end of `path`, or of the nearest value above it.
    pub fn place(&self, path: &[TreeStep<'_>]) -> Place {
        self.node.nearest(path).place
    }

    /// The place of the last key of `path`; of the entry's own key for an empty path.
    pub fn key_place(&self, path: &[TreeStep<'_>]) -> Place {
        if path.is_empty() { self.key_place } else { self.node.key_place(path) }
    }
}

/// Whether a key of the mapping at the end of `path` may be stated, but is not usable.
fn is_lost(stated: &Node, usable: &Node, path: &[TreeStep<'_>], key: &str) -> bool {
    let (usable, stated) = (usable.nearest(path), stated.nearest(path));
    // A key that is there as well was not mistyped.
    let may_be_mistyped = usable.pair(key).is_none();
    stated
        .pairs()
        .iter()
        .filter(|pair| usable.pair(&pair.key).is_none())
        .any(|pair| pair.key == key || may_be_mistyped && nearest(&pair.key, [key]).is_some())
}

impl LoadedEntry<TypeDefinition> {
    /// The name of the type, without the `<T>` of an envelope.
    pub fn type_name(&self) -> &str {
        self.name.strip_suffix("<T>").unwrap_or(&self.name)
    }

    /// Whether the type is an envelope around another one, such as `Page<T>`.
    pub fn is_envelope(&self) -> bool {
        self.name.ends_with("<T>")
    }

    /// Whether a name in the type is its type parameter, even if a type with that name is declared.
    pub fn is_argument(&self, name: &str) -> bool {
        name == "T" && self.is_envelope()
    }
}

/// The value of a node; an error is reported.
pub(super) fn decode<T: DeserializeOwned>(node: &Node, diagnostics: &mut Vec<Diagnostic>) -> Option<T> {
    match serde_yaml::from_value(node.to_yaml()) {
        Ok(value) => Some(value),
        Err(error) => {
            diagnostics.push(Diagnostic::new(Code::WrongKind, node.place, error.to_string()));
            None
        }
    }
}
