//! Types of documented errors and of their reasons.

use super::Types;
use crate::model;
use crate::pages::capture::draft::{DraftType, DraftTypeKind};

impl Types<'_> {
    /// Declares documented errors or their reasons; operations with the same ones share a type.
    pub(in crate::pages::capture) fn declare_of_errors(
        &mut self,
        words: &str,
        kind: DraftTypeKind,
        page: &str,
    ) -> String {
        if let Some(same) = self.of_errors.iter().find(|declared| declared.kind == kind) {
            return same.name.clone();
        }
        let name = self.name(words);
        let page = Some(page.to_owned());
        self.of_errors.push(DraftType { name: name.clone(), page, gap: None, kind, is_envelope: false });
        name
    }

    /// Whether documented errors advise to repeat the call.
    pub(in crate::pages::capture) fn advises_retry(&self, errors: &str) -> bool {
        let drafted = self.of_errors.iter().find(|declared| declared.name == errors).map(|declared| &declared.kind);
        match (drafted, self.known.type_named(errors).map(|declared| &declared.kind)) {
            (Some(DraftTypeKind::Errors(errors)), _) => errors.iter().any(|error| error.retry == Some(true)),
            (_, Some(model::TypeKind::Errors { variants })) => variants.iter().any(|known| known.retry == Some(true)),
            _ => false,
        }
    }
}
