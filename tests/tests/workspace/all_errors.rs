//! All errors in one run: an error hides no other one, and is followed by none of its own.

use docwright::internals::diagnostics::Code;
use workspace_tests::{LIBRARY, PLAIN_API, check_area, check_spec, codes, rendered, spec_file};

#[test]
fn eight_errors_in_one_operation_are_all_reported() {
    let area = "operations:
  get_it:
    summary: Gets it.
    doc: Gets it: the best.
    GET: /things/{thing_id}/parts/{part_id}
    idempotency: perhaps
    path: { thing_id: Thing }
    query: { count: { type: int32, require: true }, sort: strng, since: { doc: A day. } }
    responses: { 200: List<Part>, 204: 5 }
types: {}
";
    let checked = check_area(area);
    insta::assert_snapshot!(rendered(&checked));
    // In the order of the file: unknown key, text without quotes, missing parameter, word, type, key, type, key, type, kind.
    let expected = ["DW008", "DW001", "DW301", "DW009", "DW101", "DW008", "DW101", "DW011", "DW101", "DW009"];
    assert_eq!(codes(&checked.diagnostics), expected);
}

#[test]
fn a_file_that_cannot_be_read_hides_only_itself() {
    let things =
        "operations: { get_it: { doc: Gets., GET: \"/v{version}/it\", page: guide, responses: { 200: Part } } }\n";
    let check = |api: &str, parts: &str| {
        let files = vec![
            spec_file("demo/api.yaml", api),
            spec_file("demo/parts.yaml", parts),
            spec_file("demo/things.yaml", things),
        ];
        codes(&check_spec(files).diagnostics)
    };
    let api = format!(
        "{PLAIN_API}version: {{ parameter: version, default: \"1\" }}
pages: {{ guide: {{ title: Guide, url: \"https://example.com\", captured: 2026-11-21 }} }}\n"
    );
    let parts = "types:\n  Part: { doc: A part., fields: { name: string } }\n";
    assert_eq!(check(&api, parts), [""; 0]);
    assert_eq!(check(&api, &format!("{parts}  ]\n")), ["DW001"]);
    assert_eq!(check(&format!("{api}]\n"), parts), ["DW001"]);
    assert_eq!(check(&api, "types: {}\n"), ["DW101"]);
}

#[test]
fn an_error_is_not_followed_by_others() {
    let types = "types:\n  It: { doc: It., fields: { name: string } }\n";
    for (operation, expected) in [
        ("docs: Gets it., GET: /it, responses: { 200: It }", vec!["DW008"]),
        ("doc: Gets it., Get: /it, responses: { 200: It }", vec!["DW008"]),
        ("doc: Gets it., GET: /it, respones: { 200: It }", vec!["DW008"]),
        ("doc: Gets it., GET: /it, responses: { 200: { tpye: It } }", vec!["DW008"]),
        ("doc: Sends it., POST: /it, idempotncy: safe, responses: { 200: It }", vec!["DW008"]),
        ("doc: Gets it., GET: \"/it/{id}\", pth: { id: string }, responses: { 200: It }", vec!["DW008"]),
        ("doc: Gets it., GET: \"/it/{id}\", path: { id: { typ: string } }, responses: { 200: It }", vec!["DW008"]),
        (
            "doc: Gets it., GET: /it, responses: { 200: It }, \
             examples: { one: { request: GET /it, body: { name: a } } }",
            vec!["DW008"],
        ),
        (
            "doc: Gets it., GET: /it, responses: { 200: It }, examples: { one: { response: { name: a } } }",
            vec!["DW011"],
        ),
        ("doc: Gets it., GET: /it, responses: { 404: It }", vec!["DW602"]),
        (
            "doc: Gets it., GET: /it, responses: { 200: It, 2xx: It }, \
             examples: { one: { request: GET /it, response: { name: a } } }",
            vec!["DW605"],
        ),
        ("doc: Gets it., GET: /it, responses: {}, examples: { one: { request: GET /it, status: 200 } }", vec!["DW602"]),
        (
            "doc: Gets it., GET: /it, query: { n: in32 }, responses: { 200: It }, \
             examples: { one: { with: { n: 1 }, request: \"GET /it?n=1\", response: { name: a } } }",
            vec!["DW101"],
        ),
    ] {
        let mut checked = check_area(format!("operations:\n  get_it: {{ {operation} }}\n{types}"));
        checked.diagnostics.retain(|error| error.code != Code::UnusedType);
        assert_eq!(codes(&checked.diagnostics), expected, "{}", rendered(&checked));
    }
}

#[test]
fn an_error_in_a_type_is_not_followed_by_others() {
    let area = |types: &str| {
        format!(
            "operations:
  get_it:
    doc: Gets it.
    GET: /it
    query: {{ skip: int32 }}
    responses: {{ 200: It }}
    paging: {{ style: offset, items: items, offset: skip }}
    examples:
      one: {{ request: GET /it, response: {{ items: [a], state: open }} }}
types:
{types}"
        )
    };
    let state = "  State: { doc: A state., values: { open: ~ } }\n";
    for (types, expected) in [
        (format!("  It: {{ doc: It., fields: {{ items: Lst<string>, state: State }} }}\n{state}"), vec!["DW101"]),
        (format!("  It: {{ doc: It., fields: {{ items: 5, state: State }} }}\n{state}"), vec!["DW009"]),
        (format!("  It: {{ doc: It., fildes: {{ items: List<string>, state: State }} }}\n{state}"), vec!["DW008"]),
        (
            "  It: { doc: It., fields: { items: List<string>, state: State } }\n  State: { doc: A state., value: { open: ~ } }\n"
                .to_owned(),
            vec!["DW008"],
        ),
    ] {
        let checked = check_area(area(&types));
        assert_eq!(codes(&checked.diagnostics), expected, "{}", rendered(&checked));
    }
}

#[test]
fn an_unknown_key_does_not_hide_a_missing_parameter() {
    let area = "operations:
  get_it:
    doc: Gets it.
    GET: /it/{id}/{part}
    pathh: { part: string }
    path: { id: string }
    responses: { 200: string }
";
    let checked = check_area(area);
    assert_eq!(codes(&checked.diagnostics), ["DW301", "DW008"], "{}", rendered(&checked));
}

#[test]
fn an_unknown_envelope_and_its_unknown_argument_are_both_reported() {
    let checked = check_area("operations: { get_it: { doc: Gets it., GET: /it, responses: { 200: Page<Book> } } }\n");
    assert_eq!(codes(&checked.diagnostics), ["DW101", "DW101"]);
    let helps: Vec<_> = checked.diagnostics.iter().filter_map(|error| error.help.as_deref()).collect();
    assert_eq!(helps, ["declare it as an envelope under `types`: `Page<T>:`", "declare it under `types`"]);
}

#[test]
fn examples_are_not_compared_with_what_has_an_error() {
    let errors = "operations:
  get_it:
    doc: Gets it.
    GET: /v1/it
    responses: { 200: It }
    errors: Bad
    examples:
      works: { request: GET /v1/it, response: { state: 1 } }
      fails: { request: GET /v1/it, status: 409, code: 7, response: { code: 7, description: Not now. } }
types:
  It: { doc: It., fields: { state: State } }
  State: { doc: A state., values: { STATES } }
  Bad: { doc: Why not., statuses: { 409: { codes: { 7: Busy } } } }
";
    let sound = "1: { rust: One }, 2: { rust: Two }";
    let shapes = "error-shapes: [{ code: code, message: description }]\n";
    for (api, states, expected) in [
        (shapes, sound, vec![]),
        (shapes, "1: { rust: One }, Two: ~", vec!["DW508"]),
        ("error-shapes: [{ codex: code, message: description }]\n", sound, vec!["DW008"]),
        ("error-shapes: [{ message: description }]\n", sound, vec!["DW613"]),
    ] {
        let checked = check_spec(vec![
            spec_file("demo/api.yaml", format!("{PLAIN_API}{api}")),
            spec_file("demo/things.yaml", errors.replace("STATES", states)),
        ]);
        assert_eq!(codes(&checked.diagnostics), expected, "{}", rendered(&checked));
    }
    let api = format!("{PLAIN_API}version: {{ parameter: version, default: .. }}\n");
    let area = "operations:
  get_it:
    doc: Gets it.
    GET: /{version}/it
    responses: { 204: none }
    examples: { works: { request: GET /v1/it } }
";
    let checked = check_spec(vec![spec_file("demo/api.yaml", api), spec_file("demo/things.yaml", area)]);
    assert_eq!(codes(&checked.diagnostics), ["DW616"], "{}", rendered(&checked));
}

#[test]
fn two_areas_can_have_operations_of_one_name() {
    let area = |name: &str, poll: &str| {
        format!(
            "operations:
  get: {{ doc: Gets it., GET: /{name}, responses: {{ 200: string }} }}
  start:
    doc: Starts it.
    POST: /{name}
    idempotency: non-idempotent
    responses: {{ 202: {{ variant: Begun, location: true, poll: {poll} }} }}
"
        )
    };
    let checked = check_spec(vec![
        spec_file("demo/api.yaml", PLAIN_API),
        spec_file("demo/books.yaml", area("books", "get")),
        spec_file("demo/loans.yaml", area("loans", "books/get")),
    ]);
    assert_eq!(codes(&checked.diagnostics), [""; 0], "{}", rendered(&checked));
    let generated = docwright::internals::rust::generate(&checked.model, LIBRARY).unwrap();
    assert!(
        generated.files["demo/loans.rs"].contains("Pending<super::books::Get>"),
        "{}",
        generated.files["demo/loans.rs"]
    );
    assert!(generated.files["demo/books.rs"].contains("Pending<Get>"));
}

#[test]
fn an_api_cannot_be_named_like_a_feature_of_the_client() {
    let manifest = include_str!("../../../generated-client/Cargo.toml");
    let features = manifest.split("[features]").nth(1).and_then(|rest| rest.split("# docwright:begin").next());
    let features = features.unwrap_or_default().lines().filter_map(|line| Some(line.split_once(" = ")?.0));
    let features: Vec<&str> = features.filter(|feature| !feature.starts_with('#')).collect();
    assert!(features.contains(&"tracing"), "{features:?}");
    for feature in features {
        let checked = check_spec(vec![spec_file(&format!("{feature}/api.yaml"), PLAIN_API)]);
        assert_eq!(codes(&checked.diagnostics), ["DW403"], "{feature}");
    }
    let area = "operations: { get_it: { doc: Gets., GET: /it, responses: { 200: string } } }\n";
    let checked = check_spec(vec![spec_file("test/api.yaml", PLAIN_API), spec_file("test/kit.yaml", area)]);
    assert_eq!(codes(&checked.diagnostics), ["DW401"]);
}

#[test]
fn a_folder_that_is_named_like_a_spec_is_reported() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir_all(folder.path().join("demo/things.yaml")).unwrap();
    std::fs::write(folder.path().join("demo/api.yaml"), PLAIN_API).unwrap();
    let files = docwright::internals::spec::read_directory(folder.path()).unwrap();
    assert_eq!(codes(&check_spec(files).diagnostics), ["DW013"]);

    // A folder is one error, with all files in it, also in place of `api.yaml`.
    let area = "operations: { get_it: { doc: Gets., GET: /it, responses: { 200: It } } }\n";
    for (folder, inside) in [
        ("demo/more.yaml/", "demo/more.yaml/types.yaml"),
        ("demo/api.yaml/", "demo/api.yaml/api.yaml"),
        ("demo/more.yaml/", "demo/more.yaml/deep/types.yaml"),
    ] {
        let mut files = vec![
            spec_file(folder, ""),
            spec_file(inside, "types: { It: { doc: It., fields: { name: string } } }\n"),
            spec_file("demo/things.yaml", area),
        ];
        if folder != "demo/api.yaml/" {
            files.insert(0, spec_file("demo/api.yaml", PLAIN_API));
        }
        let checked = check_spec(files);
        assert_eq!(codes(&checked.diagnostics), ["DW013"], "{}", rendered(&checked));
    }
}
