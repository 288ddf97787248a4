//! Credentials, resolved: those of the API, and those that an operation accepts.

use super::doc;
use super::resolver::OperationResolver;
use crate::markdown_text::{code, escape};
use crate::model::{Credential, CredentialKind, Doc, TokenAccess};
use crate::spec::LoadedApi;
use crate::spec::language::OneOrMore;
use crate::spec::tree::TreeStep;

pub(super) fn resolve(api: &LoadedApi) -> Vec<Credential> {
    let place = |name: &str| api.node.key_place(&[TreeStep::Key("credentials"), TreeStep::Key(name)]);
    let stated = api.header.credentials.iter().map(|(name, credential)| Credential {
        name: name.clone(),
        kind: credential.kind,
        access: credential.access,
        doc: doc::lines(credential.doc.as_deref()),
        place: place(name),
    });
    stated.collect()
}

/// Adds the list of credentials to the doc of an API.
pub(super) fn describe(api: &LoadedApi, lines: &mut Doc) {
    if api.header.credentials.is_empty() {
        return;
    }
    doc::push_heading(lines, "Credentials");
    lines.push(String::new());
    for (name, credential) in &api.header.credentials {
        let kind = kind_text(credential.kind, credential.access);
        let text = credential.doc.as_deref().map(|text| format!(" {}", escape(text))).unwrap_or_default();
        doc::push_item(lines, &format!("{}: {kind}.{text}", code(name)));
    }
}

fn kind_text(kind: CredentialKind, access: Option<TokenAccess>) -> &'static str {
    match (kind, access) {
        (CredentialKind::Bearer, None) => "an access token",
        (CredentialKind::Bearer, Some(TokenAccess::AppOnly)) => {
            "an access token of an application that acts by itself ([app only](crate::TokenAccess::AppOnly))"
        }
        (CredentialKind::Bearer, Some(TokenAccess::Delegated)) => {
            "an access token of an application that acts for a user ([delegated](crate::TokenAccess::Delegated))"
        }
    }
}

impl OperationResolver<'_, '_, '_> {
    /// The positions of the credentials that the operation accepts.
    pub(super) fn credentials(&self) -> Vec<usize> {
        let names = self.spec.credentials.iter().flat_map(OneOrMore::as_slice);
        names.filter_map(|name| self.context.api.header.credentials.get_index_of(name)).collect()
    }

    /// Which credentials the operation accepts, if not all.
    pub(super) fn push_credentials(&self, lines: &mut Doc, accepted: &[usize]) {
        let names: Vec<String> = accepted
            .iter()
            .filter_map(|position| self.context.api.header.credentials.get_index(*position))
            .map(|(name, credential)| format!("{}, {}", code(name), kind_text(credential.kind, credential.access)))
            .collect();
        match names.as_slice() {
            [] => {}
            [name] => doc::push_paragraph(lines, &format!("Accepts only the credential {name}.")),
            names => {
                doc::push_paragraph(lines, "Accepts only these credentials:");
                lines.push(String::new());
                names.iter().for_each(|name| doc::push_item(lines, &format!("{name}.")));
            }
        }
    }
}
