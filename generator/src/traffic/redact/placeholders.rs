//! Placeholders. Equal values have equal placeholders, and different ones have different ones where messages show them.

use std::collections::{HashMap, HashSet};

use serde_json::value::RawValue;

use super::context::{ErrorContext, ValueContext};
use crate::error_bodies::reasons_in;
use crate::json_text::{self as json, Kind};
use crate::model::{Api, Model, TypeKind, TypeRef};
use crate::text_formats::TextFormat;
use crate::traffic::interpret::{FormMismatch, MismatchKind, query_mismatch, scalar_mismatch, text_pattern};
use crate::traffic::secrets::{HIDDEN, is_secret_name, shown_name, text_for_messages};

/// The lengths from which on placeholders of texts are longer.
const LENGTHS: [usize; 5] = [4096, 1024, 256, 64, 16];

/// Integers of at most this many digits are kept.
const SMALL: usize = 2;

/// The first numbers of placeholders: an `int32`, an `int64`, and an unsigned one.
const NUMBERS: [u64; 3] = [1000, 3_000_000_000, 10_000_000_000_000_000_000];

/// Numbers, each of which the client reads differently.
const ODD_NUMBERS: [&str; 5] = ["0", "1000.0", "0.1234567890123456789", "1000000000000000000000000000000", "1e999"];

/// Texts that the client can read as values of other types, and one with an unpaired surrogate.
const ODD_TEXTS: [&str; 7] =
    [r#""AAAA""#, r#""AA""#, r#""0""#, r#"" 0""#, r#""3000000000""#, r#""true""#, r#""\ud800""#];

/// Texts of a query that the client reads as numbers.
const ODD_QUERY_TEXTS: [&str; 3] = ["0", "3000000000", "0.5"];

/// The first digits of dates; the others are zeros.
const DATE: &str = "20000101";

/// Numbers for what placeholders stand for, by first occurrence.
#[derive(Default)]
struct Numbering(HashMap<String, usize>);

impl Numbering {
    /// The number of a text, from 1 on.
    fn of(&mut self, text: &str) -> usize {
        if let Some(number) = self.0.get(text) {
            return *number;
        }
        let number = self.0.len() + 1;
        self.0.insert(text.to_owned(), number);
        number
    }
}

#[derive(Default)]
pub(super) struct Placeholders {
    names: Numbering,
    words: Numbering,
    texts: Numbering,
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
        let is_secret = is_secret_name(name);
        match shown_name(name) {
            Some(_) => format!("{}-{}", if is_secret { "secret" } else { "name" }, self.names.of(name)),
            None if is_secret => format!("{HIDDEN}secret"),
            None => HIDDEN.to_owned(),
        }
    }

    /// In place of a media type.
    pub(super) fn media_type(&mut self, essence: &str) -> String {
        format!("application/name-{}", self.names.of(essence))
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
        if text.is_empty() {
            String::new()
        } else if text.trim().is_empty() {
            " ".to_owned()
        } else if TextFormat::DateTime.fits(text) {
            date(text)
        } else {
            self.numbered(text)
        }
    }

    fn label(&mut self, text: &str) -> String {
        let mark = if text_for_messages(text).is_none() { HIDDEN } else { "" };
        format!("text-{}{mark}", self.texts.of(text))
    }

    /// A label as long as texts of this length.
    fn numbered(&mut self, text: &str) -> String {
        let mut placeholder = self.label(text);
        let length = text.chars().take(LENGTHS[0]).count();
        let length = LENGTHS.into_iter().find(|least| *least <= length).unwrap_or_default();
        let missing = length.saturating_sub(placeholder.chars().count());
        placeholder.extend(std::iter::repeat_n('-', missing));
        placeholder
    }

    /// In place of a text in the body of an error. Reasons that the spec lists remain.
    pub(super) fn error_text(&mut self, text: &str, error: Option<&ErrorContext<'_>>) -> String {
        let Some(error) = error.filter(|error| !error.reasons.is_empty()) else { return self.text(text) };
        let found = |text: &str| reasons_in(&error.reasons, text).into_iter().collect::<HashSet<_>>();
        let wanted = found(text);
        let listed = error.reasons.iter().enumerate().filter(|(position, _)| wanted.contains(position));
        let reasons = listed.map(|(_, reason)| *reason).collect::<Vec<_>>().join(" | ");
        let both = if reasons.is_empty() { self.text(text) } else { format!("{}: {reasons}", self.label(text)) };
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
        let quoted = |text: String| serde_json::Value::from(text).to_string();
        if Kind::of(raw) == Kind::Number {
            return self.number(raw.get(), context.is_hidden, &is_alike);
        }
        let Some(text) = text else { return ODD_TEXTS[ODD_TEXTS.len() - 1].to_owned() };
        if text.trim().is_empty() {
            return quoted(self.text(&text));
        }
        if is_enum {
            return quoted(self.numbered(&text));
        }
        let pattern = quoted(text_pattern(&text));
        let is_date = context.expected.is_some_and(|(_, expected)| matches!(expected, TypeRef::Formatted(_)));
        if is_date && judged.is_some() && is_alike(&pattern) {
            return pattern;
        }
        if TextFormat::DateTime.fits(&text) || is_alike(r#""text-1""#) {
            return quoted(self.error_text(&text, context.error));
        }
        ODD_TEXTS.into_iter().find(|odd| is_alike(odd)).unwrap_or(r#""""#).to_owned()
    }

    fn number(&mut self, raw: &str, is_hidden: bool, is_alike: &dyn Fn(&str) -> bool) -> String {
        let is_whole = !raw.contains(['.', 'e', 'E']);
        if is_whole && !is_hidden && raw.trim_start_matches('-').len() <= SMALL {
            return raw.to_owned();
        }
        if !is_whole && is_alike("1.5") {
            return format!("{}.5", self.numbers.of(raw));
        }
        let is_long = raw.parse::<i32>().is_err();
        let mut firsts = NUMBERS.into_iter().skip(usize::from(is_long)).chain([NUMBERS[0]]);
        match firsts.find(|first| is_alike(&first.to_string())) {
            Some(first) => {
                let number = first + u64::try_from(self.numbers.of(raw)).unwrap_or_default();
                let listed = self.listed.iter().filter(|listed| **listed >= first);
                listed.fold(number, |number, listed| if *listed <= number { number + 1 } else { number }).to_string()
            }
            None => ODD_NUMBERS.into_iter().find(|odd| is_alike(odd)).unwrap_or("0").to_owned(),
        }
    }

    /// In place of a value in a query.
    pub(super) fn query_value(&mut self, api: &Api, expected: &TypeRef, text: &str, is_hidden: bool) -> String {
        let judge = |text: &str| query_mismatch(api, expected, text, is_hidden);
        let judged = judge(text);
        let item = item_of(expected);
        if is_enum(api, item) {
            return if judged.is_none() { text.to_owned() } else { self.numbered(text) };
        }
        let is_small = text.len() <= SMALL && text.bytes().all(|byte| byte.is_ascii_digit());
        if is_small && !is_hidden || *item == TypeRef::Bool && judged.is_none() {
            return text.to_owned();
        }
        if matches!(item, TypeRef::Formatted(_)) && judged.is_some() {
            return text_pattern(text);
        }
        if TextFormat::DateTime.fits(text) || is_alike(&judge("text-1"), &judged) {
            return self.text(text);
        }
        ODD_QUERY_TEXTS.into_iter().find(|odd| is_alike(&judge(odd), &judged)).unwrap_or("0").to_owned()
    }
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
