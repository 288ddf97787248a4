//! Follows links from a service or from a cursor, never out of the client's base URL.

use bytes::Bytes;
use http::header::{HeaderName, HeaderValue};
use http::{HeaderMap, Request, Uri};
use serde_json::Value;
use url::{ParseError, Url};

use super::ContinuationProblem;
use crate::client::is_below;
use crate::dot_segments::climbs;
use crate::encoding::encode_segment;
use crate::url_query::without_parameters;
use crate::{Api, OperationInfo};

/// The most headers of a link that are sent.
const MOST_HEADERS: usize = 32;

/// A link as the service stated it.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Link {
    pub(crate) uri: String,
    pub(crate) method: Option<String>,
    pub(crate) headers: Vec<(String, String)>,
}

impl Link {
    /// A link with headers of its own; `None` for one that leads nowhere.
    pub(crate) fn read(value: &Value) -> Option<Self> {
        let text = |value: &Value, name: &str| Some(value.get(name)?.as_str()?.to_owned());
        let headers = value.get("headers").and_then(Value::as_array);
        let headers = headers.into_iter().flatten();
        Some(Self {
            uri: text(value, "uri")?,
            method: text(value, "method"),
            headers: headers.filter_map(|header| Some((text(header, "key")?, text(header, "value")?))).collect(),
        })
    }

    pub(crate) fn to(uri: &str) -> Self {
        Self { uri: uri.to_owned(), method: None, headers: Vec::new() }
    }

    /// The link without the credentials of the API that the service may have repeated in its query: they must not be in a
    /// cursor, and are sent again anyway.
    pub(crate) fn without_credentials(mut self, api: &Api) -> Self {
        self.uri = location_without_credentials(self.uri, api);
        self
    }

    /// The link without headers that are not to be kept.
    pub(crate) fn with_headers(mut self, is_kept: impl Fn(&str) -> bool) -> Self {
        self.headers.retain(|(name, _)| is_kept(name));
        self
    }
}

/// The same for the text of a link.
pub(crate) fn location_without_credentials(location: String, api: &Api) -> String {
    without_parameters(&location, |name| api.has_credential_in_query(name)).unwrap_or(location)
}

/// What a link is relative to, and what it may state.
#[derive(Clone, Copy)]
pub(crate) struct Root<'a> {
    /// The client's base URL.
    pub(crate) base: &'a str,
    /// The operation whose response holds the link.
    pub(crate) operation: &'a OperationInfo,
    /// The API version in place of the API's default.
    pub(crate) version: Option<&'a str>,
    /// Whether a link may state the header.
    pub(crate) may_state: &'a dyn Fn(&str) -> bool,
}

/// Turns `request` into the one for `link`.
pub(crate) fn follow(request: &mut Request<Bytes>, link: &Link, root: Root<'_>) -> Result<(), ContinuationProblem> {
    if link.method.as_ref().is_some_and(|method| !method.eq_ignore_ascii_case("GET")) {
        return Err(ContinuationProblem::OtherMethod);
    }
    *request.uri_mut() = resolve(&link.uri, root)?;
    copy_headers(request.headers_mut(), &link.headers, root.may_state)
}

/// The URL that a link names. A relative one lacks the API version in some services, and the leading slash in others.
fn resolve(text: &str, root: Root<'_>) -> Result<Uri, ContinuationProblem> {
    let malformed = |_| ContinuationProblem::Malformed;
    let text = text.trim();
    // URL parsers read a backslash as a slash, and ignore tabs and line ends.
    if text.is_empty() || text.contains(|c: char| c.is_control() || c == '\\') || climbs(path_of(text)) {
        return Err(ContinuationProblem::Malformed);
    }
    let base = Url::parse(root.base).map_err(malformed)?;
    let mut url = match Url::parse(text) {
        _ if text.starts_with("//") => base.join(text).map_err(malformed)?,
        // Not joined to the base, for which `https:evil.example` would be a relative path.
        Ok(absolute) => absolute,
        Err(ParseError::RelativeUrlWithoutBase) => {
            Url::parse(&format!("{}{}", root.base, complete(text, root)?)).map_err(malformed)?
        }
        Err(_) => return Err(ContinuationProblem::Malformed),
    };
    if url.origin() != base.origin() || !url.username().is_empty() || url.password().is_some() {
        return Err(ContinuationProblem::ForeignOrigin);
    }
    if !is_below(&url, &base) {
        return Err(ContinuationProblem::OutsideBaseUrl);
    }
    url.set_fragment(None);
    url.as_str().parse().map_err(|_| ContinuationProblem::Malformed)
}

fn path_of(link: &str) -> &str {
    link.split(['?', '#']).next().unwrap_or_default()
}

/// A relative link with leading slash and API version.
fn complete(text: &str, root: Root<'_>) -> Result<String, ContinuationProblem> {
    let path = text.strip_prefix('/').unwrap_or(text);
    if path.is_empty() || path.starts_with(['?', '#']) {
        return Err(ContinuationProblem::Malformed);
    }
    let Some(prefix) = VersionPrefix::of(root)? else { return Ok(format!("/{path}")) };
    Ok(if prefix.begins(path) { format!("/{path}") } else { format!("{}/{path}", prefix.text()) })
}

/// The beginning of an operation's path, up to the segment with the API version.
struct VersionPrefix<'a> {
    before: Vec<&'a str>,
    /// The text of the segment before the version, such as `v`.
    literal: &'a str,
    segment: String,
}

impl<'a> VersionPrefix<'a> {
    fn of(root: Root<'a>) -> Result<Option<Self>, ContinuationProblem> {
        let Some(declared) = root.operation.api.version else { return Ok(None) };
        let parameter = format!("{{{}}}", declared.parameter);
        let mut before = Vec::new();
        for segment in root.operation.path.split('?').next().unwrap_or_default().split('/').skip(1) {
            if let Some((literal, after)) = segment.split_once(parameter.as_str()) {
                let version = encode_segment(root.version.unwrap_or(declared.default))
                    .map_err(|_| ContinuationProblem::Malformed)?;
                return Ok(Some(Self { before, literal, segment: format!("{literal}{version}{after}") }));
            }
            if segment.contains('{') {
                break;
            }
            before.push(segment);
        }
        Ok(None)
    }

    fn text(&self) -> String {
        self.before
            .iter()
            .copied()
            .chain([self.segment.as_str()])
            .fold(String::new(), |text, segment| text + "/" + segment)
    }

    /// Whether a path begins with this prefix, or with that of another version.
    fn begins(&self, path: &str) -> bool {
        let mut segments = path_of(path).split('/');
        let is_same =
            self.before.iter().all(|known| segments.next().is_some_and(|found| found.eq_ignore_ascii_case(known)));
        let Some(segment) = segments.next().filter(|_| is_same) else { return false };
        let number = segment
            .get(..self.literal.len())
            .filter(|start| !start.is_empty() && start.eq_ignore_ascii_case(self.literal))
            .and_then(|start| segment.get(start.len()..));
        segment.eq_ignore_ascii_case(&self.segment)
            || number.is_some_and(|number| number.starts_with(|c: char| c.is_ascii_digit()))
    }
}

/// Copies the headers that the link may state. The next page may need them, so one that cannot be sent is an error.
fn copy_headers(
    headers: &mut HeaderMap,
    stated: &[(String, String)],
    may_state: &dyn Fn(&str) -> bool,
) -> Result<(), ContinuationProblem> {
    let copied = stated.iter().filter(|(name, _)| may_state(name));
    for (index, (name, value)) in copied.enumerate() {
        if index == MOST_HEADERS {
            return Err(ContinuationProblem::Malformed);
        }
        let name = HeaderName::from_bytes(name.as_bytes()).map_err(|_| ContinuationProblem::Malformed)?;
        let value = HeaderValue::from_str(value).map_err(|_| ContinuationProblem::Malformed)?;
        headers.insert(name, value);
    }
    Ok(())
}

/// Whether a resolved URL belongs to the operation: its path has the form of the template, ignoring case.
pub(crate) fn leads_to(uri: &Uri, root: Root<'_>) -> bool {
    let Ok(base) = Url::parse(root.base) else { return false };
    let Some(path) = uri.path().strip_prefix(base.path().trim_end_matches('/')) else { return false };
    let template = root.operation.path.split('?').next().unwrap_or_default();
    let (mut found, mut known) = (path.split('/'), template.split('/'));
    loop {
        match (found.next(), known.next()) {
            (None, None) => return true,
            (Some(found), Some(known)) if known.contains('{') => {
                if found.is_empty() {
                    return false;
                }
            }
            (Some(found), Some(known)) if found.eq_ignore_ascii_case(known) => {}
            _ => return false,
        }
    }
}

#[cfg(test)]
mod tests;
