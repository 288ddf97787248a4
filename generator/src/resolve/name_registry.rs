//! Gives out Rust names: each once per namespace, and never a name that cannot stand in code.

use std::collections::HashMap;

use crate::diagnostics::{Code, Diagnostic, Place};
use crate::names::{self, NameFault, NameKind};

/// One set of names in which no two may be the same.
#[derive(Debug, Default)]
pub(super) struct NameRegistry {
    taken: HashMap<String, Place>,
}

/// Where a name comes from.
#[derive(Clone, Copy, Debug)]
pub(super) struct NameRequest<'a> {
    /// The name in the spec.
    pub(super) wire: &'a str,
    /// The Rust name that the spec states.
    pub(super) given: Option<&'a str>,
    /// What the name is for.
    pub(super) kind: NameKind,
    /// Where the name in question stands.
    pub(super) place: Place,
}

impl NameRegistry {
    /// The Rust name; `None` after a finding.
    pub(super) fn register(&mut self, request: NameRequest<'_>, diagnostics: &mut Vec<Diagnostic>) -> Option<String> {
        let NameRequest { wire, given, kind, place } = request;
        let name = given.map_or_else(|| names::convert(wire, kind), str::to_owned);
        let help = match (given, kind) {
            (_, NameKind::Type | NameKind::Function) => "rename it",
            (None, NameKind::Module) => "rename the file",
            (None, _) => "give it an explicit name with `rust:`",
            (Some(_), _) => "choose another name",
        };
        if let Err(fault) = names::validate(&name, kind) {
            let shown = if name.is_empty() { wire } else { &name };
            let (code, message) = match fault {
                NameFault::NoIdentifier if given.is_none() && name != wire => {
                    (Code::NoIdentifier, format!("`{wire}` makes no Rust name (`{name}`)"))
                }
                NameFault::NoIdentifier => {
                    (Code::NoIdentifier, format!("`{shown}` is no Rust name for {}", describe(kind)))
                }
                NameFault::Reserved => (Code::ReservedName, format!("the name `{shown}` is taken")),
            };
            diagnostics.push(Diagnostic::new(code, place, message).help(help));
            return None;
        }
        if let Some(first) = self.taken.get(&name) {
            let finding = Diagnostic::new(Code::NameCollision, place, format!("a second `{name}` in one place"));
            diagnostics.push(finding.related(*first, format!("this becomes `{name}` as well")).help(help));
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
