//! What is read in the text of generated reference pages, quirk by quirk, and that the reader handles any text.

use std::collections::BTreeSet;

use docwright::internals::model::Method;
use docwright::internals::pages::facts::{
    BodyFacts, DefinitionContent, Fact, FieldFacts, PageFacts, ParameterFacts, ParameterPlace, Rendering, Request,
    ResponseFacts,
};
use docwright::internals::pages::reference::{is_reference, read};

const FLATTENED: &str = include_str!("../../fixtures/pages/reference/flattened.txt");
const TYPED: &str = include_str!("../../fixtures/pages/reference/typed.txt");
const EXCERPT: &str = include_str!("../../fixtures/pages/reference/excerpt.txt");
const LOST_HEADING: &str = include_str!("../../fixtures/pages/reference/lost_heading.txt");
const STACKED_LOSSES: &str = include_str!("../../fixtures/pages/reference/stacked_losses.txt");
pub(crate) const FIXTURES: [&str; 5] = [FLATTENED, TYPED, EXCERPT, LOST_HEADING, STACKED_LOSSES];

fn page(text: &str) -> PageFacts {
    read("page.txt", text)
}

fn parameters(of: &Fact<Vec<ParameterFacts>>) -> Vec<(u32, &str, &Fact<String>, &Fact<bool>)> {
    let parameters = of.stated().unwrap().iter();
    parameters.map(|found| (found.line, found.name.as_str(), &found.type_text, &found.required)).collect()
}

fn fields(of: &[FieldFacts]) -> Vec<(u32, &str, &Fact<String>)> {
    of.iter().map(|field| (field.line, field.name.as_str(), &field.type_text)).collect()
}

fn body(page: &PageFacts) -> &BodyFacts {
    page.body.stated().unwrap().as_ref().unwrap()
}

fn definition<'p>(page: &'p PageFacts, name: &str) -> &'p [FieldFacts] {
    match &page.definitions.iter().find(|definition| definition.name == name).unwrap().content {
        DefinitionContent::Fields(fields) => fields,
        DefinitionContent::Values(_) => panic!("{name} has values"),
    }
}

fn text(text: &str) -> Fact<String> {
    Fact::Stated(text.to_owned())
}

/// The facts without their lines.
fn facts(page: &PageFacts) -> serde_json::Value {
    serde_json::to_value(page).unwrap()
}

#[test]
fn a_page_is_identified_by_the_address_that_its_title_makes() {
    let flattened = page(FLATTENED);
    assert_eq!(flattened.title, "Rent boats - Get Boat by Berth");
    assert_eq!(flattened.identity.name, "rent-boats/get-boat-by-berth");
    assert_eq!((flattened.identity.asset_id, flattened.identity.url), (None, None));
    let typed = page(TYPED);
    assert_eq!(typed.identity.name, "rent-boats/charter-a-boat");
    assert_eq!(
        typed.identity.url.as_deref(),
        Some("https://docs.harbour.example/en-gb/rest/rent-boats/charter-a-boat")
    );
}

#[test]
fn an_address_comes_from_the_source_or_the_file_where_no_title_makes_it() {
    let source = "<!-- source: https://docs.harbour.example/rest/boats/get -->\n";
    let requests = "GET https://api.harbour.example/v1/boats\n";
    assert_eq!(page(&format!("{source}{requests}")).identity.name, "boats/get");
    assert_eq!(page(requests).identity.name, "page");
}

#[test]
fn the_rendering_is_recognized_by_what_it_lacks() {
    let without_source = |text: &str| text.lines().skip(1).collect::<Vec<_>>().join("\n");
    for (text, expected) in [
        (FLATTENED.to_owned(), Rendering::FlattenedReference),
        (STACKED_LOSSES.to_owned(), Rendering::FlattenedReference),
        (without_source(TYPED), Rendering::TypedReference),
        (without_source(EXCERPT), Rendering::TypedReference),
        (TYPED.replace("rendering: typed", "rendering: flattened"), Rendering::TypedReference),
    ] {
        assert_eq!(page(&text).rendering, expected, "{text}");
    }
}

#[test]
fn requests_are_whole_and_a_decoded_separator_is_one_again() {
    let uri = "https://api.harbour.example/v{version}/piers/{pierId}/berths/{berth_no}";
    let query = "?crewMinimum={crewMinimum}&crewMaximum={crewMaximum}&currency={currency}&flagStates={flagStates}";
    let get = Fact::Stated(Method::Get);
    assert_eq!(
        page(FLATTENED).requests,
        [
            Request { line: 3, method: get.clone(), uri: uri.to_owned() },
            Request { line: 4, method: get, uri: format!("{uri}{query}") },
        ]
    );
}

#[test]
fn a_translated_method_is_unreadable_and_a_method_can_have_a_line_of_its_own() {
    let page = page("Boote - Holen\nABRUFEN https://api.harbour.example/v1/boats\nPOST\n/v1/boats HTTP/1.1\n");
    let found: Vec<_> = page.requests.iter().map(|request| (request.line, &request.method, &*request.uri)).collect();
    let post = Fact::Stated(Method::Post);
    assert_eq!(found, [(2, &Fact::Unreadable, "https://api.harbour.example/v1/boats"), (4, &post, "/v1/boats")]);
}

#[test]
fn cut_names_of_parameters_are_completed_from_the_requests_in_order() {
    let page = page(FLATTENED);
    let (string, int, strings) = (text("string"), text("integer (int32)"), text("string[]"));
    let (must, may) = (Fact::Stated(true), Fact::Stated(false));
    assert_eq!(
        parameters(&page.parameters),
        [
            (8, "berth_no", &string, &must),
            (13, "pierId", &string, &must),
            (18, "version", &string, &must),
            (23, "crewMaximum", &int, &may),
            (29, "crewMinimum", &int, &may),
            (35, "currency", &string, &may),
            (41, "flagStates", &strings, &may),
        ]
    );
    let places: Vec<_> = page.parameters.stated().unwrap().iter().map(|found| found.place.stated().copied()).collect();
    assert_eq!(places[2..4], [Some(ParameterPlace::Path), Some(ParameterPlace::Query)]);
}

#[test]
fn a_cut_name_that_several_names_fit_stays_as_it_is() {
    let one = FLATTENED.replacen("crew\n|\nquery |\ninteger (int32) |\n|\n|\n", "", 1);
    let page = page(&one);
    assert_eq!(parameters(&page.parameters)[3].1, "crew");
    assert_eq!(page.parameters.stated().unwrap().len(), 6);
}

#[test]
fn headers_are_read_in_both_layouts() {
    let (string, must, may) = (text("string"), Fact::Stated(true), Fact::Stated(false));
    let flattened = page(FLATTENED);
    assert_eq!(
        parameters(&flattened.headers),
        [(49, "Authorization", &string, &must), (52, "hb-trace", &string, &may)]
    );
    let typed = page(TYPED);
    assert_eq!(parameters(&typed.headers), [(47, "Authorization", &string, &must), (53, "hb-trace", &string, &may)]);
    assert!(typed.headers.stated().unwrap().iter().all(|header| header.place.is_not_stated()));
    assert_eq!(typed.headers.stated().unwrap()[0].description, "Who asks.");
}

#[test]
fn formats_join_their_types() {
    let page = page(TYPED);
    let parameters = parameters(&page.parameters);
    assert_eq!(parameters[2], (24, "days", &text("integer (int32)"), &Fact::Stated(false)));
    assert_eq!(parameters[3], (33, "from", &text("string (date-time)"), &Fact::Stated(false)));
}

#[test]
fn a_body_lists_its_members() {
    let page = page(TYPED);
    let body = body(&page);
    assert_eq!((body.line, &body.type_text), (59, &Fact::NotStated));
    assert_eq!(
        fields(&body.fields),
        [
            (64, "crew", &text("Harbour.V2.Sailor[]")),
            (68, "date", &text("string (date-time)")),
            (74, "insurance", &text("enum")),
            (81, "note", &text("string")),
            (87, "price", &text("number (double)")),
        ]
    );
    let values = ["none", "third_party", "full"].map(str::to_owned).to_vec();
    assert_eq!(body.fields[2].values, Fact::Stated(values));
    assert_eq!(body.fields[2].description, "How much is covered.");
    assert_eq!(body.fields[3].description, "Remark");
    assert!(body.fields.iter().all(|field| field.required.is_not_stated()));
}

#[test]
fn responses_and_errors_are_distinguished_by_status() {
    let page = page(TYPED);
    let response =
        |line, status, type_text| ResponseFacts { line, status: Fact::Stated(status), type_text, fields: Vec::new() };
    assert_eq!(
        page.responses,
        Fact::Stated(vec![
            response(94, 200, text("object")),
            response(102, 201, text("Harbour.V2.Charter")),
            response(110, 204, Fact::NotStated),
        ])
    );
    let errors = page.errors.stated().unwrap();
    assert_eq!(errors.iter().map(|error| (error.line, error.status)).collect::<Vec<_>>(), [(114, 409), (122, 503)]);
    let columns = [
        ("Name", "409 Conflict"),
        ("Type", "Harbour.V2.Fault"),
        ("Description", "Taken by others. Media Types: \"application/json\""),
    ];
    assert_eq!(errors[0].columns, columns.map(|(heading, text)| (heading.to_owned(), text.to_owned())));
}

#[test]
fn the_type_of_a_flattened_response_is_unreadable() {
    let page = page(FLATTENED);
    let type_text = Fact::Unreadable;
    let response = ResponseFacts { line: 58, status: Fact::Stated(200), type_text, fields: Vec::new() };
    assert_eq!(page.responses, Fact::Stated(vec![response]));
    assert_eq!(page.errors.stated().unwrap()[0].status, 404);
}

#[test]
fn a_flattened_definition_lost_links_and_values() {
    let page = page(FLATTENED);
    let lost = Fact::Unreadable;
    assert_eq!(
        fields(definition(&page, "Harbour.V2.Boat")),
        [
            (67, "attributes", &lost),
            (68, "deckPlans", &text("string[]")),
            (71, "hull", &text("enum")),
            (75, "links", &lost),
            (76, "tonnage", &text("number (double)")),
            (79, "owner", &lost),
        ]
    );
    let hull = &definition(&page, "Harbour.V2.Boat")[2];
    assert_eq!((&hull.values, hull.description.as_str()), (&Fact::Unreadable, "What it is made of."));
    assert_eq!(
        fields(definition(&page, "Harbour.V2.Owner")),
        [(83, "headers", &lost), (86, "kind", &text("enum")), (90, "name", &text("string"))]
    );
    let names: Vec<_> = page.definitions.iter().map(|definition| (definition.line, &*definition.name)).collect();
    assert_eq!(names, [(64, "Harbour.V2.Boat"), (80, "Harbour.V2.Owner"), (92, "Harbour.V2.RigKind")]);
}

#[test]
fn losses_are_read_without_pipes_too() {
    let page = page(STACKED_LOSSES);
    let lost = Fact::Unreadable;
    assert_eq!(parameters(&page.parameters)[0].1, "boatId");
    assert_eq!(
        fields(&body(&page).fields),
        [
            (14, "links", &lost),
            (18, "logBook", &lost),
            (22, "mast", &text("enum")),
            (28, "owner", &lost),
            (32, "ports", &lost),
            (36, "zone", &text("string")),
        ]
    );
    assert_eq!(body(&page).fields[4].description, "Where it may go.");
    assert_eq!(
        fields(definition(&page, "Collections.Fleet[Boat]")),
        [(50, "boats", &lost), (51, "size", &text("integer"))]
    );
    assert_eq!(fields(definition(&page, "Boat")), [(53, "keel", &lost), (54, "name", &text("string"))]);
}

#[test]
fn a_typed_definition_is_whole() {
    let page = page(TYPED);
    let pairs = text("System.Collections.Generic.KeyValuePair[System.String,System.String][]");
    let charter = definition(&page, "Harbour.V2.Charter");
    assert_eq!(
        fields(charter),
        [(136, "crew", &text("Harbour.V2.Sailor[]")), (140, "status", &text("enum")), (144, "tags", &pairs)]
    );
    assert_eq!(charter[1].values, Fact::Stated(vec!["asked".to_owned(), "granted".to_owned()]));
    assert_eq!(page.definitions[1].content, DefinitionContent::Values(vec!["ketch".to_owned(), "sloop".to_owned()]));
}

#[test]
fn what_a_whole_page_leaves_out_is_not_stated() {
    let page = page(FLATTENED);
    assert!(!page.is_excerpt && page.body.is_not_stated());
}

#[test]
fn what_follows_the_end_of_an_excerpt_is_unreadable() {
    let cut = |at: &str| page(EXCERPT.split_once(at).unwrap().0);
    let in_headers = cut("Who asks.");
    assert!(in_headers.is_excerpt && in_headers.parameters.is_not_stated());
    assert_eq!(in_headers.headers.stated().map(Vec::len), Some(1));
    assert_eq!(in_headers.body, Fact::Unreadable);
    assert_eq!((&in_headers.responses, &in_headers.errors), (&Fact::Unreadable, &Fact::Unreadable));
    let in_responses = cut("Definitions");
    assert!(in_responses.body.is_not_stated());
    assert_eq!(in_responses.responses.stated().map(Vec::len), Some(1));
    assert_eq!(in_responses.errors, Fact::Unreadable);
}

#[test]
fn a_page_without_responses_is_an_excerpt_whether_it_says_so_or_not() {
    let cut = TYPED.split_once("Responses").unwrap().0;
    assert!(page(cut).is_excerpt && !page(TYPED).is_excerpt);
    assert_eq!(page(cut).responses, Fact::Unreadable);
}

#[test]
fn the_cut_item_at_the_end_of_an_excerpt_is_left_out() {
    let page = page(EXCERPT);
    assert_eq!(page.rendering, Rendering::TypedReference);
    assert_eq!(fields(definition(&page, "Harbour.V2.Boat")), [(33, "id", &text("string"))]);
    let in_type = read("page.txt", EXCERPT.split_once("V2.Boat[]").unwrap().0);
    assert_eq!(in_type.responses, Fact::Unreadable);
}

#[test]
fn a_table_that_lost_its_heading_defines_nothing_else() {
    let page = page(LOST_HEADING);
    let names: Vec<_> = page.definitions.iter().map(|definition| &*definition.name).collect();
    assert_eq!(names, ["Harbour.V2.Sailor"]);
    assert_eq!(definition(&page, "Harbour.V2.Sailor").len(), 2);
}

#[test]
fn blank_lines_tabs_and_invisible_characters_say_nothing() {
    let (typed, losses) = (facts(&page(TYPED)), facts(&page(STACKED_LOSSES)));
    let without_blank = |text: &str| text.lines().filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\r\n");
    assert_eq!(facts(&page(&without_blank(TYPED))), typed);
    assert_eq!(facts(&page(&without_blank(STACKED_LOSSES))), losses);
    assert_eq!(facts(&page(&format!("\u{FEFF}{}", TYPED.replace(' ', "\u{A0}")))), typed);
    let tabs = TYPED.replace("Name In Required", "Name\tIn\tRequired").replace("path True", "path\tTrue");
    assert_eq!(facts(&page(&tabs.replace("Authorization True", "Authorization\tTrue"))), typed);
}

#[test]
fn a_reference_page_is_distinguished_from_markdown() {
    for text in FIXTURES {
        assert!(is_reference(text));
    }
    for text in [
        "",
        "Responses",
        "---\ntitle: Boats\n---\nResponses\n\nName | Type | Description\n",
        "# Get boats\n\n### Request headers\n\n| Name | Type | Description |\n|---|---|---|\n",
        "Get boats\n\n```http\nGET https://api.harbour.example/v1/boats HTTP/1.1\n```\n",
    ] {
        assert!(!is_reference(text), "{text}");
    }
}

#[test]
fn a_page_of_many_lines_is_read_in_time() {
    for line in ["x", "|", "enum:", "• x", "Definitions", "Name Type Description", "string", "crewA |", "GET", "path"]
    {
        for frame in ["", TYPED, FLATTENED] {
            examine(&format!("{frame}{}", format!("{line}\n").repeat(20_000)));
        }
    }
    let names: String = (0..20_000).map(|at| format!("n{at}\nquery\nstring\n")).collect();
    let keys: String = (0..20_000).map(|at| format!("n{at}A={{n}}&")).collect();
    examine(&format!("GET https://a.example/?{keys}\nURI Parameters\nName In Required Type Description\n{names}"));
}

/// Reads a text, and looks at what no text may change: every line is one of the page, and nothing has no name.
pub(crate) fn examine(text: &str) {
    let page = page(text);
    let _ = is_reference(text);
    let last = u32::try_from(text.split(['\n', '\r']).count()).unwrap();
    let bodies = page.body.stated().into_iter().flatten().map(|body| body.fields.as_slice());
    let definitions = page.definitions.iter().filter_map(|definition| match &definition.content {
        DefinitionContent::Fields(fields) => Some(fields.as_slice()),
        DefinitionContent::Values(_) => None,
    });
    for field in bodies.chain(definitions).flatten() {
        assert!((1..=last).contains(&field.line) && !field.name.is_empty(), "{field:?}");
    }
    for parameter in [&page.parameters, &page.headers].into_iter().filter_map(Fact::stated).flatten() {
        assert!((1..=last).contains(&parameter.line) && !parameter.name.is_empty(), "{parameter:?}");
    }
    for request in &page.requests {
        assert!((1..=last).contains(&request.line) && !request.uri.is_empty(), "{request:?}");
    }
}

#[test]
fn an_excerpt_states_no_half_names() {
    for text in FIXTURES {
        let whole = names(&page(text));
        for (end, _) in text.char_indices() {
            let excerpt = names(&page(&format!("<!-- INCOMPLETE -->\n{}", &text[..end])));
            assert!(excerpt.is_subset(&whole), "{:?} at {end}", excerpt.difference(&whole));
        }
    }
}

/// The names that a page states, but for those of parameters, which a rendering cuts anywhere.
fn names(page: &PageFacts) -> BTreeSet<String> {
    let headers = page.headers.stated().into_iter().flatten().map(|header| &header.name);
    let body = page.body.stated().into_iter().flatten().flat_map(|body| &body.fields).map(|field| &field.name);
    let defined = page.definitions.iter().map(|definition| &definition.name);
    let members = page.definitions.iter().flat_map(|definition| match &definition.content {
        DefinitionContent::Fields(fields) => fields.iter().map(|field| &field.name).collect::<Vec<_>>(),
        DefinitionContent::Values(values) => values.iter().collect(),
    });
    headers.chain(body).chain(defined).chain(members).cloned().collect()
}
