//! The items of a page that cannot be read as a whole, one by one.

use std::ops::Range;

use bytes::Bytes;
use http::StatusCode;
use serde_json::value::RawValue;

use super::Paged;
use crate::call::Exchanged;
use crate::continuation::member_path::find;
use crate::decode;
use crate::{Error, FromResponse, JsonValue, RawResponse};

/// The items of a page that cannot be read as a whole. Each is read when it is asked for, so that a page of bad items takes no
/// more memory than its text.
pub(super) struct SingleItems {
    exchanged: Exchanged,
    /// The text of the list, of which `read` bytes were read.
    list: Bytes,
    read: usize,
    /// The list as it was received: an item may be no text.
    received: Bytes,
    /// The position of the next item in the list.
    index: usize,
    /// What is wrong with the page beside its items.
    error: Option<Error>,
}

impl SingleItems {
    /// `None` if the response is no page, or its list cannot be found.
    pub(super) fn of<O: Paged>(exchanged: Exchanged) -> Option<Self> {
        let response = &exchanged.response;
        if !is_page::<O>(response.status()) {
            return None;
        }
        let readable = with_text_only(response.body());
        let text = find(&readable, O::ITEMS).filter(|text| text.starts_with('['))?;
        let start = text.as_ptr().addr() - readable.as_ptr().addr();
        let place = start..start + text.len();
        let rest = without_items(response, place.clone());
        // What is no text beside the items may be where the page leads.
        std::str::from_utf8(rest.body()).ok()?;
        let error = O::Response::read(&rest).err().map(|error| exchanged.error(&O::INFO, error));
        let (list, received) = (readable.slice(place.clone()), response.body().slice(place));
        Some(Self { exchanged, list, received, read: 1, index: 0, error })
    }

    pub(super) fn next<O: Paged>(&mut self) -> Option<Result<O::Item, Error>> {
        if let Some(error) = self.error.take() {
            return Some(Err(error));
        }
        let (index, text) = (self.index, self.next_item()?);
        Some(decode::json(&text).map_err(|error| {
            let place = format!("{}[{index}]", O::ITEMS.join("."));
            let kept = self.exchanged.secrets.removed_from_text(&text);
            let item = json_of(String::from_utf8_lossy(kept.as_deref().unwrap_or(&text)).into_owned());
            self.exchanged.error(&O::INFO, error.within(place)).of_item(item)
        }))
    }

    /// Leaves out `count` items, and the error of the page, which was returned before them.
    pub(super) fn skip(&mut self, count: u64) {
        if count > 0 {
            self.error = None;
        }
        for _ in 0..count {
            if self.next_item().is_none() {
                return;
            }
        }
    }

    /// Whether the error of the page is what follows.
    pub(super) fn has_error(&self) -> bool {
        self.error.is_some()
    }

    pub(super) fn is_over(&self) -> bool {
        self.error.is_none() && self.rest().1.starts_with(b"]")
    }

    /// The next item as it was received.
    fn next_item(&mut self) -> Option<Bytes> {
        let (start, rest) = self.rest();
        let mut values = serde_json::Deserializer::from_slice(rest).into_iter::<&RawValue>();
        // The list was read as JSON before, so only its end is no value.
        let length = values.next()?.ok()?.get().len();
        let end = start + values.byte_offset();
        self.read = end;
        self.index += 1;
        Some(self.received.slice(end - length..end))
    }

    /// What was not read yet, from the next item on.
    fn rest(&self) -> (usize, &[u8]) {
        let is_between = |byte: &&u8| matches!(byte, b',' | b' ' | b'\t' | b'\n' | b'\r');
        let rest = self.list.get(self.read..).unwrap_or_default();
        let between = rest.iter().take_while(is_between).count();
        (self.read + between, &rest[between..])
    }
}

/// The text as JSON, or as a string of it if it is none without the secrets that were removed.
fn json_of(text: String) -> JsonValue {
    let string = || JsonValue::from(serde_json::Value::from(text.as_str()));
    RawValue::from_string(text.clone()).map_or_else(|_| string(), JsonValue::from_raw)
}

fn is_page<O: Paged>(status: StatusCode) -> bool {
    O::STATUS.is_none_or(|known| known == status.as_u16())
}

/// The body with another character in place of each byte that is no text, so that its parts can be separated.
pub(super) fn with_text_only(body: &Bytes) -> Bytes {
    let mut text = Vec::new();
    for chunk in body.utf8_chunks() {
        text.extend_from_slice(chunk.valid().as_bytes());
        text.extend(chunk.invalid().iter().map(|_| b'?'));
    }
    if text == **body { body.clone() } else { text.into() }
}

/// The response with an empty list in place of the one at `list` in its body.
fn without_items(response: &RawResponse, list: Range<usize>) -> RawResponse {
    let body = response.body();
    let (before, after) = (body.get(..list.start).unwrap_or_default(), body.get(list.end..).unwrap_or_default());
    response.with_body([before, b"[]", after].concat().into())
}
