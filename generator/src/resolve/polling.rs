//! Long-running work: the operation that returns its state, and the states that mean that it is not done.

use std::collections::HashSet;

use super::member_path;
use super::resolver::OperationResolver;
use crate::diagnostics::{Code, Diagnostic, nearest};
use crate::model::{Area, LiteralType, Method, OperationRef, Outcome, OutcomeContent, Running, TypeKind, TypeRef};
use crate::names::{NameKind, convert};
use crate::spec::language::{Idempotency, StatedValue};
use crate::spec::tree::TreeStep;

/// Marks the operations with whose bodies the state of some work is requested.
pub(super) fn mark(areas: &mut [Area]) {
    let responses = areas.iter().flat_map(|area| &area.operations).flat_map(|operation| &operation.responses);
    let polled = responses.filter_map(|response| match &response.content {
        OutcomeContent::Pending { poll: Some(polled), .. } if polled.takes_body => Some(polled),
        _ => None,
    });
    let polled: HashSet<(usize, String)> = polled.map(|polled| (polled.area, polled.struct_name.clone())).collect();
    if polled.is_empty() {
        return;
    }
    for (index, area) in areas.iter_mut().enumerate() {
        for operation in &mut area.operations {
            operation.is_polled_with_body = polled.contains(&(index, operation.struct_name.clone()));
        }
    }
}

impl OperationResolver<'_, '_, '_> {
    /// The operation at the location of a response.
    pub(super) fn polled(&mut self, status: &str, name: &str) -> Option<OperationRef> {
        let (api, own) = (self.context.api, self.context.area.name.as_str());
        let (area_name, operation) = name.split_once('/').unwrap_or((own, name));
        let place = self.entry.place(&[TreeStep::Key("responses"), TreeStep::Key(status), TreeStep::Key("poll")]);
        let Some((area, found)) = api.operation_named(own, name) else {
            if api.may_declare(operation) {
                return None;
            }
            let known = api.areas.iter().filter(|area| area.name == area_name).flat_map(|area| &area.operations);
            let help = nearest(operation, known.map(|entry| entry.name.as_str())).map_or_else(
                || "name an operation of this area, or `area/operation`".to_owned(),
                |near| format!("did you mean `{near}`?"),
            );
            let message = format!("there is no operation `{name}`");
            self.push(Diagnostic::new(Code::PollCannotWork, place, message).help(help));
            return None;
        };
        // An operation with errors is reported where it is described.
        let spec = found.value.as_ref()?;
        let can_be_asked =
            spec.method_and_template().is_none_or(|(method, _)| matches!(method, Method::Get | Method::Post));
        let takes_bytes = spec.body.as_ref().is_some_and(|body| body.type_expression() == Some("bytes"));
        let takes_parts = !spec.parts.is_empty();
        let needs_headers = spec.headers.values().any(|header| header.full().is_some_and(|header| header.required));
        let is_repeatable = spec.idempotency != Some(Idempotency::NonIdempotent);
        if !can_be_asked || takes_bytes || takes_parts || spec.if_match.is_some() || needs_headers || !is_repeatable {
            let message = if !can_be_asked {
                format!("`{name}` is neither a GET nor a POST, but a location is polled with one of them")
            } else if takes_bytes {
                format!("`{name}` takes `bytes`, but work is polled with JSON or without a body")
            } else if takes_parts {
                format!("`{name}` takes a body of parts, but work is polled with JSON or without a body")
            } else if spec.if_match.is_some() {
                format!("`{name}` sends `If-Match`, but a state is polled whatever it is")
            } else if needs_headers {
                format!("`{name}` requires headers, which a location does not state")
            } else {
                format!("`{name}` must not be repeated, but polling repeats it")
            };
            let diagnostic = Diagnostic::new(Code::PollCannotWork, place, message);
            self.push(diagnostic.help("remove `poll`; the response then contains the location as it was received"));
            return None;
        }
        Some(OperationRef { area, struct_name: convert(operation, NameKind::Type), takes_body: spec.body.is_some() })
    }

    /// The states of unfinished work.
    pub(super) fn running(&mut self, outcomes: &[Outcome]) -> Option<Running> {
        let spec = self.spec;
        let mut responses = spec.responses.iter().zip(outcomes);
        let (status, running, value) = responses.find_map(|((status, response), outcome)| {
            Some((status, response.full()?.running.as_ref()?, outcome.content.json()))
        })?;
        let path =
            |key| [TreeStep::Key("responses"), TreeStep::Key(status), TreeStep::Key("running"), TreeStep::Key(key)];
        let types = self.context.types;
        let Some(value) = value else {
            if self.entry.may_state(&path("member")[..2], "type") {
                return None;
            }
            let place = self.entry.key_place(&path("member"));
            let diagnostic = Diagnostic::new(Code::PollCannotWork, place, "a response without JSON has no members");
            self.push(diagnostic.help("state the type of the response, or remove `running`"));
            return None;
        };
        let resolved = match member_path::resolve(&running.member, value, types) {
            Ok(resolved) => resolved,
            Err(missing) => {
                self.unknown_member(&running.member, missing, &path("member"));
                return None;
            }
        };
        let known = match resolved.value {
            TypeRef::Declared(id, None) => match &types[id.0].kind {
                TypeKind::Enum { literal, values, .. } => Some((*literal, values)),
                _ if self.context.scope.get(*id).entry.may_state(&[], "values") => return None,
                _ => None,
            },
            _ => None,
        };
        let Some((literal, known)) = known.filter(|_| resolved.access.is_some()) else {
            let message = format!("`{}` is not an enum", running.member);
            let diagnostic = Diagnostic::new(Code::PollCannotWork, self.entry.place(&path("member")), message);
            self.push(diagnostic.help("name a member whose type has `values`"));
            return None;
        };
        for (index, value) in running.values.iter().enumerate() {
            let is_number = matches!(value, StatedValue::Integer(_));
            let value = value.text();
            let is_of_type = is_number == (literal == LiteralType::Integer);
            if is_of_type && known.iter().any(|known| known.wire == value) {
                continue;
            }
            let [responses, status, running, values] = path("values");
            let place = self.entry.place(&[responses, status, running, values, TreeStep::Item(index)]);
            let help = match (is_of_type, is_number) {
                (true, _) => nearest(&value, known.iter().map(|known| known.wire.as_str()))
                    .map(|near| format!("did you mean `{near}`?")),
                (false, true) => Some("its values are texts: write this one in quotes".to_owned()),
                (false, false) => Some("its values are numbers: write this one without quotes".to_owned()),
            };
            let kind = if is_number { "number" } else { "text" };
            let message = format!("the member has no value that is the {kind} `{value}`");
            self.push(Diagnostic::new(Code::PollCannotWork, place, message).help_if(help));
        }
        Some(Running {
            member: resolved.names,
            literal,
            values: running.values.iter().map(StatedValue::text).collect(),
        })
    }
}
