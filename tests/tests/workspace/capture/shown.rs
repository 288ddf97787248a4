//! What drafts take from the examples of pages, and from pages with several requests.

use docwright::internals::model::Model;
use docwright::internals::pages::capture::capture;
use docwright::internals::pages::read;

use super::{TODAY, assert_only_gaps_have_errors, model};

pub(super) fn draft_of(pages: &[(&str, &str)], model: &Model) -> String {
    let pages: Vec<_> = pages.iter().map(|(name, text)| read::page(name, text.as_bytes())).collect();
    let captured = capture(&pages, model, Some("harbour"), TODAY).unwrap();
    assert_only_gaps_have_errors(&captured, "the draft");
    captured.text
}

pub(super) fn draft(page: &str) -> String {
    draft_of(&[("page.md", page)], &model())
}

pub(super) fn assert_has(text: &str, parts: &[&str]) {
    for part in parts {
        assert!(text.contains(part), "no `{part}` in\n{text}");
    }
}

/// A page about one request; `body` is what it says of the body, `response` what it says of the response.
pub(super) fn page(request: &str, body: &str, response: &str) -> String {
    let (method, path) = request.split_once(' ').unwrap();
    format!(
        "# Tend a pier\n\n## Request\n\n| Method | Request URI |\n|---|---|\n| {method} | https://api.harbour.example{path} |\n\n\
         ### Request body\n\n{body}\n\n## Response\n\n{response}\n"
    )
}

pub(super) fn example(response: &str) -> String {
    format!("### Response example\n\n```http\n{response}\n```\n")
}

#[test]
fn types_are_drafted_from_examples_where_no_table_has_them() {
    let shown = example(
        "HTTP/1.1 200 OK\n\n{\"name\": \"North\", \"depth\": 4, \"width\": 1.5, \"since\": \"2020-02-03T04:05:06Z\", \
         \"isOpen\": true, \"posts\": [{\"number\": 1}]}",
    );
    let text = draft(&page("GET /v1/piers/{pierId}", "None.", &shown));
    assert_has(
        &text,
        &[
            "200: PageResult",
            "name: string",
            "depth: int64",
            "width: decimal",
            "since: date-time",
            "isOpen: bool",
            "posts: List<Post>",
            "number: int64",
            "only an example shows",
        ],
    );
}

#[test]
fn members_of_examples_are_added_with_their_case() {
    let types = "# Pier types\n\n## Pier\n\n| Name | Type | Description |\n|---|---|---|\n\
        | Name | string | Its name. |\n| Depth | int | How deep. |\n| Keeper | string | Who keeps it. |\n";
    let says = format!(
        "If successful, this method returns a **Pier** resource.\n\n{}",
        example("HTTP/1.1 200 OK\n\n{\"name\": \"North\", \"depth\": 4, \"lamps\": 2}")
    );
    let get = page("GET /v1/piers/{pierId}", "None.", &says);
    let text = draft_of(&[("get-a-pier.md", &get), ("pier-types.md", types)], &model());
    assert_has(
        &text,
        &["      name: string\n", "      depth: int64\n", "lamps: int64 # GAP: only an example shows it"],
    );
    assert_has(&text, &["the case of names; an example decides, the table has `Name`, `Depth`"]);
    // No example shows this one; it is spelled as the others, which is a gap.
    assert_has(&text, &["      keeper: string\n", "the case of members that no example shows"]);
}

#[test]
fn a_kind_that_an_example_contradicts_is_a_gap() {
    let types = "# Pier types\n\n## Pier\n\n| Name | Type | Description |\n|---|---|---|\n\
        | id | string | Which. |\n| mooring | string | Where. |\n| name | string | Its name. |\n";
    let says = format!(
        "If successful, this method returns a **Pier** resource.\n\n{}",
        example("HTTP/1.1 200 OK\n\n{\"id\": 1, \"name\": \"North\", \"mooring\": {\"rope\": \"long\"}}")
    );
    let get = page("GET /v1/piers/{pierId}", "None.", &says);
    let text = draft_of(&[("get-a-pier.md", &get), ("pier-types.md", types)], &model());
    assert_has(&text, &["the page has `string`; an example shows another type", "rope: string"]);
}

#[test]
fn lists_are_drafted_as_the_example_shows_them() {
    let says = |json: &str| {
        let shown = example(&format!("HTTP/1.1 200 OK\n\n{json}"));
        page(
            "GET /v1/piers",
            "None.",
            &format!("If successful, this method returns a collection of **Pier** resources.\n\n{shown}"),
        )
    };
    assert_has(&draft(&says("[{\"name\": \"North\"}]")), &["200: List<Pier>", "name: string"]);
    assert_has(&draft(&says("{\"items\": [{\"name\": \"North\"}]}")), &["200: Collection<Pier>", "name: string"]);
}

#[test]
fn an_envelope_is_declared_if_the_api_has_none() {
    let shown = example("HTTP/1.1 200 OK\n\n{\"total\": 1, \"items\": [{\"name\": \"North\"}]}");
    let says = format!("If successful, this method returns a collection of **Pier** resources.\n\n{shown}");
    let pages = [read::page("list-piers.md", page("GET /v1/piers", "None.", &says).as_bytes())];
    let text = capture(&pages, &Model { apis: Vec::new() }, None, TODAY).unwrap().text;
    assert_has(&text, &["200: Collection<Pier>", "Collection<T>:", "items: List<T>", "total: int64", "name: string"]);
}

#[test]
fn values_that_a_description_lists_are_an_enum_with_a_mark() {
    let says = "This table describes the [Pier](piers.md#pier) properties in the request body.\n\n\
        | Name | Type | Required | Description |\n|---|---|---|---|\n\
        | state | string | Yes | How it is. Possible values are \"open\" (boats may come) and \"shut\" (none may). |\n";
    let text = draft(&page("POST /v1/piers", says, "If successful, this method returns an HTTP status 204."));
    assert_has(
        &text,
        &["state: { type: State, required: true }", "State: # GAP: whether these are its values", "open:", "shut:"],
    );
}

#[test]
fn credentials_have_the_names_that_the_api_has_for_them() {
    let draft_for = |credentials: &str, says: &str| {
        let api = format!(
            "title: Harbour\nservers: {{ MAIN: {{ url: \"https://api.harbour.example\", doc: One. }} }}\n\
             version: {{ parameter: version, default: \"1\" }}\ncredentials: {{ {credentials} }}\n"
        );
        let files = vec![workspace_tests::spec_file("harbour/api.yaml", api)];
        let model = workspace_tests::check_by_all_rules(files).model;
        let page = page("GET /v1/piers/{pierId}", "None.", "Words about success.");
        let page = page.replacen("## Request\n", &format!("This request supports {says}.\n\n## Request\n"), 1);
        capture(&[read::page("page.md", page.as_bytes())], &model, None, TODAY).unwrap().text
    };
    let both = "app: { kind: bearer, access: app-only }, user: { kind: bearer, access: delegated }";
    let text = draft_for(both, "authentication with App+User credentials only");
    assert!(text.contains("credentials: user\n"), "{text}");
    let text = draft_for(both, "authentication as a standalone App and with App+User credentials");
    assert!(!text.contains("credentials"), "{text}");
    let text = draft_for("user: { kind: bearer, access: delegated }", "app-only authentication");
    assert_has(&text, &["GAP: its `credentials`: app-only, which the API does not name (line 3)"]);
}

#[test]
fn a_deprecated_request_is_marked() {
    let page = page("GET /v1/piers/{pierId}", "None.", "Words about success.");
    let text = draft(&page.replacen("Tend a pier\n", "Tend a pier\n\nThis API has been retired.\n", 1));
    assert_has(&text, &["GAP: its `deprecated`, with the reason (line 3)"]);
}

#[test]
fn headers_and_empty_bodies_of_examples_are_in_the_draft() {
    let shown = example("HTTP/1.1 202 Accepted\nContent-Length: 0\nLocation: /v1/works/1\nRetry-After: 5");
    let text = draft(&page("POST /v1/piers", "None.", &shown));
    assert_has(
        &text,
        &["type: none, variant: Accepted, location: true, retry-after: true", "Location: ", "Retry-After: \"1\""],
    );
}

#[test]
fn no_body_is_drafted_only_where_the_page_shows_it() {
    let text = draft(&page("GET /v1/piers/{pierId}", "None.", "Words about success."));
    assert_has(&text, &["200: json", "the page does not say whether there is a body"]);
    assert!(!text.contains("none"), "{text}");
}

#[test]
fn errors_with_codes_that_examples_show_are_examples_with_own_values() {
    let shape = "title: Harbour\nservers: { MAIN: { url: \"https://api.harbour.example\", doc: One. } }\n\
        version: { parameter: version, default: \"1\" }\nerror-shapes: [{ code: code, message: text }]\n";
    let files = vec![workspace_tests::spec_file("harbour/api.yaml", shape)];
    let model = workspace_tests::check_by_all_rules(files).model;
    let shown = "### Response example (failure)\n\n```http\nHTTP/1.1 409 Conflict\n\n{\"code\": 4711, \"text\": \"Somebody is there.\"}\n```\n";
    let says = format!("{}\n{shown}", example("HTTP/1.1 204 No Content"));
    let pages = [read::page("page.md", page("DELETE /v1/piers/{pierId}", "None.", &says).as_bytes())];
    let text = capture(&pages, &model, None, TODAY).unwrap().text;
    assert_has(
        &text,
        &["\"4711\": Status409Code4711", "is_refused_with_409:", "status: 409", "code: 4711", "text: text"],
    );
    assert!(!text.contains("Somebody"), "{text}");
}

#[test]
fn examples_have_their_inputs_and_responses_and_lack_the_request_line() {
    let says = "This table describes the [Pier](piers.md#pier) properties in the request body.\n\n\
        | Name | Type | Required | Description |\n|---|---|---|---|\n| name | string | Yes | Its name. |\n";
    let shown = example("HTTP/1.1 200 OK\n\n{\"name\": \"North\"}");
    let text = draft(&page(
        "PUT /v1/piers/{pierId}",
        says,
        &format!("If successful, this method returns a **Pier** resource.\n\n{shown}"),
    ));
    assert_has(
        &text,
        &[
            "succeeds: # GAP: a name, the request line",
            "pier_id: id-1",
            "body: { name: text }",
            "response: { name: text }",
        ],
    );
    assert!(!text.contains("request:") && !text.contains("North"), "{text}");
}

#[test]
fn a_get_with_a_body_and_the_kind_of_a_patch_are_gaps() {
    let says = "This table describes the [Pier](piers.md#pier) properties in the request body.\n\n\
        | Name | Type | Required | Description |\n|---|---|---|---|\n| name | string | Yes | Its name. |\n";
    let nothing = "If successful, this method returns an HTTP status 204.";
    let get = draft(&page("GET /v1/piers", says, nothing));
    assert!(get.contains("# GAP: the page has a body, which a GET has not") && !get.contains("body: "), "{get}");
    assert_has(&draft(&page("PATCH /v1/piers", says, nothing)), &["its `patch`: merge or full-resource"]);
}

#[test]
fn a_table_that_does_not_fit_the_named_type_keeps_its_members() {
    let types = "# Pier types\n\n## Pier\n\n| Name | Type | Description |\n|---|---|---|\n| name | string | Its name. |\n| depth | int | How deep. |\n";
    let says = "This table describes the [Pier](pier-types.md#pier) properties in the request body.\n\n\
        | Name | Type | Required | Description |\n|---|---|---|---|\n| reason | string | Yes | Why. |\n| until | datetime | No | Until when. |\n";
    let shut = page("POST /v1/piers/{pierId}/shut", says, "If successful, this method returns an HTTP status 204.");
    let text = draft_of(&[("shut-a-pier.md", &shut), ("pier-types.md", types)], &model());
    assert_has(
        &text,
        &["reason: { type: string, required: true }", "until: date-time", "members that `Pier` does not have"],
    );
}

#[test]
fn words_and_slips_in_names_are_the_type_that_they_mean() {
    let types = "# Pier types\n\n## HarbourPier\n\n| Name | Type | Description |\n|---|---|---|\n| name | string | Its name. |\n";
    for name in ["Harbour Pier", "HarborPier"] {
        let get = page(
            "GET /v1/piers/{pierId}",
            "None.",
            &format!("If successful, this method returns a **{name}** resource."),
        );
        let text = draft_of(&[("get-a-pier.md", &get), ("pier-types.md", types)], &model());
        assert_has(&text, &["200: HarbourPier", "name: string"]);
    }
}

#[test]
fn equal_definitions_on_two_pages_are_one() {
    let types =
        "# Pier types\n\n## Pier\n\n| Name | Type | Description |\n|---|---|---|\n| name | string | Its name. |\n";
    let other = types.replace("Its name.", "What it is called.");
    let get = page("GET /v1/piers/{pierId}", "None.", "If successful, this method returns a **Pier** resource.");
    let text = draft_of(&[("get-a-pier.md", &get), ("pier-types.md", types), ("more-types.md", &other)], &model());
    assert!(!text.contains("another definition"), "{text}");
    let changed = types.replace("| string |", "| int |");
    let text = draft_of(&[("get-a-pier.md", &get), ("pier-types.md", types), ("more-types.md", &changed)], &model());
    assert_has(&text, &["another definition"]);
}

#[test]
fn parameters_of_one_request_do_not_reach_another() {
    let request = |path: &str| {
        format!("## Request\n\n| Method | Request URI |\n|---|---|\n| GET | https://api.harbour.example{path} |\n\n")
    };
    let parameter = |name: &str| {
        format!(
            "### URI parameters\n\n| Name | Type | Required | Description |\n|---|---|---|---|\n| {name} | string | No | Words. |\n\n"
        )
    };
    let apart =
        format!("# Piers\n\n{}{}{}{}", request("/v1/piers"), parameter("near"), request("/v1/quays"), parameter("far"));
    let text = draft(&apart);
    let (first, second) = text.split_once("/quays").unwrap();
    assert!(first.contains("near:") && !first.contains("far:"), "{text}");
    assert!(second.contains("far:") && !second.contains("near:"), "{text}");
    let shared = "# Piers\n\n## Request\n\n| Method | Request URI |\n|---|---|\n| GET | https://api.harbour.example/v1/piers |\n\
        | GET | https://api.harbour.example/v1/quays |\n\n";
    let text = draft(&format!("{shared}{}", parameter("near")));
    assert!(text.contains("which request has `near`") && !text.contains("near: string"), "{text}");
}

#[test]
fn a_draft_grows_with_the_number_of_operations() {
    let lines = |operations: usize| {
        let mut page = "# Docks\n\n## Request\n\n| Method | Request URI |\n|---|---|\n".to_owned();
        for index in 0..operations {
            page.push_str(&format!("| GET | https://api.harbour.example/v1/docks{index}/{{dock{index}}} |\n"));
        }
        page.push_str("\n### URI parameters\n\n| Name | Type | Required | Description |\n|---|---|---|---|\n");
        for index in 0..operations {
            page.push_str(&format!("| side{index} | string | No | Words. |\n"));
        }
        let pages = [read::page("docks.md", page.as_bytes())];
        capture(&pages, &model(), None, TODAY).unwrap().text.lines().count()
    };
    let (few, many) = (lines(50), lines(100));
    assert!(many < few * 2 + 20, "{few} lines for 50 operations, {many} for 100");
}

#[test]
fn requests_with_headers_in_sections_of_their_own_are_drafted_with_their_parts() {
    let page = "# Scans\n\n## List scans\n\n```http\nGET /v1/scans\n```\n\n| Parameter | Type | Required |\n|---|---|---|\n\
                | since | date | No |\n\n\
                ## Add a scan\n\n```http\nPOST /v1/scans\nContent-Type: multipart/form-data\n```\n\n\
                | Field | Type | Required |\n|---|---|---|\n| shelf | string | Yes |\n| sheet | file | Yes |\n| pages | integer | No |\n\n\
                ### Response\n\n`201 Created`\n\nReturns a [Scan](#the-scan-object).\n\n\
                ## Remove a scan\n\n```http\nDELETE /v1/scans/{scan_id}\n```\n\nReturns `204 No Content`.\n\n\
                ## The Scan object\n\n| Field | Type | Description |\n|---|---|---|\n| id | string | Its number. |\n";
    let text = draft(page);
    assert_has(
        &text,
        &[
            "since: date-time # GAP: `date`, if it has no time of day",
            "    POST: /v{version}/scans\n",
            "    parts:\n      shelf: { type: string, required: true }\n      sheet: { type: bytes, required: true }\n",
            "      201: Scan\n",
            "204: none\n",
            "  Scan:\n",
        ],
    );
    assert!(!text.contains("ScanObject") && !text.contains("body:"), "{text}");
}
