//! Recognizes the errors that an operation's documentation lists.

use super::open_enum::{OpenEnum, Spelling};
use crate::RawResponse;

/// How many bytes of a body are searched for a reason.
const SEARCHED: usize = 64 * 1024;

/// The one listed reason whose letters and digits occur in the body; `None` when there are none or several.
pub fn reason<T: OpenEnum>(response: &RawResponse) -> Option<T> {
    let body = response.body();
    let text = String::from_utf8_lossy(&body[..body.len().min(SEARCHED)]);
    position(T::SPELLINGS, &text).and_then(|position| T::LISTED.get(position).cloned())
}

fn position(spellings: &[Spelling], text: &str) -> Option<usize> {
    let text = letters_and_digits(text);
    let found: Vec<(usize, String)> = spellings
        .iter()
        .map(|spelling| letters_and_digits(spelling.text))
        .enumerate()
        .filter(|(_, reason)| !reason.is_empty() && text.contains(reason.as_str()))
        .collect();
    // A reason may be part of a longer one, which then is the only one that counts.
    let (position, longest) = found.iter().max_by_key(|(_, reason)| reason.len())?;
    let rest = text.replace(longest.as_str(), "\n");
    found.iter().all(|(other, reason)| other == position || !rest.contains(reason.as_str())).then_some(*position)
}

fn letters_and_digits(text: &str) -> String {
    text.chars().filter(|character| character.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Implements [`ServiceError`](crate::ServiceError) for an enum: the documented errors of an operation.
///
/// ```text
/// service_errors! { LicenseError {
///     400 => Invalid (retry no),                        // Invalid
///     404 => NotFound,                                  // NotFound
///     409 => Conflict (retry yes, reason Reason),       // Conflict(Option<Reason>), where Reason is an open_enum!
/// } }
/// ```
/// A reason is the one listed value of the enum whose letters and digits occur in the body, whatever the body's form.
#[doc(hidden)]
#[macro_export]
macro_rules! service_errors {
    ($name:ident { $($status:literal => $variant:ident $(($($fact:ident $value:ident),+ $(,)?))?),* $(,)? }) => {
        impl $crate::ServiceError for $name {
            #[inline]
            fn from_response(response: &$crate::RawResponse) -> ::core::option::Option<Self> {
                match response.status().as_u16() {
                    $($status => ::core::option::Option::Some(
                        $crate::service_errors!(@make response $variant $($($fact $value)+)?),
                    ),)*
                    _ => ::core::option::Option::None,
                }
            }
            #[inline]
            fn retry(&self) -> ::core::option::Option<bool> {
                match self {
                    $(Self::$variant { .. } => {
                        $crate::service_errors!(@retry $($($fact $value)+)?)
                    })*
                }
            }
        }
        #[cfg(feature = "test-kit")]
        impl $crate::test_kit::FakeError for $name {
            fn status(&self) -> u16 {
                match self {
                    $(Self::$variant { .. } => $status,)*
                }
            }
            fn reason(&self) -> ::core::option::Option<&str> {
                match self {
                    $($crate::service_errors!(@pattern $variant reason $($($fact $value)+)?) => {
                        $crate::service_errors!(@reason reason $($($fact $value)+)?)
                    })*
                }
            }
        }
    };
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

    use super::*;
    use crate::{ServiceError, UnlistedValue, open_enum};

    #[derive(Clone, Debug)]
    enum Reason {
        NotOwned,
        NotOffline,
        Unlisted(UnlistedValue),
    }
    open_enum! { ignoring case Reason { NotOwned = "Not owned", NotOffline = "Not offline" } }

    #[derive(Clone, Debug, PartialEq, Eq)]
    enum LicenseError {
        Invalid,
        NotFound,
        Conflict(Option<Reason>),
    }
    service_errors! { LicenseError {
        400 => Invalid (retry no), 404 => NotFound, 409 => Conflict (retry yes, reason Reason),
    } }

    fn from_response(status: u16, body: &'static str) -> Option<LicenseError> {
        let response = http::Response::builder().status(status).body(Bytes::from(body)).unwrap();
        LicenseError::from_response(&response.into())
    }

    #[test]
    fn the_status_determines_the_error() {
        assert_eq!(from_response(400, ""), Some(LicenseError::Invalid));
        assert_eq!(from_response(404, "<html>"), Some(LicenseError::NotFound));
        assert_eq!(from_response(500, ""), None);
    }

    #[test]
    fn a_reason_is_found_in_any_form_of_body_if_it_is_the_only_one() {
        let conflict = |body| from_response(409, body);
        for body in [r#"{"reason":"NotOwned"}"#, "not owned", r#"{"data":["NOT_OWNED"]}"#] {
            assert_eq!(conflict(body), Some(LicenseError::Conflict(Some(Reason::NotOwned))), "{body}");
        }
        for body in ["", "not owned, not offline", "\u{fffd}"] {
            assert_eq!(conflict(body), Some(LicenseError::Conflict(None)), "{body}");
        }
    }

    #[test]
    fn a_reason_may_be_part_of_another() {
        let spelling = |text| Spelling { text, in_url: None };
        let position = |text| position(&[spelling("Found"), spelling("Not found"), spelling("Not offline")], text);
        assert_eq!(position("It was not found."), Some(1));
        assert_eq!(position("It was found."), Some(0));
        assert_eq!(position("One was found, one was not found."), None);
        assert_eq!(position("Not found and not offline."), None);
    }

    #[cfg(feature = "test-kit")]
    #[test]
    fn each_error_can_be_faked() {
        use crate::test_kit::FakeError;

        let stated = |error: LicenseError| (error.status(), error.reason().map(str::to_owned));
        assert_eq!(stated(LicenseError::Invalid), (400, None));
        assert_eq!(stated(LicenseError::NotFound), (404, None));
        assert_eq!(stated(LicenseError::Conflict(None)), (409, None));
        assert_eq!(stated(LicenseError::Conflict(Some(Reason::NotOwned))), (409, Some("Not owned".to_owned())));
    }

    #[test]
    fn the_retry_column_is_kept() {
        assert_eq!(LicenseError::Invalid.retry(), Some(false));
        assert_eq!(LicenseError::NotFound.retry(), None);
        assert_eq!(LicenseError::Conflict(None).retry(), Some(true));
    }
}
