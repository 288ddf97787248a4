//! Fields of operations, of their requests and of their responses.

use docwright::internals::model::{
    AcceptedCredentials, AccessStep, Example, Idempotency, Input, InputPlace, Items, Json, LiteralType, Method, Model,
    Operation, Outcome, OutcomeContent, Output, Paging, PagingStyle, Payload, Provenance, Response, Running, TypeRef,
};

use super::Change::{Follows, Reported};
use super::{Mutant, operation, other, other_doc, same, some, whole};

fn tags(model: &mut Model) -> &mut Input {
    &mut operation(model, "list_things").inputs[1]
}

fn image(model: &mut Model) -> &mut Input {
    &mut operation(model, "put_image").inputs[1]
}

pub(super) fn of_operations(mutants: &mut Vec<Mutant>) {
    each_field!(mutants, |model| operation(model, "change_thing"), Operation {
        name: Reported other,
        struct_name: Follows same,
        doc: Reported other_doc,
        deprecation: Follows same,
        details: Follows same,
        source_doc: Follows same,
        method: Reported |method: &mut Method| *method = Method::Patch,
        template: Reported |template: &mut String| template.push_str("/more"),
        fixed_headers: Reported |headers: &mut Vec<_>| headers.push(("X-A".to_owned(), "b".to_owned())),
        idempotency: Reported |idempotency: &mut Idempotency| *idempotency = Idempotency::NonIdempotent,
        credentials: Reported |accepted: &mut AcceptedCredentials| *accepted = AcceptedCredentials::Named(vec![0]),
        inputs: Reported |inputs: &mut Vec<Input>| inputs.truncate(1),
        body_media: Reported some,
        accept: Reported some,
        states_empty_body: Follows same,
        resource: Follows same,
        if_match: Reported |if_match: &mut Option<Vec<AccessStep>>| *if_match = None,
        output: Reported |output: &mut Output| *output = Output::Empty,
        // The response type is made of them; a single one adds nothing to its status.
        responses: Follows same,
        errors: Reported |errors: &mut Option<_>| *errors = None,
        paging: Follows same,
        items: Follows same,
        running: Reported |running: &mut Option<Running>| {
            *running = Some(Running { member: vec!["state".to_owned()], literal: LiteralType::Text, values: Vec::new() });
        },
        // It follows from the responses of other operations.
        is_polled_with_body: Follows same,
        request_place: Follows same,
        provenance: Reported |provenance: &mut Provenance| provenance.pages.clear(),
        examples: Follows same,
    });
    each_field!(mutants, |model| operation(model, "list_things"), Operation {
        name: Reported other,
        struct_name: Follows same,
        doc: Reported other_doc,
        deprecation: Follows same,
        details: Follows same,
        source_doc: Follows same,
        method: Reported |method: &mut Method| *method = Method::Head,
        template: Reported other,
        fixed_headers: Reported |headers: &mut Vec<_>| headers.push(("X-A".to_owned(), "b".to_owned())),
        idempotency: Reported |idempotency: &mut Idempotency| *idempotency = Idempotency::NonIdempotent,
        credentials: Reported |accepted: &mut AcceptedCredentials| *accepted = AcceptedCredentials::Named(vec![0]),
        inputs: Reported |inputs: &mut Vec<Input>| inputs.clear(),
        // There is no body.
        body_media: Follows same,
        accept: Reported some,
        states_empty_body: Follows same,
        resource: Follows same,
        if_match: Follows same,
        output: Reported |output: &mut Output| *output = Output::Bytes,
        responses: Reported |responses: &mut Vec<Response>| responses[0].status = 206,
        errors: Follows same,
        paging: Reported Vec::clear,
        items: Follows same,
        running: Follows same,
        is_polled_with_body: Follows same,
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
        literal: Reported |literal: &mut LiteralType| *literal = LiteralType::Integer,
        values: Reported Vec::clear,
    });
    each_field!(mutants, tags, Input {
        wire: Reported other,
        name: Reported other,
        doc: Reported other_doc,
        errata_doc: Follows same,
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
        errata_doc: Follows same,
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
        page: Reported some,
        first: Reported |first: &mut Option<u32>| *first = Some(7),
        total: Reported |total: &mut Option<Vec<String>>| *total = Some(vec!["total".to_owned()]),
        page_count: Reported |count: &mut Option<Vec<String>>| *count = Some(vec!["pages".to_owned()]),
        next: Reported |next: &mut Option<Vec<String>>| *next = None,
        next_header: Reported some,
        headers: Reported |headers: &mut Vec<String>| headers.push("X-Token".to_owned()),
        token: Reported |token: &mut Option<_>| *token = Some(("token".to_owned(), true)),
        with: Reported |with: &mut Vec<_>| with.push(("a".to_owned(), "b".to_owned())),
        max_size: Reported |max: &mut Option<u32>| *max = Some(7),
    });
    each_field!(mutants, |model| operation(model, "list_things").items.as_mut().unwrap(), Items {
        item: Reported |item: &mut TypeRef| *item = TypeRef::Bool,
        // A variant and members, which are reported.
        variant: Follows same,
        access: Follows same,
    });
    each_field!(mutants, |model| &mut operation(model, "count_things").examples[0], Example {
        name: Reported other,
        doc: Reported other_doc,
        // Their effect is in request and body.
        inputs: Follows same,
        request: Reported other,
        headers: Reported |headers: &mut Vec<_>| headers.push(("X-A".to_owned(), "b".to_owned())),
        sends: Reported |sends: &mut Option<Payload>| *sends = Some(Payload::Json(Json::Null)),
        status: Reported |status: &mut u16| *status = 206,
        response_headers: Reported |headers: &mut Vec<_>| headers.push(("X-A".to_owned(), "b".to_owned())),
        responses: Reported |responses: &mut Option<Payload>| *responses = None,
        // The response as the client decodes it, by its types.
        result: Follows same,
    });
}

fn outcomes(model: &mut Model) -> &mut Vec<Outcome> {
    match &mut operation(model, "change_thing").output {
        Output::Outcomes { name: _, outcomes } => outcomes,
        Output::Json(_) | Output::OptionalJson(_) | Output::Empty | Output::Bytes => {
            panic!("there are several responses")
        }
    }
}

pub(super) fn of_responses(mutants: &mut Vec<Mutant>) {
    each_field!(mutants, |model| &mut operation(model, "get_thing").responses[0], Response {
        status: Reported |status: &mut u16| *status = 206,
        // The response type is made of it.
        content: Follows same,
        // What the operation accepts.
        media: Follows same,
        place: Follows same,
    });
    each_field!(mutants, |model| &mut outcomes(model)[0], Outcome {
        status: Reported |status: &mut u16| *status = 206,
        name: Reported other,
        doc: Reported other_doc,
        errata_doc: Follows same,
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
        OutcomeContent::OptionalJson(TypeRef::String),
    ] {
        let mut model = whole();
        outcomes(&mut model)[1].content = content;
        mutants.push(Mutant { field: "OutcomeContent::Pending", change: Reported, model });
    }
}
