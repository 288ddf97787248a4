//! Documents with faults, and references that lead nowhere or out of their folder.

use std::fs;
use std::path::Path;

use docwright::internals::diagnostics::Sources;
use docwright::internals::pages::facts::{Fact, PageFacts};
use docwright::internals::pages::read;
use workspace_tests::each_case;

/// A document with these paths and definitions.
fn swagger(paths: &str, definitions: &str) -> String {
    format!("{{\"swagger\": \"2.0\", \"paths\": {{{paths}}}, \"definitions\": {{{definitions}}}}}")
}

fn nothing_beside(_: &str) -> Result<Vec<u8>, String> {
    Err("there is no such file".to_owned())
}

fn read_text(name: &str, text: &str) -> Vec<PageFacts> {
    read::document(name, text.as_bytes(), &mut nothing_beside).unwrap().pages
}

fn error(name: &str, text: &str) -> String {
    read::document(name, text.as_bytes(), &mut nothing_beside).unwrap_err().to_string()
}

/// The notes on the document `document.json` in a folder.
fn notes(folder: &Path) -> Vec<String> {
    let read = read::source(&folder.join("document.json"), &mut Sources::default()).unwrap();
    read.notes.into_iter().map(|note| note.message).collect()
}

#[test]
fn faults_have_line_and_column() {
    let faults = [
        ("a.json", "{\n  \"swagger\": \"2.0\",\n  \"paths\": {,}\n}", "3:13: a key in quotes was expected here"),
        ("a.yaml", "openapi: 3.1.0\npaths: [\n", "3:1: "),
        ("a.yaml", "openapi: 3.1.0\npaths: *all\n", "2:8: "),
        (
            "a.yml",
            "swagger: 1.2\n",
            "1:1: `swagger: 1.2` cannot be read; Swagger 2.0, OpenAPI 3.0 and OpenAPI 3.1 are read",
        ),
        ("a.json", "{\"info\": {},\n\"openapi\": \"4.0.0\"}", "2:1: `openapi: 4.0.0` cannot be read"),
        ("a.json", "{\"openapi\": \"3.01\"}", "1:1: `openapi: 3.01` cannot be read"),
        ("a.json", "{}", "1:1: this is no OpenAPI document: it has no `openapi` and no `swagger`"),
        ("a.json", "[]", "1:1: this is no OpenAPI document"),
        ("a.json", "", "1:1: this is no OpenAPI document"),
    ];
    each_case(faults.into_iter().map(|(name, text, error)| (text.to_owned(), (name, text, error))), |_, fault| {
        let (name, text, expected) = fault;
        let found = error(name, text);
        assert!(found.starts_with(expected), "{found}");
    });
}

#[test]
fn depth_and_size_are_bounded() {
    let deep = format!("{{\"swagger\": \"2.0\", \"x\": {}{}}}", "[".repeat(200), "]".repeat(200));
    assert!(error("a.json", &deep).contains("nested too deeply"));
    let deep = format!("swagger: '2.0'\nx: {}{}\n", "[".repeat(200), "]".repeat(200));
    assert!(error("a.yaml", &deep).contains("nested too deeply"));
    // Each operation repeats a parameter with many values.
    let values = (0..20_000).map(|value| format!("\"value-{value}\"")).collect::<Vec<_>>().join(",");
    let paths = (0..1000)
        .map(|path| format!("\"/{path}\": {{\"get\": {{\"parameters\": [{{\"$ref\": \"#/definitions/P\"}}]}}}}"));
    let parameter =
        format!("\"P\": {{\"name\": \"p\", \"in\": \"query\", \"type\": \"string\", \"enum\": [{values}]}}");
    let text = swagger(&paths.collect::<Vec<_>>().join(","), &parameter);
    assert!(error("a.json", &text).contains("repeats its parts by references too often"));
}

#[test]
fn cycles_of_references_end() {
    let text = swagger(
        r##""/a": {"get": {"parameters": [{"$ref": "#/definitions/Loop"}, {"name": "b", "in": "body", "schema": {"$ref": "#/definitions/Loop"}}],
            "responses": {"200": {"description": "", "schema": {"$ref": "#/definitions/List"}}}}},
           "/b": {"$ref": "#/paths/~1b"}"##,
        r##""Loop": {"$ref": "#/definitions/Other"}, "Other": {"$ref": "#/definitions/Loop"},
            "List": {"type": "array", "items": {"$ref": "#/definitions/List"}},
            "Tree": {"allOf": [{"$ref": "#/definitions/Tree"}, {"properties": {"child": {"$ref": "#/definitions/Tree"}}}]},
            "Union": {"oneOf": [{"$ref": "#/definitions/Union"}, {"$ref": "#/definitions/Union"}]}"##,
    );
    let pages = read_text("a.json", &text);
    assert_eq!(pages.len(), 2);
    let names: Vec<&str> = pages[0].definitions.iter().map(|definition| definition.name.as_str()).collect();
    assert_eq!(names, ["Tree"]);
    assert!(pages[1].is_excerpt, "a parameter was not read");
    let body = pages[1].body.stated().unwrap().as_ref().unwrap();
    assert_eq!(body.type_text, Fact::Unreadable);
}

#[test]
fn a_list_with_a_part_that_was_not_read_may_have_more() {
    let text = swagger(
        r##""/a": {"get": {"parameters": [{"$ref": "#/parameters/lost"}, {"$ref": "lost.json#/p"}], "responses": {}}}"##,
        r##""A": {"properties": {"b": {"$ref": "lost.json#/definitions/B"}, "c": {"$ref": "lost.json#/x/y"}}}"##,
    );
    let read = read::document("a.json", text.as_bytes(), &mut nothing_beside).unwrap();
    assert!(read.pages[1].is_excerpt);
    let written = serde_json::to_value(&read.pages[0]).unwrap();
    assert_eq!(written["definitions"][0]["fields"][0]["type"], "B", "the name is stated");
    assert_eq!(written["definitions"][0]["fields"][1]["type"], "?");
    let messages: Vec<&str> = read.unread.iter().map(|part| part.message.as_str()).collect();
    assert_eq!(messages, ["`lost.json#/p` was not read: there is no such file"], "once for each file");
}

#[test]
fn no_reference_leaves_the_folder_of_the_document() {
    let root = tempfile::tempdir().unwrap();
    let folder = root.path().join("docs");
    fs::create_dir_all(folder.join("parts")).unwrap();
    fs::write(root.path().join("secret.json"), r#"{"Hidden": {"properties": {"password": {}}}}"#).unwrap();
    fs::write(
        folder.join("parts/near.json"),
        r##"{"Near": {"properties": {"far": {"$ref": "../../secret.json#/Hidden"}}}}"##,
    )
    .unwrap();
    let absolute = root.path().join("secret.json").display().to_string().replace('\\', "/");
    let references = [
        "../secret.json#/Hidden",
        "parts/../../secret.json#/Hidden",
        "%2e%2e/secret.json#/Hidden",
        "..\\\\secret.json#/Hidden",
        &format!("{absolute}#/Hidden"),
        &format!("file://{absolute}#/Hidden"),
        "https://docs.example/secret.json#/Hidden",
        "link.json#/Hidden",
        "parts#/Hidden",
        "parts/near.json#/Near",
    ];
    let fields = references
        .iter()
        .enumerate()
        .map(|(index, reference)| format!("\"f{index}\": {{\"allOf\": [{{\"$ref\": \"{reference}\"}}, {{}}]}}"));
    let text = swagger("", &format!("\"A\": {{\"properties\": {{{}}}}}", fields.collect::<Vec<_>>().join(",")));
    fs::write(folder.join("document.json"), text).unwrap();
    #[cfg(unix)]
    std::os::unix::fs::symlink(root.path().join("secret.json"), folder.join("link.json")).unwrap();
    let read = read::source(&folder.join("document.json"), &mut Sources::default()).unwrap();
    let written = format!("{:?}", read.pages);
    assert!(!written.contains("password"), "{written}");
    let messages = notes(&folder);
    assert_eq!(messages.len(), references.len(), "{messages:#?}");
    assert!(
        messages.iter().any(|message| message.contains(" in parts/near.json was not read: only files in the folder"))
    );
    #[cfg(unix)]
    assert!(messages.iter().any(|message| message.contains("`link.json#/Hidden` was not read: it is a link out of")));
}

#[test]
fn other_json_and_yaml_in_a_folder_is_not_read() {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in [
        ("a.json", "{\"name\": \"package\"}"),
        ("b.yaml", "name: x\n"),
        ("c.yml", "swagger: '2.0'\n"),
        ("d.json", "{\"info\": {}, \"openapi\": \"3.0.1\"}"),
        ("e.md", "# A page\n"),
        ("f.json", "no JSON"),
    ] {
        fs::write(folder.path().join(name), text).unwrap();
    }
    let found = read::files(&[folder.path().to_path_buf()]).unwrap();
    let names: Vec<_> = found.pages.iter().map(|path| path.file_name().unwrap().to_string_lossy()).collect();
    assert_eq!(names, ["c.yml", "d.json", "e.md"]);
    let error = read::source(&folder.path().join("a.json"), &mut Sources::default()).unwrap_err();
    assert!(error.to_string().contains("a.json:1:1: this is no OpenAPI document"), "{error}");
}
