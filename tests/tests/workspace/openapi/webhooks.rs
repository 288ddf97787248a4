//! What a service sends to servers of its users.

use docwright::internals::model::Model;
use docwright::internals::pages::capture::capture;
use docwright::internals::pages::openapi::DocumentFacts;
use docwright::internals::pages::read;
use jiff::civil::{Date, date};
use workspace_tests::each_case;

const TODAY: Date = date(2026, 11, 21);

fn read(text: &str) -> DocumentFacts {
    read::document("bells.yaml", text.as_bytes(), &mut |_| Err("there are no files".to_owned())).unwrap()
}

/// A document with this content beside an operation with these callbacks.
fn document(callbacks: &str, content: &str) -> String {
    format!(
        "openapi: 3.1.0\ninfo: {{ title: Bells, version: '1' }}\npaths:\n  /bells:\n    post:\n      operationId: hang_bell\n      \
         callbacks: {callbacks}\n      responses: {{ '204': {{ description: Hung. }} }}\n{content}\n"
    )
}

fn body(media: &str, schema: &str) -> String {
    format!("{{ requestBody: {{ content: {{ {media}: {{ schema: {schema} }} }} }} }}")
}

#[test]
fn webhooks_and_callbacks_are_drafted_with_their_payloads() {
    let rung =
        body("application/json", "{ type: object, properties: { bell: { type: string }, times: { type: integer } } }");
    let fallen = body("application/json", "{ $ref: '#/components/schemas/Fall' }");
    let text = document(
        &format!("{{ bellFallen: {{ '{{$request.body#/url}}': {{ post: {fallen} }} }} }}"),
        &format!(
            "webhooks:\n  bellRung: {{ post: {rung} }}\ncomponents: {{ schemas: {{ Fall: {{ type: object, properties: {{ \
             bell: {{ type: string }} }} }} }} }}"
        ),
    );
    let facts = read(&text);
    assert!(facts.unread.is_empty(), "{:?}", facts.unread);
    insta::assert_snapshot!(capture(&facts.pages, &Model::default(), None, TODAY).unwrap().text);
}

#[test]
fn a_document_of_webhooks_only_is_drafted() {
    let rung = body("application/json", "{ type: array, items: { type: string } }");
    let facts = read(&format!("openapi: 3.1.0\nwebhooks:\n  bellRung: {{ post: {rung} }}\n"));
    let text = capture(&facts.pages, &Model::default(), None, TODAY).unwrap().text;
    assert!(text.contains("webhooks:\n  bell_rung:\n    page: bells\n    payload: List<string>\n"), "{text}");
}

#[test]
fn what_cannot_be_drafted_is_told_with_its_place_and_the_reason() {
    let json = body("application/json", "{ type: string }");
    let cases = [
        (
            "{}",
            format!("webhooks:\n  rung: {{ post: {} }}", body("text/plain", "{ type: string }")),
            "10: the webhook `rung` was not read: its body is `text/plain`, and that of a webhook is JSON",
        ),
        ("{}", "webhooks:\n  rung: { get: {} }".to_owned(), "10: the webhook `rung` was not read: it has no body"),
        (
            "{}",
            "webhooks:\n  rung: { summary: Nothing. }".to_owned(),
            "10: the webhook `rung` was not read: it has no operation",
        ),
        (
            "{}",
            "webhooks:\n  rung: { $ref: '#/nowhere' }".to_owned(),
            "10: the webhook `rung` was not read: its reference leads to nothing that is read",
        ),
        (
            "{}",
            "webhooks:\n  rung: { post: { requestBody: { $ref: '#/nowhere' } } }".to_owned(),
            "10: the webhook `rung` was not read: the reference to its body leads to nothing that is read",
        ),
        (
            "{}",
            "webhooks:\n  rung: { post: { requestBody: { content: { application/json: {} } } } }".to_owned(),
            "10: the webhook `rung` was not read: its body has no schema",
        ),
        (
            "{ fallen: { $ref: '#/nowhere' } }",
            String::new(),
            "7: the callback `fallen` was not read: its reference leads to nothing that is read",
        ),
        (
            "{ fallen: { '{$url}': { head: {} } } }",
            format!("webhooks:\n  rung: {{ post: {json} }}"),
            "7: the callback `fallen` was not read: it has no body",
        ),
    ];
    each_case(cases.map(|(callbacks, content, note)| (note, (callbacks, content))), |note, (callbacks, content)| {
        let unread = read(&document(callbacks, &content)).unread;
        let notes: Vec<String> = unread.iter().map(|part| format!("{}: {}", part.line, part.message)).collect();
        assert_eq!(notes, [*note]);
    });
}

#[test]
fn thousands_of_parameters_and_types_are_drafted() {
    const MANY: usize = 10_000;
    let parameters: Vec<String> =
        (0..MANY).map(|number| format!("{{ name: p{number}, in: query, schema: {{ type: string }} }}")).collect();
    let schemas: Vec<String> = (0..MANY)
        .map(|number| {
            let next = (number + 1) % MANY;
            format!(
                "T{number}: {{ properties: {{ next: {{ $ref: '#/components/schemas/T{next}' }} }}, required: [next] }}"
            )
        })
        .collect();
    let text = format!(
        "openapi: 3.1.0\npaths:\n  /bells:\n    get:\n      parameters: [{}]\n      responses: {{ '200': {{ content: {{ \
         application/json: {{ schema: {{ $ref: '#/components/schemas/T0' }} }} }} }} }}\ncomponents: {{ schemas: {{ {} }} }}\n",
        parameters.join(", "),
        schemas.join(", ")
    );
    let draft = capture(&read(&text).pages, &Model::default(), None, TODAY).unwrap().text;
    assert_eq!(draft.matches("\n      p").count(), MANY);
    assert_eq!(draft.matches("\n      next: T").count(), MANY);
}
