//! Where parameters are sent, and which response has which members, if only the page as a whole says so.

use std::collections::HashSet;

use crate::model::Method;
use crate::pages::facts::{
    BodyFacts, ExampleOf, Fact, FieldFacts, MessageKind, ParameterFacts, ParameterPlace, SectionFacts,
};
use crate::uri::{PageUri, folded_name, placeholder};

/// Moves the parameters of a part that are members of the body to the body: those of which the page says so, and those without
/// a place that are not in the request line, if an example of the body shows one of them.
pub(super) fn settle(part: &mut SectionFacts) {
    members_of_responses(part);
    let has_body = |method: &Fact<Method>| matches!(method, Fact::Stated(Method::Post | Method::Put | Method::Patch));
    if part.requests.is_empty() || !part.requests.iter().all(|request| has_body(&request.method)) {
        return;
    }
    let (in_line, is_path_described) = names_in_lines(part);
    let shown = names_in_bodies(part);
    let Fact::Stated(rows) = &mut part.parameters else { return };
    let is_open = |row: &ParameterFacts| row.place.is_not_stated() && !in_line.contains(&folded_name(&row.name));
    let is_shown = |row: &ParameterFacts| shown.contains(&folded_name(&row.name));
    let are_members = rows.iter().any(|row| is_open(row) && is_shown(row));
    let is_member = |row: &ParameterFacts| match row.place {
        Fact::Stated(place) => place == ParameterPlace::Body,
        // Another row may describe a parameter of the path by another name.
        _ => {
            let is_of_body = is_path_described || is_shown(row) || !folded_name(&row.name).ends_with("id");
            are_members && is_open(row) && is_of_body
        }
    };
    if matches!(&part.body, Fact::Unreadable | Fact::Stated(None)) || !rows.iter().any(is_member) {
        return;
    }
    let (members, others): (Vec<_>, Vec<_>) = std::mem::take(rows).into_iter().partition(|row| is_member(row));
    *rows = others;
    if rows.is_empty() {
        part.parameters = Fact::NotStated;
    }
    let line = members.first().map_or(0, |row| row.line);
    if part.body.is_not_stated() {
        part.body = Fact::Stated(Some(BodyFacts { line, ..BodyFacts::default() }));
    }
    if let Fact::Stated(Some(body)) = &mut part.body {
        for row in members {
            if !body.fields.iter().any(|field| field.name == row.name) {
                body.fields.push(field(row));
            }
        }
    }
}

fn field(row: ParameterFacts) -> FieldFacts {
    let ParameterFacts {
        line,
        name,
        place: _,
        list_form: _,
        type_text,
        nullable,
        required,
        values,
        description,
        listed,
    } = row;
    FieldFacts { line, name, type_text, nullable, required, values, description, listed }
}

/// The folded names of the parameters in the request lines of a part, and whether rows describe all those of the path.
fn names_in_lines(part: &SectionFacts) -> (HashSet<String>, bool) {
    let rows: HashSet<String> =
        part.parameters.stated().into_iter().flatten().map(|row| folded_name(&row.name)).collect();
    let mut names = HashSet::new();
    let mut is_path_described = true;
    for request in &part.requests {
        let uri = PageUri::parse(&request.uri);
        for segment in &uri.segments {
            for part in segment.split_inclusive(['}', '>', ']']) {
                let start = part.find(['{', '<', '[']).unwrap_or(part.len());
                let Some(name) = part.get(start..).and_then(placeholder) else { continue };
                let name = folded_name(name);
                is_path_described &= rows.contains(&name);
                names.insert(name);
            }
        }
        for (name, value) in &uri.query {
            names.insert(folded_name(placeholder(name).unwrap_or(name)));
            names.extend(placeholder(value).map(folded_name));
        }
    }
    (names, is_path_described)
}

/// The folded names of the members of the bodies that the examples of a part send.
fn names_in_bodies(part: &SectionFacts) -> HashSet<String> {
    let is_sent = |of: &ExampleOf| {
        matches!(of, ExampleOf::Request { .. } | ExampleOf::Json { body_of: Some(MessageKind::Request) })
    };
    let bodies =
        part.examples.iter().filter(|example| is_sent(&example.of)).filter_map(|example| example.body.stated());
    let is_member = |path: &&str| !path.is_empty() && !path.contains(['.', '[']);
    bodies.flatten().map(|member| member.path.as_str()).filter(is_member).map(folded_name).collect()
}

/// Gives members that the page lists for no status to the results of which it states only the status.
fn members_of_responses(part: &mut SectionFacts) {
    let Fact::Stated(responses) = &mut part.responses else { return };
    let without_status = |(status, fields): (&Fact<u16>, &[FieldFacts])| status.is_not_stated() && !fields.is_empty();
    let Some(index) = responses.iter().position(|response| without_status((&response.status, &response.fields))) else {
        return;
    };
    let can_have = |status: &Fact<u16>| matches!(status, Fact::Stated(200..=203 | 206..=299));
    let is_open = |response: &crate::pages::facts::ResponseFacts| {
        can_have(&response.status) && response.type_text.is_not_stated() && response.fields.is_empty()
    };
    if !responses.iter().any(is_open) {
        return;
    }
    let members = responses.remove(index);
    for response in responses.iter_mut().filter(|response| is_open(response)) {
        response.fields.clone_from(&members.fields);
        response.type_text.clone_from(&members.type_text);
    }
}
