//! No text that users read contains a word that `docs/style.md` bans.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use docwright::internals::diagnostics::catalogue::CATALOGUE;
use workspace_tests::workspace_root;

/// Words and phrases, each as its words in lower case.
struct Banned(Vec<Vec<String>>);

/// A word with its line. Punctuation is an empty word, so that no phrase continues over it.
type Words = Vec<(usize, String)>;

impl Banned {
    fn read() -> Self {
        let style = fs::read_to_string(workspace_root().join("docs/style.md")).unwrap();
        let (_, list) = style.split_once("```text\n").unwrap();
        let (list, _) = list.split_once("```").unwrap();
        Self(list.lines().map(|phrase| phrase.split_whitespace().map(str::to_owned).collect()).collect())
    }

    /// Each hit as its line and the phrase.
    fn find(&self, lines: Vec<(usize, &str)>) -> Vec<(usize, String)> {
        let words = words(lines);
        let mut hits = Vec::new();
        for phrase in &self.0 {
            for window in words.windows(phrase.len()) {
                if window.iter().map(|(_, word)| word).eq(phrase) {
                    hits.push((window[0].0, phrase.join(" ")));
                }
            }
        }
        hits.sort();
        hits
    }
}

/// The words of lines, without code between backticks.
fn words(lines: Vec<(usize, &str)>) -> Words {
    let mut words = Words::new();
    for (line, text) in lines {
        if text.trim_start().starts_with("```") {
            continue;
        }
        let mut word = String::new();
        let mut is_code = false;
        // The space ends the last word of the line.
        for c in text.chars().chain([' ']) {
            if !is_code && (c.is_alphanumeric() || c == '_') {
                word.extend(c.to_lowercase());
                continue;
            }
            if !word.is_empty() {
                words.push((line, std::mem::take(&mut word)));
            }
            is_code ^= c == '`';
            if !c.is_whitespace() {
                words.push((line, String::new()));
            }
        }
    }
    words
}

fn numbered(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.lines().enumerate().map(|(index, line)| (index + 1, line))
}

/// The part of a file that is searched, as lines with their numbers.
type Part = for<'t> fn(&'t str) -> Vec<(usize, &'t str)>;

fn document(text: &str) -> Vec<(usize, &str)> {
    numbered(text).collect()
}

/// Of the style guide, tables and the list of words are left out: they quote what is banned.
fn style_guide(text: &str) -> Vec<(usize, &str)> {
    let (before_list, _) = text.split_once("```text\n").unwrap();
    numbered(before_list).filter(|(_, line)| !line.starts_with('|')).collect()
}

/// Doc comments, without their slashes.
fn doc_comments(text: &str) -> Vec<(usize, &str)> {
    numbered(text)
        .filter_map(|(number, line)| {
            let line = line.trim_start();
            Some((number, line.strip_prefix("///").or_else(|| line.strip_prefix("//!"))?))
        })
        .collect()
}

/// Descriptions in a JSON Schema, each of which is one line.
fn descriptions(text: &str) -> Vec<(usize, &str)> {
    numbered(text).filter(|(_, line)| line.trim_start().starts_with("\"description\": \"")).collect()
}

/// Files with an extension, in a folder and below it.
fn files_below(folder: &Path, extension: &str) -> BTreeSet<PathBuf> {
    let mut files = BTreeSet::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files.append(&mut files_below(&path, extension));
        } else if path.extension().is_some_and(|found| found == extension) {
            files.insert(path);
        }
    }
    files
}

/// Files with an extension, in a folder only.
fn files_in(folder: &Path, extension: &str) -> BTreeSet<PathBuf> {
    let mut files = files_below(folder, extension);
    files.retain(|file| file.parent() == Some(folder));
    files
}

/// The files to search, with the part of each.
fn searched(root: &Path) -> Vec<(PathBuf, Part)> {
    let mut files: Vec<(PathBuf, Part)> = Vec::new();
    for file in ["README.md", "CONTRIBUTING.md", "generated-client/README.md"] {
        files.push((root.join(file), document));
    }
    for folder in ["docs", "generated-client/guide", "runtime"] {
        for file in files_in(&root.join(folder), "md") {
            let part: Part = if file.ends_with("docs/style.md") { style_guide } else { document };
            files.push((file, part));
        }
    }
    for file in files_in(&root.join("spec"), "json") {
        files.push((file, descriptions));
    }
    for file in ["generator/src/lib.rs", "generator/src/specs.rs"] {
        files.push((root.join(file), doc_comments));
    }
    for folder in ["runtime/src", "generated-client/src", "generator/src/commands"] {
        for file in files_below(&root.join(folder), "rs") {
            files.push((file, doc_comments));
        }
    }
    files
}

#[test]
fn no_text_has_a_banned_word() {
    let root = workspace_root();
    let banned = Banned::read();
    let mut found = Vec::new();
    for (file, part) in searched(&root) {
        let text = fs::read_to_string(&file).unwrap();
        let shown = file.strip_prefix(&root).unwrap().display();
        for (line, phrase) in banned.find(part(&text)) {
            found.push(format!("{shown}:{line}: {phrase}"));
        }
    }
    for entry in CATALOGUE {
        for text in [entry.message, entry.why, entry.help] {
            for (_, phrase) in banned.find(document(text)) {
                found.push(format!("rule {}: {phrase}: {text}", entry.code));
            }
        }
    }
    assert!(found.is_empty(), "{} banned words, see docs/style.md:\n{}", found.len(), found.join("\n"));
}

/// The module `runtime` of the client is for its generated code; users find names at the root, or in the module of their API.
#[test]
fn no_text_for_users_imports_from_the_runtime() {
    let root = workspace_root();
    let client = root.join("generated-client");
    let mut files = BTreeSet::from([root.join("README.md"), client.join("README.md")]);
    files.append(&mut files_below(&client.join("guide"), "md"));
    for folder in ["examples", "src", "tests/examples"] {
        files.append(&mut files_below(&client.join(folder), "rs"));
    }
    // What these tests share is no code of a user.
    files.remove(&client.join("tests/examples/exchange.rs"));
    let imports = |file: &&PathBuf| fs::read_to_string(file).unwrap().contains("ms_commerce::runtime");
    assert_eq!(files.iter().filter(imports).collect::<Vec<_>>(), Vec::<&PathBuf>::new());
}

#[test]
fn a_phrase_is_found_over_lines_and_not_over_punctuation_or_in_code() {
    let banned = Banned(vec![vec!["held".to_owned(), "against".to_owned()], vec!["mend".to_owned()]]);
    let find = |text: &str| banned.find(document(text));
    assert_eq!(find("It is Held\nagainst it."), [(1, "held against".to_owned())]);
    assert_eq!(find("To\nMEND!"), [(2, "mend".to_owned())]);
    assert!(find("It is held, against all. Recommend `mend` and mend_it, not amend.\n```mend").is_empty());
}

#[test]
fn the_banned_words_are_sorted_and_in_lower_case() {
    let Banned(phrases) = Banned::read();
    let listed: Vec<String> = phrases.iter().map(|phrase| phrase.join(" ")).collect();
    let sorted: BTreeSet<String> = listed.iter().map(|phrase| phrase.to_lowercase()).collect();
    assert_eq!(listed, sorted.into_iter().collect::<Vec<_>>());
}
