//! OpenAPI documents are read as pages: one API, described by Markdown pages, in Swagger 2.0 and in OpenAPI 3.1.

mod comparison;
mod constructs;
mod drafts;
mod faults;
mod locks;
mod webhooks;

use std::fs;
use std::path::PathBuf;

use docwright::Checked;
use docwright::internals::diagnostics::{Code, Sources};
use docwright::internals::pages::compare::PageSource;
use docwright::internals::pages::facts::{Fact, PageFacts};
use docwright::internals::pages::read;
use serde_json::Value;
use workspace_tests::{check_spec, rendered, spec_file, workspace_root};

/// The documents, which state the same.
pub(crate) const DOCUMENTS: [&str; 2] = ["greenhouse.json", "greenhouse.yaml"];

fn folder() -> PathBuf {
    workspace_root().join("tests/fixtures/openapi")
}

pub(crate) fn text(name: &str) -> String {
    fs::read_to_string(folder().join(name)).unwrap()
}

/// The pages in files or folders of the fixture.
fn pages(paths: &[&str], sources: &mut Sources) -> Vec<PageSource> {
    let paths: Vec<PathBuf> = paths.iter().map(|path| folder().join(path)).collect();
    let files = read::files(&paths).unwrap();
    let read = files.pages.iter().map(|file| read::source(file, sources).unwrap());
    read.flat_map(|read| {
        assert_eq!(read.notes, [], "everything was read");
        read.pages
    })
    .collect()
}

fn facts(paths: &[&str]) -> Vec<PageFacts> {
    pages(paths, &mut Sources::default()).into_iter().map(|source| source.page).collect()
}

/// Reads a file of the fixture that a document refers to.
pub(crate) fn beside(path: &str) -> Result<Vec<u8>, String> {
    fs::read(folder().join(path)).map_err(|error| error.to_string())
}

/// The pages of a document with this text; other files of the fixture are beside it.
fn document(name: &str, text: &str, sources: &mut Sources) -> Vec<PageSource> {
    let read = read::document(name, text.as_bytes(), &mut beside).unwrap();
    let file = sources.add(name, text);
    read.pages.into_iter().map(|page| PageSource { page, file }).collect()
}

/// The spec after a change of its area; each entry cites its Markdown page, or all of them the document.
fn spec_with(cites_document: bool, change: impl Fn(String) -> String) -> Checked {
    let mut area = text("area.yaml");
    let mut names: Vec<String> =
        area.lines().filter_map(|line| line.trim().strip_prefix("page: ")).map(str::to_owned).collect();
    names.sort();
    names.dedup();
    if cites_document {
        for name in &names {
            area = area.replace(&format!("page: {name}\n"), "page: greenhouse\n");
        }
        names = vec!["greenhouse".to_owned()];
    }
    let page = |name: &String| {
        let url = format!("https://docs.greenhouse.example/{name}");
        format!("  {name}: {{ title: {name}, url: \"{url}\", captured: 2026-11-20 }}\n")
    };
    let area = change(format!("pages:\n{}{area}", names.iter().map(page).collect::<String>()));
    let mut checked = check_spec(vec![spec_file("demo/api.yaml", text("api.yaml")), spec_file("demo/beds.yaml", area)]);
    // After a change, a type or a page may be unused.
    let is_unused = |code: Code| matches!(code, Code::UnusedType | Code::UncitedPage);
    checked.diagnostics.retain(|diagnostic| !is_unused(diagnostic.code));
    assert!(checked.diagnostics.is_empty(), "{}", rendered(&checked));
    checked
}

/// The spec after a replacement.
pub(crate) fn spec(cites_document: bool, (from, to): (&str, &str)) -> Checked {
    spec_with(cites_document, |area| {
        assert!(area.contains(from), "no {from}");
        area.replacen(from, to, 1)
    })
}

/// The spec without changes.
pub(crate) const UNCHANGED: (&str, &str) = ("types:", "types:");

/// The facts of a page that do not depend on its form. A document says that there are no parameters, and what can be null; pages
/// leave it out.
fn comparable(page: &PageFacts) -> Value {
    let mut page = page.clone();
    page.definitions.sort_by(|one, other| one.name.cmp(&other.name));
    for rows in [&mut page.parameters, &mut page.headers] {
        if rows.stated().is_some_and(Vec::is_empty) {
            *rows = Fact::NotStated;
        }
    }
    let mut value = serde_json::to_value(&page).unwrap();
    // The pages list `Authorization`, but show no value of it.
    for key in ["name", "version", "rendering", "reader", "carriers"] {
        value.as_object_mut().unwrap().remove(key);
    }
    remove_nullable(&mut value);
    value
}

fn remove_nullable(value: &mut Value) {
    match value {
        Value::Object(members) => {
            members.remove("nullable");
            members.values_mut().for_each(remove_nullable);
        }
        Value::Array(items) => items.iter_mut().for_each(remove_nullable),
        _ => {}
    }
}

/// Method and address of the page's request.
fn request(page: &PageFacts) -> String {
    let request = page.requests.first();
    request.map_or_else(String::new, |request| format!("{:?} {}", request.method, request.uri))
}

#[test]
fn a_document_states_the_facts_of_its_pages() {
    let of_pages = facts(&["pages"]);
    assert_eq!(of_pages.len(), 7);
    for name in DOCUMENTS {
        let of_document = facts(&[name]);
        assert_eq!(of_document.len(), of_pages.len(), "{name}");
        for page in &of_pages {
            let same = of_document.iter().find(|other| request(other) == request(page));
            let same = same.unwrap_or_else(|| panic!("{name}: {}", request(page)));
            let (expected, found) = (comparable(page), comparable(same));
            let shown = |value: &Value| serde_json::to_string_pretty(value).unwrap();
            assert_eq!(shown(&expected), shown(&found), "{name}: {}", page.identity.name);
        }
    }
}

#[test]
fn facts_have_the_lines_of_the_document() {
    for name in DOCUMENTS {
        let text = text(name);
        let lines: Vec<&str> = text.lines().collect();
        let assert_line = |line: u32, names: &[&str]| {
            let shown = lines[line as usize - 1];
            assert!(names.iter().any(|name| shown.contains(name)), "{name}:{line}: {shown:?} has none of {names:?}");
        };
        let mut checked = 0;
        for page in facts(&[name]) {
            for request in &page.requests {
                let (_, method) = page.identity.name.rsplit_once('/').unwrap();
                assert_line(request.line, &[method]);
            }
            for row in page.parameters.stated().into_iter().chain(page.headers.stated()).flatten() {
                assert_line(row.line, &[&row.name, "greenhouse-parts", "token", "{"]);
                checked += 1;
            }
            for row in page.responses.stated().into_iter().flatten() {
                assert_line(row.line, &[&row.status.stated().unwrap().to_string()]);
            }
            for row in page.errors.stated().into_iter().flatten() {
                assert_line(row.line, &[&row.status.to_string()]);
            }
            for definition in &page.definitions {
                let in_place = ["x-ms-enum", "greenhouse-parts", "{"];
                assert_line(definition.line, &[[definition.name.as_str()].as_slice(), &in_place].concat());
                checked += 1;
            }
            for member in page.examples.iter().flat_map(|example| example.body.stated().into_iter().flatten()) {
                let last = member.path.rsplit('.').next().unwrap().trim_end_matches("[]");
                assert_line(member.line, &[last, "{", "[", "- "]);
            }
        }
        assert!(checked > 10, "{name}");
    }
}
