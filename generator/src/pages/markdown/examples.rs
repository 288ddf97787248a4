//! Requests and responses that a page shows, identified by their first lines.

mod headers;

use super::columns::is_address;
use super::request_forms::curl;
use super::{json, requests};
use crate::media_types;
use crate::model::Method;
use crate::pages::facts::{ExampleFacts, ExampleMember, ExampleOf, Fact, MessageKind, PartFacts};
use crate::pages::text::is_wire_name;

use headers::Headers;

/// The examples in a listing that begins on `first_line`; none if it contains anything else, such as a program. JSON without
/// a first line of a message is the body of what the page announces.
pub(super) fn read(code: &str, first_line: u32, announced: Option<MessageKind>) -> Vec<ExampleFacts> {
    if let Some(call) = call_of_curl(code, first_line) {
        return vec![call];
    }
    let lines: Vec<&str> = code.lines().collect();
    let mut examples = Vec::new();
    let mut at = 0;
    while let Some(line) = lines.get(at) {
        let number = first_line.saturating_add(u32::try_from(at).unwrap_or(u32::MAX));
        let is_first = lines.get(..at).is_some_and(|before| before.iter().all(|line| line.trim().is_empty()));
        let of_status = || status_line(line).filter(|_| is_first);
        if let Some(of) = start(line, lines.get(at.saturating_add(1)).copied()).or_else(of_status) {
            let (example, next) = message(of, &lines, at, number);
            examples.push(example);
            at = next;
        } else if line.trim().is_empty() {
            at = at.saturating_add(1);
        } else {
            if line.trim_start().starts_with(['{', '[']) && examples.is_empty() {
                let next = end_of_body(&lines, at);
                let body = body(lines.get(at..next).unwrap_or_default(), number);
                // A program can begin with a brace, too; it is not an example if it is not JSON at all.
                if body.stated().is_some() {
                    examples.push(json_of(announced, number, body));
                    at = next;
                    continue;
                }
            }
            break;
        }
    }
    examples
}

/// The request that a call of curl sends, as far as it shows more than its first line.
fn call_of_curl(code: &str, first_line: u32) -> Option<ExampleFacts> {
    let mut headers = Headers::default();
    for (name, value) in curl::headers(code)? {
        headers.add(MessageKind::Request, name, value);
    }
    let (line, media, body) = if let Some((body, line)) = curl::json(code, first_line) {
        (line, headers.media.clone(), json::members(body, line).map_or(Fact::Unreadable, Fact::Stated))
    } else if let Some(form) = curl::form(code) {
        (first_line, Fact::Stated(form.media.to_owned()), Fact::Stated(members_of(form, first_line)))
    } else if headers.names.is_empty() {
        return None;
    } else {
        (first_line, headers.media.clone(), Fact::NotStated)
    };
    let request = curl::request(code, first_line).and_then(|request| Some((*request.method.stated()?, request.uri)));
    let of = match request {
        Some((method, uri)) => ExampleOf::Request { method, uri: without_values(&uri) },
        None if body.is_not_stated() => return None,
        None => ExampleOf::Json { body_of: Some(MessageKind::Request) },
    };
    Some(ExampleFacts { of, media, ..headers.example(line, body) })
}

/// The members of a form. Their values are text, whatever their types are.
fn members_of(form: curl::Form, line: u32) -> Vec<ExampleMember> {
    let member = |path| ExampleMember { line, path, kinds: Vec::new(), are_times: false, code: None, keys: Vec::new() };
    form.names.into_iter().map(member).collect()
}

fn json_of(body_of: Option<MessageKind>, line: u32, body: Fact<Vec<ExampleMember>>) -> ExampleFacts {
    ExampleFacts { of: ExampleOf::Json { body_of }, ..Headers::default().example(line, body) }
}

/// A start line.
enum Start {
    /// Of a request; its address may be on the next line.
    Request {
        method: Method,
        uri: String,
        lines: usize,
    },
    Response {
        status: u16,
    },
}

fn start(line: &str, next: Option<&str>) -> Option<Start> {
    let line = line.trim();
    let (first, rest) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
    if first.starts_with("HTTP/") {
        let word = rest.split_whitespace().next().unwrap_or_default();
        return super::columns::status(word).map(|status| Start::Response { status });
    }
    let method = Method::parse(first).filter(|method| method.as_str() == first || first.len() == line.len())?;
    let (target, lines) = if rest.trim().is_empty() { (next.unwrap_or_default().trim(), 2) } else { (rest.trim(), 1) };
    let uri = requests::uri(target);
    let is_target = is_address(&uri) || uri.starts_with("{") && uri.contains('/');
    is_target.then(|| Start::Request { method, uri: without_values(&uri), lines })
}

/// The start line of a response without its protocol (`Status: 200 OK`).
fn status_line(line: &str) -> Option<Start> {
    let status = line.trim().strip_prefix("Status:")?.split_whitespace().next()?;
    super::columns::status(status).map(|status| Start::Response { status })
}

/// The address with the names of its query's parameters only.
fn without_values(uri: &str) -> String {
    let Some((path, query)) = uri.split_once('?') else { return uri.to_owned() };
    let names: Vec<&str> = query.split(['&', '?']).map(|pair| pair.split('=').next().unwrap_or_default()).collect();
    format!("{path}?{}", names.join("&"))
}

/// The message that begins on the line `at`, and the line at which it ends.
fn message(start: Start, lines: &[&str], at: usize, number: u32) -> (ExampleFacts, usize) {
    let (of, start_lines) = match start {
        Start::Request { method, uri, lines } => (ExampleOf::Request { method, uri }, lines),
        Start::Response { status } => (ExampleOf::Response { status }, 1),
    };
    let kind = if matches!(of, ExampleOf::Request { .. }) { MessageKind::Request } else { MessageKind::Response };
    let mut headers = Headers::default();
    let mut at_body = at.saturating_add(start_lines);
    let mut is_after_blank = false;
    while let Some(line) = lines.get(at_body) {
        let trimmed = line.trim();
        if is_start(lines, at_body) || begins_json(trimmed) {
            break;
        } else if let Some((name, value)) = header(trimmed) {
            headers.add(kind, name, value.trim());
        } else if is_after_blank && !trimmed.is_empty() {
            break;
        }
        // Without a blank line before it, anything else continues the header above.
        is_after_blank = trimmed.is_empty();
        at_body = at_body.saturating_add(1);
    }
    let end = end_of_body(lines, at_body);
    let body_line = number.saturating_add(u32::try_from(at_body.saturating_sub(at)).unwrap_or(u32::MAX));
    let body = body(lines.get(at_body..end).unwrap_or_default(), body_line);
    let is_multipart = headers.media.stated().is_some_and(|media| media == media_types::MULTIPART);
    let parts = if is_multipart { parts(lines.get(at_body..end).unwrap_or_default()) } else { Vec::new() };
    (ExampleFacts { of, parts, ..headers.example(number, body) }, end)
}

/// The parts of a body, from their headers.
fn parts(lines: &[&str]) -> Vec<PartFacts> {
    let mut parts: Vec<PartFacts> = Vec::new();
    let mut is_in_headers = false;
    for line in lines {
        let line = line.trim();
        match header(line) {
            Some((name, value)) if name.eq_ignore_ascii_case("Content-Disposition") => {
                if let Some(name) = part_name(value) {
                    parts.push(PartFacts { name: name.to_owned(), media: None });
                    is_in_headers = true;
                }
            }
            Some((name, value)) if is_in_headers && name.eq_ignore_ascii_case("Content-Type") => {
                let essence = media_types::essence(value);
                if let Some(part) = parts.last_mut().filter(|_| media_types::is_valid(&essence, false)) {
                    part.media = Some(essence);
                }
            }
            _ => is_in_headers &= !line.is_empty(),
        }
    }
    parts
}

/// The name in a `Content-Disposition`.
fn part_name(value: &str) -> Option<&str> {
    let mut parameters = value.split(';').map(str::trim);
    parameters.next().filter(|kind| kind.eq_ignore_ascii_case("form-data"))?;
    let name = parameters.find_map(|parameter| parameter.strip_prefix("name="))?.trim_matches('"');
    is_wire_name(name).then_some(name)
}

fn is_start(lines: &[&str], at: usize) -> bool {
    let next = lines.get(at.saturating_add(1)).copied();
    lines.get(at).is_some_and(|line| start(line, next).is_some())
}

/// Where the next message begins.
fn end_of_body(lines: &[&str], from: usize) -> usize {
    (from..lines.len()).find(|at| is_start(lines, *at)).unwrap_or(lines.len())
}

/// Name and value of the header, if the line is one.
fn header(line: &str) -> Option<(&str, &str)> {
    let (name, value) = line.split_once(':')?;
    let name = name.trim_end();
    let is_name = |name: &str| name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_');
    (!name.is_empty() && name.len() <= 64 && is_name(name)).then_some((name, value))
}

fn body(lines: &[&str], line: u32) -> Fact<Vec<ExampleMember>> {
    if !lines.iter().find(|line| !line.trim().is_empty()).is_some_and(|first| begins_json(first.trim())) {
        return Fact::NotStated;
    }
    json::members(&lines.join("\n"), line).map_or(Fact::Unreadable, Fact::Stated)
}

fn begins_json(line: &str) -> bool {
    line.trim_start_matches('?').starts_with(['{', '[', '"', '“'])
}

#[cfg(test)]
mod tests {
    use super::read;
    use crate::pages::facts::{ExampleFacts, ExampleOf};

    #[test]
    fn a_call_of_curl_is_a_request_with_its_headers() {
        let call = |code: &str| {
            let [ExampleFacts { of, headers, accept, media, body, .. }] = read(code, 3, None).try_into().ok()?;
            let ExampleOf::Request { method, uri } = of else { return None };
            let members = body.stated().map(|members| members.iter().map(|member| member.path.clone()).collect());
            Some((
                format!("{} {uri}", method.as_str()),
                headers.join(" "),
                accept.join(" "),
                media.stated().cloned(),
                members,
            ))
        };
        let media = |media: &str| Some(media.to_owned());
        for (code, expected) in [
            (
                "curl 'https://a.example/lids?size=3' \\\n  -H 'Accept: image/png' -H 'X-Style: round'",
                Some(("GET https://a.example/lids?size", "Accept X-Style", "image/png", None, None)),
            ),
            (
                "curl -X PATCH -H 'Content-Type: application/merge-patch+json' -d '{\"a\": 1}' https://a.example/lids/4",
                Some((
                    "PATCH https://a.example/lids/4",
                    "Content-Type",
                    "",
                    media("application/merge-patch+json"),
                    Some(vec![String::new(), "a".to_owned()]),
                )),
            ),
            ("curl https://a.example/lids", None),
            ("curl -H 'Accept: image/png'", None),
        ] {
            let expected = expected.map(|(request, headers, accept, media, members)| {
                (request.to_owned(), headers.to_owned(), accept.to_owned(), media, members)
            });
            assert_eq!(call(code), expected, "{code}");
        }
    }
}
