//! Pages and errata of entries.

use std::collections::BTreeSet;

use super::change::{ChangeKind, ChangeSubject, ReviewNoteKind, code, list_or_none};
use super::new_change::ChangedPart;
use super::pairing::PositionPairs;
use super::side::{ChangedEntry, Recorder, Side};
use crate::model::{Api, Erratum, Page, PageId, Provenance};

/// Records which errata of an entry are new, gone or explained differently.
pub(super) fn errata(
    recorder: &mut Recorder<'_>,
    before: Option<(&ChangedEntry, &Provenance)>,
    after: Option<(&ChangedEntry, &Provenance)>,
) {
    let list =
        |side: Option<(&ChangedEntry, &Provenance)>| side.map_or_else(Vec::new, |(_, known)| known.errata.clone());
    let (old, new) = (list(before), list(after));
    let identity = |erratum: &Erratum| (erratum.version.clone(), erratum.at.clone(), erratum.says.clone());
    let is_same_page = |one: Option<PageId>, other: Option<PageId>| match (one, other) {
        (Some(one), other) => other.is_some() && recorder.page_after(one) == other,
        (None, other) => other.is_none(),
    };
    let pairs = PositionPairs::new(&old, &new, |one, other| {
        is_same_page(one.page, other.page) && identity(one) == identity(other)
    });
    if let Some((entry, _)) = before {
        for erratum in pairs.removed.iter().map(|index| &old[*index]) {
            let page = page_name(recorder.before.api, erratum);
            let text = format!("{} no longer notes an erratum of {page}: {}", code(&entry.name), statement(erratum));
            add_erratum_change(recorder, entry, erratum, ChangeKind::Removed);
            recorder.add_note(entry, ReviewNoteKind::ErratumRemoved, erratum.place, text);
        }
    }
    let Some((entry, _)) = after else { return };
    for erratum in pairs.added.iter().map(|index| &new[*index]) {
        let page = page_name(recorder.after.api, erratum);
        let text = format!(
            "{} notes an erratum of {page}: {}, because {}",
            code(&entry.name),
            statement(erratum),
            code(&erratum.because)
        );
        add_erratum_change(recorder, entry, erratum, ChangeKind::Added);
        recorder.add_note(entry, ReviewNoteKind::ErratumAdded, erratum.place, text);
    }
    for (one, other) in pairs.both.iter().map(|(one, other)| (&old[*one], &new[*other])) {
        if one.because != other.because {
            add_erratum_change(recorder, entry, other, ChangeKind::Changed);
        }
    }
}

fn page_name(api: &Api, erratum: &Erratum) -> String {
    erratum.page.map_or_else(|| "its pages".to_owned(), |id| code(&api.page(id).name))
}

fn statement(erratum: &Erratum) -> String {
    format!("at {} the page has {}", code(&erratum.at), code(&erratum.says.entry()))
}

fn add_erratum_change(recorder: &mut Recorder<'_>, entry: &ChangedEntry, erratum: &Erratum, kind: ChangeKind) {
    let part = ChangedPart::new(ChangeSubject::Erratum, &erratum.at, erratum.place);
    recorder.add_change(entry, part.change(kind).spec(statement(erratum)).only_docs());
}

/// Records a change of the pages that an entry cites.
pub(super) fn citations(recorder: &mut Recorder<'_>, entry: &ChangedEntry, old: &Provenance, new: &Provenance) {
    let names = |api: &Api, pages: &[PageId]| list_or_none(pages.iter().map(|id| code(&api.page(*id).name)), ", ");
    let (one, other) = (names(recorder.before.api, &old.pages), names(recorder.after.api, &new.pages));
    let are_same = old.pages.iter().map(|id| recorder.page_after(*id)).eq(new.pages.iter().copied().map(Some));
    if !are_same {
        let part = ChangedPart::new(ChangeSubject::Page, "page", entry.place);
        let stated = format!("it is captured from {other} instead of {one}");
        recorder.add_change(entry, part.changed().spec(stated).only_docs());
    }
}

/// Compares the pages themselves.
pub(super) fn pages(recorder: &mut Recorder<'_>) {
    let (old, new) = (&recorder.before.api.pages, &recorder.after.api.pages);
    let pairs = recorder.pages.clone();
    for index in &pairs.removed {
        page(recorder, true, (&old[*index], PageId(*index)), ChangeKind::Removed, "it is not declared".to_owned());
    }
    for index in &pairs.added {
        let stated = format!("it was captured on {}", code(&new[*index].captured));
        page(recorder, false, (&new[*index], PageId(*index)), ChangeKind::Added, stated);
    }
    for (one, other) in &pairs.both {
        changed(recorder, &old[*one], (&new[*other], PageId(*other)));
    }
    let still_cited = cited(&recorder.after);
    for id in cited(&recorder.before) {
        if !recorder.page_after(id).is_some_and(|now| still_cited.contains(&now)) {
            let page = recorder.before.api.page(id);
            let text =
                format!("the page {} is no longer cited: which page documents its entries now?", code(&page.name));
            let entry = ChangedEntry { place: page.place, pages: vec![id], ..recorder.before.of_api() };
            recorder.add_note(&entry, ReviewNoteKind::PageCitedNoMore, page.place, text);
        }
    }
}

/// Pages that are cited.
fn cited(side: &Side<'_>) -> BTreeSet<PageId> {
    let operations = side.api.areas.iter().flat_map(|area| &area.operations).map(|operation| &operation.provenance);
    let types = side.api.types.iter().map(|declared| &declared.provenance);
    let all = operations.chain(types).chain([&side.api.provenance]);
    all.flat_map(|known| known.pages.iter().copied().chain(known.errata.iter().filter_map(|one| one.page))).collect()
}

fn page(recorder: &mut Recorder<'_>, is_before: bool, (page, id): (&Page, PageId), kind: ChangeKind, stated: String) {
    let side = if is_before { &recorder.before } else { &recorder.after };
    let entry = ChangedEntry { place: page.place, pages: vec![id], ..side.of_api() };
    let part = ChangedPart::new(ChangeSubject::Page, format!("pages.{}", page.name), page.place);
    recorder.add_change(&entry, part.change(kind).spec(stated).only_docs());
}

fn changed(recorder: &mut Recorder<'_>, old: &Page, (new, id): (&Page, PageId)) {
    let optional = |text: &Option<String>| text.clone().unwrap_or_else(|| "none".to_owned());
    let area = |api: &Api, page: &Page| page.area.map_or_else(|| api.name.clone(), |area| api.areas[area].name.clone());
    let (was_in, is_in) = (area(recorder.before.api, old), area(recorder.after.api, new));
    let is_moved = old.area.is_some() != new.area.is_some()
        || old.area.zip(new.area).is_some_and(|areas| !recorder.areas.both.contains(&areas));
    let is_in = if is_moved { is_in } else { was_in.clone() };
    let facts = [
        ("name", old.name.clone(), new.name.clone()),
        ("declared in", was_in, is_in),
        ("captured", old.captured.clone(), new.captured.clone()),
        ("version", optional(&old.version), optional(&new.version)),
        ("title", old.title.clone(), new.title.clone()),
        ("url", old.url.clone(), new.url.clone()),
        ("asset-id", optional(&old.asset_id), optional(&new.asset_id)),
    ];
    let differences: Vec<String> = facts
        .iter()
        .filter(|(_, one, other)| one != other)
        .map(|(name, one, other)| format!("{} is {} instead of {}", code(name), code(other), code(one)))
        .collect();
    if !differences.is_empty() {
        let kind = match (old.name == new.name, is_moved) {
            (false, _) => ChangeKind::Renamed,
            (true, true) => ChangeKind::Moved,
            (true, false) => ChangeKind::Changed,
        };
        page(recorder, false, (new, id), kind, differences.join("; "));
    }
    if new.captured < old.captured {
        let text = format!(
            "the capture date of the page {} was {} and is {} now",
            code(&new.name),
            code(&old.captured),
            code(&new.captured)
        );
        let entry = recorder.after.of_api();
        recorder.add_note(&entry, ReviewNoteKind::CapturedMovedBack, new.place, text);
    }
}
