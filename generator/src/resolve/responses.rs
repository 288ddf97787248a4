//! The responses of an operation.

use super::name_registry::{NameRegistry, NameRequest};
use super::resolver::OperationResolver;
use super::value_kind::ValueKind;
use super::{doc, member_path, status};
use crate::diagnostics::{Code, Diagnostic};
use crate::model::{self, Doc, Outcome, OutcomeContent, Output, TypeRef};
use crate::names::NameKind;
use crate::spec::language::{OrWord, ResponseSpec};
use crate::spec::tree::TreeStep;

impl OperationResolver<'_, '_, '_> {
    pub(super) fn outcomes(&mut self) -> Option<Vec<Outcome>> {
        let spec = self.spec;
        let mut variants = NameRegistry::default();
        // Each response is resolved, so that an error in one does not hide those of the others.
        let outcomes: Vec<_> =
            spec.responses.iter().map(|(status, response)| self.outcome(status, response, &mut variants)).collect();
        outcomes.into_iter().collect()
    }

    /// The responses as the spec lists them.
    pub(super) fn responses(&self, outcomes: &[Outcome]) -> Vec<model::Response> {
        let responses = self.spec.responses.iter();
        responses
            .zip(outcomes)
            .map(|((status, response), outcome)| model::Response {
                status: outcome.status,
                content: outcome.content.clone(),
                media: response.full().and_then(|full| full.media.clone()),
                place: self.entry.key_place(&[TreeStep::Key("responses"), TreeStep::Key(status)]),
            })
            .collect()
    }

    pub(super) fn output(&mut self, struct_name: Option<&str>, outcomes: Vec<Outcome>) -> Option<Output> {
        let spec = self.spec;
        let is_plain = |outcome: &Outcome| {
            outcome.name.is_empty()
                && (200..300).contains(&outcome.status)
                && !matches!(outcome.content, OutcomeContent::Pending { .. })
        };
        let first = outcomes.first()?;
        let is_one_response = outcomes.iter().all(|outcome| is_plain(outcome) && outcome.content == first.content);
        if is_one_response {
            return Some(match &first.content {
                OutcomeContent::Json(value) => Output::Json(value.clone()),
                OutcomeContent::OptionalJson(value) => Output::OptionalJson(value.clone()),
                OutcomeContent::Bytes => Output::Bytes,
                OutcomeContent::Empty | OutcomeContent::Pending { .. } => Output::Empty,
            });
        }
        let here = TreeStep::Key("responses");
        let is_only = outcomes.len() == 1;
        for (status, outcome) in spec.responses.keys().zip(&outcomes).filter(|(_, outcome)| outcome.name.is_empty()) {
            // That there is no success has been reported.
            let is_only_failure = is_only && !(200..300).contains(&outcome.status);
            let has_error = !self.entry.is_complete_at(&[here]) || self.entry.may_state(&[], "responses");
            if is_only_failure || has_error {
                continue;
            }
            let place = self.entry.key_place(&[here, TreeStep::Key(status)]);
            let message = match outcome.content {
                OutcomeContent::Pending { .. } if is_only => {
                    format!("the response {status} needs a name: a response to wait for becomes a variant of an enum")
                }
                _ => format!("the response {status} needs a name to distinguish it from the others"),
            };
            self.push(Diagnostic::new(Code::AmbiguousOutcome, place, message).help("add `variant:` in UpperCamelCase"));
        }
        if outcomes.iter().any(|outcome| outcome.name.is_empty()) {
            return None;
        }
        // If the operation has no name, this has been reported.
        let wire = format!("{}Response", struct_name?);
        let request =
            NameRequest { wire: &wire, given: Some(&wire), kind: NameKind::Type, place: self.entry.key_place };
        let name = self.context.type_names.register(request, self.context.diagnostics)?;
        Some(Output::Outcomes { name, outcomes })
    }

    fn outcome(
        &mut self,
        status: &str,
        response: &OrWord<ResponseSpec>,
        variants: &mut NameRegistry,
    ) -> Option<Outcome> {
        let path = [TreeStep::Key("responses"), TreeStep::Key(status)];
        let type_path = [path[0], path[1], TreeStep::Key("type")];
        let number = status::resolve(status, self.entry.key_place(&path), self.context.diagnostics)?;
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
                poll: full.and_then(|full| full.poll.as_deref()).and_then(|name| self.polled(status, name)),
            },
            Some("none") | None => OutcomeContent::Empty,
            Some(text) => {
                let value = self.type_ref(text, &type_path)?;
                let may_be_empty = full.is_some_and(|full| full.may_be_empty);
                if may_be_empty { OutcomeContent::OptionalJson(value) } else { OutcomeContent::Json(value) }
            }
        };
        if let (Some(value), Some(full)) = (content.json(), full) {
            for (index, failures) in full.failures.iter().enumerate() {
                let path = [path[0], path[1], TreeStep::Key("failures"), TreeStep::Item(index)];
                match member_path::resolve(failures, value, self.context.types) {
                    Ok(member) => self.can_report_failures(failures, member.value, &path),
                    Err(missing) => self.unknown_member(failures, missing, &path),
                }
            }
        }
        let name = match full.and_then(|full| full.variant.as_deref()) {
            Some(given) => {
                let place = self.entry.place(&[path[0], path[1], TreeStep::Key("variant")]);
                variants.register(
                    NameRequest { wire: given, given: Some(given), kind: NameKind::Variant, place },
                    self.context.diagnostics,
                )?
            }
            None => String::new(),
        };
        let mut doc = Doc::new();
        doc::push_part_paragraph(&mut doc, &doc::of_status(number, full.and_then(|full| full.doc.as_deref())));
        Some(Outcome { status: number, name, doc, errata_doc: Doc::new(), content })
    }

    /// A number or a Boolean is there without a failure as well.
    fn can_report_failures(&mut self, failures: &str, value: &TypeRef, path: &[TreeStep<'_>]) {
        let kind = ValueKind::of(value, self.context.types);
        if matches!(kind, ValueKind::Integer | ValueKind::Number | ValueKind::Boolean) {
            let message = format!("`{failures}` is {}, whose presence is no failure", kind.noun());
            let diagnostic = Diagnostic::new(Code::TypeNotAllowedHere, self.entry.place(path), message);
            self.push(diagnostic.help("name a member that only failures have, or remove it from the list"));
        }
    }
}
