//! The facts of pages survive a round trip through their lock.

use docwright::internals::diagnostics::Sources;
use docwright::internals::model::{Method, TokenAccess};
use docwright::internals::pages::facts::{
    AccessFacts, BodyFacts, CarrierFacts, CarrierKind, Definition, DefinitionContent, DeprecationFacts, ErrorRow,
    ExampleFacts, ExampleKind, ExampleMember, ExampleOf, Fact, FieldFacts, Identity, ListForm, MessageKind, PageFacts,
    ParameterFacts, ParameterPlace, PartFacts, Rendering, Request, ResponseFacts, SectionFacts,
};
use docwright::internals::pages::lock;
use proptest::prelude::*;
use workspace_tests::properties;

use crate::verify_docs::locks::{pages_of, read_back};

/// Names and types as pages write them, and text that YAML could take for something else. A lone `?` is what a lock writes
/// for what cannot be read.
fn name() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => "[a-zA-Z][a-zA-Z0-9_.-]{0,12}",
        2 => prop::sample::select(vec![
            "null", "~", "true", "no", "1", "1.5", "2020-01-02", "- a", "a: b", "#a", "a #b", "'", "\"", "{a}", "[a]", "*a", "&a",
            "!a", "|", ">", "%a", "@a", "`a`", "", " ", "产品 id", "a\\b", "0x1F", "=", "<<", "a,b", "...", "---",
        ]).prop_map(str::to_owned),
        1 => "\\PC{0,20}".prop_filter("`?` marks what cannot be read", |text| text != "?"),
    ]
}

fn reading<T: std::fmt::Debug + Clone + 'static>(of: impl Strategy<Value = T> + 'static) -> BoxedStrategy<Fact<T>> {
    prop_oneof![4 => of.prop_map(Fact::Stated), 1 => Just(Fact::NotStated), 1 => Just(Fact::Unreadable)].boxed()
}

fn list<T: std::fmt::Debug + Clone + 'static>(of: impl Strategy<Value = T> + 'static) -> BoxedStrategy<Vec<T>> {
    prop::collection::vec(of, 0..4).boxed()
}

fn field() -> impl Strategy<Value = FieldFacts> {
    (name(), (reading(name()), any::<bool>()), reading(any::<bool>()), reading(list(name()))).prop_map(
        |(name, (type_text, nullable), required, values)| FieldFacts {
            line: 0,
            name,
            type_text,
            nullable,
            required,
            values,
            description: String::new(),
            listed: Vec::new(),
        },
    )
}

fn parameter() -> impl Strategy<Value = ParameterFacts> {
    let places = [ParameterPlace::Path, ParameterPlace::Query, ParameterPlace::Header, ParameterPlace::Body];
    let forms = [ListForm::Commas, ListForm::RepeatedKey, ListForm::OtherSeparator];
    let (place, form) = (prop::sample::select(places.to_vec()), prop::sample::select(forms.to_vec()));
    (field(), reading(place), reading(form)).prop_map(|(field, place, list_form)| ParameterFacts {
        line: 0,
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

fn method() -> impl Strategy<Value = Method> {
    prop::sample::select(vec![Method::Get, Method::Head, Method::Post, Method::Put, Method::Patch, Method::Delete])
}

/// Paths are keys of the lock, where YAML reserves one word.
fn path() -> impl Strategy<Value = String> {
    name().prop_filter("the key for merging", |path| path != "<<")
}

fn example() -> impl Strategy<Value = ExampleFacts> {
    let of = prop_oneof![
        // Values of an address are not locked.
        (method(), "(/[a-z]{1,4}|/\\{\\}){1,4}").prop_map(|(method, uri)| ExampleOf::Request { method, uri }),
        any::<u16>().prop_map(|status| ExampleOf::Response { status }),
        prop::sample::select(vec![None, Some(MessageKind::Request), Some(MessageKind::Response)])
            .prop_map(|body_of| ExampleOf::Json { body_of }),
    ];
    let kinds = prop::sample::subsequence(vec![ExampleKind::Null, ExampleKind::Integer, ExampleKind::Object], 0..3);
    let members = prop::collection::btree_map(path(), kinds, 0..4).prop_map(|members| {
        members
            .into_iter()
            .map(|(path, kinds)| ExampleMember { line: 0, path, kinds, are_times: false, code: None, keys: Vec::new() })
            .collect::<Vec<_>>()
    });
    (of, list(name()), reading(name()), any::<bool>(), reading(members), list(name())).prop_map(
        |(of, headers, media, empty, body, keys)| {
            let parts =
                keys.iter().map(|name| PartFacts { name: name.clone(), media: media.stated().cloned() }).collect();
            ExampleFacts {
                empty,
                line: 0,
                of,
                accept: headers.clone(),
                constants: Vec::new(),
                headers,
                media,
                body,
                keys,
                parts,
            }
        },
    )
}

fn page() -> impl Strategy<Value = PageFacts> {
    let identity = (proptest::option::of(name()), name(), proptest::option::of(name()))
        .prop_map(|(asset_id, name, url)| Identity { asset_id, name, url });
    let renderings =
        [Rendering::Markdown, Rendering::TypedReference, Rendering::FlattenedReference, Rendering::OpenApi];
    let flags = (any::<bool>(), any::<bool>(), any::<bool>());
    let head = (identity, name(), prop::sample::select(renderings.to_vec()), flags);
    let request = (reading(method()), name()).prop_map(|(method, uri)| Request { line: 0, method, uri });
    let body =
        (reading(name()), list(field())).prop_map(|(type_text, fields)| BodyFacts { line: 0, type_text, fields });
    let response = (reading(any::<u16>()), reading(name()), list(field()))
        .prop_map(|(status, type_text, fields)| ResponseFacts { line: 0, status, type_text, fields });
    let error = (any::<u16>(), reading(any::<bool>()), reading(list(name()))).prop_map(|(status, retry, reasons)| {
        ErrorRow { line: 0, status, code: Fact::NotStated, retry, reasons, columns: Vec::new() }
    });
    // Errors that are the same in all that is locked are locked once.
    let errors = list(error).prop_map(|mut errors| {
        errors.dedup_by_key(|error| error.status);
        errors
    });
    let content = prop_oneof![
        list(field()).prop_map(DefinitionContent::Fields),
        list(name()).prop_map(DefinitionContent::Values)
    ];
    let definition = (name(), content).prop_map(|(name, content)| Definition { line: 0, name, content });
    let access = prop::sample::subsequence(vec![TokenAccess::AppOnly, TokenAccess::Delegated], 1..=2);
    let access = access.prop_map(|accepted| AccessFacts { line: 0, accepted });
    let deprecation = any::<(bool, bool)>().prop_map(|(is_deprecated, is_dated)| {
        let since = (is_deprecated && is_dated).then(|| "2031-05-01".to_owned());
        DeprecationFacts { line: 0, is_deprecated, since }
    });
    let kinds = [CarrierKind::Bearer, CarrierKind::Basic, CarrierKind::Header, CarrierKind::Query, CarrierKind::Other];
    let carrier = (prop::sample::select(kinds.to_vec()), proptest::option::of(name()), proptest::option::of(name()));
    let carrier = carrier.prop_map(|(kind, name, scheme)| CarrierFacts { line: 0, kind, name, scheme });
    let of_requests = (
        (list(request), reading(access), list(carrier), reading(deprecation)),
        reading(list(parameter())),
        reading(list(parameter())),
        reading(proptest::option::of(body)),
        reading(list(response)),
        reading(errors),
        list(example()),
    )
        .boxed();
    let section = of_requests.clone().prop_map(
        |((requests, access, carriers, deprecated), parameters, headers, body, responses, errors, examples)| {
            SectionFacts {
                title: String::new(),
                requests,
                access,
                carriers,
                deprecated,
                parameters,
                headers,
                body,
                responses,
                errors,
                examples,
            }
        },
    );
    (head, of_requests, list(definition), prop::collection::vec(section, 0..3)).prop_map(
        |(
            (identity, version, rendering, (is_translation, is_excerpt, has_default)),
            ((requests, access, carriers, deprecated), parameters, headers, body, responses, errors, examples),
            definitions,
            sections,
        )| PageFacts {
            identity,
            title: String::new(),
            version,
            reader: 0,
            rendering,
            is_translation,
            is_excerpt,
            has_default,
            operation_id: None,
            request_title: None,
            requests,
            access,
            carriers,
            deprecated,
            parameters,
            headers,
            body,
            responses,
            errors,
            definitions,
            webhooks: Vec::new(),
            examples,
            sections,
        },
    )
}

/// The page with every line at 0.
fn without_lines(page: &PageFacts) -> PageFacts {
    serde_json::from_value(serde_json::to_value(page).unwrap()).unwrap()
}

proptest! {
    #![proptest_config(properties(100))]

    #[test]
    fn facts_that_are_printed_are_read_back(page in page()) {
        let text = lock::print([&page]).unwrap();
        let read = pages_of(read_back(&text).0);
        prop_assert_eq!(read.len(), 1);
        prop_assert_eq!(without_lines(&read[0]), page, "{}", text);
    }

    #[test]
    fn locks_are_printed_the_same_whatever_comes_first(pages in prop::collection::vec(page(), 0..4)) {
        let text = lock::print(&pages).unwrap();
        let read = pages_of(read_back(&text).0);
        prop_assert_eq!(&lock::print(&read).unwrap(), &text);
        let names: Vec<&String> = read.iter().map(|page| &page.identity.name).collect();
        prop_assert!(names.is_sorted());
    }

    #[test]
    fn no_lock_makes_its_reader_panic(text in "\\PC{0,200}|(pages:\n)?(- [a-z]{1,9}: \\PC{0,9}\n){0,5}") {
        let mut sources = Sources::default();
        let file = sources.add("demo/pages.lock", text);
        let _ = lock::read(file, &sources);
    }
}
