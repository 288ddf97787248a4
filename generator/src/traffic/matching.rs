//! Which operation an exchange calls: told by server, path, fixed query and method.

use crate::model::{Api, Model, Operation};
use crate::pages::uri::{PageUri, is_call_of};

/// Positions of an operation in the model.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct OperationId {
    pub(super) api: usize,
    pub(super) area: usize,
    pub(super) operation: usize,
}

impl OperationId {
    pub(super) fn of(self, model: &Model) -> (&Api, &Operation) {
        let api = &model.apis[self.api];
        (api, &api.areas[self.area].operations[self.operation])
    }

    /// `api/area/name`
    pub(super) fn path(self, model: &Model) -> String {
        let (api, operation) = self.of(model);
        format!("{}/{}/{}", api.name, api.areas[self.area].name, operation.name)
    }

    /// All operations.
    pub(super) fn all(model: &Model) -> impl Iterator<Item = Self> + '_ {
        model.apis.iter().enumerate().flat_map(|(api, declared)| {
            declared.areas.iter().enumerate().flat_map(move |(area, declared)| {
                (0..declared.operations.len()).map(move |operation| Self { api, area, operation })
            })
        })
    }
}

/// What an exchange is about.
pub(super) enum Match {
    /// A call of an operation.
    Operation(OperationId),
    /// It went to a server of this API, but calls no operation of it.
    NoOperation(usize),
    /// It went elsewhere.
    Elsewhere,
}

/// Finds operations.
pub(super) struct Matcher<'m> {
    model: &'m Model,
    /// Bases of URLs, with the API that is there.
    bases: Vec<(usize, PageUri)>,
}

impl<'m> Matcher<'m> {
    pub(super) fn new(model: &'m Model) -> Self {
        let bases = model
            .apis
            .iter()
            .enumerate()
            .flat_map(|(index, api)| api.servers.iter().map(move |server| (index, parse(&server.url))));
        Self { model, bases: bases.collect() }
    }

    pub(super) fn find(&self, method: &str, url: &str) -> Match {
        let uri = parse(url);
        let mut answer = Match::Elsewhere;
        for (api, base) in &self.bases {
            let starts_alike = uri.segments.len() >= base.segments.len()
                && base.segments.iter().zip(&uri.segments).all(|(one, other)| one.eq_ignore_ascii_case(other));
            if uri.host != base.host || !starts_alike {
                continue;
            }
            let below = PageUri { segments: uri.segments[base.segments.len()..].to_vec(), ..uri.clone() };
            match self.operation(*api, method, &below) {
                Some(operation) => return Match::Operation(operation),
                None => answer = Match::NoOperation(*api),
            }
        }
        answer
    }

    /// Of the operations that can be meant, the one that says most about method and URL.
    fn operation(&self, api: usize, method: &str, uri: &PageUri) -> Option<OperationId> {
        OperationId::all(self.model)
            .filter(|id| id.api == api)
            .filter_map(|id| {
                let (_, operation) = id.of(self.model);
                let is_meant = operation.method.as_str().eq_ignore_ascii_case(method)
                    && is_call_of(&operation.template, uri)
                    && operation.fixed_query().all(|(name, value)| has(uri, name, value));
                is_meant.then(|| (said(&operation.template), id))
            })
            // The first of equals.
            .min_by_key(|(said, id)| (std::cmp::Reverse(*said), *id))
            .map(|(_, id)| id)
    }
}

fn has(uri: &PageUri, name: &str, value: &str) -> bool {
    uri.query.iter().any(|(known, stated)| known.eq_ignore_ascii_case(name) && stated.eq_ignore_ascii_case(value))
}

/// How many literal segments and fixed parameters a template has.
fn said(template: &str) -> usize {
    let (path, query) = template.split_once('?').unwrap_or((template, ""));
    let literals = path.split('/').filter(|segment| !segment.is_empty() && !segment.contains('{')).count();
    literals + query.split('&').filter(|pair| !pair.is_empty()).count()
}

fn parse(url: &str) -> PageUri {
    let mut uri = PageUri::parse(url.split('#').next().unwrap_or_default());
    // The port that https has anyway.
    if let Some(host) = uri.host.as_mut().filter(|host| host.ends_with(":443")) {
        host.truncate(host.len() - ":443".len());
    }
    uri
}
