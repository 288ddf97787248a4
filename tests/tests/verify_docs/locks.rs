//! A lock says what the pages state, no more, and the spec held against it is the spec held against the pages.

use docwright::internals::diagnostics::{Sources, Style, render};
use docwright::internals::model::Method;
use docwright::internals::pages::compare::{PageSource, compare};
use docwright::internals::pages::facts::{
    Body, Definition, DefinitionContent, ErrorRow, Example, ExampleKind, ExampleMember, ExampleOf, Field, Identity,
    Page, Parameter, ParameterPlace, Reading, Rendering, Request, Response,
};
use docwright::internals::pages::{lock, read};
use proptest::prelude::*;
use workspace_tests::{codes, page_fixtures, properties};

use crate::rendering;

/// Reads a lock from its text.
fn read_back(text: &str) -> (Vec<PageSource>, Sources) {
    let mut sources = Sources::default();
    let file = sources.add("demo/pages.lock", text);
    (lock::read(file, &sources).unwrap(), sources)
}

fn pages_of(sources: Vec<PageSource>) -> Vec<Page> {
    sources.into_iter().map(|source| source.page).collect()
}

#[test]
fn a_spec_held_against_the_lock_has_the_findings_that_it_has_against_the_pages() {
    for fixture in page_fixtures() {
        for mutation in &fixture.mutations {
            let mutated = fixture.mutated(mutation);
            let page = read::page(&mutated.page_name, mutated.page.as_bytes());
            let mut checked = mutated.checked();
            let file = checked.sources.add("demo/pages.lock", lock::print([&page]).unwrap());
            let locked = lock::read(file, &checked.sources).unwrap();
            let findings = compare(&checked.model, &locked, &checked.sources).findings;
            assert_eq!(codes(&findings), [mutation.code.as_str()], "{} {}", fixture.name, mutation.name);
            let of_page = mutated.hold().comparison.findings;
            let messages = |findings: &[docwright::internals::diagnostics::Diagnostic]| -> Vec<String> {
                findings.iter().map(|finding| finding.message.clone()).collect()
            };
            assert_eq!(messages(&findings), messages(&of_page));
        }
    }
}

#[test]
fn findings_point_into_the_lock() {
    let fixture = crate::fixture("pipes");
    let mutation = fixture.mutations.iter().find(|mutation| mutation.code == "DW814").unwrap();
    let mutated = fixture.mutated(mutation);
    let page = read::page(&mutated.page_name, mutated.page.as_bytes());
    let mut checked = mutated.checked();
    let file = checked.sources.add("demo/pages.lock", lock::print([&page]).unwrap());
    let locked = lock::read(file, &checked.sources).unwrap();
    let findings = compare(&checked.model, &locked, &checked.sources).findings;
    insta::assert_snapshot!(render(&findings, &checked.sources, Style::Plain));
}

#[test]
fn a_lock_of_the_fixtures_holds_no_sentence_and_no_title() {
    for fixture in page_fixtures() {
        let page = read::page(&fixture.page_name, fixture.page.as_bytes());
        let text = lock::print([&page]).unwrap();
        for line in fixture.page.lines() {
            // Every description of the fixtures ends with a full stop, as nothing else does.
            for sentence in
                line.split(['|', '<', '>']).map(str::trim).filter(|cell| cell.ends_with('.') && cell.len() > 1)
            {
                assert!(!text.contains(sentence.trim_end_matches('.')), "{sentence} in\n{text}");
            }
        }
        assert!(!page.title.is_empty() && !text.contains(&page.title), "{text}");
        insta::assert_snapshot!(format!("{}-pages.lock", fixture.name), text);
    }
}

#[test]
fn a_changed_page_is_found() {
    for fixture in page_fixtures() {
        let mut sources = Sources::default();
        let locked = lock::print([&read::page(&fixture.page_name, fixture.page.as_bytes())]).unwrap();
        let file = sources.add("demo/pages.lock", locked);
        let locked = lock::read(file, &sources).unwrap();
        let source = |text: &str, sources: &mut Sources| PageSource {
            page: read::page(&fixture.page_name, text.as_bytes()),
            file: sources.add(fixture.page_name.as_str(), text),
        };
        let same = source(&fixture.page, &mut sources);
        assert!(lock::changes(&locked, &[same], &sources).is_empty());
        for mutation in fixture.mutations.iter().filter(|mutation| mutation.side == workspace_tests::Side::Page) {
            let changed = source(&fixture.mutated(mutation).page, &mut sources);
            let changes = lock::changes(&locked, &[changed], &sources);
            assert_eq!(codes(&changes), ["DW820"], "{} {}", fixture.name, mutation.name);
            if mutation.code == "DW801" || mutation.name == "one member more" {
                let name = format!("DW820-{}-{}", fixture.name, mutation.name.replace(' ', "-"));
                insta::assert_snapshot!(name, render(&changes, &sources, Style::Plain));
            }
        }
    }
}

#[test]
fn a_page_without_a_date_takes_the_place_of_its_earlier_facts() {
    let fixture = crate::fixture("typed");
    let page = |text: &str| read::page(&fixture.page_name, text.as_bytes());
    let (locked, _) = read_back(&lock::print([&page(&fixture.page)]).unwrap());
    let read = PageSource { page: page(&fixture.page.replace("notes\n", "remarks\n")), file: locked[0].file };
    let updated = lock::updated(&locked, std::slice::from_ref(&read));
    assert_eq!(updated, [&read.page]);
}

#[test]
fn versions_and_renderings_of_a_page_are_kept_apart() {
    let fixture = crate::fixture("html");
    let page = |text: &str| read::page(&fixture.page_name, text.as_bytes());
    let (now, old) = (page(&fixture.page), page(&fixture.page.replace("03/04/2019", "01/01/2016")));
    let translation = page(&rendering("take-a-lamp.de.md"));
    let text = lock::print([&now, &old, &translation, &now]).unwrap();
    assert_eq!(text, lock::print([&translation, &now, &old]).unwrap(), "in whatever order they come");
    let (locked, _) = read_back(&text);
    let versions: Vec<_> = locked.iter().map(|source| (&*source.page.version, source.page.is_translation)).collect();
    assert_eq!(versions, [("01/01/2016", false), ("03/04/2019", false), ("03/04/2019", true)]);
}

#[test]
fn what_is_no_lock_is_told_with_its_line() {
    let fixture = crate::fixture("html");
    let good = lock::print([&read::page(&fixture.page_name, fixture.page.as_bytes())]).unwrap();
    for (text, line) in [
        (String::new(), 1),
        ("pages: [\n".to_owned(), 2),
        (good.replace("method: POST", "method: SEND"), 5),
        (format!("{good}- 1\n"), good.lines().count() + 1),
    ] {
        let mut sources = Sources::default();
        let file = sources.add("demo/pages.lock", text.as_str());
        let error = lock::read(file, &sources).unwrap_err().to_string();
        assert!(error.starts_with(&format!("demo/pages.lock:{line}: ")), "{error}\n{text}");
        assert!(error.contains("docwright verify docs --update PATH…"), "{error}");
    }
}

/// Names and types as pages write them, and text that YAML could take for something else. A lone `?` is what a lock writes
/// for what cannot be read.
fn name() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => "[a-zA-Z][a-zA-Z0-9_.-]{0,12}",
        2 => prop::sample::select(vec![
            "null", "~", "true", "no", "1", "1.5", "2020-01-02", "- a", "a: b", "#a", "a #b", "'", "\"", "{a}", "[a]", "*a", "&a",
            "!a", "|", ">", "%a", "@a", "`a`", "", " ", "产品 id", "a\\b", "0x1F", "=", "<<", "a,b", "...", "---",
        ]).prop_map(str::to_owned),
        1 => "\\PC{0,20}".prop_filter("`?` stands for what cannot be read", |text| text != "?"),
    ]
}

fn reading<T: std::fmt::Debug + Clone + 'static>(of: impl Strategy<Value = T> + 'static) -> BoxedStrategy<Reading<T>> {
    prop_oneof![4 => of.prop_map(Reading::Stated), 1 => Just(Reading::NotStated), 1 => Just(Reading::Unreadable)]
        .boxed()
}

fn list<T: std::fmt::Debug + Clone + 'static>(of: impl Strategy<Value = T> + 'static) -> BoxedStrategy<Vec<T>> {
    prop::collection::vec(of, 0..4).boxed()
}

fn field() -> impl Strategy<Value = Field> {
    (name(), reading(name()), reading(any::<bool>()), reading(list(name()))).prop_map(
        |(name, type_text, required, values)| Field {
            line: 0,
            name,
            type_text,
            required,
            values,
            description: String::new(),
        },
    )
}

fn parameter() -> impl Strategy<Value = Parameter> {
    let places = [ParameterPlace::Path, ParameterPlace::Query, ParameterPlace::Header, ParameterPlace::Body];
    (field(), reading(prop::sample::select(places.to_vec()))).prop_map(|(field, place)| Parameter {
        line: 0,
        name: field.name,
        place,
        type_text: field.type_text,
        required: field.required,
        values: field.values,
        description: String::new(),
    })
}

fn method() -> impl Strategy<Value = Method> {
    prop::sample::select(vec![Method::Get, Method::Head, Method::Post, Method::Put, Method::Patch, Method::Delete])
}

/// Paths are keys of the lock, where YAML reserves one word.
fn path() -> impl Strategy<Value = String> {
    name().prop_filter("the key for merging", |path| path != "<<")
}

fn example() -> impl Strategy<Value = Example> {
    let of = prop_oneof![
        // Values of an address are not locked.
        (method(), "(/[a-z]{1,4}|/\\{\\}){1,4}").prop_map(|(method, uri)| ExampleOf::Request { method, uri }),
        any::<u16>().prop_map(|status| ExampleOf::Response { status }),
        Just(ExampleOf::Json),
    ];
    let kinds = prop::sample::subsequence(vec![ExampleKind::Null, ExampleKind::Integer, ExampleKind::Object], 0..3);
    let members = prop::collection::btree_map(path(), kinds, 0..4).prop_map(|members| {
        members.into_iter().map(|(path, kinds)| ExampleMember { line: 0, path, kinds }).collect::<Vec<_>>()
    });
    (of, list(name()), reading(members)).prop_map(|(of, headers, body)| Example { line: 0, of, headers, body })
}

fn page() -> impl Strategy<Value = Page> {
    let identity = (proptest::option::of(name()), name(), proptest::option::of(name()))
        .prop_map(|(asset_id, name, url)| Identity { asset_id, name, url });
    let renderings = [Rendering::Markdown, Rendering::TypedReference, Rendering::FlattenedReference];
    let head = (identity, name(), prop::sample::select(renderings.to_vec()), any::<bool>(), any::<bool>());
    let request = (reading(method()), name()).prop_map(|(method, uri)| Request { line: 0, method, uri });
    let body = (reading(name()), list(field())).prop_map(|(type_text, fields)| Body { line: 0, type_text, fields });
    let response = (reading(any::<u16>()), reading(name())).prop_map(|(status, type_text)| Response {
        line: 0,
        status,
        type_text,
    });
    let error = (any::<u16>(), reading(any::<bool>()), reading(list(name())))
        .prop_map(|(status, retry, reasons)| ErrorRow { line: 0, status, retry, reasons, columns: Vec::new() });
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
    let facts = (
        list(request),
        reading(list(parameter())),
        reading(list(parameter())),
        reading(proptest::option::of(body)),
        reading(list(response)),
        reading(errors),
        list(definition),
        list(example()),
    );
    (head, facts).prop_map(
        |(
            (identity, version, rendering, is_translation, is_excerpt),
            (requests, parameters, headers, body, responses, errors, definitions, examples),
        )| Page {
            identity,
            title: String::new(),
            version,
            rendering,
            is_translation,
            is_excerpt,
            requests,
            parameters,
            headers,
            body,
            responses,
            errors,
            definitions,
            examples,
        },
    )
}

/// The page with every line at 0.
fn without_lines(page: &Page) -> Page {
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
