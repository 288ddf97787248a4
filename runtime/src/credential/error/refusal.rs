//! What an authority says of a token that it does not issue.

use std::fmt;

use http::StatusCode;

/// What an authority says of a token that it does not issue.
#[derive(Clone)]
pub struct Refusal {
    pub(in crate::credential) status: StatusCode,
    pub(in crate::credential) code: String,
    pub(in crate::credential) suberror: Option<String>,
    pub(in crate::credential) description: Option<String>,
    pub(in crate::credential) numbers: Vec<u64>,
    pub(in crate::credential) claims: Option<String>,
    pub(in crate::credential) trace_id: Option<String>,
    pub(in crate::credential) correlation_id: Option<String>,
}

impl Refusal {
    /// Status of the response.
    pub const fn status(&self) -> StatusCode {
        self.status
    }

    /// The OAuth error code, such as `invalid_client`.
    pub fn code(&self) -> &str {
        &self.code
    }

    /// The detailed error code, such as `consent_required`.
    pub fn suberror(&self) -> Option<&str> {
        self.suberror.as_deref()
    }

    /// The first line of the authority's message for people. The ids and times that follow it are left out.
    pub fn description(&self) -> Option<&str> {
        self.description.as_deref()
    }

    /// The authority's numbers for the error, such as 7000215.
    pub fn numbers(&self) -> &[u64] {
        &self.numbers
    }

    /// The claims that a sign-in of the user must satisfy, as JSON, for example a second factor. Send them with that sign-in.
    pub fn claims(&self) -> Option<&str> {
        self.claims.as_deref()
    }

    /// The authority's id of the request, which its support asks for.
    pub fn trace_id(&self) -> Option<&str> {
        self.trace_id.as_deref()
    }

    /// The authority's correlation id.
    pub fn correlation_id(&self) -> Option<&str> {
        self.correlation_id.as_deref()
    }

    pub(super) fn is_transient(&self) -> bool {
        may_pass(self.status) || matches!(self.code.as_str(), "temporarily_unavailable" | "server_error")
    }
}

/// Shows no ids: they would make every failure look different.
impl fmt::Debug for Refusal {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Refusal")
            .field("status", &self.status)
            .field("code", &self.code)
            .field("suberror", &self.suberror)
            .field("description", &self.description)
            .field("numbers", &self.numbers)
            .finish_non_exhaustive()
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} (status {})", self.code, self.status.as_u16())?;
        match &self.description {
            Some(description) => write!(formatter, ": {description}"),
            None => Ok(()),
        }
    }
}

/// Whether the same request may succeed later after `status`.
pub(super) fn may_pass(status: StatusCode) -> bool {
    matches!(status.as_u16(), 408 | 429) || status.is_server_error()
}
