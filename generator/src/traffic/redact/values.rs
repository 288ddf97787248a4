//! Copies JSON along the types that the spec states for it.

use serde_json::value::RawValue;

use super::known::KnownNames;
use super::placeholders::Placeholders;
use crate::json_text::{self as json, Kind};
use crate::model::{Api, TypeKind, TypeRef};
use crate::traffic::interpret::{EnvelopeScope, tag};
use crate::traffic::secrets::is_secret_name;

/// Lists and objects that are nested more deeply are copied as empty ones. The client reads at most half as many levels.
const DEEPEST: usize = 260;

/// An object with a name that cannot be read.
const UNREADABLE_OBJECT: &str = r#"{"\ud800":0}"#;

/// The codes and reasons that the spec lists for an error.
pub(super) struct ErrorContext<'m> {
    pub(super) codes: Vec<&'m str>,
    pub(super) reasons: Vec<&'m str>,
}

/// What is known about a value.
#[derive(Clone, Copy, Default)]
pub(super) struct Place<'a> {
    /// The API, and the type that it states.
    pub(super) expected: Option<(&'a Api, &'a TypeRef)>,
    scope: Option<&'a EnvelopeScope<'a>>,
    pub(super) is_lenient: bool,
    /// Whether small numbers are replaced as well.
    pub(super) is_hidden: bool,
    /// The error whose body contains it.
    pub(super) error: Option<&'a ErrorContext<'a>>,
    /// The way to the tag of a union, and the listed value there.
    tag: Option<(&'a [String], &'a str)>,
    depth: usize,
}

impl<'a> Place<'a> {
    pub(super) fn of(api: &'a Api, expected: &'a TypeRef, is_hidden: bool) -> Self {
        Self { expected: Some((api, expected)), is_hidden, ..Self::default() }
    }

    /// The body of an error, if it is one.
    pub(super) fn of_error(error: Option<&'a ErrorContext<'a>>) -> Self {
        Self { error, ..Self::default() }
    }

    /// The place with the argument of the envelope in place of its parameter.
    fn resolved(mut self) -> Self {
        while let Some((api, TypeRef::Argument)) = self.expected {
            self.expected = self.scope.map(|scope| (api, scope.argument));
            self.scope = self.scope.and_then(|scope| scope.outer);
        }
        self
    }

    /// A place within a list or object.
    fn inner(self, expected: Option<&'a TypeRef>) -> Self {
        let api = self.expected.map(|(api, _)| api);
        Self { expected: api.zip(expected), depth: self.depth + 1, tag: None, ..self }
    }
}

pub(super) struct Values<'c> {
    pub(super) known: &'c KnownNames,
    pub(super) placeholders: &'c mut Placeholders,
    pub(super) out: String,
}

impl Values<'_> {
    pub(super) fn value(&mut self, raw: &RawValue, place: Place<'_>) {
        let place = place.resolved();
        match Kind::of(raw) {
            Kind::Null | Kind::Bool => self.out.push_str(raw.get()),
            Kind::List if place.depth >= DEEPEST => self.out.push_str("[]"),
            Kind::Object if place.depth >= DEEPEST => self.out.push_str("{}"),
            Kind::List => self.list(raw, place),
            Kind::Object => match json::members(raw) {
                Some(members) => self.object(raw, &members, place),
                None => self.out.push_str(UNREADABLE_OBJECT),
            },
            Kind::Number | Kind::Text if is_tag(raw, place) => self.out.push_str(raw.get()),
            Kind::Number | Kind::Text => {
                let copy = self.placeholders.scalar(raw, place);
                self.out.push_str(&copy);
            }
        }
    }

    fn list(&mut self, raw: &RawValue, place: Place<'_>) {
        let item = match place.expected {
            Some((_, TypeRef::List(item))) => Some(&**item),
            _ => None,
        };
        self.out.push('[');
        for (index, value) in json::items(raw).unwrap_or_default().into_iter().enumerate() {
            if index > 0 {
                self.out.push(',');
            }
            self.value(value, place.inner(item));
        }
        self.out.push(']');
    }

    fn object(&mut self, raw: &RawValue, members: &json::Members<'_>, place: Place<'_>) {
        let (api, id, argument) = match place.expected {
            Some((api, TypeRef::Declared(id, argument))) => (api, *id, argument.as_deref()),
            Some((_, TypeRef::Map(item))) => return self.members(members, place, |_| Some(place.inner(Some(item)))),
            _ => return self.members(members, place, |_| None),
        };
        match &api.type_of(id).kind {
            TypeKind::Object { members: known, .. } => {
                let scope = argument.map(|argument| EnvelopeScope { argument, outer: place.scope });
                self.members(members, place, |name| {
                    let member = known.iter().find(|member| member.wire == name)?;
                    let is_hidden = place.is_hidden || member.secret;
                    let inner = place.inner(Some(&member.value));
                    Some(Place { scope: scope.as_ref(), is_lenient: member.lenient, is_hidden, ..inner })
                });
            }
            TypeKind::Union { tag: path, literal, variants } => {
                let found = tag(raw, path).filter(|(kind, _)| kind == literal);
                match variants.iter().find(|variant| found.as_ref().is_some_and(|(_, tag)| *tag == variant.tag)) {
                    Some(variant) => {
                        let tag = Some((path.as_slice(), variant.tag.as_str()));
                        self.value(raw, Place { tag, depth: place.depth, ..place.inner(Some(&variant.value)) });
                    }
                    None => self.members(members, place, |_| None),
                }
            }
            TypeKind::Enum { .. } | TypeKind::Identifier(_) | TypeKind::Errors { .. } => {
                self.members(members, place, |_| None);
            }
        }
    }

    fn members<'p>(
        &mut self,
        members: &json::Members<'_>,
        place: Place<'p>,
        of_member: impl Fn(&str) -> Option<Place<'p>>,
    ) {
        self.out.push('{');
        for (index, (name, value)) in members.iter().enumerate() {
            if index > 0 {
                self.out.push(',');
            }
            let mut inner = of_member(name).unwrap_or_else(|| place.inner(None));
            inner.is_hidden |= is_secret_name(name);
            inner.tag = place.tag.and_then(|(path, tag)| {
                let (next, rest) = path.split_first()?;
                (next == name).then_some((rest, tag))
            });
            let copy = if self.known.has_member(name) { name.to_string() } else { self.placeholders.name(name) };
            self.out.push_str(&serde_json::Value::from(copy).to_string());
            self.out.push(':');
            self.value(value, inner);
        }
        self.out.push('}');
    }
}

fn is_tag(raw: &RawValue, place: Place<'_>) -> bool {
    let is_stated = |tag: &str| json::text(raw).map_or(raw.get() == tag, |text| text == tag);
    place.tag.is_some_and(|(path, tag)| path.is_empty() && is_stated(tag))
}
