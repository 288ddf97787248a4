//! Why there is no token.

mod refusal;

use std::error::Error as StdError;
use std::sync::Arc;
use std::time::Duration;

use http::StatusCode;
use thiserror::Error;

pub use self::refusal::Refusal;
use crate::{ApiCredential, CredentialForm, TransportErrorKind};

/// Why there is no token. All callers that waited for the same token get clones of one error.
#[derive(Clone, Debug, Error)]
#[error("{problem}")]
pub struct CredentialError {
    problem: Problem,
    source: Option<Arc<dyn StdError + Send + Sync>>,
    transient: bool,
    retry_after: Option<Duration>,
}

/// Kinds of [`CredentialError`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum CredentialErrorKind {
    /// The authority refused to issue a token; [`CredentialError::refusal`] says why.
    Refused,
    /// The authority could not be reached.
    Transport,
    /// The authority's response does not have a known form.
    Malformed,
    /// The authority's URL is invalid or not safe for secrets, or the tenant's name is invalid.
    Authority,
    /// The server has no authority or no audience, and neither has the credential.
    Unstated,
    /// The store of the refresh token failed.
    Store,
    /// The service has just rejected the only available token.
    Rejected,
    /// The operation, or the whole API, does not accept a credential of this [form](crate::Credential::form), or tokens with
    /// this [access](crate::Credential::access).
    NotAccepted,
    /// The operation accepts several API keys; the key must state which one it is.
    Ambiguous,
    /// A token, key, user or password is empty, or has characters that a request cannot carry.
    Unsendable,
    /// Anything else.
    Other,
}

#[derive(Clone, Debug, Error)]
#[cfg_attr(not(feature = "oauth"), allow(dead_code, reason = "only an OAuth authority fails in all of these ways"))]
pub(super) enum Problem {
    #[error("the authority issued no token: {0}")]
    Refused(Arc<Refusal>),
    #[error("the authority could not be reached{}", .host.as_deref().map(|host| format!(" (host {host})")).unwrap_or_default())]
    Transport { kind: TransportErrorKind, host: Option<Arc<str>> },
    #[error("the authority's response (status {status}) {problem}")]
    Malformed { status: StatusCode, problem: &'static str },
    #[error("the authority's URL {0}")]
    Authority(&'static str),
    #[error("the tenant is neither an id nor a domain name")]
    Tenant,
    #[error("the server \"{server}\" states no {what} for its tokens, and the credential names none")]
    Unstated { server: &'static str, what: &'static str },
    #[error("the redirect URI is not an absolute URL")]
    RedirectUri,
    #[error("the authority issued no refresh token")]
    NoRefreshToken,
    #[error("the refresh token could not be {0}")]
    Store(&'static str),
    #[error("the service has just rejected the only available credential")]
    Rejected,
    #[error("{subject} accepts {accepted} only, and this credential {given}")]
    NotAccepted { subject: String, accepted: String, given: String },
    #[error("{subject} accepts several API keys, {accepted}: state with `ApiKey::named` which one this is")]
    Ambiguous { subject: String, accepted: String },
    #[error("the {form} {problem}")]
    Unsendable { form: CredentialForm, problem: &'static str },
    #[error("{message}")]
    Other { message: Arc<str> },
}

impl CredentialError {
    /// An error with this message, which must not contain secrets.
    pub fn new(message: impl Into<String>) -> Self {
        Self::of(Problem::Other { message: message.into().into() })
    }

    /// Adds the cause.
    #[must_use]
    pub fn with_source(mut self, source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        self.source = Some(source.into().into());
        self
    }

    /// Marks the error as transient: the same request may succeed later.
    #[must_use]
    pub fn transient(mut self) -> Self {
        self.transient = true;
        self
    }

    /// Marks the error as transient: the same request may succeed after `wait`.
    #[must_use]
    pub fn retrying_after(mut self, wait: Duration) -> Self {
        self.retry_after = Some(wait);
        self.transient()
    }

    /// The kind of failure.
    pub fn kind(&self) -> CredentialErrorKind {
        match self.problem {
            Problem::Refused(_) => CredentialErrorKind::Refused,
            Problem::Transport { .. } => CredentialErrorKind::Transport,
            Problem::Malformed { .. } | Problem::NoRefreshToken => CredentialErrorKind::Malformed,
            Problem::Authority(_) | Problem::Tenant => CredentialErrorKind::Authority,
            Problem::Unstated { .. } => CredentialErrorKind::Unstated,
            Problem::Store(_) => CredentialErrorKind::Store,
            Problem::Rejected => CredentialErrorKind::Rejected,
            Problem::NotAccepted { .. } => CredentialErrorKind::NotAccepted,
            Problem::Ambiguous { .. } => CredentialErrorKind::Ambiguous,
            Problem::Unsendable { .. } => CredentialErrorKind::Unsendable,
            Problem::RedirectUri | Problem::Other { .. } => CredentialErrorKind::Other,
        }
    }

    /// Why the authority refused to issue a token.
    pub fn refusal(&self) -> Option<&Refusal> {
        match &self.problem {
            Problem::Refused(refusal) => Some(refusal),
            _ => None,
        }
    }

    /// Whether the same request may succeed later.
    pub fn is_transient(&self) -> bool {
        self.transient
    }

    /// How long the source asks to wait.
    pub fn retry_after(&self) -> Option<Duration> {
        self.retry_after
    }

    pub(super) fn of(problem: Problem) -> Self {
        let transient = problem.is_transient();
        Self { problem, source: None, transient, retry_after: None }
    }

    /// The error when `subject` accepts only those of these names, and a credential `given` is none of them.
    pub(crate) fn not_accepted(subject: &str, accepted: &[String], given: &str) -> Self {
        let accepted = if accepted.is_empty() { "no credential".to_owned() } else { accepted.join(" or ") };
        Self::of(Problem::NotAccepted { subject: subject.to_owned(), accepted, given: given.to_owned() })
    }

    /// The error when an API key can be any of these.
    pub(crate) fn ambiguous(subject: &str, fitting: &[&ApiCredential]) -> Self {
        let accepted = fitting.iter().map(ToString::to_string).collect::<Vec<_>>().join(" and ");
        Self::of(Problem::Ambiguous { subject: subject.to_owned(), accepted })
    }

    /// The error when a request cannot carry a text of this form.
    pub(crate) fn unsendable(form: CredentialForm, problem: &'static str) -> Self {
        Self::of(Problem::Unsendable { form, problem })
    }

    pub(super) fn rejected() -> Self {
        Self::of(Problem::Rejected)
    }

    /// Converts the error of a caller's source; a [`CredentialError`] is kept as it is.
    pub(super) fn of_source(error: Box<dyn StdError + Send + Sync>) -> Self {
        match error.downcast::<Self>() {
            Ok(error) => *error,
            Err(error) => Self::new("the source of access tokens failed").with_source(error),
        }
    }
}

impl Problem {
    fn is_transient(&self) -> bool {
        match self {
            Self::Refused(refusal) => refusal.is_transient(),
            Self::Transport { kind, .. } => matches!(
                kind,
                TransportErrorKind::Connect | TransportErrorKind::Timeout | TransportErrorKind::Interrupted
            ),
            Self::Malformed { status, .. } => refusal::may_pass(*status),
            Self::Store(_) => true,
            Self::Authority(_)
            | Self::Tenant
            | Self::Unstated { .. }
            | Self::RedirectUri
            | Self::NoRefreshToken
            | Self::Rejected
            | Self::NotAccepted { .. }
            | Self::Ambiguous { .. }
            | Self::Unsendable { .. }
            | Self::Other { .. } => false,
        }
    }
}
