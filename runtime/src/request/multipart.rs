//! Bodies of the media type `multipart/form-data`: fields and files.

use std::fmt;

use bytes::{BufMut as _, Bytes, BytesMut};
use http::header::HeaderValue;
use uuid::Uuid;

use crate::{InputError, InputProblem};

/// A file that a request sends as a part of its body.
#[derive(Clone, PartialEq, Eq)]
pub struct FilePart {
    name: String,
    content: Bytes,
    media: Option<String>,
}

impl FilePart {
    /// A file with this name and content. The name is sent as it is, so it should not contain the folders of this machine.
    pub fn new(name: impl Into<String>, content: impl Into<Bytes>) -> Self {
        Self { name: name.into(), content: content.into(), media: None }
    }

    /// Sends this media type in place of the one of the operation.
    #[must_use]
    pub fn with_media(mut self, media: impl Into<String>) -> Self {
        self.media = Some(media.into());
        self
    }

    /// The name of the file.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The content of the file.
    pub fn content(&self) -> &Bytes {
        &self.content
    }
}

/// Shows the length in place of the content, which may be secret and long.
impl fmt::Debug for FilePart {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("FilePart")
            .field("name", &self.name)
            .field("length", &self.content.len())
            .field("media", &self.media)
            .finish()
    }
}

/// The parts of a body.
#[derive(Default)]
pub(super) struct Multipart(Vec<Part>);

struct Part {
    headers: String,
    content: Bytes,
}

impl Multipart {
    pub(super) fn field(&mut self, name: &str, text: &str) {
        let headers = format!("Content-Disposition: form-data; name=\"{}\"\r\n", escaped(name));
        self.0.push(Part { headers, content: Bytes::copy_from_slice(text.as_bytes()) });
    }

    /// Adds a file; `media` applies to a file without a media type of its own.
    pub(super) fn file(&mut self, name: &'static str, file: &FilePart, media: &str) -> Result<(), InputError> {
        let media = file.media.as_deref().unwrap_or(media);
        // A line break in it would begin another header.
        HeaderValue::from_str(media).map_err(|_| InputError::new(name, InputProblem::NotAHeaderValue))?;
        let (name, file_name) = (escaped(name), escaped(&file.name));
        let headers = format!(
            "Content-Disposition: form-data; name=\"{name}\"; filename=\"{file_name}\"\r\nContent-Type: {media}\r\n"
        );
        self.0.push(Part { headers, content: file.content.clone() });
        Ok(())
    }

    /// The media type and the bytes of the body.
    pub(super) fn into_body(self) -> (String, Bytes) {
        let boundary = self.boundary();
        let length = self.0.iter().map(|part| part.headers.len() + part.content.len() + boundary.len() + 8).sum();
        let mut body = BytesMut::with_capacity(length);
        for part in &self.0 {
            body.put_slice(format!("--{boundary}\r\n{}\r\n", part.headers).as_bytes());
            body.put_slice(&part.content);
            body.put_slice(b"\r\n");
        }
        body.put_slice(format!("--{boundary}--\r\n").as_bytes());
        (format!("multipart/form-data; boundary={boundary}"), body.freeze())
    }

    /// A text that no part contains, so that no content can end its part.
    fn boundary(&self) -> String {
        loop {
            let boundary = format!("docwright-{}", Uuid::new_v4().simple());
            if !self.0.iter().any(|part| contains(&part.content, boundary.as_bytes())) {
                return boundary;
            }
        }
    }
}

fn contains(content: &[u8], text: &[u8]) -> bool {
    content.windows(text.len()).any(|window| window.first() == text.first() && window == text)
}

/// A name between quotes. As in browsers, quotes and line breaks are percent-encoded, so that they neither end the name nor
/// begin a header; so are other control characters and the backslash, which some services read as an escape.
fn escaped(name: &str) -> String {
    let mut text = String::with_capacity(name.len());
    for character in name.chars() {
        if matches!(character, '"' | '\\') || character.is_ascii_control() {
            text.push_str(&format!("%{:02X}", u32::from(character)));
        } else {
            text.push(character);
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn body(multipart: Multipart) -> (String, String) {
        let (media, body) = multipart.into_body();
        let boundary = media.strip_prefix("multipart/form-data; boundary=").unwrap().to_owned();
        let body = String::from_utf8(body.to_vec()).unwrap().replace(&boundary, "B");
        (boundary, body)
    }

    #[test]
    fn a_body_has_its_parts_between_boundaries() {
        let mut multipart = Multipart::default();
        multipart.field("note", "für Ada");
        multipart.file("scan", &FilePart::new("a.pdf", "%PDF\r\n--"), "application/pdf").unwrap();
        multipart.file("scan", &FilePart::new("b", "").with_media("text/plain"), "application/pdf").unwrap();
        let expected = "--B\r\nContent-Disposition: form-data; name=\"note\"\r\n\r\nfür Ada\r\n\
             --B\r\nContent-Disposition: form-data; name=\"scan\"; filename=\"a.pdf\"\r\nContent-Type: application/pdf\r\n\
             \r\n%PDF\r\n--\r\n\
             --B\r\nContent-Disposition: form-data; name=\"scan\"; filename=\"b\"\r\nContent-Type: text/plain\r\n\r\n\r\n\
             --B--\r\n";
        assert_eq!(body(multipart).1, expected);
        assert_eq!(body(Multipart::default()).1, "--B--\r\n");
    }

    #[test]
    fn a_boundary_is_allowed_and_new_for_each_body() {
        let (first, second) = (body(Multipart::default()).0, body(Multipart::default()).0);
        assert_ne!(first, second);
        assert!(first.len() <= 70 && first.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-'), "{first}");
    }

    #[test]
    fn content_is_searched_for_the_boundary() {
        assert!(contains(b"a boundary-1", b"boundary-1"));
        assert!(contains(b"boundary-1", b"boundary-1"));
        assert!(!contains(b"boundary-", b"boundary-1"));
        assert!(!contains(b"", b"boundary-1"));
    }

    #[test]
    fn names_add_no_headers() {
        let mut multipart = Multipart::default();
        multipart.field("a\"; filename=\"x", "");
        multipart.file("f", &FilePart::new("a\"\r\nX-B: b\\\0ü.pdf", ""), "image/png").unwrap();
        let (_, body) = body(multipart);
        assert!(body.contains("name=\"a%22; filename=%22x\"\r\n\r\n"), "{body}");
        assert!(body.contains("; filename=\"a%22%0D%0AX-B: b%5C%00ü.pdf\"\r\nContent-Type: image/png\r\n"), "{body}");
    }

    #[test]
    fn a_media_type_adds_no_headers() {
        let file = FilePart::new("a", "").with_media("image/png\r\nX-B: b");
        let error = Multipart::default().file("f", &file, "image/png").unwrap_err();
        assert_eq!((error.parameter(), error.problem()), ("f", InputProblem::NotAHeaderValue));
    }

    #[test]
    fn debug_shows_no_content() {
        let shown = format!("{:?}", FilePart::new("a.pdf", "hunter2"));
        assert_eq!(shown, "FilePart { name: \"a.pdf\", length: 7, media: None }");
    }
}
