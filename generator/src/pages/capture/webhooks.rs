//! Webhooks of documents.

use super::cite::PageCitation;
use super::draft::{DraftExpression, DraftWebhook};
use super::types::{Types, UseSite};
use crate::names::{self, NameKind};
use crate::pages::facts::{Fact, WebhookFacts};

/// Drafts a webhook, with the type of its payload.
pub(super) fn draft<'p>(webhook: &'p WebhookFacts, cite: PageCitation<'p>, types: &mut Types<'p>) -> DraftWebhook {
    let wanted = names::convert(&webhook.name, NameKind::Function);
    let name = types.operation_name(&wanted);
    let owner = names::convert(&name, NameKind::Type);
    let line = cite.line(webhook.line);
    let payload = if webhook.fields.is_empty() {
        let use_site = UseSite { wire: "payload", owner: &owner, cite, line: webhook.line, lost: "json" };
        match webhook.type_text {
            Fact::NotStated => DraftExpression::open("json", format!("the page states no type ({line})")),
            _ => types.expression(&webhook.type_text, &Fact::NotStated, &use_site),
        }
    } else {
        let gap = Some(format!("a name ({line})"));
        DraftExpression::known(types.declare_object(&format!("{owner} payload"), &webhook.fields, cite, gap))
    };
    let name_gap = (name != wanted).then(|| format!("the name; the page has `{}` ({line})", webhook.name));
    DraftWebhook { name, name_gap, page: cite.page.to_owned(), payload, example: None }
}
