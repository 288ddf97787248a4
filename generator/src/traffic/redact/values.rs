//! Copies JSON along the types that the spec states for it.

use std::collections::HashMap;

use serde_json::value::RawValue;

use super::context::{NameInLink, ValueContext};
use super::known::KnownNames;
use super::placeholders::Placeholders;
use crate::json_text::{self as json, Kind};
use crate::model::{MemberCase, TypeKind, TypeRef};
use crate::traffic::interpret::{EnvelopeScope, tag};
use crate::traffic::next_page::{self, is_mark_name, is_name_of_url};
use crate::traffic::secrets::{HIDDEN, is_secret_name, shown_name};
use crate::uri::folded_name;
use crate::uri::next_page::is_total_name;

/// Lists and objects that are nested more deeply are copied as empty ones. The client reads at most half as many levels.
const DEEPEST: usize = 260;

/// An object with a name that cannot be read.
const UNREADABLE_OBJECT: &str = r#"{"\ud800":0}"#;

pub(super) struct Values<'c> {
    pub(super) known: &'c KnownNames,
    pub(super) placeholders: &'c mut Placeholders,
    /// That of whoever reads the value.
    pub(super) member_case: MemberCase,
    /// Values that are names of headers in links to the next page, by their addresses.
    pub(super) names_in_links: HashMap<usize, NameInLink>,
    pub(super) out: String,
}

impl Values<'_> {
    pub(super) fn value(&mut self, raw: &RawValue, context: ValueContext<'_>) {
        let context = context.resolved();
        match Kind::of(raw) {
            Kind::Null | Kind::Bool => self.out.push_str(raw.get()),
            Kind::List if context.depth >= DEEPEST => self.out.push_str("[]"),
            Kind::Object if context.depth >= DEEPEST => self.out.push_str("{}"),
            Kind::List => self.list(raw, context),
            Kind::Object => match json::members(raw) {
                Some(members) => self.object(raw, &members, context),
                None => self.out.push_str(UNREADABLE_OBJECT),
            },
            Kind::Number | Kind::Text if is_tag(raw, context) => self.out.push_str(raw.get()),
            Kind::Number | Kind::Text => {
                let header = self.names_in_links.get(&raw.get().as_ptr().addr()).copied();
                let copy = self.placeholders.scalar(raw, ValueContext { header, ..context });
                self.out.push_str(&copy);
            }
        }
    }

    fn list(&mut self, raw: &RawValue, context: ValueContext<'_>) {
        let item = match context.expected {
            Some((_, TypeRef::List(item))) => Some(&**item),
            _ => None,
        };
        self.out.push('[');
        for (index, value) in json::items(raw).unwrap_or_default().into_iter().enumerate() {
            if index > 0 {
                self.out.push(',');
            }
            self.value(value, context.inner(item));
        }
        self.out.push(']');
    }

    fn object(&mut self, raw: &RawValue, members: &json::Members<'_>, context: ValueContext<'_>) {
        let (api, id, argument) = match context.expected {
            Some((api, TypeRef::Declared(id, argument))) => (api, *id, argument.as_deref()),
            Some((_, TypeRef::Map(item))) => {
                return self.members(members, context, |_| Some(context.inner(Some(item))));
            }
            _ => return self.members(members, context, |_| None),
        };
        let member_case = self.member_case;
        match &api.type_of(id).kind {
            TypeKind::Object { members: known, .. } => {
                let scope = argument.map(|argument| EnvelopeScope { argument, outer: context.scope });
                self.members(members, context, |name| {
                    let position = member_case.position(known.iter().map(|member| member.wire.as_str()), name)?;
                    let member = &known[position];
                    let is_hidden = context.is_hidden || member.secret;
                    let inner = context.inner(Some(&member.value));
                    Some(ValueContext { scope: scope.as_ref(), is_lenient: member.lenient, is_hidden, ..inner })
                });
            }
            TypeKind::Union { tag: path, literal, variants } => {
                let found = tag(raw, path, member_case).filter(|(kind, _)| kind == literal);
                match variants.iter().find(|variant| found.as_ref().is_some_and(|(_, tag)| *tag == variant.tag)) {
                    Some(variant) => {
                        let tag = Some((path.as_slice(), variant.tag.as_str()));
                        self.value(
                            raw,
                            ValueContext { tag, depth: context.depth, ..context.inner(Some(&variant.value)) },
                        );
                    }
                    None => self.members(members, context, |_| None),
                }
            }
            TypeKind::Enum { .. } | TypeKind::Identifier(_) | TypeKind::Errors { .. } => {
                self.members(members, context, |_| None);
            }
        }
    }

    fn members<'p>(
        &mut self,
        members: &json::Members<'_>,
        context: ValueContext<'p>,
        of_member: impl Fn(&str) -> Option<ValueContext<'p>>,
    ) {
        let items = next_page::item_count(members);
        self.out.push('{');
        for (index, (name, value)) in members.iter().enumerate() {
            if index > 0 {
                self.out.push(',');
            }
            let mut inner = of_member(name).unwrap_or_else(|| context.inner(None));
            inner.is_hidden |= is_secret_name(name);
            inner.tag = context.tag.and_then(|(path, tag)| {
                let (next, rest) = path.split_first()?;
                self.member_case.is_same(next, name).then_some((rest, tag))
            });
            inner.is_link = is_name_of_url(name);
            let copy = self.name(name);
            self.out.push_str(&serde_json::Value::from(copy).to_string());
            self.out.push(':');
            let is_number = !matches!(inner.resolved().expected, Some((_, TypeRef::Declared(..))));
            match items.filter(|_| is_number).and_then(|items| copied_total(name, value, items, inner.is_hidden)) {
                Some(total) => self.out.push_str(&total.to_string()),
                None => self.value(value, inner),
            }
        }
        self.out.push('}');
    }

    fn name(&mut self, name: &str) -> String {
        match shown_name(name) {
            _ if self.known.has_member(name) => name.to_owned(),
            Some(name) if is_mark_name(name) => name.to_owned(),
            None if is_mark_name(name) => format!("{HIDDEN}{}", folded_name(name)),
            _ => self.placeholders.name(name),
        }
    }
}

/// A number of all items that is above the number of those of the page if and only if the recorded one is. Small numbers are kept
/// without it, and larger ones than an `i32` do not fit all types.
fn copied_total(name: &str, value: &RawValue, items: u64, is_hidden: bool) -> Option<u64> {
    let replaced = if is_hidden { 0 } else { 100 }..=i32::MAX.unsigned_abs().into();
    let total = next_page::total(value).filter(|total| replaced.contains(total))?;
    is_total_name(&folded_name(name)).then_some(if total > items { items + 1 } else { items })
}

fn is_tag(raw: &RawValue, context: ValueContext<'_>) -> bool {
    let is_stated = |tag: &str| json::text(raw).map_or(raw.get() == tag, |text| text == tag);
    context.tag.is_some_and(|(path, tag)| path.is_empty() && is_stated(tag))
}
