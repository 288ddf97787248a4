//! HAR files: exchanges as browsers, mitmproxy and Fiddler write them. Entries are handed on one by one, as slices of the text.

use std::borrow::Cow;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::error::Category;
use serde_json::value::RawValue;

use super::json::{self, Members, Name};

/// Is told what a HAR file holds.
pub(super) trait Reader<'a> {
    /// A member of the file's `log` other than its entries.
    fn member(&mut self, name: &str, value: &'a RawValue);
    /// The list of exchanges begins.
    fn entries(&mut self) {}
    /// An exchange.
    fn entry(&mut self, entry: &'a RawValue);
}

/// How a file ended.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Ending {
    /// As it should.
    Whole,
    /// Within an entry, or before the end of the log.
    Cut,
    /// It is no HAR.
    NoHar,
    /// At this line it is no JSON.
    Broken(usize),
}

/// Reads a HAR file.
pub(super) fn read<'a>(text: &'a str, reader: &mut dyn Reader<'a>) -> Ending {
    let mut found = false;
    let file = File { reader, found: &mut found, level: Level::File };
    let mut deserializer = serde_json::Deserializer::from_str(text.trim_start_matches('\u{feff}'));
    match (file.deserialize(&mut deserializer), found) {
        (Ok(()), true) => Ending::Whole,
        (_, false) => Ending::NoHar,
        (Err(error), true) if error.classify() == Category::Eof => Ending::Cut,
        (Err(error), true) => Ending::Broken(error.line()),
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Level {
    File,
    Log,
    Entries,
}

struct File<'r, 'a> {
    reader: &'r mut dyn Reader<'a>,
    /// Whether the log's entries were met.
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
                None => drop(map.next_value::<IgnoredAny>()?),
            }
        }
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'a>>(self, mut seq: A) -> Result<(), A::Error> {
        while let Some(entry) = seq.next_element()? {
            self.reader.entry(entry);
        }
        Ok(())
    }
}

/// One exchange.
pub(super) struct Exchange<'a> {
    pub(super) method: Cow<'a, str>,
    pub(super) url: Cow<'a, str>,
    pub(super) sent: Message<'a>,
    /// Nothing where there was no answer.
    pub(super) answer: Option<(u16, Message<'a>)>,
}

/// What is sent or received.
pub(super) struct Message<'a> {
    pub(super) headers: Vec<(Cow<'a, str>, Cow<'a, str>)>,
    /// Nothing where the recording lacks the body.
    pub(super) body: Option<RecordedBody<'a>>,
}

/// A body as the recording has it.
pub(super) struct RecordedBody<'a> {
    pub(super) text: Cow<'a, str>,
    pub(super) is_base64: bool,
    /// How many bytes there were.
    pub(super) length: Option<u64>,
    /// Whether a comment says that not all of it was recorded.
    pub(super) is_said_to_be_cut: bool,
}

impl<'a> Exchange<'a> {
    /// Takes an entry apart; nothing where it has no request.
    pub(super) fn read(entry: &'a RawValue) -> Option<Self> {
        let entry = json::members(entry)?;
        let request = json::member(&entry, "request").and_then(json::members)?;
        let text = |name| json::member(&request, name).and_then(json::text);
        let body = json::member(&request, "postData").and_then(json::members);
        let sent =
            Message { headers: headers(&request), body: body.and_then(|data| recorded(&data, &request, "bodySize")) };
        let answer = json::member(&entry, "response").and_then(json::members).and_then(|response| {
            let status = json::member(&response, "status")?.get().parse().ok()?;
            let content = json::member(&response, "content").and_then(json::members);
            let body = content.and_then(|content| recorded(&content, &content, "size"));
            (status != 0).then(|| (status, Message { headers: headers(&response), body }))
        });
        Some(Self { method: text("method")?, url: text("url")?, sent, answer })
    }
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

fn recorded<'a>(content: &Members<'a>, sized: &Members<'a>, size: &str) -> Option<RecordedBody<'a>> {
    let text = |name| json::member(content, name).and_then(json::text);
    let length = json::member(sized, size).and_then(|size| size.get().parse().ok());
    let body = match text("text") {
        Some(body) => body,
        // An empty body need not be written down.
        None if length == Some(0) => Cow::Borrowed(""),
        None => return None,
    };
    let is_said_to_be_cut = text("comment").is_some_and(|comment| comment.to_lowercase().contains("truncat"));
    let is_base64 = text("encoding").is_some_and(|encoding| encoding.eq_ignore_ascii_case("base64"));
    Some(RecordedBody { text: body, is_base64, length, is_said_to_be_cut })
}
