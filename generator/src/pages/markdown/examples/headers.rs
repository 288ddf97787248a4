//! What the headers of a request or response say of it.

use super::super::pairs;
use crate::header_names::is_ordinary;
use crate::media_types;
use crate::pages::facts::{ExampleFacts, ExampleMember, ExampleOf, Fact, MessageKind};

/// The headers of a message that an example shows.
#[derive(Default)]
pub(super) struct Headers {
    pub(super) names: Vec<String>,
    pub(super) media: Fact<String>,
    accept: Vec<String>,
    constants: Vec<(String, String)>,
    has_length_of_none: bool,
}

impl Headers {
    pub(super) fn add(&mut self, of: MessageKind, name: &str, value: &str) {
        if name.eq_ignore_ascii_case("Content-Type") {
            self.media = media_type(value);
        }
        if of == MessageKind::Request && name.eq_ignore_ascii_case("Accept") {
            self.accept = accepted(value);
        }
        if of == MessageKind::Request && is_ordinary(name) && may_be_constant(value) {
            self.constants.push((name.to_owned(), value.to_owned()));
        }
        self.has_length_of_none |= name.eq_ignore_ascii_case("Content-Length") && value == "0";
        self.names.push(name.to_owned());
    }

    /// The message with these headers and a body; what it is a message of is left to the caller.
    pub(super) fn example(self, line: u32, body: Fact<Vec<ExampleMember>>) -> ExampleFacts {
        ExampleFacts {
            line,
            of: ExampleOf::Json { body_of: None },
            headers: self.names,
            media: self.media,
            accept: self.accept,
            constants: self.constants,
            // A vendor who shortens an example may leave a wrong length; a body that is shown is certain.
            empty: self.has_length_of_none && body.is_not_stated(),
            keys: pairs::keys(&body),
            body,
            parts: Vec::new(),
        }
    }
}

/// The media type in a `Content-Type`.
fn media_type(value: &str) -> Fact<String> {
    let essence = media_types::essence(value);
    match media_types::is_valid(&essence, false) {
        true if essence == media_types::JSON => Fact::NotStated,
        true => Fact::Stated(essence),
        false => Fact::Unreadable,
    }
}

/// The media types in an `Accept` that says more than the one of JSON.
fn accepted(value: &str) -> Vec<String> {
    let listed: Vec<String> = value.split(',').map(media_types::essence).collect();
    let says_more = listed.iter().all(|media| media_types::is_valid(media, false))
        && listed.iter().any(|media| media != media_types::JSON);
    if says_more { listed } else { Vec::new() }
}

/// Whether a value can be the same in all requests: a word or a small number, and no id, token or date.
fn may_be_constant(value: &str) -> bool {
    let is_of_word = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_');
    let digits = value.chars().filter(char::is_ascii_digit).count();
    !value.is_empty() && value.len() <= LONGEST_CONSTANT && value.chars().all(is_of_word) && digits <= MOST_DIGITS
}

/// The longest value of a header, and the most digits in one, that can be the same in all requests.
const LONGEST_CONSTANT: usize = 24;
const MOST_DIGITS: usize = 4;
