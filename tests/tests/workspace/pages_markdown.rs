//! Facts are read from Markdown pages as stated, in spite of the mistakes of captures, translations and authors.

use std::path::Path;

use docwright::internals::model::Method;
use docwright::internals::pages::facts::{
    Definition, DefinitionContent, ExampleFacts, ExampleKind, ExampleOf, Fact, FieldFacts, MessageKind, PageFacts,
    ParameterFacts, ParameterPlace,
};
use docwright::internals::pages::markdown::read;
use workspace_tests::workspace_root;

fn page(name: &str) -> PageFacts {
    let path = workspace_root().join("tests/fixtures/pages/markdown").join(name);
    read(name, &std::fs::read_to_string(Path::new(&path)).unwrap()).0
}

fn stated<T: Clone>(reading: &Fact<T>) -> T {
    reading.stated().cloned().unwrap()
}

fn text(text: &str) -> Fact<String> {
    Fact::Stated(text.to_owned())
}

fn requests(page: &PageFacts) -> Vec<(Option<Method>, &str, u32)> {
    page.requests.iter().map(|request| (request.method.stated().copied(), request.uri.as_str(), request.line)).collect()
}

fn names(parameters: &[ParameterFacts]) -> Vec<&str> {
    parameters.iter().map(|parameter| parameter.name.as_str()).collect()
}

fn definition<'a>(page: &'a PageFacts, name: &str) -> &'a Definition {
    page.definitions.iter().find(|definition| definition.name == name).unwrap()
}

fn fields<'a>(page: &'a PageFacts, name: &str) -> &'a [FieldFacts] {
    match &definition(page, name).content {
        DefinitionContent::Fields(fields) => fields,
        DefinitionContent::Values(values) => panic!("{name} has values: {values:?}"),
    }
}

fn values<'a>(page: &'a PageFacts, name: &str) -> Vec<&'a str> {
    match &definition(page, name).content {
        DefinitionContent::Values(values) => values.iter().map(String::as_str).collect(),
        DefinitionContent::Fields(fields) => panic!("{name} has fields: {fields:?}"),
    }
}

fn members(example: &ExampleFacts) -> Vec<(String, u32, Vec<ExampleKind>)> {
    stated(&example.body).into_iter().map(|member| (member.path, member.line, member.kinds)).collect()
}

#[test]
fn a_page_is_known_by_its_front_matter_wherever_that_begins_and_by_its_file() {
    let page = page("lend-a-tool.2019.md");
    assert_eq!(page.identity.asset_id.as_deref(), Some("00000000-AAAA-4000-8000-00000000000A"));
    assert_eq!(page.identity.name, "lend-a-tool");
    assert_eq!(page.title, "Lend a tool");
    assert_eq!(page.version, "03/04/2019");
    assert!(!page.is_translation);
}

#[test]
fn a_page_without_front_matter_is_titled_by_its_heading_and_has_no_version() {
    let page = page("return-a-tool.md");
    assert_eq!((page.title.as_str(), page.version.as_str()), ("Return a tool", ""));
}

#[test]
fn an_address_in_html_is_whole_in_spite_of_empty_tags_cuts_and_swallowed_parameters() {
    let uri = "https://tools.example.org/V1/Tools/{toolId}/Loans?rateGroup={RateGroup}&currency={c}&region={r}";
    assert_eq!(requests(&page("lend-a-tool.2019.md")), [(Some(Method::Post), uri, 27)]);
}

#[test]
fn parameters_in_html_have_types_without_links_and_say_in_their_description_if_they_are_required() {
    let parameters = stated(&page("lend-a-tool.2019.md").parameters);
    assert_eq!(names(&parameters), ["toolId", "rateGroup", "region"]);
    assert_eq!(parameters[0].line, 40);
    assert_eq!(parameters[0].description, "Required. Which tool.");
    assert_eq!(parameters[1].type_text, text("collection of RateGroup"));
    assert_eq!(parameters[2].type_text, text("string"));
    let required: Vec<_> = parameters.iter().map(|parameter| parameter.required.stated().copied()).collect();
    assert_eq!(required, [Some(true), Some(false), None]);
}

#[test]
fn errors_keep_all_columns_and_list_reasons_only_where_a_cell_is_a_list_of_them() {
    let errors = stated(&page("lend-a-tool.2019.md").errors);
    assert_eq!(errors.iter().map(|error| error.status).collect::<Vec<_>>(), [400, 409, 503]);
    assert_eq!(
        errors.iter().map(|error| error.retry.stated().copied()).collect::<Vec<_>>(),
        [Some(false), Some(true), None]
    );
    assert!(errors[0].reasons.is_not_stated());
    assert_eq!(stated(&errors[1].reasons), ["Already lent", "In repair"]);
    let headings: Vec<&str> = errors[2].columns.iter().map(|(heading, _)| heading.as_str()).collect();
    assert_eq!(headings, ["Error code", "Description", "Retry", "Data field"]);
    assert_eq!(errors[0].columns[3].1, "Parameter name\nReason: What is wrong with it, if known");
}

#[test]
fn a_heading_directly_above_a_table_is_a_heading() {
    let responses = stated(&page("lend-a-tool.2019.md").responses);
    assert_eq!(responses.len(), 1);
    assert_eq!(responses[0].type_text, text("Loan"));
    assert_eq!(responses[0].line, 78);
    assert!(responses[0].status.is_not_stated());
}

#[test]
fn of_a_translation_only_untranslated_facts_are_read() {
    let page = page("lend-a-tool.zh.md");
    assert!(page.is_translation);
    assert_eq!(requests(&page), [(None, "https://Tools.Example.org/v1/Tools/{工具Id}/{rate}/Loans", 13)]);
    assert_eq!(page.requests[0].method, Fact::Unreadable);
    let parameters = stated(&page.parameters);
    assert_eq!(names(&parameters), ["工具 id", "rate"]);
    assert_eq!(parameters[0].type_text, text("string"));
    assert_eq!(parameters[1].type_text, Fact::Unreadable);
    assert_eq!(parameters[0].required, Fact::Unreadable);
    assert!(parameters[1].required.is_not_stated());
    let errors = stated(&page.errors);
    assert_eq!((&errors[0].retry, &errors[0].reasons), (&Fact::Unreadable, &Fact::Unreadable));
    assert!(errors[1].retry.is_not_stated() && errors[1].reasons.is_not_stated());
    assert_eq!(stated(&page.responses)[0].type_text, text("Loan"));
}

#[test]
fn a_table_can_hold_several_requests_with_marks_and_escapes_in_them() {
    let page = page("change-a-loan.md");
    let expected = [
        (Some(Method::Patch), "{baseURL}/v1/loans/{loan-id}?due_day={day}&currency={c}", 16),
        (Some(Method::Get), "{baseURL}/v1/loans/{loan-id}/history", 17),
        (Some(Method::Get), r#"/v1/loans?filter={"Field":"Tool","Value":"{tool}"}"#, 18),
    ];
    assert_eq!(requests(&page), expected);
}

#[test]
fn parameters_with_pipes_are_recognized_by_their_columns() {
    let parameters = stated(&page("change-a-loan.md").parameters);
    assert_eq!(names(&parameters), ["loan-id", "due_day", "size"]);
    assert_eq!(parameters[0].type_text, text("guid"));
    assert_eq!(parameters[0].place, Fact::Stated(ParameterPlace::Path));
    assert_eq!(parameters[1].place, Fact::Stated(ParameterPlace::Query));
    assert_eq!(parameters[1].description, "The day, not the time.");
    assert_eq!(parameters[2].type_text, text("List<string>"));
    assert_eq!(stated(&parameters[2].values), ["small", "large", "huge"]);
    let required: Vec<_> = parameters.iter().map(|parameter| parameter.required.stated().copied()).collect();
    assert_eq!(required, [Some(true), Some(false), None]);
}

#[test]
fn headers_are_named_without_their_colon() {
    let headers = stated(&page("change-a-loan.md").headers);
    assert_eq!(names(&headers), ["If-Match"]);
    assert_eq!(headers[0].required, Fact::Stated(true));
}

#[test]
fn a_body_has_its_own_members_and_further_tables_are_of_the_types_named_before_them() {
    let page = page("change-a-loan.md");
    let body = stated(&page.body).unwrap();
    assert_eq!(body.type_text, text("Loan"));
    assert_eq!(body.fields.iter().map(|field| field.name.as_str()).collect::<Vec<_>>(), ["Id", "Tools"]);
    assert_eq!(body.fields[1].type_text, text("array of Tool resources"));
    assert_eq!(fields(&page, "Tool")[0].required, Fact::Stated(true));
    assert_eq!(fields(&page, "Address")[0].required, Fact::Stated(false));
}

#[test]
fn a_body_can_be_described_below_its_heading_or_in_words_without_a_type() {
    let (page, _) = read(
        "a.md",
        "## Request body\n\n### Loan\n\nThese are the [Loan](types.md#loan) properties in the request body.\n",
    );
    assert_eq!(stated(&page.body).unwrap().type_text, text("Loan"));
    let (page, _) = read("a.md", "## Request body\n\nNone.\n\n## Request body\n\n|Name|Type|\n|-|-|\n|id|string|\n");
    assert_eq!(stated(&page.body).unwrap().fields.len(), 1);
    let (page, _) = read("a.md", "## Request body\n\nThe whole thing.\n");
    assert_eq!(stated(&page.body).unwrap().type_text, Fact::NotStated);
}

#[test]
fn the_word_none_states_that_there_is_no_body() {
    assert_eq!(page("return-a-tool.md").body, Fact::Stated(None));
    assert_eq!(page("types.md").body, Fact::NotStated);
}

#[test]
fn results_come_from_sentences_and_from_tables_of_statuses() {
    let responses = stated(&page("change-a-loan.md").responses);
    let read: Vec<_> = responses
        .iter()
        .map(|response| (response.status.stated().copied(), response.type_text.stated().cloned()))
        .collect();
    assert_eq!(read, [(Some(200), Some("collection of Loan".to_owned())), (Some(204), None), (Some(202), None)]);
    assert_eq!(stated(&page("change-a-loan.md").errors).iter().map(|error| error.status).collect::<Vec<_>>(), [404]);
    assert_eq!(stated(&page("return-a-tool.md").responses)[0].status, Fact::Stated(204));
}

#[test]
fn requests_and_responses_are_recognized_by_content_despite_their_headings() {
    let page = page("change-a-loan.md");
    let uri = "https://tools.example.org/v1/loans/7?due_day&currency".to_owned();
    assert_eq!(page.examples[0].of, ExampleOf::Request { method: Method::Patch, uri });
    assert_eq!(page.examples[0].headers, ["Authorization", "If-Match", "Content-Type"]);
    assert_eq!(page.examples[1].of, ExampleOf::Response { status: 200 });
    assert_eq!(members(&page.examples[1])[1], ("Id".to_owned(), 87, vec![ExampleKind::String]));
}

#[test]
fn members_of_examples_are_read_in_spite_of_ellipses_and_stray_commas() {
    let members = members(&page("change-a-loan.md").examples[0]);
    let expected = [
        ("", 63, vec![ExampleKind::Object]),
        ("Id", 64, vec![ExampleKind::String]),
        ("Tools", 65, vec![ExampleKind::Array]),
        ("Tools[]", 65, vec![ExampleKind::Object]),
        ("Tools[].Name", 65, vec![ExampleKind::Null, ExampleKind::String]),
        ("Tools[].Age", 65, vec![ExampleKind::Integer]),
        ("Tools[].Weight", 65, vec![ExampleKind::Number]),
        ("Links", 66, vec![ExampleKind::Object]),
    ];
    assert_eq!(members, expected.map(|(path, line, kinds)| (path.to_owned(), line, kinds)));
}

#[test]
fn programs_are_no_examples_and_one_listing_can_show_several_messages() {
    let page = page("return-a-tool.md");
    let shown: Vec<_> = page.examples.iter().map(|example| (example.line, &example.body)).collect();
    assert_eq!(page.examples[0].of, ExampleOf::Json { body_of: Some(MessageKind::Response) });
    assert_eq!(members(&page.examples[0])[2].0, "[].a");
    assert_eq!(page.examples[0].headers, Vec::<String>::new());
    assert_eq!((shown[1].0, shown[1].1), (38, &Fact::NotStated));
    assert_eq!((shown[2].0, shown[2].1), (41, &Fact::Unreadable));
    assert_eq!(shown.len(), 3);
}

#[test]
fn a_method_and_an_address_in_a_listing_are_a_request_as_are_rows_under_a_wrong_line_of_dashes() {
    let expected = [
        (Some(Method::Delete), "https://tools.example.org/v1/loans/{loanId}", 6),
        (Some(Method::Post), "{baseURL}/v1/loans/{loanId}/return", 21),
    ];
    assert_eq!(requests(&page("return-a-tool.md")), expected);
}

#[test]
fn bold_text_can_be_the_heading_of_a_section() {
    assert_eq!(names(&stated(&page("return-a-tool.md").parameters)), ["loanId"]);
}

#[test]
fn types_have_members_and_enums_have_values() {
    let page = page("types.md");
    let tool = fields(&page, "Tool");
    assert_eq!(
        tool.iter().map(|field| field.name.as_str()).collect::<Vec<_>>(),
        ["id", "kind", "parts", "owner", "shelf"]
    );
    assert_eq!(tool[1].type_text, text("Kind"));
    assert_eq!(stated(&tool[1].values), ["saw", "drill"]);
    assert_eq!(tool[2].type_text, text("Dictionary<string, string>"));
    assert_eq!(tool[2].required, Fact::Stated(false));
    assert_eq!(values(&page, "Kind"), ["saw", "drill"]);
    assert_eq!(values(&page, "State"), ["lent", "free"]);
    assert_eq!(values(&page, "Rate"), ["plain", "gold"]);
    assert_eq!(fields(&page, "Changed Event")[0].name, "EventName");
}

#[test]
fn a_type_that_lost_its_end_is_not_readable() {
    assert_eq!(fields(&page("types.md"), "Tool")[3].type_text, Fact::Unreadable);
}

#[test]
fn rows_without_headings_are_recognized_by_their_cells() {
    let page = page("types.md");
    assert_eq!(fields(&page, "Lost")[1].type_text, text("integer-32"));
    assert_eq!(values(&page, "Words"), ["red", "green"]);
}

#[test]
fn a_type_that_is_listed_twice_is_kept_twice_and_an_empty_table_defines_nothing() {
    let page = page("types.md");
    assert_eq!(page.definitions.iter().filter(|definition| definition.name == "Tool").count(), 2);
    assert!(!page.definitions.iter().any(|definition| definition.name == "Nothing"));
}

#[test]
fn addresses_of_sample_queries_are_no_requests() {
    assert_eq!(requests(&page("types.md")), []);
}
