//! Rules about the media types of bodies.

use crate::diagnostics::{Code, Diagnostic};
use crate::media_types;
use crate::spec::LoadedApi;
use crate::spec::tree::TreeStep;

use super::operations::operations;

pub(super) fn media_types_fit_their_bodies(api: &LoadedApi, diagnostics: &mut Vec<Diagnostic>) {
    for (entry, operation) in operations(api) {
        let body = operation.body.iter().filter_map(|body| {
            let full = body.full()?;
            Some((vec![TreeStep::Key("body")], full.media.as_deref()?, full.type_expression.as_str()))
        });
        let responses = operation.responses.iter().filter_map(|(status, response)| {
            let full = response.full()?;
            let path = vec![TreeStep::Key("responses"), TreeStep::Key(status)];
            Some((path, full.media.as_deref()?, full.type_expression.as_deref().unwrap_or("none")))
        });
        let files = operation.parts.iter().filter_map(|(wire, part)| {
            let full = part.full().filter(|full| full.is_file())?;
            Some((vec![TreeStep::Key("parts"), TreeStep::Key(wire)], full.media.as_deref()?, "bytes"))
        });
        for (mut path, media, expression) in body.chain(responses).chain(files) {
            let is_response = matches!(path.first(), Some(TreeStep::Key("responses")));
            path.push(TreeStep::Key("media"));
            let is_bytes = expression == "bytes";
            let diagnostic = if expression == "none" && entry.may_state(&path[..path.len() - 1], "type") {
                continue;
            } else if expression == "none" {
                let message = "a response without a body has no media type";
                Diagnostic::new(Code::NoEffect, entry.key_place(&path), message)
                    .help("remove it, or state the `type` of the body")
            } else if !media_types::is_valid(media, is_response && is_bytes) {
                let message = format!("`{media}` is not a media type");
                Diagnostic::new(Code::MediaType, entry.place(&path), message)
                    .help("write one type with its subtype: `application/pdf`")
            } else if !is_bytes && !media_types::is_json(media) {
                let message = format!("a `{expression}` is JSON, but `{media}` is not a media type of JSON");
                Diagnostic::new(Code::MediaType, entry.place(&path), message).help(
                    "if the body is not JSON, its type is `bytes`; media types of JSON are `application/json`, `text/json` \
                     and those that end with `+json`",
                )
            } else {
                continue;
            };
            diagnostics.push(diagnostic);
        }
    }
}

/// Responses without `media` are JSON, so what the API accepts for them has to be.
pub(super) fn accepted_media_types_are_json(api: &LoadedApi, diagnostics: &mut Vec<Diagnostic>) {
    for (name, header) in api.header.headers.iter().filter(|(name, _)| name.eq_ignore_ascii_case("accept")) {
        let Some(value) = header.value.as_deref() else { continue };
        let is_of_json = |range: &str| {
            matches!(media_types::essence(range).as_str(), "*/*" | "application/*") || media_types::is_json(range)
        };
        if value.split(',').any(is_of_json) {
            continue;
        }
        let path = [TreeStep::Key("headers"), TreeStep::Key(name), TreeStep::Key("value")];
        let place = api.node.nearest(&path).place;
        let message = "responses without `media` are JSON, but this accepts none";
        let help = "state a media type of JSON here, and other ones with `media` at the responses that have them";
        diagnostics.push(Diagnostic::new(Code::MediaType, place, message).help(help));
    }
}
