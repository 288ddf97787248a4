//! Rules about required members.

use crate::diagnostics::{Code, Diagnostic};
use crate::spec::LoadedApi;
use crate::spec::language::OrWord;
use crate::spec::tree::TreeStep;
use crate::spec::usage::{received_types, uncertain_types};

use super::types::types;

pub(super) fn required_members_have_evidence(api: &LoadedApi, diagnostics: &mut Vec<Diagnostic>) {
    let (received, uncertain) = (received_types(api), uncertain_types(api));
    for (entry, definition) in types(api) {
        if !received.contains(entry.type_name()) || uncertain.contains(entry.type_name()) {
            continue;
        }
        for (wire, field) in definition.fields.iter().flatten() {
            let OrWord::Full(field) = field else { continue };
            let may_state_it = entry.may_state(&[TreeStep::Key("fields"), TreeStep::Key(wire)], "evidence");
            if field.required
                && !may_state_it
                && field.evidence.as_deref().is_none_or(|evidence| evidence.trim().is_empty())
            {
                let path = [TreeStep::Key("fields"), TreeStep::Key(wire), TreeStep::Key("required")];
                let message = format!("there is no evidence that `{wire}` is always received");
                let diagnostic = Diagnostic::new(Code::RequiredWithoutEvidence, entry.key_place(&path), message);
                diagnostics.push(diagnostic.help("state it with `evidence:`, or leave `required` out"));
            }
        }
    }
}
