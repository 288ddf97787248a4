//! The names of one API: the declared types, and the types that expressions refer to.

use std::collections::HashMap;

use super::expression::{self, TypeExpression};
use crate::diagnostics::{Code, Diagnostic, Place, nearest};
use crate::model::{Home, TypeId, TypeRef};
use crate::names::BUILT_IN_GENERICS;
use crate::spec::tree::Node;
use crate::spec::{self, LoadedEntry, language::TypeDefinition};

/// A type declaration, before it is resolved.
pub(super) struct Declared<'s> {
    pub(super) name: &'s str,
    pub(super) home: Home,
    pub(super) entry: &'s LoadedEntry<TypeDefinition>,
    pub(super) is_envelope: bool,
}

/// All types of one API by name.
pub(super) struct TypeScope<'s> {
    pub(super) declared: Vec<Declared<'s>>,
    by_name: HashMap<&'s str, TypeId>,
    /// Whether every declaration was loaded without errors.
    pub(super) is_sound: bool,
}

const BUILT_IN: &[&str] = &[
    "string",
    "bool",
    "int32",
    "int64",
    "float",
    "decimal",
    "date-time",
    "base64",
    "json",
    "bytes",
    "none",
    "List",
    "Map",
];

/// The place of a type expression, because some names are valid only in some places.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ExpressionPlace {
    /// Outside of an envelope.
    Plain,
    /// A member of an envelope, where `T` is its argument.
    Envelope,
    /// The errors of an operation.
    Errors,
}

impl<'s> TypeScope<'s> {
    pub(super) fn new(api: &'s spec::LoadedApi, diagnostics: &mut Vec<Diagnostic>) -> Self {
        let mut scope = Self { declared: Vec::new(), by_name: HashMap::new(), is_sound: true };
        let shared = api.types.iter().map(|entry| (Home::Shared, entry));
        let of_areas = api
            .areas
            .iter()
            .enumerate()
            .flat_map(|(index, area)| area.types.iter().map(move |entry| (Home::Area(index), entry)));
        for (home, entry) in shared.chain(of_areas) {
            scope.declare(home, entry, diagnostics);
        }
        scope.is_sound = scope.declared.iter().all(|declared| declared.entry.value.is_some());
        scope
    }

    fn declare(&mut self, home: Home, entry: &'s LoadedEntry<TypeDefinition>, diagnostics: &mut Vec<Diagnostic>) {
        let (name, is_envelope) = (entry.type_name(), entry.is_envelope());
        if BUILT_IN_GENERICS.contains(&name) || (is_envelope && name == "T") {
            let message = format!("`{name}` has another meaning in type expressions");
            diagnostics.push(Diagnostic::new(Code::ReservedName, entry.key_place, message).help("rename it"));
        }
        if let Some(first) = self.by_name.get(name) {
            let message = format!("the type `{name}` is declared twice");
            let diagnostic = Diagnostic::new(Code::NameCollision, entry.key_place, message)
                .related(self.declared[first.0].entry.key_place, "first declared here")
                .help("the types of an API share one namespace: rename one of them, or keep one in `api.yaml`");
            diagnostics.push(diagnostic);
            return;
        }
        self.by_name.insert(name, TypeId(self.declared.len()));
        self.declared.push(Declared { name, home, entry, is_envelope });
    }

    pub(super) fn find(&self, name: &str) -> Option<TypeId> {
        self.by_name.get(name).copied()
    }

    pub(super) fn get(&self, id: TypeId) -> &Declared<'s> {
        &self.declared[id.0]
    }

    /// The type that an expression refers to; `None` after an error.
    pub(super) fn resolve(
        &self,
        text: &str,
        node: &Node,
        place: ExpressionPlace,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Option<TypeRef> {
        match expression::parse(text) {
            Ok(expression) => self.resolve_expression(&expression, node, place, diagnostics),
            Err(fault) => {
                let place = node.place_of(&fault.range);
                let diagnostic = Diagnostic::new(Code::TypeExpression, place, format!("`{text}` is not a type"));
                diagnostics
                    .push(diagnostic.label(fault.reason).help("write a name, `List<T>`, `Map<T>` or an envelope"));
                None
            }
        }
    }

    fn resolve_expression(
        &self,
        expression: &TypeExpression<'_>,
        node: &Node,
        place: ExpressionPlace,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Option<TypeRef> {
        let at = node.place_of(&expression.range);
        let argument = match &expression.argument {
            Some(argument) => Some(Box::new(self.resolve_expression(argument, node, place, diagnostics)?)),
            None => None,
        };
        let is_parameter = expression.name == "T" && place == ExpressionPlace::Envelope;
        let takes_argument = match expression.name {
            "List" | "Map" => true,
            _ if is_parameter => false,
            name => self.find(name).is_some_and(|id| self.get(id).is_envelope),
        };
        let known = is_parameter || BUILT_IN.contains(&expression.name) || self.find(expression.name).is_some();
        if !known {
            diagnostics.push(self.unknown(expression.name, at));
            return None;
        }
        if takes_argument != argument.is_some() {
            let name = expression.name;
            let (message, help) = if takes_argument {
                (format!("`{name}` needs an argument"), format!("write `{name}<…>`"))
            } else {
                (format!("`{name}` takes no argument"), format!("write `{name}`"))
            };
            diagnostics.push(Diagnostic::new(Code::TypeExpression, at, message).help(help));
            return None;
        }
        Some(match (expression.name, argument) {
            _ if is_parameter => TypeRef::Argument,
            ("List", Some(argument)) => TypeRef::List(argument),
            ("Map", Some(argument)) => TypeRef::Map(argument),
            ("string", _) => TypeRef::String,
            ("bool", _) => TypeRef::Bool,
            ("int32", _) => TypeRef::Int32,
            ("int64", _) => TypeRef::Int64,
            ("float", _) => TypeRef::Float,
            ("decimal", _) => TypeRef::Decimal,
            ("date-time", _) => TypeRef::DateTime,
            ("base64", _) => TypeRef::Base64,
            ("json", _) => TypeRef::Json,
            (name @ ("bytes" | "none"), _) => {
                let message = format!("`{name}` is not allowed here");
                let diagnostic = Diagnostic::new(Code::TypeNotAllowedHere, at, message);
                diagnostics
                    .push(diagnostic.help("`bytes` and `none` describe whole bodies; bytes inside JSON are `base64`"));
                return None;
            }
            (name, argument) => {
                let id = self.find(name)?;
                let definition = self.get(id).entry.value.as_ref();
                let lists_errors = definition.is_some_and(|definition| definition.statuses.is_some());
                if lists_errors && place != ExpressionPlace::Errors {
                    let message = format!("`{name}` lists the errors of operations and is not a type of values");
                    let diagnostic = Diagnostic::new(Code::TypeNotAllowedHere, at, message);
                    diagnostics.push(diagnostic.help("use it only under `errors:` of an operation"));
                    return None;
                }
                TypeRef::Declared(id, argument)
            }
        })
    }

    fn unknown(&self, name: &str, at: Place) -> Diagnostic {
        let known = BUILT_IN.iter().copied().chain(self.declared.iter().map(|declared| declared.name));
        let diagnostic = Diagnostic::new(Code::UnknownType, at, format!("the type `{name}` is not declared"));
        match nearest(name, known) {
            Some(near) => diagnostic.help(format!("did you mean `{near}`?")),
            None => diagnostic.help("declare it under `types`"),
        }
    }
}
