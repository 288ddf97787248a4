//! Operations, resolved.

use url::Url;

use super::claims::{Claims, Wanted};
use super::names::NameKind;
use super::scope::{ExpressionPlace, Scope};
use super::types::note_wire_name;
use super::{
    Answer, Doc, Idempotency, Input, InputPlace, Method, Operation, Outcome, OutcomeContent, Paging, PatchStyle, Type,
    TypeId, TypeKind, TypeRef, doc, member_path, template,
};
use crate::diagnostics::{Code, Diagnostic, nearest};
use crate::spec::language::{self, Departure, OrWord, Page, Parameter, ParameterEncoding, Response};
use crate::spec::tree::Step;
use crate::spec::{self, Entry};

/// What all operations of an API share while they are resolved.
pub(super) struct Context<'c, 's> {
    pub(super) api: &'s spec::Api,
    pub(super) area: &'s spec::Area,
    pub(super) scope: &'c Scope<'s>,
    pub(super) types: &'c [Type],
    /// Names of types and of the structs that hold the inputs of operations share one set.
    pub(super) type_names: &'c mut Claims,
    pub(super) function_names: &'c mut Claims,
    pub(super) diagnostics: &'c mut Vec<Diagnostic>,
}

/// Resolves one operation; `None` after a finding.
pub(super) fn resolve(entry: &Entry<language::Operation>, context: Context<'_, '_>) -> Option<Operation> {
    let spec = entry.value.as_ref()?;
    let mut resolver = Resolver { entry, spec, context, inputs: Claims::default() };
    resolver.operation()
}

/// The method and path template of an operation, when it states exactly one.
pub(crate) fn method_and_template(operation: &language::Operation) -> Option<(Method, &str)> {
    let mut stated = methods(operation);
    match (stated.next(), stated.next()) {
        (Some(only), None) => Some(only),
        _ => None,
    }
}

fn methods(operation: &language::Operation) -> impl Iterator<Item = (Method, &str)> {
    [
        (Method::Get, &operation.get),
        (Method::Head, &operation.head),
        (Method::Post, &operation.post),
        (Method::Put, &operation.put),
        (Method::Patch, &operation.patch),
        (Method::Delete, &operation.delete),
    ]
    .into_iter()
    .filter_map(|(method, template)| Some((method, template.as_deref()?)))
}

/// Adds what the documentation gets wrong.
pub(super) fn push_departures(lines: &mut Doc, departures: &[Departure]) {
    if departures.is_empty() {
        return;
    }
    doc::push_paragraph(lines, "Where the documentation says otherwise:");
    lines.push(String::new());
    for departure in departures {
        let (at, says) = (doc::code(&departure.at), doc::escape(&departure.says));
        doc::push_item(
            lines,
            &format!("{at}: it says {says}. Evidence: {}.", doc::escape(departure.because.trim_end_matches('.'))),
        );
    }
}

struct Resolver<'r, 'c, 's> {
    entry: &'r Entry<language::Operation>,
    spec: &'r language::Operation,
    context: Context<'c, 's>,
    inputs: Claims,
}

impl Resolver<'_, '_, '_> {
    fn operation(&mut self) -> Option<Operation> {
        let (method, template) = method_and_template(self.spec)?;
        let place = self.entry.key_place;
        let wire = self.entry.name.as_str();
        let wanted = Wanted { wire, given: Some(wire), kind: NameKind::Function, place };
        let name = self.context.function_names.claim(wanted, self.context.diagnostics);
        let wanted = Wanted { wire, given: None, kind: NameKind::Type, place };
        let struct_name = self.context.type_names.claim(wanted, self.context.diagnostics);

        let mut inputs = self.path_inputs(template);
        inputs.extend(self.query_and_header_inputs());
        let body = self.body();
        let answer = self.answer(struct_name.as_deref().unwrap_or_default());
        let if_match = body.as_ref().and_then(|body| self.if_match(body));
        inputs.extend(body);
        let errors = self.errors();
        let paging = self.paging(answer.as_ref());
        let doc = self.doc(method, template, &inputs, errors);
        let has_body = inputs.iter().any(|input| matches!(input.place, InputPlace::Body | InputPlace::BodyBytes(_)));
        Some(Operation {
            name: name?,
            struct_name: struct_name?,
            doc,
            method,
            template: template.to_owned(),
            idempotency: self.spec.idempotency.unwrap_or(match method {
                Method::Get | Method::Head => Idempotency::Safe,
                Method::Put | Method::Delete => Idempotency::Idempotent,
                Method::Post | Method::Patch => Idempotency::Never,
            }),
            inputs,
            states_empty_body: !has_body && matches!(method, Method::Post | Method::Put | Method::Patch),
            if_match,
            answer: answer?,
            errors,
            paging,
        })
    }

    fn push(&mut self, diagnostic: Diagnostic) {
        self.context.diagnostics.push(diagnostic);
    }

    fn type_ref(&mut self, text: &str, path: &[Step<'_>]) -> Option<TypeRef> {
        let node = self.entry.node.nearest(path);
        self.context.scope.resolve(text, node, ExpressionPlace::Plain, self.context.diagnostics)
    }

    fn path_inputs(&mut self, template: &str) -> Vec<Input> {
        let Ok(template) = template::parse(template) else { return Vec::new() };
        let spec = self.spec;
        let described = |name: &str| spec.path.get_key_value(name);
        let parameters: Vec<_> = template.parameters.iter().filter_map(|(name, _)| described(name)).collect();
        parameters.into_iter().filter_map(|(wire, parameter)| self.input("path", wire, parameter)).collect()
    }

    fn query_and_header_inputs(&mut self) -> Vec<Input> {
        let spec = self.spec;
        let query = spec.query.iter().map(|(wire, parameter)| ("query", wire, parameter));
        let headers = spec.headers.iter().map(|(wire, parameter)| ("headers", wire, parameter));
        query.chain(headers).filter_map(|(section, wire, parameter)| self.input(section, wire, parameter)).collect()
    }

    fn input(&mut self, section: &str, wire: &str, parameter: &OrWord<Parameter>) -> Option<Input> {
        let full = parameter.full();
        let given = full.and_then(|full| full.rust.as_deref());
        let path = [Step::Key(section), Step::Key(wire)];
        let type_path = [path[0], path[1], Step::Key("type")];
        let value = self.type_ref(parameter.type_expression()?, &type_path);
        let place = match given {
            Some(_) => self.entry.place(&[path[0], path[1], Step::Key("rust")]),
            None => self.entry.key_place(&path),
        };
        let wanted = Wanted { wire, given, kind: NameKind::Input, place };
        let name = self.inputs.claim(wanted, self.context.diagnostics);
        let (value, name) = (value?, name?);
        let encoding = full.and_then(|full| full.encoding);
        let travels = match (section, encoding) {
            ("path", _) => InputPlace::Path,
            ("query", Some(ParameterEncoding::Json)) => InputPlace::QueryJson,
            ("query", None) => InputPlace::Query,
            _ => InputPlace::Header,
        };
        if !self.can_travel(&value, &travels) {
            let shown = parameter.type_expression().unwrap_or_default();
            let message = format!("a `{shown}` cannot be written into {}", describe(&travels));
            let finding = Diagnostic::new(Code::TypeNotAllowedHere, self.entry.place(&type_path), message);
            self.push(finding.help(match travels {
                InputPlace::Query => "use a plain value or a list of them, or state `as: json`",
                _ => "use a plain value, an identifier or an enum",
            }));
            return None;
        }
        let mut doc = doc::lines(full.and_then(|full| full.doc.as_deref()));
        let max_items = full.and_then(|full| full.max_items);
        if let Some(max) = max_items {
            doc::push_paragraph(&mut doc, &format!("At most {max} values."));
        }
        note_wire_name(&mut doc, given, wire);
        let required = section == "path" || full.is_some_and(|full| full.required);
        Some(Input { wire: wire.to_owned(), name, doc, value, required, place: travels, max_items })
    }

    fn can_travel(&self, value: &TypeRef, place: &InputPlace) -> bool {
        match value {
            TypeRef::String
            | TypeRef::Bool
            | TypeRef::Int32
            | TypeRef::Int64
            | TypeRef::Decimal
            | TypeRef::DateTime => true,
            TypeRef::Declared(id, None) => {
                let is_plain = matches!(self.context.types[id.0].kind, TypeKind::Enum { .. } | TypeKind::Identifier);
                is_plain || *place == InputPlace::QueryJson
            }
            TypeRef::List(item) => match place {
                InputPlace::Query => !matches!(**item, TypeRef::List(_)) && self.can_travel(item, place),
                InputPlace::QueryJson => true,
                _ => false,
            },
            TypeRef::Map(_) | TypeRef::Json | TypeRef::Declared(..) => *place == InputPlace::QueryJson,
            TypeRef::Float | TypeRef::Base64 | TypeRef::Argument => false,
        }
    }

    fn body(&mut self) -> Option<Input> {
        let body = self.spec.body.as_ref()?;
        let full = body.full();
        let text = body.type_expression()?;
        let mut doc = doc::lines(full.and_then(|full| full.doc.as_deref()));
        let media = full.and_then(|full| full.media.clone());
        let place = if text == "bytes" {
            InputPlace::BodyBytes(media.unwrap_or_else(|| "application/octet-stream".to_owned()))
        } else {
            InputPlace::Body
        };
        let value = match place {
            InputPlace::Body => self.type_ref(text, &[Step::Key("body"), Step::Key("type")])?,
            _ => TypeRef::Base64,
        };
        let wanted = Wanted {
            wire: "body",
            given: Some("body"),
            kind: NameKind::Input,
            place: self.entry.key_place(&[Step::Key("body")]),
        };
        let name = self.inputs.claim(wanted, self.context.diagnostics)?;
        match full.and_then(|full| full.patch) {
            Some(PatchStyle::FullResource) => {
                doc::push_paragraph(&mut doc, "The whole resource: what is left out is cleared.");
            }
            Some(PatchStyle::Merge) => doc::push_paragraph(&mut doc, "Only the members to change."),
            None => {}
        }
        let max_items = full.and_then(|full| full.max_items);
        if let Some(max) = max_items {
            doc::push_paragraph(&mut doc, &format!("At most {max} items."));
        }
        Some(Input { wire: "body".to_owned(), name, doc, value, required: true, place, max_items })
    }

    fn if_match(&mut self, body: &Input) -> Option<Vec<super::AccessStep>> {
        let path = self.spec.if_match.as_deref()?;
        match member_path::resolve(path, &body.value, self.context.types) {
            Ok(resolved) if matches!(resolved.value, TypeRef::String) => resolved.access,
            Ok(_) => {
                let place = self.entry.place(&[Step::Key("if-match")]);
                let finding = Diagnostic::new(Code::TypeNotAllowedHere, place, "an etag must be a `string`");
                self.push(finding.help("name a member that holds text"));
                None
            }
            Err(missing) => {
                self.unknown_member(path, missing, &[Step::Key("if-match")]);
                None
            }
        }
    }

    fn unknown_member(&mut self, path: &str, missing: member_path::Missing<'_>, at: &[Step<'_>]) {
        let name = &missing.name;
        let message = format!("`{path}` leads nowhere: there is no member `{name}` there");
        let help = nearest(name, missing.known.iter().copied())
            .map(|near| format!("did you mean `{near}`?"))
            .or_else(|| (!missing.known.is_empty()).then(|| format!("known there: {}", missing.known.join(", "))));
        let place = self.entry.place(at);
        self.push(Diagnostic::new(Code::UnknownMember, place, message).help_if(help));
    }

    fn answer(&mut self, struct_name: &str) -> Option<Answer> {
        let spec = self.spec;
        let mut outcomes = Vec::new();
        let mut variants = Claims::default();
        for (status, response) in &spec.responses {
            outcomes.push(self.outcome(status, response, &mut variants)?);
        }
        let is_plain = |outcome: &Outcome| {
            outcome.name.is_empty()
                && (200..300).contains(&outcome.status)
                && !matches!(outcome.content, OutcomeContent::Pending { .. })
        };
        let first = outcomes.first()?;
        let is_one_answer = outcomes.iter().all(|outcome| is_plain(outcome) && outcome.content == first.content);
        if is_one_answer {
            return Some(match &first.content {
                OutcomeContent::Json(value) => Answer::Json(value.clone()),
                OutcomeContent::Bytes => Answer::Bytes,
                OutcomeContent::Empty | OutcomeContent::Pending { .. } => Answer::Empty,
            });
        }
        let nameless: Vec<&String> = spec
            .responses
            .iter()
            .zip(&outcomes)
            .filter(|(_, outcome)| outcome.name.is_empty())
            .map(|((status, _), _)| status)
            .collect();
        for status in &nameless {
            let place = self.entry.key_place(&[Step::Key("responses"), Step::Key(status)]);
            let message = format!("the answer {status} needs a name, to be told from the others");
            self.push(Diagnostic::new(Code::AmbiguousOutcome, place, message).help("add `outcome:` in UpperCamelCase"));
        }
        if !nameless.is_empty() {
            return None;
        }
        let wire = format!("{struct_name}Answer");
        let wanted = Wanted { wire: &wire, given: Some(&wire), kind: NameKind::Type, place: self.entry.key_place };
        let name = self.context.type_names.claim(wanted, self.context.diagnostics)?;
        Some(Answer::Outcomes { name, outcomes })
    }

    fn outcome(&mut self, status: &str, response: &OrWord<Response>, variants: &mut Claims) -> Option<Outcome> {
        let path = [Step::Key("responses"), Step::Key(status)];
        let type_path = [path[0], path[1], Step::Key("type")];
        let number = status.parse::<u16>().ok().filter(|number| (100..600).contains(number));
        let Some(number) = number else {
            let finding = Diagnostic::new(
                Code::InvalidStatus,
                self.entry.key_place(&path),
                format!("`{status}` is no HTTP status"),
            );
            self.push(finding.help("use a number from 100 to 599"));
            return None;
        };
        let full = response.full();
        let is_pending = full.is_some_and(|full| full.location || full.retry_after);
        let content = match response.type_expression() {
            Some("bytes") => OutcomeContent::Bytes,
            text if is_pending => OutcomeContent::Pending {
                value: match text {
                    Some("none") | None => None,
                    Some(text) => Some(self.type_ref(text, &type_path)?),
                },
                location: full.is_some_and(|full| full.location),
                retry_after: full.is_some_and(|full| full.retry_after),
            },
            Some("none") | None => OutcomeContent::Empty,
            Some(text) => OutcomeContent::Json(self.type_ref(text, &type_path)?),
        };
        if let (Some(value), Some(full)) = (content.json(), full) {
            for (index, failures) in full.failures.iter().enumerate() {
                if let Err(missing) = member_path::resolve(failures, value, self.context.types) {
                    self.unknown_member(
                        failures,
                        missing,
                        &[path[0], path[1], Step::Key("failures"), Step::Item(index)],
                    );
                }
            }
        }
        let name = match full.and_then(|full| full.outcome.as_deref()) {
            Some(given) => {
                let place = self.entry.place(&[path[0], path[1], Step::Key("outcome")]);
                variants.claim(
                    Wanted { wire: given, given: Some(given), kind: NameKind::Variant, place },
                    self.context.diagnostics,
                )?
            }
            None => String::new(),
        };
        let mut doc = Doc::new();
        doc::push_paragraph(&mut doc, &doc::of_status(number, full.and_then(|full| full.doc.as_deref())));
        Some(Outcome { status: number, name, doc, content })
    }

    fn errors(&mut self) -> Option<TypeId> {
        let name = self.spec.errors.as_deref()?;
        let path = [Step::Key("errors")];
        let node = self.entry.node.nearest(&path);
        let value = self.context.scope.resolve(name, node, ExpressionPlace::Errors, self.context.diagnostics)?;
        if let TypeRef::Declared(id, None) = value {
            let definition = self.context.scope.get(id).entry.value.as_ref();
            if definition.is_none_or(|definition| definition.statuses.is_some()) {
                return Some(id);
            }
        }
        let finding =
            Diagnostic::new(Code::TypeNotAllowedHere, self.entry.place(&path), format!("`{name}` lists no errors"));
        self.push(finding.help("name a type that has `statuses`"));
        None
    }

    fn paging(&mut self, answer: Option<&Answer>) -> Vec<Paging> {
        let Some(spec) = &self.spec.paging else { return Vec::new() };
        let page = match answer {
            Some(Answer::Json(value)) => Some(value),
            Some(Answer::Outcomes { outcomes, .. }) => outcomes.iter().find_map(|outcome| outcome.content.json()),
            _ => None,
        };
        let is_list = matches!(spec, language::OneOrMorePagings::More(_));
        let mut resolved = Vec::new();
        for (index, paging) in spec.as_slice().iter().enumerate() {
            for (key, path) in [("items", Some(&paging.items)), ("next", paging.next.as_ref())] {
                let (Some(path), Some(page)) = (path, page) else { continue };
                if let Err(missing) = member_path::resolve(path, page, self.context.types) {
                    let steps = if is_list {
                        vec![Step::Key("paging"), Step::Item(index), Step::Key(key)]
                    } else {
                        vec![Step::Key("paging"), Step::Key(key)]
                    };
                    self.unknown_member(path, missing, &steps);
                }
            }
            self.check_paging_inputs(paging, is_list.then_some(index));
            let split = |path: &str| path.split('.').map(str::to_owned).collect();
            resolved.push(Paging {
                style: paging.style,
                items: split(&paging.items),
                size: paging.size.clone(),
                offset: paging.offset.clone(),
                next: paging.next.as_deref().map(split),
                token: paging.token.clone(),
                max_size: paging.max_size,
            });
        }
        resolved
    }

    /// The inputs by which a page is asked for must exist.
    fn check_paging_inputs(&mut self, paging: &language::Paging, index: Option<usize>) {
        let spec = self.spec;
        let inputs = [
            ("size", &paging.size, spec.query.keys().collect::<Vec<_>>()),
            ("offset", &paging.offset, spec.query.keys().collect()),
            ("token", &paging.token, spec.query.keys().chain(spec.headers.keys()).collect()),
        ];
        for (key, name, known) in inputs {
            let Some(name) = name.as_ref().filter(|name| !known.contains(name)) else { continue };
            let path: Vec<Step<'_>> = [Some(Step::Key("paging")), index.map(Step::Item), Some(Step::Key(key))]
                .into_iter()
                .flatten()
                .collect();
            let message = format!("the operation takes no input `{name}`");
            let help = nearest(name, known.iter().map(|name| name.as_str()))
                .map_or_else(|| format!("add `{name}` under `query`"), |near| format!("did you mean `{near}`?"));
            self.push(Diagnostic::new(Code::UnknownMember, self.entry.place(&path), message).help(help));
        }
    }

    fn doc(&self, method: Method, template: &str, inputs: &[Input], errors: Option<TypeId>) -> Doc {
        let mut lines = doc::lines(self.spec.doc.as_deref());
        doc::push_paragraph(&mut lines, &doc::code(&format!("{} {template}", method.as_str())));
        for page in self.spec.page.iter().flat_map(|page| page.as_slice()).filter_map(|name| self.page(name)) {
            doc::push_line(&mut lines, &cite(page));
        }
        let arguments: Vec<_> = inputs.iter().filter(|input| input.required && !input.doc.is_empty()).collect();
        if !arguments.is_empty() {
            lines.push(String::new());
        }
        for input in arguments {
            doc::push_item(&mut lines, &format!("`{}`: {}", input.name, input.doc.join(" ")));
        }
        for (status, response) in &self.spec.responses {
            if let Some(full) = response.full().filter(|full| !full.failures.is_empty()) {
                let places: Vec<String> = full.failures.iter().map(|path| doc::code(path)).collect();
                doc::push_paragraph(
                    &mut lines,
                    &format!("An answer {status} can report failures, at {}.", places.join(" and ")),
                );
            }
        }
        if let Some(id) = errors {
            let name = &self.context.types[id.0].name;
            doc::push_paragraph(&mut lines, &format!("Documented errors: [`{name}`]."));
        }
        push_departures(&mut lines, &self.spec.departs);
        lines
    }

    fn page(&self, name: &str) -> Option<&Page> {
        let pages = self.context.area.pages.iter().chain(&self.context.api.pages);
        pages.filter(|page| page.name == name).find_map(|page| page.value.as_ref())
    }
}

fn cite(page: &Page) -> String {
    let (title, captured) = (doc::escape(&page.title), doc::escape(&page.captured));
    match Url::parse(&page.url) {
        Ok(url) => format!("([{title}]({}), {captured})", doc::link_target(&url)),
        Err(_) => format!("({title}, {}, {captured})", doc::code(&page.url)),
    }
}

fn describe(place: &InputPlace) -> &'static str {
    match place {
        InputPlace::Path => "a path",
        InputPlace::Query | InputPlace::QueryJson => "a query",
        InputPlace::Header => "a header",
        InputPlace::Body | InputPlace::BodyBytes(_) => "a body",
    }
}
