//! Placeholders. Equal values have equal placeholders, and different ones have different ones where messages show them.

use std::collections::{HashMap, HashSet};

use serde_json::value::RawValue;

use super::context::{ErrorContext, ValueContext};
use crate::error_bodies::reasons_in;
use crate::header_names::can_be_copied;
use crate::json_text::{self as json, Kind};
use crate::model::{Api, Model, TypeKind, TypeRef};
use crate::text_formats::TextFormat;
use crate::traffic::interpret::{FormMismatch, MismatchKind, query_mismatch, scalar_mismatch, text_pattern};
use crate::traffic::next_page::is_url;
use crate::traffic::secrets::{HIDDEN, is_secret_name, shown_name, text_for_messages};

/// The lengths from which on placeholders of texts are longer.
const LENGTHS: [usize; 5] = [4096, 1024, 256, 64, 16];

/// Integers of at most this many digits are kept.
const SMALL: usize = 2;

/// The first numbers of placeholders: two of an `int32`, an `int64`, and an unsigned one. Messages do not show the second.
const NUMBERS: [u64; 4] = [1000, 1_000_000_000, 3_000_000_000, 10_000_000_000_000_000_000];

/// Numbers, each of which the client reads differently.
const ODD_NUMBERS: [&str; 6] =
    ["0", "1000.0", "0.1234567890123456789", "1000000000000000000000000000000", "1e999", "1E999"];

/// Texts that the client reads as values of other types, and a name that messages do not show.
const ODD_TEXTS: [&str; 9] =
    ["AAAA", "AA", "0", " 0", "3000000000", "0.5", "true", "PT1H", "aaaaaaaaaaaaaaaaaaaaaaaaaa"];

/// A text with an unpaired surrogate.
const UNREADABLE_TEXT: &str = r#""\ud800""#;

/// The first digits of dates; the others are zeros.
const DATE: &str = "20000101";

/// Numbers for what placeholders stand for, by first occurrence.
#[derive(Default)]
struct Numbering(HashMap<String, usize>);

impl Numbering {
    /// The number of a text, from 1 on.
    fn of(&mut self, text: &str) -> usize {
        let number = self.next(text);
        self.0.entry(text.to_owned()).or_insert(number);
        number
    }

    /// The number that the text has or would get.
    fn next(&self, text: &str) -> usize {
        self.0.get(text).copied().unwrap_or(self.0.len() + 1)
    }
}

#[derive(Default)]
pub(super) struct Placeholders {
    names: Numbering,
    words: Numbering,
    texts: Numbering,
    uuids: Numbering,
    numbers: Numbering,
    /// Numbers that specs list, in ascending order; no placeholder is one of them.
    listed: Vec<u64>,
}

impl Placeholders {
    pub(super) fn of(model: &Model) -> Self {
        let mut listed = Vec::new();
        for declared in model.apis.iter().flat_map(|api| &api.types) {
            let mut add = |text: &str| listed.extend(text.parse::<u64>());
            match &declared.kind {
                TypeKind::Enum { values, .. } => values.iter().for_each(|value| add(&value.wire)),
                TypeKind::Union { variants, .. } => variants.iter().for_each(|variant| add(&variant.tag)),
                TypeKind::Errors { variants } => {
                    variants.iter().filter_map(|error| error.code.as_deref()).for_each(add);
                }
                TypeKind::Object { .. } | TypeKind::Identifier(_) => {}
            }
        }
        listed.sort_unstable();
        listed.dedup();
        Self { listed, ..Self::default() }
    }

    /// In place of a name. Messages show both or neither, and hide the same values for both.
    pub(super) fn name(&mut self, name: &str) -> String {
        self.name_of_key(name, name)
    }

    /// In place of the name of a header, whose case is ignored.
    pub(super) fn header_name(&mut self, name: &str) -> String {
        self.name_of_key(name, &name.to_ascii_lowercase())
    }

    fn name_of_key(&mut self, name: &str, key: &str) -> String {
        let is_secret = is_secret_name(name);
        match shown_name(name) {
            Some(_) => format!("{}-{}", if is_secret { "secret" } else { "name" }, self.names.of(key)),
            None if is_secret => format!("{HIDDEN}secret"),
            None => HIDDEN.to_owned(),
        }
    }

    /// In place of a media type.
    pub(super) fn media_type(&mut self, essence: &str) -> String {
        // The client reads errors of all media types that begin so as text.
        let start = if essence.starts_with("text/plain") { "text/plain-" } else { "application/" };
        format!("{start}name-{}", self.names.of(essence))
    }

    /// In place of a word in a path: another one, without digits.
    pub(super) fn word(&mut self, word: &str) -> String {
        let mut number = self.words.of(word);
        let mut letters = String::new();
        while number > 0 {
            number -= 1;
            letters.insert(0, char::from(b'a' + u8::try_from(number % 26).unwrap_or_default()));
            number /= 26;
        }
        format!("{}-{letters}", if is_secret_name(word) { "secret" } else { "segment" })
    }

    /// In place of a text.
    pub(super) fn text(&mut self, text: &str) -> String {
        self.judged_text(text, &|_| true)
    }

    /// In place of a text, with the same mismatches.
    fn judged_text(&mut self, text: &str, is_alike: &dyn Fn(&str) -> bool) -> String {
        if text.trim().is_empty() {
            let blank = if text.is_empty() { "" } else { " " };
            if is_alike(blank) {
                return blank.to_owned();
            }
        } else {
            if TextFormat::DateTime.fits(text) && is_alike(&date(text)) {
                return date(text);
            }
            let label = numbered(text, self.texts.next(text));
            let path = format!("/{label}");
            if let Some(found) = [label, path].into_iter().find(|candidate| is_alike(candidate)) {
                self.texts.of(text);
                return found;
            }
            let uuid = format!("{:08}-0000-4000-8000-000000000000", self.uuids.next(text));
            if is_alike(&uuid) {
                self.uuids.of(text);
                return uuid;
            }
        }
        let pattern = text_pattern(text);
        // A pattern of a letter that is a digit of UUIDs can be a UUID.
        let patterns = [pattern.replace('a', "x"), pattern];
        let mut candidates = ODD_TEXTS.into_iter().chain(patterns.iter().map(String::as_str));
        match candidates.find(|candidate| is_alike(candidate)) {
            Some(found) => found.to_owned(),
            None => numbered(text, self.texts.of(text)),
        }
    }

    /// In place of a text in the body of an error. Reasons that the spec lists remain.
    pub(super) fn error_text(&mut self, text: &str, error: Option<&ErrorContext<'_>>) -> String {
        let Some(error) = error.filter(|error| !error.reasons.is_empty()) else { return self.text(text) };
        let found = |text: &str| reasons_in(&error.reasons, text).into_iter().collect::<HashSet<_>>();
        let wanted = found(text);
        let listed = error.reasons.iter().enumerate().filter(|(position, _)| wanted.contains(position));
        let reasons = listed.map(|(_, reason)| *reason).collect::<Vec<_>>().join(" | ");
        let both = if reasons.is_empty() {
            self.text(text)
        } else {
            format!("{}: {reasons}", label(text, self.texts.of(text)))
        };
        match found(&both) == wanted {
            true => both,
            false if reasons.is_empty() => HIDDEN.to_owned(),
            false => reasons,
        }
    }

    /// In place of a number or a text in JSON: the value itself, if it is harmless.
    pub(super) fn scalar(&mut self, raw: &RawValue, context: ValueContext<'_>) -> String {
        let judge = |raw: &RawValue| {
            context.expected.and_then(|(api, expected)| scalar_mismatch(api, expected, raw, context.is_lenient))
        };
        let judged = judge(raw);
        let text = json::text(raw);
        let is_enum = context.expected.is_some_and(|(api, expected)| is_enum(api, expected));
        let is_listed = is_enum && matches!(judged, None | Some(MismatchKind::Form(FormMismatch::UrlSpelling)));
        let is_code = |code: &&str| text.as_deref().map_or(*code == raw.get(), |text| text == *code);
        if is_listed || context.error.is_some_and(|error| error.codes.iter().any(is_code)) {
            return raw.get().to_owned();
        }
        let is_alike = |candidate: &str| {
            serde_json::from_str::<&RawValue>(candidate).is_ok_and(|candidate| is_alike(&judge(candidate), &judged))
        };
        if Kind::of(raw) == Kind::Number {
            return self.number(raw.get(), context.is_hidden, &is_alike);
        }
        let Some(text) = text else { return UNREADABLE_TEXT.to_owned() };
        let quoted = |text: &str| serde_json::Value::from(text).to_string();
        let copy = match (context.header, context.error) {
            (Some(header), _) if header.is_known && is_alike(&quoted(&text)) => text.to_ascii_lowercase(),
            (Some(_), _) => {
                let lowercase = text.to_ascii_lowercase();
                let read = |name: &str| (can_be_copied(name), shown_name(&name.to_ascii_lowercase()).is_some());
                self.judged_text(&lowercase, &|name| read(name) == read(&lowercase) && is_alike(&quoted(name)))
            }
            (None, Some(error)) => self.error_text(&text, Some(error)),
            (None, None) => self.judged_text(&text, &|candidate| {
                (!context.is_link || is_url(candidate) == is_url(&text)) && is_alike(&quoted(candidate))
            }),
        };
        quoted(&copy)
    }

    fn number(&mut self, raw: &str, is_hidden: bool, is_alike: &dyn Fn(&str) -> bool) -> String {
        let is_whole = !raw.contains(['.', 'e', 'E']);
        if is_whole && !is_hidden && raw.trim_start_matches('-').len() <= SMALL {
            return raw.to_owned();
        }
        let number = u64::try_from(self.numbers.next(raw)).unwrap_or_default();
        let numbered: Vec<String> = if is_whole {
            NUMBERS.iter().map(|first| self.unlisted(*first, number).to_string()).collect()
        } else {
            NUMBERS[..2].iter().map(|first| format!("{}.5", first - NUMBERS[0] + number)).collect()
        };
        // Codes and tags are read without a type.
        let is_same = |candidate: &&String| reading(candidate) == reading(raw) && is_alike(candidate);
        if let Some(found) = numbered.iter().find(is_same) {
            self.numbers.of(raw);
            return found.clone();
        }
        let odd = || ODD_NUMBERS.into_iter().filter(|odd| is_alike(odd));
        odd().find(|odd| reading(odd) == reading(raw)).or_else(|| odd().next()).unwrap_or("0").to_owned()
    }

    /// The number at a position after the first one, without those that specs list.
    fn unlisted(&self, first: u64, position: u64) -> u64 {
        let listed = self.listed.iter().filter(|listed| **listed >= first);
        listed.fold(first + position, |number, listed| if *listed <= number { number + 1 } else { number })
    }

    /// In place of a value in a query or a header.
    pub(super) fn query_value(&mut self, api: &Api, expected: &TypeRef, text: &str, is_hidden: bool) -> String {
        let judge = |text: &str| query_mismatch(api, expected, text, is_hidden);
        let judged = judge(text);
        let item = item_of(expected);
        let is_small = text.len() <= SMALL && text.bytes().all(|byte| byte.is_ascii_digit());
        let is_listed = (is_enum(api, item) || *item == TypeRef::Bool) && judged.is_none();
        if is_small && !is_hidden && !is_enum(api, item) || is_listed {
            return text.to_owned();
        }
        self.judged_text(text, &|candidate| is_alike(&judge(candidate), &judged))
    }
}

fn label(text: &str, number: usize) -> String {
    let mark = if text_for_messages(text).is_none() { HIDDEN } else { "" };
    format!("text-{number}{mark}")
}

/// A label as long as texts of this length.
fn numbered(text: &str, number: usize) -> String {
    let mut placeholder = label(text, number);
    let length = text.chars().take(LENGTHS[0]).count();
    let length = LENGTHS.into_iter().find(|least| *least <= length).unwrap_or_default();
    let missing = length.saturating_sub(placeholder.chars().count());
    placeholder.extend(std::iter::repeat_n('-', missing));
    placeholder
}

/// How a number is read as a code or a tag, and whether messages show it.
fn reading(number: &str) -> (bool, bool, bool) {
    (number.parse::<i32>().is_ok(), number.parse::<i64>().is_ok(), text_for_messages(number).is_some())
}

/// Whether messages say the same of two values but for the values themselves.
fn is_alike(one: &Option<MismatchKind>, other: &Option<MismatchKind>) -> bool {
    use MismatchKind::UnknownValue;
    match (one, other) {
        (Some(UnknownValue(one)), Some(UnknownValue(other))) => one.is_some() == other.is_some(),
        _ => one == other,
    }
}

fn item_of(expected: &TypeRef) -> &TypeRef {
    match expected {
        TypeRef::List(item) => item_of(item),
        expected => expected,
    }
}

fn is_enum(api: &Api, expected: &TypeRef) -> bool {
    matches!(expected, TypeRef::Declared(id, _) if matches!(api.type_of(*id).kind, TypeKind::Enum { .. }))
}

/// A date of the same form.
fn date(text: &str) -> String {
    let mut digits = DATE.chars().chain(std::iter::repeat('0'));
    text.chars().map(|c| if c.is_ascii_digit() { digits.next().unwrap_or('0') } else { c }).collect()
}
