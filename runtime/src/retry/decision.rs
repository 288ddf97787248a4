//! What may be repeated.

use http::StatusCode;

use crate::{ErrorKind, HeaderValue, Idempotency, OperationInfo};

/// What effect a failed attempt can have had.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Effect {
    /// It had no effect, and may succeed later.
    Deferred,
    /// It had no effect, and would fail again.
    Rejected,
    /// It may have taken effect, and may succeed later.
    Unclear,
    /// It may have taken effect, and would fail again.
    Lost,
}

pub(crate) fn effect_of(kind: ErrorKind, status: Option<StatusCode>) -> Effect {
    match (kind, status.map_or(0, |status| status.as_u16())) {
        (ErrorKind::Connect | ErrorKind::Unfinished, _) | (ErrorKind::Status, 429) => Effect::Deferred,
        (ErrorKind::Timeout | ErrorKind::Interrupted, _) => Effect::Unclear,
        // An undocumented success, or a redirect as after an accepted form.
        (ErrorKind::Status, 200..=303 | 501 | 505) => Effect::Lost,
        (ErrorKind::Status, 408 | 500..=599) => Effect::Unclear,
        (
            ErrorKind::Input | ErrorKind::Credential | ErrorKind::Clock | ErrorKind::Status | ErrorKind::Continuation,
            _,
        ) => Effect::Rejected,
        (ErrorKind::Transport | ErrorKind::ResponseTooLarge | ErrorKind::Decode, _) => Effect::Lost,
    }
}

/// Whether an attempt with this effect may be repeated. `advice` is what the operation's documentation says about the error.
pub(crate) fn is_repeatable(operation: &OperationInfo, effect_of: Effect, advice: Option<bool>) -> bool {
    let is_promising = advice.unwrap_or(matches!(effect_of, Effect::Deferred | Effect::Unclear));
    is_promising && (effect_of == Effect::Deferred || is_harmless(operation))
}

fn is_harmless(operation: &OperationInfo) -> bool {
    match operation.idempotency {
        Idempotency::Safe | Idempotency::Idempotent => true,
        // Without the id the service cannot recognize a repetition.
        Idempotency::ByRequestId => {
            operation.api.headers.iter().any(|header| matches!(header.value, HeaderValue::RequestId))
        }
        Idempotency::NonIdempotent => false,
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
        assert!(!is_repeatable(&safe, Effect::Deferred, Some(false)));
        assert!(is_repeatable(&safe, Effect::Rejected, Some(true)));
    }

    #[test]
    fn documentation_does_not_make_a_repetition_harmless() {
        let never = operation(&API, Idempotency::NonIdempotent);
        for effect_of in [Effect::Rejected, Effect::Unclear, Effect::Lost] {
            assert!(!is_repeatable(&never, effect_of, Some(true)), "{effect_of:?}");
        }
        assert!(is_repeatable(&never, Effect::Deferred, None));
    }

    #[test]
    fn a_key_that_is_not_sent_protects_nothing() {
        assert!(is_repeatable(&operation(&API, Idempotency::ByRequestId), Effect::Unclear, None));
        assert!(!is_repeatable(&operation(&WITHOUT_ID, Idempotency::ByRequestId), Effect::Unclear, None));
    }
}
