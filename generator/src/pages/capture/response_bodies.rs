//! The bodies of responses: what the page says of them, and what its examples show.

use super::cite::PageCitation;
use super::draft::{DraftExpression, DraftResponse};
use super::known::ExistingApi;
use super::shown::{ShownOperation, ShownResponse, ShownValue, is_unreadable};
use super::types::{ShownSite, Types, UseSite, argument, with_gap};
use crate::media_types;
use crate::model::Method;
use crate::pages::facts::{ExampleKind, ExampleOf, Fact, PageFacts, ResponseFacts};

/// Reads the responses of one operation.
pub(super) struct ResponseReader<'r, 'p, 't> {
    pub(super) page: &'r PageFacts,
    pub(super) method: Method,
    /// The operation's type.
    pub(super) owner: &'r str,
    pub(super) shown: &'r ShownOperation<'p>,
    pub(super) cite: PageCitation<'r>,
    pub(super) known: &'r ExistingApi<'r>,
    pub(super) types: &'r mut Types<'t>,
}

impl<'r> ResponseReader<'r, '_, '_> {
    /// The body of a response that the page describes.
    pub(super) fn stated(&mut self, row: &ResponseFacts, status: u16) -> DraftExpression {
        let line = self.cite.line(row.line);
        let can_have_body = self.method.has_response_body(status);
        if row.type_text.is_not_stated() && row.fields.is_empty() {
            let value = self.unstated(status);
            let is_open = can_have_body && value.gap.is_none() && !self.is_shown_empty(status);
            return with_gap(value, is_open.then(|| format!("only an example shows the body ({line})")));
        }
        let mut value = match (&row.type_text, row.fields.as_slice()) {
            (Fact::NotStated, fields) => {
                let gap = Some(format!("a name ({line})"));
                let name = self.types.declare_object(&format!("{} result", self.owner), fields, self.cite, gap);
                DraftExpression::known(name)
            }
            (type_text, _) => {
                let use_site = self.use_site(row.line);
                self.types.expression(type_text, &Fact::NotStated, &use_site)
            }
        };
        // Prose in place of a type does not describe the JSON.
        if value.text == "string" && value.gap.is_some() {
            value.text = "json".to_owned();
        }
        if !can_have_body && value.text != "none" {
            return DraftExpression::open("none", format!("the page has `{}`, where HTTP has no body", value.text));
        }
        let shown = self.shown.response(status).and_then(|response| response.body.clone());
        match shown {
            Some(shown) => self.as_shown(value, &shown),
            None => self.in_envelope(value),
        }
    }

    /// The body of a response that the page does not describe.
    pub(super) fn unstated(&mut self, status: u16) -> DraftExpression {
        if !self.method.has_response_body(status) || self.is_shown_empty(status) {
            return DraftExpression::known("none");
        }
        match self.shown.response(status) {
            Some(ShownResponse { body: Some(shown), .. }) => {
                let shown = shown.clone();
                let use_site = self.use_site(shown.line);
                let site = ShownSite { use_site, is_received: true };
                self.of_example(&shown, &site)
            }
            Some(response) if is_unreadable(response.example) => {
                DraftExpression::open("json", "the body that the example shows cannot be read")
            }
            _ => DraftExpression::open("json", "the page does not say whether there is a body"),
        }
    }

    fn is_shown_empty(&self, status: u16) -> bool {
        self.shown.response(status).is_some_and(ShownResponse::is_empty)
    }

    /// The type of a body that only an example shows: a list, a list in an envelope, or an object.
    fn of_example(&mut self, shown: &ShownValue, site: &ShownSite<'_>) -> DraftExpression {
        let words = format!("{} result", self.owner);
        if let Some((_, items)) = shown.list_member().filter(|_| is_envelope(shown)) {
            let items = items.clone();
            let item = self.types.shown(&format!("{} item", self.owner), &items, site, 0);
            return match self.envelope(&item.text, shown, site) {
                Some(text) => DraftExpression { text, gap: item.gap },
                None => self.types.shown(&words, shown, site, 0),
            };
        }
        self.types.shown(&words, shown, site, 0)
    }

    fn envelope(&mut self, item: &str, shown: &ShownValue, site: &ShownSite<'_>) -> Option<String> {
        match self.known.collection() {
            Some(known) => Some(format!("{known}<{item}>")),
            None => self.types.shown_envelope(item, shown, site),
        }
    }

    /// The stated type in the form that an example shows: bare, in a list, or in an envelope.
    fn as_shown(&mut self, value: DraftExpression, shown: &ShownValue) -> DraftExpression {
        let use_site = self.use_site(shown.line);
        let site = ShownSite { use_site, is_received: true };
        let item = value.text.strip_prefix("List<").and_then(|item| item.strip_suffix('>')).map(str::to_owned);
        let line = self.cite.line(shown.line);
        if value.text == "json" {
            let gap = value.gap.unwrap_or_else(|| "only an example shows its members".to_owned());
            return with_gap(self.of_example(shown, &site), Some(gap));
        }
        match item {
            Some(item) if shown.is(ExampleKind::Object) => match shown.list_member() {
                Some(_) => match self.envelope(&item, shown, &site) {
                    Some(text) => DraftExpression { text, gap: value.gap },
                    None => value,
                },
                // It shows one of the items, or an empty list in an envelope.
                None => with_gap(self.in_envelope(value), Some(format!("an example shows no list ({line})"))),
            },
            Some(_) => value,
            None if shown.is(ExampleKind::Array) && argument(&value.text).is_none() => {
                let gap = format!("the page has `{}`; an example shows a list ({line})", value.text);
                with_gap(DraftExpression { text: format!("List<{}>", value.text), gap: value.gap }, Some(gap))
            }
            None => match self.types.better_fit(&value.text, shown) {
                Some(better) => {
                    let gap = format!("the page has `{}`; an example shows members of this type ({line})", value.text);
                    with_gap(DraftExpression { text: better, gap: value.gap }, Some(gap))
                }
                None => value,
            },
        }
    }

    /// A list as the body of a response may be in an envelope, if the API has one.
    fn in_envelope(&self, value: DraftExpression) -> DraftExpression {
        let item = value.text.strip_prefix("List<").and_then(|item| item.strip_suffix('>'));
        match (item, self.known.collection()) {
            (Some(item), Some(collection)) => {
                let gap = Some(format!("whether the list is in a `{collection}`"));
                let text = format!("{collection}<{item}>");
                with_gap(DraftExpression { text, gap }, value.gap)
            }
            _ => value,
        }
    }

    pub(super) fn response(&self, status: u16, value: DraftExpression) -> DraftResponse {
        let media = json_media(self.page, &value, |of| *of == ExampleOf::Response { status });
        let shown = self.shown.response(status);
        let has = |header| shown.is_some_and(|response| response.has_header(header));
        // Elsewhere than in a 202, a location is that of what was made.
        let is_accepted = status == 202;
        DraftResponse {
            status,
            value,
            media,
            variant: None,
            location: is_accepted && has("Location"),
            retry_after: is_accepted && has("Retry-After"),
            failures: Vec::new(),
        }
    }

    fn use_site(&self, line: u32) -> UseSite<'r> {
        UseSite { wire: "response", owner: self.owner, cite: self.cite, line, lost: "json" }
    }
}

/// Whether an object is an envelope: beside its list, it has only counts, texts and links.
fn is_envelope(shown: &ShownValue) -> bool {
    const LISTS: [&str; 5] = ["items", "value", "values", "results", "data"];
    shown.list_member().is_some_and(|(name, _)| LISTS.contains(&name.to_lowercase().as_str()))
}

/// The media type that examples show for JSON, if it is not the one of JSON in general.
pub(super) fn json_media(
    page: &PageFacts,
    value: &DraftExpression,
    is_example: impl Fn(&ExampleOf) -> bool,
) -> Option<String> {
    if matches!(value.text.as_str(), "none" | "bytes") {
        return None;
    }
    let mut shown = page.examples.iter().filter(|example| is_example(&example.of));
    shown.find_map(|example| example.media.stated().filter(|media| media_types::is_json(media))).cloned()
}
