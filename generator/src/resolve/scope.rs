//! The names of one API: the declared types, and the types that expressions refer to.

use std::collections::HashMap;

use super::expression::{self, TypeExpression};
use crate::diagnostics::{Code, Diagnostic, Place, nearest};
use crate::model::{Home, Type, TypeId, TypeKind, TypeRef};
use crate::names::BUILT_IN_GENERICS;
use crate::spec::tree::Node;
use crate::spec::{self, LoadedEntry, language::TypeDefinition};
use crate::text_formats::TextFormat;

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
    api: &'s spec::LoadedApi,
}

const BUILT_IN: &[&str] = &[
    "string",
    "bool",
    "int32",
    "int64",
    "float",
    "decimal",
    "date-time",
    "date",
    "duration",
    "uuid",
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
        let mut scope = Self { declared: Vec::new(), by_name: HashMap::new(), api };
        let shared = api.types.iter().map(|entry| (Home::Shared, entry));
        let of_areas = api
            .areas
            .iter()
            .enumerate()
            .flat_map(|(index, area)| area.types.iter().map(move |entry| (Home::Area(index), entry)));
        for (home, entry) in shared.chain(of_areas) {
            scope.declare(home, entry, diagnostics);
        }
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

    /// Whether a type may have a member that it lacks because of an error, which has been reported.
    pub(super) fn may_have(&self, id: TypeId, member: &str) -> bool {
        let entry = self.get(id).entry;
        let stated = entry.stated().pair("fields").is_some_and(|fields| fields.value.pair(member).is_some());
        stated || entry.may_state(&[], "fields") || entry.value.is_none()
    }

    /// Which types have errors, so that an example is not compared with them.
    pub(super) fn unsound(&self, types: &[Type], diagnostics: &[Diagnostic]) -> Vec<bool> {
        let gaps: Vec<Place> = diagnostics
            .iter()
            .filter(|diagnostic| leaves_gap(diagnostic.code))
            .flat_map(|diagnostic| {
                std::iter::once(diagnostic.place).chain(diagnostic.related.iter().map(|(at, _)| *at))
            })
            .collect();
        let has_gap = |entry: &LoadedEntry<TypeDefinition>| {
            let is_within = |start: Place, end: usize| {
                gaps.iter().any(|gap| gap.file == start.file && (start.start..=end).contains(&gap.start))
            };
            let fields = entry.stated().pair("fields").map_or(&[][..], |fields| fields.value.pairs());
            is_within(entry.key_place, entry.stated().place.end.max(entry.key_place.end))
                // Members that are taken over from another type are elsewhere.
                || fields.iter().any(|member| is_within(member.key_place, member.value.place.end))
        };
        // A member is missing if its type may be declared in a part of the spec that was not loaded.
        let lacks_member = |entry: &LoadedEntry<TypeDefinition>, resolved: &Type| {
            let stated = entry.node.pair("fields").map_or(0, |fields| fields.value.pairs().len());
            matches!(&resolved.kind, TypeKind::Object { members, .. } if members.len() < stated)
        };
        let is_unsound = |(declared, resolved): (&Declared<'_>, &Type)| {
            let entry = declared.entry;
            !entry.is_complete() || has_gap(entry) || lacks_member(entry, resolved)
        };
        self.declared.iter().zip(types).map(is_unsound).collect()
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
            Err(error) => {
                let place = node.place_of(&error.range);
                let diagnostic = Diagnostic::new(Code::TypeExpression, place, format!("`{text}` is not a type"));
                diagnostics
                    .push(diagnostic.label(error.reason).help("write a name, `List<T>`, `Map<T>` or an envelope"));
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
        // An unknown argument does not hide that the envelope is unknown, too.
        let argument = expression.argument.as_ref();
        let argument = argument.map(|argument| self.resolve_expression(argument, node, place, diagnostics));
        let is_parameter = expression.name == "T" && place == ExpressionPlace::Envelope;
        let takes_argument = match expression.name {
            "List" | "Map" => true,
            _ if is_parameter => false,
            name => self.find(name).is_some_and(|id| self.get(id).is_envelope),
        };
        let known = is_parameter || BUILT_IN.contains(&expression.name) || self.find(expression.name).is_some();
        if !known {
            if !self.api.may_declare(expression.name) {
                diagnostics.push(self.unknown(expression, at));
            }
            return None;
        }
        if takes_argument != argument.is_some() {
            let name = expression.name;
            let (message, help) = if takes_argument {
                (format!("`{name}` needs an argument"), format!("write `{name}<…>`"))
            } else {
                let help = match self.find(name) {
                    Some(_) => format!("declare it as an envelope, `{name}<T>:`, or write `{name}`"),
                    None => format!("write `{name}`"),
                };
                (format!("`{name}` takes no argument"), help)
            };
            diagnostics.push(Diagnostic::new(Code::TypeExpression, at, message).help(help));
            return None;
        }
        let argument = match argument {
            Some(argument) => Some(Box::new(argument?)),
            None => None,
        };
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
            ("base64", _) => TypeRef::Base64,
            ("json", _) => TypeRef::Json,
            (name, _) if TextFormat::named(name).is_some() => TypeRef::Formatted(TextFormat::named(name)?),
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

    fn unknown(&self, expression: &TypeExpression<'_>, at: Place) -> Diagnostic {
        let name = expression.name;
        // Declared types are written in UpperCamelCase, so `Book` is not meant to be `bool`.
        let starts_alike = |known: &str| known.starts_with(char::is_uppercase) == name.starts_with(char::is_uppercase);
        let built_in = BUILT_IN.iter().filter(|known| starts_alike(known) || known.eq_ignore_ascii_case(name));
        let known = built_in.copied().chain(self.declared.iter().map(|declared| declared.name));
        let diagnostic = Diagnostic::new(Code::UnknownType, at, format!("the type `{name}` is not declared"));
        let in_brackets = name.strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
        if let Some(item) = name.strip_suffix("[]").or(in_brackets) {
            return diagnostic.help(format!("write `List<{item}>`"));
        }
        let foreign = if self.find(name).is_none() { foreign_name(name) } else { None };
        match nearest(name, known) {
            _ if foreign.is_some() => diagnostic.help_if(foreign.map(str::to_owned)),
            None if expression.argument.is_some() => {
                diagnostic.help(format!("declare it as an envelope under `types`: `{name}<T>:`"))
            }
            Some(near) => diagnostic.help(format!("did you mean `{near}`?")),
            None => diagnostic.help("declare it under `types`"),
        }
    }
}

/// Whether a type with this error lacks a part, or has a part that is not what its author meant.
fn leaves_gap(code: Code) -> bool {
    matches!(
        code,
        Code::UnknownType
            | Code::TypeExpression
            | Code::TypeNotAllowedHere
            | Code::DuplicateKey
            | Code::MergeKey
            | Code::NameCollision
            | Code::NoIdentifier
            | Code::ReservedName
            | Code::TypeKind
            | Code::EnumValueTwice
            | Code::LiteralType
            | Code::InvalidStatus
            | Code::UnknownMember
    )
}

/// How to write a type that other languages have by this name.
fn foreign_name(name: &str) -> Option<&'static str> {
    Some(match name.to_ascii_lowercase().as_str() {
        "integer" | "int" | "number" | "long" | "short" | "uint32" | "uint64" | "i32" | "i64" => {
            "numbers are `int32`, `int64`, `float` and `decimal`, which keeps all digits"
        }
        "double" | "float32" | "float64" | "f64" => "write `float`, or `decimal` to keep all digits",
        "boolean" => "write `bool`",
        "object" | "any" | "dynamic" => "declare a type with its `fields`; `json` is any JSON, unchanged",
        "guid" => "write `uuid`, or declare a type of its own: `id: string`",
        "text" | "str" | "uri" | "url" => "write `string`",
        "datetime" | "timestamp" | "time" => "write `date-time` or `date`; a text in another form is a `string`",
        "timespan" | "period" | "interval" => "write `duration` for `P1Y`; a text in another form is a `string`",
        "array" | "vec" | "ienumerable" | "set" | "hashset" => "write `List<…>`",
        "option" | "optional" | "nullable" => {
            "write the type itself: what is not `required` may be absent, and `nullable: true` adds null"
        }
        "dictionary" | "hashmap" => "write `Map<…>`; its keys are always strings",
        "null" | "void" | "empty" => "a response without a body is `none`",
        "file" | "binary" | "byte" => "a whole body is `bytes`, bytes within JSON are `base64`",
        _ => return None,
    })
}
