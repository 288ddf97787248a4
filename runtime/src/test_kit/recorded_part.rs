//! Parts of a body of `multipart/form-data` that a fake service received.

use std::fmt;

use bytes::Bytes;

/// A part of a body, as it was sent.
#[derive(Clone, PartialEq, Eq)]
pub struct RecordedPart {
    name: String,
    file_name: Option<String>,
    media: Option<String>,
    content: Bytes,
}

impl RecordedPart {
    /// The parts of a body with this `Content-Type`; `None` if it does not consist of parts.
    pub fn read(media: &str, body: &Bytes) -> Option<Vec<Self>> {
        let boundary = media.strip_prefix("multipart/form-data; boundary=")?;
        let (first, next) = (format!("--{boundary}"), format!("\r\n--{boundary}"));
        let mut rest = body.slice(body.strip_prefix(first.as_bytes()).map(|_| first.len())?..);
        let mut parts = Vec::new();
        while !rest.starts_with(b"--") {
            let end = find(&rest, next.as_bytes())?;
            parts.push(part(&rest.slice(..end))?);
            rest = rest.slice(end + next.len()..);
        }
        (rest == "--\r\n").then_some(parts)
    }

    /// The name of the part.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The name of the file, if the part is one. Quotes, backslashes and control characters are percent-encoded.
    pub fn file_name(&self) -> Option<&str> {
        self.file_name.as_deref()
    }

    /// The media type of the part, if it states one.
    pub fn media(&self) -> Option<&str> {
        self.media.as_deref()
    }

    /// The content of the part.
    pub fn content(&self) -> &Bytes {
        &self.content
    }

    /// The content, if it is text.
    pub fn text(&self) -> Option<&str> {
        std::str::from_utf8(&self.content).ok()
    }
}

/// Shows the length in place of the content, which may be secret.
impl fmt::Debug for RecordedPart {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("RecordedPart")
            .field("name", &self.name)
            .field("file_name", &self.file_name)
            .field("media", &self.media)
            .field("length", &self.content.len())
            .finish()
    }
}

/// A part, which begins with the end of the line of its boundary.
fn part(text: &Bytes) -> Option<RecordedPart> {
    const END_OF_HEADERS: &[u8] = b"\r\n\r\n";
    let end = find(text, END_OF_HEADERS)?;
    let headers = std::str::from_utf8(text.get(..end)?).ok()?;
    let header = |name: &str| headers.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(": "));
    let disposition = header("Content-Disposition")?;
    let parameter = |name: &str| {
        let (_, value) = disposition.split_once(&format!("; {name}=\""))?;
        Some(value.split_once('"')?.0.to_owned())
    };
    Some(RecordedPart {
        name: parameter("name")?,
        file_name: parameter("filename"),
        media: header("Content-Type").map(str::to_owned),
        content: text.slice(end + END_OF_HEADERS.len()..),
    })
}

fn find(text: &[u8], searched: &[u8]) -> Option<usize> {
    text.windows(searched.len()).position(|window| window == searched)
}

#[cfg(test)]
mod tests {
    use super::*;

    const MEDIA: &str = "multipart/form-data; boundary=B";

    #[test]
    fn parts_have_names_and_content() {
        let body = "--B\r\nContent-Disposition: form-data; name=\"note\"\r\n\r\na\r\n--\r\n--B\r\n\
             Content-Disposition: form-data; name=\"f\"; filename=\"a.png\"\r\nContent-Type: image/png\r\n\r\n\r\n--B--\r\n";
        let parts = RecordedPart::read(MEDIA, &Bytes::from(body)).unwrap();
        let shown: Vec<_> =
            parts.iter().map(|part| (part.name(), part.file_name(), part.media(), part.text().unwrap())).collect();
        assert_eq!(shown, [("note", None, None, "a\r\n--"), ("f", Some("a.png"), Some("image/png"), "")]);
        assert_eq!(RecordedPart::read(MEDIA, &Bytes::from("--B--\r\n")), Some(Vec::new()));
    }

    #[test]
    fn other_bodies_have_no_parts() {
        for (media, body) in [
            ("application/json", "--B--\r\n"),
            (MEDIA, ""),
            (MEDIA, "--B"),
            (MEDIA, "--B--"),
            (MEDIA, "--B\r\n\r\na\r\n--B--\r\n"),
            (MEDIA, "--B\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\na"),
        ] {
            assert_eq!(RecordedPart::read(media, &Bytes::from(body)), None, "{media} {body}");
        }
    }
}
