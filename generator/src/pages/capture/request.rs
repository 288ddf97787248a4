//! A request line as a path template with a fixed query and parameters.

use std::collections::{HashMap, HashSet};

use super::draft::{Gap, both};
use super::known::ExistingApi;
use crate::names::{self, NameKind};
use crate::spec::template::{self, is_path_character, is_unreserved};
use crate::uri::{PageUri, folded_name, placeholder};

/// The parts of a request line.
#[derive(Debug, Default, PartialEq)]
pub(super) struct RequestLine {
    /// The path, with the fixed query.
    pub(super) template: String,
    /// Parameters of the path: the names in the template and on the page.
    pub(super) path: Vec<(String, String)>,
    /// Query parameters: the wire name and, if there is one, the name of the placeholder.
    pub(super) query: Vec<(String, Option<String>)>,
    pub(super) gap: Gap,
}

impl RequestLine {
    /// Parses a request line. `is_parameter` is whether the page lists a name of the query as a parameter.
    pub(super) fn new(uri: &PageUri, known: &ExistingApi<'_>, is_parameter: impl Fn(&str) -> bool) -> Self {
        let mut line = Self::default();
        let mut names = PathNames::default();
        let mut before_it = None;
        for segment in segments(uri, known) {
            let before = line.template.len();
            line.template.push('/');
            line.push_segment(segment, before_it.replace(segment.as_str()), known, &mut names);
            line.drop_stray_quotes(before);
            if matches!(line.template.get(before..), Some("/" | "/." | "/..")) {
                line.template.truncate(before);
            }
        }
        if line.template.is_empty() {
            line.template.push('/');
        }
        let is_literal = |value: &str| !value.is_empty() && value.chars().all(is_unreserved);
        let names_and_values = || uri.query.iter().map(|(name, value)| (placeholder(name).unwrap_or(name), value));
        let variable: HashSet<&str> =
            names_and_values().filter(|(_, value)| !is_literal(value)).map(|(name, _)| name).collect();
        let is_fixed = |name: &str| !variable.contains(name) && !is_parameter(name) && name.chars().all(is_unreserved);
        let mut fixed: Vec<String> = Vec::new();
        let mut seen: HashSet<&str> = HashSet::new();
        for (name, value) in names_and_values() {
            let inner = placeholder(value).map(str::to_owned);
            if seen.contains(name) || name.is_empty() || name.contains(|c: char| c.is_whitespace() || c.is_control()) {
                continue;
            }
            if is_fixed(name) {
                fixed.push(format!("{name}={value}"));
            } else {
                seen.insert(name);
                line.query.push((name.to_owned(), inner));
            }
        }
        if !fixed.is_empty() {
            let gap = format!("whether `{}` is fixed, or an example of a parameter", fixed.join("&"));
            line.gap = both(line.gap.take(), Some(gap));
            line.template = format!("{}?{}", line.template, fixed.join("&"));
        }
        line
    }

    /// The path and the fixed query without the names of parameters.
    pub(super) fn shape(&self) -> String {
        template::request_shape(&self.template)
    }

    /// Adds the query parameters of another line with the same path.
    pub(super) fn add_query(&mut self, other: Self) {
        for (name, placeholder) in other.query {
            if !self.query.iter().any(|(known, _)| *known == name) {
                self.query.push((name, placeholder));
            }
        }
    }

    /// The words for the identifiers that parameters are, where the segment before one has more of them: those of
    /// `hotel_room_id` for `room_id` after `/hotelRooms`.
    pub(super) fn words_of_identifiers(&self) -> HashMap<&str, String> {
        let mut words = HashMap::new();
        let mut before_it = None;
        for segment in self.template.split('/') {
            let before = before_it.replace(segment);
            if let Some(parameter) = segment.strip_prefix('{').and_then(|rest| rest.strip_suffix('}'))
                && let Some(words_of_it) = before.and_then(|before| words_of_identifier(parameter, before))
            {
                words.insert(parameter, words_of_it);
            }
        }
        words
    }

    fn push_segment(&mut self, segment: &str, before_it: Option<&str>, known: &ExistingApi<'_>, names: &mut PathNames) {
        let version = known.version_parameter();
        if let Some(parameter) = version
            && !self.template.contains(&format!("{{{parameter}}}"))
            && (is_version(segment)
                || placeholder(segment).is_some_and(|name| folded_name(name) == folded_name(parameter)))
        {
            let literal = segment.chars().next().filter(|first| matches!(first, 'v' | 'V'));
            self.template.extend(literal.filter(|_| segment.len() > 1 && !segment.starts_with(['{', '<', '['])));
            self.template.push_str(&format!("{{{parameter}}}"));
            return;
        }
        let mut rest = segment;
        while let Some(start) = rest.find(['{', '<', '[']) {
            let (before, from) = rest.split_at(start);
            let Some(end) = from.find(['}', '>', ']']) else { break };
            self.push_literal(before);
            // Only a segment that is a parameter as a whole identifies what the segment before it lists.
            let is_whole = before.is_empty() && from.len() == end + 1;
            let page = from.get(1..end).unwrap_or_default().trim();
            let before_it = before_it.filter(|_| is_whole);
            let usual = before_it.and_then(|segment| known.parameter_after(segment).map(str::to_owned));
            let usual = usual.or_else(|| short_name(page, before_it?));
            self.push_parameter(page, usual, known, names);
            rest = from.get(end + 1..).unwrap_or_default();
        }
        self.push_literal(rest);
    }

    fn push_parameter(&mut self, page: &str, usual: Option<String>, known: &ExistingApi<'_>, names: &mut PathNames) {
        let version = known.version_parameter();
        let name: String =
            page.chars().map(|c| if c.is_ascii_alphanumeric() || matches!(c, '_' | '-') { c } else { '_' }).collect();
        let name = name.trim_matches('_');
        let name = if name.is_empty() { "parameter" } else { name };
        let in_house_style = || {
            let snake_case = known.apart(name).unwrap_or_else(|| names::convert(name, NameKind::Input));
            if known.has_snake_case_paths() && !snake_case.is_empty() { snake_case } else { name.to_owned() }
        };
        let name = &usual.unwrap_or_else(in_house_style);
        let is_taken = |name: &str| version == Some(name) || names.taken.contains(name);
        // Those of the same name have taken the lower numbers.
        let of_page = names.on_page.entry(page.to_owned()).or_default();
        let before = *of_page;
        *of_page = before.saturating_add(1);
        let numbered = (before.saturating_add(1).max(2)..).map(|number| format!("{name}_{number}"));
        let first = (before == 0).then(|| name.to_owned());
        let unique = first.into_iter().chain(numbered).find(|name| !is_taken(name)).unwrap_or_default();
        if folded_name(&unique) != folded_name(page) {
            self.gap = both(self.gap.take(), Some(format!("the name of `{unique}`; the page has `{page}`")));
        }
        self.template.push_str(&format!("{{{unique}}}"));
        names.taken.insert(unique.clone());
        self.path.push((unique, page.to_owned()));
    }

    /// Drops the quotes of the segment that begins at `start`, unless what is between them is one parameter, a key of OData.
    fn drop_stray_quotes(&mut self, start: usize) {
        let segment = self.template.get(start..).unwrap_or_default();
        if segment.contains('\'') && template::parse(segment).is_err() {
            let without = segment.replace('\'', "");
            self.template.truncate(start);
            self.template.push_str(&without);
            self.gap = both(self.gap.take(), Some("the path; the page has quotes not allowed in one".into()));
        }
    }

    fn push_literal(&mut self, literal: &str) {
        let clean: String = literal.chars().filter(|c| is_path_character(*c) && *c != '/').collect();
        if clean != literal {
            self.gap = both(self.gap.take(), Some("the path; the page has characters not allowed in one".into()));
        }
        self.template.push_str(&clean);
    }
}

fn words_of_identifier(parameter: &str, before: &str) -> Option<String> {
    let words = names::convert(before.strip_suffix('s')?, NameKind::Input);
    let has_more = words.ends_with(&format!("_{}", parameter.strip_suffix("_id")?));
    has_more.then(|| format!("{words}_id"))
}

/// The names of the parameters of a path so far.
#[derive(Default)]
struct PathNames {
    taken: HashSet<String>,
    /// How many there are of each name of the page.
    on_page: HashMap<String, usize>,
}

/// The name of a parameter without words that say only of what form it is: `room_id` for `room-tenant-id` after `/rooms`.
fn short_name(page: &str, segment: &str) -> Option<String> {
    const OF_FORM: [&str; 5] = ["tenant", "guid", "uuid", "unique", "object"];
    let name = names::convert(page, NameKind::Input);
    let singular = names::convert(segment.strip_suffix('s')?, NameKind::Input);
    let between = name.strip_prefix(&singular)?.strip_suffix("_id")?.strip_prefix('_')?;
    OF_FORM.contains(&between).then(|| format!("{singular}_id"))
}

/// The segments below the path of the server.
fn segments<'u>(uri: &'u PageUri, known: &ExistingApi<'_>) -> &'u [String] {
    let servers = known.api.into_iter().flat_map(|api| &api.servers).map(|server| PageUri::of_server(&server.url));
    let mut bases = servers.filter(|server| uri.is_on(server)).map(|server| server.segments);
    let base = bases.find(|base| !base.is_empty() && uri.segments.starts_with(base)).unwrap_or_default();
    uri.segments.get(base.len()..).unwrap_or_default()
}

/// Whether a segment is an API version written out: `v1`, `v1.0`.
pub(super) fn is_version(segment: &str) -> bool {
    let number = segment.strip_prefix(['v', 'V']).unwrap_or_default();
    number.starts_with(|c: char| c.is_ascii_digit()) && number.chars().all(|c| c.is_ascii_digit() || c == '.')
}

#[cfg(test)]
mod tests {
    use super::RequestLine;
    use crate::pages::capture::known::ExistingApi;
    use crate::uri::PageUri;

    fn line(uri: &str) -> RequestLine {
        RequestLine::new(&PageUri::parse(uri), &ExistingApi::new(None), |name| name == "size")
    }

    #[test]
    fn host_and_parameters_leave_a_template_that_loads() {
        let request = line("https://a.example/v1/{thing id}/<other>:go?kind=open&size=20&from={start}&q=a b");
        assert_eq!(request.template, "/v1/{thing_id}/{other}:go?kind=open");
        assert_eq!(request.path[0], ("thing_id".to_owned(), "thing id".to_owned()));
        let query: Vec<_> = request.query.iter().map(|(name, value)| (name.as_str(), value.as_deref())).collect();
        assert_eq!(query, [("size", None), ("from", Some("start")), ("q", None)]);
        assert!(request.gap.is_some_and(|gap| gap.contains("kind=open")));
    }

    #[test]
    fn quotes_stay_around_a_whole_parameter_only() {
        assert_eq!(line("/items(name='{name}')/a").template, "/items(name='{name}')/a");
        let stray = line("/a/'b{c}d/e");
        assert_eq!(stray.template, "/a/b{c}d/e");
        assert!(stray.gap.is_some_and(|gap| gap.contains("quotes")));
    }

    #[test]
    fn parameters_of_the_same_name_get_different_names() {
        assert_eq!(line("/a/{id}/b/{id}").template, "/a/{id}/b/{id_2}");
        assert_eq!(line("{baseURL}").template, "/");
    }
}
