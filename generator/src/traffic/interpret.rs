//! Reads JSON as the generated client does, and reports where it fails or writes back something else.
//!
//! The client's runtime (`runtime/src/macros` and `values`) is authoritative; a test compares both with each
//! other. Plain numbers and strings are read by the same functions of serde_json.

mod forms;
mod mismatch;
mod query;
mod scalars;
mod words;

use std::iter;

use serde_json::value::RawValue;

pub use self::forms::FormMismatch;
pub(super) use self::forms::text_pattern;
pub use self::mismatch::{BodyMismatch, BodyVisitor, MismatchEffect, MismatchKind, ValueSubject};
pub(super) use self::query::query_mismatch;
pub(super) use self::scalars::scalar_mismatch;
use self::words::{pointer, type_name};
pub(super) use self::words::{pointer_step, written};
use super::secrets::{is_secret_name, name_for_messages, text_for_messages};
use crate::json_text::{self as json, Kind};
use crate::model::{Api, LiteralType, Member, MemberCase, Presence, Type, TypeId, TypeKind, TypeRef};

/// The maximum nesting of lists and objects that the client reads.
const DEEPEST: usize = 128;

/// Compares a JSON text with a type. `cut` is the length of the recorded part if the text was truncated and closed:
/// objects that were open there may lack members. `member_case` is that of whoever reads the body: the client is exact.
pub fn interpret(
    api: &Api,
    expected: &TypeRef,
    text: &str,
    cut: Option<usize>,
    member_case: MemberCase,
    sink: &mut dyn BodyVisitor,
) {
    let Ok(raw) = serde_json::from_str::<&RawValue>(text) else {
        sink.report(ValueSubject::Root, MismatchKind::NotJson, &|| (String::new(), type_name(api, expected, None)));
        return;
    };
    let cut = cut.map(|length| text.as_ptr().addr() + length);
    let at = At { subject: ValueSubject::Root, scope: None, path: None, lenient: false, depth: 0 };
    Interpreter { api, sink, cut, member_case }.value(raw, expected, at);
}

/// The argument of the envelope around a value, and the scope around that envelope.
#[derive(Clone, Copy)]
pub(super) struct EnvelopeScope<'a> {
    pub(super) argument: &'a TypeRef,
    pub(super) outer: Option<&'a EnvelopeScope<'a>>,
}

/// The path to a value.
#[derive(Clone, Copy)]
struct Path<'a> {
    outer: Option<&'a Path<'a>>,
    step: InterpretStep<'a>,
}

#[derive(Clone, Copy)]
enum InterpretStep<'a> {
    Member {
        name: &'a str,
        /// Whether the spec says that it is a secret.
        is_secret: bool,
    },
    /// A member of a map, whose name is data.
    Key(&'a str),
    Item(usize),
}

/// The context of a value.
#[derive(Clone, Copy)]
struct At<'a> {
    subject: ValueSubject,
    scope: Option<&'a EnvelopeScope<'a>>,
    path: Option<&'a Path<'a>>,
    /// Whether numbers and strings are interchangeable.
    lenient: bool,
    /// The number of lists and objects around it in the client's reader.
    depth: usize,
}

impl At<'_> {
    /// Whether the value must not be shown. Only few values are, so that names are examined when one is to be shown.
    fn is_hidden(&self) -> bool {
        iter::successors(self.path, |path| path.outer).any(|path| match path.step {
            InterpretStep::Member { name, is_secret } => is_secret || is_secret_name(name),
            InterpretStep::Key(name) => is_secret_name(name),
            InterpretStep::Item(_) => false,
        })
    }
}

struct Interpreter<'m, 's> {
    api: &'m Api,
    sink: &'s mut dyn BodyVisitor,
    /// The address at which the recorded part ends.
    cut: Option<usize>,
    member_case: MemberCase,
}

impl Interpreter<'_, '_> {
    fn value(&mut self, raw: &RawValue, expected: &TypeRef, at: At<'_>) {
        match expected {
            TypeRef::Json => {}
            TypeRef::List(item) => self.list(raw, expected, item, at),
            TypeRef::Map(item) => self.map(raw, expected, item, at),
            TypeRef::Argument => {
                if let Some(scope) = at.scope {
                    self.value(raw, scope.argument, At { scope: scope.outer, ..at });
                }
            }
            TypeRef::Declared(id, None) => self.declared(raw, expected, *id, None, at),
            TypeRef::Declared(id, Some(argument)) => {
                let inner = EnvelopeScope { argument, outer: at.scope };
                self.declared(raw, expected, *id, Some(&inner), at);
            }
            plain => self.record(scalars::mismatch(raw, plain, at.lenient), expected, at),
        }
    }

    fn declared(
        &mut self,
        raw: &RawValue,
        expected: &TypeRef,
        id: TypeId,
        inner: Option<&EnvelopeScope<'_>>,
        at: At<'_>,
    ) {
        let declared = self.api.type_of(id);
        match &declared.kind {
            TypeKind::Object { members, .. } => self.object(raw, expected, (id, members), inner, at),
            TypeKind::Enum { .. } => self.enumerated(expected, id, scalar_mismatch(self.api, expected, raw, false), at),
            TypeKind::Identifier(_) => self.record(scalar_mismatch(self.api, expected, raw, false), expected, at),
            TypeKind::Union { .. } => self.union(raw, (id, declared), at),
            // Errors are not the type of a body.
            TypeKind::Errors { .. } => {}
        }
    }

    fn list(&mut self, raw: &RawValue, expected: &TypeRef, item: &TypeRef, at: At<'_>) {
        if Kind::of(raw) != Kind::List {
            return self.wrong_type(raw, expected, at);
        }
        let Some(items) = self.enter(at).then(|| json::items(raw)).flatten() else {
            return self.report(MismatchKind::TooDeep, expected, at);
        };
        for (index, value) in items.into_iter().enumerate() {
            let path = Path { outer: at.path, step: InterpretStep::Item(index) };
            self.value(value, item, At { path: Some(&path), depth: at.depth + 1, ..at });
        }
    }

    fn map(&mut self, raw: &RawValue, expected: &TypeRef, item: &TypeRef, at: At<'_>) {
        let Some(members) = self.members(raw, expected, at) else { return };
        for (name, value) in &members {
            let path = Path { outer: at.path, step: InterpretStep::Key(name) };
            self.value(value, item, At { path: Some(&path), depth: at.depth + 1, ..at });
        }
    }

    fn object(
        &mut self,
        raw: &RawValue,
        expected: &TypeRef,
        (id, known): (TypeId, &[Member]),
        inner: Option<&EnvelopeScope<'_>>,
        at: At<'_>,
    ) {
        let Some(members) = self.members(raw, expected, at) else { return };
        self.sink.seen(ValueSubject::Type(id));
        self.sink.fits(at.subject);
        let mut present = vec![false; known.len()];
        for (name, value) in &members {
            let position = self.member_case.position(known.iter().map(|member| member.wire.as_str()), name);
            let is_secret = position.is_some_and(|position| known[position].secret);
            let path = Path { outer: at.path, step: InterpretStep::Member { name, is_secret } };
            let at = At { path: Some(&path), depth: at.depth + 1, ..at };
            let Some(position) = position else {
                let problem = MismatchKind::UnknownMember(name_for_messages(name));
                self.report_of(ValueSubject::Type(id), problem, expected, at);
                continue;
            };
            present[position] = true;
            if known[position].is_tag {
                // The union has read it, and the type has no field for it.
                self.sink.seen(ValueSubject::Member(id, position));
                continue;
            }
            self.member(value, ValueSubject::Member(id, position), &known[position], At { scope: inner, ..at });
        }
        if self.cut.is_some_and(|cut| raw.get().as_ptr().addr() + raw.get().len() > cut) {
            return;
        }
        for (position, member) in known.iter().enumerate() {
            if member.must_be_stated() && !present[position] {
                let at = At { scope: inner, ..at };
                self.report_of(ValueSubject::Member(id, position), MismatchKind::Missing, &member.value, at);
            }
        }
    }

    fn member(&mut self, raw: &RawValue, subject: ValueSubject, member: &Member, at: At<'_>) {
        self.sink.seen(subject);
        let at = At { subject, lenient: member.lenient, ..at };
        if Kind::of(raw) != Kind::Null || member.presence == Presence::Required {
            self.value(raw, &member.value, at);
        }
    }

    fn enumerated(&mut self, expected: &TypeRef, id: TypeId, mismatch: Option<MismatchKind>, at: At<'_>) {
        self.sink.seen(ValueSubject::Type(id));
        match mismatch {
            Some(MismatchKind::UnknownValue(value)) => {
                let value = value.filter(|_| !at.is_hidden());
                self.report_of(ValueSubject::Type(id), MismatchKind::UnknownValue(value), expected, at);
            }
            problem => self.record(problem, expected, at),
        }
    }

    fn record(&mut self, problem: Option<MismatchKind>, expected: &TypeRef, at: At<'_>) {
        match problem {
            Some(problem) => self.report(problem, expected, at),
            None => self.sink.fits(at.subject),
        }
    }

    fn union(&mut self, raw: &RawValue, (id, declared): (TypeId, &Type), at: At<'_>) {
        let TypeKind::Union { tag: path, literal, variants } = &declared.kind else { return };
        self.sink.seen(ValueSubject::Type(id));
        let tag = tag(raw, path, self.member_case).filter(|_| !nests_deeply(raw.get()));
        let text = tag.as_ref().filter(|tag| tag.0 == *literal).map(|tag| tag.1.as_str());
        match variants.iter().find(|variant| text == Some(variant.tag.as_str())) {
            // The client reads each variant with a new reader, which counts from 0.
            Some(variant) => self.value(raw, &variant.value, At { depth: 0, ..at }),
            None => {
                let value = tag.filter(|_| !at.is_hidden()).and_then(|(of_tag, text)| {
                    let is_other_text = of_tag == LiteralType::Text && *literal != LiteralType::Text;
                    let text = text_for_messages(&text)?;
                    Some(if is_other_text { scalars::quoted(text) } else { text.to_owned() })
                });
                self.report_of(
                    ValueSubject::Type(id),
                    MismatchKind::UnknownValue(value),
                    &TypeRef::Declared(id, None),
                    at,
                );
            }
        }
    }

    /// The members of an object; reports other values.
    fn members<'r>(&mut self, raw: &'r RawValue, expected: &TypeRef, at: At<'_>) -> Option<json::Members<'r>> {
        if Kind::of(raw) != Kind::Object {
            self.wrong_type(raw, expected, at);
            return None;
        }
        if !self.enter(at) {
            self.report(MismatchKind::TooDeep, expected, at);
            return None;
        }
        let members = json::members(raw);
        if members.is_none() {
            self.report(MismatchKind::Form(FormMismatch::HalfCharacter), expected, at);
        }
        members
    }

    /// Whether the client reads one more level of nesting.
    fn enter(&self, at: At<'_>) -> bool {
        at.depth + 1 < DEEPEST
    }

    fn wrong_type(&mut self, raw: &RawValue, expected: &TypeRef, at: At<'_>) {
        self.report(scalars::wrong(raw), expected, at);
    }

    fn report(&mut self, problem: MismatchKind, expected: &TypeRef, at: At<'_>) {
        self.report_of(at.subject, problem, expected, at);
    }

    fn report_of(&mut self, subject: ValueSubject, problem: MismatchKind, expected: &TypeRef, at: At<'_>) {
        let api = self.api;
        self.sink.report(subject, problem, &|| (pointer(at.path), type_name(api, expected, at.scope)));
    }
}

/// The tag of a union. Every occurrence of each member on the path to it must be an object.
pub(super) fn tag(raw: &RawValue, path: &[String], member_case: MemberCase) -> Option<(LiteralType, String)> {
    let (wanted, rest) = path.split_first()?;
    // The outer `Option` is `None` if it cannot be read, the inner one if it is absent.
    fn along(
        raw: &RawValue,
        wanted: &str,
        rest: &[String],
        member_case: MemberCase,
    ) -> Option<Option<(LiteralType, String)>> {
        let mut tag = None;
        for (name, value) in json::members(raw)? {
            if member_case.is_same(&name, wanted) {
                tag = match rest.split_first() {
                    Some((next, rest)) => along(value, next, rest, member_case)?,
                    None => Some(scalars::tag(value)?),
                };
            }
        }
        Some(tag)
    }
    along(raw, wanted, rest, member_case).flatten()
}

/// Whether lists and objects are nested more deeply than the client reads in unions.
fn nests_deeply(text: &str) -> bool {
    let (mut depth, mut in_string, mut is_escaped) = (0_usize, false, false);
    text.bytes().any(|byte| {
        match byte {
            b'"' if !is_escaped => in_string = !in_string,
            b'{' | b'[' if !in_string => depth += 1,
            b'}' | b']' if !in_string => depth = depth.saturating_sub(1),
            _ => {}
        }
        is_escaped = in_string && byte == b'\\' && !is_escaped;
        depth > DEEPEST
    })
}
