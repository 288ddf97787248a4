//! What a page says in prose about all that it requests: the credentials, and that nobody should use it any more.

use super::PageComparer;
use super::parameters::OperationOnPage;
use crate::diagnostics::Code;
use crate::model::{Credential, TokenAccess};
use crate::pages::facts::Fact;

/// All kinds of access, sorted.
const ALL: [TokenAccess; 2] = [TokenAccess::AppOnly, TokenAccess::Delegated];

impl PageComparer<'_> {
    /// Compares the credentials that the page states with those of the operation, if the spec says in whose name their tokens
    /// give access.
    pub(super) fn compare_credentials(&mut self, subject: &OperationOnPage<'_>) {
        let at = "credentials";
        let stated = match &self.page.access {
            Fact::Stated(stated) => stated,
            Fact::Unreadable => {
                let line = subject.requests.first().map_or(1, |request| request.request.line);
                let message = "the page states different credentials at different places";
                return self.page_result.note_unclear(subject.entry, at, line, message);
            }
            Fact::NotStated => return,
        };
        let operation = subject.operation;
        let accepted: Vec<&Credential> = self.api.accepted(&operation.credentials).collect();
        if accepted.is_empty() {
            return;
        }
        let known = ALL.into_iter().filter(|access| accepted.iter().any(|credential| credential.allows(*access)));
        let (known, says) = (words(known), words(stated.accepted.iter().copied()));
        if known == says {
            return self.page_result.mark_compared(subject.entry, at);
        }
        let message = format!("the page accepts `{says}` credentials, the spec `{known}`");
        let place = operation.request_place;
        self.differ_at(Code::CredentialsDiffer, message, stated.line, place, subject.entry, at, says);
    }

    /// Compares how the requests of the page carry a credential with the credentials of the operation, if the spec states any.
    pub(super) fn compare_carriers(&mut self, subject: &OperationOnPage<'_>) {
        let (operation, at) = (subject.operation, "credentials");
        if self.api.credentials.is_empty() {
            return;
        }
        for carrier in &self.page.carriers {
            if self.api.accepted(&operation.credentials).any(|credential| carrier.is(credential)) {
                self.page_result.mark_compared(subject.entry, at);
                continue;
            }
            let names: Vec<String> =
                self.api.accepted(&operation.credentials).map(|credential| format!("`{}`", credential.name)).collect();
            let spec = if names.is_empty() { "no credential".to_owned() } else { names.join(", ") };
            let shown = carrier.shown();
            let message = format!("requests of the page have `{shown}`, the spec accepts {spec}");
            let place = operation.request_place;
            self.differ_at(Code::CredentialsDiffer, message, carrier.line, place, subject.entry, at, carrier.stated());
        }
    }

    /// A page that says nothing confirms nothing: vendors announce an end elsewhere, too.
    pub(super) fn compare_deprecation(&mut self, subject: &OperationOnPage<'_>) {
        let (operation, at) = (subject.operation, "deprecated");
        let stated = match &self.page.deprecated {
            Fact::Stated(stated) => stated,
            // What the page does not say any more, an erratum cannot quote.
            Fact::NotStated if self.cannot_list().is_none() => {
                return self.page_result.mark_compared(subject.entry, at);
            }
            Fact::NotStated | Fact::Unreadable => return,
        };
        if !stated.is_deprecated {
            return;
        }
        if let Some(known) = operation.deprecation.as_ref().or(self.api.deprecation.as_ref()) {
            self.page_result.mark_compared(subject.entry, at);
            return match &stated.since {
                Some(day) if known.since.as_ref() != Some(day) => {
                    let spec = known.since.as_ref().map_or("no day".to_owned(), |since| format!("`{since}`"));
                    let message = format!("`{}` ends on `{day}` on the page, {spec} in the spec", operation.name);
                    let place = known.place;
                    self.differ_at(Code::EndDiffers, message, stated.line, place, subject.entry, at, day.as_str());
                }
                _ => {}
            };
        }
        let message = format!("`{}` is deprecated on the page, not in the spec", operation.name);
        let place = operation.request_place;
        self.differ_at(Code::DeprecationMissing, message, stated.line, place, subject.entry, at, "true");
    }
}

fn words(access: impl Iterator<Item = TokenAccess>) -> String {
    access.map(TokenAccess::word).collect::<Vec<_>>().join(", ")
}
