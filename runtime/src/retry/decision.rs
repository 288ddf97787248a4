//! What may be repeated.

use http::StatusCode;

use crate::{ErrorKind, HeaderValue, Idempotency, OperationInfo};

/// What became of an attempt that failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fate {
    /// It took no effect, and may fare better later.
    Deferred,
    /// It took no effect, and will fare no better.
    Refused,
    /// It may have taken effect, and may fare better later.
    Unclear,
    /// It may have taken effect, and another attempt would fail in the same way.
    Lost,
}

pub(crate) fn fate(kind: ErrorKind, status: Option<StatusCode>) -> Fate {
    match (kind, status.map_or(0, |status| status.as_u16())) {
        (ErrorKind::Connect, _) | (ErrorKind::Status, 429) => Fate::Deferred,
        (ErrorKind::Timeout | ErrorKind::Interrupted, _) => Fate::Unclear,
        // A success that is no documented result, or a redirect such as follows a form that was taken.
        (ErrorKind::Status, 200..=303 | 501 | 505) => Fate::Lost,
        (ErrorKind::Status, 408 | 500..=599) => Fate::Unclear,
        (
            ErrorKind::Input
            | ErrorKind::Credential
            | ErrorKind::Status
            | ErrorKind::Continuation
            | ErrorKind::Unfinished,
            _,
        ) => Fate::Refused,
        (ErrorKind::Transport | ErrorKind::ResponseTooLarge | ErrorKind::Decode, _) => Fate::Lost,
    }
}

/// Whether an attempt with this fate may be repeated. `advice` is what the operation's documentation says about the error.
pub(crate) fn is_repeatable(operation: &OperationInfo, fate: Fate, advice: Option<bool>) -> bool {
    let is_promising = advice.unwrap_or(matches!(fate, Fate::Deferred | Fate::Unclear));
    is_promising && (fate == Fate::Deferred || is_harmless(operation))
}

fn is_harmless(operation: &OperationInfo) -> bool {
    match operation.idempotency {
        Idempotency::Safe | Idempotency::Idempotent => true,
        // Without the id the service cannot tell a repetition.
        Idempotency::Keyed => operation.api.headers.iter().any(|header| matches!(header.value, HeaderValue::RequestId)),
        Idempotency::Never => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Api, Header, Method};

    const API: Api = Api::new("api", "API", "test/1").with_headers(&[Header::new("X-Id", HeaderValue::RequestId)]);
    const WITHOUT_ID: Api = Api::new("api", "API", "test/1");

    const fn operation(api: &'static Api, idempotency: Idempotency) -> OperationInfo {
        OperationInfo::new(api, "act", Method::Post, "/", idempotency)
    }

    #[test]
    fn documentation_goes_before_the_general_meaning() {
        let safe = operation(&API, Idempotency::Safe);
        assert!(!is_repeatable(&safe, Fate::Deferred, Some(false)));
        assert!(is_repeatable(&safe, Fate::Refused, Some(true)));
    }

    #[test]
    fn documentation_does_not_make_a_repetition_harmless() {
        let never = operation(&API, Idempotency::Never);
        for fate in [Fate::Refused, Fate::Unclear, Fate::Lost] {
            assert!(!is_repeatable(&never, fate, Some(true)), "{fate:?}");
        }
        assert!(is_repeatable(&never, Fate::Deferred, None));
    }

    #[test]
    fn a_key_that_is_not_sent_protects_nothing() {
        assert!(is_repeatable(&operation(&API, Idempotency::Keyed), Fate::Unclear, None));
        assert!(!is_repeatable(&operation(&WITHOUT_ID, Idempotency::Keyed), Fate::Unclear, None));
    }
}
