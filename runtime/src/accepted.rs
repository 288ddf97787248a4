//! Which credential of an API that of a client is.

use crate::{Api, ApiCredential, Credential, CredentialError, CredentialForm, CredentialKind, OperationInfo};

/// How requests of `operation` carry `credential`.
pub(crate) fn kind_for(
    operation: &OperationInfo,
    credential: &dyn Credential,
) -> Result<CredentialKind, CredentialError> {
    let subject = || format!("the operation \"{}\"", operation.name);
    let accepted: Vec<_> = operation.accepted_credentials().collect();
    let fitting = fitting(&accepted, operation.api, credential, subject)?;
    let Some((first, others)) = fitting.split_first() else { return Ok(CredentialKind::Bearer) };
    if let Some(access) = credential.access()
        && !fitting.iter().any(|known| known.allows(access))
        && first.kind == CredentialKind::Bearer
    {
        let names: Vec<String> = accepted.iter().map(|known| format!("\"{}\"", known.name)).collect();
        return Err(CredentialError::not_accepted(&subject(), &names, &format!("gives {access} access")));
    }
    if others.iter().any(|other| other.kind != first.kind) {
        return Err(CredentialError::ambiguous(&subject(), &fitting));
    }
    Ok(first.kind)
}

/// Whether any operation of `api` can accept `credential`.
pub(crate) fn check_for_api(api: &'static Api, credential: &dyn Credential) -> Result<(), CredentialError> {
    let accepted: Vec<_> = api.credentials.iter().collect();
    fitting(&accepted, api, credential, || format!("the API \"{}\"", api.name)).map(drop)
}

/// Those of `accepted` that `credential` can be; none if the API does not say what it accepts and the credential is an access
/// token.
fn fitting(
    accepted: &[&'static ApiCredential],
    api: &Api,
    credential: &dyn Credential,
    subject: impl FnOnce() -> String,
) -> Result<Vec<&'static ApiCredential>, CredentialError> {
    let (form, name) = (credential.form(), credential.name());
    if api.credentials.is_empty() && form == CredentialForm::AccessToken && name.is_none() {
        return Ok(Vec::new());
    }
    let is_fitting = |known: &&ApiCredential| known.kind.form() == form && name.is_none_or(|name| known.name == name);
    let fitting: Vec<_> = accepted.iter().copied().filter(is_fitting).collect();
    if fitting.is_empty() {
        let mut names: Vec<String> = accepted.iter().map(ToString::to_string).collect();
        if api.credentials.is_empty() {
            names.push("access tokens".to_owned());
        }
        let given = match name {
            Some(name) => format!("is {} named \"{name}\"", form.with_article()),
            None => format!("is {}", form.with_article()),
        };
        return Err(CredentialError::not_accepted(&subject(), &names, &given));
    }
    Ok(fitting)
}
