//! Specs that look valid but would generate code that does not compile or that contradicts them.

use docwright::internals::rust::generate;
use workspace_tests::{LIBRARY, PLAIN_API, check_api, check_area, codes, rendered};

/// One area: the facts of its only operation beyond its doc, and its types.
fn found(operation: &str, types: &str) -> Vec<String> {
    let area = format!("operations:\n  call_it: {{ doc: Calls., {operation} }}\ntypes:\n{types}");
    codes(&check_area(area).diagnostics)
}

const GETS: &str = "GET: /it, responses: { 200: It }";
const SENDS: &str = "PUT: /it, idempotency: idempotent, body: It, responses: { 204: none }";

#[test]
fn a_status_is_written_in_one_way() {
    let twice =
        r#"GET: /it, responses: { 200: { type: string, variant: One }, "0200": { type: int32, variant: Two } }"#;
    assert_eq!(found(twice, "  {}"), ["DW605"]);
    let errors = "  Bad: { doc: Bad., statuses: { 400: { name: Bad }, +400: { name: Worse } } }\n";
    assert_eq!(found("GET: /it, responses: { 200: string }, errors: Bad", errors), ["DW605"]);
}

#[test]
fn errors_without_a_status_are_rejected() {
    let empty = "  Bad: { doc: Bad., statuses: {} }\n";
    assert_eq!(found("GET: /it, responses: { 200: string }, errors: Bad", empty), ["DW501"]);
}

#[test]
fn advice_that_an_operation_must_not_follow_is_rejected_where_it_is_for_that_operation_alone() {
    let area = |errors: &str, listed: &str| {
        let operation = "POST: /it, idempotency: non-idempotent, responses: { 204: none }";
        let own = if listed.is_empty() { "" } else { ", errors: Bad" };
        let types = format!("  Bad: {{ doc: Bad., statuses: {{ {listed} }} }}\n");
        let types = if listed.is_empty() { "  {}\n" } else { &types };
        codes(&check_area(format!(
            "# errors.yaml: {{ doc: Any., statuses: {{ {errors} }} }}\noperations:\n  call_it: {{ doc: Calls., {operation}{own} }}\ntypes:\n{types}"
        )).diagnostics)
    };
    assert_eq!(area("401: { name: Unauthorized }", "503: { name: Busy, retry: true }"), ["DW608"]);
    assert_eq!(area("503: { name: Busy, retry: true }", ""), [""; 0]);
    assert_eq!(area("401: { name: Unauthorized }", "429: { name: TooMany, retry: true }"), [""; 0]);
}

#[test]
fn names_of_built_in_types_are_rejected_for_declared_ones() {
    for (name, used) in [("List<T>", "List<string>"), ("Map<T>", "Map<string>"), ("T<T>", "T<string>")] {
        let operation = format!("GET: /it, responses: {{ 200: {used} }}");
        let types = format!("  {name}: {{ doc: Holds., fields: {{ item: T }} }}\n");
        assert_eq!(found(&operation, &types), ["DW403"], "{name}");
    }
    let list = "  List: { doc: Holds., fields: { item: string } }\n";
    assert_eq!(found("GET: /it, responses: { 200: string }, body: List<List<string>>", list), ["DW403"]);
}

#[test]
fn operations_can_be_called_like_built_in_types() {
    let area = "operations: { list: { doc: Lists., GET: /it, responses: { 200: List<Map<string>> } } }\n";
    assert_eq!(codes(&check_area(area).diagnostics), [""; 0]);
}

#[test]
fn an_envelope_around_itself_and_more_has_no_end() {
    let direct =
        "  It: { doc: It., fields: { all: E<string> } }\n  E<T>: { doc: Wraps., fields: { next: List<E<List<T>>> } }\n";
    assert_eq!(found(GETS, direct), ["DW503"]);
    let by_way = "  It: { doc: It., fields: { all: E<string> } }\n  E<T>: { doc: Wraps., fields: { next: Map<F<T>> } }\n  F<T>: { doc: Wraps., fields: { back: E<F<T>> } }\n";
    assert_eq!(found(GETS, by_way), ["DW503"]);
    let same = "  It: { doc: It., fields: { all: E<E<E<string>>> } }\n  E<T>: { doc: Wraps., fields: { item: T, next: List<E<T>>, texts: List<E<List<string>>> } }\n";
    assert_eq!(found(GETS, same), [""; 0]);
}

#[test]
fn a_type_inside_envelopes_of_envelopes_is_inside_itself() {
    let types = "  It: { doc: It., fields: { x: E1<It> } }\n  E1<T>: { doc: Wraps., fields: { x: E2<E2<T>> } }\n  E2<T>: { doc: Wraps., fields: { x: T } }\n";
    assert_eq!(found(GETS, types), [""; 0]);
    let required = |outer: &str| {
        let member = |value: &str| format!("{{ x: {{ type: {value}, required: true, evidence: seen }} }}");
        let types = types.replace("{ x: E1<It> }", &member(outer)).replace("{ x: E2<E2<T>> }", &member("E2<E2<T>>"));
        types.replace("{ x: T }", &member("T"))
    };
    assert_eq!(found(GETS, &required("E1<It>")), ["DW503"]);
    assert_eq!(found(GETS, &required("E1<List<It>>")), [""; 0]);
}

#[test]
fn an_etag_is_read_from_a_plain_member() {
    let sends = format!("{SENDS}, if-match: at.etag");
    let types = |at: &str, etag: &str| {
        format!("  It: {{ doc: It., fields: {{ at: {at} }} }}\n  At: {{ doc: At., fields: {{ etag: {etag} }} }}\n")
    };
    assert_eq!(found(&sends, &types("At", "string")), [""; 0]);
    for (at, etag) in [("{ type: At, secret: true }", "string"), ("At", "{ type: string, secret: true }")] {
        assert_eq!(found(&sends, &types(at, etag)), ["DW103"], "{at} {etag}");
    }
    let in_list = found(&format!("{SENDS}, if-match: \"at[].etag\""), &types("List<At>", "string"));
    assert_eq!(in_list, ["DW103"]);
}

#[test]
fn items_are_not_read_from_within_a_secret() {
    let pages = "GET: /it, query: { skip: int32 }, responses: { 200: It }, paging: { style: offset, offset: skip, items: at.items }";
    let types = "  It: { doc: It., fields: { at: { type: At, secret: true } } }\n  At: { doc: At., fields: { items: List<string> } }\n";
    assert_eq!(found(pages, types), ["DW610"]);
    assert_eq!(found(pages, &types.replace(", secret: true", "")), [""; 0]);
}

#[test]
fn facts_about_a_member_do_not_contradict_each_other() {
    let it = |fact: &str| format!("  It: {{ doc: It., fields: {{ name: {{ type: string, {fact} }} }} }}\n");
    assert_eq!(found(SENDS, &it("default: empty, nullable: true")), ["DW110"]);
    assert_eq!(found(SENDS, &it("default: empty, required: true")), ["DW110"]);
    assert_eq!(found(SENDS, &it("default: none")), ["DW110"]);
}

#[test]
fn a_default_of_a_list_is_stated_where_it_is_not_the_usual_one() {
    for value in ["List<string>", "Map<string>"] {
        let it = |fact: &str| format!("  It: {{ doc: It., fields: {{ names: {{ type: {value}, {fact} }} }} }}\n");
        assert_eq!(found(GETS, &it("default: none")), [""; 0]);
        assert_eq!(found(GETS, &it("default: empty")), ["DW110"]);
        assert_eq!(found(GETS, &it("default: none, nullable: true")), ["DW110"]);
        assert_eq!(found(GETS, &it("default: none, required: true, evidence: seen")), ["DW110"]);
        assert_eq!(found(SENDS, &it("default: none")), ["DW110"]);
        assert_eq!(found(SENDS, &it("default: empty")), [""; 0]);
    }
}

#[test]
fn a_help_names_an_existing_key() {
    let help = |operation: &str| {
        let area = format!("operations: {{ call_it: {{ doc: Calls., {operation} }} }}\n");
        let checked = check_area(area);
        assert_eq!(checked.diagnostics.len(), 1, "{}", rendered(&checked));
        checked.diagnostics.into_iter().next().and_then(|diagnostic| diagnostic.help)
    };
    let outcome = "GET: /it, responses: { 200: { type: string, variant: Self }, 202: { variant: Later } }";
    assert_eq!(help(outcome).as_deref(), Some("choose another name"));
    let body =
        "POST: /it, idempotency: non-idempotent, query: { body: string }, body: string, responses: { 204: none }";
    assert_eq!(help(body).as_deref(), Some("give it an explicit name with `rust:`"));
}

#[test]
fn the_title_of_an_api_stays_text() {
    let checked = check_api("title: \"# 1. Demo\"\ndoc: An API.\n");
    let files = generate(&checked.model, LIBRARY).map(|generated| generated.files).unwrap_or_default();
    let lines: Vec<_> = files["demo.rs"].lines().skip(1).take(3).collect();
    assert_eq!(lines, [r"//! \# 1. Demo", "//!", "//! An API."]);
}

#[test]
fn the_content_of_an_envelope_adds_no_levels_of_a_type_of_its_name() {
    let level = |level| format!("  L{level}: {{ doc: A level., fields: {{ next: L{} }} }}\n", level + 1);
    let chain: String = (1..49).map(level).collect();
    let types = format!(
        "  It: {{ doc: It., fields: {{ deep: T, wrapped: Around }} }}
  Around: {{ doc: Wrapped once more., fields: {{ all: E<string> }} }}
  E<T>: {{ doc: Wraps., fields: {{ item: T }} }}
  T: {{ doc: Deep., fields: {{ next: L1 }} }}
{chain}  L49: {{ doc: The last level., fields: {{ name: string }} }}
"
    );
    assert_eq!(found(GETS, &types), [""; 0]);
    assert_eq!(found(GETS, &types.replace("E<string>", "E<T>")), ["DW505"]);
}

#[test]
fn responses_that_http_sends_without_a_body_have_no_content() {
    assert_eq!(found("HEAD: /it, responses: { 200: string }", "  {}"), ["DW103"]);
    for status in [204, 205, 304] {
        let responses = |response: &str| {
            format!("GET: /it, responses: {{ 200: {{ variant: Done }}, {status}: {{ variant: Same{response} }} }}")
        };
        assert_eq!(found(&responses(", type: string"), "  {}"), ["DW103"], "{status}");
        assert_eq!(found(&responses(""), "  {}"), [""; 0], "{status}");
    }
}

#[test]
fn headers_differ_by_more_than_case() {
    let api = |more: &str| format!("{PLAIN_API}headers: {{ X-Trace: {{ value: a }}{more} }}\n");
    assert_eq!(codes(&check_api(api(", x-trace: { value: b }")).diagnostics), ["DW007"]);
    assert_eq!(codes(&check_api(api(", x-other: { value: b }")).diagnostics), [""; 0]);
    let operation =
        "GET: /it, headers: { X-Desk: string, x-desk: { type: string, rust: other } }, responses: { 200: string }";
    assert_eq!(found(operation, "  {}"), ["DW007"]);
}

#[test]
fn values_that_no_header_can_have_are_rejected() {
    for value in ["größe", " a", "a ", "a\\nb", "a\\tb", "\\x7f"] {
        for header in [format!("value: \"{value}\""), format!("setting: trace, default: \"{value}\"")] {
            let api = format!("{PLAIN_API}headers: {{ X-Trace: {{ {header} }} }}\n");
            assert_eq!(codes(&check_api(api).diagnostics), ["DW607"], "{header}");
        }
        let media = format!("{{ type: bytes, media: \"text/plain; note={value}\" }}");
        let sends = format!("PUT: /it, idempotency: idempotent, body: {media}, responses: {{ 204: none }}");
        assert_eq!(found(&sends, "  {}"), ["DW620"], "{media}");
        assert_eq!(found(&format!("GET: /it, responses: {{ 200: {media} }}"), "  {}"), ["DW620"], "{media}");
    }
}
