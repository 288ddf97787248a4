//! Rules about deprecated operations and APIs.

use jiff::civil::Date;

use crate::diagnostics::{Code, Diagnostic, Place, nearest};
use crate::spec::language::DeprecationSpec;
use crate::spec::tree::TreeStep;
use crate::spec::{LoadedApi, LoadedEntry};

const KEY: TreeStep<'_> = TreeStep::Key("deprecated");

pub(super) fn deprecations_are_dated(api: &LoadedApi, diagnostics: &mut Vec<Diagnostic>) {
    let of_api = api.header.deprecated.iter().map(|deprecated| (deprecated, &api.node));
    let of_operations =
        api.operations().filter_map(|entry| Some((entry.value.as_ref()?.deprecated.as_ref()?, &entry.node)));
    for (deprecated, node) in of_api.chain(of_operations) {
        let place = |key| node.nearest(&[KEY, TreeStep::Key(key)]).place;
        let is_date = |since: &&String| since.parse::<Date>().is_ok_and(|date| date.to_string() == **since);
        if let Some(since) = deprecated.since.as_ref().filter(|since| !is_date(since)) {
            let message = format!("`{since}` is not a date");
            let diagnostic = Diagnostic::new(Code::Deprecation, place("since"), message);
            diagnostics.push(diagnostic.help("write the day on which it ends or ended: `YYYY-MM-DD`"));
        }
        if deprecated.because.trim().is_empty() {
            let diagnostic = Diagnostic::new(Code::Deprecation, place("because"), "there is no reason");
            diagnostics.push(diagnostic.help("say in your own words why it should not be used"));
        }
    }
}

pub(super) fn successors_are_in_use(api: &LoadedApi, diagnostics: &mut Vec<Diagnostic>) {
    if api.header.deprecated.as_ref().is_some_and(|deprecated| deprecated.successor.is_some()) {
        let place = api.node.key_place(&[KEY, TreeStep::Key("successor")]);
        let message = "the successor of an operation is an operation; an API has none";
        diagnostics.push(Diagnostic::new(Code::NoEffect, place, message).help("say it in `because`"));
    }
    for area in &api.areas {
        for entry in &area.operations {
            let deprecated = entry.value.as_ref().and_then(|operation| operation.deprecated.as_ref());
            let Some(DeprecationSpec { successor: Some(name), .. }) = deprecated else { continue };
            let place = entry.place(&[KEY, TreeStep::Key("successor")]);
            check_successor(api, (&area.name, entry), name, place, diagnostics);
        }
    }
}

fn check_successor<T>(
    api: &LoadedApi,
    (area, entry): (&str, &LoadedEntry<T>),
    name: &str,
    place: Place,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let mut report = |message: String, help: String| {
        diagnostics.push(Diagnostic::new(Code::Deprecation, place, message).help(help));
    };
    let (area_name, operation) = name.split_once('/').unwrap_or((area, name));
    match api.operation_named(area, name) {
        None if api.may_declare(operation) => {}
        None => {
            let known = api.areas.iter().filter(|area| area.name == area_name).flat_map(|area| &area.operations);
            let known = known.filter(|known| area_name != area || known.name != entry.name);
            let help = nearest(operation, known.map(|entry| entry.name.as_str())).map_or_else(
                || "name an operation of this area, or `area/operation`".to_owned(),
                |near| format!("did you mean `{near}`?"),
            );
            report(format!("there is no operation `{name}`"), help);
        }
        Some((_, found)) if area_name == area && found.name == entry.name => {
            report("an operation cannot be its own successor".to_owned(), "name another operation".to_owned());
        }
        Some((_, found)) if found.value.as_ref().is_some_and(|found| found.deprecated.is_some()) => {
            let message = format!("the successor `{name}` is deprecated itself");
            report(message, "name the operation to use now, or leave `successor` out".to_owned());
        }
        Some(_) => {}
    }
}
