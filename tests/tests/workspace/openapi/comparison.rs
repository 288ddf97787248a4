//! The spec compared with the documents: the same mismatches as with the pages.

use docwright::internals::diagnostics::{Diagnostic, Style, render};
use docwright::internals::pages::compare::{Comparison, PageSource, compare};
use docwright::internals::pages::read;
use workspace_tests::each_case;

use super::{DOCUMENTS, UNCHANGED, document, pages, spec, spec_with, text};

/// Code and message of each mismatch, sorted.
fn messages(comparison: &Comparison) -> Vec<String> {
    let shown = |mismatch: &Diagnostic| format!("{} {}", mismatch.code, mismatch.message);
    let mut messages: Vec<String> = comparison.mismatches.iter().map(shown).collect();
    messages.sort();
    messages
}

/// The spec after a change compared with the Markdown pages, after a change of one of them.
fn with_pages(change: (&str, &str), of_page: (&str, &str, &str)) -> Vec<String> {
    let mut checked = spec(false, change);
    let all = pages(&["pages"], &mut checked.sources);
    let (name, from, to) = of_page;
    let changed = all.into_iter().map(|source| {
        let text = checked.sources.file(source.file).text.clone();
        if source.page.identity.name != name {
            return source;
        }
        assert!(text.contains(from), "{name}: no {from}");
        let text = text.replace(from, to);
        let page = read::page(&format!("{name}.md"), text.as_bytes());
        PageSource { page, file: checked.sources.add(format!("{name}.md"), text) }
    });
    let all: Vec<PageSource> = changed.collect();
    messages(&compare(&checked.model, &all, &checked.sources))
}

/// The spec after a change compared with a document after a change.
fn with_document(name: &str, change: (&str, &str), (from, to): (&str, &str)) -> Vec<String> {
    let mut checked = spec(true, change);
    let original = text(name);
    assert!(original.contains(from), "{name}: no {from}");
    let parts = document(name, &original.replacen(from, to, 1), &mut checked.sources);
    messages(&compare(&checked.model, &parts, &checked.sources))
}

const AS_IT_IS: (&str, &str, &str) = ("types", "# Types", "# Types");

#[test]
fn the_spec_agrees_with_its_pages_and_with_the_documents() {
    assert_eq!(with_pages(UNCHANGED, AS_IT_IS), Vec::<String>::new());
    for name in DOCUMENTS {
        let mut checked = spec(true, UNCHANGED);
        let parts = pages(&[name], &mut checked.sources);
        let comparison = compare(&checked.model, &parts, &checked.sources);
        assert_eq!(render(&comparison.mismatches, &checked.sources, Style::Plain), "", "{name}");
        assert_eq!(comparison.notes, [], "{name}");
        assert_eq!(comparison.summary.matched, 7, "{name}");
        assert_eq!((comparison.summary.operations, comparison.summary.covered), (6, 6), "{name}");
    }
}

#[test]
fn pages_and_documents_are_two_witnesses_of_one_operation() {
    let mut checked = spec(false, UNCHANGED);
    let both = pages(&["pages", "greenhouse.json"], &mut checked.sources);
    let comparison = compare(&checked.model, &both, &checked.sources);
    assert_eq!(messages(&comparison), Vec::<String>::new());
    assert_eq!((comparison.summary.operations, comparison.summary.matched), (6, 14));
    let other = text("greenhouse.json")
        .replace("\"name\": \"force\", \"in\": \"query\"", "\"name\": \"hard\", \"in\": \"query\"");
    let mut checked = spec(false, UNCHANGED);
    let mut both = pages(&["pages"], &mut checked.sources);
    both.extend(document("greenhouse.json", &other, &mut checked.sources));
    let found = messages(&compare(&checked.model, &both, &checked.sources));
    assert_eq!(found, ["DW803 the page has a parameter `hard` that the spec lacks"], "the page has `force`");
}

#[test]
fn a_change_of_the_spec_is_the_same_mismatch_with_pages_and_documents() {
    let changes = [
        ("another method", ("PATCH: /v1/beds", "PUT: /v1/beds")),
        ("another path", ("/v1/beds/{bedId}/photos", "/v1/beds/{bedId}/pictures")),
        ("one parameter more", ("      after: string\n", "      after: string\n      before: string\n")),
        ("one parameter less", ("    query: { force: bool }\n", "")),
        ("one header less", ("    headers: { Gh-Trace: string }\n", "")),
        ("one header more", ("{ Gh-Trace: string }", "{ Gh-Trace: string, Gh-Lamp: string }")),
        ("another type of a parameter", ("zone: Zone\n      limit", "zone: int32\n      limit")),
        ("a required parameter", ("force: bool", "force: { type: bool, required: true }")),
        ("another body", ("body: NewBed", "body: Bed")),
        ("another media type", (", media: application/merge-patch+json", "")),
        ("another response", ("responses: { 201: Photo }", "responses: { 201: Bed }")),
        ("one response more", ("responses: { 204: none }", "responses: { 202: none, 204: none }")),
        ("one error less", ("      400: { name: Invalid, doc: A value is wrong. }\n", "")),
        ("one error more", ("      409: {", "      403: { name: Denied, doc: Not allowed. }\n      409: {")),
        ("one member less", ("      since: date-time\n", "")),
        ("one member more", ("      size: int64\n", "      size: int64\n      width: int32\n")),
        ("another type of a member", ("tags: Map<string>", "tags: string")),
        ("another list", ("below: List<Plant>", "below: List<string>")),
        ("one value less", ("south: , annex: }", "south: }")),
        ("one value more", ("drip: , can:", "drip: , hose: , can:")),
        ("a part that is not required", ("photo: { type: bytes, required: true,", "photo: { type: bytes,")),
    ];
    each_case(changes.into_iter().map(|(name, change)| (name.to_owned(), change)), |name, change| {
        let expected = with_pages(change, AS_IT_IS);
        assert!(!expected.is_empty(), "{name}");
        for document in DOCUMENTS {
            assert_eq!(with_document(document, change, ("info", "info")), expected, "{name}: {document}");
        }
    });
}

#[test]
fn a_change_of_the_pages_is_the_same_mismatch_in_documents() {
    // Page, and the same change in Markdown, Swagger and OpenAPI.
    let changes = [
        (("rename-bed", "| PATCH  |", "| PUT    |"), ("\"patch\": {", "\"put\": {"), ("    patch:\n", "    put:\n")),
        (
            ("add-photo", "/photos |", "/images |"),
            ("{bedId}/photos\"", "{bedId}/images\""),
            ("{bedId}/photos:", "{bedId}/images:"),
        ),
        (
            ("list-beds", "integer (int32) | No ", "string | Yes "),
            (
                "\"type\": \"integer\", \"format\": \"int32\", \"description\": \"The most",
                "\"type\": \"string\", \"required\": true, \"description\": \"The most",
            ),
            (
                "          schema: { type: [integer, \"null\"], format: int32 }",
                "          required: true\n          schema: { type: string }",
            ),
        ),
        (
            ("delete-bed", "| force | query |", "| hard  | query |"),
            ("\"name\": \"force\"", "\"name\": \"hard\""),
            ("- name: force", "- name: hard"),
        ),
        (
            ("create-bed", "[NewBed](types.md#newbed)", "[Bed](types.md#bed)"),
            ("\"schema\": { \"$ref\": \"#/definitions/NewBed\" }", "\"schema\": { \"$ref\": \"#/definitions/Bed\" }"),
            ("schema: { $ref: \"#/components/schemas/NewBed\" }", "schema: { $ref: \"#/components/schemas/Bed\" }"),
        ),
        (("create-bed", "| 409 ", "| 412 "), ("\"409\"", "\"412\""), ("\"409\"", "\"412\"")),
        (("delete-bed", "| 204 ", "| 200 "), ("\"204\"", "\"200\""), ("\"204\"", "\"200\"")),
        (
            ("types", "| size     | integer (int64) |", "| length   | string |"),
            ("\"size\": { \"type\": \"integer\", \"format\": \"int64\"", "\"length\": { \"type\": \"string\""),
            ("", ""),
        ),
        (
            ("types", "| count    | integer (int32) |", "| count    | boolean |"),
            ("\"count\": { \"type\": \"integer\", \"format\": \"int32\"", "\"count\": { \"type\": \"boolean\""),
            ("count: { type: integer, format: int32", "count: { type: boolean"),
        ),
        (
            ("types", "| can   | By hand. |", "| hose  | By hand. |"),
            ("\"can\"", "\"hose\""),
            ("[drip, can, none]", "[drip, hose, none]"),
        ),
        (
            ("list-beds", "\"count\": 3", "\"count\": \"three\""),
            ("\"count\": 3", "\"count\": \"three\""),
            ("count: 3 }", "count: three }"),
        ),
    ];
    for (of_page, of_swagger, of_openapi) in changes {
        let expected = with_pages(UNCHANGED, of_page);
        assert!(!expected.is_empty(), "{of_page:?}");
        assert_eq!(with_document("greenhouse.json", UNCHANGED, of_swagger), expected, "{of_swagger:?}");
        if !of_openapi.0.is_empty() {
            assert_eq!(with_document("greenhouse.yaml", UNCHANGED, of_openapi), expected, "{of_openapi:?}");
        }
    }
}

#[test]
fn an_operation_that_the_document_or_the_spec_lacks_is_a_mismatch() {
    let change = ("/photos\": {", "/photos\": {\"get\": {\"responses\": {\"200\": {\"description\": \"\"}}},");
    let unknown = "DW825 `GET /v1/beds/{bedId}/photos` is neither captured nor left out";
    assert_eq!(with_document("greenhouse.json", UNCHANGED, change), [unknown]);
    let gone = ("\"/beds/{bedId}/photos\"", "\"x-photos\"");
    let found = with_document("greenhouse.json", UNCHANGED, gone);
    assert_eq!(found, ["DW822 no request of `add_photo` can be read on this page",]);
}

#[test]
fn a_default_response_stands_for_all_others() {
    let with_default = ("\"204\": {", "\"default\": { \"description\": \"Any error.\" }, \"204\": {");
    let more = ("      404: {", "      409: { name: Busy, doc: Not now. }\n      404: {");
    assert_eq!(with_document("greenhouse.json", more, with_default), Vec::<String>::new());
    let found = with_document("greenhouse.json", more, ("info", "info"));
    assert_eq!(found, ["DW810 the spec has an error 409 that the page lacks"]);
}

/// The spec with an erratum about a page of this URL, compared with the document.
fn with_erratum(url: &str) -> Vec<String> {
    let erratum = "    errata: [{ page: part, at: path.bedId, says: string (uuid), because: it was tried }]\n";
    let mut checked = spec_with(true, |area| {
        let area = area.replacen("    path: { bedId: uuid }\n", "    path: { bedId: int64 }\n", 1);
        let page = format!("  part: {{ title: part, url: \"{url}\", captured: 2026-11-20 }}\n");
        let area = area.replacen("pages:\n", &format!("pages:\n{page}"), 1);
        area.replacen("    # errata of get_bed\n", erratum, 1)
    });
    let parts = document("greenhouse.json", &text("greenhouse.json"), &mut checked.sources);
    messages(&compare(&checked.model, &parts, &checked.sources))
}

#[test]
fn an_erratum_is_about_the_part_that_the_fragment_of_its_page_points_to() {
    let document = "https://docs.greenhouse.example/v1/greenhouse.json";
    let part = |pointer: &str| with_erratum(&format!("{document}#{pointer}"));
    let none = Vec::<String>::new();
    assert_eq!(with_erratum(document), none);
    assert_eq!(part("/paths/~1beds~1%7BbedId%7D/get"), none);
    assert_eq!(part("/paths/~1beds~1%7BbedId%7D"), none);
    let mismatch = "DW806 `bedId` is `string (uuid)` on the page, `int64` in the spec";
    assert_eq!(part("/paths/~1beds~1%7BbedId%7D/patch"), [mismatch], "the erratum is about another part");
    assert_eq!(part("/paths/~1beds~1%7BbedId"), [mismatch], "a pointer consists of whole keys");
}
