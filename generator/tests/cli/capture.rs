//! `capture`: the draft on standard output, remaining work on standard error.

use std::process::Command;

use crate::project::Project;

const PAGE: &str = "---
title: Delete a thing
ms.date: 01/02/2020
---

# Delete a thing

| Method | Request URI |
|--------|-------------|
| DELETE | {baseURL}/things/{id}/parts/{part} |

## URI parameters

| Name | Type   | Required | Description |
|------|--------|----------|-------------|
| id   | string | Yes      | Which thing. |
| part | string | Yes      | Which part.  |

## Response

If successful, this method returns an HTTP status 204.
";

#[test]
fn a_draft_is_printed_and_can_be_saved_as_it_is() {
    let project = Project::new();
    project.write("pages/delete-a-thing.md", PAGE);
    let output = Command::new(env!("CARGO_BIN_EXE_docwright"))
        .args(["capture", "pages/delete-a-thing.md"])
        .current_dir(project.path(""))
        .output()
        .unwrap();
    let (draft, report) = (String::from_utf8(output.stdout).unwrap(), String::from_utf8(output.stderr).unwrap());
    assert_eq!(output.status.code(), Some(0), "{report}");
    assert!(draft.starts_with("# yaml-language-server: ") && draft.ends_with("204: none\n"), "{draft}");
    for part in ["gap", "DW201", "DW701", "spec/demo/delete-a-thing.yaml"] {
        assert!(report.contains(part), "no {part} in {report}");
    }
    assert!(!project.path("spec/demo/delete-a-thing.yaml").exists(), "the tool never writes into `spec/` by itself");

    project.write("spec/demo/delete-a-thing.yaml", &draft);
    let check = project.run(&["check", "--format", "json"]);
    let others = check.text.lines().filter(|line| !line.contains("DW201") && !line.contains("DW701"));
    assert_eq!(others.collect::<Vec<_>>(), Vec::<&str>::new());
    // An unfinished draft does not prevent capturing another page.
    assert_eq!(project.run(&["capture", "pages"]).code, 0);
}

#[test]
fn a_file_without_a_page_gives_no_draft() {
    let project = Project::new();
    project.write("words.md", "# Words\n\nNothing else.\n");
    for (arguments, expected) in [
        (&["capture", "words.md"][..], "no request and no definition"),
        (&["capture", "nowhere.md"], "cannot read nowhere.md"),
        (&["capture"], "PAGE"),
    ] {
        let run = project.run(arguments);
        assert_eq!(run.code, 2, "{arguments:?}: {}", run.text);
        assert!(run.text.contains(expected), "{arguments:?}: {}", run.text);
    }
    project.write("thing.md", PAGE);
    let run = project.run(&["capture", "thing.md", "--api", "demi"]);
    assert!(run.code == 2 && run.text.contains("`demo`"), "{}", run.text);
}

#[test]
fn specs_with_errors_get_no_draft() {
    let project = Project::new();
    project.write("thing.md", PAGE);
    project.write("spec/demo/others.yaml", "types: { Other: { doc: Another., fields: { name: strin } } }\n");
    let run = project.run(&["capture", "thing.md"]);
    assert!(run.code == 1 && run.text.contains("DW101"), "{}", run.text);
}

#[test]
fn a_document_is_drafted_and_what_was_not_read_is_said() {
    let project = Project::new();
    let document = "swagger: '2.0'
paths:
  /things/{id}/parts:
    get:
      operationId: listParts
      parameters:
        - { name: id, in: path, type: string, required: true }
        - { $ref: \"https://docs.example/common.yaml#/page\" }
      responses: { 200: { schema: { $ref: \"#/definitions/Parts\" } } }
definitions:
  Parts: { properties: { items: { type: array, items: { type: string } } } }
";
    project.write("things.yaml", document);
    let run = project.run(&["capture", "things.yaml"]);
    assert_eq!(run.code, 0, "{}", run.text);
    for part in
        ["  list_parts:", "GET: /things/{id}/parts", "200: Parts", "items: List<string>", "things.yaml:8: `https:"]
    {
        assert!(run.text.contains(part), "no {part} in {}", run.text);
    }
}
