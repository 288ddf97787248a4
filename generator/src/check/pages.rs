//! Rules about the pages that a spec was captured from.

use crate::diagnostics::{Code, Diagnostic, Place, nearest};
use crate::spec::language::{Departure, OneOrMore, Page, TypeDefinition};
use crate::spec::tree::Step;
use crate::spec::{Api, Entry};

pub(super) fn cited_pages_are_declared(api: &Api, diagnostics: &mut Vec<Diagnostic>) {
    let shared: Vec<&str> = api.pages.iter().map(|page| page.name.as_str()).collect();
    check_types(&api.types, &shared, diagnostics);
    for (index, departure) in api.header.departs.iter().enumerate() {
        if let Some(page) = &departure.page {
            let path = [Step::Key("departs"), Step::Item(index), Step::Key("page")];
            check_name(page, api.node.nearest(&path).place, &shared, diagnostics);
        }
    }
    for area in &api.areas {
        let known: Vec<&str> = names(&area.pages).chain(shared.iter().copied()).collect();
        check_types(&area.types, &known, diagnostics);
        for entry in &area.operations {
            if let Some(operation) = &entry.value {
                check_citation(entry, operation.page.as_ref(), &known, diagnostics);
                check_departures(entry, &operation.departs, &known, diagnostics);
            }
        }
    }
}

fn names(pages: &[Entry<Page>]) -> impl Iterator<Item = &str> {
    pages.iter().map(|page| page.name.as_str())
}

fn check_types(types: &[Entry<TypeDefinition>], known: &[&str], diagnostics: &mut Vec<Diagnostic>) {
    for entry in types {
        if let Some(definition) = &entry.value {
            check_citation(entry, definition.page.as_ref(), known, diagnostics);
            check_departures(entry, &definition.departs, known, diagnostics);
        }
    }
}

fn check_citation<T>(entry: &Entry<T>, page: Option<&OneOrMore>, known: &[&str], diagnostics: &mut Vec<Diagnostic>) {
    match page {
        Some(OneOrMore::One(name)) => check_name(name, entry.place(&[Step::Key("page")]), known, diagnostics),
        Some(OneOrMore::More(names)) => {
            for (index, name) in names.iter().enumerate() {
                check_name(name, entry.place(&[Step::Key("page"), Step::Item(index)]), known, diagnostics);
            }
        }
        None => {}
    }
}

fn check_departures<T>(entry: &Entry<T>, departs: &[Departure], known: &[&str], diagnostics: &mut Vec<Diagnostic>) {
    for (index, departure) in departs.iter().enumerate() {
        if let Some(page) = &departure.page {
            let place = entry.place(&[Step::Key("departs"), Step::Item(index), Step::Key("page")]);
            check_name(page, place, known, diagnostics);
        }
    }
}

fn check_name(name: &str, place: Place, known: &[&str], diagnostics: &mut Vec<Diagnostic>) {
    if known.contains(&name) {
        return;
    }
    let finding = Diagnostic::new(Code::UndeclaredPage, place, format!("the page `{name}` is not declared"));
    diagnostics.push(match nearest(name, known.iter().copied()) {
        Some(near) => finding.help(format!("did you mean `{near}`?")),
        None => finding.help("declare it under `pages`, with title, url and captured"),
    });
}
