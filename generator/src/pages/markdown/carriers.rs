//! Credentials of requests in listings.

use super::request_forms::curl;
use crate::pages::facts::{CarrierFacts, CarrierKind};

/// How the request of a listing carries a credential: by headers after its first line, or by options of a call of curl.
pub(super) fn in_listing(code: &str, first_line: u32) -> Vec<CarrierFacts> {
    let line_at = |offset: usize| {
        let before = code.get(..offset).map_or(0, |before| before.matches('\n').count());
        first_line.saturating_add(u32::try_from(before).unwrap_or(u32::MAX))
    };
    if let Some(stated) = curl::credentials(code) {
        let headers = stated.headers.into_iter();
        let mut found: Vec<CarrierFacts> =
            headers.filter_map(|(at, name, value)| CarrierFacts::of_header(line_at(at), name, value)).collect();
        found.extend(stated.user.map(|at| CarrierFacts::of_kind(line_at(at), CarrierKind::Basic)));
        return found;
    }
    let mut found = Vec::new();
    // What a service sends is no credential of a request.
    let lines = code.lines().enumerate().take_while(|(_, line)| !line.trim_start().starts_with("HTTP/"));
    for (index, line) in lines {
        let Some((name, value)) = line.trim().split_once(':') else {
            // Headers end at an empty line.
            if line.trim().is_empty() && index > 0 && !found.is_empty() {
                break;
            }
            continue;
        };
        let is_name = !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
        let number = first_line.saturating_add(u32::try_from(index).unwrap_or(u32::MAX));
        found.extend(CarrierFacts::of_header(number, name, value.trim()).filter(|_| is_name));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::in_listing;

    #[test]
    fn listings_show_how_requests_carry_credentials() {
        let shown = |code: &str| {
            let found = in_listing(code, 10).into_iter();
            found.map(|carrier| (carrier.line, carrier.shown())).collect::<Vec<_>>()
        };
        let one = |line: u32, text: &str| vec![(line, text.to_owned())];
        for (code, expected) in [
            ("GET /doors HTTP/1.1\nAuthorization: Bot <key>\n\n{}", one(11, "Authorization: Bot …")),
            ("GET https://a.example/doors\nX-Api-Key: abc", one(11, "X-Api-Key: …")),
            ("curl -H 'Authorization: Bot $KEY' https://a.example/doors", one(10, "Authorization: Bot …")),
            ("curl https://a.example/doors \\\n -u 'api:KEY'", one(11, "Authorization: Basic …")),
            ("curl --user ada:sesame https://a.example", one(10, "Authorization: Basic …")),
            ("curl -uapi:key https://a.example", one(10, "Authorization: Basic …")),
            ("curl https://a.example -d '{\"Authorization\": \"Bot x\"}'", vec![]),
            ("{\n  \"Authorization\": \"Bot x\"\n}", vec![]),
            ("HTTP/1.1 200 OK\nX-Auth-Token: abc", vec![]),
            ("POST /sessions HTTP/1.1\n\nHTTP/1.1 200 OK\nX-Auth-Token: abc", vec![]),
        ] {
            assert_eq!(shown(code), expected, "{code}");
        }
    }
}
