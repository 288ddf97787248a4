//! Names sample values in request lines (`/rooms/3`) by the parameters that the page describes.

use crate::pages::facts::{Fact, PageFacts, ParameterFacts, ParameterPlace, Request};
use crate::uri::{PageUri, folded_name, placeholder};

/// Replaces sample values in the requests of a page and its sections by placeholders, where a table describes the parameter.
pub(super) fn name(page: &mut PageFacts) {
    name_in(&mut page.requests, &page.parameters);
    for section in &mut page.sections {
        name_in(&mut section.requests, &section.parameters);
    }
}

fn name_in(requests: &mut [Request], parameters: &Fact<Vec<ParameterFacts>>) {
    let can_be_of_path =
        |row: &&ParameterFacts| matches!(row.place, Fact::NotStated | Fact::Stated(ParameterPlace::Path));
    let rows: Vec<&str> =
        parameters.stated().into_iter().flatten().filter(can_be_of_path).map(|row| row.name.as_str()).collect();
    if rows.is_empty() {
        return;
    }
    for request in requests {
        let uri = PageUri::parse(&request.uri);
        let mut segments: Vec<String> = Vec::with_capacity(uri.segments.len());
        for segment in &uri.segments {
            let before = segments.iter().rev().find(|segment| placeholder(segment).is_none());
            let (value, ending) = segment.split_at(segment.find('.').unwrap_or(segment.len()));
            let name = before.filter(|_| is_sample(value)).and_then(|before| described(before, &rows, &segments));
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
    let folded = folded_name(before);
    let singular = folded.strip_suffix("ies").map(|stem| format!("{stem}y"));
    let singular = singular.unwrap_or_else(|| folded.strip_suffix('s').unwrap_or(&folded).to_owned());
    let is_free = |row: &&str| !taken.iter().any(|segment| placeholder(segment) == Some(row));
    let names = [format!("{singular}id"), singular, "id".to_owned()];
    names.iter().find_map(|name| rows.iter().copied().filter(is_free).find(|row| folded_name(row) == *name))
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
