//! Pages in other forms than tables of requests: every request is found, with what its section states about it.

use std::fmt::Write as _;
use std::fs;
use std::path::PathBuf;

use docwright::internals::pages::facts::{DefinitionContent, ExampleOf, Fact, PageFacts, Rendering};
use docwright::internals::pages::read;
use workspace_tests::workspace_root;

fn forms() -> PathBuf {
    workspace_root().join("tests/fixtures/pages/forms")
}

fn page(name: &str) -> PageFacts {
    read::page(name, &fs::read(forms().join(name)).unwrap())
}

/// A fact as it is shown: `-` if it is not stated, `?` if it is unreadable.
fn shown<T: ToString>(fact: &Fact<T>) -> String {
    match fact {
        Fact::Stated(fact) => fact.to_string(),
        Fact::NotStated => "-".to_owned(),
        Fact::Unreadable => "?".to_owned(),
    }
}

fn row(
    name: &str,
    type_text: &Fact<String>,
    nullable: bool,
    required: &Fact<bool>,
    values: &Fact<Vec<String>>,
) -> String {
    let null = if nullable { " or null" } else { "" };
    let required = match required {
        Fact::Stated(true) => " required",
        Fact::Stated(false) => " optional",
        Fact::NotStated | Fact::Unreadable => "",
    };
    let values = values.stated().map(|values| format!(" of {}", values.join(" "))).unwrap_or_default();
    format!("{name}: {}{null}{required}{values}", shown(type_text))
}

/// The facts of a page, a line for each.
fn outline(page: &PageFacts) -> String {
    let mut text = String::new();
    for part in page.parts() {
        writeln!(text, "# {}", part.title).unwrap();
        for request in &part.requests {
            let method = request.method.stated().map_or("?", |method| method.as_str());
            writeln!(text, "{method} {} (line {})", request.uri, request.line).unwrap();
        }
        for parameter in part.parameters.stated().into_iter().flatten() {
            let place =
                parameter.place.stated().map(|place| format!(" in {place:?}").to_lowercase()).unwrap_or_default();
            let row =
                row(&parameter.name, &parameter.type_text, parameter.nullable, &parameter.required, &parameter.values);
            writeln!(text, "  parameter {row}{place}").unwrap();
        }
        for header in part.headers.stated().into_iter().flatten() {
            let row = row(&header.name, &header.type_text, header.nullable, &header.required, &header.values);
            writeln!(text, "  header {row}").unwrap();
        }
        match &part.body {
            Fact::Stated(Some(body)) => {
                writeln!(text, "  body {}", shown(&body.type_text)).unwrap();
                for field in &body.fields {
                    let row = row(&field.name, &field.type_text, field.nullable, &field.required, &field.values);
                    writeln!(text, "    {row}").unwrap();
                }
            }
            Fact::Stated(None) => writeln!(text, "  no body").unwrap(),
            Fact::NotStated | Fact::Unreadable => {}
        }
        for response in part.responses.stated().into_iter().flatten() {
            writeln!(text, "  response {}: {}", shown(&response.status), shown(&response.type_text)).unwrap();
            for field in &response.fields {
                let row = row(&field.name, &field.type_text, field.nullable, &field.required, &field.values);
                writeln!(text, "    {row}").unwrap();
            }
        }
        for error in part.errors.stated().into_iter().flatten() {
            writeln!(text, "  error {}", error.status).unwrap();
        }
        for definition in &part.definitions {
            writeln!(text, "  type {}", definition.name).unwrap();
            match &definition.content {
                DefinitionContent::Fields(fields) => {
                    for field in fields {
                        let row = row(&field.name, &field.type_text, field.nullable, &field.required, &field.values);
                        writeln!(text, "    {row}").unwrap();
                    }
                }
                DefinitionContent::Values(values) => writeln!(text, "    {}", values.join(" ")).unwrap(),
            }
        }
        for example in &part.examples {
            let paths: Vec<&str> =
                example.body.stated().into_iter().flatten().map(|member| member.path.as_str()).collect();
            writeln!(text, "  example {}: {}", String::from(example.of.clone()), paths.join(" ").trim_start()).unwrap();
        }
    }
    text
}

#[test]
fn every_form_states_requests_with_what_their_sections_say() {
    let mut names: Vec<String> =
        fs::read_dir(forms()).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    assert!(names.len() > 7, "{names:?}");
    for name in names {
        insta::assert_snapshot!(name.replace('.', "-"), outline(&page(&name)));
    }
}

#[test]
fn a_saved_page_states_its_address_and_date() {
    let page = page("doors.html");
    assert_eq!(page.identity.url.as_deref(), Some("https://docs.halls.example/en-us/doors"));
    assert_eq!((page.version.as_str(), page.title.as_str()), ("03/04/2025", "Open a door"));
    assert_eq!((page.rendering, page.is_translation), (Rendering::Markdown, false));
}

#[test]
fn what_surrounds_the_page_is_not_read() {
    let facts = serde_json::to_string(&page("doors.html")).unwrap();
    for word in ["fake", "imprint", "Cellar", "\"ad\""] {
        assert!(!facts.contains(word), "{word}: {facts}");
    }
    let facts = serde_json::to_string(&page("windows.md")).unwrap();
    assert!(!facts.contains("imprint"), "{facts}");
}

#[test]
fn a_document_says_its_address_in_several_ways() {
    let url = |head: &str| read::page("a.html", format!("<!doctype html>{head}<p>Words").as_bytes()).identity.url;
    let (canonical, shared, saved) = (
        "<link rel=canonical href=https://a.example/canonical>",
        "<meta property=og:url content=https://a.example/shared>",
        "<!-- saved from url=(0024)https://a.example/saved -->",
    );
    for (head, expected) in [
        (format!("{saved}{shared}{canonical}"), "canonical"),
        (format!("{saved}{shared}"), "shared"),
        (saved.to_owned(), "saved"),
    ] {
        assert_eq!(url(&head), Some(format!("https://a.example/{expected}")), "{head}");
    }
    assert_eq!(url(""), None);
}

#[test]
fn a_document_in_another_language_is_a_translation() {
    let is_translation = |html: &str| read::page("a.html", html.as_bytes()).is_translation;
    assert!(is_translation("<html lang=\"de-de\"><p>Worte"));
    assert!(!is_translation("<html lang=\"en\"><p>Words"));
    assert!(!is_translation("<html><p>Words"));
}

#[test]
fn the_encoding_of_a_page_changes_no_fact() {
    let text = fs::read_to_string(forms().join("boxes.md")).unwrap();
    let facts = read::page("boxes.md", text.as_bytes());
    let utf_16: Vec<u8> = std::iter::once(0xFEFF).chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    assert_eq!(read::page("boxes.md", &utf_16), facts);
    let accented = text.replace("hall.", "h\u{e2}ll.");
    let windows_1252: Vec<u8> = accented.chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect();
    assert_eq!(read::page("boxes.md", &windows_1252), read::page("boxes.md", accented.as_bytes()));
}

/// A page of many operations, each with a table.
fn page_of(operations: usize) -> String {
    let mut text = "# Crates\n\n".to_owned();
    for number in 0..operations {
        write!(text, "## Do {number}\n\n```\nPOST /crates/{{id}}/deeds/do{number}\n```\n\n| Parameter | Type | Required |\n|-|-|-|\n").unwrap();
        for parameter in 0..8 {
            writeln!(text, "| p{parameter}of{number} | string | yes |").unwrap();
        }
        text.push('\n');
    }
    text
}

#[test]
fn the_facts_of_a_page_grow_with_its_operations() {
    let facts = |operations: usize| read::page("deeds.md", page_of(operations).as_bytes());
    let page = facts(40);
    assert_eq!((page.requests.len(), page.sections.len()), (0, 40));
    assert!(page.sections.iter().all(|section| section.parameters.stated().is_some_and(|rows| rows.len() == 8)));
    let size = |operations: usize| serde_json::to_string(&facts(operations)).unwrap().len();
    assert!(size(400) < 11 * size(40));
}

#[test]
fn json_that_nothing_announces_is_announced_by_its_place() {
    let page = page("boxes.md");
    let pack = page.sections.iter().find(|section| section.title == "Pack a box").unwrap();
    let of: Vec<String> = pack.examples.iter().map(|example| String::from(example.of.clone())).collect();
    assert_eq!(of, ["json of request", "json of response"]);
    assert!(matches!(pack.examples[0].of, ExampleOf::Json { .. }));
}
