//! The modules of the generator depend on modules of lower layers only, and files of no package have circular dependencies.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use proc_macro2::{TokenStream, TokenTree};

/// The layers from top to bottom: a module may use modules of lower layers, but not of its own.
const LAYERS: [&[&str]; 10] = [
    &["commands", "specs", "internals"],
    &["review", "fetch"],
    &["traffic", "pages"],
    &["checked"],
    &["write", "backend"],
    &["resolve"],
    &["check", "model"],
    &["spec"],
    &["yaml_text", "output", "error_bodies"],
    // Modules of the lowest layer use no others, except for the program's name in messages.
    &[
        "names",
        "uri",
        "wire_path",
        "header_names",
        "media_types",
        "files",
        "text_formats",
        "markdown_text",
        "diagnostics",
        "json_text",
        "parallel",
        "wording",
    ],
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
        } else if path.extension().is_some_and(|extension| extension == "rs") {
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

/// The packages that are written by hand.
const PACKAGES: [&str; 3] = ["generator", "runtime", "xtask"];

fn read(package: &str) -> BTreeMap<String, String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(package).join("src");
    let mut files = BTreeMap::new();
    sources(&root, &root, &mut files);
    files
}

#[test]
fn every_import_leads_down() {
    let files = read("generator");
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

/// The modules by their paths, each with its file.
fn modules(files: &BTreeMap<String, String>) -> BTreeMap<Vec<String>, String> {
    let path_of = |file: &str| {
        let name = file.trim_end_matches(".rs");
        name.split('/').filter(|part| *part != "lib" && *part != "main").map(str::to_owned).collect()
    };
    files.keys().map(|file| (path_of(file), file.clone())).collect()
}

/// The imports of a module as paths from the root of the crate.
fn absolute_imports(text: &str, module: &[String], modules: &BTreeMap<Vec<String>, String>) -> Vec<Vec<String>> {
    let code: TokenStream = text.split("#[cfg(test)]").next().unwrap().parse().unwrap();
    let tokens: Vec<TokenTree> = code.into_iter().collect();
    let mut found = Vec::new();
    for (index, token) in tokens.iter().enumerate() {
        let (TokenTree::Ident(word), Some(TokenTree::Ident(first))) = (token, tokens.get(index + 1)) else { continue };
        if *word != "use" {
            continue;
        }
        let mut paths = Vec::new();
        follow(&tokens, index + 2, &mut vec![first.to_string()], &mut paths);
        for path in paths {
            let mut base = module.to_vec();
            let mut rest = path.as_slice();
            while let Some((step, others)) = rest.split_first() {
                match step.as_str() {
                    "crate" => base.clear(),
                    "super" => drop(base.pop()),
                    "self" => {}
                    _ => break,
                }
                rest = others;
            }
            base.extend(rest.iter().cloned());
            let is_own = path[0] == "crate"
                || path[0] == "super"
                || modules.contains_key(&base[..base.len().min(module.len() + 1)]);
            if is_own {
                found.push(base);
            }
        }
    }
    found
}

/// The module that a path leads to, if it is none that `module` is a part of: what a module shares with its parts is its own.
fn imported<'m>(path: &[String], module: &[String], modules: &'m BTreeMap<Vec<String>, String>) -> Option<&'m String> {
    let length = (0..=path.len()).rev().find(|length| modules.contains_key(&path[..*length]))?;
    let target = &path[..length];
    if module.starts_with(target) { None } else { modules.get(target) }
}

#[test]
fn files_have_no_circular_dependencies() {
    for package in PACKAGES {
        let arrows = circles(&read(package));
        assert!(arrows.is_empty(), "circles in {package}, and files between two of them: {arrows:#?}");
    }
}

/// The files in circles, each with those of them that it imports.
fn circles(files: &BTreeMap<String, String>) -> BTreeMap<String, BTreeSet<String>> {
    let modules = modules(files);
    let mut arrows: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (path, file) in &modules {
        let imports = absolute_imports(&files[file], path, &modules);
        let targets = imports.iter().filter_map(|import| imported(import, path, &modules).cloned());
        // `lib.rs` and `internals.rs` hand out what the others declare.
        let is_outlet = file == "lib.rs" || file == "internals.rs";
        arrows.entry(file.clone()).or_default().extend(targets.filter(|_| !is_outlet));
    }
    // A file that depends on none that is left, or that none depends on, is in no circle.
    loop {
        let sources: BTreeSet<String> = arrows.keys().cloned().collect();
        let targets: BTreeSet<String> = arrows.values().flatten().cloned().collect();
        let before = arrows.len();
        arrows.retain(|file, targets_of| {
            targets_of.retain(|target| sources.contains(target));
            !targets_of.is_empty() && targets.contains(file)
        });
        if arrows.len() == before {
            return arrows;
        }
    }
}

#[test]
fn a_circle_is_found() {
    let file = |name: &str, text: &str| (name.to_owned(), text.to_owned());
    let files = BTreeMap::from([
        file("lib.rs", "mod a; mod b; mod c;"),
        file("a.rs", "use crate::b::second;"),
        file("b.rs", "mod part;"),
        file("b/part.rs", "use super::shared; use crate::c::third;"),
        file("c.rs", "use crate::{a::first, b::part::fourth};"),
    ]);
    let found: Vec<String> = circles(&files).into_keys().collect();
    assert_eq!(found, ["b/part.rs", "c.rs"]);
}

/// Names say what a type is: a reader would confuse two types of one name.
#[test]
fn no_two_types_have_one_name() {
    for package in PACKAGES {
        let mut declared = declared_types(&read(package));
        assert!(!declared.is_empty(), "types of {package} must be found");
        declared.retain(|_, files| files.len() > 1);
        assert!(declared.is_empty(), "types of one name in {package}: {declared:#?}");
    }
}

/// The types by their names, each with the files that declare it.
fn declared_types(files: &BTreeMap<String, String>) -> BTreeMap<String, BTreeSet<String>> {
    let mut declared: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (file, text) in files {
        for line in text.split("#[cfg(test)]").next().unwrap().lines() {
            let visibility = line
                .strip_prefix("pub")
                .map_or(line, |rest| rest.trim_start_matches(|character: char| character != ' ').trim_start());
            let mut words = visibility.split(|character: char| !character.is_alphanumeric() && character != '_');
            if let (Some("struct" | "enum" | "trait" | "type" | "union"), Some(name)) = (words.next(), words.next()) {
                declared.entry(name.to_owned()).or_default().insert(file.clone());
            }
        }
    }
    declared
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
