//! Whatever changes in a model is in the report: each field of each struct is made different, one after the other.
//!
//! Structs are taken apart by all their fields, so that a new one does not compile until somebody says what its change is.

use std::sync::LazyLock;

use docwright::Checked;
use docwright::diff::{Verdict, compare};
use docwright::model::{
    AccessStep, Answer, Api, Area, Credential, Departure, Doc, EnumCase, EnumValue, ErrorShape, ErrorStatus, Example,
    Header, HeaderSource, HeaderValue, Home, Idempotency, Input, InputPlace, Items, Json, Member, Method, Model,
    Operation, Outcome, OutcomeContent, Page, PageId, Paging, PagingStyle, Payload, Presence, Provenance, Response,
    Running, Server, StatedCredential, Type, TypeKind, TypeRef, Variant, Version,
};

use crate::cases::{before, side};

/// What is to become of a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Change {
    /// Its change is reported.
    Reported,
    /// It follows from other fields, which are reported.
    Follows,
}
use Change::{Follows, Reported};

/// A model in which one field is different.
struct Mutant {
    field: &'static str,
    change: Change,
    model: Model,
}

/// Makes each field of a struct different; a field that is not listed does not compile.
macro_rules! each_field {
    ($mutants:ident, $find:expr, $kind:ident { $($field:ident: $change:ident $mutate:expr),* $(,)? }) => {
        let _ = |$kind { $($field: _),* }: &$kind| ();
        $(
            let mut model = whole();
            let node: &mut $kind = $find(&mut model);
            #[allow(clippy::redundant_closure_call)]
            ($mutate)(&mut node.$field);
            let field = concat!(stringify!($kind), ".", stringify!($field));
            $mutants.push(Mutant { field, change: $change, model });
        )*
    };
}

/// The spec that all cases change, with a credential.
fn checked() -> Checked {
    let mut files = before();
    files.get_mut("demo/api.yaml").unwrap().push_str("credential: bearer\n");
    side(&files).checked
}

fn whole() -> Model {
    static MODEL: LazyLock<Model> = LazyLock::new(|| checked().model);
    MODEL.clone()
}

fn api(model: &mut Model) -> &mut Api {
    &mut model.apis[0]
}

fn operation<'m>(model: &'m mut Model, name: &str) -> &'m mut Operation {
    api(model).areas[0].operations.iter_mut().find(|operation| operation.name == name).unwrap()
}

fn declared<'m>(model: &'m mut Model, name: &str) -> &'m mut Type {
    api(model).types.iter_mut().find(|declared| declared.name == name).unwrap()
}

fn other(text: &mut String) {
    text.push('x');
}

fn other_doc(doc: &mut Doc) {
    doc.push("More.".to_owned());
}

fn some(text: &mut Option<String>) {
    text.get_or_insert_default().push('x');
}

fn same<T>(_: &mut T) {}

fn mutants() -> Vec<Mutant> {
    let mut mutants = Vec::new();
    of_apis(&mut mutants);
    of_operations(&mut mutants);
    of_answers(&mut mutants);
    of_types(&mut mutants);
    of_provenance(&mut mutants);
    mutants
}

fn of_apis(mutants: &mut Vec<Mutant>) {
    each_field!(mutants, api, Api {
        name: Reported other,
        module: Follows same,
        title: Reported other,
        doc: Reported other_doc,
        source: Follows same,
        version: Reported |version: &mut Option<Version>| *version = None,
        servers: Reported Vec::clear,
        credential: Reported |credential: &mut Option<StatedCredential>| *credential = None,
        headers: Reported Vec::clear,
        error_shapes: Reported Vec::clear,
        areas: Reported |areas: &mut Vec<Area>| areas[0].operations.truncate(1),
        types: Reported |types: &mut Vec<Type>| types[0].name.push('x'),
        pages: Reported |pages: &mut Vec<Page>| pages[0].title.push('x'),
        provenance: Reported |provenance: &mut Provenance| provenance.pages.clear(),
    });
    each_field!(mutants, |model| api(model).version.as_mut().unwrap(), Version {
        parameter: Reported other,
        default: Reported other,
    });
    each_field!(mutants, |model| &mut api(model).servers[0], Server {
        constant: Reported other,
        name: Follows same,
        doc: Reported other_doc,
        url: Reported other,
        authority: Reported some,
        audience: Reported some,
        place: Follows same,
    });
    // There is one kind of credential so far.
    each_field!(mutants, |model| api(model).credential.as_mut().unwrap(), StatedCredential {
        kind: Follows |kind: &mut Credential| *kind = Credential::Bearer,
        place: Follows same,
    });
    each_field!(mutants, |model| &mut api(model).headers[0], Header {
        name: Reported other,
        value: Reported |value: &mut HeaderValue| *value = HeaderValue::Fresh(HeaderSource::CorrelationId),
        place: Follows same,
    });
    each_field!(mutants, |model| &mut api(model).error_shapes[0], ErrorShape {
        code: Reported other,
        message: Reported other,
    });
    each_field!(mutants, |model| &mut api(model).areas[0], Area {
        name: Reported other,
        module: Follows same,
        feature: Follows same,
        source: Follows same,
        doc: Reported other_doc,
        // What an area uses is reported where it is used.
        needs: Follows same,
        operations: Reported |operations: &mut Vec<Operation>| operations.truncate(2),
    });
}

fn tags(model: &mut Model) -> &mut Input {
    &mut operation(model, "list_things").inputs[1]
}

fn image(model: &mut Model) -> &mut Input {
    &mut operation(model, "put_image").inputs[1]
}

fn of_operations(mutants: &mut Vec<Mutant>) {
    each_field!(mutants, |model| operation(model, "change_thing"), Operation {
        name: Reported other,
        struct_name: Follows same,
        doc: Reported other_doc,
        method: Reported |method: &mut Method| *method = Method::Patch,
        template: Reported |template: &mut String| template.push_str("/more"),
        idempotency: Reported |idempotency: &mut Idempotency| *idempotency = Idempotency::Never,
        inputs: Reported |inputs: &mut Vec<Input>| inputs.truncate(1),
        states_empty_body: Follows same,
        if_match: Reported |if_match: &mut Option<Vec<AccessStep>>| *if_match = None,
        answer: Reported |answer: &mut Answer| *answer = Answer::Empty,
        // The answer is made of them; a single one says nothing more than its status.
        responses: Follows same,
        errors: Reported |errors: &mut Option<_>| *errors = None,
        paging: Follows same,
        items: Follows same,
        running: Reported |running: &mut Option<Running>| {
            *running = Some(Running { member: vec!["state".to_owned()], values: Vec::new() });
        },
        request_place: Follows same,
        provenance: Reported |provenance: &mut Provenance| provenance.pages.clear(),
        examples: Follows same,
    });
    each_field!(mutants, |model| operation(model, "list_things"), Operation {
        name: Reported other,
        struct_name: Follows same,
        doc: Reported other_doc,
        method: Reported |method: &mut Method| *method = Method::Head,
        template: Reported other,
        idempotency: Reported |idempotency: &mut Idempotency| *idempotency = Idempotency::Never,
        inputs: Reported |inputs: &mut Vec<Input>| inputs.clear(),
        states_empty_body: Follows same,
        if_match: Follows same,
        answer: Reported |answer: &mut Answer| *answer = Answer::Bytes,
        responses: Reported |responses: &mut Vec<Response>| responses[0].status = 206,
        errors: Follows same,
        paging: Reported Vec::clear,
        items: Follows same,
        running: Follows same,
        request_place: Follows same,
        provenance: Reported |provenance: &mut Provenance| provenance.pages.clear(),
        examples: Follows same,
    });
    each_field!(mutants, |model| &mut operation(model, "change_thing").if_match.as_mut().unwrap()[0], AccessStep {
        field: Reported other,
        // That of the member.
        presence: Follows same,
    });
    each_field!(mutants, |model| operation(model, "get_thing").running.as_mut().unwrap(), Running {
        member: Reported |member: &mut Vec<String>| other(&mut member[0]),
        values: Reported Vec::clear,
    });
    each_field!(mutants, tags, Input {
        wire: Reported other,
        name: Reported other,
        doc: Reported other_doc,
        value: Reported |value: &mut TypeRef| *value = TypeRef::Bool,
        required: Reported |required: &mut bool| *required = true,
        place: Reported |place: &mut InputPlace| *place = InputPlace::QueryJson,
        max_items: Reported |max: &mut Option<u32>| *max = None,
        source: Follows same,
    });
    each_field!(mutants, image, Input {
        wire: Follows same,
        name: Follows same,
        doc: Reported other_doc,
        value: Follows same,
        required: Follows same,
        place: Reported |place: &mut InputPlace| *place = InputPlace::BodyBytes("image/gif".to_owned()),
        max_items: Follows same,
        source: Follows same,
    });
    each_field!(mutants, |model| &mut operation(model, "list_things").paging[0], Paging {
        style: Reported |style: &mut PagingStyle| *style = PagingStyle::Link,
        items: Reported |items: &mut Vec<String>| other(&mut items[0]),
        size: Reported some,
        offset: Reported some,
        next: Reported |next: &mut Option<Vec<String>>| *next = None,
        next_header: Reported some,
        token: Reported |token: &mut Option<_>| *token = Some(("token".to_owned(), true)),
        with: Reported |with: &mut Vec<_>| with.push(("a".to_owned(), "b".to_owned())),
        max_size: Reported |max: &mut Option<u32>| *max = Some(7),
    });
    each_field!(mutants, |model| operation(model, "list_things").items.as_mut().unwrap(), Items {
        item: Reported |item: &mut TypeRef| *item = TypeRef::Bool,
        // An outcome and members, which are reported.
        variant: Follows same,
        access: Follows same,
    });
    each_field!(mutants, |model| &mut operation(model, "count_things").examples[0], Example {
        name: Reported other,
        doc: Reported other_doc,
        // What they come to stands in request and body.
        inputs: Follows same,
        request: Reported other,
        headers: Reported |headers: &mut Vec<_>| headers.push(("X-A".to_owned(), "b".to_owned())),
        sends: Reported |sends: &mut Option<Payload>| *sends = Some(Payload::Json(Json::Null)),
        status: Reported |status: &mut u16| *status = 206,
        answer_headers: Reported |headers: &mut Vec<_>| headers.push(("X-A".to_owned(), "b".to_owned())),
        answers: Reported |answers: &mut Option<Payload>| *answers = None,
        // What the client makes of the answer, by the types.
        result: Follows same,
    });
}

fn outcomes(model: &mut Model) -> &mut Vec<Outcome> {
    match &mut operation(model, "change_thing").answer {
        Answer::Outcomes { name: _, outcomes } => outcomes,
        Answer::Json(_) | Answer::Empty | Answer::Bytes => panic!("there are several answers"),
    }
}

fn of_answers(mutants: &mut Vec<Mutant>) {
    each_field!(mutants, |model| &mut operation(model, "get_thing").responses[0], Response {
        status: Reported |status: &mut u16| *status = 206,
        // The answer is made of it.
        content: Follows same,
        place: Follows same,
    });
    each_field!(mutants, |model| &mut outcomes(model)[0], Outcome {
        status: Reported |status: &mut u16| *status = 206,
        name: Reported other,
        doc: Reported other_doc,
        content: Reported |content: &mut OutcomeContent| *content = OutcomeContent::Empty,
    });
    let pending = |value: Option<TypeRef>, location, retry_after| OutcomeContent::Pending {
        value,
        location,
        retry_after,
        poll: None,
    };
    for content in [
        pending(None, false, false),
        pending(None, true, true),
        pending(Some(TypeRef::String), true, false),
        OutcomeContent::Bytes,
        OutcomeContent::Json(TypeRef::String),
    ] {
        let mut model = whole();
        outcomes(&mut model)[1].content = content;
        mutants.push(Mutant { field: "OutcomeContent::Pending", change: Reported, model });
    }
}

fn members(declared: &mut Type) -> &mut Vec<Member> {
    match &mut declared.kind {
        TypeKind::Object { is_envelope: _, members } => members,
        _ => panic!("it is an object"),
    }
}

fn lines(model: &mut Model) -> &mut Member {
    &mut members(declared(model, "Order"))[4]
}

fn lost(model: &mut Model) -> &mut EnumValue {
    match &mut declared(model, "State").kind {
        TypeKind::Enum { case: _, values } => &mut values[3],
        _ => panic!("it is an enum"),
    }
}

fn sold(model: &mut Model) -> &mut Variant {
    match &mut declared(model, "Event").kind {
        TypeKind::Union { tag: _, variants } => &mut variants[0],
        _ => panic!("it is a union"),
    }
}

fn conflict(model: &mut Model) -> &mut ErrorStatus {
    match &mut declared(model, "ThingError").kind {
        TypeKind::Errors { statuses } => &mut statuses[1],
        _ => panic!("they are errors"),
    }
}

fn of_types(mutants: &mut Vec<Mutant>) {
    each_field!(mutants, |model| declared(model, "Line"), Type {
        name: Reported other,
        home: Reported |home: &mut Home| *home = Home::Shared,
        doc: Reported other_doc,
        direction: Reported |direction: &mut docwright::model::Direction| direction.received = true,
        kind: Reported |kind: &mut TypeKind| *kind = TypeKind::Identifier,
        provenance: Reported |provenance: &mut Provenance| provenance.pages.push(PageId(0)),
    });
    each_field!(mutants, lines, Member {
        wire: Reported other,
        name: Reported other,
        doc: Reported other_doc,
        value: Reported |value: &mut TypeRef| *value = TypeRef::Map(Box::new(TypeRef::Bool)),
        presence: Reported |presence: &mut Presence| *presence = Presence::RequiredNullable,
        secret: Reported |secret: &mut bool| *secret = true,
        lenient: Reported |lenient: &mut bool| *lenient = true,
        boxed: Reported |boxed: &mut bool| *boxed = true,
        max_items: Reported |max: &mut Option<u32>| *max = Some(3),
        place: Follows same,
    });
    each_field!(mutants, lost, EnumValue {
        wire: Reported other,
        in_url: Reported some,
        name: Reported other,
        doc: Reported other_doc,
        place: Follows same,
    });
    each_field!(mutants, sold, Variant {
        tag: Reported other,
        name: Reported other,
        value: Reported |value: &mut TypeRef| *value = TypeRef::Json,
        doc: Reported other_doc,
        place: Follows same,
    });
    each_field!(mutants, conflict, ErrorStatus {
        status: Reported |status: &mut u16| *status = 410,
        name: Reported other,
        doc: Reported other_doc,
        retry: Reported |retry: &mut Option<bool>| *retry = Some(true),
        reason: Reported |reason: &mut Option<_>| *reason = None,
        place: Follows same,
    });
    for (name, mutate) in [
        ("TypeKind::Object.is_envelope", (|declared| envelope(declared, "Line")) as fn(&mut Model)),
        ("TypeKind::Enum.case", |model| match &mut declared(model, "State").kind {
            TypeKind::Enum { case, values: _ } => *case = EnumCase::Ignored,
            _ => panic!("it is an enum"),
        }),
        ("TypeKind::Union.tag", |model| match &mut declared(model, "Event").kind {
            TypeKind::Union { tag, variants: _ } => tag[0].push('x'),
            _ => panic!("it is a union"),
        }),
    ] {
        let mut model = whole();
        mutate(&mut model);
        mutants.push(Mutant { field: name, change: Reported, model });
    }
}

fn envelope(model: &mut Model, name: &str) {
    if let TypeKind::Object { is_envelope, members: _ } = &mut declared(model, name).kind {
        *is_envelope = true;
    }
}

fn of_provenance(mutants: &mut Vec<Mutant>) {
    each_field!(mutants, |model| &mut api(model).pages[1], Page {
        name: Reported other,
        area: Reported |area: &mut Option<usize>| *area = None,
        title: Reported other,
        url: Reported other,
        captured: Reported |captured: &mut String| *captured = "2026-11-20".to_owned(),
        asset_id: Reported some,
        version: Reported some,
        place: Follows same,
    });
    each_field!(mutants, |model| &mut operation(model, "get_thing").provenance, Provenance {
        place: Follows same,
        pages: Reported Vec::clear,
        departures: Reported Vec::clear,
    });
    each_field!(mutants, |model| &mut operation(model, "get_thing").provenance.departures[0], Departure {
        page: Reported |page: &mut Option<PageId>| *page = None,
        version: Reported some,
        at: Reported other,
        says: Reported other,
        because: Reported other,
        place: Follows same,
    });
}

#[test]
fn a_change_of_any_field_is_reported() {
    let (old, mut new) = (checked(), checked());
    let mut unseen = Vec::new();
    for Mutant { field, change, model } in mutants() {
        let is_same = model == old.model;
        assert_eq!(is_same, change == Follows, "{field} is meant to be different");
        new.model = model;
        if change == Reported && compare(&old, &new, None).changes.is_empty() {
            unseen.push(field);
        }
    }
    assert!(unseen.is_empty(), "no report tells of {unseen:?}");
}

#[test]
fn what_users_lose_by_a_change_of_any_field_is_breaking() {
    let (old, mut new) = (checked(), checked());
    let names = |model: &Model| docwright::rust::generate(model, "client").ok().map(|made| made.public_api);
    let before = names(&old.model).unwrap();
    let mut harmless = Vec::new();
    for Mutant { field, change: _, model } in mutants() {
        let Some(after) = names(&model) else { continue };
        new.model = model;
        // Calls of macros tell how values are read and written.
        let mut names = before.iter().filter(|line| !(line.contains("impl ") && line.contains("!(")));
        if names.any(|line| !after.contains(line)) && compare(&old, &new, None).verdict() != Verdict::Breaking {
            harmless.push(field);
        }
    }
    assert!(harmless.is_empty(), "users lose something with {harmless:?}");
}
