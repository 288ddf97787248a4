//! Reads JSON as the generated client does, and says where it would fail, or give back something else than it got.
//!
//! What decides is the client's runtime (`runtime/src/macros` and `values`); a test holds both against each
//! other. Plain numbers and texts are read by the same functions of serde_json.

mod forms;
mod query;
mod scalars;
mod words;

use serde_json::value::RawValue;

pub use self::forms::FormFault;
pub(super) use self::query::query_fault;
pub(super) use self::words::written;
use self::words::{pointer, type_name};
use super::json::{self, Kind};
use super::secrets::{is_secret_name, shown, shown_name};
use crate::model::{Api, EnumCase, EnumValue, Member, Presence, Type, TypeId, TypeKind, TypeRef};

/// As many lists and objects can stand in each other as the client's reader follows.
const DEEPEST: usize = 128;

/// What a value of a body is a value of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Subject {
    /// The body as a whole, or the items of a list that it is.
    Root,
    /// A declared type.
    Type(TypeId),
    /// A member of a declared type, by its position.
    Member(TypeId, usize),
}

/// What is not as the spec says.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Problem {
    /// The type lacks a member of this name.
    UnknownMember(String),
    /// The enum, or the union's tag, lacks a value; it is not shown where it might be secret.
    UnknownValue(Option<String>),
    /// The value is of another kind.
    WrongType(Kind),
    /// Null where it means nothing.
    Null,
    /// The member is not there, but required.
    Missing,
    /// The value is of the right kind, but not of a documented form.
    Form(FormFault),
    /// The body is no JSON.
    NotJson,
    /// The value nests deeper than the client reads.
    TooDeep,
}

/// What a problem does to the generated client.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Effect {
    /// The value is kept and written back as it came.
    Kept,
    /// The value is read, but written back otherwise.
    Changed,
    /// The body cannot be decoded.
    Fatal,
}

impl Effect {
    /// One word for it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Kept => "kept",
            Self::Changed => "changed",
            Self::Fatal => "fatal",
        }
    }
}

impl Problem {
    /// What it does to the client.
    pub fn effect(&self) -> Effect {
        match self {
            Self::UnknownMember(_) | Self::UnknownValue(_) => Effect::Kept,
            Self::Form(fault) => fault.effect(),
            Self::WrongType(_) | Self::Null | Self::Missing | Self::NotJson | Self::TooDeep => Effect::Fatal,
        }
    }
}

/// A problem, and where it is.
#[derive(Clone, Debug)]
pub struct Observation {
    /// What the value is a value of.
    pub subject: Subject,
    /// What is wrong.
    pub problem: Problem,
    /// JSON pointer in the body.
    pub pointer: String,
    /// The type that the spec states.
    pub expected: String,
}

/// Is told what a body holds.
pub trait Sink {
    /// Something of the spec was met.
    fn seen(&mut self, subject: Subject);
    /// A plain value or an object is of the type that the spec states.
    fn fits(&mut self, _: Subject) {}
    /// Something is not as the spec says. `observe` is called for what is new.
    fn report(&mut self, subject: Subject, problem: Problem, observe: &dyn Fn() -> (String, String));
}

impl Sink for Vec<Observation> {
    fn seen(&mut self, _: Subject) {}

    fn report(&mut self, subject: Subject, problem: Problem, observe: &dyn Fn() -> (String, String)) {
        let (pointer, expected) = observe();
        self.push(Observation { subject, problem, pointer, expected });
    }
}

/// Holds a JSON text against a type. `cut` is the length of what came, where the text was closed after a recording cut it off:
/// what stands open there may lack anything.
pub fn interpret(api: &Api, expected: &TypeRef, text: &str, cut: Option<usize>, sink: &mut dyn Sink) {
    let Ok(raw) = serde_json::from_str::<&RawValue>(text) else {
        sink.report(Subject::Root, Problem::NotJson, &|| (String::new(), type_name(api, expected, None)));
        return;
    };
    let cut = cut.map(|length| text.as_ptr().addr() + length);
    let at = At { subject: Subject::Root, scope: None, path: None, lenient: false, hidden: false, depth: 0 };
    Interpreter { api, sink, cut }.value(raw, expected, at);
}

/// The argument of the envelope around a value, and what that stands in.
#[derive(Clone, Copy)]
struct Scope<'a> {
    argument: &'a TypeRef,
    outer: Option<&'a Scope<'a>>,
}

/// The way to a value.
#[derive(Clone, Copy)]
struct Path<'a> {
    outer: Option<&'a Path<'a>>,
    step: Step<'a>,
}

#[derive(Clone, Copy)]
enum Step<'a> {
    Member(&'a str),
    Item(usize),
}

/// Where a value stands.
#[derive(Clone, Copy)]
struct At<'a> {
    subject: Subject,
    scope: Option<&'a Scope<'a>>,
    path: Option<&'a Path<'a>>,
    /// Whether numbers and strings stand for each other.
    lenient: bool,
    /// Whether values must not be shown.
    hidden: bool,
    /// Lists and objects that the client's reader is in.
    depth: usize,
}

struct Interpreter<'m, 's> {
    api: &'m Api,
    sink: &'s mut dyn Sink,
    /// The address at which a recording ends.
    cut: Option<usize>,
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
                let inner = Scope { argument, outer: at.scope };
                self.declared(raw, expected, *id, Some(&inner), at);
            }
            plain => self.judge(scalars::fault(raw, plain, at.lenient), expected, at),
        }
    }

    fn declared(&mut self, raw: &RawValue, expected: &TypeRef, id: TypeId, inner: Option<&Scope<'_>>, at: At<'_>) {
        let declared = self.api.type_of(id);
        match &declared.kind {
            TypeKind::Object { members, .. } => self.object(raw, expected, (id, members), inner, at),
            TypeKind::Enum { case, values } => self.enumerated(raw, expected, (id, *case, values), at),
            TypeKind::Identifier => self.judge(scalars::identifier_fault(raw), expected, at),
            TypeKind::Union { .. } => self.union(raw, (id, declared), at),
            // No body is of such a type.
            TypeKind::Errors { .. } => {}
        }
    }

    fn list(&mut self, raw: &RawValue, expected: &TypeRef, item: &TypeRef, at: At<'_>) {
        if Kind::of(raw) != Kind::List {
            return self.wrong_type(raw, expected, at);
        }
        let Some(items) = self.enter(at).then(|| json::items(raw)).flatten() else {
            return self.report(Problem::TooDeep, expected, at);
        };
        for (index, value) in items.into_iter().enumerate() {
            let path = Path { outer: at.path, step: Step::Item(index) };
            self.value(value, item, At { path: Some(&path), depth: at.depth + 1, ..at });
        }
    }

    fn map(&mut self, raw: &RawValue, expected: &TypeRef, item: &TypeRef, at: At<'_>) {
        let Some(members) = self.members(raw, expected, at) else { return };
        for (name, value) in &members {
            let path = Path { outer: at.path, step: Step::Member(name) };
            let hidden = at.hidden || is_secret_name(name);
            self.value(value, item, At { path: Some(&path), hidden, depth: at.depth + 1, ..at });
        }
    }

    fn object(
        &mut self,
        raw: &RawValue,
        expected: &TypeRef,
        (id, known): (TypeId, &[Member]),
        inner: Option<&Scope<'_>>,
        at: At<'_>,
    ) {
        let Some(members) = self.members(raw, expected, at) else { return };
        self.sink.seen(Subject::Type(id));
        self.sink.fits(at.subject);
        let mut present = vec![false; known.len()];
        for (name, value) in &members {
            let path = Path { outer: at.path, step: Step::Member(name) };
            let at = At { path: Some(&path), depth: at.depth + 1, ..at };
            let Some(position) = known.iter().position(|member| member.wire == *name) else {
                let problem = Problem::UnknownMember(shown_name(name));
                self.report_of(Subject::Type(id), problem, expected, at);
                continue;
            };
            present[position] = true;
            self.member(value, Subject::Member(id, position), &known[position], At { scope: inner, ..at });
        }
        if self.cut.is_some_and(|cut| raw.get().as_ptr().addr() + raw.get().len() > cut) {
            return;
        }
        for (position, member) in known.iter().enumerate() {
            let is_required = matches!(member.presence, Presence::Required | Presence::RequiredNullable);
            if is_required && !present[position] {
                let at = At { scope: inner, ..at };
                self.report_of(Subject::Member(id, position), Problem::Missing, &member.value, at);
            }
        }
    }

    fn member(&mut self, raw: &RawValue, subject: Subject, member: &Member, at: At<'_>) {
        self.sink.seen(subject);
        let hidden = at.hidden || member.secret || is_secret_name(&member.wire);
        let at = At { subject, hidden, lenient: member.lenient, ..at };
        if Kind::of(raw) != Kind::Null || member.presence == Presence::Required {
            self.value(raw, &member.value, at);
        }
    }

    fn enumerated(
        &mut self,
        raw: &RawValue,
        expected: &TypeRef,
        (id, case, values): (TypeId, EnumCase, &[EnumValue]),
        at: At<'_>,
    ) {
        self.sink.seen(Subject::Type(id));
        match scalars::enum_fault(raw, case, values) {
            Some(Problem::UnknownValue(value)) => {
                let value = value.filter(|_| !at.hidden);
                self.report_of(Subject::Type(id), Problem::UnknownValue(value), expected, at);
            }
            problem => self.judge(problem, expected, at),
        }
    }

    fn judge(&mut self, problem: Option<Problem>, expected: &TypeRef, at: At<'_>) {
        match problem {
            Some(problem) => self.report(problem, expected, at),
            None => self.sink.fits(at.subject),
        }
    }

    fn union(&mut self, raw: &RawValue, (id, declared): (TypeId, &Type), at: At<'_>) {
        let TypeKind::Union { tag: path, variants } = &declared.kind else { return };
        self.sink.seen(Subject::Type(id));
        let tag = tag(raw, path).filter(|_| !nests_deeply(raw.get()));
        match variants.iter().find(|variant| tag.as_deref() == Some(variant.tag.as_str())) {
            // Each variant is read by a reader of its own.
            Some(variant) => self.value(raw, &variant.value, At { depth: 0, ..at }),
            None => {
                let value = tag.as_deref().filter(|_| !at.hidden).and_then(shown);
                self.report_of(Subject::Type(id), Problem::UnknownValue(value), &TypeRef::Declared(id, None), at);
            }
        }
    }

    /// The members of an object; a finding where it is none.
    fn members<'r>(&mut self, raw: &'r RawValue, expected: &TypeRef, at: At<'_>) -> Option<json::Members<'r>> {
        if Kind::of(raw) != Kind::Object {
            self.wrong_type(raw, expected, at);
            return None;
        }
        if !self.enter(at) {
            self.report(Problem::TooDeep, expected, at);
            return None;
        }
        let members = json::members(raw);
        if members.is_none() {
            self.report(Problem::Form(FormFault::HalfCharacter), expected, at);
        }
        members
    }

    /// Whether the client's reader follows into one more list or object.
    fn enter(&self, at: At<'_>) -> bool {
        at.depth + 1 < DEEPEST
    }

    fn wrong_type(&mut self, raw: &RawValue, expected: &TypeRef, at: At<'_>) {
        self.report(scalars::wrong(raw), expected, at);
    }

    fn report(&mut self, problem: Problem, expected: &TypeRef, at: At<'_>) {
        self.report_of(at.subject, problem, expected, at);
    }

    fn report_of(&mut self, subject: Subject, problem: Problem, expected: &TypeRef, at: At<'_>) {
        let api = self.api;
        self.sink.report(subject, problem, &|| (pointer(at.path), type_name(api, expected, at.scope)));
    }
}

/// The text that tells the variants of a union apart. Whatever is on the way must be an object, as often as it is there.
fn tag(raw: &RawValue, path: &[String]) -> Option<String> {
    let Some((wanted, rest)) = path.split_first() else { return json::text(raw).map(String::from) };
    // Outside: whether it can be read; inside: whether it is there.
    fn along(raw: &RawValue, wanted: &str, rest: &[String]) -> Option<Option<String>> {
        let mut tag = None;
        for (name, value) in json::members(raw)? {
            if name == wanted {
                tag = match rest.split_first() {
                    Some((next, rest)) => along(value, next, rest)?,
                    None => Some(json::text(value)?.into_owned()),
                };
            }
        }
        Some(tag)
    }
    along(raw, wanted, rest).flatten()
}

/// Whether lists and objects stand in each other more deeply than the client reads unions.
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
