//! Loads the entries of spec files. Errors are collected over all files; an entry with errors keeps its name, so that
//! references to it are not reported as well.

use std::collections::{BTreeMap, HashSet};
use std::sync::LazyLock;

use serde::de::DeserializeOwned;

use super::directory::SpecFile;
use super::language::{ApiFile, TypeDefinition};
use super::loaded::{COMMON_ERRORS, LoadedApi, LoadedArea, LoadedEntry, Spec, decode};
use super::shape::Shape;
use super::tree::{KeyKind, MappingEntries, Node, Pair, TreeValue};
use super::{includes, parse, schema};
use crate::diagnostics::{Code, Diagnostic, FileId, Place, Sources, nearest};
use crate::parallel;

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
    let mut unread: Vec<(String, Place)> = Vec::new();
    let mut misnamed_folders: Vec<String> = Vec::new();
    let is_folder_of_api = files.iter().any(|file| file.relative == "api.yaml");
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
            unread.push((api, whole(id, &sources)));
            continue;
        }
        let Some((api, area)) = placed(&file.relative) else {
            if file.relative.ends_with('/') {
                let diagnostic = Diagnostic::new(Code::MisplacedFile, top_of(id), "a folder has the name of a spec");
                diagnostics.push(
                    diagnostic.help("rename the folder; specs are the files `<api>/api.yaml` and `<api>/<area>.yaml`"),
                );
                misnamed_folders.push(file.relative);
                continue;
            }
            if misnamed_folders.iter().any(|folder| file.relative.starts_with(folder.as_str())) {
                unread.push((api, whole(id, &sources)));
                continue;
            }
            let diagnostic = Diagnostic::new(Code::MisplacedFile, top_of(id), "no spec is expected at this path");
            let help = if is_folder_of_api && !file.relative.contains('/') {
                "name the folder above it with --spec, which has a folder for each API"
            } else {
                "specs are `<api>/api.yaml`, `<api>/errors.yaml` and `<api>/<area>.yaml`, in kebab case"
            };
            diagnostics.push(diagnostic.help(help));
            unread.push((api, whole(id, &sources)));
            continue;
        };
        placed_files.push(PlacedFile { api: api.to_owned(), area: area.to_owned(), id });
    }
    let mut apis: BTreeMap<String, ApiFiles> = BTreeMap::new();
    let loaded = parallel::map(&placed_files, |file| load_file(file, &sources));
    for (file, (loaded, lost, found)) in placed_files.iter().zip(loaded) {
        diagnostics.extend(found);
        if matches!(loaded, LoadedFile::Unparsed) {
            unread.push((file.api.clone(), whole(file.id, &sources)));
        }
        unread.extend(lost.into_iter().map(|section| (file.api.clone(), section)));
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
        if api.is_none() && !misnamed_folders.contains(&format!("{name}/api.yaml/")) {
            let diagnostic = Diagnostic::new(Code::MisplacedFile, place, format!("the API `{name}` has no `api.yaml`"));
            diagnostics.push(diagnostic.help(format!("add `{name}/api.yaml` with title, doc and servers")));
        }
        let unread = unread.iter().filter(|(api, _)| *api == name);
        let text = |place: &Place| sources.file(place.file).text.get(place.start..place.end).unwrap_or_default();
        let unread_words = unread.flat_map(|(_, place)| words(text(place))).collect();
        let mut api = LoadedApi { areas, unread_words, ..api.unwrap_or_else(|| empty_api(&name, place)) };
        if let Some((file, errors)) = errors {
            api.errors_file = Some(file);
            api.types.push(errors);
        }
        includes::expand(&mut api, diagnostics);
        loaded.push(api);
    }
    Spec { sources, apis: loaded }
}

fn words(text: &str) -> impl Iterator<Item = String> {
    let words = text.split(|c: char| !c.is_alphanumeric() && !matches!(c, '_' | '-'));
    words.filter(|word| !word.is_empty()).map(str::to_owned)
}

fn whole(file: FileId, sources: &Sources) -> Place {
    Place { file, start: 0, end: sources.file(file).text.len() }
}

fn top_of(file: FileId) -> Place {
    Place { file, start: 0, end: 0 }
}

/// The loaded file, and the sections whose entries were not loaded.
fn load_file(file: &PlacedFile, sources: &Sources) -> (LoadedFile, Vec<Place>, Vec<Diagnostic>) {
    let mut diagnostics = Vec::new();
    let mut lost = Vec::new();
    let loaded = match parse::parse(file.id, sources, &mut diagnostics) {
        None => LoadedFile::Unparsed,
        Some(node) if file.area == "api" => {
            LoadedFile::Api(Box::new(load_api(&file.api, node, &mut lost, &mut diagnostics)))
        }
        Some(node) if file.area == ERRORS => LoadedFile::Errors(Box::new(load_errors(node, &mut diagnostics))),
        Some(node) => LoadedFile::Area(load_area(&file.area, file.id, &node, &mut lost, &mut diagnostics)),
    };
    (loaded, lost, diagnostics)
}

/// Keys of files whose values are entries with names.
const SECTIONS: [&str; 4] = ["operations", "pages", "types", "webhooks"];

/// The sections whose entries are not loaded, because the key is mistyped or the value is not a mapping.
fn lost_sections(file: &Node, unusable: &HashSet<Place>) -> Vec<Place> {
    let is_lost = |pair: &&Pair| {
        let is_mistyped = unusable.contains(&pair.key_place) && nearest(&pair.key, SECTIONS).is_some();
        is_mistyped || SECTIONS.contains(&pair.key.as_str()) && unusable.contains(&pair.value.place)
    };
    file.pairs().iter().filter(is_lost).map(|pair| pair.value.place).collect()
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
        usable: empty_node(place),
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

fn load_api(name: &str, node: Node, lost: &mut Vec<Place>, diagnostics: &mut Vec<Diagnostic>) -> LoadedApi {
    let mut unusable = API_SHAPE.check(&node, diagnostics);
    lost.extend(lost_sections(&node, &unusable));
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
    LoadedApi { node, usable: rest, header, pages, types, ..empty }
}

fn load_area(
    name: &str,
    file: FileId,
    node: &Node,
    lost: &mut Vec<Place>,
    diagnostics: &mut Vec<Diagnostic>,
) -> LoadedArea {
    let unusable = AREA_SHAPE.check(node, diagnostics);
    lost.extend(lost_sections(node, &unusable));
    LoadedArea {
        name: name.to_owned(),
        file,
        doc: node.pair("doc").and_then(|pair| match &pair.value.value {
            TreeValue::Text { text, .. } => Some(text.clone()),
            _ => None,
        }),
        pages: entries(node, "pages", &unusable, diagnostics),
        operations: entries(node, "operations", &unusable, diagnostics),
        webhooks: entries(node, "webhooks", &unusable, diagnostics),
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
