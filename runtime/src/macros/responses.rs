//! Operations with several responses.

/// Implements [`FromResponse`](crate::FromResponse) for an enum, for an operation with several responses. The enum has a
/// variant `Unlisted(RawResponse)` for success statuses that are not listed.
///
/// ```text
/// responses! { Outcome {
///     200 => Done (json Collection<Record>),                   // Done(Collection<Record>)
///     206 => Checked (optional_json Report),                   // Checked(Option<Report>)
///     201 => Statement (bytes),                                // Statement(Bytes)
///     404 => Absent (empty),                                   // Absent
///     204 => NotReady { retry_after },                         // NotReady { retry_after: Option<Duration> }
///     202 => Accepted { json Job, location, retry_after },     // Accepted { value: Job, location: Option<String>, … }
///     203 => Begun { pending },                                // Begun { pending: Pending<GetState> }
/// } }
/// ```
/// The braces hold an optional `json Type` first (field `value`), then `location`, `retry_after`, or `pending`. A response that
/// asks to wait without a `Location` means that the result is not ready.
#[doc(hidden)]
#[macro_export]
macro_rules! responses {
    ($name:ident { $($status:literal => $variant:ident $shape:tt),* $(,)? }) => {
        impl $crate::FromResponse for $name {
            type Value = Self;
            #[inline]
            fn accepts(status: $crate::StatusCode) -> bool {
                status.is_success() || ::core::matches!(status.as_u16(), $($status)|*)
            }
            #[inline]
            fn is_not_ready(status: $crate::StatusCode) -> bool {
                match status.as_u16() {
                    $($status => $crate::responses!(@is_not_ready $shape),)*
                    _ => false,
                }
            }
            #[inline]
            fn read(
                response: &$crate::RawResponse,
            ) -> ::core::result::Result<Self, $crate::DecodeError> {
                ::core::result::Result::Ok(match response.status().as_u16() {
                    $($status => $crate::responses!(@read response $variant $shape),)*
                    _ => Self::Unlisted(::core::clone::Clone::clone(response)),
                })
            }
        }
        #[cfg(feature = "test-kit")]
        impl $crate::test_kit::FakeResponse for $name {
            fn content(value: &Self) -> $crate::test_kit::Content {
                match value {
                    $($crate::responses!(@pattern $variant outcome $shape) => {
                        $crate::responses!(@write $status outcome $shape)
                    })*
                    Self::Unlisted(response) => $crate::test_kit::Content::repeated(response),
                }
            }
        }
    };
    (@is_not_ready { retry_after }) => { true };
    (@is_not_ready { json $type:ty, retry_after }) => { true };
    (@is_not_ready $shape:tt) => { false };
    (@read $response:ident $variant:ident (json $type:ty)) => { Self::$variant($response.json::<$type>()?) };
    (@read $response:ident $variant:ident (optional_json $type:ty)) => {
        Self::$variant($response.optional_json::<$type>()?)
    };
    (@read $response:ident $variant:ident (bytes)) => {
        Self::$variant(::core::clone::Clone::clone($response.body()))
    };
    (@read $response:ident $variant:ident (empty)) => { Self::$variant };
    (@read $response:ident $variant:ident { json $type:ty $(, $field:ident)* $(,)? }) => {
        Self::$variant { value: $response.json::<$type>()?, $($field: $response.$field()),* }
    };
    (@read $response:ident $variant:ident { $($field:ident),* $(,)? }) => {
        Self::$variant { $($field: $response.$field()),* }
    };

    (@pattern $variant:ident $value:ident (empty)) => { Self::$variant };
    (@pattern $variant:ident $value:ident ($($form:tt)+)) => { Self::$variant($value) };
    (@pattern $variant:ident $value:ident { json $type:ty $(, $field:ident)* $(,)? }) => {
        Self::$variant { value: $value, $($field),* }
    };
    (@pattern $variant:ident $value:ident { $($field:ident),* $(,)? }) => { Self::$variant { $($field),* } };

    (@write $status:literal $value:ident (json $type:ty)) => {
        $crate::test_kit::Content::status($status).json($value)
    };
    (@write $status:literal $value:ident (optional_json $type:ty)) => {
        $crate::test_kit::Content::status($status).optional_json($value)
    };
    (@write $status:literal $value:ident (bytes)) => { $crate::test_kit::Content::status($status).bytes($value) };
    (@write $status:literal $value:ident (empty)) => { $crate::test_kit::Content::status($status) };
    (@write $status:literal $value:ident { json $type:ty $(, $field:ident)* $(,)? }) => {
        $crate::test_kit::Content::status($status).json($value)$(.$field($field))*
    };
    (@write $status:literal $value:ident { $($field:ident),* $(,)? }) => {
        $crate::test_kit::Content::status($status)$(.$field($field))*
    };
}

/// Implements [`WrittenResponse`](crate::WrittenResponse) for an enum of [`responses!`](crate::responses), by the statuses of its
/// variants of bytes: `written!(Outcome: 201, 203);`.
#[doc(hidden)]
#[macro_export]
macro_rules! written {
    ($name:ident: $($status:literal),+) => {
        impl $crate::WrittenResponse for $name {
            type Written = $crate::Written<Self>;
            #[inline]
            fn is_written(status: $crate::StatusCode) -> bool {
                ::core::matches!(status.as_u16(), $($status)|+)
            }
            #[inline]
            fn written(
                response: &$crate::RawResponse,
                bytes: u64,
            ) -> ::core::result::Result<Self::Written, $crate::DecodeError> {
                if <Self as $crate::WrittenResponse>::is_written(response.status()) {
                    return ::core::result::Result::Ok($crate::Written::Bytes(bytes));
                }
                <Self as $crate::FromResponse>::read(response).map($crate::Written::Other)
            }
        }
    };
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use bytes::Bytes;
    use http::StatusCode;

    use crate::{FromResponse, RawResponse};

    #[derive(Debug)]
    enum Outcome {
        Done(Vec<i64>),
        Checked(Option<i64>),
        Statement(Bytes),
        Accepted { value: i64, location: Option<String> },
        NotReady { retry_after: Option<Duration> },
        Absent,
        Unlisted(RawResponse),
    }
    responses! { Outcome {
        200 => Done (json Vec<i64>), 201 => Checked (optional_json i64),
        203 => Statement (bytes), 202 => Accepted { json i64, location },
        204 => NotReady { retry_after }, 404 => Absent (empty),
    } }

    fn read(status: u16, body: &'static str) -> Outcome {
        let response = http::Response::builder()
            .status(status)
            .header("Location", "jobs/1")
            .header("Retry-After", "5")
            .body(Bytes::from(body))
            .unwrap();
        Outcome::read(&response.into()).unwrap()
    }

    #[test]
    fn each_status_has_its_form() {
        assert!(matches!(read(200, "[1]"), Outcome::Done(items) if items == [1]));
        assert!(matches!(read(201, "7"), Outcome::Checked(Some(7))));
        assert!(matches!(read(201, ""), Outcome::Checked(None)));
        assert!(matches!(read(203, "%PDF"), Outcome::Statement(bytes) if bytes == "%PDF"));
        assert!(matches!(read(202, "7"), Outcome::Accepted { value: 7, location: Some(at) } if at == "jobs/1"));
        assert!(matches!(read(204, ""), Outcome::NotReady { retry_after: Some(wait) } if wait.as_secs() == 5));
        assert!(matches!(read(404, "<html>"), Outcome::Absent));
        assert!(matches!(read(206, "part"), Outcome::Unlisted(response) if response.body() == "part"));
    }

    #[cfg(feature = "test-kit")]
    #[test]
    fn each_outcome_can_be_faked() {
        use crate::test_kit::FakeResponse;

        let wait = Some(Duration::from_secs(5));
        for (outcome, status) in [
            (Outcome::Done(vec![1]), 200),
            (Outcome::Checked(Some(7)), 201),
            (Outcome::Checked(None), 201),
            (Outcome::Statement(Bytes::from("%PDF")), 203),
            (Outcome::Accepted { value: 7, location: Some("jobs/1".to_owned()) }, 202),
            (Outcome::NotReady { retry_after: wait }, 204),
            (Outcome::Absent, 404),
            (read(206, "part"), 206),
        ] {
            let response = RawResponse::from(Outcome::content(&outcome).into_result().unwrap());
            assert_eq!(response.status(), status);
            assert_eq!(format!("{:?}", Outcome::read(&response).unwrap()), format!("{outcome:?}"));
        }
    }

    #[test]
    fn statuses_outside_the_list_are_errors_unless_they_say_success() {
        let accepts = |status| Outcome::accepts(StatusCode::from_u16(status).unwrap());
        assert!(accepts(404) && accepts(299));
        assert!(!accepts(400) && !accepts(302));
    }

    #[test]
    fn a_response_that_asks_to_wait_and_names_no_place_is_not_ready() {
        let not_ready = |status| Outcome::is_not_ready(StatusCode::from_u16(status).unwrap());
        assert!(not_ready(204));
        for status in [200, 202, 203, 206, 404] {
            assert!(!not_ready(status), "{status}");
        }
    }
}
