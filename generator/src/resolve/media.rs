//! The media types of an operation's bodies.

use super::resolver::OperationResolver;
use crate::media_types::{JSON, is_json};

impl OperationResolver<'_, '_, '_> {
    /// The media type of a JSON body, where it is not `application/json`.
    pub(super) fn body_media(&self) -> Option<String> {
        let body = self.spec.body.as_ref()?.full()?;
        body.media.clone().filter(|media| body.type_expression != "bytes" && media != JSON)
    }

    /// The media types of the responses, where not all of them are the one that is accepted everywhere in the API.
    pub(super) fn accept(&self) -> Option<String> {
        let of_api = self.context.api.header.headers.iter().find(|(name, _)| name.eq_ignore_ascii_case("accept"));
        let usual = of_api.and_then(|(_, header)| header.value.as_deref()).unwrap_or(JSON);
        let mut accepted: Vec<&str> = Vec::new();
        for response in self.spec.responses.values() {
            let stated = response.full().and_then(|full| full.media.as_deref());
            let media = match response.type_expression() {
                Some("none") | None => continue,
                Some("bytes") => stated.unwrap_or("*/*"),
                Some(_) => stated.unwrap_or(usual),
            };
            if !accepted.contains(&media) {
                accepted.push(media);
            }
        }
        // Errors are JSON where results are not.
        if !accepted.is_empty() && !accepted.iter().any(|media| is_json(media) || *media == "*/*") {
            accepted.push(usual);
        }
        accepted.iter().any(|media| *media != usual).then(|| accepted.join(", "))
    }
}
