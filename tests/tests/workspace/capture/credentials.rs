//! How drafts state the credentials that pages show.

use docwright::internals::pages::capture::{capture, is_for_people, trial};
use docwright::internals::pages::read;
use workspace_tests::{check_by_all_rules, spec_file};

use super::TODAY;
use super::shown::assert_has;

const TWO: &str =
    "credentials: { bot: { kind: header, name: Authorization, scheme: Bot }, key: { kind: query, name: key } }\n";

/// The draft of a document for an API with these credentials.
fn draft_for(credentials: &str, file: &str, document: &str) -> String {
    let api = format!(
        "title: Doors\ndoc: Doors.\nservers: {{ MAIN: {{ url: \"https://api.doors.example\", doc: One. }} }}\n{credentials}"
    );
    let files = || vec![spec_file("doors/api.yaml", api.as_str())];
    let model = check_by_all_rules(files()).model;
    let pages = if file.ends_with(".md") {
        vec![read::page(file, document.as_bytes())]
    } else {
        let mut beside = |_: &str| Err("there are no files".to_owned());
        read::document(file, document.as_bytes(), &mut beside).unwrap().pages
    };
    let captured = capture(&pages, &model, None, TODAY).unwrap();
    let tried = trial(files(), "doors/area.yaml", &captured.text, TODAY);
    let errors: Vec<_> = tried.errors.iter().filter(|error| !is_for_people(error)).collect();
    assert!(errors.is_empty(), "{errors:?}\n{}", captured.text);
    captured.text
}

fn page(listing: &str, parameters: &str) -> String {
    format!(
        "# Open a door\n\nOpens a door.\n\n```\n{listing}\n```\n\n{parameters}\n## Response\n\nReturns HTTP status 204.\n"
    )
}

#[test]
fn a_page_that_shows_a_credential_of_the_api_names_it() {
    for (listing, name) in [
        ("GET https://api.doors.example/open\nAuthorization: Bot <token>", "bot"),
        ("curl https://api.doors.example/open -H 'Authorization: Bot $TOKEN'", "bot"),
    ] {
        let text = draft_for(TWO, "open.md", &page(listing, ""));
        assert_has(&text, &[&format!("    credentials: {name}\n")]);
        assert!(!text.contains("GAP: `credentials`") && !text.contains("headers:"), "{text}");
    }
    let rows =
        "## Parameters\n\n| Name | In | Type |\n|---|---|---|\n| key | query | string |\n| wide | query | boolean |\n";
    let text = draft_for(TWO, "open.md", &page("GET https://api.doors.example/open?key={key}", rows));
    assert!(!text.contains("key: string") && text.contains("wide: bool"), "{text}");
}

#[test]
fn a_credential_that_the_api_lacks_is_drafted_with_a_mark() {
    for (listing, entry) in [
        (
            "GET https://api.doors.example/open\nAuthorization: Bot <token>",
            "key: { kind: header, name: Authorization, scheme: Bot }",
        ),
        ("curl -u 'api:KEY' https://api.doors.example/open", "password: { kind: basic }"),
        ("curl https://api.doors.example/open -H 'X-Api-Key: KEY'", "key: { kind: header, name: X-Api-Key }"),
        ("GET https://api.doors.example/open?api_key={key}", "key: { kind: query, name: api_key }"),
        ("GET https://api.doors.example/open\nAuthorization: Bearer <token>", "token: { kind: bearer }"),
    ] {
        let text = draft_for("", "open.md", &page(listing, ""));
        assert_has(&text, &[&format!("`credentials` of `api.yaml`: `{entry}`")]);
        assert!(!text.contains("query:") && !text.contains("headers:"), "{text}");
    }
}

#[test]
fn security_schemes_of_documents_are_drafted_or_told() {
    let document = |scheme: &str| {
        format!(
            "openapi: 3.0.0\ninfo: {{ title: Doors, version: '1' }}\nservers: [{{ url: 'https://api.doors.example' }}]\n\
             components: {{ securitySchemes: {{ one: {{ {scheme} }} }} }}\nsecurity: [{{ one: [] }}]\npaths:\n  /open:\n    get:\n      \
             operationId: open\n      responses: {{ '204': {{ description: Open. }} }}\n"
        )
    };
    for (scheme, told) in [
        ("type: apiKey, in: header, name: X-Desk", "`key: { kind: header, name: X-Desk }`"),
        ("type: apiKey, in: query, name: key", "`key: { kind: query, name: key }`"),
        ("type: http, scheme: basic", "`password: { kind: basic }`"),
        ("type: http, scheme: bearer", "`token: { kind: bearer }`"),
        ("type: oauth2, flows: {}", "`token: { kind: bearer }`"),
        (
            "type: apiKey, in: cookie, name: session",
            "how calls authenticate: `cookie session`, which a spec cannot state",
        ),
        ("type: http, scheme: digest", "how calls authenticate: `Authorization: digest …`, which a spec cannot state"),
    ] {
        let text = draft_for("", "doors.yaml", &document(scheme));
        assert_has(&text, &[told]);
        assert!(!text.contains("query:") && !text.contains("headers:"), "{text}");
    }
    let text = draft_for(
        "credentials: { desk: { kind: header, name: X-Desk } }\n",
        "doors.yaml",
        &document("type: apiKey, in: header, name: X-Desk"),
    );
    assert!(!text.contains("`credentials`") && !text.contains("credentials:"), "{text}");
}
