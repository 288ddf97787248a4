//! Examples of errors: what the client finds in their bodies.

use super::example_responses::ExampleResponse;
use super::resolver::{OperationResolver, PartialOperation};
use super::wire;
use crate::diagnostics::{Code, Diagnostic, nearest};
use crate::error_bodies::{self, StatedError};
use crate::model::{EnumValue, ErrorVariant, ExampleResult, Payload, TypeId, TypeKind};
use crate::spec::language;
use crate::spec::tree::{Node, TreeStep};

impl OperationResolver<'_, '_, '_> {
    /// The types that list the errors of the operation: its own, then those of all operations.
    pub(super) fn error_lists(&self, partial: &PartialOperation<'_>) -> Vec<TypeId> {
        [partial.errors, self.context.common_errors].into_iter().flatten().collect()
    }

    pub(super) fn variants(&self, errors: TypeId) -> &[ErrorVariant] {
        match &self.context.types[errors.0].kind {
            TypeKind::Errors { variants } => variants,
            _ => &[],
        }
    }

    /// Whether errors have codes that no shape finds, which has been reported.
    fn lacks_path_of_codes(&self, partial: &PartialOperation<'_>) -> bool {
        let finds_codes = self.context.error_forms.shapes.iter().any(|shape| shape.code.is_some());
        let variants = || self.error_lists(partial).into_iter().flat_map(|errors| self.variants(errors));
        !finds_codes && variants().any(|variant| variant.code.is_some())
    }

    /// How the client reads the error of an example; `None` after an error.
    pub(super) fn error_response(
        &mut self,
        node: &Node,
        example: &language::ExampleSpec,
        partial: &PartialOperation<'_>,
        status: u16,
    ) -> Option<ExampleResponse> {
        let lists = self.error_lists(partial);
        let lists_are_complete = lists.into_iter().all(|errors| self.context.scope.get(errors).entry.is_complete());
        let shapes_are_complete = self.context.api.is_complete_at("error-shapes");
        if !lists_are_complete || !shapes_are_complete || self.lacks_path_of_codes(partial) {
            return None;
        }
        let responses = node.pair("response").map(|pair| Payload::Json(wire::of_node(&pair.value)));
        let body = match &responses {
            Some(Payload::Json(json)) => json.text(),
            _ => String::new(),
        };
        let stated = error_bodies::read(self.context.error_forms, body.as_bytes(), None).unwrap_or_default();
        let code = self.code(node, example, &stated)?;
        let variant = self.variant(partial, status, stated.code.as_deref());
        if let Some((errors, position)) = variant {
            self.states_listed_code(node, code.as_deref(), &self.variants(errors)[position].clone())?;
        }
        let reasons = variant.and_then(|(errors, position)| self.variants(errors)[position].reason);
        let reason = self.reason(node, example, reasons, &body)?;
        Some((status, responses, ExampleResult::Error { variant, code, reason }))
    }

    /// The error of a code is more exact than that of a status, and the operation's own than that of all operations.
    fn variant(&self, partial: &PartialOperation<'_>, status: u16, code: Option<&str>) -> Option<(TypeId, usize)> {
        let lists = self.error_lists(partial);
        let find = |code: Option<&str>| {
            lists.iter().find_map(|errors| {
                let is_wanted = |known: &ErrorVariant| known.status == status && known.code.as_deref() == code;
                self.variants(*errors).iter().position(is_wanted).map(|position| (*errors, position))
            })
        };
        code.and_then(|code| find(Some(code))).or_else(|| find(None))
    }

    /// The code that the example states, if the client finds it.
    #[expect(clippy::option_option, reason = "the outer one is an error, the inner one a code that is not stated")]
    fn code(&mut self, node: &Node, example: &language::ExampleSpec, stated: &StatedError) -> Option<Option<String>> {
        let Some(code) = example.code.as_ref().map(language::WireCode::text) else { return Some(None) };
        if stated.code.as_deref() == Some(code.as_str()) {
            return Some(Some(code));
        }
        let place = node.nearest(&[TreeStep::Key("code")]).place;
        let message = match &stated.code {
            Some(found) => format!("the client finds the code `{found}` in this body, not `{code}`"),
            None => format!("the client does not find the code `{code}` in this body"),
        };
        let help = "correct the code, the body, or the paths in `error-shapes` of `api.yaml`";
        self.push(Diagnostic::new(Code::ExampleResponse, place, message).help(help));
        None
    }

    fn states_listed_code(&mut self, node: &Node, stated: Option<&str>, variant: &ErrorVariant) -> Option<()> {
        let Some(code) = variant.code.as_deref().filter(|_| stated.is_none()) else { return Some(()) };
        let message = format!("the client reads this body as `{}`, by its code `{code}`", variant.name);
        let place = node.nearest(&[TreeStep::Key("response")]).place;
        self.push(Diagnostic::new(Code::ExampleResponse, place, message).help(format!("add `code: {code}`")));
        None
    }

    /// The variant of the reason that the example states, if the client finds it.
    #[expect(clippy::option_option, reason = "the outer one is an error, the inner one a reason that is not stated")]
    fn reason(
        &mut self,
        node: &Node,
        example: &language::ExampleSpec,
        reasons: Option<TypeId>,
        body: &str,
    ) -> Option<Option<String>> {
        let place = node.nearest(&[TreeStep::Key("reason")]).place;
        let types = self.context.types;
        let Some(reasons) = reasons else {
            if example.reason.is_none() {
                return Some(None);
            }
            let place = node.key_place(&[TreeStep::Key("reason")]);
            let diagnostic = Diagnostic::new(Code::ExampleResponse, place, "this error has no list of reasons");
            self.push(diagnostic.help("remove it"));
            return None;
        };
        let TypeKind::Enum { values, .. } = &types[reasons.0].kind else { return None };
        let wires: Vec<&str> = values.iter().map(|value| value.wire.as_str()).collect();
        let found = error_bodies::reason(&wires, body.as_bytes(), None).map(|position| &values[position]);
        let stated = match &example.reason {
            Some(wire) => {
                let listed = values.iter().find(|value| value.wire == *wire);
                if listed.is_none() {
                    let message = format!("`{}` does not list `{wire}`", types[reasons.0].name);
                    let help = nearest(wire, wires).map(|near| format!("did you mean `{near}`?"));
                    self.push(Diagnostic::new(Code::ExampleValue, place, message).help_if(help));
                    return None;
                }
                listed
            }
            None => None,
        };
        if stated.is_some_and(|value| !error_bodies::can_be_found(&value.wire)) {
            // That the client does not search for it has been reported.
            return None;
        }
        let shown = |value: Option<&EnumValue>| value.map(|value| format!("`{}`", value.wire));
        if stated.map(|value| &value.wire) == found.map(|value| &value.wire) {
            return Some(stated.map(|value| value.name.clone()));
        }
        let (message, help) = match (shown(stated), shown(found)) {
            (None, found) => {
                let found = found.unwrap_or_default();
                (format!("the client finds the reason {found} in this body"), format!("add `reason:` with {found}"))
            }
            (Some(stated), Some(found)) => {
                let help = "correct the reason or the body".to_owned();
                (format!("the client finds the reason {found} in this body, not {stated}"), help)
            }
            (Some(stated), None) => (
                format!("the client does not find the reason {stated} in this body"),
                "the words of exactly one listed reason must be in one text of the body; if the service states codes, list \
                 `codes`"
                    .to_owned(),
            ),
        };
        let place = if example.reason.is_some() { place } else { node.nearest(&[TreeStep::Key("response")]).place };
        self.push(Diagnostic::new(Code::ExampleResponse, place, message).help(help));
        None
    }
}
