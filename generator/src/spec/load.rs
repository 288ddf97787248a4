//! Loads the entries of a spec directory. Errors are collected over all files; an entry with errors keeps its name, so that
//! references to it are not reported as well.

use std::collections::{BTreeMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::LazyLock;
use std::{fs, io};

use serde::de::DeserializeOwned;

use super::language::{ApiFile, OperationSpec, PageSpec, TypeDefinition};
use super::shape::Shape;
use super::tree::{KeyKind, MappingEntries, Node, Pair, TreeStep};
use super::{parse, schema, tree::TreeValue};
use crate::diagnostics::{Code, Diagnostic, FileId, Place, Sources, nearest};
use crate::parallel;

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
    /// The words of files that could not be loaded: what they declare is not reported as missing.
    pub unread_words: HashSet<String>,
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
        let Some(stated) = &self.unreduced else { return false };
        let (usable, stated) = (self.node.nearest(path), stated.nearest(path));
        // A key that is there as well was not mistyped.
        let may_be_mistyped = usable.pair(key).is_none();
        stated
            .pairs()
            .iter()
            .filter(|pair| usable.pair(&pair.key).is_none())
            .any(|pair| pair.key == key || may_be_mistyped && nearest(&pair.key, [key]).is_some())
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

/// A spec file before it is parsed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SpecFile {
    /// Path below the spec directory, with `/` between its parts.
    pub relative: String,
    /// Path as it is shown in messages.
    pub shown: String,
    /// The bytes.
    pub content: Vec<u8>,
}

impl SpecFile {
    /// A file with its path below the spec directory, such as `partner-center/licenses.yaml`.
    pub fn new(relative: impl Into<String>, content: impl Into<Vec<u8>>) -> Self {
        let relative = relative.into();
        Self { shown: relative.clone(), relative, content: content.into() }
    }
}

/// Why a spec directory could not be read.
#[derive(Debug, thiserror::Error)]
#[error("cannot read {path}")]
pub struct LoadError {
    /// What could not be read.
    pub path: PathBuf,
    /// The error of the system.
    pub source: io::Error,
}

/// Reads every YAML file below `directory`, sorted by path.
///
/// # Errors
///
/// When the directory or a file in it cannot be read.
pub fn read_directory(directory: &Path) -> Result<Vec<SpecFile>, LoadError> {
    let mut files = Vec::new();
    let mut pending = vec![directory.to_path_buf()];
    while let Some(folder) = pending.pop() {
        let failed = |source| LoadError { path: folder.clone(), source };
        for entry in fs::read_dir(&folder).map_err(failed)? {
            let entry = entry.map_err(failed)?;
            let path = entry.path();
            // Emacs marks an open file with a dangling link.
            if entry.file_name().to_string_lossy().starts_with(".#") {
                continue;
            }
            let kind = entry.file_type().map_err(failed)?;
            // The folder of an API may be a link; below it, links could form a cycle.
            let is_linked_api = kind.is_symlink() && folder == directory && path.is_dir();
            if kind.is_dir() || is_linked_api {
                if is_yaml(&path) {
                    // It is reported as a file at a path where no spec is expected.
                    let relative = slashed(path.strip_prefix(directory).unwrap_or(&path));
                    files.push(SpecFile {
                        relative: format!("{relative}/"),
                        shown: slashed(&path),
                        content: Vec::new(),
                    });
                }
                pending.push(path);
            } else if is_yaml(&path) {
                let content = fs::read(&path).map_err(|source| LoadError { path: path.clone(), source })?;
                let relative = slashed(path.strip_prefix(directory).unwrap_or(&path));
                files.push(SpecFile { relative, shown: slashed(&path), content });
            }
        }
    }
    files.sort_by(|a, b| a.relative.cmp(&b.relative));
    Ok(files)
}

/// Whether a file has an extension of YAML, including `yml`, which is only reported.
fn is_yaml(path: &Path) -> bool {
    let is_ending = |ending: &str| path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case(ending));
    is_ending("yaml") || is_ending("yml")
}

pub(crate) fn slashed(path: &Path) -> String {
    path.components().map(|part| part.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/").replace("//", "/")
}

static API_SHAPE: LazyLock<Shape> = LazyLock::new(|| Shape::new(&schema::api()));
static AREA_SHAPE: LazyLock<Shape> = LazyLock::new(|| Shape::new(&schema::area()));
static ERRORS_SHAPE: LazyLock<Shape> = LazyLock::new(|| Shape::new(&schema::errors()));

/// A file at a path where a spec is expected.
struct PlacedFile {
    api: String,
    area: String,
    id: FileId,
}

/// The name of `errors.yaml` without its extension.
const ERRORS: &str = "errors";

/// The files of one API.
struct ApiFiles {
    api: Option<LoadedApi>,
    errors: Option<(FileId, LoadedEntry<TypeDefinition>)>,
    areas: Vec<LoadedArea>,
    /// The place of the first file.
    place: Place,
}

/// The result of loading a file.
enum LoadedFile {
    Api(Box<LoadedApi>),
    Errors(Box<LoadedEntry<TypeDefinition>>),
    Area(LoadedArea),
    Unparsed,
}

/// Loads files and reports all errors.
pub fn load(files: Vec<SpecFile>, diagnostics: &mut Vec<Diagnostic>) -> Spec {
    let mut sources = Sources::default();
    let mut placed_files = Vec::new();
    let mut unread: Vec<(String, FileId)> = Vec::new();
    for file in files {
        let api = file.relative.split_once('/').map_or(file.relative.as_str(), |(api, _)| api).to_owned();
        let is_text = std::str::from_utf8(&file.content).is_ok();
        let text = String::from_utf8(file.content)
            .unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned());
        let has_mark = text.starts_with('\u{feff}');
        let id = sources.add(file.shown, text);
        if !is_text || has_mark {
            let diagnostic = Diagnostic::new(Code::Unreadable, top_of(id), "the file is not plain UTF-8 text");
            diagnostics.push(diagnostic.help("save it as UTF-8 without a byte-order mark"));
            unread.push((api, id));
            continue;
        }
        let Some((api, area)) = placed(&file.relative) else {
            if file.relative.ends_with('/') {
                let diagnostic = Diagnostic::new(Code::MisplacedFile, top_of(id), "a folder has the name of a spec");
                diagnostics.push(
                    diagnostic.help("rename the folder; specs are the files `<api>/api.yaml` and `<api>/<area>.yaml`"),
                );
                continue;
            }
            let diagnostic = Diagnostic::new(Code::MisplacedFile, top_of(id), "no spec is expected at this path");
            diagnostics.push(
                diagnostic
                    .help("specs are `<api>/api.yaml`, `<api>/errors.yaml` and `<api>/<area>.yaml`, in kebab case"),
            );
            unread.push((api, id));
            continue;
        };
        placed_files.push(PlacedFile { api: api.to_owned(), area: area.to_owned(), id });
    }
    let mut apis: BTreeMap<String, ApiFiles> = BTreeMap::new();
    let loaded = parallel::map(&placed_files, |file| load_file(file, &sources));
    for (file, (loaded, found)) in placed_files.iter().zip(loaded) {
        diagnostics.extend(found);
        if matches!(loaded, LoadedFile::Unparsed) {
            unread.push((file.api.clone(), file.id));
        }
        let files = apis.entry(file.api.clone()).or_insert_with(|| ApiFiles {
            api: None,
            errors: None,
            areas: Vec::new(),
            place: top_of(file.id),
        });
        match loaded {
            LoadedFile::Api(api) => files.api = Some(*api),
            LoadedFile::Errors(errors) => files.errors = Some((file.id, *errors)),
            LoadedFile::Area(area) => files.areas.push(area),
            // An `api.yaml` that cannot be parsed has been reported; do not report its areas as well.
            LoadedFile::Unparsed if file.area == "api" => files.api = Some(empty_api(&file.api, top_of(file.id))),
            LoadedFile::Unparsed if file.area == ERRORS => {
                files.errors = Some((file.id, no_errors(empty_node(top_of(file.id)))));
            }
            LoadedFile::Unparsed => {}
        }
    }
    let mut loaded = Vec::new();
    for (name, ApiFiles { api, errors, areas, place }) in apis {
        if api.is_none() {
            let diagnostic = Diagnostic::new(Code::MisplacedFile, place, format!("the API `{name}` has no `api.yaml`"));
            diagnostics.push(diagnostic.help(format!("add `{name}/api.yaml` with title, doc and servers")));
        }
        let unread = unread.iter().filter(|(api, _)| *api == name);
        let unread_words = unread.flat_map(|(_, file)| words(&sources.file(*file).text)).collect();
        let mut api = LoadedApi { areas, unread_words, ..api.unwrap_or_else(|| empty_api(&name, place)) };
        if let Some((file, errors)) = errors {
            api.errors_file = Some(file);
            api.types.push(errors);
        }
        loaded.push(api);
    }
    Spec { sources, apis: loaded }
}

fn words(text: &str) -> impl Iterator<Item = String> {
    let words = text.split(|c: char| !c.is_alphanumeric() && !matches!(c, '_' | '-'));
    words.filter(|word| !word.is_empty()).map(str::to_owned)
}

fn top_of(file: FileId) -> Place {
    Place { file, start: 0, end: 0 }
}

fn load_file(file: &PlacedFile, sources: &Sources) -> (LoadedFile, Vec<Diagnostic>) {
    let mut diagnostics = Vec::new();
    let loaded = match parse::parse(file.id, sources, &mut diagnostics) {
        None => LoadedFile::Unparsed,
        Some(node) if file.area == "api" => LoadedFile::Api(Box::new(load_api(&file.api, node, &mut diagnostics))),
        Some(node) if file.area == ERRORS => LoadedFile::Errors(Box::new(load_errors(node, &mut diagnostics))),
        Some(node) => LoadedFile::Area(load_area(&file.area, file.id, &node, &mut diagnostics)),
    };
    (loaded, diagnostics)
}

/// The API and area of a path, if a spec is expected there.
fn placed(relative: &str) -> Option<(&str, &str)> {
    let (api, file) = relative.split_once('/')?;
    let area = file.strip_suffix(".yaml")?;
    (is_kebab_case(api) && is_kebab_case(area)).then_some((api, area))
}

pub(super) fn is_kebab_case(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_lowercase())
        && name
            .split('-')
            .all(|word| !word.is_empty() && word.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit()))
}

fn empty_api(name: &str, place: Place) -> LoadedApi {
    LoadedApi {
        name: name.to_owned(),
        node: empty_node(place),
        header: ApiFile::default(),
        pages: Vec::new(),
        types: Vec::new(),
        errors_file: None,
        areas: Vec::new(),
        unread_words: HashSet::new(),
    }
}

fn empty_node(place: Place) -> Node {
    Node { place, value: TreeValue::Map(MappingEntries::default()) }
}

/// Loads `errors.yaml` as a type: it has the keys of one.
fn load_errors(node: Node, diagnostics: &mut Vec<Diagnostic>) -> LoadedEntry<TypeDefinition> {
    let unusable = ERRORS_SHAPE.check(&node, diagnostics);
    let key_place = node.pairs().first().map_or(node.place, |pair| pair.key_place);
    entry(COMMON_ERRORS, key_place, node, &unusable, diagnostics)
}

fn no_errors(node: Node) -> LoadedEntry<TypeDefinition> {
    LoadedEntry { name: COMMON_ERRORS.to_owned(), key_place: node.place, node, unreduced: None, value: None }
}

fn load_api(name: &str, node: Node, diagnostics: &mut Vec<Diagnostic>) -> LoadedApi {
    let mut unusable = API_SHAPE.check(&node, diagnostics);
    // Without a title, the rest of the file is used nevertheless.
    unusable.remove(&node.place);
    let mut rest: Vec<Pair> = Vec::new();
    for pair in node.pairs().iter().filter(|pair| pair.key != "pages" && pair.key != "types") {
        if !unusable.contains(&pair.key_place)
            && let Some(value) = pair.value.without(&unusable)
        {
            rest.push(Pair { value, ..pair.clone() });
        }
    }
    if !rest.iter().any(|pair| pair.key == "title") {
        let value = Node { place: node.place, value: TreeValue::Text { text: name.to_owned(), verbatim: false } };
        rest.push(Pair { key: "title".to_owned(), key_place: node.place, key_kind: KeyKind::Text, value });
    }
    let rest = Node { place: node.place, value: TreeValue::Map(rest.into()) };
    let pages = entries(&node, "pages", &unusable, diagnostics);
    let types = entries(&node, "types", &unusable, diagnostics);
    let header = decode(&rest, diagnostics).unwrap_or_default();
    let empty = empty_api(name, node.place);
    LoadedApi { node, header, pages, types, ..empty }
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

    /// Whether a name may be declared in a file that could not be loaded.
    pub fn may_declare(&self, name: &str) -> bool {
        self.unread_words.contains(name)
    }

    /// Whether `api.yaml` may state a key, with or without an error, or mistyped.
    pub fn may_state(&self, key: &str) -> bool {
        self.may_declare("title") || self.node.pairs().iter().any(|pair| nearest(&pair.key, [key]).is_some())
    }

    /// Whether a shape of error bodies has an error, which has been reported.
    pub fn has_unusable_error_shapes(&self) -> bool {
        let stated = match self.node.pair("error-shapes").map(|pair| &pair.value.value) {
            Some(TreeValue::List(shapes)) => shapes.len(),
            Some(_) => return true,
            None => 0,
        };
        stated != self.header.error_shapes.len()
    }

    /// Whether every file was loaded, and every entry is complete.
    pub fn is_complete(&self) -> bool {
        self.unread_words.is_empty()
            && self.all_types().all(LoadedEntry::is_complete)
            && self.operations().all(LoadedEntry::is_complete)
    }
}

fn load_area(name: &str, file: FileId, node: &Node, diagnostics: &mut Vec<Diagnostic>) -> LoadedArea {
    let unusable = AREA_SHAPE.check(node, diagnostics);
    LoadedArea {
        name: name.to_owned(),
        file,
        doc: node.pair("doc").and_then(|pair| match &pair.value.value {
            TreeValue::Text { text, .. } => Some(text.clone()),
            _ => None,
        }),
        pages: entries(node, "pages", &unusable, diagnostics),
        operations: entries(node, "operations", &unusable, diagnostics),
        types: entries(node, "types", &unusable, diagnostics),
    }
}

fn entries<T: DeserializeOwned>(
    file: &Node,
    section: &str,
    unusable: &HashSet<Place>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<LoadedEntry<T>> {
    let section = file.pair(section).map_or(&[][..], |pair| pair.value.pairs());
    let mut entries = Vec::with_capacity(section.len());
    for pair in section {
        entries.push(entry(&pair.key, pair.key_place, pair.value.clone(), unusable, diagnostics));
    }
    entries
}

/// An entry without its unusable parts.
fn entry<T: DeserializeOwned>(
    name: &str,
    key_place: Place,
    stated: Node,
    unusable: &HashSet<Place>,
    diagnostics: &mut Vec<Diagnostic>,
) -> LoadedEntry<T> {
    let name = name.to_owned();
    let has_errors = unusable.iter().any(|place| stated.place.start <= place.start && place.end <= stated.place.end);
    let (node, unreduced) = match has_errors.then(|| stated.without(unusable)) {
        Some(Some(usable)) => (usable, Some(stated)),
        Some(None) => {
            return LoadedEntry { name, key_place, node: stated.clone(), unreduced: Some(stated), value: None };
        }
        None => (stated, None),
    };
    let value = decode(&node, diagnostics);
    LoadedEntry { name, key_place, node, unreduced, value }
}

fn decode<T: DeserializeOwned>(node: &Node, diagnostics: &mut Vec<Diagnostic>) -> Option<T> {
    match serde_yaml::from_value(node.to_yaml()) {
        Ok(value) => Some(value),
        Err(error) => {
            diagnostics.push(Diagnostic::new(Code::WrongKind, node.place, error.to_string()));
            None
        }
    }
}
