//! Operations that are known, but not captured.

use super::change::{ChangeEffect, ChangeSubject, code};
use super::new_change::ChangedPart;
use super::pairing::PositionPairs;
use super::side::Recorder;
use crate::model::{Api, LeftOut};
use crate::spec::template::is_same_operation;

const NO_EFFECT: &str = "the client has no code for it";

pub(super) fn of_api(recorder: &mut Recorder<'_>) {
    let (old, new) = (&recorder.before.api.left_out, &recorder.after.api.left_out);
    let pairs = PositionPairs::new(old, new, |one, other| one.method == other.method && one.template == other.template);
    let (before, after) = (recorder.before.of_api(), recorder.after.of_api());
    let part = |left_out: &LeftOut| ChangedPart::new(ChangeSubject::LeftOut, "left-out", left_out.place);
    for left_out in pairs.removed.iter().map(|index| &old[*index]) {
        let request = request(left_out);
        let (stated, text) = if is_captured(recorder.after.api, left_out) {
            (format!("{request} is no longer left out, but captured"), "see the operation")
        } else {
            (format!("{request} is no longer left out: {}", because(left_out)), NO_EFFECT)
        };
        let change = part(left_out).removed().spec(stated).code(ChangeEffect::Nothing, text);
        recorder.add_change(&before, change);
    }
    for left_out in pairs.added.iter().map(|index| &new[*index]) {
        let stated = format!("{} is left out: {}", request(left_out), because(left_out));
        recorder.add_change(&after, part(left_out).added().spec(stated).code(ChangeEffect::Nothing, NO_EFFECT));
    }
    for (one, other) in pairs.both.iter().map(|(one, other)| (&old[*one], &new[*other])) {
        if one.because != other.because {
            let stated = format!("{} is left out for another reason: {}", request(other), because(other));
            recorder.add_change(&after, part(other).changed().spec(stated).code(ChangeEffect::Nothing, NO_EFFECT));
        }
    }
}

fn is_captured(api: &Api, left_out: &LeftOut) -> bool {
    api.operations().any(|(_, operation)| {
        operation.method == left_out.method && is_same_operation(&operation.template, &left_out.template)
    })
}

fn request(left_out: &LeftOut) -> String {
    code(&format!("{} {}", left_out.method.as_str(), left_out.template))
}

fn because(left_out: &LeftOut) -> String {
    code(&left_out.because)
}
