//! The draft of any page can be loaded.

use docwright::internals::model::{Method, TokenAccess};
use docwright::internals::pages::capture::capture;
use docwright::internals::pages::facts::{
    AccessFacts, BodyFacts, CarrierFacts, CarrierKind, Definition, DefinitionContent, DeprecationFacts, ErrorRow, Fact,
    FieldFacts, Identity, ListForm, PageFacts, ParameterFacts, ParameterPlace, Rendering, Request, ResponseFacts,
};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use workspace_tests::properties;

use crate::capture::{TODAY, assert_only_gaps_have_errors, model};

fn reading<T: std::fmt::Debug + Clone + 'static>(
    fact: impl Strategy<Value = T> + 'static,
) -> impl Strategy<Value = Fact<T>> {
    prop_oneof![4 => fact.prop_map(Fact::Stated), 1 => Just(Fact::NotStated), 1 => Just(Fact::Unreadable)]
}

fn carrier() -> impl Strategy<Value = CarrierFacts> {
    let kinds =
        vec![CarrierKind::Bearer, CarrierKind::Basic, CarrierKind::Header, CarrierKind::Query, CarrierKind::Other];
    (prop::sample::select(kinds), option::of(word()), option::of(word()))
        .prop_map(|(kind, name, scheme)| CarrierFacts { line: 1, kind, name, scheme })
}

fn access() -> impl Strategy<Value = AccessFacts> {
    let some = prop::sample::subsequence(vec![TokenAccess::AppOnly, TokenAccess::Delegated], 1..=2);
    some.prop_map(|accepted| AccessFacts { line: 7, accepted })
}

fn deprecation() -> impl Strategy<Value = DeprecationFacts> {
    any::<bool>().prop_map(|is_deprecated| DeprecationFacts { line: 7, is_deprecated, since: None })
}

fn word() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => "[a-zA-Z]{1,4}",
        1 => prop::sample::select(vec![
            "self", "type", "Operation", "Client", "body", "id", "harbourId", "version", "Collection", "1", "null", "",
            "a b", "a: b #c", "größe", "{", "x-y", "Thing", "thing", "Things", "If-Match", "Host", "\u{2028}", "\"", "'",
        ]).prop_map(str::to_owned),
        1 => ".{0,6}",
    ]
}

fn type_text() -> impl Strategy<Value = String> {
    let simple = prop::sample::select(vec![
        "string",
        "int32",
        "number",
        "boolean",
        "datetime",
        "object",
        "enum",
        "array",
        "dictionary",
        "List",
        "Thing",
    ]);
    let simple = prop_oneof![simple.prop_map(str::to_owned), word()];
    let form = prop::sample::select(vec!["", "collection of ", "[]", "Collection<", "Page<"]);
    (form, simple).prop_map(|(form, name)| match form {
        "[]" => format!("{name}[]"),
        form if form.ends_with('<') => format!("{form}{name}>"),
        form => format!("{form}{name}"),
    })
}

fn field() -> impl Strategy<Value = FieldFacts> {
    let facts = (word(), (reading(type_text()), any::<bool>()), reading(any::<bool>()), reading(vec(word(), 0..4)));
    facts.prop_map(|(name, (type_text, nullable), required, values)| FieldFacts {
        line: 3,
        name,
        type_text,
        nullable,
        required,
        values,
        description: String::new(),
        listed: Vec::new(),
    })
}

fn parameter() -> impl Strategy<Value = ParameterFacts> {
    let place = prop::sample::select(vec![
        ParameterPlace::Path,
        ParameterPlace::Query,
        ParameterPlace::Header,
        ParameterPlace::Body,
    ]);
    let form = prop::sample::select(vec![ListForm::Commas, ListForm::RepeatedKey, ListForm::OtherSeparator]);
    (field(), reading(place), reading(form)).prop_map(|(field, place, list_form)| ParameterFacts {
        line: field.line,
        name: field.name,
        place,
        type_text: field.type_text,
        nullable: field.nullable,
        required: field.required,
        values: field.values,
        list_form,
        description: String::new(),
        listed: Vec::new(),
    })
}

fn uri() -> impl Strategy<Value = String> {
    let segment = prop_oneof![word(), word().prop_map(|word| format!("{{{word}}}")), Just("v1".to_owned())];
    let pair = (word(), word(), any::<bool>()).prop_map(|(name, value, is_open)| {
        if is_open { format!("{name}={{{value}}}") } else { format!("{name}={value}") }
    });
    let host = prop::sample::select(vec!["https://api.harbour.example/", "{baseURL}/", "/"]);
    (host, vec(segment, 0..4), vec(pair, 0..3))
        .prop_map(|(host, path, query)| format!("{host}{}?{}", path.join("/"), query.join("&")))
}

fn request() -> impl Strategy<Value = Request> {
    let method = prop::sample::select(vec![Method::Get, Method::Post, Method::Patch, Method::Delete, Method::Head]);
    (reading(method), uri()).prop_map(|(method, uri)| Request { line: 1, method, uri })
}

fn definition() -> impl Strategy<Value = Definition> {
    let content = prop_oneof![
        3 => vec(field(), 0..5).prop_map(DefinitionContent::Fields),
        1 => vec(word(), 0..4).prop_map(DefinitionContent::Values),
    ];
    (word(), content).prop_map(|(name, content)| Definition { line: 5, name, content })
}

fn body() -> impl Strategy<Value = BodyFacts> {
    (reading(type_text()), vec(field(), 0..3)).prop_map(|(type_text, fields)| BodyFacts { line: 4, type_text, fields })
}

fn responses() -> impl Strategy<Value = (Fact<Vec<ResponseFacts>>, Fact<Vec<ErrorRow>>)> {
    let status = prop_oneof![prop::sample::select(vec![200, 201, 202, 204, 301, 404]), 0..1000_u16];
    let response = (reading(status), reading(type_text())).prop_map(|(status, type_text)| ResponseFacts {
        line: 6,
        fields: Vec::new(),
        status,
        type_text,
    });
    let error =
        (390..610_u16, reading(any::<bool>()), reading(vec(word(), 0..3))).prop_map(|(status, retry, reasons)| {
            ErrorRow { line: 7, status, code: Fact::NotStated, retry, reasons, columns: Vec::new() }
        });
    (reading(vec(response, 0..3)), reading(vec(error, 0..3)))
}

prop_compose! {
    fn page()(
        name in word(), url in option::of(word()), title in word(), version in word(),
        requests in vec(request(), 0..3), access in reading(access()), carriers in vec(carrier(), 0..3), deprecated in reading(deprecation()), parameters in reading(vec(parameter(), 0..4)),
        headers in reading(vec(parameter(), 0..2)), body in reading(option::of(body())),
        (responses, errors) in responses(), definitions in vec(definition(), 1..4),
    ) -> PageFacts {
        PageFacts {
            reader: 0,
            identity: Identity { asset_id: None, name, url },
            title, version, rendering: Rendering::FlattenedReference, is_translation: false, is_excerpt: false, has_default: false,
            operation_id: None,
            request_title: None,
            requests, access, carriers,
            deprecated,
            parameters, headers, body, responses, errors, definitions, webhooks: Vec::new(), examples: Vec::new(),
            sections: Vec::new(),
        }
    }
}

proptest! {
    #![proptest_config(properties(128))]
    #[test]
    fn its_draft_leaves_to_people_only_what_they_can_do(pages in vec(page(), 1..3)) {
        if let Ok(captured) = capture(&pages, &model(), None, TODAY) {
            assert_only_gaps_have_errors(&captured, "any page");
        }
    }
}
