//! Encodes an operation's inputs as one HTTP request.

use bytes::Bytes;
use http::header::{ACCEPT, CONTENT_LENGTH, CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue, IF_MATCH};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
use serde::Serialize;

mod multipart;
mod query;

pub use self::multipart::FilePart;
use self::multipart::Multipart;
use crate::client::set_header;
use crate::dot_segments::climbs;
use crate::{InputError, InputLocation, InputProblem, OperationInfo, Scalar, Values};

/// Everything but the unreserved characters of RFC 3986.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

const JSON: &str = "application/json";

/// The parts of a request as [`Operation::encode`](crate::Operation::encode) writes them.
#[derive(Default)]
pub struct RequestParts {
    segments: Vec<(&'static str, String)>,
    query: String,
    headers: HeaderMap,
    body: Bytes,
    multipart: Option<Multipart>,
}

// Generated code calls these from each operation; copies of them there would cost compile time and gain nothing.
impl RequestParts {
    /// Sets a parameter of the path template; the value becomes exactly one path segment.
    ///
    /// # Errors
    /// When the value is empty, or a server that decodes it more than once might find `.` or `..` between slashes in it.
    #[inline(never)]
    pub fn segment(&mut self, name: &'static str, value: &dyn Scalar) -> Result<(), InputError> {
        let segment = value.text(InputLocation::Path).and_then(|text| encode_segment(&text));
        self.segments.push((name, segment.map_err(|problem| InputError::new(name, problem))?));
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
        let text = text.replace('\'', "''");
        if climbs(&format!("'{text}'")) {
            return Err(InputError::new(name, InputProblem::DotSegment));
        }
        self.segments.push((name, utf8_percent_encode(&text, RESERVED).to_string()));
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
        let append = &mut |value: &str| {
            let mut value = HeaderValue::from_str(value).map_err(|_| InputProblem::NotAHeaderValue)?;
            value.set_sensitive(is_secret);
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
        let mut text = Vec::new();
        let is_written = body.serialize(&mut serde_json::Serializer::new(&mut text)).is_ok();
        self.json_text(text, is_written, media)
    }

    #[inline(never)]
    fn json_text(&mut self, text: Vec<u8>, is_written: bool, media: &'static str) -> Result<(), InputError> {
        if !is_written {
            return Err(InputError::new("body", InputProblem::NotSerializable));
        }
        self.binary(Bytes::from(text), media)
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
        let append = &mut |value: &str| {
            multipart.field(name, value);
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

pub(crate) fn encode_segment(text: &str) -> Result<String, InputProblem> {
    match text {
        "" => Err(InputProblem::Empty),
        _ if climbs(text) => Err(InputProblem::DotSegment),
        _ => Ok(utf8_percent_encode(text, RESERVED).to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Api, Idempotency, Method, Version};

    const API: Api = Api::new("test", "Test", "test/1").with_version(Version::new("version", "1"));

    fn info(path: &'static str) -> OperationInfo {
        OperationInfo::new(&API, "test", Method::Get, path, Idempotency::Safe)
    }

    fn url(path: &'static str, parts: RequestParts) -> Result<String, InputError> {
        parts.into_http(&info(path), "https://h", None, HeaderMap::new()).map(|request| request.uri().to_string())
    }

    #[test]
    fn a_segment_stays_one_segment() {
        for (text, segment) in
            [("a/b", "a%2Fb"), ("%2e%2ea", "%252e%252ea"), ("a b?#é", "a%20b%3F%23%C3%A9"), ("...", "...")]
        {
            let mut parts = RequestParts::default();
            parts.segment("id", &text).unwrap();
            assert_eq!(url("/v{version}/x/{id}", parts).unwrap(), format!("https://h/v1/x/{segment}"));
        }
        for text in ["", ".", "..", "x/../..", "%2e%2e", "..;", "a\0b", "\u{ff0e}\u{ff0e}"] {
            let error = RequestParts::default().segment("id", &text).unwrap_err();
            assert_eq!(error.parameter(), "id");
        }
    }

    #[test]
    fn a_template_and_its_values_must_agree() {
        let problem = |path, parts| url(path, parts).unwrap_err().problem();
        assert_eq!(problem("/x/{id}", RequestParts::default()), InputProblem::MissingFromPath);
        let mut parts = RequestParts::default();
        parts.segment("id", &"a").unwrap();
        assert_eq!(problem("/x", parts), InputProblem::NotInPath);
    }

    #[test]
    fn a_query_follows_a_fixed_one_and_repeats_keys() {
        let mut parts = RequestParts::default();
        parts.query("id s", &vec!["a&b".to_owned(), "c".to_owned()]).unwrap();
        parts.query("none", &None::<i64>).unwrap();
        parts.query_json("filter", Some(&serde_json::json!({"Field": "a"}))).unwrap();
        assert_eq!(
            url("/x?provider=onetime", parts).unwrap(),
            "https://h/x?provider=onetime&id%20s=a%26b&id%20s=c&filter=%7B%22Field%22%3A%22a%22%7D"
        );
    }

    #[test]
    fn values_between_commas_hold_none() {
        let mut parts = RequestParts::default();
        parts.query_commas("groupby", &vec!["a b".to_owned(), String::new(), "c".to_owned()]).unwrap();
        parts.query_commas("none", &Vec::<String>::new()).unwrap();
        parts.query_commas("one", &vec![String::new()]).unwrap();
        assert_eq!(url("/x", parts).unwrap(), "https://h/x?groupby=a%20b,,c&one=");
        let error = RequestParts::default().query_commas("groupby", &vec!["a,b".to_owned()]).unwrap_err();
        assert_eq!(error.problem(), InputProblem::HoldsSeparator);
    }

    #[test]
    fn quotes_of_a_quoted_key_are_doubled() {
        for (text, key) in [("US", "US"), ("O'Neil", "O%27%27Neil"), ("", ""), ("..", ".."), ("a/b", "a%2Fb")] {
            let mut parts = RequestParts::default();
            parts.quoted_key("market", &text).unwrap();
            assert_eq!(url("/p(Market='{market}')", parts).unwrap(), format!("https://h/p(Market='{key}')"));
        }
        for text in ["x/../..", "/../", "%2f..%2f", "a\0"] {
            let error = RequestParts::default().quoted_key("market", &text).unwrap_err();
            assert_eq!(error.problem(), InputProblem::DotSegment, "{text}");
        }
    }

    #[test]
    fn numbers_in_a_url_are_finite() {
        let mut parts = RequestParts::default();
        parts.query("at", &vec![1.0, -2.5, 1e21]).unwrap();
        parts.segment("x", &0.1).unwrap();
        assert_eq!(url("/p/{x}", parts).unwrap(), "https://h/p/0.1?at=1&at=-2.5&at=1000000000000000000000");
        for number in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
            assert_eq!(RequestParts::default().query("at", &number).unwrap_err().problem(), InputProblem::NotFinite);
            assert_eq!(RequestParts::default().segment("at", &number).unwrap_err().problem(), InputProblem::NotFinite);
            assert_eq!(RequestParts::default().header("at", &number).unwrap_err().problem(), InputProblem::NotFinite);
        }
    }

    #[test]
    fn headers_of_an_operation_go_before_those_of_the_api() {
        let mut parts = RequestParts::default();
        parts.header("X-A", &vec!["1".to_owned(), "2".to_owned()]).unwrap();
        let ours = [("x-a", "of the API"), ("x-b", "of the API")];
        let ours = ours.map(|(name, value)| (HeaderName::from_static(name), HeaderValue::from_static(value)));
        let request = parts.into_http(&info("/x"), "https://h", None, HeaderMap::from_iter(ours)).unwrap();
        assert_eq!(request.headers().get_all("X-A").iter().collect::<Vec<_>>(), ["1", "2"]);
        assert_eq!(request.headers()["X-B"], "of the API");
    }

    #[test]
    fn fixed_headers_go_before_those_of_the_api() {
        let of_api = HeaderMap::from_iter([(HeaderName::from_static("x-model"), HeaderValue::from_static("old"))]);
        let info = info("/x").with_fixed_headers(&[("X-Model", "new"), ("X-Other", "a b")]);
        let request = RequestParts::default().into_http(&info, "https://h", None, of_api).unwrap();
        assert_eq!(request.headers().get_all("x-model").iter().collect::<Vec<_>>(), ["new"]);
        assert_eq!(request.headers()["x-other"], "a b");
    }

    #[test]
    fn the_accepted_media_types_are_those_of_the_call_the_responses_or_the_api() {
        let accept = |parts: RequestParts, info: &OperationInfo, headers: HeaderMap| {
            let request = parts.into_http(info, "https://h", None, headers).unwrap();
            request.headers().get_all(ACCEPT).iter().map(|value| value.to_str().unwrap().to_owned()).collect::<Vec<_>>()
        };
        let of_api = || HeaderMap::from_iter([(ACCEPT, HeaderValue::from_static("text/json"))]);
        let of_responses = info("/x").with_accept("image/png");
        assert_eq!(accept(RequestParts::default(), &info("/x"), HeaderMap::new()), ["application/json"]);
        assert_eq!(accept(RequestParts::default(), &info("/x"), of_api()), ["text/json"]);
        assert_eq!(accept(RequestParts::default(), &of_responses, of_api()), ["image/png"]);
        let mut parts = RequestParts::default();
        parts.header("Accept", &"image/gif").unwrap();
        assert_eq!(accept(parts, &of_responses, of_api()), ["image/gif"]);
    }

    #[test]
    fn json_is_sent_with_the_media_type_that_is_stated() {
        let media = |parts: RequestParts| parts.headers[CONTENT_TYPE].to_str().unwrap().to_owned();
        let mut parts = RequestParts::default();
        parts.json(&7).unwrap();
        assert_eq!(media(parts), "application/json");
        let mut parts = RequestParts::default();
        parts.json_as(&7, "application/merge-patch+json").unwrap();
        assert_eq!(parts.body, "7");
        assert_eq!(media(parts), "application/merge-patch+json");
    }

    #[test]
    fn a_header_cannot_smuggle_lines() {
        assert!(RequestParts::default().header("X-A", &"a\r\nX-B: b").is_err());
    }

    #[test]
    fn an_entity_tag_gets_the_quotes_that_it_lacks() {
        for (tag, sent) in [
            ("-42", "\"-42\""),
            ("\"a\"", "\"a\""),
            ("W/\"a\"", "W/\"a\""),
            ("*", "*"),
            ("", "\"\""),
            ("W/a", "\"W/a\""),
        ] {
            let mut parts = RequestParts::default();
            parts.if_match(Some(tag)).unwrap();
            assert_eq!(parts.headers[IF_MATCH], sent);
        }
        for tag in ["\"", "a\"b", "a\", \"b", "\"a\", \"b\"", "a\nb", "\"a\r\nX-B: b\"", "W/\"", "w/\"a\""] {
            assert!(RequestParts::default().if_match(Some(tag)).is_err(), "{tag}");
        }
    }

    #[test]
    fn a_list_may_be_bounded() {
        assert!(RequestParts::default().at_most("names", 25, 25).is_ok());
        assert!(RequestParts::default().at_most("names", 26, 25).is_err());
    }
}
