//! What drafts propose with a mark, where pages leave it open.

use docwright::internals::pages::capture::{capture, is_for_people, trial};
use docwright::internals::pages::read;

use super::TODAY;
use super::shown::{assert_has, draft, draft_of, example, page};

const NOTHING: &str = "If successful, this method returns an HTTP status 204.";
const PIER: &str = "# Pier types\n\n## Pier\n\n| Property | Type | Description |\n|---|---|---|\n";

/// The draft of a page for an API that is declared so.
fn draft_for(api: &str, page: &str) -> String {
    let api = format!(
        "title: Piers\ndoc: Piers.\nservers: {{ MAIN: {{ url: \"https://api.harbour.example\", doc: One. }} }}\n{api}"
    );
    let files = || vec![workspace_tests::spec_file("harbour/api.yaml", api.as_str())];
    let model = workspace_tests::check_by_all_rules(files()).model;
    let captured = capture(&[read::page("tend-a-pier.md", page.as_bytes())], &model, None, TODAY).unwrap();
    let tried = trial(files(), "harbour/piers.yaml", &captured.text, TODAY);
    let errors: Vec<_> = tried.errors.iter().filter(|error| !is_for_people(error)).collect();
    assert!(errors.is_empty(), "{errors:?}\n{}", captured.text);
    captured.text
}

/// A table of parameters below the request of a page.
fn with_parameters(page: &str, rows: &str) -> String {
    let table = format!(
        "### URI parameters\n\n| Name | Type | Required | Description |\n|---|---|---|---|\n{rows}\n### Request body"
    );
    page.replace("### Request body", &table)
}

#[test]
fn the_effect_of_a_repetition_is_proposed_with_a_mark() {
    let mark = "# GAP: what a repetition does";
    for (request, api, expected) in [
        ("POST /v1/piers", "", "non-idempotent"),
        ("PUT /v1/piers/{pierId}", "", "idempotent"),
        ("POST /v1/piers", "headers: { X-Id: { from: request-id, doc: One. } }\n", "by-request-id"),
    ] {
        let text = draft_for(api, &page(request, "None.", NOTHING));
        assert_has(&text, &[&format!("idempotency: {expected} {mark}")]);
    }
    let checked = page("POST /v1/piers/check", "None.", NOTHING);
    let pages = [("check-a-pier.md", checked.as_str())];
    assert_has(&draft_of(&pages, &super::model()), &["  check_pier:", &format!("idempotency: safe {mark}")]);
    assert!(!draft(&page("GET /v1/piers", "None.", NOTHING)).contains("idempotency"));
}

#[test]
fn members_named_as_identifiers_are_types_with_a_mark() {
    let types =
        format!("{PIER}| id | string | Which. |\n| wardenId | string | Whose. |\n| mooringId | int | Which one. |\n");
    let get = page("GET /v1/piers/{pier-id}", "None.", "If successful, this method returns a **Pier** resource.");
    let text = draft_of(&[("get-a-pier.md", &get), ("pier-types.md", &types)], &super::model());
    assert_has(
        &text,
        &[
            "      id: PierId\n",
            "      wardenId: WardenId\n",
            "WardenId: # GAP: whether it is an identifier of its own",
            "mooringId: int64 # GAP: whether it is an identifier, and a text",
        ],
    );
    assert_eq!(text.matches("\n  PierId:").count(), 1, "{text}");
}

#[test]
fn whether_a_code_is_a_text_is_open_until_an_example_shows_one() {
    let types = format!("{PIER}| code | string | Which. |\n| name | string | Its name. |\n");
    let returns = "If successful, this method returns a **Pier** resource.";
    let of = |response: &str| {
        let get = page("GET /v1/piers/{pier-id}", "None.", response);
        draft_of(&[("get-a-pier.md", &get), ("pier-types.md", &types)], &super::model())
    };
    assert_has(
        &of(returns),
        &["code: { type: string, lenient: true } # GAP: whether it is a text or a number in JSON"],
    );
    let shown = format!("{returns}\n\n{}", example("HTTP/1.1 200 OK\n\n{\"code\": \"P-1\", \"name\": \"North\"}"));
    assert_has(&of(&shown), &["code: string\n"]);
}

#[test]
fn names_without_boundaries_get_those_of_other_names() {
    let types = format!(
        "{PIER}| sourceWardenId | string | Whose. |\n| wardenid | string | Whose. |\n| name | string | Its name. |\n"
    );
    let returns = "If successful, this method returns a **Pier** resource.";
    let get = page("GET /v1/piers/{sourcewarden-id}", "None.", returns);
    let text = draft_of(&[("get-a-pier.md", &get), ("pier-types.md", &types)], &super::model());
    assert_has(&text, &["/{source_warden_id}", "rust: warden_id } # GAP: the words of its name"]);
}

#[test]
fn values_in_urls_have_spellings_with_a_mark_if_the_api_spells_them_apart() {
    let row = "| side | string | No | Which side. Possible values are \"left\" (port) and \"right\" (starboard). |\n";
    let text = with_parameters(&page("GET /v1/piers", "None.", NOTHING), row);
    let apart = draft_for("enum-url-spelling: explicit\n", &text);
    assert_has(&apart, &["left: { in-url: left }", "how URLs spell its values"]);
    assert!(!draft_for("", &text).contains("in-url"));
}

#[test]
fn paging_by_offset_is_an_entry_with_integers() {
    let rows = "| top | string | No | How many. |\n| skip | int | No | How many to pass over. |\n";
    let shown = example("HTTP/1.1 200 OK\n\n[{\"name\": \"North\"}]");
    let text = draft(&with_parameters(&page("GET /v1/piers", "None.", &shown), rows));
    assert_has(
        &text,
        &[
            "paging: { style: offset, size: top, offset: skip } # GAP",
            "top: int32 # GAP",
            "the page has a text",
            "skip: int32",
        ],
    );
}

#[test]
fn requests_without_an_example_have_the_response_of_another_with_the_same_end() {
    let shown = example("HTTP/1.1 200 OK\n\n[{\"name\": \"Lamp\", \"height\": 2}]");
    let text = page("GET /v1/piers/{pierId}/lamps", "None.", &format!("Words.\n\n{shown}"));
    let second = "| GET | https://api.harbour.example/v1/lamps |\n| GET | https://api.harbour.example/v1/ropes |\n\n### Request body";
    let example_of = "### Request example\n\n```http\nGET https://api.harbour.example/v1/piers/p-1/lamps HTTP/1.1\n```\n\n## Response";
    let text = text.replace("\n### Request body", second).replace("## Response\n", &format!("{example_of}\n"));
    let drafted = draft(&text);
    let (_, lamps) = drafted.split_once("GET: /v{version}/lamps").unwrap();
    let (lamps, ropes) = lamps.split_once("GET: /v{version}/ropes").unwrap();
    assert_has(lamps, &["200: List<", "only an example of another request shows the response"]);
    assert_has(ropes, &["200: json"]);
}

#[test]
fn other_sets_of_inputs_are_examples_of_their_own() {
    let rows = "| side | string | No | Which side. |\n| depth | int | No | How deep. |\n";
    let shown = example("HTTP/1.1 200 OK\n\n[{\"name\": \"North\"}]");
    let page = with_parameters(&page("GET /v1/piers?side={side}&depth={depth}", "None.", &shown), rows);
    assert_has(&draft(&page), &["succeeds_with_all_inputs: # GAP", "with: { side: text, depth: 1 }"]);
    let request = "### Request example\n\n```http\nGET https://api.harbour.example/v1/piers?side=left&depth=2 HTTP/1.1\n```\n\n## Response";
    let with_request = page.replace("## Response\n", &format!("{request}\n"));
    assert_has(&draft(&with_request), &["succeeds_with_required_inputs: # GAP"]);
}

#[test]
fn operations_are_named_without_articles() {
    for (file, name) in [
        ("get-a-list-of-piers.md", "list_piers"),
        ("get-all-of-the-piers.md", "list_piers"),
        ("get-a-pier-s-lamp.md", "get_pier_lamp"),
        ("tend-a-pier.md", "tend_pier"),
    ] {
        let get = page("GET /v1/piers", "None.", NOTHING);
        assert_has(&draft_of(&[(file, &get)], &super::model()), &[&format!("\n  {name}:")]);
    }
}

#[test]
fn operations_are_not_named_after_headings_beside_that_of_the_request() {
    let get = page("GET /v1/piers", "None.", NOTHING);
    let with_others = get.replacen("## ", "## Before you begin\n\nWords.\n\n## C\\#\n\nWords.\n\n## ", 1);
    assert_ne!(with_others, get);
    assert_has(&draft_of(&[("tend-a-pier.md", &with_others)], &super::model()), &["\n  tend_pier:"]);
}

#[test]
fn descriptions_of_parameters_are_proposals() {
    let rows = "\
| top | string | No | How many. The maximum value and the default if not specified is 500. |
| skip | int | No | How many to pass over. |
| orderby | string | No | What to sort by. **Example:** `...&orderby=side,depth` |
| scope | string | No | Specify `scope=OwnPiers` to leave out those of others. |
| wardenId | int | No | Whose. |
";
    let shown = example("HTTP/1.1 200 OK\n\n[{\"name\": \"North\"}]");
    let text = draft_for("", &with_parameters(&page("GET /v1/piers", "None.", &shown), rows));
    assert_has(
        &text,
        &[
            "top: { type: int32, default-value: 500 }",
            "its default",
            "max-size: 500",
            "skip: int32",
            "orderby: { type: List<string>, as: commas, rust: order_by }",
            "whether it is a list, with commas between its items",
            "scope: Scope",
            "      OwnPiers:",
            "whether these are its values",
            "wardenId: WardenId # GAP: the page has a number",
        ],
    );
}

#[test]
fn descriptions_of_members_name_their_types() {
    let types = format!(
        "{PIER}| owner | string | A GUID formatted warden-id of the owner. |\n| kind | string | A value from the PierKind enum. |\n"
    );
    let returns = "If successful, this method returns a **Pier** resource.";
    let get = page("GET /v1/piers/{pier-id}", "None.", returns);
    let text = draft_of(&[("get-a-pier.md", &get), ("pier-types.md", &types)], &super::model());
    assert_has(
        &text,
        &[
            "owner: WardenId",
            "WardenId: # GAP: whether it is an identifier of its own",
            "kind: PierKind",
            "PierKind: # GAP: the values are not listed",
        ],
    );
}

#[test]
fn errors_within_a_success_are_proposed_as_failures() {
    let types = format!(
        "{PIER}| name | string | Its name. |\n| lamps | array of Lamp | Its lamps. |\n| repairError | Fault | Why its repair failed. |\n\n## Lamp\n\n| Property | Type | Description |\n|---|---|---|\n| height | int | How high. |\n| errors | array of Fault | What failed. |\n\n## Fault\n\n| Property | Type | Description |\n|---|---|---|\n| code | string | Which. |\n| message | string | What. |\n"
    );
    let returns = "If successful, this method returns a **Pier** resource.";
    let shown = example("HTTP/1.1 200 OK\n\n{\"name\": \"North\", \"lamps\": [{\"height\": 2}]}");
    let get = page("GET /v1/piers/{pier-id}", "None.", &format!("{returns}\n\n{shown}"));
    let text = draft_of(&[("get-a-pier.md", &get), ("pier-types.md", &types)], &super::model());
    assert_has(
        &text,
        &[
            "200: { type: Pier, failures: [repairError, \"lamps[].errors[]\"] }",
            "whether its `failures` are all there are",
            "      has_failed: # GAP",
            "repairError: { code: text, message: text }",
        ],
    );
}

#[test]
fn a_number_where_the_table_has_a_text_is_read_leniently() {
    let types = format!("{PIER}| rank | string | Its rank. |\n| name | string | Its name. |\n");
    let returns = "If successful, this method returns a **Pier** resource.";
    let shown = example("HTTP/1.1 200 OK\n\n{\"rank\": 3, \"name\": \"North\"}");
    let get = page("GET /v1/piers/{pier-id}", "None.", &format!("{returns}\n\n{shown}"));
    let text = draft_of(&[("get-a-pier.md", &get), ("pier-types.md", &types)], &super::model());
    assert_has(
        &text,
        &["rank: { type: int64, lenient: true }\n", "# GAP: the page has `string`; an example shows another type"],
    );
}

#[test]
fn members_that_are_only_sent_are_in_one_case_if_the_service_ignores_it() {
    let body = "| Name | Type | Required | Description |\n|---|---|---|---|\n| Name | string | Yes | Its name. |\n| depth | int | No | How deep. |";
    let post = page("POST /v1/piers", body, NOTHING);
    let ignored = draft_for("member-case: ignored\n", &post);
    assert_has(&ignored, &["      name: { type: string, required: true }", "the case of its members"]);
    assert_has(&draft_for("", &post), &["      Name: { type: string, required: true }"]);
    let consistent = post.replace("| depth |", "| Depth |");
    assert_has(&draft_for("member-case: ignored\n", &consistent), &["      Name: {", "      Depth: int64"]);
}

#[test]
fn parameters_of_paths_are_named_after_the_segment_before_them() {
    let get = page("GET /v1/wardens/{warden-tenant-id}/harborRooms/{room-id}", "None.", NOTHING);
    assert_has(
        &draft_for("", &get),
        &[
            "GET: /v1/wardens/{warden_id}/harborRooms/{room_id}",
            "the name of `warden_id`; the page has `warden-tenant-id`",
            "warden_id: WardenId",
            "room_id: HarborRoomId",
        ],
    );
}

#[test]
fn what_an_operation_makes_is_identified_as_its_path_says() {
    let types = format!(
        "{}| id | string | Which. |\n| name | string | Its name. |\n",
        PIER.replace("## Pier\n", "## PierEntity\n")
    );
    let returns = "If successful, this method returns a **PierEntity** resource.";
    let post = page("POST /v1/piers", "None.", returns);
    let text = draft_of(&[("build-a-pier.md", &post), ("pier-types.md", &types)], &super::model());
    assert_has(&text, &["      id: PierId\n"]);
}
