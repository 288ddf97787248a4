//! Mismatches between values and types, and their effects on the client.

use super::forms::FormMismatch;
use crate::json_text::Kind;
use crate::model::TypeId;

/// The part of the spec that describes a value in a body.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ValueSubject {
    /// The body as a whole, or the items of a list that it is.
    Root,
    /// A declared type.
    Type(TypeId),
    /// A member of a declared type, by its position.
    Member(TypeId, usize),
}

/// What does not match the spec.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MismatchKind {
    /// The type does not have a member of this name.
    UnknownMember(String),
    /// The enum or the tag of the union does not have a value; `None` if the value might be secret.
    UnknownValue(Option<String>),
    /// The value is of another type.
    WrongType(Kind),
    /// Null where the spec does not allow it.
    Null,
    /// A required member is missing.
    Missing,
    /// The value is of the right type, but in an undocumented form.
    Form(FormMismatch),
    /// The body is not JSON.
    NotJson,
    /// The value is nested more deeply than the client reads.
    TooDeep,
}

/// The effect of a mismatch on the generated client.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum MismatchEffect {
    /// The value is kept and written back unchanged.
    Kept,
    /// The value is read, but written back in another form.
    Changed,
    /// The body cannot be decoded.
    Fatal,
}

impl MismatchEffect {
    /// The name in reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::Kept => "kept",
            Self::Changed => "changed",
            Self::Fatal => "fatal",
        }
    }
}

impl MismatchKind {
    /// The effect on the client.
    pub fn effect(&self) -> MismatchEffect {
        match self {
            Self::UnknownMember(_) | Self::UnknownValue(_) => MismatchEffect::Kept,
            Self::Form(mismatch) => mismatch.effect(),
            Self::WrongType(_) | Self::Null | Self::Missing | Self::NotJson | Self::TooDeep => MismatchEffect::Fatal,
        }
    }
}

/// A mismatch and its place.
#[derive(Clone, Debug)]
pub struct BodyMismatch {
    /// The part of the spec that describes the value.
    pub subject: ValueSubject,
    /// The mismatch.
    pub kind: MismatchKind,
    /// JSON pointer in the body.
    pub pointer: String,
    /// The type that the spec states.
    pub expected: String,
}

/// Receives the values and mismatches of a body.
pub trait BodyVisitor {
    /// Something that the spec describes occurs.
    fn seen(&mut self, subject: ValueSubject);
    /// A scalar value or an object has the type that the spec states.
    fn fits(&mut self, _: ValueSubject) {}
    /// Something does not match the spec. `observe` returns pointer and type; it is only called for the first occurrence.
    fn report(&mut self, subject: ValueSubject, problem: MismatchKind, observe: &dyn Fn() -> (String, String));
}

impl BodyVisitor for Vec<BodyMismatch> {
    fn seen(&mut self, _: ValueSubject) {}

    fn report(&mut self, subject: ValueSubject, problem: MismatchKind, observe: &dyn Fn() -> (String, String)) {
        let (pointer, expected) = observe();
        self.push(BodyMismatch { subject, kind: problem, pointer, expected });
    }
}
