//! Finds the operation that an exchange calls, by server, path, fixed query, fixed headers and method.

use super::address;
use super::har::Message;
use crate::model::{Api, Model, Operation, OperationId};
use crate::uri::{PageUri, is_call_of};

/// An operation of one of the APIs of a model.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Called {
    pub(super) api: usize,
    pub(super) operation: OperationId,
}

impl Called {
    pub(super) fn of(self, model: &Model) -> (&Api, &Operation) {
        let api = &model.apis[self.api];
        (api, api.operation(self.operation))
    }

    /// `api/area/name`
    pub(super) fn path(self, model: &Model) -> String {
        let (api, operation) = self.of(model);
        format!("{}/{}/{}", api.name, api.areas[self.operation.area].name, operation.name)
    }

    /// All operations.
    pub(super) fn all(model: &Model) -> impl Iterator<Item = Self> + '_ {
        let apis = model.apis.iter().enumerate();
        apis.flat_map(|(api, declared)| declared.operations().map(move |(operation, _)| Self { api, operation }))
    }
}

/// The target of an exchange.
pub(super) enum Match {
    /// A call of an operation, below the base URL at this position.
    Operation { called: Called, base: usize },
    /// A server of this API, but none of its operations.
    NoOperation { api: usize, base: usize },
    /// No server of the specs.
    Elsewhere,
}

/// Finds operations.
pub(super) struct Matcher<'m> {
    model: &'m Model,
    /// Base URLs of servers, with the index of their API.
    bases: Vec<(usize, PageUri)>,
}

impl<'m> Matcher<'m> {
    pub(super) fn new(model: &'m Model) -> Self {
        let servers = |(index, api): (usize, &'m Api)| {
            api.servers.iter().filter_map(move |server| Some((index, address::parse(&server.url)?)))
        };
        Self { model, bases: model.apis.iter().enumerate().flat_map(servers).collect() }
    }

    /// A base URL, by its position.
    pub(super) fn base(&self, index: usize) -> &PageUri {
        &self.bases[index].1
    }

    pub(super) fn find(&self, method: &str, uri: &PageUri, sent: &Message<'_>) -> Match {
        let mut response = Match::Elsewhere;
        for (index, (api, base)) in self.bases.iter().enumerate() {
            let starts_alike = uri.segments.len() >= base.segments.len()
                && base.segments.iter().zip(&uri.segments).all(|(one, other)| one.eq_ignore_ascii_case(other));
            if !uri.is_on(base) || !starts_alike {
                continue;
            }
            let below = PageUri { segments: uri.segments[base.segments.len()..].to_vec(), ..uri.clone() };
            match self.operation(*api, method, &below, sent) {
                Some(called) => return Match::Operation { called, base: index },
                None => response = Match::NoOperation { api: *api, base: index },
            }
        }
        response
    }

    /// The operation that matches, the one with the most specific template if there are several.
    fn operation(&self, api: usize, method: &str, uri: &PageUri, sent: &Message<'_>) -> Option<Called> {
        self.model.apis[api]
            .operations()
            .filter(|(_, operation)| {
                operation.method.as_str().eq_ignore_ascii_case(method)
                    && is_call_of(&operation.template, uri)
                    && operation.fixed_query().all(|(name, value)| has(uri, name, value))
                    && operation.fixed_headers.iter().all(|(name, value)| has_header(sent, name, value))
            })
            // The first of several equal ones.
            .min_by_key(|(id, operation)| (std::cmp::Reverse(literal_count(operation)), *id))
            .map(|(operation, _)| Called { api, operation })
    }
}

fn has(uri: &PageUri, name: &str, value: &str) -> bool {
    uri.query.iter().any(|(known, stated)| known.eq_ignore_ascii_case(name) && stated.eq_ignore_ascii_case(value))
}

fn has_header(sent: &Message<'_>, name: &str, value: &str) -> bool {
    sent.header(name).is_some_and(|stated| stated.trim().eq_ignore_ascii_case(value))
}

/// How many literal segments, fixed parameters and fixed headers an operation has, and how many literal characters its other
/// segments have.
fn literal_count(operation: &Operation) -> (usize, usize) {
    let template = operation.template.as_str();
    let (path, query) = template.split_once('?').unwrap_or((template, ""));
    let (mixed, literals): (Vec<&str>, Vec<&str>) =
        path.split('/').filter(|segment| !segment.is_empty()).partition(|segment| segment.contains('{'));
    let outside_of_braces =
        |segment: &str| segment.split('{').map(|part| part.rsplit('}').next().map_or(0, str::len)).sum::<usize>();
    let fixed = query.split('&').filter(|pair| !pair.is_empty()).count() + operation.fixed_headers.len();
    (literals.len() + fixed, mixed.into_iter().map(outside_of_braces).sum::<usize>())
}
