//! Requests whose method and address have labels of their own (`Method: GET`, `URL: /crates`), in lines of text or in the rows
//! of a table.

use super::super::document::{Block, Table, method_of_label};
use super::{Certainty, Stated, is_target, uri, whole_request};
use crate::model::Method;
use crate::pages::facts::{Fact, Request};

const OF_METHODS: &[&str] =
    &["http method", "http verb", "method", "method type", "request method", "request type", "verb"];

const OF_ADDRESSES: &[&str] = &[
    "api endpoint",
    "api url",
    "endpoint",
    "endpoint url",
    "http url",
    "path",
    "request path",
    "request uri",
    "request url",
    "resource",
    "resource path",
    "resource url",
    "route",
    "uri",
    "url",
    "url path",
];

/// Further labels of whole requests.
const OF_REQUESTS: &[&str] = &["call", "http request", "method access", "request", "request line", "syntax"];

/// A value with its label.
enum Labeled {
    Method(Method),
    Address(String),
    Request(Request),
}

impl Labeled {
    fn of(label: &str, value: &str, line: u32) -> Option<Self> {
        let label = label.trim_matches([' ', '*', '_', ':']).to_lowercase();
        let value = value.trim_matches([' ', '*', '`', ':']);
        let (is_method, is_address) = (OF_METHODS.contains(&&*label), OF_ADDRESSES.contains(&&*label));
        if (is_method || is_address || OF_REQUESTS.contains(&&*label))
            && let Some(request) = value.lines().find_map(|value| whole_request(value, line))
        {
            return Some(Self::Request(request));
        }
        if is_method {
            return method_of_label(value).map(Self::Method);
        }
        let is_alone = is_address && is_target(value) && !value.contains(char::is_whitespace);
        is_alone.then(|| Self::Address(uri(value)))
    }
}

/// The labeled values of a paragraph or an item.
fn in_text(block: &Block) -> Vec<Labeled> {
    let lines = block.content.text().into_iter().flat_map(|text| text.text.lines());
    let of_line = |text: &str| {
        let (label, value) = text.split_once(':').or_else(|| text.split_once(" `"))?;
        Labeled::of(label, value, block.line)
    };
    lines.filter_map(of_line).collect()
}

/// The request whose address a block states with a label; its method is stated there or in a block beside it.
pub(super) fn of_block(blocks: &[Block], index: usize) -> Option<Stated> {
    let block = blocks.get(index)?;
    let labeled = in_text(block);
    if let Some(request) = whole(&labeled) {
        return Stated::new(Certainty::Written, vec![request]);
    }
    let uri = labeled.iter().find_map(address)?;
    let method = labeled.iter().find_map(method).or_else(|| method_beside(blocks, index))?;
    Stated::new(Certainty::Marked, vec![Request { line: block.line, method: Fact::Stated(method), uri }])
}

/// The method of the block nearest to an address: after it where the page states addresses first, and otherwise before it.
fn method_beside(blocks: &[Block], index: usize) -> Option<Method> {
    /// How many blocks between two headings are searched.
    const FARTHEST: usize = 24;
    let is_text = |block: &&Block| block.content.text().is_some();
    let (before, from) = (blocks.get(..index)?, blocks.get(index.saturating_add(1)..)?);
    let before: Vec<Vec<Labeled>> = before.iter().rev().take(FARTHEST).take_while(is_text).map(in_text).collect();
    let is_stated_first = |labeled: &Vec<Labeled>| labeled.first().map(|first| method(first).is_some());
    let is_method_first = before.iter().rev().find_map(is_stated_first).unwrap_or_default();
    let until_next = |labeled: &Vec<Labeled>| labeled.iter().all(|labeled| address(labeled).is_none());
    let method_of = |labeled: &Vec<Labeled>| labeled.iter().find_map(method);
    if is_method_first {
        before.iter().take_while(|labeled| until_next(labeled)).find_map(method_of)
    } else {
        let after = from.iter().take(FARTHEST).take_while(is_text).map(in_text);
        after.take_while(until_next).find_map(|labeled| method_of(&labeled))
    }
}

/// The request of a table whose rows are labels with their values.
pub(in crate::pages::markdown) fn of_table(table: &Table) -> Option<Stated> {
    let rows = std::iter::once(&table.header).chain(&table.rows);
    let labeled: Vec<(u32, Labeled)> = rows
        .filter_map(|row| match row.as_slice() {
            [label, value] => Some((value.line, Labeled::of(&label.content.text, &value.content.text, value.line)?)),
            _ => None,
        })
        .collect();
    let request = labeled.iter().find_map(|(_, labeled)| whole(std::slice::from_ref(labeled)));
    let of_rows = || {
        let method = labeled.iter().find_map(|(_, labeled)| method(labeled))?;
        let (line, uri) = labeled.iter().find_map(|(line, labeled)| Some((*line, address(labeled)?)))?;
        Some(Request { line, method: Fact::Stated(method), uri })
    };
    Stated::new(Certainty::Marked, request.or_else(of_rows).into_iter().collect())
}

fn whole(labeled: &[Labeled]) -> Option<Request> {
    labeled.iter().find_map(|labeled| match labeled {
        Labeled::Request(request) => Some(request.clone()),
        _ => None,
    })
}

fn method(labeled: &Labeled) -> Option<Method> {
    match labeled {
        Labeled::Method(method) => Some(*method),
        _ => None,
    }
}

fn address(labeled: &Labeled) -> Option<String> {
    match labeled {
        Labeled::Address(address) => Some(address.clone()),
        _ => None,
    }
}
