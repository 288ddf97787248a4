//! The result that the client returns for the response of an example.

use super::resolver::OperationResolver;
use super::resolver::PartialOperation;
use super::status;
use super::wire;
use crate::diagnostics::{Code, Diagnostic, Place};
use crate::model::{ExampleResult, OutcomeContent, Output, Payload, TypeRef, Value};
use crate::spec::language;
use crate::spec::tree::{Node, Pair, TreeStep};

/// Status, body and result.
pub(super) type ExampleResponse = (u16, Option<Payload>, ExampleResult);

impl OperationResolver<'_, '_, '_> {
    /// How the client reads the response of an example; `None` after an error, here or in something that the example uses.
    pub(super) fn reading(
        &mut self,
        node: &Node,
        example: &language::ExampleSpec,
        place: Place,
        partial: &PartialOperation<'_>,
    ) -> Option<ExampleResponse> {
        let status = self.example_status(node, example, place, partial)?;
        match self.spec.responses.get_index_of(&status.to_string()) {
            Some(position) => self.success(node, example, partial, position, status),
            None => self.error_response(node, example, partial, status),
        }
    }

    fn example_status(
        &mut self,
        node: &Node,
        example: &language::ExampleSpec,
        place: Place,
        partial: &PartialOperation<'_>,
    ) -> Option<u16> {
        let responses = &self.spec.responses;
        match (example.status, responses.len()) {
            (Some(status), _) => {
                let mut lists = self.error_lists(partial).into_iter();
                let is_error = lists.any(|errors| self.variants(errors).iter().any(|error| error.status == status));
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
                let lists = match &self.spec.errors {
                    Some(errors) => format!("to `{errors}`"),
                    None => "to the type that `errors` names".to_owned(),
                };
                let help = format!("correct it, or add it under `responses`, {lists} or to `errors.yaml`");
                self.push(diagnostic.help(help));
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
        let has_invalid_status = !self.spec.responses.keys().all(|status| status::is_of_response(status));
        self.entry.may_state(&[], "responses")
            || has_invalid_status
            || !self.entry.is_complete_at(&[TreeStep::Key("responses")])
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
            Output::OptionalJson(value) => OutcomeContent::OptionalJson(value.clone()),
            Output::Empty => OutcomeContent::Empty,
            Output::Bytes => OutcomeContent::Bytes,
            Output::Outcomes { outcomes, .. } => outcomes.get(position)?.content.clone(),
        };
        for key in ["code", "reason"] {
            if let Some(pair) = node.pair(key) {
                let message = format!("`{key}` is for errors, and {status} is a success");
                let diagnostic = Diagnostic::new(Code::ExampleResponse, pair.key_place, message);
                self.push(diagnostic.help("remove it"));
                return None;
            }
        }
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
}
