//! Names sample values in request lines (`/rooms/3`) by the parameters that the page describes.

use std::collections::HashSet;

use super::document::{Inline, SpanKind};
use crate::pages::facts::{Fact, ParameterFacts, ParameterPlace, Request, SectionFacts};
use crate::uri::{PageUri, folded_name, placeholder};

/// Replaces sample values in the requests of the parts of a page by placeholders: where a table describes the parameter, or
/// where `sentences` of the page say that the value is an ID. Parameters on the lines `elsewhere` are none of a path.
pub(super) fn name<'b>(
    parts: &mut [SectionFacts],
    sentences: impl Iterator<Item = &'b Inline>,
    elsewhere: &HashSet<u32>,
) {
    let ids: HashSet<&str> = sentences.flat_map(ids).collect();
    let requests = parts.iter().flat_map(|part| &part.requests);
    let collections: HashSet<String> = requests.flat_map(|request| collections(&request.uri, &ids)).collect();
    for part in parts {
        let can_be_of_path = |row: &&ParameterFacts| {
            matches!(row.place, Fact::NotStated | Fact::Stated(ParameterPlace::Path)) && !elsewhere.contains(&row.line)
        };
        let rows = part.parameters.stated().into_iter().flatten().filter(can_be_of_path);
        let rows: Vec<&str> = rows.map(|row| row.name.as_str()).collect();
        name_in(&mut part.requests, &rows, &collections);
    }
}

/// The values in a text of which it says that they are IDs (``the room with an ID of `3` ``).
fn ids(text: &Inline) -> impl Iterator<Item = &str> {
    let codes = text.spans.iter().filter(|span| matches!(span.kind, SpanKind::Code));
    codes.filter_map(|span| {
        let before = text.text.get(..span.start)?.to_lowercase();
        let before = before.trim_end().trim_end_matches([':', '(']).trim_end();
        let before = [" of", " is"].iter().find_map(|word| before.strip_suffix(word)).unwrap_or(before);
        let is_id = before.ends_with(" id") || before.ends_with("(id");
        text.text.get(span.start..span.end).filter(|_| is_id)
    })
}

/// The segments of a path before IDs.
fn collections(uri: &str, ids: &HashSet<&str>) -> Vec<String> {
    let segments = PageUri::parse(uri).segments;
    let pairs = segments.windows(2).filter_map(|pair| match pair {
        [before, segment] => Some((before, segment.split('.').next().unwrap_or_default())),
        _ => None,
    });
    pairs.filter(|(_, value)| is_sample(value) && ids.contains(value)).map(|(before, _)| before.clone()).collect()
}

fn name_in(requests: &mut [Request], rows: &[&str], collections: &HashSet<String>) {
    if rows.is_empty() && collections.is_empty() {
        return;
    }
    for request in requests {
        let uri = PageUri::parse(&request.uri);
        let mut segments: Vec<String> = Vec::with_capacity(uri.segments.len());
        for segment in &uri.segments {
            let before = segments.iter().rev().find(|segment| placeholder(segment).is_none());
            let (value, ending) = segment.split_at(segment.find('.').unwrap_or(segment.len()));
            let name = before.filter(|_| is_sample(value)).and_then(|before| {
                let row = described(before, rows, &segments).map(str::to_owned);
                row.or_else(|| collections.contains(before).then(|| format!("{}_id", singular(before))))
            });
            let is_free = |name: &String| !segments.contains(&format!("{{{name}}}"));
            let name = name.filter(is_free);
            segments.push(name.map_or_else(|| segment.clone(), |name| format!("{{{name}}}{ending}")));
        }
        if segments == uri.segments {
            continue;
        }
        // The segments are those of the path, which follows the host.
        let path = uri.segments.join("/");
        if let Some(start) = request.uri.find(&path) {
            request.uri.replace_range(start..start.saturating_add(path.len()), &segments.join("/"));
        }
    }
}

/// Whether a segment can only be a value: a number or an identifier with digits.
fn is_sample(segment: &str) -> bool {
    let is_number = !segment.is_empty() && segment.bytes().all(|byte| byte.is_ascii_digit());
    let is_hexadecimal = |c: char| c.is_ascii_hexdigit() || c == '-';
    is_number
        || segment.len() >= 16 && segment.chars().all(is_hexadecimal) && segment.contains(|c: char| c.is_ascii_digit())
}

/// The parameter whose value follows a segment: `room_id` or `room` after `rooms`, or `id`.
fn described<'r>(before: &str, rows: &[&'r str], taken: &[String]) -> Option<&'r str> {
    let singular = singular(&folded_name(before));
    let is_free = |row: &&str| !taken.iter().any(|segment| placeholder(segment) == Some(row));
    let names = [format!("{singular}id"), singular, "id".to_owned()];
    names.iter().find_map(|name| rows.iter().copied().filter(is_free).find(|row| folded_name(row) == *name))
}

/// The singular of the name of a collection.
fn singular(plural: &str) -> String {
    let stem = plural.strip_suffix("ies").map(|stem| format!("{stem}y"));
    let sibilant = || {
        let stem = plural.strip_suffix("es")?;
        ["x", "ss", "ch", "sh"].iter().any(|end| stem.ends_with(end)).then(|| stem.to_owned())
    };
    stem.or_else(sibilant).unwrap_or_else(|| plural.strip_suffix('s').unwrap_or(plural).to_owned())
}

#[cfg(test)]
mod tests {
    use super::{described, is_sample};

    #[test]
    fn a_value_has_the_name_of_the_parameter_of_its_collection() {
        let rows = ["id", "room_id", "crate"];
        assert_eq!(described("rooms", &rows, &[]), Some("room_id"));
        assert_eq!(described("crates", &rows, &[]), Some("crate"));
        assert_eq!(described("boxes", &rows, &[]), Some("id"));
        assert_eq!(described("boxes", &rows, &["{id}".to_owned()]), None);
    }

    #[test]
    fn words_and_versions_are_no_values() {
        assert!(is_sample("3") && is_sample("0f8fad5b-d9cb-469f-a165-70867728950e"));
        assert!(!is_sample("v1") && !is_sample("crates") && !is_sample("") && !is_sample("decade-of-facade"));
    }
}
