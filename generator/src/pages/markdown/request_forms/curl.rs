//! Calls of curl.

use std::borrow::Cow;
use std::collections::BTreeSet;

use crate::media_types;
use crate::model::Method;
use crate::pages::facts::{Fact, Request};
use crate::pages::text::is_wire_name;

use super::uri;

/// The request that a call of curl sends.
pub(in crate::pages::markdown) fn request(code: &str, first_line: u32) -> Option<Request> {
    let joined = code.replace("\\\n", " ");
    let (index, command) = joined.lines().enumerate().find_map(|(index, line)| Some((index, command(line)?)))?;
    let call = CurlCall::of(command);
    let implied = if call.has_body() { Method::Post } else { Method::Get };
    let mut address = call.address?.into_owned();
    if call.is_query {
        for name in call.data.iter().flat_map(|data| form_names(data.text)) {
            address.push(if address.contains('?') { '&' } else { '?' });
            address.push_str(&format!("{name}={{{name}}}"));
        }
    }
    let line = first_line.saturating_add(u32::try_from(index).unwrap_or(u32::MAX));
    Some(Request { line, method: Fact::Stated(call.method.unwrap_or(implied)), uri: uri(&address) })
}

/// The JSON that a call of curl sends, and the line on which it begins.
pub(in crate::pages::markdown) fn json(code: &str, first_line: u32) -> Option<(&str, u32)> {
    let data = CurlCall::of_listing(code)?.data.into_iter().find(|data| !data.is_form)?;
    let lines = code.get(..data.at)?.matches('\n').count();
    let line = first_line.saturating_add(u32::try_from(lines).unwrap_or(u32::MAX));
    data.text.trim_start().starts_with(['{', '[']).then_some((data.text, line))
}

/// The form that a call of curl sends.
pub(in crate::pages::markdown) struct Form {
    pub(in crate::pages::markdown) media: &'static str,
    pub(in crate::pages::markdown) names: BTreeSet<String>,
}

/// The form that a call of curl sends (`-d a=b`, `-F file=@a.png`).
pub(in crate::pages::markdown) fn form(code: &str) -> Option<Form> {
    let call = CurlCall::of_listing(code)?;
    if call.is_query || call.data.is_empty() {
        return None;
    }
    let is_multipart = call.data.iter().all(|data| data.is_multipart);
    let media = if is_multipart { media_types::MULTIPART } else { media_types::URL_ENCODED };
    if call.media.is_some_and(|stated| media_types::essence(stated) != media) {
        return None;
    }
    let mut names = BTreeSet::new();
    for data in &call.data {
        let of_data: Vec<&str> = form_names(data.text).collect();
        // Anything else than pairs is a body of another kind.
        if of_data.is_empty() {
            return None;
        }
        names.extend(of_data.into_iter().map(str::to_owned));
    }
    Some(Form { media, names })
}

/// Whether a listing is a call that sends a body.
pub(in crate::pages::markdown) fn sends_body(code: &str, first_line: u32) -> bool {
    json(code, first_line).is_some() || form(code).is_some()
}

/// The names of the pairs of a form, without the keys of their members (`tags[]`, `room[name]`).
fn form_names(data: &str) -> impl Iterator<Item = &str> {
    let is_other = data.trim_start().starts_with(['{', '[', '<', '@']);
    let pairs = data.split('&').filter(move |_| !is_other);
    let names =
        pairs.filter_map(|pair| pair.split_once('=')).map(|(name, _)| name.trim_matches(['"', '\'', '\n', ' ']));
    names.map(|name| name.split('[').next().unwrap_or(name)).filter(|name| is_wire_name(name))
}

/// The command of a line, without its prompt and name.
fn command(line: &str) -> Option<&str> {
    line.trim_start().trim_start_matches("$ ").strip_prefix("curl ")
}

/// The options of a call.
#[derive(Default)]
struct CurlCall<'c> {
    method: Option<Method>,
    address: Option<Cow<'c, str>>,
    data: Vec<Data<'c>>,
    /// Whether its data is sent in the query.
    is_query: bool,
    /// The `Content-Type` that it states.
    media: Option<&'c str>,
    /// Offset, name and value of each header.
    headers: Vec<(usize, &'c str, &'c str)>,
    /// The offset of the user and password.
    user: Option<usize>,
}

/// Name and value of each header that a call of curl sends; `None` if the listing is no call.
pub(in crate::pages::markdown) fn headers(code: &str) -> Option<Vec<(&str, &str)>> {
    let call = CurlCall::of_listing(code)?;
    Some(call.headers.into_iter().map(|(_, name, value)| (name, value)).collect())
}

/// What a call states with its headers and its user.
pub(in crate::pages::markdown) struct StatedCredentials<'c> {
    /// Offset, name and value of each header.
    pub(in crate::pages::markdown) headers: Vec<(usize, &'c str, &'c str)>,
    /// The offset of a user and a password.
    pub(in crate::pages::markdown) user: Option<usize>,
}

/// The headers and the user of a call of curl, if the listing is one.
pub(in crate::pages::markdown) fn credentials(code: &str) -> Option<StatedCredentials<'_>> {
    CurlCall::of_listing(code).map(|call| StatedCredentials { headers: call.headers, user: call.user })
}

/// A part of the body that a call sends.
struct Data<'c> {
    text: &'c str,
    /// The offset of the text in the command.
    at: usize,
    /// Whether it is sent as a part of a form, whatever it contains.
    is_form: bool,
    is_multipart: bool,
}

impl<'c> CurlCall<'c> {
    /// The call that a listing begins with.
    fn of_listing(code: &'c str) -> Option<Self> {
        code.lines().find(|line| !line.trim().is_empty()).and_then(command).map(|_| Self::of(code))
    }

    fn of(command: &'c str) -> Self {
        let mut call = Self::default();
        let mut words = Words { text: command, at: 0 };
        while let Some(word) = words.next() {
            let (option, joined) = word
                .text
                .split_once('=')
                .filter(|_| word.text.starts_with("--"))
                .map_or_else(|| short_option(word.text), |(option, value)| (option, Some(value)));
            let mut value = || match joined {
                Some(value) => {
                    let at = word.at.saturating_add(word.text.len().saturating_sub(value.len()));
                    Some(Word { text: value, at }.unquoted())
                }
                None => words.next().map(Word::unquoted),
            };
            match option {
                "-X" | "--request" => call.method = value().and_then(|word| Method::parse(word.text)),
                "-I" | "--head" => call.method = Some(Method::Head),
                "-G" | "--get" => call.is_query = true,
                "-d" | "--data" | "--data-raw" | "--data-binary" | "--data-ascii" | "--data-urlencode" | "--json"
                | "-F" | "--form" | "--form-string" => {
                    let is_multipart = option.starts_with("-F") || option.starts_with("--form");
                    let is_form = is_multipart || option == "--data-urlencode";
                    call.data.extend(value().map(|Word { text, at }| Data { text, at, is_form, is_multipart }));
                }
                "-H" | "--header" => {
                    let Some(Word { text, at }) = value() else { continue };
                    let Some((name, value)) = text.split_once(':') else { continue };
                    if name.trim().eq_ignore_ascii_case("Content-Type") {
                        call.media = Some(value.trim());
                    }
                    call.headers.push((at, name.trim(), value.trim()));
                }
                "-u" | "--user" => call.user = value().map(|word| word.at),
                "--url" => call.address = value().map(|word| Cow::Borrowed(word.text)),
                _ => {
                    let text = word.unquoted().text;
                    if call.address.is_none() && (text.starts_with("https://") || text.starts_with("http://")) {
                        call.address = Some(without_quotes(text));
                    }
                }
            }
        }
        call
    }

    fn has_body(&self) -> bool {
        !self.data.is_empty() && !self.is_query
    }
}

/// An option of one letter, and the value that follows it without a space (`-XPUT`, `-d'{}'`).
fn short_option(word: &str) -> (&str, Option<&str>) {
    let is_joined = ["-X", "-d", "-F", "-H", "-u"].iter().any(|option| word.starts_with(option)) && word.len() > 2;
    match word.split_at_checked(2).filter(|_| is_joined) {
        Some((option, value)) => (option, Some(value)),
        None => (word, None),
    }
}

/// An address of which only a part is in quotes.
fn without_quotes(address: &str) -> Cow<'_, str> {
    if address.contains(['"', '\'']) { Cow::Owned(address.replace(['"', '\''], "")) } else { Cow::Borrowed(address) }
}

/// A word of a command, and its offset there.
#[derive(Clone, Copy)]
struct Word<'c> {
    text: &'c str,
    at: usize,
}

impl Word<'_> {
    /// The word without quotes around the whole of it.
    fn unquoted(self) -> Self {
        let inner = ['"', '\''].into_iter().find_map(|quote| {
            let inner = self.text.strip_prefix(quote)?;
            let inner = inner.strip_suffix(quote).unwrap_or(inner);
            (!inner.contains(quote) || quote == '"').then_some(inner)
        });
        inner.map_or(self, |text| Self { text, at: self.at.saturating_add(1) })
    }
}

/// The words of a command, with their quotes.
struct Words<'c> {
    text: &'c str,
    at: usize,
}

impl<'c> Iterator for Words<'c> {
    type Item = Word<'c>;

    fn next(&mut self) -> Option<Word<'c>> {
        let rest = self.text.get(self.at..)?;
        // A call goes on after a backslash at the end of a line.
        let begins = |text: &'c str| text.trim_start().strip_prefix("\\\n");
        let word = std::iter::successors(Some(rest), |text| begins(text)).last().unwrap_or(rest).trim_start();
        let start = self.at.saturating_add(rest.len().saturating_sub(word.len()));
        let rest = word;
        let mut quote = None;
        let mut is_escaped = false;
        let mut at = 0_usize;
        let end = rest.find(|c: char| {
            at = at.saturating_add(c.len_utf8());
            match quote {
                _ if std::mem::take(&mut is_escaped) => {}
                Some(open) if c == open => quote = None,
                Some('\'') => {}
                None if c == '\\' && rest.get(at..).is_some_and(|after| after.starts_with('\n')) => return true,
                _ if c == '\\' => is_escaped = true,
                Some(_) => {}
                None if matches!(c, '"' | '\'') => quote = Some(c),
                None => return c.is_whitespace(),
            }
            false
        });
        let text = rest.get(..end.unwrap_or(rest.len())).filter(|text| !text.is_empty())?;
        self.at = start.saturating_add(text.len());
        Some(Word { text, at: start })
    }
}

#[cfg(test)]
mod tests {
    use super::{form, json, request};

    #[test]
    fn the_method_is_stated_or_follows_from_the_body() {
        for (code, expected) in [
            ("curl https://a.example/crates", "GET https://a.example/crates"),
            ("$ curl -X DELETE \"https://a.example/crates/:id\"", "DELETE https://a.example/crates/{id}"),
            ("curl \\\n  --request PUT \\\n  'https://a.example/crates/3'", "PUT https://a.example/crates/3"),
            ("curl https://a.example/crates \\\n -d '{\n}'", "POST https://a.example/crates"),
            ("curl -XPATCH -u a:b https://a.example/crates", "PATCH https://a.example/crates"),
            ("curl https://a.example/crates \\\n--data a=b\\\n-u c", "POST https://a.example/crates"),
            ("curl --request=PUT --url=https://a.example/crates", "PUT https://a.example/crates"),
            ("curl -F a=b https://a.example/crates", "POST https://a.example/crates"),
            (
                "curl -G https://a.example/crates -d limit=5 --data-urlencode \"q=a b\"",
                "GET https://a.example/crates?limit={limit}&q={q}",
            ),
            ("curl https://a.example/rooms/\"$ROOM\"/crates", "GET https://a.example/rooms/$ROOM/crates"),
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
        assert_eq!(json("curl -d'{}' https://a.example", 1), Some(("{}", 1)));
        assert_eq!(json("curl --data='{}' https://a.example", 1), Some(("{}", 1)));
        assert_eq!(json("curl -d 'a=1' https://a.example", 1), None);
        assert_eq!(json("curl https://a.example -d", 1), None);
        assert_eq!(json("run -d '{}'", 1), None);
    }

    #[test]
    fn a_form_has_names() {
        let form = |code| form(code).map(|form| (form.media, form.names.into_iter().collect::<Vec<_>>().join(" ")));
        let encoded = |names: &str| Some(("application/x-www-form-urlencoded", names.to_owned()));
        assert_eq!(form("curl https://a.example -d room=3 -d \"meta[color]\"=green"), encoded("meta room"));
        assert_eq!(form("curl https://a.example -d 'a=1&b=2' --data-urlencode c=d"), encoded("a b c"));
        assert_eq!(
            form("curl -F 'file=@a.png' --form title=x https://a.example"),
            Some(("multipart/form-data", "file title".to_owned()))
        );
        for code in [
            "curl https://a.example",
            "curl -G https://a.example -d a=b",
            "curl https://a.example -d '{\"a\": 1}'",
            "curl https://a.example --data-binary @a.png",
            "curl https://a.example -d 'a=b' -H 'Content-Type: text/plain'",
        ] {
            assert_eq!(form(code), None, "{code}");
        }
    }
}
