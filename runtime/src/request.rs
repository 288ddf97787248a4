//! Encodes an operation's inputs as one HTTP request.

use bytes::Bytes;
use http::header::{ACCEPT, CONTENT_LENGTH, CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue, IF_MATCH};
use percent_encoding::percent_decode_str;
use serde::Serialize;

mod json;
mod multipart;
mod query;

use self::json::SentJson;
pub use self::multipart::FilePart;
use self::multipart::Multipart;
use crate::dot_segments::climbs;
use crate::encoding::{encode_segment, percent_encoded, set_header};
use crate::redact::SecretInputs;
use crate::{InputError, InputLocation, InputProblem, OperationInfo, Scalar, SecretString, Values};

const JSON: &str = "application/json";

/// The parts of a request as [`Operation::encode`](crate::Operation::encode) writes them.
#[derive(Default)]
pub struct RequestParts {
    segments: Vec<(&'static str, String)>,
    query: String,
    headers: HeaderMap,
    body: Bytes,
    multipart: Option<Multipart>,
    /// The secrets in all of it.
    secrets: Vec<SecretString>,
}

// Generated code calls these from each operation; copies of them there would cost compile time and gain nothing.
impl RequestParts {
    /// Sets a parameter of the path template; the value becomes exactly one path segment.
    ///
    /// # Errors
    /// When the value is empty, or a server that decodes it more than once might find `.` or `..` between slashes in it.
    #[inline(never)]
    pub fn segment(&mut self, name: &'static str, value: &dyn Scalar) -> Result<(), InputError> {
        let text = value.text(InputLocation::Path).map_err(|problem| InputError::new(name, problem))?;
        self.segments.push((name, encode_segment(&text).map_err(|problem| InputError::new(name, problem))?));
        self.keep_secret(value.is_secret(), &text);
        Ok(())
    }

    /// Sets a parameter that the path template has between single quotes, as in `products(Market='{market}')`. As OData
    /// requires, quotes within the value are doubled.
    ///
    /// # Errors
    /// When the value has no text, or a server that decodes it more than once might find `..` between slashes in it.
    #[inline(never)]
    pub fn quoted_key(&mut self, name: &'static str, value: &dyn Scalar) -> Result<(), InputError> {
        let text = value.text(InputLocation::Path).map_err(|problem| InputError::new(name, problem))?;
        self.keep_secret(value.is_secret(), &text);
        let text = text.replace('\'', "''");
        if climbs(&format!("'{text}'")) {
            return Err(InputError::new(name, InputProblem::DotSegment));
        }
        self.segments.push((name, percent_encoded(&text).to_string()));
        Ok(())
    }

    /// Adds a header line for each value; none for an absent one.
    ///
    /// # Errors
    /// When a header cannot carry the value.
    #[inline(never)]
    pub fn header(&mut self, name: &'static str, values: &dyn Values) -> Result<(), InputError> {
        let invalid = || InputError::new(name, InputProblem::NotAHeaderValue);
        let header = HeaderName::from_bytes(name.as_bytes()).map_err(|_| invalid())?;
        let is_secret = values.is_secret();
        let append = &mut |text: &str| {
            let mut value = HeaderValue::from_str(text).map_err(|_| InputProblem::NotAHeaderValue)?;
            value.set_sensitive(is_secret);
            self.keep_secret(is_secret, text);
            self.headers.append(header.clone(), value);
            Ok(())
        };
        values.each(InputLocation::Header, append).map_err(|problem| InputError::new(name, problem))
    }

    /// Asks the service to act only if the resource still has this entity tag. The quotes that HTTP requires around a tag are
    /// added where they are missing.
    ///
    /// # Errors
    /// When a header cannot carry the tag, or the tag holds a quote, which would make it a list of tags.
    #[inline(never)]
    pub fn if_match(&mut self, tag: Option<&str>) -> Result<(), InputError> {
        let Some(tag) = tag else { return Ok(()) };
        let invalid = || InputError::new("If-Match", InputProblem::NotAHeaderValue);
        let strong = tag.strip_prefix("W/").unwrap_or(tag);
        let inner = strong.strip_prefix('"').and_then(|inner| inner.strip_suffix('"'));
        if inner.unwrap_or(tag).contains('"') {
            return Err(invalid());
        }
        let text = if tag == "*" || inner.is_some() { tag.to_owned() } else { format!("\"{tag}\"") };
        let value = HeaderValue::from_str(&text).map_err(|_| invalid())?;
        self.headers.insert(IF_MATCH, value);
        Ok(())
    }

    /// Sets a JSON body of the media type `application/json`.
    ///
    /// # Errors
    /// When the value cannot be written as JSON.
    pub fn json<T: Serialize + ?Sized>(&mut self, body: &T) -> Result<(), InputError> {
        self.json_as(body, JSON)
    }

    /// Sets a JSON body of another media type, such as `application/merge-patch+json`.
    ///
    /// # Errors
    /// When the value cannot be written as JSON, or `media` is not a media type.
    pub fn json_as<T: Serialize + ?Sized>(&mut self, body: &T, media: &'static str) -> Result<(), InputError> {
        self.sent_json(SentJson::of(body), media)
    }

    #[inline(never)]
    fn sent_json(&mut self, json: Option<SentJson>, media: &'static str) -> Result<(), InputError> {
        let json = json.ok_or_else(|| InputError::new("body", InputProblem::NotSerializable))?;
        let (text, secrets) = json.into_text_and_secrets();
        self.secrets.extend(secrets);
        self.binary(Bytes::from(text), media)
    }

    /// So that it can be removed from what the service repeats.
    fn keep_secret(&mut self, is_secret: bool, text: &str) {
        if is_secret {
            self.secrets.push(SecretString::from(text));
        }
    }

    /// Sets a body of some other media type.
    ///
    /// # Errors
    /// When `media` is not a media type.
    #[inline(never)]
    pub fn binary(&mut self, body: Bytes, media: &'static str) -> Result<(), InputError> {
        let media =
            HeaderValue::from_str(media).map_err(|_| InputError::new("Content-Type", InputProblem::NotAHeaderValue))?;
        self.headers.insert(CONTENT_TYPE, media);
        self.body = body;
        Ok(())
    }

    /// Makes the body `multipart/form-data`, without parts.
    #[inline(never)]
    pub fn multipart(&mut self) {
        self.multipart = Some(Multipart::default());
    }

    /// Adds a part to the body for each value.
    ///
    /// # Errors
    /// When a value has no text.
    #[inline(never)]
    pub fn part(&mut self, name: &'static str, values: &dyn Values) -> Result<(), InputError> {
        let multipart = self.multipart.get_or_insert_default();
        let (is_secret, secrets) = (values.is_secret(), &mut self.secrets);
        let append = &mut |value: &str| {
            multipart.field(name, value);
            secrets.extend(is_secret.then(|| SecretString::from(value)));
            Ok(())
        };
        values.each(InputLocation::Part, append).map_err(|problem| InputError::new(name, problem))
    }

    /// Adds files to the body as parts of one name; `media` applies to those without a media type of their own.
    ///
    /// # Errors
    /// When a media type has characters that a header cannot carry.
    #[inline(never)]
    pub fn files<'f>(
        &mut self,
        name: &'static str,
        files: impl IntoIterator<Item = &'f FilePart>,
        media: &'static str,
    ) -> Result<(), InputError> {
        let multipart = self.multipart.get_or_insert_default();
        files.into_iter().try_for_each(|file| multipart.file(name, file, media))
    }

    /// Sets an empty body; without `Content-Length: 0` some services respond with 411.
    #[inline(never)]
    pub fn empty_body(&mut self) {
        self.headers.insert(CONTENT_LENGTH, HeaderValue::from_static("0"));
        self.body = Bytes::new();
    }

    /// Rejects a list that is longer than the operation accepts.
    ///
    /// # Errors
    /// When `count` is above `max`.
    #[inline(never)]
    pub fn at_most(&mut self, name: &'static str, count: usize, max: usize) -> Result<(), InputError> {
        if count > max { Err(InputError::new(name, InputProblem::TooMany { max })) } else { Ok(()) }
    }

    /// Replaces a header, if a header can carry the value.
    pub(crate) fn replace_header(&mut self, name: &'static str, value: &str) -> Option<()> {
        let header = HeaderName::from_bytes(name.as_bytes()).ok()?;
        self.headers.insert(header, HeaderValue::from_str(value).ok()?);
        Some(())
    }

    /// Replaces headers of the same names, and adds the others.
    pub(crate) fn replace_headers(&mut self, headers: &HeaderMap) {
        self.headers.extend(headers.clone());
    }

    /// Adds headers of other names.
    pub(crate) fn complete_headers(&mut self, mut headers: HeaderMap) {
        headers.extend(std::mem::take(&mut self.headers));
        self.headers = headers;
    }

    pub(crate) fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// The headers and the body.
    pub(crate) fn into_content(self) -> (HeaderMap, Bytes) {
        (self.headers, self.body)
    }

    /// Builds the request. `base` has no trailing slash; headers of the operation replace those in `headers`.
    /// `Accept` is that of the call, else that of the operation's responses, else that of the API, else JSON.
    pub(crate) fn into_http(
        mut self,
        info: &OperationInfo,
        base: &str,
        version: Option<&str>,
        mut headers: HeaderMap,
    ) -> Result<http::Request<Bytes>, InputError> {
        if let Some(multipart) = self.multipart.take() {
            let (media, body) = multipart.into_body();
            set_header(&mut self.headers, "Content-Type", &media)?;
            self.body = body;
        }
        let mut url = String::from(base);
        self.expand_path(info, version, &mut url)?;
        let (fixed, query) = (info.path.split_once('?').map(|(_, fixed)| fixed), &self.query);
        let fixed = fixed.into_iter().flat_map(|fixed| fixed.split('&')).filter(|pair| !self.replaces(pair));
        for (number, pair) in fixed.chain((!query.is_empty()).then_some(&**query)).enumerate() {
            url.push(if number == 0 { '?' } else { '&' });
            url.push_str(pair);
        }
        let mut request = http::Request::builder()
            .method(http::Method::from(info.method))
            .uri(url)
            .body(self.body)
            .map_err(|_| InputError::new("request", InputProblem::NotARequest))?;
        let of_api = headers.get(ACCEPT).is_none().then_some(JSON);
        if let Some(media) = info.accept.or(of_api) {
            let invalid = |_| InputError::new("Accept", InputProblem::NotAHeaderValue);
            headers.insert(ACCEPT, HeaderValue::from_str(media).map_err(invalid)?);
        }
        for (name, value) in info.fixed_headers {
            set_header(&mut headers, name, value)?;
        }
        // They replace those of the same name.
        headers.extend(self.headers);
        *request.headers_mut() = headers;
        if !self.secrets.is_empty() {
            request.extensions_mut().insert(SecretInputs(self.secrets.into()));
        }
        Ok(request)
    }

    /// Whether a pair of the fixed query in the path template has the name of a parameter.
    fn replaces(&self, pair: &str) -> bool {
        let name = percent_decode_str(pair.split('=').next().unwrap_or_default());
        name.decode_utf8().is_ok_and(|name| self.query_value(&name).is_some())
    }

    fn expand_path(&self, info: &OperationInfo, version: Option<&str>, url: &mut String) -> Result<(), InputError> {
        let mut rest = info.path.split('?').next().unwrap_or_default();
        while let Some((literal, (parameter, after))) =
            rest.split_once('{').and_then(|(literal, tail)| Some((literal, tail.split_once('}')?)))
        {
            url.push_str(literal);
            rest = after;
            if let Some((_, segment)) = self.segments.iter().find(|(name, _)| *name == parameter) {
                url.push_str(segment);
            } else if let Some(declared) = info.api.version.filter(|version| version.parameter == parameter) {
                let segment = encode_segment(version.unwrap_or(declared.default))
                    .map_err(|problem| InputError::new(parameter, problem))?;
                url.push_str(&segment);
            } else {
                return Err(InputError::new(parameter, InputProblem::MissingFromPath));
            }
        }
        url.push_str(rest);
        let stray = self.segments.iter().find(|(name, _)| !info.path.contains(&format!("{{{name}}}")));
        stray.map_or(Ok(()), |(name, _)| Err(InputError::new(*name, InputProblem::NotInPath)))
    }
}

#[cfg(test)]
mod tests;
