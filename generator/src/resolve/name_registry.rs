//! Registers Rust names: each once per namespace, and only valid ones.

use std::collections::HashMap;
use std::rc::Rc;

use crate::diagnostics::{Code, Diagnostic, Place};
use crate::names::{self, NameError, NameKind};

/// One namespace, in which names are unique.
#[derive(Debug, Default)]
pub(super) struct NameRegistry {
    taken: HashMap<String, Place>,
    /// A namespace whose names are taken as well.
    outer: Option<Rc<NameRegistry>>,
}

/// The origin of a name.
#[derive(Clone, Copy, Debug)]
pub(super) struct NameRequest<'a> {
    /// The name in the spec.
    pub(super) wire: &'a str,
    /// The Rust name that the spec states.
    pub(super) given: Option<&'a str>,
    /// The kind of item that the name is for.
    pub(super) kind: NameKind,
    /// The place of the name in the spec.
    pub(super) place: Place,
}

impl NameRegistry {
    /// A namespace without names of its own, in which those of `outer` are taken.
    pub(super) fn within(outer: &Rc<Self>) -> Self {
        Self { taken: HashMap::new(), outer: Some(Rc::clone(outer)) }
    }

    /// Where a name was registered.
    fn first(&self, name: &str) -> Option<Place> {
        let own = self.taken.get(name).copied();
        own.or_else(|| self.outer.as_ref().and_then(|outer| outer.first(name)))
    }

    /// The Rust name; `None` after an error.
    pub(super) fn register(&mut self, request: NameRequest<'_>, diagnostics: &mut Vec<Diagnostic>) -> Option<String> {
        let NameRequest { wire, given, kind, place } = request;
        let name = given.map_or_else(|| names::convert(wire, kind), str::to_owned);
        let help = match (given, kind) {
            (_, NameKind::Type | NameKind::Function) => "rename it",
            (None, NameKind::Module) => "rename the file",
            (None, _) => "give it an explicit name with `rust:`",
            (Some(_), _) => "choose another name",
        };
        if let Err(error) = names::validate(&name, kind) {
            let shown = if name.is_empty() { wire } else { &name };
            let (code, message) = match error {
                NameError::NoIdentifier if given.is_none() && name != wire => {
                    (Code::NoIdentifier, format!("`{wire}` does not result in a valid Rust name (`{name}`)"))
                }
                NameError::NoIdentifier => {
                    (Code::NoIdentifier, format!("`{shown}` is not a valid Rust name of {}", describe(kind)))
                }
                NameError::Reserved => (Code::ReservedName, format!("the name `{shown}` is reserved")),
            };
            diagnostics.push(Diagnostic::new(code, place, message).help(help));
            return None;
        }
        if let Some(first) = self.first(&name) {
            let diagnostic =
                Diagnostic::new(Code::NameCollision, place, format!("the Rust name `{name}` is a duplicate"));
            diagnostics.push(diagnostic.related(first, format!("this becomes `{name}` too")).help(help));
            return None;
        }
        self.taken.insert(name.clone(), place);
        Some(name)
    }
}

fn describe(kind: NameKind) -> &'static str {
    match kind {
        NameKind::Type => "a type, which is written `UpperCamelCase`",
        NameKind::Variant => "a variant, which is written `UpperCamelCase`",
        NameKind::Field => "a field, which is written `snake_case`",
        NameKind::Input => "an input, which is written `snake_case`",
        NameKind::Function => "a function, which is written `snake_case`",
        NameKind::Module => "a module, which is written `snake_case`",
    }
}
