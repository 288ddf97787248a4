//! How an operation is paged.

mod inputs;

use super::example_values::with_argument;
use super::member_path::{self, Resolved};
use super::resolver::OperationResolver;
use super::value_kind::ValueKind;
use crate::diagnostics::{Code, Diagnostic};
use crate::model::{Input, Items, OutcomeContent, Output, Paging, PagingStyle, TypeKind, TypeRef};
use crate::spec::language::{self, OneOrMorePagings};
use crate::spec::tree::TreeStep;

/// A paging entry with its position: alone, or in a list.
#[derive(Clone, Copy)]
struct Way<'s> {
    spec: &'s language::PagingSpec,
    index: Option<usize>,
}

impl Way<'_> {
    fn own_path(&self) -> Vec<TreeStep<'static>> {
        [Some(TreeStep::Key("paging")), self.index.map(TreeStep::Item)].into_iter().flatten().collect()
    }

    fn path<'k>(&self, key: &'k str) -> Vec<TreeStep<'k>> {
        [self.own_path(), vec![TreeStep::Key(key)]].concat()
    }
}

impl OperationResolver<'_, '_, '_> {
    /// The paging entries, and where the items of a page are.
    pub(super) fn paging(&mut self, response: Option<&Output>, inputs: &[Input]) -> (Vec<Paging>, Option<Items>) {
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
            self.check_inputs(way, inputs);
            if let Some(page) = page {
                self.check_next(way, page);
                self.check_length(way, "total", spec.total.as_deref(), page);
                self.check_length(way, "page-count", spec.page_count.as_deref(), page);
            }
            if response.is_some()
                && let Some(items) = self.items(way, page)
            {
                if found.as_ref().is_some_and(|found| found.access != items.access) {
                    let message = "the items of all paging entries must be the same";
                    self.push_paging(way, "items", message, "name the same member");
                }
                found = Some(Items { variant: variant.clone(), ..items });
            }
            resolved.push(self.way(spec, page));
        }
        (resolved, found)
    }

    fn way(&self, spec: &language::PagingSpec, page: Option<&TypeRef>) -> Paging {
        // A path that leads nowhere has been reported.
        let names = |path: &String| {
            let resolved = page.and_then(|page| member_path::resolve(path, page, self.context.types).ok());
            resolved.map_or_else(|| vec![path.clone()], |resolved| resolved.names)
        };
        let is_header = |name: &String| !self.spec.query.contains_key(name);
        Paging {
            style: spec.style,
            items: spec.items.as_ref().map(names).unwrap_or_default(),
            size: spec.size.clone(),
            offset: spec.offset.clone(),
            page: spec.page.clone(),
            first: spec.first,
            total: spec.total.as_ref().map(names),
            page_count: spec.page_count.as_ref().map(names),
            next: spec.next.as_ref().map(names),
            next_header: spec.next_header.clone(),
            headers: spec.headers.clone(),
            token: spec.token.as_ref().map(|name| (name.clone(), is_header(name))),
            with: spec.with.iter().map(|(name, value)| (name.clone(), value.clone())).collect(),
            max_size: spec.max_size,
        }
    }

    fn items(&mut self, way: Way<'_>, page: Option<&TypeRef>) -> Option<Items> {
        let Some(page) = page else {
            let may_be_empty =
                self.spec.responses.values().any(|response| response.full().is_some_and(|full| full.may_be_empty));
            let (message, help) = if may_be_empty {
                ("a page is a response that always has a body", "remove `paging`, unless every page has a body")
            } else {
                ("no response of the operation has members", "state the type of its pages")
            };
            self.push_paging(way, "items", message, help);
            return None;
        };
        let Some(path) = &way.spec.items else {
            if let TypeRef::List(item) = page {
                return Some(Items { item: item.as_ref().clone(), variant: None, access: Vec::new() });
            }
            // A key with an error has been reported.
            if self.entry.is_complete_at(&way.own_path()) {
                let kind = ValueKind::of(page, self.context.types);
                let place = self.entry.place(&way.own_path());
                let message = format!("a page is not a list, but {}", kind.noun());
                let diagnostic = Diagnostic::new(Code::PagingCannotWork, place, message);
                self.push(diagnostic.help("name the member with the items as `items`"));
            }
            return None;
        };
        let resolved = self.member_of_page(way, "items", path, page)?;
        let kind = ValueKind::of(resolved.value, self.context.types);
        match (resolved.value, resolved.access) {
            (TypeRef::List(item), Some(access)) if !resolved.is_secret => {
                return Some(Items { item: with_argument(item, resolved.argument), variant: None, access });
            }
            (TypeRef::List(_), Some(_)) => {
                let message = format!("`{path}` is `secret`, so its items cannot be taken");
                self.push_paging(way, "items", &message, "remove `secret`; the types of the items can have it");
            }
            _ => {
                let message = format!("`{path}` is not a list, but {}", kind.noun());
                self.push_paging(way, "items", &message, "name the member with the items");
            }
        }
        None
    }

    /// A member that the client reads from each page as a whole.
    fn member_of_page<'t>(
        &mut self,
        way: Way<'_>,
        key: &'static str,
        path: &str,
        page: &'t TypeRef,
    ) -> Option<Resolved<'t>>
    where
        Self: 't,
    {
        if matches!(page, TypeRef::List(_)) {
            let help = match key {
                "items" => "remove it: the items of a page are those of the list",
                "next" => "remove it; a token in a response header is named by `next-header`",
                _ => "remove it",
            };
            self.push_paging(way, key, "a page is a list, which has no members", help);
            return None;
        }
        match member_path::resolve(path, page, self.context.types) {
            Ok(Resolved { access: None, .. }) => {
                let message = format!("`{path}` is in a list, so a page does not have exactly one");
                self.push_paging(way, key, &message, "name a member that is not in a list");
                None
            }
            Ok(resolved) => Some(resolved),
            Err(missing) => {
                self.unknown_member(path, missing, &way.path(key));
                None
            }
        }
    }

    /// The client must be able to follow `next`, or to send it back.
    fn check_next(&mut self, way: Way<'_>, page: &TypeRef) {
        let Some(path) = way.spec.next.as_deref().filter(|_| way.spec.style.reads("next")) else { return };
        let Some(resolved) = self.member_of_page(way, "next", path, page) else { return };
        let types = self.context.types;
        let kind = ValueKind::of(resolved.value, types);
        if resolved.is_secret {
            let message = format!("`{path}` is `secret`, but would be shown in URLs and cursors");
            return self.push_paging(
                way,
                "next",
                &message,
                "if everybody can see it, remove `secret`; otherwise remove `paging`",
            );
        }
        let (is_right, needed, help) = match way.spec.style {
            PagingStyle::Token => (
                matches!(kind, ValueKind::Text | ValueKind::Integer | ValueKind::Open),
                "a token is text or an integer",
                "name the member with the token itself",
            ),
            PagingStyle::Url => (
                matches!(kind, ValueKind::Text | ValueKind::Open),
                "a URL is text",
                if kind == ValueKind::Object {
                    "name the member with the URL itself; a link with `uri`, `method` and `headers` is of the style `link`"
                } else {
                    "name the member with the URL"
                },
            ),
            PagingStyle::Link => (
                kind == ValueKind::Open || has_text(resolved.value, "uri", types),
                "a link is an object whose member `uri` is text",
                if kind == ValueKind::Text {
                    "name the member with the link; a URL without an object around it is of the style `url`"
                } else {
                    "name the member with the link itself"
                },
            ),
            PagingStyle::Offset | PagingStyle::Page => return,
        };
        let may_be_object = |value: &TypeRef| matches!(value, TypeRef::Declared(id, _) if self.context.scope.get(*id).entry.may_state(&[], "fields"));
        if !is_right && !may_be_object(resolved.value) {
            let found = match (way.spec.style, kind) {
                (PagingStyle::Link, ValueKind::Object) => "does not have it".to_owned(),
                _ => format!("is {}", kind.noun()),
            };
            let message = format!("{needed}, but `{path}` {found}");
            self.push_paging(way, "next", &message, help);
        }
    }

    fn check_length(&mut self, way: Way<'_>, key: &'static str, path: Option<&str>, page: &TypeRef) {
        let Some(path) = path.filter(|_| way.spec.style.reads(key)) else { return };
        let Some(resolved) = self.member_of_page(way, key, path, page) else { return };
        let kind = ValueKind::of(resolved.value, self.context.types);
        if kind != ValueKind::Integer {
            let message = format!("`{path}` is not an integer, but {}", kind.noun());
            self.push_paging(way, key, &message, "name the member with the number; its type is `int32` or `int64`");
        }
    }

    fn push_paging(&mut self, way: Way<'_>, key: &str, message: &str, help: &str) {
        let place = self.entry.place(&way.path(key));
        self.push(Diagnostic::new(Code::PagingCannotWork, place, message).help(help));
    }
}

fn has_text(value: &TypeRef, name: &str, types: &[crate::model::Type]) -> bool {
    let TypeRef::Declared(id, _) = value else { return false };
    let TypeKind::Object { members, .. } = &types[id.0].kind else { return false };
    let member = members.iter().find(|member| member.wire == name);
    member.is_some_and(|member| matches!(ValueKind::of(&member.value, types), ValueKind::Text | ValueKind::Open))
}
