//! The parts of bodies in the form `multipart/form-data`.

use std::borrow::Cow;

use super::body;
use super::har::{Message, RecordedPart, RecordedParts};
use crate::media_types::{self, MULTIPART};

/// The parts of a request: those that the recorder listed, or else those that its text has. `None` if the body has no parts that
/// can be read.
pub(super) fn of_message(message: &Message<'_>) -> Option<RecordedParts> {
    let is_multipart = |media: &str| media_types::is_same(media, MULTIPART);
    if message.header("content-type").is_some_and(|media| !is_multipart(media)) {
        return None;
    }
    if let Some(listed) = message.parts.as_ref().filter(|listed| !listed.parts.is_empty()) {
        return Some(RecordedParts { parts: listed.parts.clone(), is_cut: listed.is_cut });
    }
    let recorded = message.body.as_ref()?;
    let body = body::unpack(&recorded.text, recorded.is_base64, recorded.length, recorded.packing.as_deref()).ok()?;
    let mut found = read(&body.bytes)?;
    found.is_cut |= recorded.is_marked_truncated;
    Some(found)
}

/// Reads a body. Its first line is the boundary, which is not taken from the header: recorders can change that.
fn read(body: &[u8]) -> Option<RecordedParts> {
    let mut lines = body.split(|byte| *byte == b'\n').map(|line| line.strip_suffix(b"\r").unwrap_or(line));
    let boundary = lines.by_ref().find(|line| !line.is_empty())?;
    if !boundary.starts_with(b"--") || boundary.len() < 3 {
        return None;
    }
    let mut found = RecordedParts { parts: Vec::new(), is_cut: true };
    let mut headers: Option<PartHeaders> = Some(PartHeaders::default());
    for line in lines {
        if line.strip_prefix(boundary) == Some(b"--") {
            found.is_cut = false;
            break;
        } else if line == boundary {
            headers = Some(PartHeaders::default());
        } else if let Some(stated) = &mut headers {
            if line.is_empty() {
                found.parts.extend(headers.take().and_then(PartHeaders::part));
            } else {
                stated.add(&String::from_utf8_lossy(line));
            }
        }
    }
    // A boundary is followed by a part, other text is not in this form.
    (!found.parts.is_empty() || !found.is_cut).then_some(found)
}

#[derive(Default)]
struct PartHeaders {
    name: Option<String>,
    media: Option<String>,
}

impl PartHeaders {
    fn add(&mut self, line: &str) {
        let Some((header, value)) = line.split_once(':') else { return };
        if header.trim().eq_ignore_ascii_case("content-disposition") {
            self.name = name_of(value).map(Cow::into_owned);
        } else if header.trim().eq_ignore_ascii_case("content-type") {
            self.media = Some(value.trim().to_owned());
        }
    }

    fn part(self) -> Option<RecordedPart> {
        Some(RecordedPart { name: self.name?, media: self.media })
    }
}

/// The parameter `name` of a header `Content-Disposition`.
fn name_of(disposition: &str) -> Option<Cow<'_, str>> {
    let mut rest = disposition;
    while let Some((_, parameters)) = rest.split_once(';') {
        let (key, value) = parameters.split_once('=')?;
        let is_name = key.trim().eq_ignore_ascii_case("name");
        let (text, after) = match value.trim_start().strip_prefix('"') {
            Some(quoted) => {
                let mut is_escaped = false;
                let end = quoted.find(|c: char| {
                    let ends = c == '"' && !is_escaped;
                    is_escaped = c == '\\' && !is_escaped;
                    ends
                })?;
                (Cow::Owned(quoted[..end].replace("\\\"", "\"")), &quoted[end..])
            }
            None => {
                let end = value.find(';').unwrap_or(value.len());
                (Cow::Borrowed(value[..end].trim()), &value[end..])
            }
        };
        if is_name {
            return Some(text);
        }
        rest = after;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::read;
    use crate::traffic::har::RecordedPart;

    fn part(name: &str, media: Option<&str>) -> RecordedPart {
        RecordedPart { name: name.to_owned(), media: media.map(str::to_owned) }
    }

    #[test]
    fn parts_have_names_and_media_types() {
        let body = "--b7\r\nContent-Disposition: form-data; name=\"note\"\r\n\r\nred; name=\"x\"\r\n--b7\r\n\
            content-disposition: form-data; filename=\"a;name=b\"; name=image\r\nContent-Type: image/png\r\n\r\n\u{0}\n\r\n--b7--\r\n";
        let found = read(body.as_bytes()).unwrap();
        assert_eq!(found.parts, [part("note", None), part("image", Some("image/png"))]);
        assert!(!found.is_cut);
        let cut = read(&body.as_bytes()[..body.len() - 9]).unwrap();
        assert_eq!((cut.parts, cut.is_cut), (found.parts, true));
    }

    #[test]
    fn other_bodies_have_no_parts() {
        for body in ["", "note=red", "--", "--b7", "---\nnote: red", "{}"] {
            assert_eq!(read(body.as_bytes()), None, "{body}");
        }
        assert_eq!(read(b"--b7\n--b7--\n").unwrap().parts, []);
    }
}
