//! `$ref`: within a document, and to files beside it.

use std::collections::HashSet;

use indexmap::IndexMap;
use percent_encoding::percent_decode_str;

use super::tree::{DocumentNode, DocumentValue, SyntaxError};
use super::{json, yaml};

/// The number of files that one document can refer to.
const MOST_FILES: usize = 256;
/// The size of all files that one document refers to, in bytes.
const LARGEST_TOTAL: usize = 32 << 20;
/// How many references can lead from one to the next.
const LONGEST_CHAIN: usize = 16;

/// Reads a file beside the document, by its path with `/`, which does not leave the folder of the document.
pub type ReadBeside<'r> = dyn FnMut(&str) -> Result<Vec<u8>, String> + 'r;

/// A document and the files that it refers to.
#[derive(Debug)]
pub(super) struct DocumentFiles {
    /// By the path from the folder of the document; the document itself is the first, by its name.
    files: IndexMap<String, DocumentNode>,
}

/// A part of a document that was not read, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnreadPart {
    /// Line of the document, from 1.
    pub line: u32,
    /// What was not read, and why.
    pub message: String,
}

/// A value and the file that contains it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Located<'d> {
    pub(super) node: &'d DocumentNode,
    file: usize,
    /// The line of the reference that led into another file.
    referred_on: Option<u32>,
}

/// A value under a key, with the line of the key.
#[derive(Clone, Copy, Debug)]
pub(super) struct LocatedEntry<'d> {
    pub(super) line: u32,
    pub(super) at: Located<'d>,
}

/// A referenced value.
#[derive(Clone, Debug)]
pub(super) struct Referent<'d> {
    /// The name of a schema: that under which it is listed, or that of its file.
    pub(super) name: Option<String>,
    /// The value; `None` if it was not read.
    pub(super) at: Option<Located<'d>>,
}

impl<'d> Located<'d> {
    /// The line in the document; for a value in another file, that of the reference to it.
    pub(super) fn line(self) -> u32 {
        self.referred_on.unwrap_or(self.node.line)
    }

    pub(super) fn is_in_other_file(self) -> bool {
        self.file > 0
    }

    fn with(self, node: &'d DocumentNode) -> Self {
        Self { node, ..self }
    }

    pub(super) fn entry(self, key: &str) -> Option<LocatedEntry<'d>> {
        let entry = self.node.entry(key)?;
        Some(LocatedEntry { line: self.referred_on.unwrap_or(entry.line), at: self.with(&entry.node) })
    }

    pub(super) fn get(self, key: &str) -> Option<Self> {
        self.node.entry(key).map(|entry| self.with(&entry.node))
    }

    pub(super) fn text(self, key: &str) -> Option<&'d str> {
        self.node.entry(key)?.node.text()
    }

    pub(super) fn is_true(self, key: &str) -> bool {
        matches!(self.node.entry(key).map(|entry| &entry.node.value), Some(DocumentValue::Bool(true)))
    }

    /// The items of a list; none of anything else.
    pub(super) fn items(self) -> impl Iterator<Item = Self> {
        let items = match &self.node.value {
            DocumentValue::List(items) => items.as_slice(),
            _ => &[],
        };
        items.iter().map(move |item| self.with(item))
    }

    /// The items of the list under a key.
    pub(super) fn items_of(self, key: &str) -> impl Iterator<Item = Self> + use<'d> {
        self.get(key).into_iter().flat_map(Self::items)
    }

    /// The entries of an object; none of anything else.
    pub(super) fn entries(self) -> impl Iterator<Item = (&'d str, LocatedEntry<'d>)> {
        let entries = match &self.node.value {
            DocumentValue::Map(entries) => Some(entries),
            _ => None,
        };
        entries.into_iter().flatten().map(move |(key, entry)| {
            let line = self.referred_on.unwrap_or(entry.line);
            (key.as_str(), LocatedEntry { line, at: self.with(&entry.node) })
        })
    }

    /// The entries of the object under a key.
    pub(super) fn entries_of(self, key: &str) -> impl Iterator<Item = (&'d str, LocatedEntry<'d>)> + use<'d> {
        self.get(key).into_iter().flat_map(Self::entries)
    }

    /// A mark of the value that no other value has.
    pub(super) fn id(self) -> usize {
        std::ptr::from_ref(self.node) as usize
    }
}

impl DocumentFiles {
    /// The document and, as far as they can be read, all files that it refers to.
    pub(super) fn load(
        name: &str,
        root: DocumentNode,
        read: &mut ReadBeside<'_>,
        unread: &mut Vec<UnreadPart>,
    ) -> Self {
        let mut files = IndexMap::from([(name.to_owned(), root)]);
        let mut loaded = 0;
        // What could not be read, so that it is tried once.
        let mut failed: HashSet<String> = HashSet::new();
        let mut size = 0usize;
        while let Some((base, node)) = files.get_index(loaded) {
            let mut references = Vec::new();
            collect(node, &mut references);
            let base = base.clone();
            for (line, reference) in references {
                let shown = |why: String| {
                    let of_file = if loaded == 0 { String::new() } else { format!(" in {base}") };
                    UnreadPart { line, message: format!("`{reference}`{of_file} was not read: {why}") }
                };
                let path = match file_of(&base, &reference) {
                    Ok(path) if files.contains_key(&path) || failed.contains(&path) => continue,
                    Ok(path) => path,
                    Err(why) => {
                        if failed.insert(reference.clone()) {
                            unread.push(shown(why.to_owned()));
                        }
                        continue;
                    }
                };
                let found = if files.len() > MOST_FILES {
                    Err(format!("the document refers to more than {MOST_FILES} files"))
                } else {
                    read(&path).and_then(|bytes| {
                        size = size.saturating_add(bytes.len());
                        if size > LARGEST_TOTAL {
                            return Err("the files that the document refers to are too large together".to_owned());
                        }
                        parse(&path, &String::from_utf8_lossy(&bytes))
                            .map_err(|error| format!("{path}:{}:{}: {}", error.line, error.column, error.message))
                    })
                };
                match found {
                    Ok(node) => {
                        files.insert(path, node);
                    }
                    Err(why) => {
                        unread.push(shown(why));
                        failed.insert(path);
                    }
                }
            }
            loaded = loaded.saturating_add(1);
        }
        Self { files }
    }

    pub(super) fn root(&self) -> Option<Located<'_>> {
        self.files.first().map(|(_, node)| Located { node, file: 0, referred_on: None })
    }

    /// What a value refers to, over all references on the way; `None` if it is no reference.
    pub(super) fn referent<'d>(&'d self, from: Located<'d>) -> Option<Referent<'d>> {
        let mut reference = from.text("$ref")?;
        let mut at = from;
        let mut seen = 0;
        loop {
            let found = self.follow(at, reference);
            let name = name_of(reference);
            match found {
                Some(found) => match found.text("$ref") {
                    Some(next) if seen < LONGEST_CHAIN => (reference, at) = (next, found),
                    Some(_) => return Some(Referent { name: None, at: None }),
                    None => return Some(Referent { name, at: Some(found) }),
                },
                None => return Some(Referent { name, at: None }),
            }
            seen = seen.saturating_add(1);
        }
    }

    /// The value itself, or what it refers to; `None` if that was not read.
    pub(super) fn resolved<'d>(&'d self, from: Located<'d>) -> Option<Located<'d>> {
        match self.referent(from) {
            Some(referent) => referent.at,
            None => Some(from),
        }
    }

    fn follow<'d>(&'d self, from: Located<'d>, reference: &str) -> Option<Located<'d>> {
        let (base, _) = self.files.get_index(from.file)?;
        let path = file_of(base, reference).ok()?;
        let (file, _, root) = self.files.get_full(&path)?;
        let pointer = reference.split_once('#').map_or("", |(_, pointer)| pointer);
        let mut node = root;
        for step in steps(pointer)? {
            node = match &node.value {
                DocumentValue::Map(entries) => &entries.get(&step)?.node,
                DocumentValue::List(items) => items.get(step.parse::<usize>().ok()?)?,
                _ => return None,
            };
        }
        let referred_on = match file {
            0 => None,
            _ => Some(from.line()),
        };
        Some(Located { node, file, referred_on })
    }
}

/// Reads the text of a file, as JSON if it begins like JSON and is not called YAML.
pub(super) fn parse(name: &str, text: &str) -> Result<DocumentNode, SyntaxError> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let is_called_yaml = [".yaml", ".yml"].iter().any(|ending| name.to_ascii_lowercase().ends_with(ending));
    let is_like_json = text.trim_start().starts_with(['{', '[']);
    match json::read(text) {
        Err(_) if !is_like_json || is_called_yaml => yaml::read(text),
        read => read,
    }
}

/// All references below a node, with their lines.
fn collect(node: &DocumentNode, references: &mut Vec<(u32, String)>) {
    match &node.value {
        DocumentValue::List(items) => items.iter().for_each(|item| collect(item, references)),
        DocumentValue::Map(entries) => {
            for (key, entry) in entries {
                match entry.node.text() {
                    Some(reference) if key == "$ref" => {
                        if !reference.starts_with('#') {
                            references.push((entry.line, reference.to_owned()));
                        }
                    }
                    // Examples of this kind are files of their own, which are not schemas.
                    _ if key == "x-ms-examples" => {}
                    _ => collect(&entry.node, references),
                }
            }
        }
        _ => {}
    }
}

/// The path of the file that a reference in the file `base` leads to, from the folder of the document.
fn file_of(base: &str, reference: &str) -> Result<String, &'static str> {
    const OUTSIDE: &str = "only files in the folder of the document are read";
    let file = reference.split('#').next().unwrap_or_default();
    if file.is_empty() {
        return Ok(base.to_owned());
    }
    let file = percent_decode_str(file).decode_utf8().map_err(|_| "the path is not UTF-8")?;
    // A URL, a drive, an absolute path, or separators of another system.
    if file.contains([':', '\\', '\0']) || file.starts_with('/') {
        return Err(OUTSIDE);
    }
    let folder = base.rsplit_once('/').map_or("", |(folder, _)| folder);
    let mut path: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in file.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                path.pop().ok_or(OUTSIDE)?;
            }
            part => path.push(part),
        }
    }
    match path.is_empty() {
        true => Err("it is a folder"),
        false => Ok(path.join("/")),
    }
}

/// The keys of a JSON pointer; `None` for an anchor, which is not looked for.
fn steps(pointer: &str) -> Option<Vec<String>> {
    if pointer.is_empty() {
        return Some(Vec::new());
    }
    let decoded = percent_decode_str(pointer).decode_utf8().ok()?;
    let rest = decoded.strip_prefix('/')?;
    Some(rest.split('/').map(|step| step.replace("~1", "/").replace("~0", "~")).collect())
}

/// The name of the schema that a reference leads to, if it is one of those that a file lists by name.
fn name_of(reference: &str) -> Option<String> {
    let (file, pointer) = reference.split_once('#').unwrap_or((reference, ""));
    let mut steps = steps(pointer)?;
    if let Some(last) = steps.pop() {
        let is_listed = steps.last().is_none_or(|list| matches!(list.as_str(), "definitions" | "schemas" | "$defs"));
        return is_listed.then_some(last);
    }
    let file = file.rsplit('/').next()?;
    let name = file.split('.').next().unwrap_or(file);
    (!name.is_empty()).then(|| name.to_owned())
}

/// The key as a step of a JSON pointer.
pub(super) fn step(key: &str) -> String {
    key.replace('~', "~0").replace('/', "~1")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_do_not_leave_the_folder_of_the_document() {
        assert_eq!(file_of("", "a.yaml#/b"), Ok("a.yaml".to_owned()));
        assert_eq!(file_of("parts/a.yaml", "../b%20c.json"), Ok("b c.json".to_owned()));
        assert_eq!(file_of("parts/a.yaml", "#/x"), Ok("parts/a.yaml".to_owned()));
        for outside in
            ["../a.yaml", "/etc/passwd", "x/../../a.yaml", "%2e%2e/a", "https://a.example/b.json", "C:/a", "..\\a", "."]
        {
            assert!(file_of("", outside).is_err(), "{outside}");
        }
        assert!(file_of("parts/a.yaml", "../../b.json").is_err());
    }

    #[test]
    fn pointers_are_decoded() {
        assert_eq!(steps("/paths/~1a~1%7Bid%7D/~0").unwrap(), ["paths", "/a/{id}", "~"]);
        assert_eq!(steps("Book"), None);
        assert_eq!(name_of("models/Book.yaml").as_deref(), Some("Book"));
        assert_eq!(name_of("#/definitions/A.B"), Some("A.B".to_owned()));
        assert_eq!(name_of("#/definitions/A/properties/b"), None);
        assert_eq!(step("/a/~x"), "~1a~1~0x");
    }
}
