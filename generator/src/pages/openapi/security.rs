//! The headers and parameters that carry credentials.

use super::references::{DocumentFiles, Located};
use crate::pages::facts::{CarrierFacts, CarrierKind, Fact, ParameterFacts, ParameterPlace};
use crate::pages::text::is_wire_name;

/// The number of alternatives, and of schemes in each, that are read; no document has more.
const MOST: usize = 32;

/// The headers and query parameters of an operation's credentials. One is required if every alternative needs it.
pub(super) fn carriers<'d>(
    root: Located<'d>,
    operation: Located<'d>,
    files: &'d DocumentFiles,
) -> impl Iterator<Item = ParameterFacts> {
    let mut carriers: Vec<(ParameterFacts, usize)> = Vec::new();
    let mut alternatives = 0;
    let of_operation = operation.get("security").or_else(|| root.get("security"));
    for alternative in of_operation.into_iter().flat_map(Located::items).take(MOST) {
        alternatives += 1;
        for (name, entry) in alternative.entries().take(MOST) {
            let Some((place, carrier)) = scheme(root, name, files).and_then(carrier) else { continue };
            match carriers.iter_mut().find(|(known, _)| known.place == Fact::Stated(place) && known.name == carrier) {
                Some((_, count)) => *count += 1,
                None => carriers.push((parameter(entry.line, carrier, place), 1)),
            }
        }
    }
    carriers
        .into_iter()
        .map(move |(carrier, count)| ParameterFacts { required: Fact::Stated(count >= alternatives), ..carrier })
}

/// How requests of an operation carry its credentials.
pub(super) fn stated<'d>(
    root: Located<'d>,
    operation: Located<'d>,
    files: &'d DocumentFiles,
) -> impl Iterator<Item = CarrierFacts> {
    let of_operation = operation.get("security").or_else(|| root.get("security"));
    let alternatives = of_operation.into_iter().flat_map(Located::items).take(MOST);
    let entries = alternatives.flat_map(|alternative| alternative.entries().take(MOST).collect::<Vec<_>>());
    entries.filter_map(move |(name, entry)| fact(scheme(root, name, files)?, entry.line))
}

fn fact(scheme: Located<'_>, line: u32) -> Option<CarrierFacts> {
    let named = |kind, name: &str| CarrierFacts { name: Some(name.to_owned()), ..CarrierFacts::of_kind(line, kind) };
    Some(match scheme.text("type")? {
        "apiKey" => {
            let name = scheme.text("name").filter(|name| is_wire_name(name))?;
            match scheme.text("in")? {
                "header" => named(CarrierKind::Header, name),
                "query" => named(CarrierKind::Query, name),
                "cookie" => named(CarrierKind::Other, &format!("cookie {name}")),
                _ => return None,
            }
        }
        "basic" => CarrierFacts::of_kind(line, CarrierKind::Basic),
        "http" => match scheme.text("scheme")? {
            word if word.eq_ignore_ascii_case("basic") => CarrierFacts::of_kind(line, CarrierKind::Basic),
            word if word.eq_ignore_ascii_case("bearer") => CarrierFacts::of_kind(line, CarrierKind::Bearer),
            word if is_wire_name(word) => named(CarrierKind::Other, &format!("Authorization: {word} …")),
            _ => return None,
        },
        // Both issue tokens that are sent as bearer tokens.
        "oauth2" | "openIdConnect" => CarrierFacts::of_kind(line, CarrierKind::Bearer),
        "mutualTLS" => named(CarrierKind::Other, "a certificate of the client"),
        _ => return None,
    })
}

fn scheme<'d>(root: Located<'d>, name: &str, files: &'d DocumentFiles) -> Option<Located<'d>> {
    let listed = root.get("securityDefinitions").or_else(|| root.get("components")?.get("securitySchemes"))?;
    files.resolved(listed.get(name)?)
}

fn carrier(scheme: Located<'_>) -> Option<(ParameterPlace, &str)> {
    match scheme.text("type")? {
        "apiKey" => {
            let place = match scheme.text("in")? {
                "header" => ParameterPlace::Header,
                "query" => ParameterPlace::Query,
                _ => return None,
            };
            Some((place, scheme.text("name")?))
        }
        "basic" | "http" | "oauth2" | "openIdConnect" => Some((ParameterPlace::Header, "Authorization")),
        _ => None,
    }
}

fn parameter(line: u32, name: &str, place: ParameterPlace) -> ParameterFacts {
    ParameterFacts {
        line,
        name: name.to_owned(),
        place: Fact::Stated(place),
        type_text: Fact::Stated("string".to_owned()),
        required: Fact::NotStated,
        values: Fact::NotStated,
        list_form: Fact::NotStated,
        description: String::new(),
        listed: Vec::new(),
        nullable: false,
    }
}
