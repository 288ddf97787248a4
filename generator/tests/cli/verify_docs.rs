//! Compares specs with pages and with their lock, end to end.

use crate::project::{Project, Run};

/// The page that the project's spec matches.
const PAGE: &str = "---
title: Get one of the things
ms.date: 01/02/2020
---

# Get one of the things

Finds a thing by its number.

## Request

| Method  | Request URI |
|---------|-------------|
| **GET** | {baseURL}/things/{id} |

### URI parameters

| Name | Type   | Required | Description |
|------|--------|----------|-------------|
| id   | string | Yes      | The number on its back. |

## Thing

| Name | Type   | Description |
|------|--------|-------------|
| name | string | What everybody calls it. |
";

/// A page about something else.
const STRANGER: &str = "# Make tea\n\n| Method | Request URI |\n|---|---|\n| POST | https://tea.example/pots |\n";

fn project() -> Project {
    let project = Project::new();
    project.write("pages/get-thing.md", PAGE);
    project
}

/// A project whose pages are locked.
fn locked() -> Project {
    let project = project();
    let run = project.run(&["verify", "docs", "--update", "pages"]);
    assert_eq!(run.code, 0, "{}", run.text);
    project
}

/// The project after the page was changed to another type.
fn with_changed_page(project: Project) -> Project {
    project.write("pages/get-thing.md", &PAGE.replace("| name | string |", "| name | long   |"));
    project
}

fn assert_says(run: &Run, code: i32, parts: &[&str]) {
    assert_eq!(run.code, code, "{}", run.text);
    for part in parts {
        assert!(run.text.contains(part), "no {part:?} in {}", run.text);
    }
}

#[test]
fn a_spec_without_mismatches_gets_a_summary_of_what_was_read() {
    let project = project();
    project.write("pages/tea.md", STRANGER);
    project.write("pages/deep/notes.txt", "Nothing of interest.\n");
    project.write("pages/picture.png", "no page");
    let compared = "compared: 1 request, 1 parameter, 1 member, 0 values, 0 examples\n";
    let summary = "verify docs: 3 pages read, 1 matched; 1 of 1 operation covered; 0 mismatches\n";
    let run = project.run(&["verify", "docs", "--list", "pages"]);
    assert_eq!(run.code, 0, "{}", run.text);
    let listed = "not matched: pages/deep/notes.txt: it states no request, and no spec declares it
not matched: pages/tea.md: none of its requests is to a server of the spec
";
    let skipped = "skipped: 1 other file, by the endings of their names\n";
    assert_eq!(run.out, format!("{listed}{compared}{skipped}{summary}"));
    let run = project.run(&["verify", "docs", "pages"]);
    let expected = format!("{compared}not shown: 2 pages not matched (--list)\n{skipped}{summary}");
    assert_eq!(run.out, expected);
    assert_eq!(run.text, expected, "nothing else, and no progress without a terminal");
}

#[test]
fn pages_of_which_none_is_about_an_api_are_no_success() {
    let project = project();
    project.write("other/tea.md", STRANGER);
    project.write("other/gone.html", "<html><title>404</title><body><h1>Page not found</h1></body></html>");
    for arguments in [&["verify", "docs", "other"][..], &["verify", "docs", "--update", "other"]] {
        let reason = "error: compared with nothing: other/gone.html: it states no request, and no spec declares it; \
                      other/tea.md: none of its requests is to a server of the spec";
        assert_says(&project.run(arguments), 2, &[reason]);
    }
    assert!(!project.path("spec/demo/pages.lock").exists());
    project.write("other/page.md", "%PDF-1.7\n1 0 obj\n");
    for arguments in [&["verify", "docs", "other"][..], &["capture", "other/page.md"]] {
        assert_says(&project.run(arguments), 2, &["other/page.md is not a text; save the page as HTML or Markdown"]);
    }
}

#[test]
fn an_operation_that_the_spec_lacks_is_a_mismatch_until_it_is_captured_or_left_out() {
    let project = project();
    project.write(
        "pages/get-thing.md",
        &PAGE.replace("| **GET** |", "| PUT | {baseURL}/v1/things/{id}/name |\n| **GET** |"),
    );
    let run = project.run(&["verify", "docs", "pages"]);
    let request = "`PUT /v1/things/{id}/name` is neither captured nor left out";
    let parts = ["error[DW825]", request, "--> pages/get-thing.md:14", "1 of 2 operations covered; 1 mismatch\n"];
    assert_says(&run, 1, &parts);

    let left_out = "left-out: [{ request: \"PUT /v1/Things/{thing}/name\", because: nobody needs it }]\n";
    project.write("spec/demo/api.yaml", &format!("{}{left_out}", crate::project::SPEC));
    let run = project.run(&["verify", "docs", "--update", "pages"]);
    assert_says(&run, 0, &["1 of 2 operations covered, 1 left out; 0 mismatches\n"]);
    project.write("spec/demo/api.yaml", crate::project::SPEC);
    assert_says(&project.run(&["verify", "docs"]), 1, &["error[DW825]", "--> spec/demo/pages.lock:"]);
}

#[test]
fn a_mismatch_is_a_diagnostic_with_its_place_in_spec_and_page() {
    let project = with_changed_page(project());
    let run = project.run(&["verify", "docs", "pages/get-thing.md"]);
    let parts =
        ["error[DW814]", "--> spec/demo/things.yaml:", "::: pages/get-thing.md:", "1 mismatch\n", "--explain DW814"];
    assert_says(&run, 1, &parts);
    assert!(!project.path("spec/demo/pages.lock").exists(), "only --update writes");
}

#[test]
fn mismatches_are_one_json_object_per_line_and_the_summary_is_last() {
    let project = with_changed_page(project());
    project.write("pages/tea.md", STRANGER);
    let run = project.run(&["verify", "docs", "--format", "json", "pages"]);
    assert_eq!(run.code, 1, "{}", run.text);
    assert_eq!(run.out, run.text);
    let lines: Vec<serde_json::Value> = run.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(lines.len(), 2);
    assert_eq!((&lines[0]["code"], &lines[0]["file"]), (&"DW814".into(), &"spec/demo/things.yaml".into()));
    assert_eq!(
        (&lines[0]["related"][0]["file"], &lines[0]["related"][0]["line"]),
        (&"pages/get-thing.md".into(), &26.into())
    );
    let expected = serde_json::json!({ "summary": {
        "pages": 2, "matched": 1, "operations": 1, "covered": 1, "leftOut": 0, "uncovered": [], "mismatches": 1,
        "compared": { "requests": 1, "parameters": 1, "members": 1, "values": 0, "examples": 0 },
        "readOtherwise": 0, "readLater": 0, "skippedFiles": 0,
        "unmatched": [{ "file": "pages/tea.md", "reason": "none of its requests is to a server of the spec" }],
    } });
    assert_eq!(lines[1], expected);
}

#[test]
fn notes_are_counted_and_shown_on_demand() {
    let project = project();
    let translated =
        PAGE.replace("ms.date", "ms.openlocfilehash: 00\nms.date").replace("| string |", "| Zeichenfolge |");
    project.write("pages/get-thing.de.md", &translated);
    let run = project.run(&["verify", "docs", "pages"]);
    assert_says(&run, 0, &["0 mismatches", "(--notes)"]);
    assert!(!run.text.contains("note: "), "{}", run.text);
    let run = project.run(&["verify", "docs", "--notes", "pages"]);
    assert_says(&run, 0, &["note: pages/get-thing.de.md:", "`Zeichenfolge` may be the translated name of a type"]);
    let run = project.run(&["verify", "docs", "--notes", "--format", "json", "pages"]);
    let summary: serde_json::Value = serde_json::from_str(run.out.lines().last().unwrap()).unwrap();
    assert_eq!(summary["notes"][0]["file"], "pages/get-thing.de.md");
}

#[test]
fn a_tag_with_too_many_attributes_is_a_note() {
    let project = project();
    let attributes: String = (0..300).map(|index| format!(" a{index}=1")).collect();
    project.write("pages/get-thing.md", &format!("{PAGE}\n<div{attributes}>\n<p>Words\n</div>\n"));
    let run = project.run(&["verify", "docs", "--notes", "pages"]);
    let line = PAGE.lines().count() + 2;
    let note =
        format!("note: pages/get-thing.md:{line}: the tag has more than 256 attributes; the others are not read");
    assert_says(&run, 0, &["0 mismatches", &note]);
    let run = project.run(&["capture", "pages/get-thing.md"]);
    assert_says(&run, 0, &[&format!("pages/get-thing.md:{line}: the tag has more than 256 attributes")]);
}

#[test]
fn pages_are_locked_once_and_a_lock_that_is_right_is_not_touched() {
    let project = project();
    let run = project.run(&["verify", "docs", "--update", "pages"]);
    assert_says(&run, 0, &["wrote spec/demo/pages.lock"]);
    let lock = project.read("spec/demo/pages.lock");
    assert!(lock.contains("name: get-thing") && lock.contains("{baseURL}/things/{id}"), "{lock}");
    let run = project.run(&["verify", "docs", "--update", "pages"]);
    assert_eq!(run.code, 0);
    assert!(!run.text.contains("wrote"), "{}", run.text);
    assert_eq!(project.read("spec/demo/pages.lock"), lock);
}

#[test]
fn a_lock_contains_no_sentences() {
    let lock = locked().read("spec/demo/pages.lock");
    for sentence in ["Get one of the things", "Finds a thing", "The number on its back", "What everybody calls it"] {
        assert!(!lock.contains(sentence), "{sentence} in {lock}");
    }
}

#[test]
fn a_lock_replaces_deleted_pages() {
    let project = locked();
    std::fs::remove_dir_all(project.path("pages")).unwrap();
    let run = project.run(&["verify", "docs"]);
    assert_says(&run, 0, &["verify docs: 1 page read, 1 matched; 1 of 1 operation covered; 0 mismatches"]);
    let spec = project.read("spec/demo/things.yaml").replace("{ name: string }", "{ name: int64 }");
    let spec = spec.replace("response: { name: A }", "response: { name: 1 }");
    project.write("spec/demo/things.yaml", &spec);
    assert_says(
        &project.run(&["verify", "docs"]),
        1,
        &["error[DW814]", "::: spec/demo/pages.lock:", "name: name, type: string"],
    );
}

#[test]
fn a_page_that_changed_since_it_was_locked_is_a_diagnostic_until_it_is_locked_again() {
    let project = locked();
    project.write("pages/get-thing.md", &PAGE.replace("What everybody calls it", "Its name"));
    assert_says(&project.run(&["verify", "docs", "pages"]), 0, &["0 mismatches"]);
    project.write("pages/get-thing.md", &PAGE.replace("| string | Yes ", "| guid   | Yes "));
    let run = project.run(&["verify", "docs", "pages"]);
    assert_says(&run, 1, &["error[DW820]", "`get-thing` states other parameters", "verify docs --update"]);
    assert_eq!(project.run(&["verify", "docs"]).code, 0, "the lock still says what it did");
    assert_says(&project.run(&["verify", "docs", "--update", "pages"]), 0, &["wrote spec/demo/pages.lock"]);
    assert_eq!(project.run(&["verify", "docs", "pages"]).code, 0);
}

#[test]
fn what_keeps_pages_from_being_read_is_no_diagnostic() {
    let project = project();
    project.write("empty/picture.png", "no page");
    assert_says(
        &project.run(&["verify", "docs", "empty"]),
        2,
        &["there is no page at empty", ".md, .markdown, .mdx, .rst, .txt, .html or .htm"],
    );
    assert_says(&project.run(&["verify", "docs", "nowhere"]), 2, &["cannot read nowhere"]);
    assert_says(&project.run(&["verify", "docs"]), 2, &["no page is locked yet", "--update"]);
    assert_eq!(project.run(&["verify", "docs", "--update"]).code, 2);
}

#[test]
fn a_malformed_lock_is_reported_with_its_line_and_a_help_that_works() {
    let project = locked();
    let lock = project.read("spec/demo/pages.lock");
    project.write("spec/demo/pages.lock", &lock.replace("rendering: markdown", "rendering: papyrus"));
    let run = project.run(&["verify", "docs"]);
    assert_says(
        &run,
        2,
        &["spec/demo/pages.lock:5: ", "papyrus", "remove it and write a new one with", "--update PATH"],
    );
    std::fs::remove_file(project.path("spec/demo/pages.lock")).unwrap();
    assert_eq!(project.run(&["verify", "docs", "--update", "pages"]).code, 0);
    assert_eq!(project.read("spec/demo/pages.lock"), lock);
}

#[test]
fn a_spec_with_errors_is_not_compared() {
    let project = locked();
    project.write("spec/demo/others.yaml", "types: { Other: { doc: Another., fields: { name: strin } } }\n");
    let run = project.run(&["verify", "docs", "--update", "pages"]);
    assert_says(&run, 1, &["error[DW101]"]);
    assert!(!run.text.contains("pages read"), "{}", run.text);
}

/// A second page about the same operation, with a shorter table of members.
const SHORT: &str = "---
title: Look for a thing
ms.date: 03/04/2020
---

# Look for a thing

| Method  | Request URI |
|---------|-------------|
| **GET** | {baseURL}/things/{id} |

## Thing

| Name   | Type   | Description |
|--------|--------|-------------|
";

#[test]
fn what_a_page_lacks_is_no_diagnostic_if_a_locked_page_has_it() {
    let short = SHORT.replace("|--------|--------|-------------|\n", "|---|---|---|\n| id | string | Its number. |\n");
    let spec = crate::project::THING.replace("{ name: string }", "{ name: string, id: string }");
    let erratum = "    errata: [{ at: fields.id, lacks: true, because: the other page has it }]\n";
    let project = Project::new();
    project.write("spec/demo/things.yaml", &format!("{spec}{erratum}"));
    project.write("alone/look-for-a-thing.md", &short);
    assert_says(&project.run(&["verify", "docs", "alone"]), 1, &["DW813", "`name` of `Thing`"]);
    project.write("pages/get-thing.md", PAGE);
    assert_eq!(project.run(&["verify", "docs", "--update", "pages"]).code, 0);
    let run = project.run(&["verify", "docs", "alone"]);
    assert_says(&run, 0, &["1 page read", "0 mismatches"]);
}

/// A document that the project's spec matches, but for the type of `name`.
const DOCUMENT: &str = "{
  \"openapi\": \"3.0.1\",
  \"info\": { \"title\": \"Things\" },
  \"paths\": {
    \"/things/{id}\": {
      \"get\": {
        \"parameters\": [{ \"name\": \"id\", \"in\": \"path\", \"schema\": { \"type\": \"string\" } }],
        \"responses\": { \"200\": { \"content\": { \"application/json\": {
          \"schema\": { \"$ref\": \"#/components/schemas/Thing\" }
        } } } }
      }
    }
  },
  \"components\": { \"schemas\": {
    \"Other\": { \"$ref\": \"../outside.json#/Other\" },
    \"Thing\": { \"properties\": { \"name\": { \"type\": \"boolean\" } } }
  } }
}
";

#[test]
fn a_document_in_a_folder_is_compared_part_by_part() {
    let project = Project::new();
    project.write("docs/api.json", DOCUMENT);
    project.write("docs/package.json", "{ \"name\": \"no document\" }");
    let run = project.run(&["verify", "docs", "docs"]);
    let place =
        format!("::: docs/api.json:{}:1", DOCUMENT.lines().position(|line| line.contains("boolean")).unwrap() + 1);
    assert_says(&run, 1, &["error[DW814]", &place, "2 pages read, 2 matched; 1 of 1 operation covered; 1 mismatch\n"]);
    let run = project.run(&["verify", "docs", "--notes", "docs"]);
    assert_says(
        &run,
        1,
        &["note: docs/api.json:15", "`../outside.json#/Other` was not read: only files in the folder"],
    );
    assert_says(&project.run(&["verify", "docs", "--update", "docs"]), 1, &["wrote spec/demo/pages.lock"]);
    let lock = project.read("spec/demo/pages.lock");
    assert!(lock.contains("name: \"api.json#/paths/~1things~1{id}/get\"\n"), "{lock}");
    assert_says(&project.run(&["verify", "docs"]), 1, &["error[DW814]", "spec/demo/pages.lock"]);
}

#[test]
fn what_a_document_refers_to_stays_in_its_line_of_a_note() {
    let project = Project::new();
    let odd = r"a\nerror: x\u001b[31m\u202e.json#/Other";
    project.write("docs/api.json", &DOCUMENT.replace("../outside.json#/Other", odd));
    let run = project.run(&["verify", "docs", "--notes", "docs"]);
    assert_says(&run, 1, &[r"`a\u{a}error: x\u{1b}[31m\u{202e}.json#/Other` was not read"]);
    assert!(!run.text.contains(['\u{1b}', '\u{202e}']), "{}", run.text);
}

#[test]
fn a_document_that_cannot_be_read_is_an_error_with_its_place() {
    let project = Project::new();
    project.write("docs/api.json", &DOCUMENT.replace("\"openapi\": \"3.0.1\",", "\"openapi\": \"3.0.1\""));
    let run = project.run(&["verify", "docs", "docs"]);
    assert_says(&run, 2, &["error: docs/api.json:3:3: `,` or `}` was expected here\n"]);
}

#[test]
fn a_lock_of_a_later_version_is_read_and_said() {
    let project = locked();
    let lock = project.read("spec/demo/pages.lock");
    let (before, after) = lock.split_once("reader: ").unwrap();
    let rest = after.trim_start_matches(|c: char| c.is_ascii_digit());
    project.write("spec/demo/pages.lock", &format!("{before}reader: 999999{rest}"));
    let expected = "1 page locked by a later version of the reader, which may find other facts; update docwright\n";
    assert_says(&project.run(&["verify", "docs"]), 0, &[expected]);
    assert_says(&project.run(&["verify", "docs", "pages"]), 0, &[expected]);
}
