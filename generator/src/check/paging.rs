//! Rules about paging and about long-running operations.

use crate::diagnostics::{Code, Diagnostic};
use crate::spec::LoadedApi;
use crate::spec::language::Method;
use crate::spec::language::{OneOrMorePagings, PagingSpec, PagingStyle};
use crate::spec::tree::TreeStep;

use super::operations::operations;

pub(super) fn ways_of_paging_are_whole(api: &LoadedApi, diagnostics: &mut Vec<Diagnostic>) {
    for (entry, operation) in operations(api) {
        let Some(paging) = &operation.paging else { continue };
        let here = [TreeStep::Key("paging")];
        if operation.method_and_template().is_some_and(|(method, _)| method != Method::Get) {
            let diagnostic = Diagnostic::new(Code::PagingCannotWork, entry.key_place(&here), "only a GET is paged");
            diagnostics.push(diagnostic.help("remove `paging`"));
        }
        let ways = paging.as_slice();
        for (index, way) in ways.iter().enumerate() {
            let path = match paging {
                OneOrMorePagings::One(_) => here.to_vec(),
                OneOrMorePagings::More(_) => vec![here[0], TreeStep::Item(index)],
            };
            if let Some(missing) = missing(way).filter(|_| entry.is_complete_at(&path)) {
                let message = format!("paging of this style needs {missing}");
                let diagnostic = Diagnostic::new(Code::PagingCannotWork, entry.place(&path), message);
                diagnostics.push(diagnostic.help("add it, or choose another style"));
            }
            for key in idle(way) {
                let place = entry.key_place(&[path.clone(), vec![TreeStep::Key(key)]].concat());
                let message = format!("`{key}` has no effect in this style");
                diagnostics.push(Diagnostic::new(Code::NoEffect, place, message).help("remove it"));
            }
            let is_counted_or_sent_back = matches!(way.style, PagingStyle::Offset | PagingStyle::Token);
            if is_counted_or_sent_back && ways[..index].iter().any(|other| other.style == way.style) {
                let place = entry.place(&[path, vec![TreeStep::Key("style")]].concat());
                let diagnostic = Diagnostic::new(Code::PagingCannotWork, place, "a second entry of this style");
                diagnostics.push(diagnostic.help("merge the two"));
            }
        }
    }
}

/// The key that a paging entry lacks.
fn missing(way: &PagingSpec) -> Option<&'static str> {
    match way.style {
        PagingStyle::Offset => {
            way.offset.is_none().then_some("`offset`, the parameter with the number of items to skip")
        }
        PagingStyle::Link | PagingStyle::Url => way.next.is_none().then_some("`next`, the member with the link"),
        PagingStyle::Token if way.token.is_none() => Some("`token`, the parameter or header that sends it"),
        PagingStyle::Token => (way.next.is_some() == way.next_header.is_some())
            .then_some("either `next`, the member with the token, or `next-header`"),
    }
}

/// Keys of a paging entry that have no effect.
fn idle(way: &PagingSpec) -> Vec<&'static str> {
    let (is_offset, is_token) = (way.style == PagingStyle::Offset, way.style == PagingStyle::Token);
    let stated = [
        ("offset", way.offset.is_some(), is_offset),
        ("next", way.next.is_some(), !is_offset),
        ("next-header", way.next_header.is_some(), is_token),
        ("token", way.token.is_some(), is_token),
        ("with", !way.with.is_empty(), is_offset || is_token),
    ];
    stated.into_iter().filter(|(_, is_stated, has_effect)| *is_stated && !has_effect).map(|(key, ..)| key).collect()
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
