//! URLs of copies.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use super::Copier;
use super::context::ValueContext;
use crate::model::InputPlace;
use crate::traffic::exchange::query_input;
use crate::traffic::matching::Match;
use crate::traffic::secrets::{is_secret_name, is_short_version, segments_for_messages};
use crate::uri::PageUri;

/// The URL of exchanges with servers that are not in the specs.
const ELSEWHERE: &str = "https://elsewhere.invalid/";

/// A label of a host in place of a variable.
const ANY_LABEL: &str = "any";

/// What is escaped in a URL.
const ESCAPED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b'~');

impl Copier<'_> {
    /// The URL of a request of which the matcher says the same.
    pub(super) fn url(&mut self, found: &Match, uri: &PageUri) -> String {
        let (base, api) = match found {
            Match::Operation { called, base } => (*base, called.api),
            Match::NoOperation { api, base } => (*base, *api),
            Match::Elsewhere => return ELSEWHERE.to_owned(),
        };
        let base = self.matcher.base(base).clone();
        let host = base.host.iter().flat_map(|host| host.split('.'));
        let host: Vec<&str> = host.map(|label| if label.starts_with('{') { ANY_LABEL } else { label }).collect();
        let mut url = format!("https://{}", host.join("."));
        let mut push = |segment: &str| {
            url.push('/');
            url.push_str(&escaped(segment));
        };
        base.segments.iter().for_each(|segment| push(segment));
        let below = &uri.segments[base.segments.len()..];
        if let Match::Operation { called, .. } = found {
            let path = called.of(self.model).1.template.split('?').next().unwrap_or_default();
            for (template, segment) in path.split('/').filter(|segment| !segment.is_empty()).zip(below) {
                match template.split_once('{') {
                    None => push(template),
                    Some(_) if is_short_version(segment) => push(segment),
                    Some((literal, _)) => {
                        let value = segment.get(literal.len()..).unwrap_or_default();
                        push(&format!("{literal}{}", self.placeholders.text(value)));
                    }
                }
            }
        } else {
            let shown: Vec<bool> = segments_for_messages(below).map(|segment| segment.is_some()).collect();
            for (segment, is_shown) in below.iter().zip(shown) {
                if is_short_version(segment) || self.known.has_literal(api, segment) {
                    push(segment);
                } else if is_shown {
                    push(&self.placeholders.word(segment));
                } else if is_secret_name(segment) {
                    // Messages do not show what follows it.
                    push("secret-0");
                } else {
                    push(&self.placeholders.text(segment));
                }
            }
        }
        for (index, (name, value)) in uri.query.iter().enumerate() {
            let (name, value) = self.parameter(found, name, value);
            url.push(if index == 0 { '?' } else { '&' });
            url.push_str(&format!("{}={}", escaped(&name), escaped(&value)));
        }
        url
    }

    fn parameter(&mut self, found: &Match, name: &str, value: &str) -> (String, String) {
        let Match::Operation { called, .. } = found else {
            return (self.placeholders.name(name), self.placeholders.text(value));
        };
        let (api, operation) = called.of(self.model);
        if let Some((_, input)) = query_input(operation, name) {
            let context = ValueContext::of(api, &input.value, is_secret_name(name));
            let mut copied = |text| self.placeholders.query_value(api, &input.value, text, context.is_hidden);
            let value = match input.place {
                InputPlace::QueryCommas => value.split(',').map(copied).collect::<Vec<_>>().join(","),
                InputPlace::QueryJson => self
                    .json_text(value, Some(*called), api.member_case, context)
                    .unwrap_or_else(|| self.placeholders.text(value)),
                _ => copied(value),
            };
            return (name.to_owned(), value);
        }
        let same_name = |(known, _): &(&str, &str)| known.eq_ignore_ascii_case(name);
        let fixed = operation.fixed_query().find(|pair| same_name(pair) && pair.1.eq_ignore_ascii_case(value));
        match fixed.or_else(|| operation.fixed_query().find(same_name)) {
            Some((known, fixed)) if fixed.eq_ignore_ascii_case(value) => (known.to_owned(), fixed.to_owned()),
            Some((known, _)) => (known.to_owned(), self.placeholders.text(value)),
            None if api.has_credential_in_query(name) => (name.to_ascii_lowercase(), self.placeholders.text(value)),
            None => (self.placeholders.name(name), self.placeholders.text(value)),
        }
    }
}

fn escaped(text: &str) -> String {
    utf8_percent_encode(text, ESCAPED).to_string()
}
