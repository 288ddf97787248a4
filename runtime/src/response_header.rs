//! Headers of responses, with a type.

use std::fmt;
use std::marker::PhantomData;

use http::HeaderMap;
use thiserror::Error;

use crate::Decimal;
use crate::response::text_of;

/// A header that responses of an API can have, with the type of its value. The APIs of a client have constants of this type.
///
/// ```
/// use docwright_runtime::{HeaderMap, ResponseHeader};
///
/// const IS_CACHED: ResponseHeader<bool> = ResponseHeader::new("X-Is-Cached");
/// let mut headers = HeaderMap::new();
/// assert_eq!(IS_CACHED.read(&headers)?, None);
/// headers.insert("x-is-cached", "True".parse()?);
/// assert_eq!(IS_CACHED.read(&headers)?, Some(true));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct ResponseHeader<T> {
    name: &'static str,
    value: PhantomData<fn() -> T>,
}

impl<T> ResponseHeader<T> {
    /// A header with this name.
    pub const fn new(name: &'static str) -> Self {
        Self { name, value: PhantomData }
    }

    /// The name.
    pub const fn name(self) -> &'static str {
        self.name
    }
}

impl<T: FromHeaderText> ResponseHeader<T> {
    /// The value of the header in the headers of a response or an error; `None` if it is absent.
    ///
    /// # Errors
    /// When the value is not of the type, or not text.
    pub fn read(self, headers: &HeaderMap) -> Result<Option<T>, ResponseHeaderError> {
        if !headers.contains_key(self.name) {
            return Ok(None);
        }
        let value = text_of(headers, self.name).and_then(|text| T::from_header_text(text.trim()));
        value.map(Some).ok_or(ResponseHeaderError { name: self.name })
    }
}

impl<T> Clone for ResponseHeader<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for ResponseHeader<T> {}

impl<T> fmt::Debug for ResponseHeader<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "ResponseHeader({})", self.name)
    }
}

/// A type whose values are in response headers.
pub trait FromHeaderText: Sized {
    /// The value that a text states; `None` if it states none.
    fn from_header_text(text: &str) -> Option<Self>;
}

impl FromHeaderText for String {
    fn from_header_text(text: &str) -> Option<Self> {
        Some(text.to_owned())
    }
}

/// `true` or `false`, in any case.
impl FromHeaderText for bool {
    fn from_header_text(text: &str) -> Option<Self> {
        let is = |word: &str| text.eq_ignore_ascii_case(word);
        if is("true") { Some(true) } else { is("false").then_some(false) }
    }
}

/// A finite number.
impl FromHeaderText for f64 {
    fn from_header_text(text: &str) -> Option<Self> {
        text.parse().ok().filter(|number: &Self| number.is_finite())
    }
}

macro_rules! parsed {
    ($($number:ty),*) => { $(
        impl FromHeaderText for $number {
            fn from_header_text(text: &str) -> Option<Self> {
                text.parse().ok()
            }
        }
    )* };
}
parsed!(i32, i64, Decimal);

/// The value of a response header is not of its type. The value is not shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("the value of the response header `{name}` is not of its type")]
pub struct ResponseHeaderError {
    name: &'static str,
}

impl ResponseHeaderError {
    /// The name of the header.
    pub fn name(&self) -> &'static str {
        self.name
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::IsoDuration;

    fn read<T: FromHeaderText>(text: &str) -> Result<Option<T>, ResponseHeaderError> {
        let headers = HeaderMap::from_iter([(http::header::ETAG, text.parse().unwrap())]);
        ResponseHeader::new("ETag").read(&headers)
    }

    #[test]
    fn a_value_is_of_its_type_or_an_error() {
        assert_eq!((read("TRUE"), read(" false ")), (Ok(Some(true)), Ok(Some(false))));
        assert_eq!((read("-7"), read("0.5")), (Ok(Some(-7)), Ok(Some(0.5))));
        assert_eq!(read::<IsoDuration>("P1Y").unwrap().unwrap().as_str(), "P1Y");
        assert_eq!(read("a, b"), Ok(Some("a, b".to_owned())));
        assert!(read::<bool>("1").is_err() && read::<i32>("3000000000").is_err() && read::<f64>("inf").is_err());
        assert_eq!(read::<bool>("yes").unwrap_err().name(), "ETag");
        assert_eq!(ResponseHeader::<bool>::new("ETag").read(&HeaderMap::new()), Ok(None));
    }
}
