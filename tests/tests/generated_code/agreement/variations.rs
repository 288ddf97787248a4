//! Variations of a body: at each place, everything that services have been seen to write there, and more.

use docwright::internals::model::Json;

/// Bodies with more places than this are varied at some of them only.
const MOST_PLACES: usize = 60;

/// Bodies with several changes at once, for each body to start from.
const SEVERAL_CHANGES: usize = 40;

/// As many lists and objects in each other as the client follows, and some more and fewer.
const DEPTHS: std::ops::RangeInclusive<usize> = 125..=129;

/// Ways up to this length are followed again and again, which types that hold themselves allow.
const LONGEST_LOOP: usize = 2;

/// JSON texts that are put in the place of a value. None of them is a spelling of the original value.
const STRANGERS: &[&str] = &[
    "null",
    "true",
    "7",
    "0",
    "1",
    "-0",
    "5.0",
    "1e2",
    "1.10",
    "0.12345678901234567890",
    "3000000000",
    "9223372036854775808",
    "-9223372036854775809",
    "18446744073709551616",
    "9007199254740991.0",
    "9007199254740993.0",
    "123456789012345678901234567890",
    "1e999",
    "\"\"",
    "\"text\"",
    "\"7\"",
    "\" 7 \"",
    "\"5.0\"",
    "\"1e2\"",
    "\"True\"",
    "\" false\"",
    "\"1\"",
    "\"-7\"",
    "\"1e999\"",
    "\"NaN\"",
    "\"3000000000\"",
    "\"\\u0037\"",
    "\"1.50\"",
    "\" 1.50\"",
    "\"+.5\"",
    "\"aGVsbG8\"",
    "\"aGVs\\nbG8=\"",
    "\"aGVsbG9=\"",
    "\"a\\ud800b\"",
    "\"2024-05-06\"",
    "\"06/05/2017 06:00:00\"",
    "\"2024-05-06T07:08:09.1234567+02:00\"",
    "[]",
    "[null]",
    "[7,\"7\"]",
    "{}",
    "{\"x\":1.10}",
    "{\"x\":{\"x\":null},\"x\":[[]]}",
    "{\"attributes\":null}",
];

/// What may make two documented spellings of one value differ.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Respelling {
    None,
    /// Text for a number, or the other way round.
    Kind,
    /// The case of letters.
    Case,
}

/// A body as text, with what was respelled in it.
pub(super) type Variation = (String, Respelling);

/// The body without a change.
pub(super) fn as_it_is(start: &Json) -> Variation {
    (start.text(), Respelling::None)
}

/// The body as it is, and its variations.
pub(super) fn variations(start: &Json) -> Vec<Variation> {
    let text = start.text();
    let mut variations = vec![
        as_it_is(start),
        (format!("\u{feff}{text}"), Respelling::None),
        (format!(" \r\n{text}\t"), Respelling::None),
        (format!("{text}x"), Respelling::None),
        (text.get(..text.len() - 1).unwrap_or_default().to_owned(), Respelling::None),
        (String::new(), Respelling::None),
    ];
    let places = places(start);
    let step = places.len().div_ceil(MOST_PLACES).max(1);
    for place in places.iter().step_by(step) {
        variations.extend(at(start, place).into_iter().map(|(body, respells)| (body.text(), respells)));
    }
    let short = places.iter().filter(|place| (1..=LONGEST_LOOP).contains(&place.len()));
    variations.extend(short.flat_map(|place| loops(start, place)).map(|body| (body, Respelling::None)));
    variations.extend(several(start));
    variations
}

/// Ways to all values, as positions.
fn places(body: &Json) -> Vec<Vec<usize>> {
    let children = |values: Vec<&Json>| -> Vec<Vec<usize>> {
        let below = values
            .iter()
            .enumerate()
            .flat_map(|(index, value)| places(value).into_iter().map(move |rest| [vec![index], rest].concat()));
        [vec![Vec::new()], below.collect()].concat()
    };
    match body {
        Json::List(items) => children(items.iter().collect()),
        Json::Object(members) => children(members.iter().map(|(_, value)| value).collect()),
        _ => vec![Vec::new()],
    }
}

fn value_at<'b>(body: &'b mut Json, place: &[usize]) -> Option<&'b mut Json> {
    let Some((first, rest)) = place.split_first() else { return Some(body) };
    match body {
        Json::List(items) => items.get_mut(*first).and_then(|item| value_at(item, rest)),
        Json::Object(members) => members.get_mut(*first).and_then(|(_, value)| value_at(value, rest)),
        _ => None,
    }
}

/// The body with a value changed.
fn with(start: &Json, place: &[usize], change: impl FnOnce(&mut Json)) -> Json {
    let mut body = start.clone();
    if let Some(value) = value_at(&mut body, place) {
        change(value);
    }
    body
}

/// A number is printed as it is: so is any JSON text that spells one.
fn raw(text: &str) -> Json {
    Json::Number(text.to_owned())
}

fn at(start: &Json, place: &[usize]) -> Vec<(Json, Respelling)> {
    let other_type = |text: &&str| (with(start, place, |value| *value = raw(text)), Respelling::Kind);
    let mut bodies: Vec<(Json, Respelling)> = STRANGERS.iter().map(other_type).collect();
    if let Some((last, outer)) = place.split_last() {
        bodies.push((with(start, outer, |value| remove(value, *last)), Respelling::None));
        bodies.push((with(start, outer, |value| repeat(value, *last)), Respelling::None));
    }
    bodies.push((with(start, place, grow), Respelling::None));
    bodies.push((with(start, place, rename), Respelling::None));
    bodies.push((with(start, place, change_case), Respelling::Case));
    bodies
}

fn remove(value: &mut Json, position: usize) {
    match value {
        Json::List(items) => drop(items.remove(position)),
        Json::Object(members) => drop(members.remove(position)),
        _ => {}
    }
}

fn repeat(value: &mut Json, position: usize) {
    match value {
        Json::List(items) => items.push(items[position].clone()),
        Json::Object(members) => members.push(members[position].clone()),
        _ => {}
    }
}

/// Adds what no type lists.
fn grow(value: &mut Json) {
    match value {
        Json::Object(members) => {
            members.push(("notListed".to_owned(), raw("{\"a\":[1.10,null,{\"b\":\"\\u00e9\"}]}")));
            members.push(("not listed either".to_owned(), Json::Null));
        }
        Json::Text(text) => text.push_str(" or another"),
        Json::Number(digits) => digits.push('0'),
        Json::List(items) => items.push(Json::Null),
        Json::Bool(_) | Json::Null => {}
    }
}

/// Writes the name of a member otherwise; the service takes such names, the client keeps them.
fn rename(value: &mut Json) {
    if let Json::Object(members) = value
        && let Some((name, _)) = members.first_mut()
    {
        *name = name
            .chars()
            .map(|c| if c.is_lowercase() { c.to_ascii_uppercase() } else { c.to_ascii_lowercase() })
            .collect();
    }
}

/// Bodies in which the way to a place is gone again and again.
fn loops(start: &Json, place: &[usize]) -> Vec<String> {
    let (mut open, mut close, mut value) = (String::new(), String::new(), start);
    for step in place {
        let inner = match value {
            Json::List(items) => {
                open.push('[');
                close.insert(0, ']');
                items.get(*step)
            }
            Json::Object(members) => members.get(*step).map(|(name, value)| {
                open.push_str(&format!("{{{}:", serde_json::Value::from(name.as_str())));
                close.insert(0, '}');
                value
            }),
            _ => None,
        };
        let Some(inner) = inner else { return Vec::new() };
        value = inner;
    }
    // Only an object can be what the way began at.
    if !matches!(value, Json::Object(_)) {
        return Vec::new();
    }
    let times = DEPTHS.filter(|depth| depth % place.len() == 0).map(|depth| depth / place.len());
    times.map(|times| format!("{}{{}}{}", open.repeat(times), close.repeat(times))).collect()
}

fn change_case(value: &mut Json) {
    if let Json::Text(text) = value {
        let other = |c: char| if c.is_ascii_lowercase() { c.to_ascii_uppercase() } else { c.to_ascii_lowercase() };
        *text = text.chars().map(other).collect();
    }
}

/// Several changes at once, the same ones in every run.
fn several(start: &Json) -> Vec<Variation> {
    let mut state = 0x9e37_79b9_7f4a_7c15_u64 ^ start.text().len() as u64;
    let mut choose = |count: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(state >> 33).unwrap_or_default() % count
    };
    let mut bodies = Vec::new();
    for _ in 0..SEVERAL_CHANGES {
        let (mut body, mut respelled) = (start.clone(), Respelling::None);
        for _ in 0..3 {
            let places = places(&body);
            let mut changed = at(&body, &places[choose(places.len())]);
            let (next, how) = changed.swap_remove(choose(changed.len()));
            (body, respelled) = (next, respelled.max(how));
        }
        bodies.push((body.text(), respelled));
    }
    bodies
}
