//! Errata in docs: listed at the operation or type, and repeated at the input, response or part of a type that they are about.

use super::doc;
use super::operation_doc::cite;
use crate::markdown_text::{code, escape};
use crate::model::{
    Api, Doc, Erratum, ErrorVariant, Input, InputPlace, Member, Operation, Output, Page, PageStatement, Type, TypeId,
    TypeKind, TypeRef,
};
use crate::wire_path::starts;
use crate::wording::enumeration;

/// The part of an operation or type that an erratum is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    /// The input at this position.
    Input(usize),
    /// The response at this position.
    Response(usize),
    /// The member, value, variant or error at this position.
    OfType(usize),
}

/// The node of an erratum in terms of the generated code.
#[derive(Clone, Debug, PartialEq, Eq)]
struct ErratumNode {
    part: Option<Part>,
    /// Its name in Rust, as Markdown.
    shown: String,
    /// Keys on the way from the part to the node, as Markdown.
    detail: String,
}

/// An erratum as text.
struct Note {
    node: ErratumNode,
    text: String,
}

/// Adds the errata of an API to all docs.
pub(super) fn describe(api: &mut Api) {
    let notes = notes(&api.provenance.errata, &api.pages, &other_node);
    push_section(&mut api.doc, &notes);
    for index in 0..api.types.len() {
        let declared = &api.types[index];
        if !declared.provenance.errata.is_empty() {
            let notes =
                self::notes(&declared.provenance.errata, &api.pages, &|at| node_of_type(at, declared, &api.types));
            let declared = &mut api.types[index];
            push_section(&mut declared.details, &notes);
            push_at_parts(&notes, declared, part_of_type);
        }
    }
    for area in 0..api.areas.len() {
        for index in 0..api.areas[area].operations.len() {
            let operation = &api.areas[area].operations[index];
            if !operation.provenance.errata.is_empty() {
                let find = |at: &str| node_of_operation(at, operation, &api.types);
                let notes = self::notes(&operation.provenance.errata, &api.pages, &find);
                let operation = &mut api.areas[area].operations[index];
                push_section(&mut operation.source_doc, &notes);
                push_at_parts(&notes, operation, part_of_operation);
            }
        }
    }
}

/// Pages that make the same mistake share a note.
fn notes(errata: &[Erratum], pages: &[Page], node: &dyn Fn(&str) -> ErratumNode) -> Vec<Note> {
    let mut merged: Vec<(&Erratum, Vec<String>)> = Vec::new();
    for erratum in errata {
        let page = erratum.page.map(|id| &pages[id.0]).map(|page| match &erratum.version {
            Some(version) => format!("{}, version {}", cite(page), escape(version)),
            None => cite(page),
        });
        let is_same = |(other, _): &&mut (&Erratum, Vec<String>)| {
            other.at == erratum.at && other.says == erratum.says && other.because == erratum.because
        };
        match merged.iter_mut().find(is_same) {
            Some((_, pages)) => pages.extend(page),
            None => merged.push((erratum, page.into_iter().collect())),
        }
    }
    let note = |(erratum, pages): (&Erratum, Vec<String>)| {
        let is_one = pages.len() < 2;
        let verb = |singular, plural| if is_one { singular } else { plural };
        let pages = if pages.is_empty() { "the documentation".to_owned() } else { enumeration(&pages) };
        let statement = match &erratum.says {
            PageStatement::Says(words) => format!("{} \"{}\"", verb("says", "say"), escape(words)),
            PageStatement::Lacks => format!("{} not have it", verb("does", "do")),
            PageStatement::Lists => format!("{} it", verb("lists", "list")),
            PageStatement::Shows => format!("{} it in an example", verb("shows", "show")),
        };
        let because = escape(erratum.because.trim_end_matches('.'));
        Note { node: node(&erratum.at), text: format!("{pages} {statement}. Evidence: {because}.") }
    };
    merged.into_iter().map(note).collect()
}

fn push_section(lines: &mut Doc, notes: &[Note]) {
    if notes.is_empty() {
        return;
    }
    doc::push_heading(lines, "Errata");
    lines.push(String::new());
    for Note { node, text } in notes {
        doc::push_item(lines, &format!("{}{}: {text}", node.shown, node.detail));
    }
}

fn push_at_parts<E>(notes: &[Note], entry: &mut E, find: fn(&mut E, Part) -> Option<&mut Doc>) {
    for Note { node, text } in notes {
        if let Some(lines) = node.part.and_then(|part| find(entry, part)) {
            doc::push_part_paragraph(lines, &format!("Erratum{}: {text}", node.detail));
        }
    }
}

fn part_of_type(declared: &mut Type, part: Part) -> Option<&mut Doc> {
    let Part::OfType(position) = part else { return None };
    match &mut declared.kind {
        TypeKind::Object { members, .. } => members.get_mut(position).map(|member| &mut member.errata_doc),
        TypeKind::Enum { values, .. } => values.get_mut(position).map(|value| &mut value.errata_doc),
        TypeKind::Union { variants, .. } => variants.get_mut(position).map(|variant| &mut variant.errata_doc),
        TypeKind::Errors { variants } => variants.get_mut(position).map(|error| &mut error.errata_doc),
        TypeKind::Identifier(_) => None,
    }
}

fn part_of_operation(operation: &mut Operation, part: Part) -> Option<&mut Doc> {
    match (part, &mut operation.output) {
        (Part::Input(position), _) => operation.inputs.get_mut(position).map(|input| &mut input.errata_doc),
        (Part::Response(position), Output::Outcomes { outcomes, .. }) => {
            outcomes.get_mut(position).map(|outcome| &mut outcome.errata_doc)
        }
        _ => None,
    }
}

fn node_of_type(at: &str, declared: &Type, types: &[Type]) -> ErratumNode {
    let (section, path) = at.split_once('.').unwrap_or((at, ""));
    let found = starts(path).find_map(|start| {
        let rest = start.rest.unwrap_or_default();
        match (section, &declared.kind) {
            ("fields", TypeKind::Object { members, .. }) => find(members, |member| member.wire == start.name)
                .map(|(position, member)| (position, &member.name, Some(&member.value), rest)),
            ("values", TypeKind::Enum { values, .. }) => find(values, |value| value.wire == start.name)
                .map(|(position, value)| (position, &value.name, None, rest)),
            ("variants", TypeKind::Union { variants, .. }) => find(variants, |variant| variant.tag == start.name)
                .map(|(position, variant)| (position, &variant.name, Some(&variant.value), rest)),
            _ => None,
        }
    });
    let found = found.or_else(|| match (section, &declared.kind) {
        ("statuses", TypeKind::Errors { variants }) => {
            let (position, error) = error_variant(variants, path)?;
            let below_status = path.split_once('.').map_or("", |(_, rest)| rest);
            Some((position, &error.name, None, below_code(below_status)))
        }
        _ => None,
    });
    let Some((position, name, value, rest)) = found else { return other_node(at) };
    let (shown, detail) = below(name, rest, value, types);
    ErratumNode { part: Some(Part::OfType(position)), shown, detail }
}

/// The error at `409`, `409.codes.7001` or below.
fn error_variant<'v>(variants: &'v [ErrorVariant], path: &str) -> Option<(usize, &'v ErrorVariant)> {
    let (status, rest) = path.split_once('.').unwrap_or((path, ""));
    let code = rest.strip_prefix("codes.").map(|code| code.split_once('.').map_or(code, |(code, _)| code));
    find(variants, |error| error.status.to_string() == status && error.code.as_deref() == code)
}

/// What follows the code in `codes.7001.name`.
fn below_code(rest: &str) -> &str {
    match rest.strip_prefix("codes.") {
        Some(code) => code.split_once('.').map_or("", |(_, below)| below),
        None => rest,
    }
}

fn find<P>(parts: &[P], is_it: impl Fn(&P) -> bool) -> Option<(usize, &P)> {
    parts.iter().enumerate().find(|(_, part)| is_it(part))
}

fn node_of_operation(at: &str, operation: &Operation, types: &[Type]) -> ErratumNode {
    let (section, path) = at.split_once('.').unwrap_or((at, ""));
    match section {
        "path" | "query" | "headers" | "parts" => {
            let found = starts(path).find_map(|start| {
                let is_it = |input: &Input| input.wire == start.name && section_of(input) == section;
                Some((find(&operation.inputs, is_it)?, start.rest.unwrap_or_default()))
            });
            let Some(((position, input), rest)) = found else { return other_node(at) };
            let (shown, detail) = below(&input.name, rest, Some(&input.value), types);
            ErratumNode { part: Some(Part::Input(position)), shown, detail }
        }
        "body" => match find(&operation.inputs, |input| input.place.is_body()) {
            Some((position, body)) => {
                let (shown, detail) = below(&body.name, path, Some(&body.value), types);
                ErratumNode { part: Some(Part::Input(position)), shown, detail }
            }
            None => other_node(at),
        },
        "responses" => node_of_response(at, path, operation, types),
        "errors" => node_of_error(at, path, operation, types),
        _ => other_node(at),
    }
}

/// The key of the spec below which an input is described.
fn section_of(input: &Input) -> &'static str {
    match input.place {
        InputPlace::Path => "path",
        InputPlace::Query | InputPlace::QueryCommas | InputPlace::QueryJson => "query",
        InputPlace::Header => "headers",
        InputPlace::Body | InputPlace::BodyBytes(_) => "body",
        InputPlace::Part | InputPlace::FilePart(_) => "parts",
    }
}

fn node_of_response(at: &str, path: &str, operation: &Operation, types: &[Type]) -> ErratumNode {
    let (status, rest) = path.split_once('.').unwrap_or((path, ""));
    let position = operation.responses.iter().position(|response| response.status.to_string() == status);
    let value = position.and_then(|position| operation.responses[position].content.json());
    let (names, detail) = steps_below(rest, value, types);
    let response = match (position, &operation.output) {
        (Some(position), Output::Outcomes { outcomes, .. }) => code(&outcomes[position].name),
        _ if path.is_empty() => return other_node(at),
        _ => format!("response {}", escape(status)),
    };
    let shown = if names.is_empty() { response } else { format!("{} of {response}", code(&names.join("."))) };
    ErratumNode { part: position.map(Part::Response), shown, detail }
}

fn node_of_error(at: &str, path: &str, operation: &Operation, types: &[Type]) -> ErratumNode {
    let rest = path.split_once('.').map_or("", |(_, rest)| rest);
    let variants = match operation.errors.map(|TypeId(id)| &types[id].kind) {
        Some(TypeKind::Errors { variants }) => variants.as_slice(),
        _ => &[],
    };
    match error_variant(variants, path) {
        Some((_, error)) => {
            let (shown, detail) = below(&error.name, below_code(rest), None, types);
            ErratumNode { part: None, shown, detail }
        }
        None if path.is_empty() => other_node(at),
        None => ErratumNode { part: None, shown: format!("error {}", escape(path)), detail: String::new() },
    }
}

/// A node that is not in the generated code: only a page has it, or it is a key of the spec.
fn other_node(at: &str) -> ErratumNode {
    const SECTIONS: &[&str] =
        &["path", "query", "headers", "parts", "fields", "values", "variants", "statuses", "types", "servers"];
    let shown = at.split_once('.').filter(|(section, _)| SECTIONS.contains(section)).map_or(at, |(_, name)| name);
    ErratumNode { part: None, shown: code(shown), detail: String::new() }
}

/// The Rust path of a node below a part, and the keys behind the last member on the way.
fn below<'t>(name: &'t str, path: &str, value: Option<&'t TypeRef>, types: &'t [Type]) -> (String, String) {
    let (mut names, detail) = steps_below(path, value, types);
    names.insert(0, name);
    (code(&names.join(".")), detail)
}

/// The Rust names of the members on a path, and the keys behind them.
fn steps_below<'t>(path: &str, mut value: Option<&'t TypeRef>, types: &'t [Type]) -> (Vec<&'t str>, String) {
    let mut names = Vec::new();
    let mut rest = path;
    while !rest.is_empty() {
        let known = value.and_then(|value| members(value, types)).unwrap_or_default();
        let found = starts(rest).find_map(|start| {
            let member = known.iter().find(|member| member.wire == start.name)?;
            Some((member, start.rest.unwrap_or_default()))
        });
        let Some((member, further)) = found else { break };
        names.push(member.name.as_str());
        value = Some(&member.value);
        rest = further;
    }
    let detail = if rest.is_empty() { String::new() } else { format!(" ({})", escape(rest)) };
    (names, detail)
}

/// The members of the innermost object that a type names.
fn members<'t>(value: &'t TypeRef, types: &'t [Type]) -> Option<&'t [Member]> {
    match value {
        TypeRef::List(item) | TypeRef::Map(item) => members(item, types),
        TypeRef::Declared(id, _) => match &types[id.0].kind {
            TypeKind::Object { members, .. } => Some(members),
            _ => None,
        },
        _ => None,
    }
}
