//! The inputs of an operation.

use super::default_values;
use super::doc;
use super::name_registry::NameRequest;
use super::resolver::OperationResolver;
use crate::diagnostics::{Code, Diagnostic};
use crate::media_types;
use crate::model::{Doc, Input, InputPlace, PatchStyle, TypeKind, TypeRef};
use crate::names::{self, NameKind};
use crate::spec::language::{self, OrWord, ParameterEncoding, ParameterSpec};
use crate::spec::template;
use crate::spec::tree::TreeStep;

impl OperationResolver<'_, '_, '_> {
    pub(super) fn path_inputs(&mut self, template: &str) -> Vec<Input> {
        let Ok(template) = template::parse(template) else { return Vec::new() };
        let spec = self.spec;
        let described = |name: &str| spec.path.get_key_value(name);
        let parameters: Vec<_> = template.parameters.iter().filter_map(|(name, _)| described(name)).collect();
        parameters.into_iter().filter_map(|(wire, parameter)| self.input("path", wire, parameter)).collect()
    }

    /// The parts of the body.
    pub(super) fn parts(&mut self) -> Vec<Input> {
        let spec = self.spec;
        spec.parts.iter().filter_map(|(wire, part)| self.input("parts", wire, part)).collect()
    }

    pub(super) fn query_and_header_inputs(&mut self) -> Vec<Input> {
        let spec = self.spec;
        let query = spec.query.iter().map(|(wire, parameter)| ("query", wire, parameter));
        let headers = spec.headers.iter().map(|(wire, parameter)| ("headers", wire, parameter));
        query.chain(headers).filter_map(|(section, wire, parameter)| self.input(section, wire, parameter)).collect()
    }

    pub(super) fn input(&mut self, section: &str, wire: &str, parameter: &OrWord<ParameterSpec>) -> Option<Input> {
        let full = parameter.full();
        let given = full.and_then(|full| full.rust.as_deref());
        let path = [TreeStep::Key(section), TreeStep::Key(wire)];
        let type_path = [path[0], path[1], TreeStep::Key("type")];
        let expression = parameter.type_expression()?;
        let is_file = section == "parts" && language::is_file(expression);
        let value = match expression {
            "bytes" if is_file => Some(TypeRef::Base64),
            _ if is_file => Some(TypeRef::List(Box::new(TypeRef::Base64))),
            _ => self.type_ref(expression, &type_path),
        };
        let place = match given {
            Some(_) => self.entry.place(&[path[0], path[1], TreeStep::Key("rust")]),
            None => self.entry.key_place(&path),
        };
        let request = NameRequest { wire, given, kind: NameKind::Input, place };
        // With a `rust:` that has an error, the derived name does not matter.
        let mut ignored = Vec::new();
        let may_be_given = given.is_none() && self.entry.may_state(&path, "rust");
        let diagnostics = if may_be_given { &mut ignored } else { &mut *self.context.diagnostics };
        let name = self.inputs.register(request, diagnostics);
        let (value, name) = (value?, name?);
        let encoding = full.and_then(|full| full.encoding);
        let travels = match (section, encoding) {
            ("path", _) => InputPlace::Path,
            ("query", Some(ParameterEncoding::Json)) => InputPlace::QueryJson,
            ("query", Some(ParameterEncoding::Commas)) => InputPlace::QueryCommas,
            ("query", None) => InputPlace::Query,
            ("parts", _) if is_file => {
                let media = full.and_then(|full| full.media.clone());
                InputPlace::FilePart(media.unwrap_or_else(|| media_types::BYTES.to_owned()))
            }
            ("parts", _) => InputPlace::Part,
            _ => InputPlace::Header,
        };
        if !self.can_travel(&value, &travels) && self.entry.may_state(&path, "as") {
            return None;
        }
        if !self.can_travel(&value, &travels) {
            let shown = parameter.type_expression().unwrap_or_default();
            let message = format!("a `{shown}` cannot be sent in {}", describe(&travels));
            let diagnostic = Diagnostic::new(Code::TypeNotAllowedHere, self.entry.place(&type_path), message);
            self.push(diagnostic.help(match travels {
                InputPlace::Query => {
                    "use a plain value or a list of them; state `as: json` if the service reads JSON there"
                }
                InputPlace::QueryCommas => {
                    "`as: commas` is for a list of plain values, such as `List<string>`; leave it out for one value"
                }
                InputPlace::Part => {
                    "use a plain value or a list of them; a file is `bytes`, several files are `List<bytes>`"
                }
                _ => "use a plain value, an identifier or an enum",
            }));
            return None;
        }
        let mut doc = doc::part_lines(full.and_then(|full| full.doc.as_deref()));
        if travels == InputPlace::QueryCommas {
            doc::push_part_paragraph(&mut doc, "Sent as one text with commas between the values, which contain none.");
        }
        let max_items = full.and_then(|full| full.max_items);
        if let Some(max) = max_items {
            let items = if is_file { "files" } else { "values" };
            doc::push_part_paragraph(&mut doc, &format!("At most {max} {items}."));
        }
        let entry = self.entry;
        if let Some(stated) = entry.node.nearest(&path).pair(default_values::KEY) {
            let context = &mut self.context;
            default_values::check(&stated.value, (&value, false), context.types, context.unsound, context.diagnostics);
            let text = format!("The service uses {} when it is left out.", default_values::shown(&stated.value));
            doc::push_part_paragraph(&mut doc, &text);
        }
        doc::note_wire_name(&mut doc, given, wire);
        let required = section == "path" || full.is_some_and(|full| full.required);
        let source = self.entry.key_place(&path);
        Some(Input {
            wire: wire.to_owned(),
            name,
            doc,
            errata_doc: Doc::new(),
            value,
            required,
            place: travels,
            max_items,
            source,
        })
    }

    pub(super) fn can_travel(&self, value: &TypeRef, place: &InputPlace) -> bool {
        if *place == InputPlace::QueryCommas {
            return matches!(value, TypeRef::List(item) if self.can_travel(item, &InputPlace::Header));
        }
        if matches!(place, InputPlace::FilePart(_)) {
            return true;
        }
        match value {
            TypeRef::String
            | TypeRef::Bool
            | TypeRef::Int32
            | TypeRef::Int64
            | TypeRef::Float
            | TypeRef::Decimal
            | TypeRef::Formatted(_) => true,
            TypeRef::Declared(id, None) => {
                let is_plain = matches!(self.context.types[id.0].kind, TypeKind::Enum { .. } | TypeKind::Identifier(_));
                is_plain || *place == InputPlace::QueryJson
            }
            TypeRef::List(item) => match place {
                InputPlace::Query | InputPlace::Part => {
                    !matches!(**item, TypeRef::List(_)) && self.can_travel(item, place)
                }
                InputPlace::QueryJson => true,
                _ => false,
            },
            TypeRef::Map(_) | TypeRef::Json | TypeRef::Declared(..) => *place == InputPlace::QueryJson,
            TypeRef::Base64 | TypeRef::Argument => false,
        }
    }

    pub(super) fn body(&mut self) -> Option<Input> {
        let body = self.spec.body.as_ref()?;
        let full = body.full();
        let text = body.type_expression()?;
        let mut doc = doc::part_lines(full.and_then(|full| full.doc.as_deref()));
        let media = full.and_then(|full| full.media.clone());
        let place = if text == "bytes" {
            InputPlace::BodyBytes(media.unwrap_or_else(|| media_types::BYTES.to_owned()))
        } else {
            InputPlace::Body
        };
        let value = match place {
            InputPlace::Body => self.type_ref(text, &[TreeStep::Key("body"), TreeStep::Key("type")])?,
            _ => TypeRef::Base64,
        };
        let name = self.body_name(&value);
        let request = NameRequest {
            wire: "body",
            given: Some(&name),
            kind: NameKind::Input,
            place: self.entry.key_place(&[TreeStep::Key("body")]),
        };
        let name = self.inputs.register(request, self.context.diagnostics)?;
        match full.and_then(|full| full.patch) {
            Some(PatchStyle::FullResource) => {
                doc::push_part_paragraph(&mut doc, "The whole resource; omitted members are cleared.");
            }
            Some(PatchStyle::Merge) => doc::push_part_paragraph(&mut doc, "Only the members to change."),
            None => {}
        }
        let max_items = full.and_then(|full| full.max_items);
        if let Some(max) = max_items {
            doc::push_part_paragraph(&mut doc, &format!("At most {max} items."));
        }
        let source = self.entry.key_place(&[TreeStep::Key("body")]);
        Some(Input {
            wire: "body".to_owned(),
            name,
            doc,
            errata_doc: Doc::new(),
            value,
            required: true,
            place,
            max_items,
            source,
        })
    }

    /// The body is named after its type; it is called `body` if that is no declared type, or if another input has one of the names.
    fn body_name(&self, value: &TypeRef) -> String {
        let type_name = |value: &TypeRef| match value {
            TypeRef::Declared(id, _) => Some(names::convert(&self.context.types[id.0].name, NameKind::Input)),
            _ => None,
        };
        let name = match value {
            TypeRef::List(item) => type_name(item).map(|name| names::plural(&name)),
            value => type_name(value),
        };
        let spec = self.spec;
        let takes = |name: &str, (wire, parameter): (&String, &OrWord<ParameterSpec>)| {
            let given = parameter.full().and_then(|full| full.rust.as_deref());
            // Examples distinguish an input `body` from the body by their Rust names.
            wire == "body" || given.map_or_else(|| names::convert(wire, NameKind::Input) == name, |given| given == name)
        };
        let mut others = spec.path.iter().chain(&spec.query).chain(&spec.headers);
        name.filter(|name| names::validate(name, NameKind::Input).is_ok() && !others.any(|other| takes(name, other)))
            .unwrap_or_else(|| "body".to_owned())
    }
}

fn describe(place: &InputPlace) -> &'static str {
    match place {
        InputPlace::Path => "a path",
        InputPlace::Query | InputPlace::QueryJson => "a query",
        InputPlace::QueryCommas => "a query as a list with commas",
        InputPlace::Header => "a header",
        InputPlace::Body | InputPlace::BodyBytes(_) => "a body",
        InputPlace::Part | InputPlace::FilePart(_) => "a part of a body",
    }
}
