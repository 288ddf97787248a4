//! The items of a page that cannot be read as a whole, one by one.

use bytes::Bytes;
use http::StatusCode;
use serde_json::value::RawValue;

use super::Paged;
use super::mark::find;
use crate::call::Exchanged;
use crate::decode::{self, without_byte_order_mark};
use crate::{Error, FromResponse, JsonValue, RawResponse};

/// The items of a page that cannot be read as a whole. Each is read when it is asked for, so that a page of bad items takes no
/// more memory than its text.
pub(super) struct SingleItems {
    exchanged: Exchanged,
    /// The text of the list, of which `read` bytes were read.
    list: Bytes,
    read: usize,
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
        let text = find(response.body(), O::ITEMS).filter(|text| text.starts_with('['))?;
        let list = response.body().slice_ref(text.as_bytes());
        let error =
            O::Response::read(&without_items(response, text)).err().map(|error| exchanged.error(&O::INFO, error));
        Some(Self { exchanged, list, read: 1, index: 0, error })
    }

    pub(super) fn next<O: Paged>(&mut self) -> Option<Result<O::Item, Error>> {
        if let Some(error) = self.error.take() {
            return Some(Err(error));
        }
        let (index, text) = (self.index, self.next_text()?);
        Some(decode::json(text.get().as_bytes()).map_err(|error| {
            let place = format!("{}[{index}]", O::ITEMS.join("."));
            let item = match self.exchanged.secrets.removed_from_text(text.get().as_bytes()) {
                None => JsonValue::from_raw(text),
                Some(kept) => without_secrets(String::from_utf8_lossy(&kept).into_owned()),
            };
            self.exchanged.error(&O::INFO, error.within(place)).of_item(item)
        }))
    }

    /// Leaves out `count` items, and the error of the page, which was returned before them.
    pub(super) fn skip(&mut self, count: u64) {
        if count > 0 {
            self.error = None;
        }
        for _ in 0..count {
            if self.next_text().is_none() {
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

    /// The text of the next item.
    fn next_text(&mut self) -> Option<Box<RawValue>> {
        let (start, rest) = self.rest();
        let mut values = serde_json::Deserializer::from_slice(rest).into_iter::<Box<RawValue>>();
        // The list was read as JSON before, so only its end is no value.
        let text = values.next()?.ok()?;
        self.read = start + values.byte_offset();
        self.index += 1;
        Some(text)
    }

    /// What was not read yet, from the next item on.
    fn rest(&self) -> (usize, &[u8]) {
        let is_between = |byte: &&u8| matches!(byte, b',' | b' ' | b'\t' | b'\n' | b'\r');
        let rest = self.list.get(self.read..).unwrap_or_default();
        let between = rest.iter().take_while(is_between).count();
        (self.read + between, &rest[between..])
    }
}

/// The text of an item without secrets, as a string if it is no JSON any more.
fn without_secrets(text: String) -> JsonValue {
    RawValue::from_string(text.clone())
        .map_or_else(|_| JsonValue::from(serde_json::Value::from(text)), JsonValue::from_raw)
}

fn is_page<O: Paged>(status: StatusCode) -> bool {
    O::STATUS.is_none_or(|known| known == status.as_u16())
}

/// The response with an empty list in place of `list`, which is a part of its body.
fn without_items(response: &RawResponse, list: &str) -> RawResponse {
    let body = without_byte_order_mark(response.body());
    let start = list.as_ptr().addr() - body.as_ptr().addr();
    let rest = &body[start + list.len()..];
    response.with_body([&body[..start], b"[]", rest].concat().into())
}
