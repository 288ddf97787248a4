//! The modules of the sources depend on modules of lower layers only, and files have no circular dependencies.

#![allow(clippy::unwrap_used)] // A test fails by panicking, its helpers as well.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use proc_macro2::{TokenStream, TokenTree};

/// The layers from top to bottom: a module may use modules of lower layers, but not of its own.
const LAYERS: [&[&str]; 10] = [
    &["commands", "specs", "internals"],
    &["review"],
    &["traffic", "pages"],
    &["checked"],
    &["write", "backend"],
    &["resolve"],
    &["check", "model"],
    &["spec"],
    &["yaml_text", "output"],
    // Modules of the lowest layer use no others, except for the program's name in messages.
    &["names", "uri", "header_names", "files", "date_time", "markdown_text", "diagnostics", "parallel"],
];

/// The program's name, which all modules may use.
const PROGRAM: &str = "program";

/// The parts of `pages` that `review` may use.
const SEEN_BY_REVIEW: [&str; 2] = ["facts", "lock"];

struct Import {
    file: String,
    /// `pages::lock::…`, without `crate`.
    path: Vec<String>,
}

fn sources(folder: &Path, root: &Path, files: &mut BTreeMap<String, String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, root, files);
        } else {
            let name = path.strip_prefix(root).unwrap().to_string_lossy().replace('\\', "/");
            files.insert(name, fs::read_to_string(&path).unwrap());
        }
    }
}

/// Every path that begins with `crate`, in imports and elsewhere; test modules are ignored.
fn imports(files: &BTreeMap<String, String>) -> Vec<Import> {
    let mut found = Vec::new();
    for (file, text) in files {
        let code = text.split("#[cfg(test)]").next().unwrap();
        let mut paths = Vec::new();
        collect(code.parse().unwrap_or_default(), &mut paths);
        found.extend(paths.into_iter().map(|path| Import { file: file.clone(), path }));
    }
    found
}

fn collect(tokens: TokenStream, paths: &mut Vec<Vec<String>>) {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    let mut index = 0;
    while index < tokens.len() {
        match &tokens[index] {
            TokenTree::Ident(word) if *word == "crate" => {
                index = follow(&tokens, index + 1, &mut Vec::new(), paths);
            }
            TokenTree::Group(group) => {
                collect(group.stream(), paths);
                index += 1;
            }
            _ => index += 1,
        }
    }
}

/// Follows `::name` and `::{…}` after a path.
fn follow(tokens: &[TokenTree], mut index: usize, path: &mut Vec<String>, paths: &mut Vec<Vec<String>>) -> usize {
    let is_colon = |at: usize| matches!(tokens.get(at), Some(TokenTree::Punct(mark)) if mark.as_char() == ':');
    while is_colon(index) && is_colon(index + 1) {
        match tokens.get(index + 2) {
            Some(TokenTree::Ident(word)) => path.push(word.to_string()),
            Some(TokenTree::Group(group)) => {
                let inner: Vec<TokenTree> = group.stream().into_iter().collect();
                for part in inner.split(|token| matches!(token, TokenTree::Punct(mark) if mark.as_char() == ',')) {
                    let Some(TokenTree::Ident(word)) = part.first() else { continue };
                    let mut longer = path.clone();
                    longer.push(word.to_string());
                    follow(part, 1, &mut longer, paths);
                }
                return index + 3;
            }
            _ => break,
        }
        index += 3;
    }
    if !path.is_empty() {
        paths.push(path.clone());
    }
    index
}

fn module_of(file: &str) -> &str {
    file.split(['/', '.']).next().unwrap()
}

fn layer_of(module: &str) -> Option<usize> {
    LAYERS.iter().position(|layer| layer.contains(&module))
}

fn read() -> BTreeMap<String, String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = BTreeMap::new();
    sources(&root, &root, &mut files);
    files
}

#[test]
fn every_import_leads_down() {
    let files = read();
    let modules: BTreeSet<&str> = files.keys().map(|file| module_of(file)).collect();
    let known: BTreeSet<&str> = LAYERS.iter().copied().flatten().copied().chain([PROGRAM, "lib", "main"]).collect();
    assert_eq!(modules, known, "LAYERS must list exactly the modules that exist");
    let mut broken = BTreeSet::new();
    for import in imports(&files) {
        let (from, to) = (module_of(&import.file), import.path[0].as_str());
        // Modules must not use the public API of the crate root; in generated code, `crate` is another crate.
        let (Some(above), Some(below)) = (layer_of(from), layer_of(to)) else { continue };
        if from != to && above >= below {
            broken.insert(format!("{}: {from} -> {}", import.file, import.path.join("::")));
        }
        if from == "review" && to == "pages" && !SEEN_BY_REVIEW.contains(&import.path[1].as_str()) {
            broken.insert(format!("{}: review -> {}", import.file, import.path.join("::")));
        }
    }
    assert!(broken.is_empty(), "dependencies on the same or a higher layer: {broken:#?}");
}

#[test]
fn a_path_is_read_with_all_its_branches() {
    let mut paths = Vec::new();
    collect(
        "use crate::{a::b, c::{d, e}}; fn f() { crate::g::h(); } pub(in crate::i) fn j() {}".parse().unwrap(),
        &mut paths,
    );
    let paths: Vec<String> = paths.iter().map(|path| path.join("::")).collect();
    assert_eq!(paths, ["a::b", "c::d", "c::e", "g::h", "i"]);
}
