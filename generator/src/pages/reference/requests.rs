//! Request lines, and the names in them.

use std::collections::BTreeSet;
use std::ops::Bound;

use crate::model::Method;
use crate::pages::facts::{Fact, ParameterPlace, Request};

use super::lines::TextLine;
use crate::pages::text;

/// The requests in lines.
pub(super) fn requests(lines: &[TextLine<'_>]) -> Vec<Request> {
    let mut requests = Vec::new();
    let mut method_alone = None;
    for line in lines {
        let (word, rest) = line.text.split_once(char::is_whitespace).unwrap_or((line.text, ""));
        let before = method_alone.take();
        if let Some(method) = before.filter(|_| is_address(line.text)) {
            requests.push(Request { line: line.number, method: Fact::Stated(method), uri: uri(line.text) });
            continue;
        }
        let method = Method::ALL.into_iter().find(|method| method.as_str() == word);
        if is_address(rest.trim_start()) {
            let method = method.map_or(Fact::Unreadable, Fact::Stated);
            // A translated method keeps its capitals, which distinguishes it from a sentence with a link.
            if method != Fact::Unreadable || is_capitals(word) && rest.contains("://") {
                requests.push(Request { line: line.number, method, uri: uri(rest) });
            }
        } else if rest.is_empty() {
            method_alone = method;
        }
    }
    requests
}

/// Whether a line is a request with a method and an address.
pub(super) fn is_request(text: &str) -> bool {
    let (word, rest) = text.split_once(' ').unwrap_or((text, ""));
    Method::ALL.iter().any(|method| method.as_str() == word) && rest.trim_start().starts_with("http")
}

fn is_capitals(word: &str) -> bool {
    word.chars().count() > 1 && word.chars().all(char::is_uppercase)
}

fn is_address(text: &str) -> bool {
    text.starts_with("https://") || text.starts_with("http://") || text.starts_with('/') || text.starts_with('{')
}

fn uri(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().filter(|word| !word.starts_with("HTTP/")).collect();
    text::with_ampersands_restored(&words.join(" ")).replace('\\', "")
}

/// The names of parameters in request lines, by place.
#[derive(Debug, Default)]
pub(super) struct RequestNames<'r> {
    path: BTreeSet<&'r str>,
    query: BTreeSet<&'r str>,
}

impl<'r> RequestNames<'r> {
    pub(super) fn of(requests: &'r [Request]) -> Self {
        let mut names = Self::default();
        for request in requests {
            let (path, query) = request.uri.split_once('?').unwrap_or((&request.uri, ""));
            names.path.extend(path.split('{').skip(1).filter_map(|rest| Some(rest.split_once('}')?.0)));
            let keys = query.split('&').map(|pair| pair.split_once('=').map_or(pair, |(key, _)| key).trim());
            names.query.extend(keys.filter(|key| !key.is_empty()));
        }
        names
    }

    /// Removes a name that a table has in full; returns whether it was there.
    pub(super) fn take(&mut self, place: Option<ParameterPlace>, name: &str) -> bool {
        self.at(place).is_some_and(|names| names.remove(name))
    }

    /// The full names that a cut name can be the start of, in order: at most one more than wanted.
    pub(super) fn completions(&mut self, place: Option<ParameterPlace>, cut: &str, wanted: usize) -> Vec<&'r str> {
        let Some(names) = self.at(place).filter(|_| !cut.is_empty()) else { return Vec::new() };
        // Lines may break before a capital and after a dot.
        let (first, last) = match cut.ends_with('.') {
            true => (cut.to_owned(), format!("{cut}\u{7f}")),
            false => (format!("{cut}A"), format!("{cut}[")),
        };
        let after_cut = (Bound::Included(first.as_str()), Bound::Excluded(last.as_str()));
        names.range::<str, _>(after_cut).take(wanted + 1).copied().collect()
    }

    fn at(&mut self, place: Option<ParameterPlace>) -> Option<&mut BTreeSet<&'r str>> {
        match place? {
            ParameterPlace::Path => Some(&mut self.path),
            ParameterPlace::Query => Some(&mut self.query),
            ParameterPlace::Header | ParameterPlace::Body => None,
        }
    }
}
