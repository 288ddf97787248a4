//! Text as a part of a request: as a path segment, or as a header line.

use http::header::{HeaderMap, HeaderName, HeaderValue};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, PercentEncode, utf8_percent_encode};

use crate::dot_segments::climbs;
use crate::{InputError, InputProblem};

/// Everything but the unreserved characters of RFC 3986.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// The text with all but unreserved characters in percent-encoding.
pub(crate) fn percent_encoded(text: &str) -> PercentEncode<'_> {
    utf8_percent_encode(text, RESERVED)
}

/// The text as exactly one path segment.
pub(crate) fn encode_segment(text: &str) -> Result<String, InputProblem> {
    match text {
        "" => Err(InputProblem::Empty),
        _ if climbs(text) => Err(InputProblem::DotSegment),
        _ => Ok(percent_encoded(text).to_string()),
    }
}

/// Sets a header whose name and value come from generated code or are plain text.
pub(crate) fn set_header(headers: &mut HeaderMap, name: &'static str, value: &str) -> Result<(), InputError> {
    let invalid = || InputError::new(name, InputProblem::NotAHeaderValue);
    let header = HeaderName::from_bytes(name.as_bytes()).map_err(|_| invalid())?;
    headers.insert(header, HeaderValue::from_str(value).map_err(|_| invalid())?);
    Ok(())
}
