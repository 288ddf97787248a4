//! What is known about a value that is copied.

use crate::model::{Api, TypeRef};
use crate::traffic::interpret::EnvelopeScope;

/// The codes and reasons that the spec lists for an error.
pub(super) struct ErrorContext<'m> {
    pub(super) codes: Vec<&'m str>,
    pub(super) reasons: Vec<&'m str>,
}

/// A value that is the name of a header in a link to the next page.
#[derive(Clone, Copy)]
pub(super) struct NameInLink {
    /// Whether the operation or HTTP has the header.
    pub(super) is_known: bool,
}

/// What is known about a value.
#[derive(Clone, Copy, Default)]
pub(super) struct ValueContext<'a> {
    /// The API, and the type that it states.
    pub(super) expected: Option<(&'a Api, &'a TypeRef)>,
    pub(super) scope: Option<&'a EnvelopeScope<'a>>,
    pub(super) is_lenient: bool,
    /// Whether small numbers are replaced as well.
    pub(super) is_hidden: bool,
    /// The error whose body contains it.
    pub(super) error: Option<&'a ErrorContext<'a>>,
    /// The way to the tag of a union, and the listed value there.
    pub(super) tag: Option<(&'a [String], &'a str)>,
    /// Whether it can be the URL of the next page.
    pub(super) is_link: bool,
    pub(super) header: Option<NameInLink>,
    pub(super) depth: usize,
}

impl<'a> ValueContext<'a> {
    pub(super) fn of(api: &'a Api, expected: &'a TypeRef, is_hidden: bool) -> Self {
        Self { expected: Some((api, expected)), is_hidden, ..Self::default() }
    }

    /// The body of an error, if it is one.
    pub(super) fn of_error(error: Option<&'a ErrorContext<'a>>) -> Self {
        Self { error, ..Self::default() }
    }

    /// The context with the argument of the envelope in place of its parameter.
    pub(super) fn resolved(mut self) -> Self {
        while let Some((api, TypeRef::Argument)) = self.expected {
            self.expected = self.scope.map(|scope| (api, scope.argument));
            self.scope = self.scope.and_then(|scope| scope.outer);
        }
        self
    }

    /// The context of a value within a list or object.
    pub(super) fn inner(self, expected: Option<&'a TypeRef>) -> Self {
        let api = self.expected.map(|(api, _)| api);
        Self { expected: api.zip(expected), depth: self.depth + 1, tag: None, is_link: false, ..self }
    }
}
