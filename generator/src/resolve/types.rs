//! Declared types, resolved.

use super::default_values;
use super::direction::Directions;
use super::doc;
use super::literals;
use super::name_registry::{NameRegistry, NameRequest};
use super::provenance::Pages;
use super::scope::{Declared, ExpressionPlace, TypeScope};
use super::status;
use crate::diagnostics::{Code, Diagnostic};
use crate::model::{
    Direction, Doc, EnumValue, ErrorVariant, LiteralType, Member, Presence, Type, TypeId, TypeKind, TypeRef, Variant,
};
use crate::names::{NameKind, name_of_clearing};
use crate::spec::language::{
    DefaultValue, EnumCase, EnumValueSpec as SpecValue, ErrorStatusSpec, FieldSpec, OrWord, TypeDefinition, is_deferred,
};
use crate::spec::tree::TreeStep;
use crate::spec::{self, LoadedEntry};

/// Resolves one declared type; parts with errors are reported and omitted.
pub(super) fn resolve(
    declared: &Declared<'_>,
    scope: &TypeScope<'_>,
    directions: &Directions<'_>,
    api: &spec::LoadedApi,
    pages: &Pages,
    diagnostics: &mut Vec<Diagnostic>,
) -> Type {
    let entry = declared.entry;
    let direction = directions.of(entry.type_name());
    let errors_of = match (&api.errors_file, declared.name == spec::COMMON_ERRORS) {
        (None, _) => ErrorsOf::Operations,
        (Some(_), false) => ErrorsOf::OperationsAndApi,
        (Some(_), true) => ErrorsOf::Api,
    };
    let name_registry = NameRegistry::default();
    let mut resolver = TypeResolver { entry, scope, direction, errors_of, diagnostics, name_registry };
    let definition = entry.value.as_ref();
    let kind = definition.and_then(|definition| resolver.kind(definition, declared.is_envelope, api.header.enum_case));
    Type {
        name: declared.name.to_owned(),
        home: declared.home,
        doc: doc::lines(definition.and_then(|definition| definition.doc.as_deref())),
        details: Doc::new(),
        direction,
        kind: kind.unwrap_or(TypeKind::Identifier(TypeRef::String)),
        provenance: pages.provenance(
            declared.home.area(),
            entry.key_place,
            &entry.node,
            definition.and_then(|definition| definition.page.as_ref()),
            definition.map(|definition| definition.errata.as_slice()).unwrap_or_default(),
        ),
    }
}

/// The variant with an error that all operations can have.
const COMMON: &str = "Common";

/// Whose errors a list of errors has.
#[derive(Clone, Copy, PartialEq, Eq)]
enum ErrorsOf {
    /// Of the operations that name the list.
    Operations,
    /// Of these, and by a variant of all operations.
    OperationsAndApi,
    /// Of all operations: those of `errors.yaml`.
    Api,
}

struct TypeResolver<'r, 's> {
    entry: &'r LoadedEntry<TypeDefinition>,
    scope: &'r TypeScope<'s>,
    direction: Direction,
    errors_of: ErrorsOf,
    diagnostics: &'r mut Vec<Diagnostic>,
    name_registry: NameRegistry,
}

impl TypeResolver<'_, '_> {
    fn kind(&mut self, definition: &TypeDefinition, is_envelope: bool, api_case: EnumCase) -> Option<TypeKind> {
        if let Some(fields) = &definition.fields {
            let members = fields.iter().filter_map(|(wire, field)| self.member(wire, field, is_envelope)).collect();
            return Some(TypeKind::Object { is_envelope, members });
        }
        if let Some(values) = &definition.values {
            let values = values.iter().filter_map(|(wire, value)| self.value(wire, value.as_ref())).collect();
            let literal = literals::of_values(self.entry, self.diagnostics)?;
            // Numbers have no case.
            let case = if literal == LiteralType::Text { definition.case.unwrap_or(api_case) } else { EnumCase::Exact };
            return Some(TypeKind::Enum { literal, case, values });
        }
        if let Some(underlying) = &definition.id {
            return self.identifier(underlying);
        }
        if let Some(tag) = &definition.union {
            let variants = definition.variants.iter().flatten();
            let variants = variants.filter_map(|(tag, variant)| self.variant(tag, variant)).collect();
            let literal = literals::of_tags(self.entry, self.diagnostics)?;
            // Which members the path names is known once the types of the variants are.
            return Some(TypeKind::Union { tag: vec![tag.clone()], literal, variants });
        }
        let statuses = definition.statuses.as_ref()?;
        let mut variants: Vec<ErrorVariant> =
            statuses.iter().flat_map(|(status, errors)| self.errors(status, errors)).collect();
        variants.sort_by_key(|error| error.status);
        Some(TypeKind::Errors { variants })
    }

    fn register(&mut self, wire: &str, given: Option<&str>, kind: NameKind, path: &[TreeStep<'_>]) -> Option<String> {
        let place = match given {
            Some(_) => self.entry.place(&[path, &[TreeStep::Key("rust")]].concat()),
            None => self.entry.key_place(path),
        };
        let request = NameRequest { wire, given, kind, place };
        // With a `rust:` that has an error, the derived name does not matter.
        let mut ignored = Vec::new();
        let may_be_given = given.is_none() && self.entry.may_state(path, "rust");
        self.name_registry.register(request, if may_be_given { &mut ignored } else { self.diagnostics })
    }

    /// The method that sets a member to null has the name of no other member.
    fn register_clearing(&mut self, wire: &str, field: &str, path: &[TreeStep<'_>]) {
        let (clearing, place) = (name_of_clearing(field), self.entry.key_place(path));
        let request = NameRequest { wire, given: Some(&clearing), kind: NameKind::Field, place };
        self.name_registry.register(request, self.diagnostics);
    }

    fn type_ref(&mut self, text: &str, path: &[TreeStep<'_>], place: ExpressionPlace) -> Option<TypeRef> {
        let node = self.entry.node.nearest(path);
        self.scope.resolve(text, node, place, self.diagnostics)
    }

    fn member(&mut self, wire: &str, field: &OrWord<FieldSpec>, is_envelope: bool) -> Option<Member> {
        let full = field.full();
        let given = full.and_then(|full| full.rust.as_deref());
        let path = [TreeStep::Key("fields"), TreeStep::Key(wire)];
        let place = if is_envelope { ExpressionPlace::Envelope } else { ExpressionPlace::Plain };
        let type_path = [path[0], path[1], TreeStep::Key("type")];
        let value = self.type_ref(field.type_expression()?, &type_path, place);
        let name = self.register(wire, given, NameKind::Field, &path);
        let (value, name) = (value?, name?);
        let is_required = full.is_some_and(|full| full.required);
        let is_nullable = full.is_some_and(|full| full.nullable);
        let presence = match (full.and_then(|full| full.default), is_required, is_nullable) {
            (Some(DefaultValue::Empty), ..) => Presence::Defaulted,
            (_, true, true) => Presence::RequiredNullable,
            (_, true, false) => Presence::Required,
            (_, false, true) => Presence::OptionalNullable,
            (None, false, false) if self.is_empty_when_absent(&value) => Presence::Defaulted,
            (_, false, false) => Presence::Optional,
        };
        self.check_default(presence, &value, &path);
        if presence == Presence::OptionalNullable {
            self.register_clearing(wire, &name, &path);
        }
        let max_items = full.and_then(|full| full.max_items);
        let lenient = full.is_some_and(|full| full.lenient);
        self.check_key(
            lenient && !can_be_lenient(&value),
            &path,
            "lenient",
            "only strings, numbers and Booleans can be `lenient`",
        );
        self.check_key(
            max_items.is_some() && !matches!(value, TypeRef::List(_)),
            &path,
            "max-items",
            "only a list has items",
        );
        let mut doc = doc::part_lines(full.and_then(|full| full.doc.as_deref()));
        if let Some(max) = max_items {
            doc::push_part_paragraph(&mut doc, &format!("At most {max} items."));
        }
        if let Some(stated) = self.entry.node.nearest(&path).pair(default_values::KEY) {
            let text = format!("Absence means {} for the service.", default_values::shown(&stated.value));
            doc::push_part_paragraph(&mut doc, &text);
        }
        doc::note_wire_name(&mut doc, given, wire);
        Some(Member {
            wire: wire.to_owned(),
            name,
            doc,
            errata_doc: Doc::new(),
            value,
            presence,
            secret: full.is_some_and(|full| full.secret),
            lenient,
            boxed: false,
            max_items,
            is_tag: false,
            place: self.entry.key_place(&path),
        })
    }

    /// Few readers distinguish an absent list or map from an empty one. What is sent back must not gain members.
    fn is_empty_when_absent(&self, value: &TypeRef) -> bool {
        !self.direction.sent && matches!(value, TypeRef::List(_) | TypeRef::Map(_))
    }

    fn check_default(&mut self, presence: Presence, value: &TypeRef, path: &[TreeStep<'_>]) {
        let has_empty_value = matches!(
            value,
            TypeRef::List(_) | TypeRef::Map(_) | TypeRef::String | TypeRef::Bool | TypeRef::Int32 | TypeRef::Int64
        );
        if presence == Presence::Defaulted && !has_empty_value {
            let place = self.entry.place(&[path, &[TreeStep::Key("default")]].concat());
            let diagnostic = Diagnostic::new(Code::TypeNotAllowedHere, place, "a value of this type has no default");
            self.diagnostics.push(
                diagnostic.help("only lists, maps, strings, Booleans and integers have one; leave `default` out"),
            );
        }
    }

    fn check_key(&mut self, is_wrong: bool, path: &[TreeStep<'_>], key: &str, message: &str) {
        if is_wrong {
            let place = self.entry.key_place(&[path, &[TreeStep::Key(key)]].concat());
            self.diagnostics
                .push(Diagnostic::new(Code::TypeNotAllowedHere, place, message).help(format!("remove `{key}`")));
        }
    }

    fn value(&mut self, wire: &str, value: Option<&SpecValue>) -> Option<EnumValue> {
        let given = value.and_then(|value| value.rust.as_deref());
        let path = [TreeStep::Key("values"), TreeStep::Key(wire)];
        let name = self.register(wire, given, NameKind::Variant, &path)?;
        let in_url = value.and_then(|value| value.in_url.clone());
        let doc = doc::of_spelling(
            wire,
            in_url.as_deref().filter(|in_url| *in_url != wire),
            value.and_then(|value| value.doc.as_deref()),
        );
        Some(EnumValue {
            wire: wire.to_owned(),
            in_url,
            name,
            doc,
            errata_doc: Doc::new(),
            place: self.entry.key_place(&path),
        })
    }

    fn identifier(&mut self, underlying: &str) -> Option<TypeKind> {
        let node = self.entry.node.nearest(&[TreeStep::Key("id")]);
        let value = match underlying {
            "string" => TypeRef::String,
            "int32" => TypeRef::Int32,
            "int64" => TypeRef::Int64,
            _ => {
                let message = format!("an identifier cannot be a `{underlying}`");
                let diagnostic = Diagnostic::new(Code::TypeNotAllowedHere, node.place, message);
                self.diagnostics.push(diagnostic.help("identifiers are `string`, `int32` or `int64`"));
                return None;
            }
        };
        Some(TypeKind::Identifier(value))
    }

    fn variant(&mut self, tag: &str, variant: &OrWord<crate::spec::language::VariantSpec>) -> Option<Variant> {
        let full = variant.full();
        let given = full.and_then(|full| full.rust.as_deref());
        let path = [TreeStep::Key("variants"), TreeStep::Key(tag)];
        let type_path = [path[0], path[1], TreeStep::Key("type")];
        let value = self.type_ref(variant.type_expression()?, &type_path, ExpressionPlace::Plain)?;
        let name = self.register(tag, given, NameKind::Variant, &path)?;
        let is_object = matches!(&value, TypeRef::Declared(id, None) if {
            let entry = self.scope.get(*id).entry;
            entry.value.as_ref().is_none_or(|definition| definition.fields.is_some()) || entry.may_state(&[], "fields")
        });
        if !is_object {
            let place = self.entry.place(&type_path);
            let diagnostic = Diagnostic::new(Code::TypeNotAllowedHere, place, "a variant of a union must be an object");
            self.diagnostics.push(diagnostic.help("name a type that has `fields`"));
            return None;
        }
        let mut doc = doc::part_lines(full.and_then(|full| full.doc.as_deref()));
        doc::note_wire_name(&mut doc, given, tag);
        Some(Variant {
            tag: tag.to_owned(),
            name,
            value,
            doc,
            errata_doc: Doc::new(),
            place: self.entry.key_place(&path),
        })
    }

    /// The errors of one status: those of its codes, then the one of the status itself.
    fn errors(&mut self, status: &str, errors: &ErrorStatusSpec) -> Vec<ErrorVariant> {
        let path = [TreeStep::Key("statuses"), TreeStep::Key(status)];
        let place = self.entry.key_place(&path);
        let Some(number) = status::of_error(status, place, self.diagnostics) else { return Vec::new() };
        let mut variants = Vec::new();
        for (code, error) in errors.codes.iter().flatten() {
            let code_path = [path[0], path[1], TreeStep::Key("codes"), TreeStep::Key(code)];
            let name_path = [&code_path[..], &[TreeStep::Key("name")]].concat();
            let Some(name) = self.error_name(error.name(), &name_path) else { continue };
            let full = error.details();
            let retry = full.and_then(|full| full.retry).or(errors.retry);
            let mut doc = Doc::new();
            let summary = doc::of_code(number, code, full.and_then(|full| full.doc.as_deref()));
            doc::push_part_paragraph(&mut doc, &self.with_advice(summary, number, retry));
            let place = self.entry.key_place(&code_path);
            variants.push(ErrorVariant {
                status: number,
                code: Some(code.clone()),
                name,
                doc,
                retry,
                reason: None,
                errata_doc: Doc::new(),
                place,
            });
        }
        variants.extend(self.error_of_status(number, errors, &path));
        variants
    }

    fn error_of_status(
        &mut self,
        status: u16,
        error: &ErrorStatusSpec,
        path: &[TreeStep<'_>; 2],
    ) -> Option<ErrorVariant> {
        let name = self.error_name(error.name.as_deref()?, &[path[0], path[1], TreeStep::Key("name")])?;
        let reason = match error.reason.as_deref() {
            Some(reason) => {
                let reason_path = [path[0], path[1], TreeStep::Key("reason")];
                let value = self.type_ref(reason, &reason_path, ExpressionPlace::Plain)?;
                Some(self.reason(&value, &reason_path)?)
            }
            None => None,
        };
        let mut doc = Doc::new();
        let summary = doc::of_status(status, error.doc.as_deref());
        doc::push_part_paragraph(&mut doc, &self.with_advice(summary, status, error.retry));
        let place = self.entry.key_place(path);
        Some(ErrorVariant { status, code: None, name, doc, retry: error.retry, reason, errata_doc: Doc::new(), place })
    }

    fn with_advice(&self, mut summary: String, status: u16, retry: Option<bool>) -> String {
        match retry {
            Some(true) if self.errors_of == ErrorsOf::Api && !is_deferred(status) => summary.push_str(
                " The documentation advises a retry; the client does not repeat calls that are non-idempotent.",
            ),
            Some(true) => summary.push_str(" The documentation advises a retry."),
            Some(false) => summary.push_str(" The documentation advises against a retry."),
            None => {}
        }
        summary
    }

    fn error_name(&mut self, name: &str, path: &[TreeStep<'_>]) -> Option<String> {
        let place = self.entry.place(path);
        if self.errors_of == ErrorsOf::OperationsAndApi && name == COMMON {
            let message = "`Common` is the variant with the errors of `errors.yaml`";
            self.diagnostics.push(Diagnostic::new(Code::ReservedName, place, message).help("choose another name"));
            return None;
        }
        let request = NameRequest { wire: name, given: Some(name), kind: NameKind::Variant, place };
        self.name_registry.register(request, self.diagnostics)
    }

    fn reason(&mut self, value: &TypeRef, path: &[TreeStep<'_>]) -> Option<TypeId> {
        if let TypeRef::Declared(id, None) = value {
            let entry = self.scope.get(*id).entry;
            let is_of_texts = !literals::has_numbers(entry);
            let has_values = entry.value.as_ref().is_none_or(|definition| definition.values.is_some());
            if is_of_texts && (has_values || entry.may_state(&[], "values")) {
                return Some(*id);
            }
        }
        let message = "the reason must be an enum whose values are texts";
        let diagnostic = Diagnostic::new(Code::TypeNotAllowedHere, self.entry.place(path), message);
        self.diagnostics.push(diagnostic.help("name a type that has `values` which are texts"));
        None
    }
}

fn can_be_lenient(value: &TypeRef) -> bool {
    matches!(value, TypeRef::String | TypeRef::Bool | TypeRef::Int32 | TypeRef::Int64 | TypeRef::Float)
}
