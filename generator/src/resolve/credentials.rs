//! Credentials, resolved: those of the API, and those that an operation accepts.

use super::doc;
use super::resolver::OperationResolver;
use crate::markdown_text::{code, escape};
use crate::model::{AcceptedCredentials, Credential, CredentialCarrier, Doc, TokenAccess};
use crate::spec::LoadedApi;
use crate::spec::language::{CredentialKind, CredentialSpec, NO_CREDENTIAL};
use crate::spec::tree::TreeStep;

pub(super) fn resolve(api: &LoadedApi) -> Vec<Credential> {
    let place = |name: &str| api.node.key_place(&[TreeStep::Key("credentials"), TreeStep::Key(name)]);
    let stated = api.header.credentials.iter().map(|(name, credential)| Credential {
        name: name.clone(),
        carrier: carrier(credential),
        access: credential.access,
        doc: doc::lines(credential.doc.as_deref()),
        place: place(name),
    });
    stated.collect()
}

fn carrier(credential: &CredentialSpec) -> CredentialCarrier {
    let name = credential.name.clone().unwrap_or_default();
    match credential.kind {
        CredentialKind::Bearer => CredentialCarrier::Bearer,
        CredentialKind::Header => CredentialCarrier::Header { name, scheme: credential.scheme.clone() },
        CredentialKind::Query => CredentialCarrier::Query { name },
        CredentialKind::Basic => CredentialCarrier::Basic,
    }
}

/// Adds the list of credentials to the doc of an API.
pub(super) fn describe(api: &LoadedApi, lines: &mut Doc) {
    if api.header.credentials.is_empty() {
        return;
    }
    doc::push_heading(lines, "Credentials");
    lines.push(String::new());
    for (name, credential) in &api.header.credentials {
        let kind = kind_text(credential);
        let source = match credential.kind {
            CredentialKind::Bearer => "",
            CredentialKind::Header | CredentialKind::Query => ": an [`ApiKey`](crate::ApiKey)",
            CredentialKind::Basic => ": a [`BasicCredential`](crate::BasicCredential)",
        };
        let text = credential.doc.as_deref().map(|text| format!(" {}", escape(text))).unwrap_or_default();
        doc::push_item(lines, &format!("{}: {kind}{source}.{text}", code(name)));
    }
}

fn kind_text(credential: &CredentialSpec) -> String {
    let name = code(credential.name.as_deref().unwrap_or_default());
    match (credential.kind, credential.access) {
        (CredentialKind::Bearer, None) => "an access token".to_owned(),
        (CredentialKind::Bearer, Some(TokenAccess::AppOnly)) => {
            "an access token of an application that acts by itself ([app only](crate::TokenAccess::AppOnly))".to_owned()
        }
        (CredentialKind::Bearer, Some(TokenAccess::Delegated)) => {
            "an access token of an application that acts for a user ([delegated](crate::TokenAccess::Delegated))"
                .to_owned()
        }
        (CredentialKind::Header, _) => match &credential.scheme {
            Some(scheme) => format!("a key in the header {name}, after {}", code(scheme)),
            None => format!("a key in the header {name}"),
        },
        (CredentialKind::Query, _) => format!("a key in the query parameter {name}"),
        (CredentialKind::Basic, _) => "a user and a password (basic authentication)".to_owned(),
    }
}

impl OperationResolver<'_, '_, '_> {
    /// The credentials that the operation accepts.
    pub(super) fn credentials(&self) -> AcceptedCredentials {
        let Some(stated) = &self.spec.credentials else { return AcceptedCredentials::All };
        let names = stated.as_slice();
        if names.iter().any(|name| name == NO_CREDENTIAL) {
            return AcceptedCredentials::None;
        }
        let declared = &self.context.api.header.credentials;
        match names.iter().filter_map(|name| declared.get_index_of(name)).collect::<Vec<_>>() {
            // The names have errors, which were reported.
            positions if positions.is_empty() => AcceptedCredentials::All,
            positions => AcceptedCredentials::Named(positions),
        }
    }

    /// Which credentials the operation accepts, if not all.
    pub(super) fn push_credentials(&self, lines: &mut Doc, accepted: &AcceptedCredentials) {
        let positions = match accepted {
            AcceptedCredentials::All => return,
            AcceptedCredentials::None => {
                return doc::push_paragraph(lines, "Accepts no credential: calls are sent without that of the client.");
            }
            AcceptedCredentials::Named(positions) => positions,
        };
        let names: Vec<String> = positions
            .iter()
            .filter_map(|position| self.context.api.header.credentials.get_index(*position))
            .map(|(name, credential)| format!("{}, {}", code(name), kind_text(credential)))
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
