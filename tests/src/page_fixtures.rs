//! Pages and specs that agree, and small changes to either.

use std::fs;
use std::path::Path;

use docwright::Checked;
use docwright::internals::diagnostics::{Code, Style, render};
use docwright::internals::pages::compare::{Comparison, PageSource, compare};
use docwright::internals::pages::read;

use crate::{check_spec, codes, rendered, spec_file, workspace_root};

/// A page and a spec that agree.
#[derive(Clone, Debug)]
pub struct PageFixture {
    /// The name of its folder.
    pub name: String,
    /// The file name of the page.
    pub page_name: String,
    /// The page.
    pub page: String,
    /// `api.yaml`.
    pub api: String,
    /// The area; a comment `# errata of ENTRY` marks the place for the errata of an operation or a type.
    pub area: String,
    /// Changes that break the agreement.
    pub mutations: Vec<Mutation>,
}

/// What a mutation changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// The page.
    Page,
    /// The area of the spec.
    Spec,
}

/// One change, and the rule that it breaks.
#[derive(Clone, Debug)]
pub struct Mutation {
    /// The rule, such as `DW801`.
    pub code: String,
    /// What it changes.
    pub side: Side,
    /// What it is about.
    pub name: String,
    from: String,
    to: String,
}

/// A page compared with a spec.
#[derive(Debug)]
pub struct ComparedPages {
    /// The spec, with the sources of both.
    pub checked: Checked,
    /// The outcome.
    pub comparison: Comparison,
}

impl ComparedPages {
    /// The rules that are broken.
    pub fn codes(&self) -> Vec<String> {
        codes(&self.comparison.mismatches)
    }

    /// The diagnostics as the tool shows them.
    pub fn rendered(&self) -> String {
        render(&self.comparison.mismatches, &self.checked.sources, Style::Plain)
    }

    /// The notes, without their places.
    pub fn notes(&self) -> Vec<&str> {
        self.comparison.notes.iter().map(|note| note.message.as_str()).collect()
    }
}

impl PageFixture {
    /// The fixture after a change.
    ///
    /// # Panics
    ///
    /// When the text that the mutation replaces does not occur exactly once.
    pub fn mutated(&self, mutation: &Mutation) -> Self {
        let mut mutated = self.clone();
        let text = match mutation.side {
            Side::Page => &mut mutated.page,
            Side::Spec => &mut mutated.area,
        };
        let found = text.matches(&mutation.from).count();
        assert_eq!(found, 1, "{} {}: {:?} occurs {found} times", self.name, mutation.name, mutation.from);
        *text = text.replace(&mutation.from, &mutation.to);
        mutated
    }

    /// The fixture with an erratum of an operation or a type, as the inner part of a mapping in braces.
    ///
    /// # Panics
    ///
    /// When there is no such entry.
    pub fn with_erratum(&self, entry: &str, erratum: &str) -> Self {
        let mut with_erratum = self.clone();
        let mark = format!("    # errata of {entry}\n");
        assert!(self.area.contains(&mark), "{}: no entry {entry}", self.name);
        with_erratum.area = self.area.replace(&mark, &format!("    errata:\n      - {{ {erratum} }}\n"));
        with_erratum
    }

    /// Compares the spec with the page.
    pub fn compare(&self) -> ComparedPages {
        self.compare_with(&[(&self.page_name, &self.page)])
    }

    /// Compares the spec with pages, given as names of files and texts.
    ///
    /// # Panics
    ///
    /// When the spec has an error.
    pub fn compare_with(&self, pages: &[(&str, &str)]) -> ComparedPages {
        let mut checked = self.checked();
        let pages: Vec<PageSource> = pages
            .iter()
            .map(|(name, text)| PageSource {
                page: read::page(name, text.as_bytes()),
                file: checked.sources.add(*name, *text),
            })
            .collect();
        let comparison = compare(&checked.model, &pages, &checked.sources);
        ComparedPages { checked, comparison }
    }

    /// The spec.
    ///
    /// # Panics
    ///
    /// When it has an error.
    pub fn checked(&self) -> Checked {
        let files =
            vec![spec_file("demo/api.yaml", self.api.as_str()), spec_file("demo/area.yaml", self.area.as_str())];
        let mut checked = check_spec(files);
        // After a change, a type may be unused.
        checked.diagnostics.retain(|diagnostic| diagnostic.code != Code::UnusedType);
        assert!(checked.diagnostics.is_empty(), "{}", rendered(&checked));
        checked
    }
}

/// All of them, one for each rendering.
///
/// # Panics
///
/// When the fixtures cannot be read.
#[allow(clippy::unwrap_used)]
pub fn page_fixtures() -> Vec<PageFixture> {
    let folder = workspace_root().join("tests/fixtures/verify-docs");
    let mut folders: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    folders.sort();
    folders.iter().map(|folder| fixture(folder)).collect()
}

#[allow(clippy::unwrap_used)]
fn fixture(folder: &Path) -> PageFixture {
    let read = |name: &str| fs::read_to_string(folder.join(name)).unwrap();
    let mut names = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let page_name = names.find(|name| name.ends_with(".md") || name.ends_with(".txt")).unwrap();
    PageFixture {
        name: folder.file_name().unwrap().to_string_lossy().into_owned(),
        page: read(&page_name),
        page_name,
        api: read("api.yaml"),
        area: read("area.yaml"),
        mutations: read("mutations.diff").split("\n\n").filter(|text| !text.trim().is_empty()).map(mutation).collect(),
    }
}

/// A heading `DW801 page: name`, then what to replace (`-`), then by what (`+`).
#[allow(clippy::unwrap_used)]
fn mutation(text: &str) -> Mutation {
    let mut lines = text.trim_matches('\n').lines();
    let (rule, name) = lines.next().and_then(|heading| heading.split_once(": ")).unwrap();
    let (code, side) = rule.split_once(' ').unwrap();
    let of_side = |mark: char| {
        let marked: Vec<&str> = text.lines().skip(1).filter_map(|line| line.strip_prefix(mark)).collect();
        marked.join("\n")
    };
    Mutation {
        code: code.to_owned(),
        side: if side == "page" { Side::Page } else { Side::Spec },
        name: name.to_owned(),
        from: of_side('-'),
        to: of_side('+'),
    }
}
