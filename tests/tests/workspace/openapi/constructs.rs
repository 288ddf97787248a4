//! What single constructs of documents state.

use docwright::internals::pages::facts::{Fact, PageFacts};
use docwright::internals::pages::read;
use serde_json::Value;
use workspace_tests::each_case;

fn pages(name: &str, text: &str) -> Vec<PageFacts> {
    let mut beside = |_: &str| Err("there are no files".to_owned());
    read::document(name, text.as_bytes(), &mut beside).unwrap().pages
}

/// The facts of the only operation of an OpenAPI document, which is `GET /things` with this content.
fn operation(root: &str, content: &str) -> PageFacts {
    let text = format!("openapi: 3.1.0\n{root}\npaths:\n  /things:\n    get:\n{content}\n");
    pages("a.yaml", &text).pop().unwrap()
}

fn written(page: &PageFacts) -> Value {
    serde_json::to_value(page).unwrap()
}

#[test]
fn schemas_state_types_as_a_generated_reference_writes_them() {
    let cases = [
        ("{ type: string }", "string", ""),
        ("{ type: string, format: date-time }", "string (date-time)", ""),
        ("{ type: string, format: email }", "string", ""),
        ("{ type: string, format: byte }", "string (byte)", ""),
        ("{ type: string, format: binary }", "binary", ""),
        ("{ type: integer }", "integer", ""),
        ("{ type: integer, format: int64 }", "integer (int64)", ""),
        ("{ type: integer, format: uint8 }", "integer", ""),
        ("{ type: [number, 'null'], format: double }", "number (double)", ""),
        ("{ type: boolean, nullable: true }", "boolean", ""),
        ("{ type: [string, integer] }", "?", ""),
        ("{ type: array }", "array", ""),
        ("{ type: array, items: { type: array, items: { type: integer } } }", "integer[][]", ""),
        ("{ items: { $ref: '#/components/schemas/Thing' } }", "Thing[]", ""),
        ("{ type: array, items: { type: string, enum: [a, b] } }", "string[]", "a b"),
        ("{ type: object }", "object", ""),
        ("{ properties: { a: {} } }", "object", ""),
        ("{ type: object, additionalProperties: true }", "object", ""),
        ("{ additionalProperties: { type: integer } }", "Dictionary<string, integer>", ""),
        (
            "{ type: object, additionalProperties: { $ref: '#/components/schemas/Thing' } }",
            "Dictionary<string, Thing>",
            "",
        ),
        ("{ $ref: '#/components/schemas/Thing' }", "Thing", ""),
        ("{ $ref: '#/components/schemas/Alias' }", "Thing", ""),
        ("{ $ref: '#/components/schemas/Color' }", "Color", ""),
        ("{ $ref: '#/components/schemas/Shape' }", "Shape", ""),
        ("{ $ref: '#/components/schemas/ThingId' }", "string (uuid)", ""),
        ("{ $ref: '#/components/schemas/Things' }", "Thing[]", ""),
        ("{ $ref: '#/components/schemas/Free' }", "object", ""),
        ("{ $ref: '#/components/schemas/Lost' }", "Lost", ""),
        ("{ $ref: '#/components/schemas/Thing/properties/size' }", "integer (int32)", ""),
        ("{ $ref: '#Thing' }", "?", ""),
        ("{ allOf: [{ $ref: '#/components/schemas/Thing' }], description: One. }", "Thing", ""),
        ("{ allOf: [{ $ref: '#/components/schemas/Thing' }, { properties: { more: {} } }] }", "object", ""),
        ("{ oneOf: [{ $ref: '#/components/schemas/Thing' }, { type: 'null' }] }", "Thing", ""),
        ("{ anyOf: [{ type: string, format: uuid }, { type: string, format: uuid }] }", "string (uuid)", ""),
        ("{ anyOf: [{ type: string }, { type: integer }] }", "?", ""),
        ("{ anyOf: [{ type: string }, { type: string, enum: [a, b] }] }", "string", "a b"),
        ("{ oneOf: [{ const: a }, { const: b }] }", "string", "a b"),
        ("{ type: integer, enum: [1, 2, null] }", "integer", "1 2"),
        ("{ const: x }", "string", "x"),
        ("{ type: string, enum: [a, b], x-ms-enum: { name: Letter } }", "Letter", ""),
        ("{}", "", ""),
        ("true", "", ""),
    ];
    let schemas = "components:\n  schemas:\n    Thing: { type: object, properties: { size: { type: integer, format: int32 } } }\n    \
                   Alias: { $ref: '#/components/schemas/Thing' }\n    Color: { type: string, enum: [red, blue] }\n    \
                   Shape: { oneOf: [{ $ref: '#/components/schemas/Thing' }, { properties: { round: {} } }] }\n    \
                   ThingId: { type: string, format: uuid }\n    Free: { type: object }\n    \
                   Things: { type: array, items: { $ref: '#/components/schemas/Alias' } }";
    each_case(cases.into_iter().map(|case| (case.0.to_owned(), case)), |_, (schema, text, values)| {
        let content = format!("      parameters: [{{ name: p, in: query, schema: {schema} }}]");
        let facts = written(&operation(schemas, &content));
        let parameter = &facts["parameters"][0];
        assert_eq!(parameter["type"].as_str().unwrap_or_default(), text);
        let listed = parameter["values"].as_array().map(|values| values.iter().filter_map(Value::as_str));
        assert_eq!(listed.map(|values| values.collect::<Vec<_>>().join(" ")).unwrap_or_default(), values);
    });
    let definitions = written(&pages("a.yaml", &format!("openapi: 3.0.3\n{schemas}\n"))[0]);
    let names: Vec<&str> =
        definitions["definitions"].as_array().unwrap().iter().filter_map(|one| one["name"].as_str()).collect();
    assert_eq!(names, ["Thing", "Color"], "others have no members and no values");
}

#[test]
fn a_derived_type_has_the_members_of_its_bases_and_overrides_them() {
    let text = "swagger: '2.0'\ndefinitions:\n  Base:\n    discriminator: kind\n    required: [kind]\n    properties: { kind: { type: string }, size: { type: string } }\n  \
                Derived:\n    allOf: [{ $ref: '#/definitions/Base' }, { required: [size] }]\n    properties: { size: { type: integer }, own: {} }\n";
    let facts = written(&pages("a.yaml", text)[0]);
    let fields = facts["definitions"][1]["fields"].as_array().unwrap();
    let shown: Vec<String> =
        fields.iter().map(|field| format!("{} {} {}", field["name"], field["type"], field["required"])).collect();
    assert_eq!(shown, [r#""kind" "string" true"#, r#""size" "integer" true"#, r#""own" null false"#]);
}

#[test]
fn members_that_can_be_null_are_marked() {
    let text = "openapi: 3.1.0\ncomponents:\n  schemas:\n    None: { type: ['null'] }\n    Thing:\n      properties:\n        a: { type: [string, 'null'] }\n        \
                b: { type: string, nullable: true }\n        c: { anyOf: [{ type: string }, { type: 'null' }] }\n        d: { type: string }\n        \
                e: { type: string, x-nullable: true }\n        f: { type: string, nullable: false }\n";
    let facts = written(&pages("a.yaml", text)[0]);
    let fields = facts["definitions"][0]["fields"].as_array().unwrap();
    let is_nullable = |field: &&Value| field["nullable"].as_bool() == Some(true);
    let nullable: Vec<&str> = fields.iter().filter(is_nullable).filter_map(|field| field["name"].as_str()).collect();
    assert_eq!(nullable, ["a", "b", "c", "e"]);
}

#[test]
fn media_types_of_parts_are_read_where_they_are_one() {
    let body = "      requestBody: { content: { multipart/form-data: { schema: { type: object }, encoding: { \
                a: { contentType: 'image/png' }, b: { contentType: 'image/png, image/jpeg' }, c: { contentType: 'image/*' }, \
                d: { style: form } } } } }";
    let facts = written(&operation("", body));
    let parts = &facts["examples"][0]["parts"];
    assert_eq!(parts.as_array().map(Vec::len), Some(1), "{parts}");
    assert_eq!((parts[0]["name"].as_str(), parts[0]["media"].as_str()), (Some("a"), Some("image/png")));
}

#[test]
fn the_uri_of_a_request_is_that_of_the_server() {
    let swagger = |head: &str| {
        let text = format!("swagger: '2.0'\n{head}\npaths: {{ /things: {{ get: {{}} }} }}\n");
        pages("a.yaml", &text).pop().unwrap()
    };
    let openapi = |servers: &str| operation(&format!("servers: {servers}"), "      servers: []");
    let cases = [
        (swagger("host: api.example\nbasePath: /v1/"), "https://api.example/v1/things"),
        (swagger("host: api.example\nschemes: [http]"), "http://api.example/things"),
        (swagger("host: 'localhost:5000'\nbasePath: v1"), "/v1/things"),
        (swagger("basePath: /"), "/things"),
        (openapi("[]"), "/things"),
        (openapi("[{ url: / }]"), "/things"),
        (openapi("[{ url: ./v2 }]"), "/v2/things"),
        (openapi("[{ url: //api.example/v2 }]"), "https://api.example/v2/things"),
        (openapi("[{ url: 'http://127.0.0.1:80/v2' }]"), "/v2/things"),
        (openapi("[{ url: 'https://a.example/v1' }, { url: 'https://b.example/v1/' }]"), "/v1/things"),
        (
            openapi("[{ url: 'https://{tenant}.example/{version}', variables: { version: { default: 2 } } }]"),
            "https://{tenant}.example/2/things",
        ),
    ];
    for (page, uri) in cases {
        assert_eq!(page.requests.len(), 1);
        assert_eq!(page.requests[0].uri, uri);
    }
    let two = openapi("[{ url: 'https://a.example/v1' }, { url: 'https://a.example/v2' }]");
    let uris: Vec<&str> = two.requests.iter().map(|request| request.uri.as_str()).collect();
    assert_eq!(uris, ["/v1/things", "/v2/things"]);
}

#[test]
fn credentials_are_parameters_that_are_required_if_every_alternative_needs_them() {
    let schemes = "components:\n  securitySchemes:\n    key: { type: apiKey, in: header, name: Api-Key }\n    \
                   code: { type: apiKey, in: query, name: code }\n    session: { type: apiKey, in: cookie, name: s }\n    \
                   token: { type: openIdConnect }\nsecurity: [{ token: [], key: [] }, { key: [], code: [], session: [], unknown: [] }]";
    let facts = operation(schemes, "      operationId: list");
    let shown = |rows: &Fact<Vec<docwright::internals::pages::facts::ParameterFacts>>| -> Vec<(String, bool)> {
        let rows = rows.stated().unwrap().iter();
        rows.map(|row| (row.name.clone(), *row.required.stated().unwrap())).collect()
    };
    assert_eq!(shown(&facts.headers), [("Authorization".to_owned(), false), ("Api-Key".to_owned(), true)]);
    assert_eq!(shown(&facts.parameters), [("code".to_owned(), false)]);
    let shown: Vec<String> = facts.carriers.iter().map(|carrier| carrier.shown()).collect();
    assert_eq!(shown, ["Authorization: Bearer …", "Api-Key: …", "?code=…", "cookie s"]);
    let open = operation(schemes, "      security: []");
    assert!(open.carriers.is_empty());
    assert_eq!((open.headers.stated(), open.parameters.stated()), (Some(&Vec::new()), Some(&Vec::new())));
}

#[test]
fn an_operation_replaces_the_parameters_of_its_path() {
    let text = "openapi: 3.0.0\npaths:\n  /things/{id}:\n    parameters:\n    - { name: id, in: path, schema: { type: string } }\n    \
                - { name: size, in: query, schema: { type: string } }\n    - { name: session, in: cookie }\n    get:\n      parameters:\n      \
                - { name: size, in: query, required: true, content: { application/json: { schema: { type: integer } } } }\n";
    let facts = written(&pages("a.yaml", text)[1]);
    let shown: Vec<String> = facts["parameters"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| format!("{} {} {}", row["name"], row["type"], row["required"]))
        .collect();
    assert_eq!(shown, [r#""size" "integer" true"#, r#""id" "string" true"#]);
}

#[test]
fn a_document_says_that_an_operation_is_deprecated() {
    let is_deprecated = |rest: &str| operation("", rest).deprecated.stated().is_some_and(|stated| stated.is_deprecated);
    assert!(is_deprecated("      deprecated: true\n"));
    assert!(!is_deprecated("      deprecated: false\n") && !is_deprecated(""));
}

#[test]
fn other_statuses_are_those_that_a_document_does_not_list() {
    let of = |responses: &str| operation("", &format!("      responses: {{ {responses} }}"));
    let only = of("default: { content: { application/json: { schema: { type: string } } } }");
    let response = &only.responses.stated().unwrap()[0];
    assert_eq!((&response.status, &response.type_text), (&Fact::NotStated, &Fact::Stated("string".to_owned())));
    assert!(only.has_default && only.errors.is_not_stated());
    let beside = of("200: {}, default: {}, x-note: {}");
    assert_eq!((beside.responses.stated().unwrap().len(), beside.has_default), (1, true));
    let range = of("2XX: {}, 404: {}, 5XX: {}");
    assert_eq!(range.responses.stated().unwrap()[0].status, Fact::NotStated);
    assert_eq!((range.errors.stated().unwrap().len(), range.has_default), (1, true));
    assert!(!of("200: {}, 404: {}, x-note: {}").has_default);
    assert!(of("").responses.is_not_stated());
    assert!(of("200: { $ref: '#/components/responses/lost' }").is_excerpt);
}

#[test]
fn media_types_other_than_json_are_stated() {
    let media = |content: &str| {
        let facts = operation("", &format!("      responses: {{ 200: {{ content: {{ {content} }} }} }}"));
        written(&facts)["examples"].as_array().map_or(0, Vec::len)
    };
    assert_eq!(media("application/json: {}, application/xml: {}"), 0);
    assert_eq!(media("'*/*': {}"), 0);
    assert_eq!(media("application/pdf: {}"), 1);
    let facts = operation(
        "",
        "      responses: { 200: { content: { text/plain: {}, application/hal+json: { example: '{\"a\": [1]}' } } } }",
    );
    let example = &written(&facts)["examples"][0];
    assert_eq!(example["media"], "application/hal+json");
    assert_eq!(example["body"]["a[]"][0], "integer", "an example can be written as a text");
}
