//! The result that the client returns for the response of an example.

use super::resolver::OperationResolver;
use super::resolver::PartialOperation;
use super::wire;
use crate::diagnostics::{Code, Diagnostic, Place, nearest};
use crate::model::{ErrorStatus, ExampleResult, OutcomeContent, Output, Payload, TypeKind, TypeRef, Value};
use crate::spec::language;
use crate::spec::tree::{Node, Pair, TreeStep};

/// Status, body and result.
type ExampleResponse = (u16, Option<Payload>, ExampleResult);

impl OperationResolver<'_, '_, '_> {
    /// How the client reads the response of an example; `None` after an error, here or in something that the example uses.
    pub(super) fn reading(
        &mut self,
        node: &Node,
        example: &language::ExampleSpec,
        place: Place,
        partial: &PartialOperation<'_>,
    ) -> Option<ExampleResponse> {
        let types = self.context.types;
        let errors = partial.errors.map(|id| &types[id.0].kind);
        let errors = if let Some(TypeKind::Errors { statuses }) = errors { statuses.as_slice() } else { &[] };
        let status = self.example_status(node, example, place, partial, errors)?;
        match self.spec.responses.get_index_of(&status.to_string()) {
            Some(position) => self.success(node, example, partial, position, status),
            None => self.documented_error(node, example, errors, status),
        }
    }

    fn example_status(
        &mut self,
        node: &Node,
        example: &language::ExampleSpec,
        place: Place,
        partial: &PartialOperation<'_>,
        errors: &[ErrorStatus],
    ) -> Option<u16> {
        let responses = &self.spec.responses;
        match (example.status, responses.len()) {
            (Some(status), _) => {
                let is_error = errors.iter().any(|error| error.status == status);
                if is_error || responses.contains_key(&status.to_string()) {
                    return Some(status);
                }
                // What has an error, or is missing altogether, has been reported.
                if responses.is_empty() || self.responses_are_incomplete() || self.errors_are_incomplete(partial) {
                    return None;
                }
                let stated = node.nearest(&[TreeStep::Key("status")]).place;
                let message = format!("{status} is neither a response nor a documented error");
                let diagnostic = Diagnostic::new(Code::ExampleResponse, stated, message);
                self.push(diagnostic.help(match &self.spec.errors {
                    Some(errors) => format!("correct it, or add it under `responses` or to `{errors}`"),
                    None => {
                        "correct it, or add it under `responses`; documented errors are listed by `errors`".to_owned()
                    }
                }));
                None
            }
            (None, _) if self.responses_are_incomplete() => None,
            (None, 1) => responses.keys().next()?.parse().ok(),
            (None, 0) => None,
            (None, _) => {
                let diagnostic =
                    Diagnostic::new(Code::ExampleResponse, place, "the example does not state which response it has");
                self.push(diagnostic.help("add `status:`"));
                None
            }
        }
    }

    fn responses_are_incomplete(&self) -> bool {
        self.entry.may_state(&[], "responses") || !self.entry.is_complete_at(&[TreeStep::Key("responses")])
    }

    fn errors_are_incomplete(&self, partial: &PartialOperation<'_>) -> bool {
        match partial.errors {
            Some(id) => self.context.unsound[id.0],
            None => self.spec.errors.is_some() || self.entry.may_state(&[], "errors"),
        }
    }

    fn success(
        &mut self,
        node: &Node,
        example: &language::ExampleSpec,
        partial: &PartialOperation<'_>,
        position: usize,
        status: u16,
    ) -> Option<ExampleResponse> {
        let content = match partial.output? {
            Output::Json(value) => OutcomeContent::Json(value.clone()),
            Output::Empty => OutcomeContent::Empty,
            Output::Bytes => OutcomeContent::Bytes,
            Output::Outcomes { outcomes, .. } => outcomes.get(position)?.content.clone(),
        };
        let stated = node.pair("response");
        let diagnostic = match (&content, stated) {
            (OutcomeContent::Empty | OutcomeContent::Pending { value: None, .. }, Some(pair)) => Some(
                Diagnostic::new(Code::ExampleResponse, pair.key_place, "this response has no body").help("remove it"),
            ),
            (
                OutcomeContent::Json(_) | OutcomeContent::Bytes | OutcomeContent::Pending { value: Some(_), .. },
                None,
            ) => {
                let message = "the example does not state the body of its response";
                Some(Diagnostic::new(Code::ExampleResponse, node.place, message).help("add `response:`"))
            }
            _ => None,
        };
        if let Some(diagnostic) = diagnostic {
            self.push(diagnostic);
            return None;
        }
        let json = |pair: &Pair| Payload::Json(wire::of_node(&pair.value));
        let (responses, value, bytes) = match (content.json(), stated) {
            (Some(value), Some(pair)) => (Some(json(pair)), Some(self.fit(&pair.value, value)?), None),
            (None, Some(pair)) => match self.fit(&pair.value, &TypeRef::String)? {
                Value::Text(text) => (Some(Payload::Bytes(text.clone())), None, Some(text)),
                _ => return None,
            },
            (_, None) => (None, None, None),
        };
        let result = if matches!(partial.output, Some(Output::Outcomes { .. })) {
            let (location, retry_after) = self.places_to_ask(node, example, &content)?;
            ExampleResult::Outcome { position, value, bytes, location, retry_after }
        } else {
            match (value, bytes) {
                (Some(value), _) => ExampleResult::Json(value),
                (None, Some(bytes)) => ExampleResult::Bytes(bytes),
                (None, None) => ExampleResult::Empty,
            }
        };
        Some((status, responses, result))
    }

    /// Where and when to poll, from the headers of the response.
    fn places_to_ask(
        &mut self,
        node: &Node,
        example: &language::ExampleSpec,
        content: &OutcomeContent,
    ) -> Option<(Option<String>, Option<u64>)> {
        let OutcomeContent::Pending { location, retry_after, .. } = content else { return Some((None, None)) };
        let header =
            |request: &str| example.response_headers.iter().find(|(name, _)| name.eq_ignore_ascii_case(request));
        let seconds = header("Retry-After").filter(|_| *retry_after).map(|(name, text)| (name, text.parse().ok()));
        if let Some((name, None)) = seconds {
            let place = node.nearest(&[TreeStep::Key("response-headers"), TreeStep::Key(name)]).place;
            let diagnostic = Diagnostic::new(Code::ExampleResponse, place, "the wait must be a number of seconds");
            self.push(diagnostic.help("with a date, the wait would depend on the current time"));
            return None;
        }
        let location = header("Location").filter(|_| *location).map(|(_, text)| text.clone());
        Some((location, seconds.and_then(|(_, seconds)| seconds)))
    }

    fn documented_error(
        &mut self,
        node: &Node,
        example: &language::ExampleSpec,
        errors: &[ErrorStatus],
        status: u16,
    ) -> Option<ExampleResponse> {
        let types = self.context.types;
        let position = errors.iter().position(|error| error.status == status)?;
        let reason = match (&example.reason, errors[position].reason) {
            (Some(wire), Some(reason)) => {
                let TypeKind::Enum { values, .. } = &types[reason.0].kind else { return None };
                if self.context.unsound[reason.0] {
                    return None;
                }
                let found = values.iter().find(|value| value.wire == *wire);
                if found.is_none() {
                    let place = node.nearest(&[TreeStep::Key("reason")]).place;
                    let message = format!("`{}` does not list `{wire}`", types[reason.0].name);
                    let near = nearest(wire, values.iter().map(|value| value.wire.as_str()));
                    let help = near.map(|near| format!("did you mean `{near}`?"));
                    self.push(Diagnostic::new(Code::ExampleValue, place, message).help_if(help));
                }
                Some(found?.name.clone())
            }
            (Some(_), None) => {
                let place = node.key_place(&[TreeStep::Key("reason")]);
                let diagnostic = Diagnostic::new(Code::ExampleResponse, place, "this error has no list of reasons");
                self.push(diagnostic.help("remove it"));
                return None;
            }
            (None, _) => None,
        };
        let responses = node.pair("response").map(|pair| Payload::Json(wire::of_node(&pair.value)));
        Some((status, responses, ExampleResult::Error { position, reason }))
    }
}
