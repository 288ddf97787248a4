//! Keys and passwords, which a vendor issues once.

use std::borrow::Cow;

use crate::{AccessToken, BoxFuture, Credential, CredentialError, CredentialForm, SecretString, TokenRequest};

/// An API key. The client sends it as the API states: in a header, after a scheme such as `Bot`, or in the query.
///
/// # Examples
/// ```
/// # mod ms_commerce { pub use docwright_runtime::*; }
/// use ms_commerce::{ApiKey, BuildError, Client, Server};
///
/// fn client(server: Server, key: String) -> Result<Client, Box<dyn std::error::Error>> {
///     Ok(Client::builder(server).credential(ApiKey::new(key)?).build()?)
/// }
/// ```
#[derive(Clone, Debug)]
pub struct ApiKey {
    text: SecretString,
    name: Option<Cow<'static, str>>,
}

impl ApiKey {
    /// Wraps the key.
    ///
    /// # Errors
    /// When it is empty, or holds white space or other characters than visible ASCII.
    pub fn new(key: impl Into<SecretString>) -> Result<Self, CredentialError> {
        let text = key.into();
        CredentialForm::ApiKey.check(text.expose())?;
        Ok(Self { text, name: None })
    }

    /// States which credential of the API the key is, for an API that accepts several kinds of keys: its name in the docs of
    /// the API.
    #[must_use]
    pub fn named(mut self, name: impl Into<Cow<'static, str>>) -> Self {
        self.name = Some(name.into());
        self
    }
}

impl Credential for ApiKey {
    fn token<'a>(&'a self, request: &'a TokenRequest) -> BoxFuture<'a, Result<AccessToken, CredentialError>> {
        Box::pin(std::future::ready(request.unless_rejected(AccessToken::new(self.text.clone()))))
    }

    fn form(&self) -> CredentialForm {
        CredentialForm::ApiKey
    }

    fn name(&self) -> Option<&str> {
        self.name.as_deref()
    }
}

/// A user and a password (basic authentication).
///
/// # Examples
/// ```
/// # mod ms_commerce { pub use docwright_runtime::*; }
/// use ms_commerce::{BasicCredential, Client, Server};
///
/// fn client(server: Server, password: String) -> Result<Client, Box<dyn std::error::Error>> {
///     Ok(Client::builder(server).credential(BasicCredential::new("ada", password)?).build()?)
/// }
/// ```
#[derive(Clone, Debug)]
pub struct BasicCredential {
    /// Both, with a colon between them.
    text: SecretString,
}

impl BasicCredential {
    /// Wraps user and password; one of them can be empty.
    ///
    /// # Errors
    /// When the user has a colon, or one of them a control character.
    pub fn new(user: impl AsRef<str>, password: impl Into<SecretString>) -> Result<Self, CredentialError> {
        let (user, password) = (user.as_ref(), password.into());
        if user.contains(':') {
            return Err(CredentialError::unsendable(CredentialForm::UserAndPassword, "has a colon in the user"));
        }
        let text = SecretString::new(format!("{user}:{}", password.expose()));
        CredentialForm::UserAndPassword.check(text.expose())?;
        Ok(Self { text })
    }
}

impl Credential for BasicCredential {
    fn token<'a>(&'a self, request: &'a TokenRequest) -> BoxFuture<'a, Result<AccessToken, CredentialError>> {
        Box::pin(std::future::ready(request.unless_rejected(AccessToken::new(self.text.clone()))))
    }

    fn form(&self) -> CredentialForm {
        CredentialForm::UserAndPassword
    }
}
