//! Rules about paging and about long-running operations.

use crate::diagnostics::{Code, Diagnostic};
use crate::header_names;
use crate::spec::LoadedApi;
use crate::spec::LoadedEntry;
use crate::spec::language::Method;
use crate::spec::language::{OneOrMorePagings, OperationSpec, PagingSpec, PagingStyle};
use crate::spec::tree::TreeStep;
use crate::uri::folded_name;

use super::headers::is_carrier;
use super::operations::operations;

/// Names of parameters that count pages in most APIs, folded.
const COUNTS_PAGES: &[&str] =
    &["page", "pageno", "pagenr", "pagenum", "pagenumber", "pageindex", "currentpage", "pageid", "startpage"];

/// Names of parameters that count items in most APIs, folded.
const COUNTS_ITEMS: &[&str] = &[
    "offset",
    "pageoffset",
    "itemoffset",
    "skip",
    "skipcount",
    "startindex",
    "startrow",
    "startrecord",
    "firstresult",
];

/// A paging entry with its path in the operation.
struct PagingEntry<'s> {
    entry: &'s LoadedEntry<OperationSpec>,
    spec: &'s PagingSpec,
    path: Vec<TreeStep<'s>>,
}

impl<'s> PagingEntry<'s> {
    fn key(&self, key: &'s str) -> Vec<TreeStep<'s>> {
        [self.path.clone(), vec![TreeStep::Key(key)]].concat()
    }

    fn error(&self, key: &'s str, message: impl Into<String>, help: impl Into<String>) -> Diagnostic {
        Diagnostic::new(Code::PagingCannotWork, self.entry.place(&self.key(key)), message).help(help)
    }

    fn no_effect(&self, key: &'s str, message: impl Into<String>) -> Diagnostic {
        Diagnostic::new(Code::NoEffect, self.entry.key_place(&self.key(key)), message).help("remove it")
    }
}

pub(super) fn ways_of_paging_are_whole(api: &LoadedApi, diagnostics: &mut Vec<Diagnostic>) {
    for (entry, operation) in operations(api) {
        let Some(paging) = &operation.paging else { continue };
        let here = [TreeStep::Key("paging")];
        if operation.method_and_template().is_some_and(|(method, _)| method != Method::Get) {
            let diagnostic = Diagnostic::new(Code::PagingCannotWork, entry.key_place(&here), "only a GET is paged");
            diagnostics.push(diagnostic.help("remove `paging`"));
        }
        let ways = paging.as_slice();
        for (index, spec) in ways.iter().enumerate() {
            let path = match paging {
                OneOrMorePagings::One(_) => here.to_vec(),
                OneOrMorePagings::More(_) => vec![here[0], TreeStep::Item(index)],
            };
            let way = PagingEntry { entry, spec, path };
            if let Some(missing) = missing(spec).filter(|_| entry.is_complete_at(&way.path)) {
                let message = format!("paging of this style needs {missing}");
                let diagnostic = Diagnostic::new(Code::PagingCannotWork, entry.place(&way.path), message);
                diagnostics.push(diagnostic.help("add it, or choose another style"));
            }
            diagnostics.extend(
                idle(spec).into_iter().map(|key| way.no_effect(key, format!("`{key}` has no effect in this style"))),
            );
            check_ambiguity(&way, diagnostics);
            check_sizes(&way, diagnostics);
            check_what_is_counted(&way, diagnostics);
            check_header(&way, diagnostics);
            check_copied_headers(&way, api, diagnostics);
            check_repetition(&way, &ways[..index], diagnostics);
            check_same_size(&way, &ways[..index], diagnostics);
        }
    }
}

/// The key that a paging entry lacks.
fn missing(way: &PagingSpec) -> Option<&'static str> {
    match way.style {
        PagingStyle::Offset => {
            way.offset.is_none().then_some("`offset`, the parameter with the number of items to skip")
        }
        PagingStyle::Page if way.page.is_none() => Some("`page`, the parameter with the number of the page"),
        PagingStyle::Page => way.first.is_none().then_some("`first`, the number of the first page"),
        PagingStyle::Link | PagingStyle::Url => way.next.is_none().then_some("`next`, the member with the link"),
        PagingStyle::Token if way.token.is_none() => Some("`token`, the parameter or header that sends it"),
        PagingStyle::Token => (way.next.is_none() && way.next_header.is_none())
            .then_some("either `next`, the member with the token, or `next-header`"),
    }
}

/// Keys of a paging entry that have no effect.
fn idle(way: &PagingSpec) -> Vec<&'static str> {
    let stated = [
        ("offset", way.offset.is_some()),
        ("page", way.page.is_some()),
        ("first", way.first.is_some()),
        ("total", way.total.is_some()),
        ("page-count", way.page_count.is_some()),
        ("next", way.next.is_some()),
        ("next-header", way.next_header.is_some()),
        ("token", way.token.is_some()),
        ("headers", !way.headers.is_empty()),
        ("with", !way.with.is_empty()),
    ];
    stated.into_iter().filter(|(key, is_stated)| *is_stated && !way.style.reads(key)).map(|(key, _)| key).collect()
}

/// Each parameter and each source of a token has one meaning.
fn check_ambiguity(way: &PagingEntry<'_>, diagnostics: &mut Vec<Diagnostic>) {
    if way.spec.style == PagingStyle::Token && way.spec.next.is_some() && way.spec.next_header.is_some() {
        let message = "the token is stated twice, by `next` and `next-header`";
        diagnostics.push(way.error("next-header", message, "remove one of the two"));
    }
    let sent = match way.spec.style {
        PagingStyle::Offset => ("offset", &way.spec.offset),
        PagingStyle::Page => ("page", &way.spec.page),
        PagingStyle::Token => ("token", &way.spec.token),
        PagingStyle::Link | PagingStyle::Url => return,
    };
    if let (key, Some(name)) = sent
        && way.spec.size.as_ref() == Some(name)
    {
        let message = format!("`{name}` cannot be the parameter of both `{key}` and `size`");
        diagnostics.push(way.error("size", message, "name the parameter with the number of items per page"));
    }
}

fn check_sizes(way: &PagingEntry<'_>, diagnostics: &mut Vec<Diagnostic>) {
    if way.spec.max_size.is_some() && way.spec.size.is_none() && !way.entry.may_state(&way.path, "size") {
        diagnostics
            .push(way.no_effect("max-size", "`max-size` limits the parameter that `size` names, but there is none"));
    }
    if way.spec.style == PagingStyle::Page && way.spec.first.is_some_and(|first| first > 1) {
        diagnostics.push(way.error("first", "the first page has the number 0 or 1", "state 0 or 1"));
    }
    if way.spec.style == PagingStyle::Page && way.spec.total.is_some() && way.spec.page_count.is_some() {
        let help = "remove one of the two";
        diagnostics.push(way.error(
            "page-count",
            "the end of the list is stated twice, by `total` and `page-count`",
            help,
        ));
    }
}

/// Skipping as many items as there are pages loses most of a list, without an error.
fn check_what_is_counted(way: &PagingEntry<'_>, diagnostics: &mut Vec<Diagnostic>) {
    let (key, parameter, other, suggested, counted) = match way.spec.style {
        PagingStyle::Offset => ("offset", &way.spec.offset, COUNTS_PAGES, "pages", "items"),
        PagingStyle::Page => ("page", &way.spec.page, COUNTS_ITEMS, "items", "pages"),
        PagingStyle::Link | PagingStyle::Url | PagingStyle::Token => {
            if way.spec.evidence.is_some() {
                diagnostics.push(way.no_effect("evidence", "`evidence` is about what a parameter counts"));
            }
            return;
        }
    };
    let Some(parameter) = parameter else { return };
    let is_other = other.contains(&folded_name(parameter).as_str());
    match (is_other, way.spec.evidence.as_deref().is_some_and(|text| !text.trim().is_empty())) {
        (true, false) if way.entry.may_state(&way.path, "evidence") => {}
        (true, false) => {
            let (style, key_of_other) = if key == "offset" { ("page", "page") } else { ("offset", "offset") };
            let message =
                format!("this style counts {counted}, but `{parameter}` is the name of a number of {suggested}");
            let help = format!(
                "if it counts {suggested}, state `style: {style}` with `{key_of_other}: {parameter}`; if it counts {counted}, \
                 state with `evidence` how that is known"
            );
            diagnostics.push(way.error(key, message, help));
        }
        (false, _) if way.spec.evidence.is_some() => {
            let message = format!("the name `{parameter}` does not contradict the style");
            diagnostics.push(way.no_effect("evidence", message));
        }
        _ => {}
    }
}

fn check_header(way: &PagingEntry<'_>, diagnostics: &mut Vec<Diagnostic>) {
    let Some(name) = way.spec.next_header.as_deref().filter(|_| way.spec.style == PagingStyle::Token) else { return };
    let (message, help) = if !header_names::is_token(name) {
        (format!("`{name}` is not a valid header name"), "use letters, digits and `-`")
    } else if name.eq_ignore_ascii_case("link") {
        let message = "`Link` has links with their relations, which are not a token";
        (message.to_owned(), "name the header with the token")
    } else if header_names::is_of_the_client(name) || header_names::is_of_every_response(name) {
        (format!("`{name}` has another meaning in HTTP"), "name the header with the token")
    } else if header_names::carries_a_credential(name) {
        (format!("`{name}` carries a credential"), "name the header with the token")
    } else {
        return;
    };
    diagnostics.push(way.error("next-header", message, help));
}

/// The most headers that the client copies from a link.
const MOST_COPIED_HEADERS: usize = 32;

fn check_copied_headers(way: &PagingEntry<'_>, api: &LoadedApi, diagnostics: &mut Vec<Diagnostic>) {
    let headers = if way.spec.style.reads("headers") { way.spec.headers.as_slice() } else { &[] };
    if headers.len() > MOST_COPIED_HEADERS {
        let message = format!("more than {MOST_COPIED_HEADERS} headers of a link");
        diagnostics.push(way.error("headers", message, "name those that the next page needs"));
    }
    for (index, name) in headers.iter().enumerate() {
        let is_made_for_each_request =
            api.header.headers.iter().any(|(known, header)| known.eq_ignore_ascii_case(name) && header.from.is_some());
        let (message, help) = if !header_names::is_token(name) {
            (format!("`{name}` is not a valid header name"), "use letters, digits and `-`")
        } else if header_names::carries_a_credential(name) || is_carrier(api, name) {
            (format!("`{name}` carries a credential, which a response cannot choose"), "remove it from `headers`")
        } else if !header_names::can_be_copied(name) {
            (
                format!("`{name}` has a meaning in HTTP, so a response cannot choose its value"),
                "remove it from `headers`",
            )
        } else if is_made_for_each_request {
            (format!("the client gives `{name}` a value of its own in each request"), "remove it from `headers`")
        } else if headers[..index].iter().any(|other| other.eq_ignore_ascii_case(name)) {
            (format!("`{name}` is named twice: header names are case-insensitive"), "remove one of the two")
        } else {
            continue;
        };
        let place = way.entry.place(&[way.key("headers"), vec![TreeStep::Item(index)]].concat());
        diagnostics.push(Diagnostic::new(Code::PagingCannotWork, place, message).help(help));
    }
}

/// Reports an entry that an earlier one makes superfluous or contradicts.
fn check_repetition(way: &PagingEntry<'_>, earlier: &[PagingSpec], diagnostics: &mut Vec<Diagnostic>) {
    let is_counted = |way: &PagingSpec| matches!(way.style, PagingStyle::Offset | PagingStyle::Page);
    let is_counted_or_sent_back = is_counted(way.spec) || way.spec.style == PagingStyle::Token;
    let is_repeated = |other: &PagingSpec| other.style == way.spec.style;
    if is_counted_or_sent_back && earlier.iter().any(is_repeated) {
        diagnostics.push(way.error("style", "a second entry of this style", "merge the two"));
    } else if is_counted(way.spec) && earlier.iter().any(is_counted) {
        let message = "one list cannot be counted both in items and in pages";
        diagnostics.push(way.error("style", message, "remove one of the two entries"));
    } else if way.spec.next.is_some() && earlier.iter().any(|other| other.next == way.spec.next) {
        diagnostics.push(way.error(
            "next",
            "an earlier entry reads this member already",
            "remove one of the two entries",
        ));
    }
}

/// A caller sets one size for all pages, so every entry that has a size names the same parameter, with the same limit.
fn check_same_size(way: &PagingEntry<'_>, earlier: &[PagingSpec], diagnostics: &mut Vec<Diagnostic>) {
    let Some(size) = &way.spec.size else { return };
    let Some((other, max)) = earlier.iter().find_map(|other| Some((other.size.as_ref()?, other.max_size))) else {
        return;
    };
    if other != size {
        let message = format!("an earlier entry has the size of pages in `{other}`, this one in `{size}`");
        diagnostics.push(way.error("size", message, "name the same parameter in both entries"));
    } else if max != way.spec.max_size {
        let limit =
            |max: Option<u32>| max.map_or_else(|| "no `max-size`".to_owned(), |max| format!("`max-size: {max}`"));
        let message =
            format!("an earlier entry has {} for `{size}`, this one {}", limit(max), limit(way.spec.max_size));
        let key = if way.spec.max_size.is_some() { "max-size" } else { "size" };
        diagnostics.push(way.error(key, message, "state the same limit in both entries"));
    }
}

pub(super) fn polled_responses_have_a_location(api: &LoadedApi, diagnostics: &mut Vec<Diagnostic>) {
    for (entry, operation) in operations(api) {
        for (status, response) in &operation.responses {
            let may_state_it = entry.may_state(&[TreeStep::Key("responses"), TreeStep::Key(status)], "location");
            if response.full().is_some_and(|full| full.poll.is_some() && !full.location) && !may_state_it {
                let place =
                    entry.key_place(&[TreeStep::Key("responses"), TreeStep::Key(status), TreeStep::Key("poll")]);
                let diagnostic = Diagnostic::new(Code::PollCannotWork, place, "this response has no location to poll");
                diagnostics.push(diagnostic.help("add `location: true`, or remove `poll`"));
            }
        }
    }
}
