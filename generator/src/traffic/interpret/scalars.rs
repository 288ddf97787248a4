//! Scalar values, as the client reads them.

use base64::Engine;
use base64::alphabet::STANDARD;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use serde::de::DeserializeOwned;
use serde_json::value::RawValue;

use super::{FormMismatch, MismatchKind};
use crate::json_text::{self as json, Kind};
use crate::model::{Api, EnumCase, EnumValue, LiteralType, TypeKind, TypeRef};
use crate::traffic::secrets::text_for_messages;

const ENGINE: GeneralPurpose = GeneralPurpose::new(
    &STANDARD,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// From this magnitude on, a float does not distinguish adjacent integers.
const INEXACT: f64 = 9_007_199_254_740_992.0;

/// The error of a value of another type, or of a null.
pub(super) fn wrong(raw: &RawValue) -> MismatchKind {
    match Kind::of(raw) {
        Kind::Null => MismatchKind::Null,
        kind => MismatchKind::WrongType(kind),
    }
}

/// Why a number or a text does not match a type; `None` also for types that have neither.
pub(in crate::traffic) fn scalar_mismatch(
    api: &Api,
    expected: &TypeRef,
    raw: &RawValue,
    lenient: bool,
) -> Option<MismatchKind> {
    match expected {
        TypeRef::Declared(id, _) => match &api.type_of(*id).kind {
            TypeKind::Enum { literal, case, values } => enum_mismatch(raw, *literal, *case, values),
            TypeKind::Identifier(TypeRef::String) => identifier_mismatch(raw),
            TypeKind::Identifier(value) => mismatch(raw, value, false),
            TypeKind::Object { .. } | TypeKind::Union { .. } | TypeKind::Errors { .. } => None,
        },
        TypeRef::List(_) | TypeRef::Map(_) | TypeRef::Json | TypeRef::Argument => None,
        plain => mismatch(raw, plain, lenient),
    }
}

/// Why a value does not match a scalar type.
pub(super) fn mismatch(raw: &RawValue, expected: &TypeRef, lenient: bool) -> Option<MismatchKind> {
    match (expected, Kind::of(raw)) {
        (TypeRef::Bool, Kind::Bool) => None,
        (TypeRef::String, Kind::Number | Kind::Bool) if lenient => None,
        (TypeRef::Bool, Kind::Number | Kind::Text) if lenient => lenient_bool(raw),
        (TypeRef::Int32 | TypeRef::Int64, Kind::Number | Kind::Text) if lenient => lenient_integer(raw, expected),
        (TypeRef::Float, Kind::Text) if lenient => {
            let spelled = |text: &str| text.trim().parse().ok().is_some_and(|value: f64| value.is_finite());
            of_text(raw, |text| (!spelled(text)).then_some(FormMismatch::NoNumber))
        }
        (TypeRef::String, Kind::Text) => of_text(raw, |_| None),
        (TypeRef::Int32, Kind::Number) => integer::<i32>(raw),
        (TypeRef::Int64, Kind::Number) => integer::<i64>(raw),
        (TypeRef::Float, Kind::Number) => float(raw),
        (TypeRef::Decimal, Kind::Number) => None,
        (TypeRef::Decimal, Kind::Text) => of_text(raw, decimal),
        (TypeRef::Formatted(format), Kind::Text) => of_text(raw, |text| FormMismatch::of_text(*format, text)),
        (TypeRef::Base64, Kind::Text) => of_text(raw, bytes),
        _ => Some(wrong(raw)),
    }
}

/// Why a value is not an identifier.
fn identifier_mismatch(raw: &RawValue) -> Option<MismatchKind> {
    match Kind::of(raw) {
        Kind::Text => of_text(raw, |_| None),
        Kind::Number if is::<u64>(raw) || is::<i64>(raw) => Some(MismatchKind::Form(FormMismatch::NumericIdentifier)),
        Kind::Number => Some(MismatchKind::Form(if raw.get().contains(['.', 'e', 'E']) {
            FormMismatch::NotWhole
        } else {
            FormMismatch::OutOfRange
        })),
        _ => Some(wrong(raw)),
    }
}

/// Why a value is not one of the values of an enum.
fn enum_mismatch(raw: &RawValue, literal: LiteralType, case: EnumCase, values: &[EnumValue]) -> Option<MismatchKind> {
    match Kind::of(raw) {
        Kind::Text if literal == LiteralType::Integer => match json::text(raw) {
            Some(text) => Some(MismatchKind::UnknownValue(text_for_messages(&text).map(quoted))),
            None => Some(MismatchKind::Form(FormMismatch::HalfCharacter)),
        },
        Kind::Number if literal == LiteralType::Integer && values.iter().any(|value| value.wire == raw.get()) => None,
        Kind::Text => match json::text(raw) {
            Some(text) => enum_text(&text, case, values),
            None => Some(MismatchKind::Form(FormMismatch::HalfCharacter)),
        },
        Kind::Bool => Some(MismatchKind::UnknownValue(Some(raw.get().to_owned()))),
        // The client keeps a number as an integer or a float.
        Kind::Number if is::<u64>(raw) || is::<i64>(raw) => {
            Some(MismatchKind::UnknownValue(text_for_messages(raw.get()).map(str::to_owned)))
        }
        Kind::Number => Some(
            float(raw).unwrap_or_else(|| MismatchKind::UnknownValue(text_for_messages(raw.get()).map(str::to_owned))),
        ),
        _ => Some(wrong(raw)),
    }
}

/// A text where numbers or Booleans are listed.
pub(super) fn quoted(text: &str) -> String {
    format!("\"{text}\"")
}

/// The tag that a value is.
pub(super) fn tag(raw: &RawValue) -> Option<(LiteralType, String)> {
    match Kind::of(raw) {
        Kind::Text => json::text(raw).map(|text| (LiteralType::Text, text.into_owned())),
        Kind::Bool => Some((LiteralType::Boolean, raw.get().to_owned())),
        Kind::Number => raw.get().parse::<i64>().ok().map(|number| (LiteralType::Integer, number.to_string())),
        _ => None,
    }
}

fn enum_text(text: &str, case: EnumCase, values: &[EnumValue]) -> Option<MismatchKind> {
    let same = |one: &str| is_same(case, one, text);
    if values.iter().any(|value| same(&value.wire)) {
        None
    } else if values.iter().any(|value| value.in_url.as_deref().is_some_and(same)) {
        Some(MismatchKind::Form(FormMismatch::UrlSpelling))
    } else {
        Some(MismatchKind::UnknownValue(text_for_messages(text).map(str::to_owned)))
    }
}

/// Whether two spellings mean the same value.
pub(in crate::traffic) fn is_same(case: EnumCase, one: &str, other: &str) -> bool {
    match case {
        EnumCase::Exact => one == other,
        EnumCase::Ignored => one.eq_ignore_ascii_case(other),
    }
}

/// The mismatch of a string value.
fn of_text(raw: &RawValue, mismatch: impl FnOnce(&str) -> Option<FormMismatch>) -> Option<MismatchKind> {
    let mismatch = match json::text(raw) {
        Some(text) => mismatch(&text),
        None => Some(FormMismatch::HalfCharacter),
    };
    mismatch.map(MismatchKind::Form)
}

fn is<T: DeserializeOwned>(raw: &RawValue) -> bool {
    serde_json::from_str::<T>(raw.get()).is_ok()
}

fn integer<T: DeserializeOwned>(raw: &RawValue) -> Option<MismatchKind> {
    (!is::<T>(raw)).then(|| {
        let is_whole = !raw.get().contains(['.', 'e', 'E']);
        MismatchKind::Form(if is_whole { FormMismatch::OutOfRange } else { FormMismatch::NotWhole })
    })
}

fn float(raw: &RawValue) -> Option<MismatchKind> {
    let mismatch = match serde_json::from_str::<f64>(raw.get()) {
        Err(_) => FormMismatch::OutOfRange,
        Ok(value) if digits(&format!("{value:?}")) == digits(raw.get()) => return None,
        Ok(_) => FormMismatch::LongFloat,
    };
    Some(MismatchKind::Form(mismatch))
}

/// The significant digits of a number, and the power of ten that multiplies `0.` followed by these digits.
fn digits(number: &str) -> (String, i64) {
    let (mantissa, exponent) = number.split_once(['e', 'E']).unwrap_or((number, "0"));
    let exponent: i64 = exponent.parse().unwrap_or(i64::MAX / 2);
    let mantissa = unsigned(mantissa);
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let all = format!("{whole}{fraction}");
    let significant = all.trim_start_matches('0');
    let leading = all.len() - significant.len();
    let significant = significant.trim_end_matches('0').to_owned();
    if significant.is_empty() {
        return (significant, 0);
    }
    let point = i64::try_from(whole.len()).unwrap_or(i64::MAX).saturating_sub(i64::try_from(leading).unwrap_or(0));
    (significant, point.saturating_add(exponent))
}

fn lenient_bool(raw: &RawValue) -> Option<MismatchKind> {
    let is_one = match Kind::of(raw) {
        Kind::Number => matches!(serde_json::from_str::<i64>(raw.get()), Ok(0 | 1)),
        _ => json::text(raw).is_some_and(|text| {
            let text = text.trim();
            text.eq_ignore_ascii_case("true") || text.eq_ignore_ascii_case("false")
        }),
    };
    (!is_one).then_some(MismatchKind::Form(FormMismatch::NoTruthValue))
}

fn lenient_integer(raw: &RawValue, expected: &TypeRef) -> Option<MismatchKind> {
    let whole = |value: f64| (value.fract() == 0.0 && value.abs() < INEXACT).then_some(value as i64);
    let value = match Kind::of(raw) {
        Kind::Number => match serde_json::from_str::<i64>(raw.get()) {
            Ok(value) => Some(value),
            Err(_) => serde_json::from_str::<f64>(raw.get()).ok().and_then(whole),
        },
        _ => json::text(raw).and_then(|text| {
            let text = text.trim();
            text.parse().ok().or_else(|| text.parse().ok().and_then(whole))
        }),
    };
    match value {
        Some(value) if *expected == TypeRef::Int64 || i32::try_from(value).is_ok() => None,
        Some(_) => Some(MismatchKind::Form(FormMismatch::OutOfRange)),
        None if Kind::of(raw) == Kind::Number => Some(MismatchKind::Form(FormMismatch::NotWhole)),
        None => Some(MismatchKind::Form(FormMismatch::NoNumber)),
    }
}

pub(super) fn decimal(text: &str) -> Option<FormMismatch> {
    let trimmed = text.trim();
    if !is_decimal(trimmed) {
        Some(FormMismatch::NoNumber)
    } else {
        (trimmed.len() != text.len()).then_some(FormMismatch::PaddedDecimal)
    }
}

/// A number in decimal digits, with an optional sign, leading zeros, or no digits on one side of the point.
fn is_decimal(text: &str) -> bool {
    let is_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let (mantissa, exponent) = match text.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (unsigned(mantissa), Some(unsigned(exponent))),
        None => (unsigned(text), None),
    };
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    is_digits(whole)
        && is_digits(fraction)
        && !(whole.is_empty() && fraction.is_empty())
        && exponent.is_none_or(|exponent| !exponent.is_empty() && is_digits(exponent))
}

fn unsigned(text: &str) -> &str {
    text.strip_prefix(['-', '+']).unwrap_or(text)
}

fn bytes(text: &str) -> Option<FormMismatch> {
    let compact: String = text.split_ascii_whitespace().collect();
    match ENGINE.decode(&compact) {
        Err(_) => Some(FormMismatch::NoBase64),
        Ok(bytes) if ENGINE.encode(&bytes) == text => None,
        Ok(_) => Some(FormMismatch::LooseBase64),
    }
}
