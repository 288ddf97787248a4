//! Requests outside of tables: in listings, inline code, headings, labels beside paths, and calls of curl.

pub(super) mod curl;
pub(super) mod labels;

use super::columns::is_address;
use super::document::{Block, BlockContent, Inline, SpanKind, method_of_label};
use super::requests;
use super::sections::PageSection;
use crate::model::Method;
use crate::pages::facts::{Fact, Request};
use crate::pages::text::is_wire_name;
use crate::uri::PageUri;

/// How certain it is that a line of a page states a request. Of a page, only the most certain requests are read: the same
/// line is a mention or an example on pages that state their requests in another form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Certainty {
    /// A request that the page only shows, with headers or as a call of curl.
    Shown,
    /// A method and an address in a listing, in inline code, or in a heading.
    Written,
    /// A row of a table, or a label with the method beside the address.
    Marked,
}

/// Requests that one block states.
#[derive(Debug)]
pub(super) struct Stated {
    pub(super) certainty: Certainty,
    pub(super) requests: Vec<Request>,
    /// Whether the block only looks like a heading: the address beside a label.
    pub(super) is_no_heading: bool,
}

impl Stated {
    fn new(certainty: Certainty, requests: Vec<Request>) -> Option<Self> {
        (!requests.is_empty()).then_some(Self { certainty, requests, is_no_heading: false })
    }
}

/// The requests that the block at an index states outside of a table. `section` is the part of the page that contains it.
pub(super) fn of_block(blocks: &[Block], index: usize, section: Option<PageSection>) -> Option<Stated> {
    let block = blocks.get(index)?;
    let before = index.checked_sub(1).and_then(|before| blocks.get(before));
    let is_of_examples = matches!(section, Some(PageSection::Examples | PageSection::Response | PageSection::Errors));
    match &block.content {
        BlockContent::Heading { title, .. } => labeled(before, &title.text, block.line, true)
            .or_else(|| of_heading(title, block.line))
            .or_else(|| of_action(blocks, index, &title.text, block.line)),
        BlockContent::Paragraph(text) => labeled(before, &text.text, block.line, false)
            .or_else(|| of_paragraph(text, block.line))
            .or_else(|| of_address(blocks, index, &text.text, section))
            .or_else(|| labels::of_block(blocks, index)),
        BlockContent::Item { text, .. } => of_item(text, block.line).or_else(|| labels::of_block(blocks, index)),
        BlockContent::Code(code) => labeled(before, code.trim(), block.line, false)
            .or_else(|| if is_of_examples { None } else { of_listing(code, block.line) })
            .or_else(|| of_address(blocks, index, code.trim(), section)),
        BlockContent::Request(text) => of_paragraph(text, block.line),
        BlockContent::Table(_) | BlockContent::Terms(_) => None,
    }
}

/// The request of a block that is only an address, after one that is only a method.
fn labeled(before: Option<&Block>, text: &str, line: u32, is_no_heading: bool) -> Option<Stated> {
    let label = match &before?.content {
        BlockContent::Paragraph(label) | BlockContent::Item { text: label, .. } => label.text.as_str(),
        BlockContent::Code(label) => label.trim(),
        _ => return None,
    };
    let method = method_of_label(label)?;
    let is_alone = text.lines().count() == 1 && is_address(text) && !text.contains(' ');
    let request = Request { line, method: Fact::Stated(method), uri: uri(text) };
    is_alone.then(|| Stated { certainty: Certainty::Marked, requests: vec![request], is_no_heading })
}

fn of_paragraph(text: &Inline, line: u32) -> Option<Stated> {
    let lines = text.text.lines();
    let requests: Option<Vec<Request>> = lines.map(|text| whole_request(text, line)).collect();
    if let Some(requests) = requests.filter(|_| !is_cross_reference(text)) {
        let is_code = text.spans.iter().any(|span| matches!(span.kind, SpanKind::Code));
        return Stated::new(if is_code { Certainty::Written } else { Certainty::Marked }, requests);
    }
    if let Some(request) = label_and_address(&text.text, line) {
        return Stated::new(Certainty::Marked, vec![request]);
    }
    Stated::new(Certainty::Written, first_words(text, line).into_iter().collect())
}

/// The request of an item that describes it. An item that is only a request is part of an overview, or of a list of changes.
fn of_item(text: &Inline, line: u32) -> Option<Stated> {
    let is_described = whole_request(&text.text, line).is_none();
    Stated::new(Certainty::Written, first_words(text, line).filter(|_| is_described).into_iter().collect())
}

fn of_heading(title: &Inline, line: u32) -> Option<Stated> {
    let text = title.text.as_str();
    let in_brackets = || text.strip_suffix(']').and_then(|text| Some(text.rsplit_once('[')?.1));
    let in_code = || {
        let mut spans = title.spans.iter().filter(|span| matches!(span.kind, SpanKind::Code));
        spans.find_map(|span| whole_request(text.get(span.start..span.end)?, line))
    };
    let request = whole_request(text, line)
        .or_else(in_code)
        .or_else(|| whole_request(in_brackets()?, line))
        .or_else(|| label_and_address(text, line))
        .or_else(|| last_words(text, line));
    Stated::new(Certainty::Written, request.into_iter().collect())
}

/// The request of a heading that has the method of an action, below one that has the path of its resource, as in API Blueprint
/// (`Crates [/crates]`, `List crates [GET]`).
fn of_action(blocks: &[Block], index: usize, title: &str, line: u32) -> Option<Stated> {
    /// How many headings before the action that of its resource may be.
    const FARTHEST: usize = 64;
    let in_brackets = |title: &str| Some(title.trim_end().strip_suffix(']')?.rsplit_once('[')?.1.trim().to_owned());
    let method = in_brackets(title).and_then(|method| Method::parse(&method))?;
    let headings = blocks.get(..index)?.iter().rev().filter_map(|block| match &block.content {
        BlockContent::Heading { title, .. } => Some(&title.text),
        _ => None,
    });
    let mut paths = headings.take(FARTHEST).filter_map(|title| in_brackets(title));
    let path = paths.find(|path| is_target(path) && !path.contains(char::is_whitespace))?;
    let mut uri = uri(&path);
    // The query of a resource is that of the actions that read it.
    if !matches!(method, Method::Get | Method::Head) {
        uri.truncate(uri.find('?').unwrap_or(uri.len()));
    }
    Stated::new(Certainty::Written, vec![Request { line, method: Fact::Stated(method), uri }])
}

/// Whether a block of text alone is a request.
pub(super) fn is_request(text: &Inline) -> bool {
    method_of_label(&text.text).is_some() || of_paragraph(text, 0).is_some()
}

/// The request of a text that is a label with a method, in any case, and an address (`get /crates`).
fn label_and_address(text: &str, line: u32) -> Option<Request> {
    let (label, address) = text.trim().split_once(char::is_whitespace)?;
    let (method, address) = (method_of_label(label)?, address.trim());
    let is_alone = is_target(address) && !address.contains(char::is_whitespace);
    is_alone.then(|| Request { line, method: Fact::Stated(method), uri: uri(address) })
}

/// Whether a text is only a link to a section of the page, as in its table of contents.
fn is_cross_reference(text: &Inline) -> bool {
    text.spans.iter().any(|span| {
        let is_whole = span.start == 0 && span.end == text.text.len();
        is_whole && matches!(&span.kind, SpanKind::Link(target) if target.starts_with('#'))
    })
}

/// The request of a listing whose lines are all requests, or that shows one.
fn of_listing(code: &str, first_line: u32) -> Option<Stated> {
    let mut requests: Vec<Request> = Vec::new();
    let lines = code.lines().zip(0..).filter(|(text, _)| !text.trim().is_empty());
    for (text, index) in lines {
        let text = text.trim();
        match (whole_request(text, first_line.saturating_add(index)), requests.as_mut_slice()) {
            (Some(request), _) => requests.push(request),
            (None, [.., last]) if text.starts_with(['?', '&']) => last.uri.push_str(&uri(text)),
            (None, [_]) => return Stated::new(Certainty::Shown, requests),
            (None, [_, _, ..]) => return None,
            (None, []) => return Stated::new(Certainty::Shown, curl::request(code, first_line).into_iter().collect()),
        }
    }
    Stated::new(Certainty::Written, requests)
}

/// Whether a listing begins with the line of a request.
pub(super) fn begins_with_request(code: &str) -> bool {
    code.trim_start().lines().next().is_some_and(|line| whole_request(line, 0).is_some())
}

/// The request of an address alone below a heading of requests (`Resource URL`), whose method the next example shows.
fn of_address(blocks: &[Block], index: usize, text: &str, section: Option<PageSection>) -> Option<Stated> {
    let is_alone = section == Some(PageSection::Request) && is_address(text) && !text.contains(char::is_whitespace);
    if !is_alone {
        return None;
    }
    /// How many blocks after the address the example may be.
    const FARTHEST: usize = 12;
    let uri = uri(text);
    let segments = PageUri::parse(&uri).segments;
    let is_same = |request: &Request| PageUri::parse(&request.uri).segments.len() == segments.len();
    let following = blocks.iter().skip(index.saturating_add(1)).take(FARTHEST);
    let mut shown = following.filter_map(|block| match &block.content {
        BlockContent::Code(code) => whole_request(code.trim_start().lines().next()?.trim(), block.line),
        _ => None,
    });
    let method = shown.next().filter(is_same)?.method;
    let line = blocks.get(index)?.line;
    Stated::new(Certainty::Written, vec![Request { line, method, uri }])
}

/// The request that a text is.
fn whole_request(text: &str, line: u32) -> Option<Request> {
    let text = text.trim().trim_matches('`');
    let (method, address) = method_and_rest(text)?;
    let address = match address.rsplit_once(char::is_whitespace) {
        Some((address, protocol)) if protocol.starts_with("HTTP/") => address.trim(),
        _ => address,
    };
    let is_alone = is_target(address) && !address.contains(char::is_whitespace);
    is_alone.then(|| Request { line, method: Fact::Stated(method), uri: uri(address) })
}

/// The request that a text begins with: a method in capitals and an address, both words or inline code.
fn first_words(text: &Inline, line: u32) -> Option<Request> {
    let (method, rest) = method_and_rest(text.text.trim_start())?;
    let address = rest.split_whitespace().next()?.trim_end_matches([',', '.', ':', ';', ')']);
    let code = text.spans.iter().find(|span| matches!(span.kind, SpanKind::Code));
    let in_code = code.and_then(|span| text.text.get(span.start..span.end)).filter(|code| code.contains(address));
    // Without a mark, the words are a sentence about a request.
    in_code?;
    is_target(address).then(|| Request { line, method: Fact::Stated(method), uri: uri(address) })
}

/// The request at the end of a heading (`List crates: GET /crates`).
fn last_words(text: &str, line: u32) -> Option<Request> {
    let mut words = text.rsplitn(3, char::is_whitespace);
    let (address, method) = (words.next()?.trim_end_matches([')', ']']), words.next()?);
    whole_request(&format!("{} {address}", method.trim_start_matches(['(', '[', '-', ':'])), line)
}

/// A method in capitals at the start of a text, and what follows it, which may begin without a space.
fn method_and_rest(text: &str) -> Option<(Method, &str)> {
    let method = Method::ALL.into_iter().find(|method| text.starts_with(method.as_str()))?;
    let rest = text.get(method.as_str().len()..)?;
    let is_apart =
        rest.starts_with(|c: char| c.is_whitespace() || matches!(c, '/' | ':' | '`')) || rest.starts_with("http");
    is_apart.then(|| (method, rest.trim_start_matches([':', '`']).trim_start()))
}

fn is_target(address: &str) -> bool {
    const BASES: &[&str] = &["url", "host", "base", "endpoint", "server"];
    // Any other placeholder is one of a path that is not whole.
    let begins_with_base = || {
        let (base, path) = address.split_once('/')?;
        let base = base.strip_prefix(['{', '<', '$', '['])?.to_lowercase();
        Some(!path.is_empty() && BASES.iter().any(|word| base.contains(word)))
    };
    is_address(address) || begins_with_base().unwrap_or_default()
}

/// An address with one form of placeholder: `{id}` for `:id` and `#{id}`.
fn uri(address: &str) -> String {
    let address = with_query_expanded(&requests::uri(address).replace("#{", "{"));
    let (path, query) = address.split_at(address.find('?').unwrap_or(address.len()));
    if !path.contains("/:") {
        return address;
    }
    let segment = |segment: &str| match segment.strip_prefix(':') {
        Some(rest) => {
            let end = rest.find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '_' | '-'))).unwrap_or(rest.len());
            let (name, after) = rest.split_at(end);
            if name.is_empty() { segment.to_owned() } else { format!("{{{name}}}{after}") }
        }
        None => segment.to_owned(),
    };
    format!("{}{query}", path.split('/').map(segment).collect::<Vec<_>>().join("/"))
}

/// An address with a query in place of a template of one (`{?page,per_page}`).
fn with_query_expanded(address: &str) -> String {
    let mut expanded = String::new();
    let mut rest = address;
    while let Some(start) = rest.find("{?").or_else(|| rest.find("{&")) {
        let (before, template) = rest.split_at(start);
        let Some((names, after)) = template.get(2..).and_then(|template| template.split_once('}')) else { break };
        expanded.push_str(before);
        for name in names.split(',').map(|name| name.trim_end_matches('*')).filter(|name| is_wire_name(name)) {
            expanded.push(if expanded.contains('?') { '&' } else { '?' });
            expanded.push_str(&format!("{name}={{{name}}}"));
        }
        rest = after;
    }
    expanded.push_str(rest);
    expanded
}

#[cfg(test)]
mod tests {
    use super::{Inline, first_words, of_heading, of_listing, uri, whole_request};

    fn shown(request: Option<crate::pages::facts::Request>) -> Option<String> {
        request.map(|request| format!("{} {}", request.method.stated().unwrap().as_str(), request.uri))
    }

    #[test]
    fn placeholders_have_one_form() {
        for (written, expected) in [
            ("/rooms/:room_id/crates/:id.json", "/rooms/{room_id}/crates/{id}.json"),
            ("/rooms/#{id}", "/rooms/{id}"),
            ("/rooms/<id>/x", "/rooms/<id>/x"),
            ("https://a.example/b:go?c=:d", "https://a.example/b:go?c=:d"),
            ("/rooms{?page,per_page}", "/rooms?page={page}&per_page={per_page}"),
            ("/rooms?all=true{&page*}", "/rooms?all=true&page={page}"),
            ("/rooms/{?x", "/rooms/{?x"),
        ] {
            assert_eq!(uri(written), expected);
        }
    }

    #[test]
    fn a_request_is_a_method_in_capitals_and_an_address() {
        for (text, expected) in [
            ("GET /crates", Some("GET /crates")),
            ("GET/crates", Some("GET /crates")),
            ("`PUT {base}/crates/:id HTTP/1.1`", Some("PUT {base}/crates/{id}")),
            ("DELETE: https://a.example/crates", Some("DELETE https://a.example/crates")),
            ("Get /crates", None),
            ("GETS /crates", None),
            ("GET crates", None),
            ("GET {crate}/parts", None),
            ("GET /crates returns crates", None),
        ] {
            assert_eq!(shown(whole_request(text, 1)).as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn words_without_a_mark_are_a_sentence() {
        assert_eq!(shown(first_words(&Inline::of_text("GET /crates returns crates"), 1)), None);
    }

    #[test]
    fn headings_and_listings_state_requests() {
        let heading = |text: &str| {
            let stated = of_heading(&Inline::of_text(text), 1)?;
            shown(stated.requests.into_iter().next())
        };
        assert_eq!(heading("Delete [DELETE /crates/{id}]").as_deref(), Some("DELETE /crates/{id}"));
        assert_eq!(heading("List crates (GET /crates)").as_deref(), Some("GET /crates"));
        assert_eq!(heading("List crates - GET /crates").as_deref(), Some("GET /crates"));
        let listing = of_listing("GET /crates\n\nPUT /crates/:id\n   ?force=true\n", 5).unwrap();
        let lines: Vec<_> = listing.requests.iter().map(|request| (request.line, request.uri.as_str())).collect();
        assert_eq!(lines, [(5, "/crates"), (7, "/crates/{id}?force=true")]);
        assert!(of_listing("let a = 1;", 5).is_none());
    }
}
