//! HAR files: exchanges as browsers, mitmproxy and Fiddler write them. Entries are read one by one, as slices of the text.

use std::borrow::Cow;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error as _, MapAccess, SeqAccess, Visitor};
use serde_json::error::Category;
use serde_json::value::RawValue;

use crate::json_text::{self as json, Members, Name};

/// Receives the content of a HAR file.
pub(super) trait HarReader<'a> {
    /// A member of the file's `log` other than its entries.
    fn member(&mut self, _: &str, _: &'a RawValue) {}
    /// A member of the file beside its `log`, which HAR does not have.
    fn outer_member(&mut self, _: &str, _: &'a RawValue) {}
    /// The list of exchanges begins.
    fn entries(&mut self) {}
    /// An exchange.
    fn entry(&mut self, entry: &'a RawValue);
    /// Whether the rest of the file does not matter.
    fn is_done(&self) -> bool {
        false
    }
}

/// Whether a file is complete.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Ending {
    /// It is complete.
    Whole,
    /// It ends within an entry, or before the end of the log.
    Cut,
}

/// Why a file is not a HAR file.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum HarError {
    /// It is other JSON.
    NoHar,
    /// At this line and column it is not JSON, or not what HAR requires there.
    Malformed { line: usize, column: usize },
}

/// Reads a HAR file.
pub(super) fn read<'a>(text: &'a str, reader: &mut dyn HarReader<'a>) -> Result<Ending, HarError> {
    let mut found = false;
    let file = File { reader, found: &mut found, level: Level::File };
    let mut deserializer = serde_json::Deserializer::from_str(text.trim_start_matches('\u{feff}'));
    match (file.deserialize(&mut deserializer), found) {
        (Ok(()), true) => Ok(Ending::Whole),
        (Err(error), true) if error.classify() == Category::Eof => Ok(Ending::Cut),
        (Ok(()), false) => Err(HarError::NoHar),
        (Err(error), _) => Err(HarError::Malformed { line: error.line(), column: error.column() }),
    }
}

/// Whether a text is a HAR file with exchanges. It is read up to the first one, which has all that HAR requires of one.
pub(super) fn has_exchanges(text: &str) -> bool {
    let mut first = First::default();
    // The error is that of a reader that is done.
    let _ = read(text, &mut first);
    first.is_exchange == Some(true)
}

#[derive(Default)]
struct First {
    is_exchange: Option<bool>,
}

impl<'a> HarReader<'a> for First {
    fn entry(&mut self, entry: &'a RawValue) {
        let has_response = json::members(entry)
            .is_some_and(|entry| json::member(&entry, "response").and_then(json::members).is_some());
        self.is_exchange = Some(has_response && Exchange::read(entry).is_some());
    }

    fn is_done(&self) -> bool {
        self.is_exchange.is_some()
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Level {
    File,
    Log,
    Entries,
}

struct File<'r, 'a> {
    reader: &'r mut dyn HarReader<'a>,
    /// Whether the log has entries.
    found: &'r mut bool,
    level: Level,
}

impl<'a> DeserializeSeed<'a> for File<'_, 'a> {
    type Value = ();

    fn deserialize<D: Deserializer<'a>>(self, deserializer: D) -> Result<(), D::Error> {
        match self.level {
            Level::Entries => deserializer.deserialize_seq(self),
            Level::File | Level::Log => deserializer.deserialize_map(self),
        }
    }
}

impl<'a> Visitor<'a> for File<'_, 'a> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a HAR file")
    }

    fn visit_map<A: MapAccess<'a>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(Name(name)) = map.next_key::<Name<'a>>()? {
            let inner = match (self.level, &*name) {
                (Level::File, "log") => Some(Level::Log),
                (Level::Log, "entries") => {
                    *self.found = true;
                    self.reader.entries();
                    Some(Level::Entries)
                }
                _ => None,
            };
            match inner {
                Some(level) => {
                    map.next_value_seed(File { reader: &mut *self.reader, found: &mut *self.found, level })?
                }
                None if self.level == Level::Log => self.reader.member(&name, map.next_value()?),
                None => self.reader.outer_member(&name, map.next_value()?),
            }
        }
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'a>>(self, mut seq: A) -> Result<(), A::Error> {
        while let Some(entry) = seq.next_element()? {
            self.reader.entry(entry);
            if self.reader.is_done() {
                return Err(A::Error::custom("the rest does not matter"));
            }
        }
        Ok(())
    }
}

/// One exchange.
pub(super) struct Exchange<'a> {
    pub(super) method: Cow<'a, str>,
    pub(super) url: Cow<'a, str>,
    pub(super) sent: Message<'a>,
    /// `None` if there was no response.
    pub(super) response: Option<(u16, Message<'a>)>,
}

/// A request or a response.
pub(super) struct Message<'a> {
    pub(super) headers: Vec<(Cow<'a, str>, Cow<'a, str>)>,
    /// `None` if the body was not recorded.
    pub(super) body: Option<RecordedBody<'a>>,
    /// The parts that the recorder lists in place of a body.
    pub(super) parts: Option<RecordedParts>,
}

/// A recorded body.
pub(super) struct RecordedBody<'a> {
    pub(super) text: Cow<'a, str>,
    pub(super) is_base64: bool,
    /// The size of the body in bytes.
    pub(super) length: Option<u64>,
    /// The `Content-Encoding` of the message; most recordings contain the decompressed body.
    pub(super) packing: Option<Cow<'a, str>>,
    /// Whether a comment says that the recording is truncated.
    pub(super) is_marked_truncated: bool,
}

/// A part of a body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct RecordedPart {
    pub(super) name: String,
    /// The media type that it states.
    pub(super) media: Option<String>,
}

/// The parts that were recorded.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct RecordedParts {
    pub(super) parts: Vec<RecordedPart>,
    /// Whether the recording ends before the body does.
    pub(super) is_cut: bool,
}

impl<'a> Exchange<'a> {
    /// Reads an entry; `None` if it has no request.
    pub(super) fn read(entry: &'a RawValue) -> Option<Self> {
        let entry = json::members(entry)?;
        let request = json::member(&entry, "request").and_then(json::members)?;
        let text = |name| json::member(&request, name).and_then(json::text);
        let body = json::member(&request, "postData").and_then(json::members);
        let sent_headers = headers(&request);
        let sent_body = body.as_ref().and_then(|data| recorded(data, &request, "bodySize", &sent_headers));
        let parts = body.as_ref().and_then(listed_parts);
        let sent = Message { headers: sent_headers, body: sent_body, parts };
        let response = json::member(&entry, "response").and_then(json::members).and_then(|response| {
            let status = json::member(&response, "status")?.get().trim_matches('"').parse().ok()?;
            let headers = headers(&response);
            let content = json::member(&response, "content").and_then(json::members);
            let body = content.and_then(|content| recorded(&content, &content, "size", &headers));
            // Browsers write 0 for requests that were blocked or canceled.
            (status != 0).then_some((status, Message { headers, body, parts: None }))
        });
        Some(Self { method: text("method")?, url: text("url")?, sent, response })
    }
}

/// The parameters of a form. Whether it has parts, the media type of the message states.
fn listed_parts(data: &Members<'_>) -> Option<RecordedParts> {
    let part = |parameter: &RawValue| {
        let parameter = json::members(parameter)?;
        let text = |name| json::member(&parameter, name).and_then(json::text).map(Cow::into_owned);
        Some(RecordedPart { name: text("name")?, media: text("contentType").filter(|media| !media.is_empty()) })
    };
    let parts = json::member(data, "params").and_then(json::items)?.into_iter().filter_map(part).collect();
    Some(RecordedParts { parts, is_cut: is_marked_truncated(data) })
}

fn is_marked_truncated(content: &Members<'_>) -> bool {
    let comment = json::member(content, "comment").and_then(json::text);
    comment.is_some_and(|comment| comment.to_lowercase().contains("truncat"))
}

fn headers<'a>(message: &Members<'a>) -> Vec<(Cow<'a, str>, Cow<'a, str>)> {
    let headers = json::member(message, "headers").and_then(json::items).unwrap_or_default();
    let pair = |header: &'a RawValue| {
        let header = json::members(header)?;
        let text = |name| json::member(&header, name).and_then(json::text);
        Some((text("name")?, text("value").unwrap_or_default()))
    };
    headers.into_iter().filter_map(pair).collect()
}

impl Message<'_> {
    /// The value of a header; the case of its name is ignored.
    pub(super) fn header(&self, name: &str) -> Option<&str> {
        value_of(&self.headers, name).map(|value| &**value)
    }
}

fn value_of<'h, 'a>(headers: &'h [(Cow<'a, str>, Cow<'a, str>)], name: &str) -> Option<&'h Cow<'a, str>> {
    headers.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| value)
}

fn recorded<'a>(
    content: &Members<'a>,
    sized: &Members<'a>,
    size: &str,
    headers: &[(Cow<'a, str>, Cow<'a, str>)],
) -> Option<RecordedBody<'a>> {
    let text = |name| json::member(content, name).and_then(json::text);
    let length = json::member(sized, size).and_then(|size| size.get().parse().ok());
    let body = match text("text") {
        // Some recorders write an empty text for a body that they could not read.
        Some(body) if body.is_empty() && length.is_some_and(|length: u64| length > 0) => return None,
        Some(body) => body,
        // An empty body can be left out.
        None if length == Some(0) => Cow::Borrowed(""),
        None => return None,
    };
    let is_base64 = text("encoding").is_some_and(|encoding| encoding.eq_ignore_ascii_case("base64"));
    let packing = value_of(headers, "content-encoding").cloned();
    Some(RecordedBody { text: body, is_base64, length, packing, is_marked_truncated: is_marked_truncated(content) })
}
