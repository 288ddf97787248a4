//! `Accept`, where a page states another one than follows from the responses.

use super::cite::PageCitation;
use super::draft::{DraftExpression, DraftInput, DraftResponse, Written, both};
use super::known::ExistingApi;
use super::types::{Types, UseSite};
use crate::media_types;
use crate::pages::facts::{ExampleFacts, Fact, PageFacts};

/// The header with which a caller states `Accept`, if a row of the page or the example of the request has a media type that
/// the client does not accept because of the responses.
pub(super) fn input(
    page: &PageFacts,
    shown: Option<&ExampleFacts>,
    responses: &[DraftResponse],
    owner: &str,
    cite: PageCitation<'_>,
    known: &ExistingApi<'_>,
    types: &mut Types<'_>,
) -> Option<DraftInput> {
    let mut rows = page.headers.stated().into_iter().flatten();
    let row = rows.find(|row| row.name.eq_ignore_ascii_case("Accept"));
    let listed = row.and_then(|row| row.values.stated()).map_or(&[][..], Vec::as_slice);
    let shown = shown.filter(|shown| !shown.accept.is_empty());
    let media: Vec<&String> = listed.iter().chain(shown.iter().flat_map(|shown| &shown.accept)).collect();
    let follows = |media: &str| responses.iter().any(|response| is_accepted(media, response, known));
    let other = media.iter().find(|media| !follows(media))?;
    let line = row.filter(|_| !listed.is_empty()).map(|row| row.line).or(shown.map(|shown| shown.line)).unwrap_or(1);
    let stated = format!("whether callers state it; the page has `{other}`, which may be the `media` of a response");
    let gap = format!("{stated} ({})", cite.line(line));
    let value = match row.filter(|_| listed.len() > 1) {
        Some(row) => {
            let use_site = UseSite { wire: "Accept", owner, cite, line, lost: "string" };
            let text = Fact::Stated("string".to_owned());
            types.expression(&text, &row.values, &use_site)
        }
        None => DraftExpression::known("string"),
    };
    let required = row.is_some_and(|row| row.required.stated() == Some(&true));
    Some(DraftInput {
        wire: "Accept".to_owned(),
        value: DraftExpression { gap: both(value.gap, Some(gap)), text: value.text },
        required,
        written: Written::Plain,
        rust: None,
        default_value: None,
        maximum: None,
    })
}

/// Whether the client accepts the media type because of a response.
fn is_accepted(media: &str, response: &DraftResponse, known: &ExistingApi<'_>) -> bool {
    match (response.value.text.as_str(), response.media.as_deref()) {
        // An empty response does not say what else the service could respond with.
        ("none", _) => media_types::is_same(media, known.accepted()),
        ("bytes", None) => true,
        (_, stated) => media_types::is_same(media, stated.unwrap_or_else(|| known.accepted())),
    }
}
