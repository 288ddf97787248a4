//! Docs of types: the operations that send or return them, or the types that contain them.

use super::doc;
use crate::markdown_text::code;
use crate::model::{Api, Home, Operation, Output, Type, TypeKind, TypeRef};
use crate::wording::enumeration;

/// A longer list says less than its number.
const MOST_LINKS: usize = 5;

/// The uses of one type, as links, in the order of the spec.
#[derive(Clone, Debug, Default)]
struct Uses {
    sent_by: Vec<Link>,
    returned_by: Vec<Link>,
    errors_of: Vec<Link>,
    part_of: Vec<Link>,
}

/// An item of generated code.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Link {
    home: Home,
    name: String,
}

/// Says in the docs of each type what uses it.
pub(super) fn describe(api: &mut Api) {
    let mut uses = vec![Uses::default(); api.types.len()];
    for (index, area) in api.areas.iter().enumerate() {
        for operation in &area.operations {
            let link = Link { home: Home::Area(index), name: operation.name.clone() };
            note_operation(operation, &link, &mut uses);
        }
        for webhook in &area.webhooks {
            let link = Link { home: Home::Area(index), name: webhook.function.clone() };
            each_declared(&webhook.payload, &mut |id| note(&mut uses[id].returned_by, &link));
        }
    }
    for declared in api.types.iter().filter(|declared| declared.direction.is_any()) {
        let link = Link { home: declared.home, name: declared.name.clone() };
        for value in declared.type_refs() {
            each_declared(&value, &mut |id| note(&mut uses[id].part_of, &link));
        }
    }
    for (index, uses) in uses.iter().enumerate() {
        let text = text(&api.types[index], uses, api);
        if !text.is_empty() {
            doc::push_paragraph(&mut api.types[index].details, &text);
        }
    }
}

fn note_operation(operation: &Operation, link: &Link, uses: &mut [Uses]) {
    for input in &operation.inputs {
        each_declared(&input.value, &mut |id| note(&mut uses[id].sent_by, link));
    }
    match &operation.output {
        Output::Json(value) | Output::OptionalJson(value) => {
            each_declared(value, &mut |id| note(&mut uses[id].returned_by, link))
        }
        Output::Outcomes { outcomes, .. } => {
            for value in outcomes.iter().filter_map(|outcome| outcome.content.json()) {
                each_declared(value, &mut |id| note(&mut uses[id].returned_by, link));
            }
        }
        Output::Empty | Output::Bytes => {}
    }
    if let Some(errors) = operation.errors {
        note(&mut uses[errors.0].errors_of, link);
    }
}

fn note(links: &mut Vec<Link>, link: &Link) {
    // Uses by one item come one after the other.
    if links.last() != Some(link) {
        links.push(link.clone());
    }
}

fn each_declared(value: &TypeRef, visit: &mut impl FnMut(usize)) {
    match value {
        TypeRef::List(item) | TypeRef::Map(item) => each_declared(item, visit),
        TypeRef::Declared(id, argument) => {
            visit(id.0);
            if let Some(argument) = argument {
                each_declared(argument, visit);
            }
        }
        _ => {}
    }
}

fn text(declared: &Type, uses: &Uses, api: &Api) -> String {
    // For identifiers, a list of the operations would be long and not useful.
    if matches!(declared.kind, TypeKind::Identifier(_)) {
        return String::new();
    }
    let (sent_by, returned_by, errors_of) = (&uses.sent_by, &uses.returned_by, &uses.errors_of);
    let of_operations = if sent_by == returned_by {
        vec![("Sent and returned by", sent_by), ("Errors of", errors_of)]
    } else {
        vec![("Sent by", sent_by), ("Returned by", returned_by), ("Errors of", errors_of)]
    };
    let sentence = |(verb, links): (&str, &Vec<Link>)| format!("{verb} {}.", list(links, declared.home, api));
    let sentences: Vec<String> =
        of_operations.into_iter().filter(|(_, links)| !links.is_empty()).map(sentence).collect();
    if sentences.is_empty() && !uses.part_of.is_empty() {
        return sentence(("Part of", &uses.part_of));
    }
    sentences.join(" ")
}

fn list(links: &[Link], from: Home, api: &Api) -> String {
    let mut shown: Vec<String> = links.iter().take(MOST_LINKS).map(|link| show(link, from, api)).collect();
    if links.len() > MOST_LINKS {
        shown.push(format!("{} more", links.len() - MOST_LINKS));
    }
    enumeration(&shown)
}

fn show(link: &Link, from: Home, api: &Api) -> String {
    let name = code(&link.name);
    if link.home == from {
        return format!("[{name}]");
    }
    let module = match link.home {
        Home::Shared => "shared",
        Home::Area(index) => &api.areas[index].module,
    };
    format!("[{name}](super::{module}::{})", link.name)
}
