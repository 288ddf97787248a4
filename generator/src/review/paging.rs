//! Paging, and work that takes longer than a call.

use super::change::{ChangeEffect, ChangeKind, ChangeSubject, code};
use super::operation_pair::OperationPair;
use super::side::{NewChange, Recorder};
use crate::model::{Operation, PagingStyle};

pub(super) fn compare(recorder: &mut Recorder<'_>, both: &OperationPair<'_>) {
    ways(recorder, both);
    items(recorder, both);
    running(recorder, both);
}

fn note(
    recorder: &mut Recorder<'_>,
    both: &OperationPair<'_>,
    (subject, kind): (ChangeSubject, ChangeKind),
    wire: String,
    (effect, text): (ChangeEffect, &str),
) {
    let at = if subject == ChangeSubject::Paging { "paging" } else { "running" };
    let (at, place, code) = (at.to_owned(), both.after.place, text.to_owned());
    recorder.add_change(&both.after, NewChange { subject, kind, at, place, wire, effect, code });
}

fn ways(recorder: &mut Recorder<'_>, both: &OperationPair<'_>) {
    let (old, new) = (&both.old.paging, &both.new.paging);
    if old == new {
        return;
    }
    let list = |operation: &Operation| {
        let ways: Vec<String> = operation.paging.iter().map(|way| code(style_name(way.style))).collect();
        if ways.is_empty() { "none".to_owned() } else { ways.join(", ") }
    };
    let (one, other) = (list(both.old), list(both.new));
    let wire = if one == other {
        format!("paging by {one} uses other members or parameters")
    } else {
        format!("the paging styles are {other} instead of {one}")
    };
    let (kind, effect) = match (old.is_empty(), new.is_empty()) {
        (true, _) => (ChangeKind::Added, (ChangeEffect::Addition, "pages can be iterated over")),
        (_, true) => (ChangeKind::Removed, (ChangeEffect::Compile, "pages can no longer be iterated over")),
        _ => (ChangeKind::Changed, (ChangeEffect::Behavior, "pages are requested in another way")),
    };
    note(recorder, both, (ChangeSubject::Paging, kind), wire, effect);
}

fn items(recorder: &mut Recorder<'_>, both: &OperationPair<'_>) {
    let (Some(old), Some(new)) = (&both.old.items, &both.new.items) else { return };
    if !recorder.is_same_type(&old.item, &new.item) {
        let (one, other) = (old.item.expression(recorder.before.api), new.item.expression(recorder.after.api));
        let wire = format!("an item of a page is {} instead of {}", code(&other), code(&one));
        note(
            recorder,
            both,
            (ChangeSubject::Paging, ChangeKind::Changed),
            wire,
            (ChangeEffect::Compile, "iterating over pages returns another type"),
        );
    }
}

fn running(recorder: &mut Recorder<'_>, both: &OperationPair<'_>) {
    if both.old.running == both.new.running {
        return;
    }
    let shown = |operation: &Operation| match &operation.running {
        Some(running) => code(&format!("{}: {}", running.member.join("."), running.values.join(", "))),
        None => "no state".to_owned(),
    };
    let wire = format!("work is running with {} instead of {}", shown(both.new), shown(both.old));
    let effect = match (&both.old.running, &both.new.running) {
        (None, _) => (ChangeEffect::Addition, "waiting for the work ends when it is done"),
        (_, None) => (ChangeEffect::Behavior, "waiting for the work ends with the first response"),
        _ => (ChangeEffect::Behavior, "waiting for the work ends with another state"),
    };
    note(recorder, both, (ChangeSubject::Operation, ChangeKind::Changed), wire, effect);
}

fn style_name(style: PagingStyle) -> &'static str {
    match style {
        PagingStyle::Offset => "offset",
        PagingStyle::Page => "page",
        PagingStyle::Token => "token",
        PagingStyle::Link => "link",
        PagingStyle::Url => "url",
    }
}
