//! How an operation is paged.

use super::example_values::with_argument;
use super::member_path;
use super::resolver::OperationResolver;
use crate::diagnostics::{Code, Diagnostic, nearest};
use crate::model::{Items, OutcomeContent, Output, Paging, TypeRef};
use crate::spec::language::{self, OneOrMorePagings};
use crate::spec::tree::TreeStep;

/// A paging entry with its position: alone, or in a list.
#[derive(Clone, Copy)]
struct Way<'s> {
    spec: &'s language::PagingSpec,
    index: Option<usize>,
}

impl Way<'_> {
    fn path<'k>(&self, key: &'k str) -> Vec<TreeStep<'k>> {
        let item = self.index.map(TreeStep::Item);
        [Some(TreeStep::Key("paging")), item, Some(TreeStep::Key(key))].into_iter().flatten().collect()
    }
}

impl OperationResolver<'_, '_, '_> {
    /// The paging entries, and where the items of a page are.
    pub(super) fn paging(&mut self, response: Option<&Output>) -> (Vec<Paging>, Option<Items>) {
        let Some(spec) = &self.spec.paging else { return (Vec::new(), None) };
        let (page, variant) = match response {
            Some(Output::Json(value)) => (Some(value), None),
            Some(Output::Outcomes { outcomes, .. }) => {
                let pages = outcomes.iter().filter_map(|outcome| match &outcome.content {
                    OutcomeContent::Json(value) => Some((Some(value), Some(outcome.name.clone()))),
                    _ => None,
                });
                pages.into_iter().next().unwrap_or_default()
            }
            _ => (None, None),
        };
        let is_list = matches!(spec, OneOrMorePagings::More(_));
        let mut resolved = Vec::new();
        let mut found: Option<Items> = None;
        for (index, spec) in spec.as_slice().iter().enumerate() {
            let way = Way { spec, index: is_list.then_some(index) };
            self.check_paging_inputs(way);
            if let (Some(next), Some(page)) = (&spec.next, page)
                && let Err(missing) = member_path::resolve(next, page, self.context.types)
            {
                self.unknown_member(next, missing, &way.path("next"));
            }
            if response.is_some()
                && let Some(items) = self.items(way, page)
            {
                if found.as_ref().is_some_and(|found| found.access != items.access) {
                    self.push_paging(
                        way,
                        "items",
                        "the items of all paging entries must be the same",
                        "name the same member",
                    );
                }
                found = Some(Items { variant: variant.clone(), ..items });
            }
            resolved.push(self.way(spec));
        }
        (resolved, found)
    }

    fn way(&self, spec: &language::PagingSpec) -> Paging {
        let split = |path: &String| path.split('.').map(str::to_owned).collect();
        let is_header = |name: &String| !self.spec.query.contains_key(name);
        Paging {
            style: spec.style,
            items: split(&spec.items),
            size: spec.size.clone(),
            offset: spec.offset.clone(),
            next: spec.next.as_ref().map(split),
            next_header: spec.next_header.clone(),
            token: spec.token.as_ref().map(|name| (name.clone(), is_header(name))),
            with: spec.with.iter().map(|(name, value)| (name.clone(), value.clone())).collect(),
            max_size: spec.max_size,
        }
    }

    fn items(&mut self, way: Way<'_>, page: Option<&TypeRef>) -> Option<Items> {
        let path = &way.spec.items;
        let Some(page) = page else {
            self.push_paging(way, "items", "no response of the operation has members", "state the type of its pages");
            return None;
        };
        let resolved = match member_path::resolve(path, page, self.context.types) {
            Ok(resolved) => resolved,
            Err(missing) => {
                self.unknown_member(path, missing, &way.path("items"));
                return None;
            }
        };
        match (resolved.value, resolved.access) {
            (TypeRef::List(item), Some(access)) if !resolved.is_secret => {
                Some(Items { item: with_argument(item, resolved.argument), variant: None, access })
            }
            _ => {
                self.push_paging(way, "items", &format!("`{path}` is not a list"), "name the member with the items");
                None
            }
        }
    }

    fn push_paging(&mut self, way: Way<'_>, key: &str, message: &str, help: &str) {
        let place = self.entry.place(&way.path(key));
        self.push(Diagnostic::new(Code::PagingCannotWork, place, message).help(help));
    }

    /// The inputs that paging uses must exist.
    fn check_paging_inputs(&mut self, way: Way<'_>) {
        let (spec, paging) = (self.spec, way.spec);
        let query: Vec<&String> = spec.query.keys().collect();
        let any: Vec<&String> = spec.query.keys().chain(spec.headers.keys()).collect();
        let stated =
            [("size", &paging.size, &query), ("offset", &paging.offset, &query), ("token", &paging.token, &any)];
        let stated = stated.into_iter().filter_map(|(key, name, known)| Some((vec![key], name.as_ref()?, known)));
        let with = paging.with.keys().map(|name| (vec!["with", name.as_str()], name, &query));
        for (keys, name, known) in stated.chain(with) {
            if known.contains(&name) {
                continue;
            }
            let mut path = way.path(keys[0]);
            path.extend(keys.iter().skip(1).map(|key| TreeStep::Key(key)));
            let message = format!("the operation has no input `{name}`");
            let help = nearest(name, known.iter().map(|name| name.as_str()))
                .map_or_else(|| format!("add `{name}` under `query`"), |near| format!("did you mean `{near}`?"));
            self.push(Diagnostic::new(Code::UnknownMember, self.entry.place(&path), message).help(help));
        }
    }
}
