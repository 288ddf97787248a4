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
    assert!(draft.starts_with("# yaml-language-server: ") && draft.contains("204: none\n"), "{draft}");
    for part in ["gap", "DW201", "DW011", "spec/demo/delete-a-thing.yaml"] {
        assert!(report.contains(part), "no {part} in {report}");
    }
    assert!(!project.path("spec/demo/delete-a-thing.yaml").exists(), "the tool never writes into `spec/` by itself");

    project.write("spec/demo/delete-a-thing.yaml", &draft);
    let check = project.run(&["check", "--format", "json"]);
    // The request line of an example is left for a person.
    let is_for_people = |line: &&str| ["DW201", "`request` is missing"].iter().any(|part| line.contains(part));
    let others = check.text.lines().filter(|line| !is_for_people(line));
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
fn types_of_linked_pages_are_drafted_where_something_uses_them() {
    let project = Project::new();
    let page = "# Get a part\n\n| Method | Request URI |\n|---|---|\n| GET | {baseURL}/parts/{part} |\n\n\
        ## Response\n\n### Response body\n\nThe response contains [Part](part-types.md#part).\n";
    let types = "# Types of parts\n\n## Part\n\n| Name | Type | Description |\n|---|---|---|\n\
        | maker | [Maker](maker-types.md#maker) | Who made it. |\n\n## Tool\n\n| Name | Type | Description |\n|---|---|---|\n| edge | string | Its edge. |\n";
    let makers = "# Makers\n\n## Maker\n\n| Name | Type | Description |\n|---|---|---|\n| town | string | Where. |\n";
    for (name, text) in [("get-a-part.md", page), ("part-types.md", types), ("maker-types.md", makers)] {
        project.write(&format!("pages/{name}"), text);
    }
    let alone = project.run(&["capture", "pages/get-a-part.md"]);
    assert!(!alone.text.contains("town: string"), "{}", alone.text);
    let followed = project.run(&["capture", "pages/get-a-part.md", "--follow"]);
    for part in ["maker: Maker", "town: string", "page: maker-types"] {
        assert!(followed.text.contains(part), "no {part} in {}", followed.text);
    }
    assert!(!followed.text.contains("edge: string"), "nothing uses it: {}", followed.text);
    #[cfg(unix)]
    {
        std::fs::rename(project.path("pages/maker-types.md"), project.path("private.md")).unwrap();
        std::os::unix::fs::symlink(project.path("private.md"), project.path("pages/maker-types.md")).unwrap();
        let followed = project.run(&["capture", "pages/get-a-part.md", "--follow"]);
        assert!(followed.text.contains("maker: Maker"), "{}", followed.text);
        assert!(!followed.text.contains("town: string"), "a symbolic link is not followed: {}", followed.text);
    }
}

#[test]
fn lines_of_a_page_do_not_control_the_terminal() {
    let project = Project::new();
    project.write("words.md", "# Words\n\nCall GET on /v1/words/\u{1b}[31m\u{202e}x for a word.\n");
    let run = project.run(&["capture", "words.md"]);
    assert!(run.text.contains(r"/v1/words/\u{1b}[31m\u{202e}x"), "{}", run.text);
    assert!(!run.text.contains(['\u{1b}', '\u{202e}']), "{}", run.text);
}

#[test]
fn a_page_without_a_request_gives_the_lines_that_come_nearest() {
    let project = Project::new();
    project.write("words.md", "# Words\n\nCall GET on /v1/words/{word} for a word.\n\nNothing else.\n");
    let run = project.run(&["capture", "words.md"]);
    for part in ["a request is a row of a table", "words.md:3: Call GET on /v1/words/{word}"] {
        assert!(run.code == 2 && run.text.contains(part), "no {part} in {}", run.text);
    }
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
