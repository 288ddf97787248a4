//! Inputs of a request can be read back by a decoder that is independent of the encoder.

use std::sync::LazyLock;

use ms_commerce::Client;
use ms_commerce::partner_center::GLOBAL;
use ms_commerce::partner_center::licenses::{LicenseGroupId, get_user_licenses};
use ms_commerce::partner_center::offers::get_offer_by_id;
use proptest::prelude::*;

use crate::support::unsent;

static CLIENT: LazyLock<Client> = LazyLock::new(|| unsent(GLOBAL).credential("token").build().unwrap());

/// Decodes percent-encoding, strictly by RFC 3986.
fn percent_decode(text: &str) -> Vec<u8> {
    let mut bytes = text.bytes();
    let mut decoded = Vec::new();
    while let Some(byte) = bytes.next() {
        if byte == b'%' {
            let digits = [bytes.next().unwrap(), bytes.next().unwrap()];
            let digits = std::str::from_utf8(&digits).unwrap();
            decoded.push(u8::from_str_radix(digits, 16).unwrap());
        } else {
            assert!(byte.is_ascii_alphanumeric() || b"-._~".contains(&byte), "{byte} is not encoded in {text}");
            decoded.push(byte);
        }
    }
    decoded
}

proptest! {
    #[test]
    fn any_path_input_is_one_segment_or_rejected(customer in ".{0,40}", user in "\\PC{1,40}|[./%\\\\?#]{1,6}") {
        let call = get_user_licenses(customer.as_str(), user.as_str()).send(&CLIENT).to_http();
        let is_rejected = |text: &str| matches!(text, "" | "." | "..");
        // What some server might take for a dot, decode to one, or end the path at. Without it, a text is sent.
        let is_suspect = |text: &str| text.contains(['.', '%', '\0', '\u{ff0e}', '\u{fe52}', '\u{2024}', '\u{2025}', '\u{ff61}', '\u{3002}']);
        match call {
            Err(_) => prop_assert!([&customer, &user].into_iter().any(|text| is_rejected(text) || is_suspect(text))),
            Ok(request) => {
                prop_assert!(!is_rejected(&customer) && !is_rejected(&user));
                let segments: Vec<&str> = request.uri().path().split('/').collect();
                prop_assert_eq!(segments.len(), 7);
                prop_assert_eq!(percent_decode(segments[3]), customer.as_bytes());
                prop_assert_eq!(percent_decode(segments[5]), user.as_bytes());
                // A browser or a proxy must parse the URL in the same way.
                let uri = request.uri().to_string();
                let parsed = url::Url::parse(&uri).unwrap();
                prop_assert_eq!(parsed.as_str(), uri.as_str());
            }
        }
    }

    #[test]
    fn any_query_input_comes_back(country in ".{0,40}", groups in prop::collection::vec(".{1,20}", 0..4)) {
        let request = get_offer_by_id("offer").country(country.as_str()).send(&CLIENT).to_http().unwrap();
        let pairs = |query: &str| -> Vec<(Vec<u8>, Vec<u8>)> {
            let pairs = query.split('&').map(|pair| pair.split_once('=').unwrap());
            pairs.map(|(name, value)| (percent_decode(name), percent_decode(value))).collect()
        };
        let query = request.uri().query().unwrap();
        prop_assert_eq!(pairs(query), vec![(b"country".to_vec(), country.clone().into_bytes())]);
        let forms: Vec<_> = url::form_urlencoded::parse(query.as_bytes()).into_owned().collect();
        prop_assert_eq!(forms, vec![("country".to_owned(), country)]);

        let values = groups.iter().map(|group| LicenseGroupId::from(group.as_str()));
        let expected: Vec<_> = values.clone().map(|value| value.as_str().to_owned()).collect();
        let request = get_user_licenses("c", "u").license_group_ids(values).send(&CLIENT).to_http().unwrap();
        let found: Vec<_> = request.uri().query().map(pairs).unwrap_or_default();
        prop_assert_eq!(found.len(), groups.len());
        for ((name, value), expected) in found.into_iter().zip(expected) {
            prop_assert_eq!(name, b"licenseGroupIds");
            prop_assert!(String::from_utf8(value).unwrap().eq_ignore_ascii_case(&expected));
        }
    }

    #[test]
    fn any_enum_text_is_kept(text in ".{0,30}") {
        let json = serde_json::to_string(&text).unwrap();
        let value: LicenseGroupId = serde_json::from_str(&json).unwrap();
        let written: String = serde_json::from_str(&serde_json::to_string(&value).unwrap()).unwrap();
        if LicenseGroupId::listed().contains(&value) {
            prop_assert!(written.eq_ignore_ascii_case(&text));
        } else {
            prop_assert_eq!(written, text);
        }
    }
}
