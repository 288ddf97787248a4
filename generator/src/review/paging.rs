//! Paging, and work that takes longer than a call.

use super::change::{ChangeEffect, ChangeKind, ChangeSubject, code, list_or_none};
use super::new_change::ChangedPart;
use super::operation_pair::OperationPair;
use super::side::Recorder;
use crate::model::{LiteralType, Operation, PagingStyle};

pub(super) fn compare(recorder: &mut Recorder<'_>, both: &OperationPair<'_>) {
    ways(recorder, both);
    items(recorder, both);
    running(recorder, both);
}

fn part(both: &OperationPair<'_>) -> ChangedPart {
    ChangedPart::new(ChangeSubject::Paging, "paging", both.after.place)
}

fn ways(recorder: &mut Recorder<'_>, both: &OperationPair<'_>) {
    let (old, new) = (&both.old.paging, &both.new.paging);
    if old == new {
        return;
    }
    let list =
        |operation: &Operation| list_or_none(operation.paging.iter().map(|way| code(style_name(way.style))), ", ");
    let (one, other) = (list(both.old), list(both.new));
    let wire = if one == other {
        format!("paging by {one} uses other members, parameters or headers")
    } else {
        format!("the paging styles are {other} instead of {one}")
    };
    let (kind, effect, text) = match (old.is_empty(), new.is_empty()) {
        (true, _) => (ChangeKind::Added, ChangeEffect::Addition, "pages can be iterated over"),
        (_, true) => (ChangeKind::Removed, ChangeEffect::Compile, "pages can no longer be iterated over"),
        _ => (ChangeKind::Changed, ChangeEffect::Behavior, "pages are requested in another way"),
    };
    recorder.add_change(&both.after, part(both).change(kind).wire(wire).code(effect, text));
}

fn items(recorder: &mut Recorder<'_>, both: &OperationPair<'_>) {
    let (Some(old), Some(new)) = (&both.old.items, &both.new.items) else { return };
    if !recorder.is_same_type(&old.item, &new.item) {
        let (one, other) = (old.item.expression(recorder.before.api), new.item.expression(recorder.after.api));
        let stated = format!("an item of a page is {} instead of {}", code(&other), code(&one));
        let text = "iterating over pages returns another type";
        let is_same = recorder.is_same_on_wire(&old.item, &new.item);
        recorder
            .add_change(&both.after, part(both).changed().stated(is_same, stated).code(ChangeEffect::Compile, text));
    }
}

fn running(recorder: &mut Recorder<'_>, both: &OperationPair<'_>) {
    if both.old.running == both.new.running {
        return;
    }
    let describe = |operation: &Operation| match &operation.running {
        Some(running) => {
            let states = code(&format!("{}: {}", running.member.join("."), running.values.join(", ")));
            if running.literal == LiteralType::Integer { format!("{states} as numbers") } else { states }
        }
        None => "no state".to_owned(),
    };
    let wire = format!("work is running with {} instead of {}", describe(both.new), describe(both.old));
    let (effect, text) = match (&both.old.running, &both.new.running) {
        (None, _) => (ChangeEffect::Addition, "waiting for the work ends when it is done"),
        (_, None) => (ChangeEffect::Behavior, "waiting for the work ends with the first response"),
        _ => (ChangeEffect::Behavior, "waiting for the work ends with another state"),
    };
    let running = ChangedPart::new(ChangeSubject::Operation, "running", both.after.place);
    recorder.add_change(&both.after, running.changed().wire(wire).code(effect, text));
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
