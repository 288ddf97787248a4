//! What an authority says of a token that it does not issue.

use std::fmt;

use http::StatusCode;

/// What an authority says of a token that it does not issue.
#[derive(Clone, Debug)]
pub struct Refusal {
    status: StatusCode,
    code: String,
    description: Option<String>,
    numbers: Vec<u64>,
}

impl Refusal {
    #[cfg(feature = "oauth")]
    pub(in crate::credential) const fn new(
        status: StatusCode,
        code: String,
        description: Option<String>,
        numbers: Vec<u64>,
    ) -> Self {
        Self { status, code, description, numbers }
    }

    /// Status of the answer.
    pub const fn status(&self) -> StatusCode {
        self.status
    }

    /// The error as OAuth names it, such as `invalid_client`.
    pub fn code(&self) -> &str {
        &self.code
    }

    /// The first line of what the authority says to people. The ids and times that follow it are left out.
    pub fn description(&self) -> Option<&str> {
        self.description.as_deref()
    }

    /// The authority's own numbers for the error, such as 7000215.
    pub fn numbers(&self) -> &[u64] {
        &self.numbers
    }

    pub(super) fn is_transient(&self) -> bool {
        may_pass(self.status) || matches!(self.code.as_str(), "temporarily_unavailable" | "server_error")
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

/// Whether an authority that answers with `status` may answer otherwise later.
pub(super) fn may_pass(status: StatusCode) -> bool {
    matches!(status.as_u16(), 408 | 429) || status.is_server_error()
}
