//! The operations that pages request: those that the specs capture or leave out, and those that they do not know.

use std::collections::{BTreeMap, BTreeSet};

use super::matching::{self, MatchedRequest};
use super::{PageSource, line_place};
use crate::diagnostics::{Code, Diagnostic, Sources};
use crate::model::{Api, Input, InputPlace, LeftOut, Method, Operation, OperationId, PageId, TypeKind, TypeRef};
use crate::pages::facts::Request;
use crate::program;
use crate::spec::template;
use crate::uri::{PageUri, is_call_of, is_cut_of, is_version, placeholder, same_shape};

/// The operations that pages request.
#[derive(Default)]
pub(super) struct RequestedOperations {
    captured: BTreeSet<(String, OperationId)>,
    left_out: BTreeSet<(String, usize)>,
    /// The requests of each page, by page and shape.
    requests: BTreeMap<(usize, String), RequestState>,
}

/// What is known of a request.
enum RequestState {
    /// An API captures the operation, or leaves it out.
    Known,
    Unknown(UnknownRequest),
}

/// A request that no API captures or leaves out.
struct UnknownRequest {
    /// Method and path in the spelling of the page.
    written: String,
    line: u32,
    /// The APIs whose servers may serve it, and whether the page is about each.
    apis: Vec<(String, bool)>,
}

impl RequestedOperations {
    /// Notes the requests of a page; returns whether one is that of an operation which the API captures or leaves out.
    pub(super) fn note(
        &mut self,
        api: &Api,
        page: usize,
        declared: &[PageId],
        requests: &[MatchedRequest<'_>],
    ) -> bool {
        let is_matched = requests.iter().any(|request| request.operation.is_some());
        let is_about = is_matched || !declared.is_empty();
        let mut has_left_out = false;
        for request in requests {
            let key = (page, shape_of(request));
            let left_out = || api.left_out.iter().position(|left_out| is_left_out(left_out, request, api));
            if let Some(id) = request.operation.or_else(|| meant(request, requests, declared, api)) {
                self.captured.insert((api.name.clone(), id));
            } else if let Some(position) = left_out() {
                self.left_out.insert((api.name.clone(), position));
                has_left_out = true;
            } else if !is_of_unreadable_method(request, api) {
                if matching::is_served(&request.uri, api) {
                    self.note_unknown(key, request, (api.name.clone(), is_about));
                }
                continue;
            }
            self.requests.insert(key, RequestState::Known);
        }
        is_matched || has_left_out
    }

    fn note_unknown(&mut self, key: (usize, String), request: &MatchedRequest<'_>, api: (String, bool)) {
        let unknown = || {
            let written = as_written(request.request, &request.uri);
            RequestState::Unknown(UnknownRequest { written, line: request.request.line, apis: Vec::new() })
        };
        if let RequestState::Unknown(unknown) = self.requests.entry(key).or_insert_with(unknown)
            && !unknown.apis.contains(&api)
        {
            unknown.apis.push(api);
        }
    }

    /// The number of captured operations.
    pub(super) fn captured(&self) -> usize {
        self.captured.len()
    }

    /// The number of operations that are left out.
    pub(super) fn left_out(&self) -> usize {
        self.left_out.len()
    }

    /// The unknown ones, each as method and path in the spelling of the first page.
    pub(super) fn unknown(&self) -> Vec<String> {
        self.unknown_by_shape().into_values().map(|(first, ..)| first.written.clone()).collect()
    }

    /// Reports each unknown operation once, on the first page that requests it.
    pub(super) fn mismatches(&self, pages: &[PageSource], sources: &Sources) -> Vec<Diagnostic> {
        let unknown = self.unknown_by_shape();
        unknown.into_values().map(|(request, page, count)| mismatch(request, count, &pages[page], sources)).collect()
    }

    /// Unknown requests by shape: the first one, its page, and the number of pages with one.
    fn unknown_by_shape(&self) -> BTreeMap<&str, (&UnknownRequest, usize, usize)> {
        let mut unknown = BTreeMap::new();
        for ((page, shape), state) in &self.requests {
            if let RequestState::Unknown(request) = state {
                unknown.entry(shape.as_str()).or_insert((request, *page, 0)).2 += 1;
            }
        }
        unknown
    }
}

fn mismatch(request: &UnknownRequest, count: usize, source: &PageSource, sources: &Sources) -> Diagnostic {
    let UnknownRequest { written, line, apis } = request;
    let message = format!("`{written}` is neither captured nor left out");
    let message = if count > 1 { format!("{message} ({count} pages)") } else { message };
    let about = apis.iter().filter(|(_, is_about)| *is_about || apis.len() == 1);
    let file = match about.collect::<Vec<_>>().as_slice() {
        [(api, _)] => format!("`{api}/api.yaml`"),
        _ => "the `api.yaml` of its API".to_owned(),
    };
    let is_template = written
        .split_once(' ')
        .is_some_and(|(method, path)| Method::parse(method).is_some() && template::parse(path).is_ok());
    let request = if is_template { format!("{written:?}") } else { "METHOD /…".to_owned() };
    let help = format!(
        "capture it with `{} capture PAGE`, or add to `left-out` of {file}: {{ request: {request}, because: … }}",
        program::name()
    );
    Diagnostic::new(Code::OperationUnknown, line_place(source.file, *line, sources), message).help(help)
}

/// The operation that cites the page and that a request means although its path differs: a parameter has a value, or the
/// path lacks the parameters at its end. If the value is not a listed one, the path can be that of another operation, unless
/// no other line of the page requests the one that is meant.
fn meant(
    request: &MatchedRequest<'_>,
    requests: &[MatchedRequest<'_>],
    declared: &[PageId],
    api: &Api,
) -> Option<OperationId> {
    let uri = &request.uri;
    let method = request.request.method.stated().filter(|_| matching::is_served(uri, api))?;
    let is_requested = |id: OperationId| requests.iter().any(|other| other.operation == Some(id));
    let mut operations = api.operations().filter(|(id, operation)| {
        let is_call = is_call_of(&operation.template, uri);
        operation.method == *method
            && (is_call || is_cut_of(&operation.template, uri))
            && operation.provenance.pages.iter().any(|page| declared.contains(page))
            && (is_call && has_listed_values(operation, uri, api) || !is_requested(*id))
    });
    operations.next().map(|(id, _)| id)
}

/// Whether each value in the path of a call is one that the enum of its parameter lists.
fn has_listed_values(operation: &Operation, call: &PageUri, api: &Api) -> bool {
    let path = operation.template.split('?').next().unwrap_or_default();
    let segments = path.split('/').filter(|segment| !segment.is_empty()).zip(&call.segments);
    let mut parameters = segments.filter_map(|(segment, found)| {
        let name = segment.strip_prefix('{')?.strip_suffix('}')?;
        placeholder(found).is_none().then_some((name, found))
    });
    parameters.all(|(name, found)| {
        let is_it = |input: &&Input| input.place == InputPlace::Path && input.wire == name;
        let Some(TypeRef::Declared(id, _)) = operation.inputs.iter().find(is_it).map(|input| &input.value) else {
            return false;
        };
        let TypeKind::Enum { values, .. } = &api.type_of(*id).kind else { return false };
        let spellings = values.iter().flat_map(|value| value.in_url.iter().chain([&value.wire]));
        spellings.into_iter().any(|spelling| spelling.eq_ignore_ascii_case(found))
    })
}

/// Whether a request is a line of some captured operation, but its method cannot be read.
fn is_of_unreadable_method(request: &MatchedRequest<'_>, api: &Api) -> bool {
    request.request.method.stated().is_none()
        && api.operations().any(|(_, operation)| same_shape(&operation.template, &request.uri))
}

fn is_left_out(left_out: &LeftOut, request: &MatchedRequest<'_>, api: &Api) -> bool {
    let has_method = request.request.method.stated().is_none_or(|method| *method == left_out.method);
    let has_pair = |(name, value): &(&str, &str)| {
        let pairs = &request.uri.query;
        pairs.iter().any(|(other, found)| other.eq_ignore_ascii_case(name) && found.eq_ignore_ascii_case(value))
    };
    let has_query = || template::parse(&left_out.template).is_ok_and(|parsed| parsed.fixed_query.iter().all(has_pair));
    has_method && same_shape(&left_out.template, &request.uri) && has_query() && matching::is_served(&request.uri, api)
}

/// Method and path of a request in the spelling of the page.
pub(super) fn as_written(request: &Request, uri: &PageUri) -> String {
    format!("{} {}", request.method.stated().map_or("?", |method| method.as_str()), uri.path())
}

/// Method and path of a request, the same for all spellings of it.
fn shape_of(request: &MatchedRequest<'_>) -> String {
    let segments = request.uri.segments.iter().map(|segment| match placeholder(segment) {
        Some(_) => format!("{}{{}}", segment.split(['{', '<', '[']).next().unwrap_or_default().to_lowercase()),
        None if is_version(segment) => "v{}".to_owned(),
        None => segment.to_lowercase(),
    });
    let method = request.request.method.stated().map_or("?", |method| method.as_str());
    format!("{method} /{}", segments.collect::<Vec<_>>().join("/"))
}
