//! What the examples of a page show of its operations.

use std::collections::HashMap;

use indexmap::IndexMap;

use super::request::RequestLine;
use crate::model::Method;
use crate::pages::facts::{ExampleFacts, ExampleKind, ExampleMember, ExampleOf, Fact, MessageKind, PageFacts};
use crate::uri::{PageUri, is_call_of};

/// A value that an example shows, merged over all items of the arrays that contain it.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct ShownValue {
    pub(super) line: u32,
    pub(super) kinds: Vec<ExampleKind>,
    pub(super) are_times: bool,
    /// Its first value, if it is a code.
    pub(super) code: Option<String>,
    pub(super) members: IndexMap<String, ShownValue>,
    pub(super) items: Option<Box<ShownValue>>,
}

impl ShownValue {
    fn of(members: &[ExampleMember]) -> Self {
        let mut root = Self::default();
        for member in members {
            let mut value = &mut root;
            for part in member.path.split('.').filter(|part| !part.is_empty()) {
                let name = part.trim_end_matches("[]");
                if !name.is_empty() {
                    value = value.members.entry(name.to_owned()).or_default();
                }
                for _ in 0..part.len().saturating_sub(name.len()) / 2 {
                    value = value.items.get_or_insert_with(Box::default);
                }
            }
            value.line = member.line;
            value.kinds.clone_from(&member.kinds);
            value.are_times = member.are_times;
            value.code.clone_from(&member.code);
        }
        root
    }

    pub(super) fn is(&self, kind: ExampleKind) -> bool {
        self.kinds.contains(&kind)
    }

    /// The only member that is a list of objects, beside which an envelope has little else.
    pub(super) fn list_member(&self) -> Option<(&str, &Self)> {
        let mut lists = self.members.iter().filter_map(|(name, value)| {
            let items = value.items.as_deref().filter(|items| items.is(ExampleKind::Object))?;
            Some((name.as_str(), items))
        });
        lists.next().filter(|_| lists.next().is_none())
    }
}

/// A response that an example shows.
#[derive(Clone, Debug)]
pub(super) struct ShownResponse<'p> {
    /// Not stated in an example without a status line, which is taken for one of success.
    pub(super) status: Option<u16>,
    pub(super) example: &'p ExampleFacts,
    /// The body; `None` if the example has none or it cannot be read.
    pub(super) body: Option<ShownValue>,
}

impl ShownResponse<'_> {
    pub(super) fn is_empty(&self) -> bool {
        self.status.is_some() && self.example.body.is_not_stated()
    }

    /// The code of an error, if the client finds codes in this member.
    pub(super) fn code(&self) -> Option<&str> {
        let body = self.body.as_ref()?;
        let error = body.members.get("error").unwrap_or(body);
        let code = error.members.iter().find(|(name, _)| name.eq_ignore_ascii_case("code"));
        code?.1.code.as_deref()
    }

    pub(super) fn has_header(&self, name: &str) -> bool {
        self.example.headers.iter().any(|header| header.eq_ignore_ascii_case(name))
    }
}

/// What the examples show of one operation.
#[derive(Clone, Debug, Default)]
pub(super) struct ShownOperation<'p> {
    pub(super) request: Option<&'p ExampleFacts>,
    /// The names in the queries of all its requests.
    pub(super) queries: Vec<Vec<String>>,
    pub(super) sent: Option<ShownValue>,
    pub(super) responses: Vec<ShownResponse<'p>>,
    /// Whether the responses are those of another request for the same thing.
    pub(super) is_borrowed: bool,
}

impl<'p> ShownOperation<'p> {
    /// The first successful response.
    pub(super) fn success(&self) -> Option<&ShownResponse<'p>> {
        self.responses.iter().find(|response| response.status.is_none_or(|status| (200..300).contains(&status)))
    }

    /// The successful response with this status, or one without a status line.
    pub(super) fn response(&self, status: u16) -> Option<&ShownResponse<'p>> {
        let with_status = self.responses.iter().find(|response| response.status == Some(status));
        let without = || self.responses.iter().find(|response| response.status.is_none());
        with_status.or_else(|| without().filter(|_| (200..300).contains(&status)))
    }
}

/// What the examples of a page show of each of its operations. A response belongs to the request before it.
pub(super) fn of_operations<'p>(page: &'p PageFacts, operations: &[(Method, &RequestLine)]) -> Vec<ShownOperation<'p>> {
    let mut shown = vec![ShownOperation::default(); operations.len()];
    let only = (operations.len() == 1).then_some(0);
    let mut by_method: HashMap<Method, Vec<usize>> = HashMap::new();
    for (index, (method, _)) in operations.iter().enumerate() {
        by_method.entry(*method).or_default().push(index);
    }
    let mut last = only;
    for example in &page.examples {
        let body = example.body.stated().map(|members| ShownValue::of(members));
        match &example.of {
            ExampleOf::Request { method, uri } => {
                let uri = PageUri::parse(uri);
                let alike = by_method.get(method).map_or(&[][..], Vec::as_slice);
                let called = alike
                    .iter()
                    .copied()
                    .find(|index| operations.get(*index).is_some_and(|(_, line)| is_call_of(&line.template, &uri)));
                // A request with a slip in its path is still the only one with its method.
                last = called.or(if alike.len() == 1 { alike.first().copied() } else { only });
                let Some(operation) = last.and_then(|index| shown.get_mut(index)) else { continue };
                let names = uri.query.iter().map(|(name, _)| name.to_lowercase()).collect();
                if !operation.queries.contains(&names) {
                    operation.queries.push(names);
                }
                if operation.request.is_none() {
                    operation.request = Some(example);
                    operation.sent = body;
                }
            }
            ExampleOf::Json { body_of: Some(MessageKind::Request) } => {
                if let Some(operation) = last.and_then(|index| shown.get_mut(index))
                    && operation.sent.is_none()
                {
                    operation.sent = body;
                }
            }
            ExampleOf::Response { .. } | ExampleOf::Json { body_of: Some(MessageKind::Response) } => {
                let status = match example.of {
                    ExampleOf::Response { status } => Some(status),
                    _ => None,
                };
                if let Some(operation) = last.and_then(|index| shown.get_mut(index)) {
                    operation.responses.push(ShownResponse { status, example, body });
                }
            }
            ExampleOf::Json { body_of: None } => {}
        }
    }
    borrow_responses(operations, &mut shown);
    shown
}

/// Gives requests without an example the responses of the first one with the same method and the same end of its path.
fn borrow_responses(operations: &[(Method, &RequestLine)], shown: &mut [ShownOperation<'_>]) {
    let mut first: HashMap<(Method, &str), usize> = HashMap::new();
    let ends: Vec<Option<(Method, &str)>> = operations
        .iter()
        .map(|(method, line)| {
            let path = line.template.split('?').next().unwrap_or_default();
            path.rsplit('/').next().filter(|end| !end.is_empty() && !end.contains('{')).map(|end| (*method, end))
        })
        .collect();
    for (index, (end, operation)) in ends.iter().zip(shown.iter()).enumerate() {
        if let Some(end) = end.filter(|_| !operation.responses.is_empty()) {
            first.entry(end).or_insert(index);
        }
    }
    for (index, end) in ends.iter().enumerate() {
        let Some(other) = end.and_then(|end| first.get(&end)).and_then(|other| shown.get(*other)) else { continue };
        let responses = other.responses.clone();
        if let Some(operation) = shown.get_mut(index).filter(|operation| operation.responses.is_empty()) {
            operation.responses = responses;
            operation.is_borrowed = true;
        }
    }
}

/// Whether the body of an example exists and cannot be read.
pub(super) fn is_unreadable(example: &ExampleFacts) -> bool {
    matches!(example.body, Fact::Unreadable)
}
