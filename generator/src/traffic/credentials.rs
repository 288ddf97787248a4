//! The credential of a recorded request: which one of the API's it is, and in whose name a token gives access, as far as it says
//! so itself.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};

use super::har::Message;
use crate::model::{Api, Credential, CredentialCarrier, Operation, TokenAccess};

const AUTHORIZATION: &str = "authorization";

/// Words before credentials that messages show, beside those of specs.
const SCHEMES: [&str; 5] = ["Basic", "Bearer", "Digest", "Negotiate", "NTLM"];

/// Why the credential of a request is none that the operation accepts.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum CredentialProblem {
    /// The token gives this access.
    Access(TokenAccess),
    /// It is this one of the API.
    Other(String),
    /// It follows this word in `Authorization`, which no credential of the API does.
    Scheme(&'static str),
    /// There is none.
    Absent,
}

/// Compares the credential of a request with those that the operation accepts.
pub(super) fn problem(
    api: &Api,
    operation: &Operation,
    sent: &Message<'_>,
    query: &[(String, String)],
) -> Option<CredentialProblem> {
    let accepted: Vec<&Credential> = api.accepted(&operation.credentials).collect();
    if accepted.is_empty() {
        return None;
    }
    let authorization = sent.header(AUTHORIZATION);
    let access = authorization.and_then(access_of);
    let is_sent = |credential: &&Credential| is_sent(api, credential, sent, query);
    let mut found = accepted.iter().copied().filter(is_sent).peekable();
    if let (Some(_), Some(access)) = (found.peek(), access) {
        let is_allowed = |known: &Credential| known.carrier != CredentialCarrier::Bearer || known.allows(access);
        return (!found.any(is_allowed)).then_some(CredentialProblem::Access(access));
    }
    if found.next().is_some() {
        return None;
    }
    if let Some(other) = api.credentials.iter().find(is_sent) {
        return Some(CredentialProblem::Other(other.name.clone()));
    }
    match authorization.filter(|value| !value.trim().is_empty()) {
        // Tools replace values that they hide.
        Some(value) => {
            let (word, _) = value.trim().split_once(' ')?;
            SCHEMES.into_iter().find(|known| known.eq_ignore_ascii_case(word)).map(CredentialProblem::Scheme)
        }
        None => Some(CredentialProblem::Absent),
    }
}

/// Whether a request has any credential that the API declares.
pub(super) fn has_any(api: &Api, sent: &Message<'_>, query: &[(String, String)]) -> bool {
    api.credentials.iter().any(|credential| is_sent(api, credential, sent, query))
}

fn is_sent(api: &Api, credential: &Credential, sent: &Message<'_>, query: &[(String, String)]) -> bool {
    if let Some(parameter) = credential.carrier.parameter() {
        return query.iter().any(|(name, _)| name.eq_ignore_ascii_case(parameter));
    }
    let Some((header, value)) = credential.carrier.header().and_then(|header| Some((header, sent.header(header)?)))
    else {
        return false;
    };
    match (credential.carrier.scheme(), scheme_of(api, header, value)) {
        (Some(expected), Some((found, _))) => found.eq_ignore_ascii_case(expected),
        (Some(_), None) => false,
        (None, found) => found.is_none(),
    }
}

/// The word before a credential in a header, as the spec or HTTP spells it, and what follows it.
pub(super) fn scheme_of<'a>(api: &'a Api, header: &str, value: &'a str) -> Option<(&'a str, &'a str)> {
    let (word, rest) = value.trim().split_once(' ')?;
    let carriers = api.credentials.iter().map(|credential| &credential.carrier);
    let of_header = carriers.filter(|carrier| carrier.header().is_some_and(|name| name.eq_ignore_ascii_case(header)));
    let of_http = SCHEMES.into_iter().filter(|_| header.eq_ignore_ascii_case(AUTHORIZATION));
    let mut known = of_header.filter_map(CredentialCarrier::scheme).chain(of_http);
    Some((known.find(|known| known.eq_ignore_ascii_case(word))?, rest))
}

/// The access of a token that is a JSON Web Token with the claims of Azure AD.
fn access_of(authorization: &str) -> Option<TokenAccess> {
    let (scheme, token) = authorization.trim().split_once(' ')?;
    if !scheme.eq_ignore_ascii_case("bearer") {
        return None;
    }
    let mut parts = token.trim().split('.');
    let (_, claims, _) = (parts.next()?, parts.next()?, parts.next()?);
    let claims: Value = serde_json::from_slice(&URL_SAFE_NO_PAD.decode(claims.trim_end_matches('=')).ok()?).ok()?;
    match claims["idtyp"].as_str() {
        Some("app") => return Some(TokenAccess::AppOnly),
        Some("user") => return Some(TokenAccess::Delegated),
        _ => {}
    }
    let has_scopes = claims["scp"].as_str().is_some_and(|scopes| !scopes.is_empty());
    let has_roles = claims["roles"].as_array().is_some_and(|roles| !roles.is_empty());
    // A token for a user can have roles beside its scopes.
    match (has_scopes, has_roles) {
        (true, _) => Some(TokenAccess::Delegated),
        (false, true) => Some(TokenAccess::AppOnly),
        (false, false) => None,
    }
}

/// An unsigned token in place of one that says in whose name it gives access. It says only that.
pub(super) fn placeholder(authorization: &str) -> Option<String> {
    let kind = match access_of(authorization)? {
        TokenAccess::AppOnly => "app",
        TokenAccess::Delegated => "user",
    };
    let part = |json: Value| URL_SAFE_NO_PAD.encode(json.to_string());
    Some(format!("Bearer {}.{}.", part(json!({ "alg": "none" })), part(json!({ "idtyp": kind }))))
}

#[cfg(test)]
mod tests {
    use base64::Engine;
    use base64::engine::general_purpose::URL_SAFE_NO_PAD;

    use super::{access_of, placeholder};
    use crate::model::TokenAccess;

    #[test]
    fn the_claims_of_a_token_tell_its_access() {
        let of = |claims: &str| access_of(&format!("Bearer e30.{}.c2ln", URL_SAFE_NO_PAD.encode(claims)));
        assert_eq!(of(r#"{"idtyp":"app","scp":""}"#), Some(TokenAccess::AppOnly));
        assert_eq!(of(r#"{"roles":["all"]}"#), Some(TokenAccess::AppOnly));
        assert_eq!(of(r#"{"scp":"user_impersonation","roles":["admin"]}"#), Some(TokenAccess::Delegated));
        for claims in ["{}", "[]", "no JSON", r#"{"scp":7}"#] {
            assert_eq!(of(claims), None, "{claims}");
        }
        for claims in [r#"{"idtyp":"app","name":"ada"}"#, r#"{"scp":"all","idtyp":"user"}"#] {
            let header = format!("bearer e30.{}.c2ln", URL_SAFE_NO_PAD.encode(claims));
            let copy = placeholder(&header).unwrap();
            assert_eq!((access_of(&copy), placeholder(&copy)), (access_of(&header), Some(copy.clone())));
        }
        for header in ["", "Bearer", "Bearer opaque", "Basic a.b.c", "Bearer a.*.c", "Bearer [secret]"] {
            assert_eq!(access_of(header), None, "{header}");
        }
    }
}
