//! The inputs of a call: parameters, headers and the body.

use super::change::{ChangeEffect, ChangeSubject, ReviewNoteKind, code, limit};
use super::new_change::ChangedPart;
use super::operation_pair::OperationPair;
use super::pairing::{PositionPairs, shape};
use super::side::Recorder;
use crate::model::{Api, Input, InputPlace, Operation, TypeRef};

pub(super) fn compare(recorder: &mut Recorder<'_>, both: &OperationPair<'_>) {
    let (old, new) = (&both.old.inputs, &both.new.inputs);
    let pairs = pairs(recorder, both.old, both.new);
    for input in pairs.removed.iter().map(|index| &old[*index]) {
        let text = if input.required {
            "the argument is gone".to_owned()
        } else {
            format!("the setter {} is gone", code(&input.name))
        };
        let wire = format!("{} is no longer listed", described(input, recorder.before.api));
        recorder.add_change(&both.before, part(input).removed().wire(wire).code(ChangeEffect::Compile, text));
    }
    for input in pairs.added.iter().map(|index| &new[*index]) {
        let wire = format!("{} can be sent", described(input, recorder.after.api));
        if input.required {
            let wire = format!("{} must be sent", described(input, recorder.after.api));
            let text = format!("{} takes one more argument", code(&both.new.name));
            recorder.add_change(&both.after, part(input).added().wire(wire).code(ChangeEffect::Compile, text));
            became_required(recorder, both, input);
        } else {
            let text = format!("the setter {} is new", code(&input.name));
            recorder.add_change(&both.after, part(input).added().wire(wire).code(ChangeEffect::Addition, text));
        }
    }
    for (old_index, new_index) in &pairs.both {
        let count = recorder.changes.len();
        pair(recorder, both, &old[*old_index], &new[*new_index]);
        if old[*old_index].doc != new[*new_index].doc {
            let input = &new[*new_index];
            recorder.note_docs(count, &both.after, &at(input), input.source);
        }
    }
    order(recorder, both, &pairs);
}

fn pairs(recorder: &Recorder<'_>, old_operation: &Operation, new_operation: &Operation) -> PositionPairs {
    let (old, new) = (&old_operation.inputs, &new_operation.inputs);
    let mut pairs = PositionPairs::new(old, new, |one, other| one.wire == other.wire && section(one) == section(other));
    pairs.rename(|one, other| old[one].name == new[other].name);
    // Parameters of the same path are paired by position.
    if shape(&old_operation.template) == shape(&new_operation.template) {
        let position = |operation: &Operation, input: &Input| {
            (input.place == InputPlace::Path).then(|| operation.template.find(&format!("{{{}}}", input.wire)))?
        };
        let rank = |operation: &Operation, input: &Input| {
            let at = position(operation, input)?;
            Some(operation.template[..at].matches('{').count())
        };
        pairs.rename(|one, other| {
            let (one, other) = (rank(old_operation, &old[one]), rank(new_operation, &new[other]));
            one.is_some() && one == other
        });
    }
    let known = pairs.clone();
    pairs.rename(|one, other| {
        section(&old[one]) == section(&new[other])
            && recorder.is_same_type(&old[one].value, &new[other].value)
            && known.has_same_neighbors(one, other, (old.len(), new.len()))
    });
    pairs
}

fn pair(recorder: &mut Recorder<'_>, both: &OperationPair<'_>, old: &Input, new: &Input) {
    let name = code(&new.name);
    if old.wire != new.wire || old.name != new.name {
        let is_sent_otherwise = old.wire != new.wire && new.place != InputPlace::Path;
        let wire = is_sent_otherwise.then(|| format!("{} is sent instead of {}", code(&new.wire), code(&old.wire)));
        let is_setter = !old.required && !new.required;
        let (effect, text) = match (old.name != new.name && is_setter, is_sent_otherwise) {
            (true, _) => (ChangeEffect::Compile, format!("the setter {} is {name} now", code(&old.name))),
            (false, true) => (ChangeEffect::Request, "the same call sends another name".to_owned()),
            // Observers and fakes get the template.
            (false, false) if old.wire != new.wire => (
                ChangeEffect::Behavior,
                format!(
                    "the path template has {} instead of {}; it compiles as before",
                    code(&new.wire),
                    code(&old.wire)
                ),
            ),
            (false, false) => {
                (ChangeEffect::Nothing, format!("the argument {} is {name} in the docs", code(&old.name)))
            }
        };
        recorder.add_change(&both.after, part(new).renamed().wire(wire).code(effect, text));
    }
    if section(old) != section(new) {
        let wire = format!("it is sent in {} instead of {}", section(new), section(old));
        let change = part(new).changed().wire(wire);
        recorder.add_change(&both.after, change.code(ChangeEffect::Request, "the same call sends it in another place"));
    } else if old.place != new.place && is_unread(old) == is_unread(new) {
        let wire = format!("it is written as {} instead of {}", form(new), form(old));
        let change = part(new).changed().wire(wire);
        recorder.add_change(&both.after, change.code(ChangeEffect::Request, "the same call sends it in another form"));
    }
    if is_unread(old) != is_unread(new) || !recorder.types.is_same(&old.value, &new.value) {
        let (one, other) = (type_text(old, recorder.before.api), type_text(new, recorder.after.api));
        let stated = format!("it is {other} instead of {one}");
        let is_same = is_unread(old) == is_unread(new) && recorder.is_same_on_wire(&old.value, &new.value);
        let text = format!("{name} takes another type");
        recorder.add_change(&both.after, part(new).changed().stated(is_same, stated).code(ChangeEffect::Compile, text));
    }
    required(recorder, both, old, new);
    if old.max_items != new.max_items {
        let (wire, text) = limit(old.max_items, new.max_items);
        recorder.add_change(&both.after, part(new).changed().wire(wire).code(ChangeEffect::Behavior, text));
    }
}

fn required(recorder: &mut Recorder<'_>, both: &OperationPair<'_>, old: &Input, new: &Input) {
    let setter = code(&new.name);
    match (old.required, new.required) {
        (false, true) => {
            let text = format!("the setter {setter} becomes an argument of {}", code(&both.new.name));
            let wire = "it must be sent".to_owned();
            recorder.add_change(&both.after, part(new).changed().wire(wire).code(ChangeEffect::Compile, text));
            became_required(recorder, both, new);
        }
        (true, false) => {
            let text = format!("the argument becomes the setter {setter}");
            let wire = "it is optional".to_owned();
            recorder.add_change(&both.after, part(new).changed().wire(wire).code(ChangeEffect::Compile, text));
        }
        _ => {}
    }
}

fn became_required(recorder: &mut Recorder<'_>, both: &OperationPair<'_>, input: &Input) {
    let text = format!("{} of {} became required: does the page say so?", code(&at(input)), code(&both.after.name));
    recorder.add_note(&both.after, ReviewNoteKind::BecameRequired, input.source, text);
}

/// Reports a new order of arguments that were required before and still are.
fn order(recorder: &mut Recorder<'_>, both: &OperationPair<'_>, pairs: &PositionPairs) {
    let (old, new) = (&both.old.inputs, &both.new.inputs);
    let kept = pairs.both.iter().filter(|(one, other)| old[*one].required && new[*other].required);
    if kept.is_sorted_by_key(|(one, _)| *one) {
        return;
    }
    let names: Vec<&str> = new.iter().filter(|input| input.required).map(|input| input.name.as_str()).collect();
    let text = format!(
        "the order of arguments is {} now; the compiler does not notice swapped arguments of the same type",
        code(&names.join(", "))
    );
    let operation = ChangedPart::new(ChangeSubject::Operation, "", both.after.place);
    recorder.add_change(&both.after, operation.changed().code(ChangeEffect::Compile, text));
}

fn part(input: &Input) -> ChangedPart {
    ChangedPart::new(ChangeSubject::Parameter, at(input), input.source)
}

/// Its key in errata.
fn at(input: &Input) -> String {
    match input.place {
        InputPlace::Path => format!("path.{}", input.wire),
        InputPlace::Query | InputPlace::QueryCommas | InputPlace::QueryJson => format!("query.{}", input.wire),
        InputPlace::Header => format!("headers.{}", input.wire),
        InputPlace::Body | InputPlace::BodyBytes(_) => "body".to_owned(),
        InputPlace::Part | InputPlace::FilePart(_) => format!("parts.{}", input.wire),
    }
}

fn section(input: &Input) -> &'static str {
    match input.place {
        InputPlace::Path => "the path",
        InputPlace::Query | InputPlace::QueryCommas | InputPlace::QueryJson => "the query",
        InputPlace::Header => "a header",
        InputPlace::Body | InputPlace::BodyBytes(_) => "the body",
        InputPlace::Part | InputPlace::FilePart(_) => "the parts of the body",
    }
}

fn form(input: &Input) -> String {
    match &input.place {
        InputPlace::QueryCommas => "one text with commas".to_owned(),
        InputPlace::QueryJson => "JSON text".to_owned(),
        InputPlace::BodyBytes(media) | InputPlace::FilePart(media) => code(media),
        _ => "plain text".to_owned(),
    }
}

/// Whether the client sends the content as it is.
fn is_unread(input: &Input) -> bool {
    input.is_bytes() || input.is_file()
}

fn type_text(input: &Input, api: &Api) -> String {
    match input.value {
        TypeRef::List(_) if input.is_file() => code("List<bytes>"),
        _ if input.is_bytes() || input.is_file() => code("bytes"),
        _ => code(&input.value.expression(api)),
    }
}

fn described(input: &Input, api: &Api) -> String {
    match input.place {
        InputPlace::Body | InputPlace::BodyBytes(_) => format!("a body, {},", type_text(input, api)),
        _ => format!("{} in {}, {},", code(&input.wire), section(input), type_text(input, api)),
    }
}
