//! In whose name a recorded access token gives access, as far as it says so itself.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};

use crate::model::{Api, Credential, Operation, TokenAccess};

/// The access of a token that the operation does not accept; `None` if it does, or if the token does not say.
pub(super) fn unaccepted(api: &Api, operation: &Operation, authorization: Option<&str>) -> Option<TokenAccess> {
    let access = access_of(authorization?)?;
    let accepted: Vec<&Credential> = accepted(api, operation).collect();
    let is_accepted = accepted.is_empty() || accepted.iter().any(|credential| credential.allows(access));
    (!is_accepted).then_some(access)
}

fn accepted<'a>(api: &'a Api, operation: &'a Operation) -> impl Iterator<Item = &'a Credential> {
    let all = api.credentials.iter().enumerate();
    let names = &operation.credentials;
    all.filter(move |(position, _)| names.is_empty() || names.contains(position)).map(|(_, credential)| credential)
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
