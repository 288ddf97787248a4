//! Rules about the pages that a spec was captured from.

use std::collections::HashSet;

use jiff::civil::Date;

use crate::diagnostics::{Code, Diagnostic, Place, nearest};
use crate::spec::language::{ErratumSpec, OneOrMore, PageSpec, TypeDefinition};
use crate::spec::tree::TreeStep;
use crate::spec::{LoadedApi, LoadedEntry};
use crate::uri::page_url_error;

pub(super) fn cited_pages_are_declared(api: &LoadedApi, diagnostics: &mut Vec<Diagnostic>) {
    let shared: Vec<&str> = api.pages.iter().map(|page| page.name.as_str()).collect();
    check_types(api, &api.types, &shared, diagnostics);
    for (path, name) in cited_by_header(api) {
        check_name(api, name, api.node.nearest(&path).place, &shared, diagnostics);
    }
    for (index, erratum) in api.header.errata.iter().enumerate() {
        if let Some(page) = &erratum.page {
            let path = [TreeStep::Key("errata"), TreeStep::Item(index), TreeStep::Key("page")];
            check_name(api, page, api.node.nearest(&path).place, &shared, diagnostics);
        }
    }
    for area in &api.areas {
        let known: Vec<&str> = names(&area.pages).chain(shared.iter().copied()).collect();
        check_types(api, &area.types, &known, diagnostics);
        for entry in &area.operations {
            if let Some(operation) = &entry.value {
                check_citation(api, entry, operation.page.as_ref(), &known, diagnostics);
                check_errata(api, entry, &operation.errata, &known, diagnostics);
            }
        }
        for entry in &area.webhooks {
            let page = entry.value.as_ref().and_then(|webhook| webhook.page.as_ref());
            check_citation(api, entry, page, &known, diagnostics);
        }
    }
}

/// Pages that `api.yaml` cites for itself, with the places of the citations.
fn cited_by_header(api: &LoadedApi) -> Vec<(Vec<TreeStep<'_>>, &str)> {
    match &api.header.page {
        Some(OneOrMore::One(name)) => vec![(vec![TreeStep::Key("page")], name)],
        Some(OneOrMore::More(names)) => names
            .iter()
            .enumerate()
            .map(|(index, name)| (vec![TreeStep::Key("page"), TreeStep::Item(index)], name.as_str()))
            .collect(),
        None => Vec::new(),
    }
}

pub(super) fn declared_pages_are_cited(api: &LoadedApi, diagnostics: &mut Vec<Diagnostic>) {
    let mut cited_by_api: HashSet<&str> = cited_by_header(api).into_iter().map(|(_, name)| name).collect();
    cited_by_api.extend(api.header.errata.iter().filter_map(|erratum| erratum.page.as_deref()));
    note_types(&api.types, &mut cited_by_api);
    for area in &api.areas {
        let mut cited = HashSet::new();
        note_types(&area.types, &mut cited);
        for entry in &area.operations {
            if let Some(operation) = &entry.value {
                note(operation.page.as_ref(), &operation.errata, &mut cited);
            }
        }
        for webhook in area.webhooks.iter().filter_map(|entry| entry.value.as_ref()) {
            note(webhook.page.as_ref(), &[], &mut cited);
        }
        // The citations of an entry with errors are unknown.
        let is_complete = api.unread_words.is_empty()
            && area.operations.iter().all(LoadedEntry::is_complete)
            && area.webhooks.iter().all(LoadedEntry::is_complete)
            && area.types.iter().all(LoadedEntry::is_complete);
        if is_complete {
            report_uncited(&area.pages, &cited, diagnostics);
        }
        cited_by_api.extend(cited);
    }
    if api.is_complete() {
        report_uncited(&api.pages, &cited_by_api, diagnostics);
    }
}

fn note_types<'a>(types: &'a [LoadedEntry<TypeDefinition>], cited: &mut HashSet<&'a str>) {
    for definition in types.iter().filter_map(|entry| entry.value.as_ref()) {
        note(definition.page.as_ref(), &definition.errata, cited);
    }
}

fn note<'a>(page: Option<&'a OneOrMore>, errata: &'a [ErratumSpec], cited: &mut HashSet<&'a str>) {
    cited.extend(page.into_iter().flat_map(|page| page.as_slice()).map(String::as_str));
    cited.extend(errata.iter().filter_map(|erratum| erratum.page.as_deref()));
}

fn report_uncited(pages: &[LoadedEntry<PageSpec>], cited: &HashSet<&str>, diagnostics: &mut Vec<Diagnostic>) {
    for page in pages.iter().filter(|page| !cited.contains(page.name.as_str())) {
        let diagnostic =
            Diagnostic::new(Code::UncitedPage, page.key_place, format!("the page `{}` is never cited", page.name));
        diagnostics.push(diagnostic.help("cite it with `page:`, or remove it"));
    }
}

pub(super) fn captured_dates_are_past(api: &LoadedApi, today: Date, diagnostics: &mut Vec<Diagnostic>) {
    for entry in api.pages.iter().chain(api.areas.iter().flat_map(|area| &area.pages)) {
        let Some(page) = &entry.value else { continue };
        let message = match page.captured.parse::<Date>() {
            Ok(date) if date > today => format!("the page `{}` cannot have been captured in the future", entry.name),
            Ok(date) if date.to_string() == page.captured => continue,
            _ => format!("`{}` is not a date", page.captured),
        };
        let diagnostic = Diagnostic::new(Code::CapturedDate, entry.place(&[TreeStep::Key("captured")]), message);
        diagnostics
            .push(diagnostic.help("write the day on which the spec was last compared with the page: `YYYY-MM-DD`"));
    }
}

/// A reviewer opens the page in a browser, and the docs of the generated code link to it.
pub(super) fn urls_of_pages_can_be_opened(api: &LoadedApi, diagnostics: &mut Vec<Diagnostic>) {
    for entry in api.pages.iter().chain(api.areas.iter().flat_map(|area| &area.pages)) {
        let Some(page) = &entry.value else { continue };
        let Some(message) = page_url_error(&page.url) else { continue };
        let diagnostic = Diagnostic::new(Code::PageUrl, entry.place(&[TreeStep::Key("url")]), message);
        diagnostics.push(diagnostic.help("write the https or http URL at which the page is, or was, published"));
    }
}

fn names(pages: &[LoadedEntry<PageSpec>]) -> impl Iterator<Item = &str> {
    pages.iter().map(|page| page.name.as_str())
}

fn check_types(
    api: &LoadedApi,
    types: &[LoadedEntry<TypeDefinition>],
    known: &[&str],
    diagnostics: &mut Vec<Diagnostic>,
) {
    for entry in types {
        if let Some(definition) = &entry.value {
            check_citation(api, entry, definition.page.as_ref(), known, diagnostics);
            check_errata(api, entry, &definition.errata, known, diagnostics);
        }
    }
}

fn check_citation<T>(
    api: &LoadedApi,
    entry: &LoadedEntry<T>,
    page: Option<&OneOrMore>,
    known: &[&str],
    diagnostics: &mut Vec<Diagnostic>,
) {
    match page {
        Some(OneOrMore::One(name)) => check_name(api, name, entry.place(&[TreeStep::Key("page")]), known, diagnostics),
        Some(OneOrMore::More(names)) => {
            for (index, name) in names.iter().enumerate() {
                check_name(api, name, entry.place(&[TreeStep::Key("page"), TreeStep::Item(index)]), known, diagnostics);
            }
        }
        None => {}
    }
}

fn check_errata<T>(
    api: &LoadedApi,
    entry: &LoadedEntry<T>,
    errata: &[ErratumSpec],
    known: &[&str],
    diagnostics: &mut Vec<Diagnostic>,
) {
    for (index, erratum) in errata.iter().enumerate() {
        if let Some(page) = &erratum.page {
            let place = entry.place(&[TreeStep::Key("errata"), TreeStep::Item(index), TreeStep::Key("page")]);
            check_name(api, page, place, known, diagnostics);
        }
    }
}

fn check_name(api: &LoadedApi, name: &str, place: Place, known: &[&str], diagnostics: &mut Vec<Diagnostic>) {
    if known.contains(&name) || api.may_declare(name) {
        return;
    }
    let diagnostic = Diagnostic::new(Code::UndeclaredPage, place, format!("the page `{name}` is not declared"));
    diagnostics.push(match nearest(name, known.iter().copied()) {
        Some(near) => diagnostic.help(format!("did you mean `{near}`?")),
        None => diagnostic.help("declare it under `pages`, with title, url and captured"),
    });
}
