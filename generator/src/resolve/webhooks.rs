//! Webhooks, resolved.

use super::doc;
use super::example_values::Fitting;
use super::name_registry::{NameRegistry, NameRequest};
use super::operation_doc::cite;
use super::provenance::Pages;
use super::scope::{ExpressionPlace, TypeScope};
use super::shown_types::ShownTypes;
use super::wire;
use crate::diagnostics::Diagnostic;
use crate::markdown_text::code;
use crate::model::{Doc, Provenance, Type, TypeRef, Webhook, WebhookExample};
use crate::names::NameKind;
use crate::spec::language::{WebhookExampleSpec, WebhookSpec};
use crate::spec::tree::TreeStep;
use crate::spec::{LoadedArea, LoadedEntry};

/// What webhooks of an area are resolved with.
pub(super) struct WebhookContext<'c, 's> {
    pub(super) area_index: usize,
    pub(super) pages: &'c Pages,
    pub(super) scope: &'c TypeScope<'s>,
    pub(super) types: &'c [Type],
    /// Whether a type has errors, by its position.
    pub(super) unsound: &'c [bool],
    pub(super) shown: &'c mut ShownTypes,
    pub(super) function_names: &'c mut NameRegistry,
    pub(super) diagnostics: &'c mut Vec<Diagnostic>,
}

pub(super) fn resolve(area: &LoadedArea, mut context: WebhookContext<'_, '_>) -> Vec<Webhook> {
    area.webhooks.iter().filter_map(|entry| context.webhook(entry)).collect()
}

impl WebhookContext<'_, '_> {
    fn webhook(&mut self, entry: &LoadedEntry<WebhookSpec>) -> Option<Webhook> {
        let spec = entry.value.as_ref()?;
        let wire = format!("decode_{}", entry.name);
        let request = NameRequest { wire: &wire, given: Some(&wire), kind: NameKind::Function, place: entry.key_place };
        let function = self.function_names.register(request, self.diagnostics);
        let node = entry.node.nearest(&[TreeStep::Key("payload")]);
        let payload = self.scope.resolve(&spec.payload, node, ExpressionPlace::Plain, self.diagnostics)?;
        let mut names = NameRegistry::default();
        let examples = spec.examples.iter();
        let examples =
            examples.filter_map(|(name, example)| self.example(entry, name, example, &payload, &mut names)).collect();
        let provenance =
            self.pages.provenance(Some(self.area_index), entry.key_place, &entry.node, spec.page.as_ref(), &[]);
        Some(Webhook {
            name: entry.name.clone(),
            function: function?,
            doc: doc::lines(spec.doc.as_deref()),
            details: self.details(&entry.name, &provenance),
            payload,
            examples,
            provenance,
        })
    }

    fn details(&self, name: &str, provenance: &Provenance) -> Doc {
        let mut lines = Doc::new();
        let text =
            format!("Reads the body of the webhook {}, which the service sends to a server of yours.", code(name));
        doc::push_paragraph(&mut lines, &text);
        doc::push_heading(&mut lines, "Errors");
        doc::push_paragraph(&mut lines, "When the body does not have the documented form; the error says where.");
        if !provenance.pages.is_empty() {
            doc::push_heading(&mut lines, "Source");
            lines.push(String::new());
        }
        for page in &provenance.pages {
            doc::push_line(&mut lines, &format!("- {}", cite(&self.pages.all[page.0])));
        }
        lines
    }

    fn example(
        &mut self,
        entry: &LoadedEntry<WebhookSpec>,
        name: &str,
        example: &WebhookExampleSpec,
        payload: &TypeRef,
        names: &mut NameRegistry,
    ) -> Option<WebhookExample> {
        let path = [TreeStep::Key("examples"), TreeStep::Key(name), TreeStep::Key("payload")];
        let place = entry.key_place(&path[..2]);
        let request = NameRequest { wire: name, given: Some(name), kind: NameKind::Function, place };
        let name = names.register(request, self.diagnostics);
        let node = entry.node.nearest(&path);
        let mut fitting = Fitting {
            types: self.types,
            unsound: self.unsound,
            shown: &mut *self.shown,
            diagnostics: &mut *self.diagnostics,
        };
        let value = fitting.fit(node, payload, false)?;
        let doc = doc::lines(example.doc.as_deref());
        Some(WebhookExample { name: name?, doc, body: wire::of_node(node), value })
    }
}
