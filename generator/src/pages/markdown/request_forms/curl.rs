//! Calls of curl.

use crate::model::Method;
use crate::pages::facts::{Fact, Request};

use super::uri;

/// The request that a call of curl sends.
pub(super) fn request(code: &str, first_line: u32) -> Option<Request> {
    let joined = code.replace("\\\n", " ");
    let (index, command) = joined.lines().enumerate().find_map(|(index, line)| {
        let command = line.trim_start().trim_start_matches("$ ");
        Some((index, command.strip_prefix("curl ")?))
    })?;
    let mut method = None;
    let mut address = None;
    let mut has_body = false;
    let mut words = Words(command);
    while let Some(word) = words.next() {
        match word {
            "-X" | "--request" => method = words.next().and_then(Method::parse),
            "-I" | "--head" => method = Some(Method::Head),
            "-d" | "--data" | "--data-raw" | "--data-binary" | "--data-urlencode" | "-F" | "--form" | "--json" => {
                has_body = true;
                words.next();
            }
            "-G" | "--get" => method = Some(Method::Get),
            _ if word.starts_with("-X") => method = word.get(2..).and_then(Method::parse),
            _ if address.is_none() && (word.starts_with("https://") || word.starts_with("http://")) => {
                address = Some(word);
            }
            _ => {}
        }
    }
    let method = method.unwrap_or(if has_body { Method::Post } else { Method::Get });
    let line = first_line.saturating_add(u32::try_from(index).unwrap_or(u32::MAX));
    Some(Request { line, method: Fact::Stated(method), uri: uri(address?) })
}

/// The JSON that a call of curl sends, and the line on which it begins.
pub(in crate::pages::markdown) fn json(code: &str, first_line: u32) -> Option<(&str, u32)> {
    let is_call = |line: &str| line.trim_start().trim_start_matches("$ ").starts_with("curl ");
    if !code.lines().find(|line| !line.trim().is_empty()).is_some_and(is_call) {
        return None;
    }
    let mut words = Words(code);
    while let Some(word) = words.next() {
        if matches!(word, "-d" | "--data" | "--data-raw" | "--data-binary" | "--json") {
            let body = words.next()?;
            let before = code.len().saturating_sub(words.0.len()).saturating_sub(body.len());
            let lines = code.get(..before)?.matches('\n').count();
            let line = first_line.saturating_add(u32::try_from(lines).unwrap_or(u32::MAX));
            return body.trim_start().starts_with(['{', '[']).then_some((body, line));
        }
    }
    None
}

/// The words of a command, without quotes around them.
struct Words<'c>(&'c str);

impl<'c> Iterator for Words<'c> {
    type Item = &'c str;

    fn next(&mut self) -> Option<&'c str> {
        let rest = self.0.trim_start();
        let quote = rest.chars().next()?;
        let (word, after) = if matches!(quote, '"' | '\'') {
            let inner = rest.get(1..)?;
            inner.split_once(quote).unwrap_or((inner, ""))
        } else {
            rest.split_at(rest.find(char::is_whitespace).unwrap_or(rest.len()))
        };
        self.0 = after;
        Some(word)
    }
}

#[cfg(test)]
mod tests {
    use super::{json, request};

    #[test]
    fn the_method_is_stated_or_follows_from_the_body() {
        for (code, expected) in [
            ("curl https://a.example/crates", "GET https://a.example/crates"),
            ("$ curl -X DELETE \"https://a.example/crates/:id\"", "DELETE https://a.example/crates/{id}"),
            ("curl \\\n  --request PUT \\\n  'https://a.example/crates/3'", "PUT https://a.example/crates/3"),
            ("curl https://a.example/crates \\\n -d '{\n}'", "POST https://a.example/crates"),
            ("curl -XPATCH -u a:b https://a.example/crates", "PATCH https://a.example/crates"),
        ] {
            let request = request(code, 1).unwrap();
            assert_eq!(format!("{} {}", request.method.stated().unwrap().as_str(), request.uri), expected);
        }
        assert_eq!(request("wget https://a.example/crates", 1), None);
        assert_eq!(request("curl -X", 1), None);
    }
    #[test]
    fn the_body_is_json_in_quotes() {
        let code = "$ curl -X POST https://a.example/crates \\\n  -d '{\n  \"a\": 1\n}' -H 'Accept: x'";
        assert_eq!(json(code, 5), Some(("{\n  \"a\": 1\n}", 6)));
        assert_eq!(json("curl -d 'a=1' https://a.example", 1), None);
        assert_eq!(json("curl https://a.example -d", 1), None);
        assert_eq!(json("run -d '{}'", 1), None);
    }
}
