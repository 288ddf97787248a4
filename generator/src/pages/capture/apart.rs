//! Two operations with one method and path, which a header tells apart.

use std::borrow::Cow;
use std::collections::BTreeSet;

use super::known::ExistingApi;
use crate::model::Method;
use crate::pages::facts::{ExampleFacts, ExampleOf, Fact, MessageKind, PageFacts, ParameterFacts, ParameterPlace};

/// A page with one request, as two pages if it shows the request with and without a header, and other bodies with it: the second
/// has the header as one of a single value.
pub(super) fn by_header<'p>(page: Cow<'p, PageFacts>, known: &ExistingApi<'_>) -> Vec<Cow<'p, PageFacts>> {
    let calls = calls(&page);
    let Some((name, value)) = distinction(&page, &calls, known) else { return vec![page] };
    let has = |call: &&[ExampleFacts]| call.first().is_some_and(|request| constant(request, &name).is_some());
    let (with, without): (Vec<&[ExampleFacts]>, Vec<&[ExampleFacts]>) = calls.iter().copied().partition(has);
    let line = with.first().and_then(|call| call.first()).map_or(1, |request| request.line);
    let header = ParameterFacts {
        line,
        name: name.clone(),
        place: Fact::Stated(ParameterPlace::Header),
        type_text: Fact::NotStated,
        nullable: false,
        required: Fact::NotStated,
        values: Fact::Stated(vec![value]),
        list_form: Fact::NotStated,
        description: String::new(),
        listed: Vec::new(),
    };
    let others = |page: &PageFacts| {
        let rows = page.headers.stated().into_iter().flatten();
        rows.filter(|row| !row.name.eq_ignore_ascii_case(&name)).cloned().collect::<Vec<_>>()
    };
    let first =
        PageFacts { headers: Fact::Stated(others(&page)), examples: without.concat(), ..page.clone().into_owned() };
    let second = PageFacts {
        headers: Fact::Stated(others(&page).into_iter().chain([header]).collect()),
        examples: with.concat(),
        definitions: Vec::new(),
        operation_id: None,
        ..page.into_owned()
    };
    vec![Cow::Owned(first), Cow::Owned(second)]
}

/// The examples of each call: a request, and what follows it up to the next.
fn calls(page: &PageFacts) -> Vec<&[ExampleFacts]> {
    let is_request = |example: &ExampleFacts| matches!(example.of, ExampleOf::Request { .. });
    let same_call = |_: &ExampleFacts, next: &ExampleFacts| !is_request(next);
    page.examples.chunk_by(same_call).collect()
}

/// The header that some calls have and others do not, if each side has bodies that the other has not.
fn distinction(page: &PageFacts, calls: &[&[ExampleFacts]], known: &ExistingApi<'_>) -> Option<(String, String)> {
    let [request] = page.requests.as_slice() else { return None };
    let method = request.method.stated()?;
    let is_call = |call: &&[ExampleFacts]| matches!(call, [first, ..] if is_of_method(first, *method));
    if page.is_of_document() || calls.len() < 2 || !calls.iter().all(is_call) {
        return None;
    }
    let requests = || calls.iter().filter_map(|call| call.first());
    let mut candidates = requests().flat_map(|request| &request.constants);
    let (name, value) = candidates.find(|(name, value)| {
        let values: Vec<Option<&str>> = requests().map(|request| constant(request, name)).collect();
        let is_known = known.sends_header(name) || name.to_ascii_lowercase().starts_with("if-");
        let is_one = values.iter().flatten().all(|other| other == value);
        !is_known && is_one && values.contains(&None) && have_other_bodies(calls, name)
    })?;
    Some((name.clone(), value.clone()))
}

fn is_of_method(example: &ExampleFacts, wanted: Method) -> bool {
    matches!(&example.of, ExampleOf::Request { method, .. } if *method == wanted)
}

fn constant<'e>(request: &'e ExampleFacts, name: &str) -> Option<&'e str> {
    let mut constants = request.constants.iter();
    constants.find(|(other, _)| other.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
}

/// Whether the calls with a header send or receive objects of other members than those without it.
fn have_other_bodies(calls: &[&[ExampleFacts]], name: &str) -> bool {
    let members = |has_header: bool, kind: MessageKind| -> BTreeSet<&str> {
        let of_side = calls
            .iter()
            .filter(|call| call.first().is_some_and(|request| constant(request, name).is_some() == has_header));
        let examples = of_side.flat_map(|call| call.iter()).filter(|example| is_success_of(example, kind));
        examples.filter_map(|example| example.body.stated()).flatten().map(|member| member.path.as_str()).collect()
    };
    [MessageKind::Request, MessageKind::Response].into_iter().any(|kind| {
        let (with, without) = (members(true, kind), members(false, kind));
        // One body may only show more members than the other.
        !with.is_empty() && !without.is_empty() && !with.is_subset(&without) && !without.is_subset(&with)
    })
}

fn is_success_of(example: &ExampleFacts, kind: MessageKind) -> bool {
    match &example.of {
        ExampleOf::Request { .. } => kind == MessageKind::Request,
        ExampleOf::Response { status } => kind == MessageKind::Response && (200..300).contains(status),
        ExampleOf::Json { body_of } => *body_of == Some(kind),
    }
}
