//! APIs and areas: their modules and features.

use super::change::{ChangeEffect, ChangeSubject, code};
use super::documents;
use super::new_change::ChangedPart;
use super::side::{ChangedEntry, Recorder, Side};
use crate::diagnostics::Place;
use crate::model::{Api, Home, PageId};

/// On which sides of a comparison an API is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ApiStatus {
    New,
    Gone,
    Both,
}

pub(super) fn compare(recorder: &mut Recorder<'_>, status: ApiStatus) {
    match status {
        ApiStatus::New => {
            let entry = recorder.after.of_api();
            let text = format!("the feature {} is new", code(&recorder.after.api.name));
            recorder.add_change(&entry, api(&entry).added().code(ChangeEffect::Addition, text));
        }
        ApiStatus::Gone => {
            let entry = recorder.before.of_api();
            let text = format!("the feature {} is gone", code(&recorder.before.api.name));
            recorder.add_change(&entry, api(&entry).removed().code(ChangeEffect::Compile, text));
        }
        ApiStatus::Both => {
            name(recorder);
            docs(recorder);
        }
    }
    for index in recorder.areas.added.clone() {
        let entry = of_area(&recorder.after, index);
        let text = format!("{} are new", names(recorder.after.api, index));
        recorder.add_change(&entry, area(&entry).added().code(ChangeEffect::Addition, text));
    }
    for index in recorder.areas.removed.clone() {
        let entry = of_area(&recorder.before, index);
        let text = format!("{} are gone", names(recorder.before.api, index));
        recorder.add_change(&entry, area(&entry).removed().code(ChangeEffect::Compile, text));
    }
    for (old, new) in recorder.areas.both.clone() {
        both(recorder, old, new);
    }
}

fn both(recorder: &mut Recorder<'_>, old: usize, new: usize) {
    let count = recorder.changes.len();
    let (before, after) = (recorder.before.api, recorder.after.api);
    let entry = of_area(&recorder.after, new);
    if before.areas[old].name != after.areas[new].name {
        let text = format!("{} are {} now", names(before, old), names(after, new));
        recorder.add_change(&entry, area(&entry).renamed().code(ChangeEffect::Compile, text));
    }
    let needed = &after.areas[new].needs;
    for lost in before.areas[old]
        .needs
        .iter()
        .filter_map(|need| {
            let is_kept = recorder.areas.both.iter().any(|(old, new)| old == need && needed.contains(new));
            (!is_kept).then(|| code(&before.areas[*need].feature))
        })
        .collect::<Vec<_>>()
    {
        let feature = code(&after.areas[new].feature);
        let text = format!("the feature {feature} no longer enables {lost}: code that uses it has to enable it");
        recorder.add_change(&entry, area(&entry).changed().code(ChangeEffect::Compile, text));
    }
    if before.areas[old].doc != after.areas[new].doc {
        recorder.note_docs(count, &entry, "", entry.place);
    }
}

/// The name of an API is part of all its features and paths: what is below it is not reported again.
fn name(recorder: &mut Recorder<'_>) {
    let (old, new) = (recorder.before.api, recorder.after.api);
    if old.name == new.name {
        return;
    }
    let names = |api: &Api| format!("the feature {} and the module {}", code(&api.name), code(&api.module));
    let text = format!("{} are {} now, with everything below them", names(old), names(new));
    let entry = recorder.after.of_api();
    recorder.add_change(&entry, api(&entry).renamed().code(ChangeEffect::Compile, text));
}

fn docs(recorder: &mut Recorder<'_>) {
    let (old, new) = (recorder.before.api, recorder.after.api);
    let (count, before, after) = (recorder.changes.len(), recorder.before.of_api(), recorder.after.of_api());
    documents::citations(recorder, &after, &old.provenance, &new.provenance);
    documents::errata(recorder, Some((&before, &old.provenance)), Some((&after, &new.provenance)));
    if old.doc != new.doc || old.title != new.title {
        recorder.note_docs(count, &after, "", after.place);
    }
}

fn api(entry: &ChangedEntry) -> ChangedPart {
    ChangedPart::new(ChangeSubject::Api, "", entry.place)
}

fn area(entry: &ChangedEntry) -> ChangedPart {
    ChangedPart::new(ChangeSubject::Area, "", entry.place)
}

/// An area has no key of its own; its place is that of its first operation or type.
fn of_area(side: &Side<'_>, index: usize) -> ChangedEntry {
    let area = &side.api.areas[index];
    let of_operation = area.operations.first().map(|operation| operation.provenance.place);
    let of_type = side.api.types_at(Home::Area(index)).next().map(|declared| declared.provenance.place);
    let place = of_operation.or(of_type).map(|place| Place { start: 0, end: 0, ..place });
    let of_api = side.of_api();
    let pages = side.api.pages.iter().enumerate().filter(|(_, page)| page.area == Some(index));
    let pages = pages.map(|(position, _)| PageId(position)).collect();
    let name = format!("{}/{}", side.api.name, area.name);
    ChangedEntry { name, pages, place: place.unwrap_or(of_api.place), ..of_api }
}

fn names(api: &Api, index: usize) -> String {
    let area = &api.areas[index];
    format!("the feature {} and the module {}", code(&area.feature), code(&format!("{}::{}", api.module, area.module)))
}
