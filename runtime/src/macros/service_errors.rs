//! Recognizes the errors that an operation's documentation lists.

pub use super::reasons::reason;

/// Implements [`ServiceError`](crate::ServiceError) for an enum: the documented errors of an operation.
///
/// ```text
/// service_errors! { LicenseError or CommonError {       // Common(CommonError), the errors of all operations
///     400 => Invalid (retry no),                        // Invalid
///     404 => NotFound,                                  // NotFound
///     409 code "7001" => InUse (retry yes),             // InUse
///     409 => Conflict (reason Reason),                  // Conflict(Option<Reason>), where Reason is an open_enum!
/// } }
/// ```
/// A code is exactly the one that the API's error shape finds, and takes precedence over the status alone. A reason is the one
/// listed value of the enum whose words occur in a text of the body, whatever the body's form.
#[doc(hidden)]
#[macro_export]
macro_rules! service_errors {
    ($name:ident $(or $common:ident)? {
        $($status:literal $(code $code:literal)? => $variant:ident $(($($fact:ident $value:ident),+ $(,)?))?),* $(,)?
    }) => {
        impl $crate::ServiceError for $name {
            #[inline]
            fn from_code(status: u16, code: &str) -> ::core::option::Option<Self> {
                match (status, code) {
                    $($(($status, $code) => ::core::option::Option::Some(Self::$variant),)?)*
                    _ => $crate::service_errors!(@common [$($common)?] from_code(status, code)),
                }
            }
            #[inline]
            fn from_status(response: &$crate::RawResponse) -> ::core::option::Option<Self> {
                let status = response.status().as_u16();
                $($crate::service_errors!(@status [$($code)?] status $status response $variant $($($fact $value)+)?);)*
                $crate::service_errors!(@common [$($common)?] from_status(response))
            }
            #[inline]
            fn retry(&self) -> ::core::option::Option<bool> {
                match self {
                    $(Self::$variant { .. } => {
                        $crate::service_errors!(@retry $($($fact $value)+)?)
                    })*
                    $(Self::Common(error) => <$common as $crate::ServiceError>::retry(error),)?
                }
            }
        }
        #[cfg(feature = "test-kit")]
        impl $crate::test_kit::FakeError for $name {
            fn status(&self) -> u16 {
                match self {
                    $(Self::$variant { .. } => $status,)*
                    $(Self::Common(error) => <$common as $crate::test_kit::FakeError>::status(error),)?
                }
            }
            fn code(&self) -> ::core::option::Option<&'static str> {
                match self {
                    $(Self::$variant { .. } => $crate::service_errors!(@option $($code)?),)*
                    $(Self::Common(error) => <$common as $crate::test_kit::FakeError>::code(error),)?
                }
            }
            fn reason(&self) -> ::core::option::Option<&str> {
                match self {
                    $($crate::service_errors!(@pattern $variant reason $($($fact $value)+)?) => {
                        $crate::service_errors!(@reason reason $($($fact $value)+)?)
                    })*
                    $(Self::Common(error) => <$common as $crate::test_kit::FakeError>::reason(error),)?
                }
            }
        }
    };
    (@common [] $function:ident($($argument:expr),*)) => { ::core::option::Option::None };
    (@common [$common:ident] $function:ident($($argument:expr),*)) => {
        ::core::option::Option::map(<$common as $crate::ServiceError>::$function($($argument),*), Self::Common)
    };
    (@status [] $found:ident $status:literal $response:ident $($variant:tt)+) => {
        if $found == $status {
            return ::core::option::Option::Some($crate::service_errors!(@make $response $($variant)+));
        }
    };
    // An error with a code is recognized by it.
    (@status [$code:literal] $($rest:tt)*) => {};
    (@option) => { ::core::option::Option::None };
    (@option $value:literal) => { ::core::option::Option::Some($value) };
    (@make $response:ident $variant:ident reason $reason:ident $($rest:ident)*) => {
        Self::$variant($crate::macros::service_errors::reason::<$reason>($response))
    };
    (@make $response:ident $variant:ident $fact:ident $value:ident $($rest:ident)*) => {
        $crate::service_errors!(@make $response $variant $($rest)*)
    };
    (@make $response:ident $variant:ident) => { Self::$variant };
    (@retry retry yes $($rest:ident)*) => { ::core::option::Option::Some(true) };
    (@retry retry no $($rest:ident)*) => { ::core::option::Option::Some(false) };
    (@retry reason $reason:ident $($rest:ident)*) => {
        $crate::service_errors!(@retry $($rest)*)
    };
    (@retry) => { ::core::option::Option::None };

    (@pattern $variant:ident $text:ident reason $reason:ident $($rest:ident)*) => { Self::$variant($text) };
    (@pattern $variant:ident $text:ident $fact:ident $value:ident $($rest:ident)*) => {
        $crate::service_errors!(@pattern $variant $text $($rest)*)
    };
    (@pattern $variant:ident $text:ident) => { Self::$variant };
    (@reason $text:ident reason $reason:ident $($rest:ident)*) => {
        ::core::option::Option::map(::core::option::Option::as_ref($text), $reason::as_str)
    };
    (@reason $text:ident $fact:ident $value:ident $($rest:ident)*) => {
        $crate::service_errors!(@reason $text $($rest)*)
    };
    (@reason $text:ident) => { ::core::option::Option::None };
}

#[cfg(test)]
#[allow(dead_code, unreachable_pub)] // The macro gives a public enum more than a test needs.
mod tests {
    use bytes::Bytes;

    use crate::{RawResponse, ServiceError, UnlistedValue, open_enum};

    #[derive(Clone, Debug)]
    enum Reason {
        NotOwned,
        NotOffline,
        Unlisted(UnlistedValue),
    }
    open_enum! { ignoring case Reason { NotOwned = "Not owned", NotOffline = "Not offline" } }

    #[derive(Clone, Debug, PartialEq, Eq)]
    enum CommonError {
        MfaRequired,
        Unauthorized,
        TooManyRequests,
    }
    service_errors! { CommonError {
        401 code "42" => MfaRequired (retry no), 401 => Unauthorized, 429 => TooManyRequests (retry yes),
    } }

    #[derive(Clone, Debug, PartialEq, Eq)]
    enum LicenseError {
        Invalid,
        NotAllowed,
        InUse,
        Conflict(Option<Reason>),
        Common(CommonError),
    }
    service_errors! { LicenseError or CommonError {
        400 => Invalid (retry no),
        401 => NotAllowed,
        409 code "7001" => InUse (retry yes),
        409 => Conflict (retry no, reason Reason),
    } }

    fn from_response(status: u16, code: Option<&str>, body: &'static str) -> Option<LicenseError> {
        let response: RawResponse = http::Response::builder().status(status).body(Bytes::from(body)).unwrap().into();
        let by_code = code.and_then(|code| LicenseError::from_code(status, code));
        by_code.or_else(|| LicenseError::from_status(&response))
    }

    #[test]
    fn the_status_determines_the_error() {
        assert_eq!(from_response(400, None, ""), Some(LicenseError::Invalid));
        assert_eq!(from_response(429, None, "<html>"), Some(LicenseError::Common(CommonError::TooManyRequests)));
        assert_eq!(from_response(500, None, ""), None);
    }

    #[test]
    fn a_code_goes_before_the_status_and_what_the_operation_lists_before_what_all_list() {
        assert_eq!(from_response(409, Some("7001"), ""), Some(LicenseError::InUse));
        assert_eq!(from_response(409, Some("07001"), ""), Some(LicenseError::Conflict(None)));
        assert_eq!(from_response(400, Some("7001"), ""), Some(LicenseError::Invalid));
        assert_eq!(from_response(401, Some("42"), ""), Some(LicenseError::Common(CommonError::MfaRequired)));
        assert_eq!(from_response(401, Some("43"), ""), Some(LicenseError::NotAllowed));
    }

    #[test]
    fn a_reason_is_found_in_any_form_of_body_if_it_is_the_only_one() {
        let conflict = |body| from_response(409, None, body);
        for body in [r#"{"reason":"NotOwned"}"#, "not owned", r#"{"data":["NOT_OWNED"]}"#, r#""Not owned.""#] {
            assert_eq!(conflict(body), Some(LicenseError::Conflict(Some(Reason::NotOwned))), "{body}");
        }
        for body in [
            "",
            "not owned, not offline",
            "\u{fffd}",
            "<p>not owned</p>",
            r#"["not","owned"]"#,
            r#"{"not owned":1}"#,
            r#"["not owned","not offline"]"#,
        ] {
            assert_eq!(conflict(body), Some(LicenseError::Conflict(None)), "{body}");
        }
    }

    #[cfg(feature = "test-kit")]
    #[test]
    fn each_error_can_be_faked() {
        use crate::test_kit::FakeError;

        let stated = |error: LicenseError| (error.status(), error.code(), error.reason().map(str::to_owned));
        assert_eq!(stated(LicenseError::Invalid), (400, None, None));
        assert_eq!(stated(LicenseError::InUse), (409, Some("7001"), None));
        assert_eq!(stated(LicenseError::Conflict(None)), (409, None, None));
        assert_eq!(stated(LicenseError::Conflict(Some(Reason::NotOwned))), (409, None, Some("Not owned".to_owned())));
        assert_eq!(stated(LicenseError::Common(CommonError::MfaRequired)), (401, Some("42"), None));
    }

    #[test]
    fn the_retry_column_is_kept() {
        assert_eq!(LicenseError::Invalid.retry(), Some(false));
        assert_eq!(LicenseError::NotAllowed.retry(), None);
        assert_eq!(LicenseError::InUse.retry(), Some(true));
        assert_eq!(LicenseError::Conflict(None).retry(), Some(false));
        assert_eq!(LicenseError::Common(CommonError::TooManyRequests).retry(), Some(true));
    }
}
