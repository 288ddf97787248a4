//! How requests that a page shows carry a credential.

use serde::{Deserialize, Serialize};

use crate::header_names::is_token;
use crate::model::{Credential, CredentialCarrier};

/// How a request carries a credential.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct CarrierFacts {
    /// Line of the page, from 1.
    #[serde(skip)]
    pub line: u32,
    /// Where and in which form.
    pub kind: CarrierKind,
    /// Name of the header or of the query parameter, for a key; of the cookie or of the scheme otherwise.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The word before a key in its header.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scheme: Option<String>,
}

/// Where a request has a credential, and in which form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CarrierKind {
    /// An access token in `Authorization`.
    Bearer,
    /// A user and a password in `Authorization`.
    Basic,
    /// A key in a header.
    Header,
    /// A key in the query.
    Query,
    /// In another way, which specs cannot state: a cookie, a signature.
    Other,
}

impl CarrierFacts {
    /// A carrier of a kind that says it all.
    pub fn of_kind(line: u32, kind: CarrierKind) -> Self {
        Self { line, kind, name: None, scheme: None }
    }

    /// What the value of a header says, without the secret: `Authorization: Bot …`. `None` if the header carries no credential.
    pub fn of_header(line: u32, name: &str, value: &str) -> Option<Self> {
        let word = value.split_whitespace().next().filter(|_| value.split_whitespace().count() > 1);
        if name.eq_ignore_ascii_case("authorization") {
            let word = word.filter(|word| word.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-'))?;
            let kind = [("bearer", CarrierKind::Bearer), ("basic", CarrierKind::Basic)]
                .into_iter()
                .find(|(known, _)| known.eq_ignore_ascii_case(word));
            return Some(match kind {
                Some((_, kind)) => Self::of_kind(line, kind),
                None => Self {
                    line,
                    kind: CarrierKind::Header,
                    name: Some("Authorization".to_owned()),
                    scheme: Some(word.to_owned()),
                },
            });
        }
        (names_a_key(name) && is_token(name)).then(|| Self {
            line,
            kind: CarrierKind::Header,
            name: Some(name.to_owned()),
            scheme: None,
        })
    }

    /// A key in the query, if the parameter's name says that it is one.
    pub fn of_parameter(line: u32, name: &str) -> Option<Self> {
        (names_a_key(name) && is_token(name)).then(|| Self {
            line,
            kind: CarrierKind::Query,
            name: Some(name.to_owned()),
            scheme: None,
        })
    }

    /// Whether a credential of a spec is carried so.
    pub fn is(&self, credential: &Credential) -> bool {
        let is_name = |known: &str| self.name.as_deref().is_some_and(|name| name.eq_ignore_ascii_case(known));
        match &credential.carrier {
            CredentialCarrier::Bearer => self.kind == CarrierKind::Bearer,
            CredentialCarrier::Basic => self.kind == CarrierKind::Basic,
            CredentialCarrier::Header { name, scheme } => {
                let is_scheme = match (scheme, &self.scheme) {
                    (Some(known), Some(stated)) => known.eq_ignore_ascii_case(stated),
                    // A list of parameters has no values.
                    (Some(_), None) => !is_name("authorization"),
                    (None, stated) => stated.is_none(),
                };
                self.kind == CarrierKind::Header && is_name(name) && is_scheme
            }
            CredentialCarrier::Query { name } => self.kind == CarrierKind::Query && is_name(name),
        }
    }

    /// How a page shows it, without the secret.
    pub fn shown(&self) -> String {
        let name = self.name.as_deref().unwrap_or_default();
        match self.kind {
            CarrierKind::Bearer => "Authorization: Bearer …".to_owned(),
            CarrierKind::Basic => "Authorization: Basic …".to_owned(),
            CarrierKind::Header => match &self.scheme {
                Some(scheme) => format!("{name}: {scheme} …"),
                None => format!("{name}: …"),
            },
            CarrierKind::Query => format!("?{name}=…"),
            CarrierKind::Other => name.to_owned(),
        }
    }

    /// What an erratum quotes of it.
    pub fn stated(&self) -> String {
        self.shown().trim_end_matches('…').trim_end_matches([' ', ':', '=']).to_owned()
    }
}

/// Whether a header or parameter of this name carries a key.
fn names_a_key(name: &str) -> bool {
    const ENDS: [&str; 6] = ["apikey", "accesskey", "subscriptionkey", "authtoken", "accesstoken", "privatetoken"];
    let folded: String = name.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase();
    ENDS.iter().any(|end| folded.ends_with(end))
}

#[cfg(test)]
mod tests {
    use super::{CarrierFacts, CarrierKind};

    #[test]
    fn a_header_shows_how_it_carries_a_credential() {
        let shown =
            |name, value| CarrierFacts::of_header(1, name, value).map(|carrier| (carrier.kind, carrier.shown()));
        let found = |kind, text: &str| Some((kind, text.to_owned()));
        assert_eq!(shown("Authorization", "Bearer <token>"), found(CarrierKind::Bearer, "Authorization: Bearer …"));
        assert_eq!(shown("authorization", "basic YTpi"), found(CarrierKind::Basic, "Authorization: Basic …"));
        assert_eq!(shown("Authorization", "Bot $TOKEN"), found(CarrierKind::Header, "Authorization: Bot …"));
        assert_eq!(shown("X-Api-Key", "{key}"), found(CarrierKind::Header, "X-Api-Key: …"));
        for (name, value) in [("Authorization", "<token>"), ("Authorization", "<the token> x"), ("Accept", "a b")] {
            assert_eq!(shown(name, value), None, "{name}: {value}");
        }
        assert!(CarrierFacts::of_parameter(1, "api_key").is_some() && CarrierFacts::of_parameter(1, "key").is_none());
    }
}
