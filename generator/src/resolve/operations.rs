//! Operations, resolved.

use super::name_registry::{NameRegistry, NameRequest};
use super::resolver::{OperationResolver, PartialOperation, ResolverState};
use super::scope::ExpressionPlace;
use super::{doc, member_path};
use crate::diagnostics::{Code, Diagnostic, nearest};
use crate::model::{AccessStep, Doc, Idempotency, Input, Method, Operation, OperationId, PatchStyle, TypeId, TypeRef};
use crate::names::NameKind;
use crate::spec::LoadedEntry;
use crate::spec::language::{self, OrWord, ParameterSpec};
use crate::spec::tree::TreeStep;

/// Resolves one operation; `None` after an error.
pub(super) fn resolve(
    entry: &LoadedEntry<language::OperationSpec>,
    context: ResolverState<'_, '_>,
) -> Option<Operation> {
    let spec = entry.value.as_ref()?;
    let mut resolver = OperationResolver { entry, spec, context, inputs: NameRegistry::default() };
    resolver.operation()
}

impl OperationResolver<'_, '_, '_> {
    fn operation(&mut self) -> Option<Operation> {
        let (method, template) = self.spec.method_and_template()?;
        let place = self.entry.key_place;
        let wire = self.entry.name.as_str();
        let request = NameRequest { wire, given: Some(wire), kind: NameKind::Function, place };
        let name = self.context.function_names.register(request, self.context.diagnostics);
        let request = NameRequest { wire, given: None, kind: NameKind::Type, place };
        let struct_name = self.context.type_names.register(request, self.context.diagnostics);

        // The body is registered first: where an input has its name too, that input can be renamed.
        let body = self.body();
        let mut inputs = self.path_inputs(template);
        inputs.extend(self.query_and_header_inputs());
        let outcomes = self.outcomes();
        let responses = self.responses(outcomes.as_deref().unwrap_or_default());
        let running = self.running(outcomes.as_deref().unwrap_or_default());
        let output = outcomes.and_then(|outcomes| self.output(struct_name.as_deref(), outcomes));
        let if_match = body.as_ref().and_then(|body| self.if_match(body));
        inputs.extend(body);
        inputs.extend(self.parts());
        let errors = self.errors();
        let (paging, items) = self.paging(output.as_ref(), &inputs);
        let partial = PartialOperation {
            method,
            template,
            inputs: &inputs,
            if_match: if_match.as_deref(),
            output: output.as_ref(),
            errors,
        };
        let examples = self.examples(&partial);
        let has_body = inputs.iter().any(|input| input.place.is_body() || input.place.is_part());
        let mut operation = Operation {
            name: name?,
            struct_name: struct_name?,
            doc: doc::lines(self.spec.doc.as_deref()),
            deprecation: self.deprecation(),
            details: Doc::new(),
            source_doc: Doc::new(),
            method,
            template: template.to_owned(),
            fixed_headers: self.spec.fixed_headers.iter().map(|(name, value)| (name.clone(), value.clone())).collect(),
            idempotency: self.spec.idempotency.unwrap_or(match method {
                Method::Get | Method::Head => Idempotency::Safe,
                Method::Put | Method::Delete => Idempotency::Idempotent,
                Method::Post | Method::Patch => Idempotency::NonIdempotent,
            }),
            credentials: self.credentials(),
            inputs,
            body_media: self.body_media(),
            accept: self.accept(),
            states_empty_body: !has_body && matches!(method, Method::Post | Method::Put | Method::Patch),
            resource: self.resource(),
            if_match,
            output: output?,
            responses,
            errors,
            paging,
            items,
            running,
            is_polled_with_body: false,
            request_place: self.entry.place(&[TreeStep::Key(method.as_str())]),
            provenance: self.context.pages.provenance(
                Some(self.context.area_index),
                self.entry.key_place,
                &self.entry.node,
                self.spec.page.as_ref(),
                &self.spec.errata,
            ),
            examples,
        };
        operation.details = self.details(&operation);
        operation.source_doc = self.source_doc(&operation);
        Some(operation)
    }

    /// The operation of the same area that gets the resource of which the body is the whole.
    fn resource(&self) -> Option<OperationId> {
        let (method, template) = self.spec.method_and_template()?;
        let body = self.spec.body.as_ref()?;
        let is_whole = match method {
            Method::Put => true,
            Method::Patch => {
                let patch = body.full().and_then(|full| full.patch);
                patch == Some(PatchStyle::FullResource) || self.spec.if_match.is_some()
            }
            _ => false,
        };
        if !is_whole {
            return None;
        }
        let gets_it = |operation: &language::OperationSpec| {
            let no_more_is_required = |inputs: &language::Ordered<OrWord<ParameterSpec>>| {
                !inputs.values().any(|input| input.full().is_some_and(|full| full.required))
            };
            let responses: Vec<_> = operation.responses.values().map(OrWord::type_expression).collect();
            operation.method_and_template() == Some((Method::Get, template))
                && responses == [body.type_expression()]
                && no_more_is_required(&operation.query)
                && no_more_is_required(&operation.headers)
        };
        let index = self.context.area.operations.iter().position(|entry| entry.value.as_ref().is_some_and(gets_it))?;
        Some(OperationId { area: self.context.area_index, index })
    }

    pub(super) fn push(&mut self, diagnostic: Diagnostic) {
        self.context.diagnostics.push(diagnostic);
    }

    pub(super) fn type_ref(&mut self, text: &str, path: &[TreeStep<'_>]) -> Option<TypeRef> {
        let node = self.entry.node.nearest(path);
        self.context.scope.resolve(text, node, ExpressionPlace::Plain, self.context.diagnostics)
    }

    fn if_match(&mut self, body: &Input) -> Option<Vec<AccessStep>> {
        let path = self.spec.if_match.as_deref()?;
        match member_path::resolve(path, &body.value, self.context.types) {
            Ok(resolved) if matches!(resolved.value, TypeRef::String) => {
                let access = resolved.access.filter(|_| !resolved.is_secret);
                if access.is_none() {
                    let place = self.entry.place(&[TreeStep::Key("if-match")]);
                    let diagnostic =
                        Diagnostic::new(Code::TypeNotAllowedHere, place, "the etag cannot be read from this member");
                    self.push(diagnostic.help("name a member that is not secret and not in a list"));
                }
                access
            }
            Ok(_) => {
                let place = self.entry.place(&[TreeStep::Key("if-match")]);
                let diagnostic = Diagnostic::new(Code::TypeNotAllowedHere, place, "an etag must be a `string`");
                self.push(diagnostic.help("name a member of type `string`"));
                None
            }
            Err(missing) => {
                self.unknown_member(path, missing, &[TreeStep::Key("if-match")]);
                None
            }
        }
    }

    pub(super) fn unknown_member(&mut self, path: &str, missing: member_path::Missing<'_>, at: &[TreeStep<'_>]) {
        let may_exist = |within| missing.names.iter().any(|name| self.context.scope.may_have(within, name));
        if missing.within.is_some_and(may_exist) {
            return;
        }
        let similar =
            missing.names.iter().find_map(|name| Some((name.as_str(), nearest(name, missing.known.iter().copied())?)));
        let (name, near) = similar.map_or((missing.name.as_str(), None), |(name, near)| (name, Some(near)));
        let message = format!("`{path}` does not exist: there is no member `{name}`");
        let help = near
            .map(|near| format!("did you mean `{near}`?"))
            .or_else(|| (!missing.known.is_empty()).then(|| format!("known members: {}", missing.known.join(", "))));
        let place = self.entry.place(at);
        self.push(Diagnostic::new(Code::UnknownMember, place, message).help_if(help));
    }

    fn errors(&mut self) -> Option<TypeId> {
        let name = self.spec.errors.as_deref()?;
        let path = [TreeStep::Key("errors")];
        let node = self.entry.node.nearest(&path);
        let value = self.context.scope.resolve(name, node, ExpressionPlace::Errors, self.context.diagnostics)?;
        if let TypeRef::Declared(id, None) = value {
            let entry = self.context.scope.get(id).entry;
            if entry.value.as_ref().is_none_or(|definition| definition.statuses.is_some()) {
                return Some(id);
            }
            if entry.may_state(&[], "statuses") {
                return None;
            }
        }
        let diagnostic =
            Diagnostic::new(Code::TypeNotAllowedHere, self.entry.place(&path), format!("`{name}` lists no errors"));
        self.push(diagnostic.help("name a type that has `statuses`"));
        None
    }
}
