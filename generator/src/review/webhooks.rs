//! Webhooks, and their payloads.

use super::change::{ChangeEffect, ChangeSubject, code};
use super::documents;
use super::new_change::ChangedPart;
use super::pairing::PositionPairs;
use super::side::Recorder;
use crate::model::{Api, Webhook};

pub(super) fn compare(recorder: &mut Recorder<'_>) {
    let (old, new) = (list(recorder.before.api), list(recorder.after.api));
    let areas = recorder.areas.both.clone();
    let pairs = PositionPairs::new(&old, &new, |(one_area, one), (other_area, other)| {
        one.name == other.name && areas.contains(&(*one_area, *other_area))
    });
    for (area, webhook) in pairs.removed.iter().map(|index| old[*index]) {
        let entry = recorder.before.of_webhook(area, webhook);
        let text = format!("{} is gone", recorder.before.path(area, &webhook.function));
        let wire = "the service no longer sends it";
        recorder
            .add_change(&entry, part("", webhook).removed().wire(wire.to_owned()).code(ChangeEffect::Compile, text));
    }
    for (area, webhook) in pairs.added.iter().map(|index| new[*index]) {
        let entry = recorder.after.of_webhook(area, webhook);
        let text = format!("{} is new", recorder.after.path(area, &webhook.function));
        let count = recorder.changes.len();
        let wire = "the service sends it to a server of the user";
        recorder.add_change(&entry, part("", webhook).added().wire(wire.to_owned()).code(ChangeEffect::Addition, text));
        recorder.touch(count, &entry);
    }
    for (old_index, new_index) in &pairs.both {
        both(recorder, old[*old_index].1, new[*new_index]);
    }
}

fn list(api: &Api) -> Vec<(usize, &Webhook)> {
    let areas = api.areas.iter().enumerate();
    areas.flat_map(|(index, area)| area.webhooks.iter().map(move |webhook| (index, webhook))).collect()
}

fn part(at: &str, webhook: &Webhook) -> ChangedPart {
    ChangedPart::new(ChangeSubject::Webhook, at, webhook.provenance.place)
}

fn both(recorder: &mut Recorder<'_>, old: &Webhook, (area, new): (usize, &Webhook)) {
    let count = recorder.changes.len();
    let entry = recorder.after.of_webhook(area, new);
    if !recorder.is_same_type(&old.payload, &new.payload) {
        let of = |api: &Api, webhook: &Webhook| code(&webhook.payload.expression(api));
        let (one, other) = (of(recorder.before.api, old), of(recorder.after.api, new));
        let is_same = recorder.is_same_on_wire(&old.payload, &new.payload);
        let stated = format!("the payload is {other} instead of {one}");
        let text = format!("{} returns another type", recorder.after.path(area, &new.function));
        recorder.add_change(
            &entry,
            part("payload", new).changed().stated(is_same, stated).code(ChangeEffect::Compile, text),
        );
    }
    recorder.touch(count, &entry);
    documents::citations(recorder, &entry, &old.provenance, &new.provenance);
    if old.doc != new.doc {
        recorder.note_docs(count, &entry, "", new.provenance.place);
    }
    let examples = |webhook: &Webhook| -> Vec<_> {
        webhook.examples.iter().map(|example| (example.name.clone(), example.body.clone())).collect()
    };
    if examples(old) != examples(new) && !recorder.before.lacks_examples && !recorder.after.lacks_examples {
        let part = ChangedPart::new(ChangeSubject::Example, "examples", new.provenance.place);
        recorder.add_change(&entry, part.changed().code(ChangeEffect::Nothing, "it is a test of the generated code"));
    }
}
