//! Copies of recordings without their secrets. A replacement has the JSON type of the original, so that a copy can be verified.

mod bodies;
mod packed;
mod texts;

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use serde_json::value::RawValue;

use super::har::{self, HarError, HarReader};
use super::secrets::{is_secret_header, is_secret_name, is_token_endpoint, path_of, text_for_messages};
use crate::json_text::{self as json, Kind};
use crate::model::{Api, Member, Model, TypeKind, TypeRef};
use crate::text_formats::TextFormat;
use crate::uri::folded_name;

/// Replaces a text. It is also valid base64.
const REPLACEMENT: &str = "REDACTED";

/// Replaces the name of a member, as in messages.
const HIDDEN_NAME: &str = "…";

/// Values that are nested more deeply are replaced as a whole.
const DEEPEST: usize = 128;

/// A copy of a recording.
pub(super) struct Copy {
    pub(super) text: String,
    /// The number of replaced values.
    pub(super) replaced: usize,
}

/// Copies a HAR file. A truncated file is copied up to its last complete entry.
pub(super) fn redact(model: &Model, text: &str) -> Result<Copy, HarError> {
    let redactor = Redactor {
        names: secret_members(model),
        listed: listed_values(model),
        literals: literal_segments(model),
        out: String::new(),
        replaced: 0,
    };
    let mut copier = Copier { redactor, outer: String::new(), has_members: false, is_in_entries: false };
    copier.redactor.out.push_str("{\"log\":{");
    har::read(text, &mut copier)?;
    copier.end_entries();
    let Copier { mut redactor, outer, .. } = copier;
    redactor.out.push('}');
    redactor.out.push_str(&outer);
    redactor.out.push_str("}\n");
    Ok(Copy { text: redactor.out, replaced: redactor.replaced })
}

fn members_of(model: &Model) -> impl Iterator<Item = (&Api, &Member)> {
    let types = model.apis.iter().flat_map(|api| api.types.iter().map(move |declared| (api, declared)));
    types.flat_map(|(api, declared)| {
        let members = match &declared.kind {
            TypeKind::Object { members, .. } => members.as_slice(),
            _ => &[],
        };
        members.iter().map(move |member| (api, member))
    })
}

/// Folded names of members that the specs mark as secret.
fn secret_members(model: &Model) -> BTreeSet<String> {
    members_of(model).filter(|(_, member)| member.secret).map(|(_, member)| folded_name(&member.wire)).collect()
}

/// Values of enums that the specs list for members, in lower case: `tokenType` is not secret if its value is a listed one.
fn listed_values(model: &Model) -> BTreeMap<String, BTreeSet<String>> {
    let mut listed: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (api, member) in members_of(model).filter(|(_, member)| !member.secret) {
        if let TypeRef::Declared(id, None) = member.value
            && let TypeKind::Enum { values, .. } = &api.type_of(id).kind
        {
            let values = values.iter().map(|value| value.wire.to_lowercase());
            listed.entry(folded_name(&member.wire)).or_default().extend(values);
        }
    }
    listed
}

/// Literal segments of paths, which are kept even after the name of a secret because they identify operations.
fn literal_segments(model: &Model) -> BTreeSet<String> {
    let operations = model.apis.iter().flat_map(|api| api.operations());
    let segments = operations.flat_map(|(_, operation)| path_of(&operation.template).split('/'));
    segments.map(str::to_lowercase).collect()
}

/// Writes a HAR file member by member.
struct Copier {
    redactor: Redactor,
    /// The members of the file beside its log.
    outer: String,
    has_members: bool,
    is_in_entries: bool,
}

impl Copier {
    fn begin_member(&mut self) {
        if self.has_members {
            self.redactor.out.push_str(",\n");
        }
        self.has_members = true;
    }

    fn end_entries(&mut self) {
        if self.is_in_entries {
            self.redactor.out.push_str("\n]");
            self.is_in_entries = false;
        }
    }
}

impl<'a> HarReader<'a> for Copier {
    fn member(&mut self, name: &str, value: &'a RawValue) {
        self.end_entries();
        self.begin_member();
        let member = self.redactor.member(name, value);
        self.redactor.out.push_str(&member);
    }

    fn outer_member(&mut self, name: &str, value: &'a RawValue) {
        let member = self.redactor.member(name, value);
        self.outer.push_str(",\n");
        self.outer.push_str(&member);
    }

    fn entries(&mut self) {
        self.begin_member();
        self.redactor.out.push_str("\"entries\":[");
        self.is_in_entries = true;
    }

    fn entry(&mut self, entry: &'a RawValue) {
        if !self.redactor.out.ends_with('[') {
            self.redactor.out.push(',');
        }
        self.redactor.out.push('\n');
        self.redactor.value(entry, RedactionContext::default());
    }
}

/// The context of a value.
#[derive(Clone, Copy, Default)]
struct RedactionContext {
    /// The value itself is secret.
    is_secret: bool,
    /// It is part of an exchange with secret bodies.
    is_full_of_secrets: bool,
    /// It is the content of a message, whose text is a body.
    is_content: bool,
    depth: usize,
    /// The number of strings with JSON that contain it.
    texts: usize,
}

struct Redactor {
    names: BTreeSet<String>,
    listed: BTreeMap<String, BTreeSet<String>>,
    /// Literal segments of the paths in the specs, in lower case.
    literals: BTreeSet<String>,
    out: String,
    replaced: usize,
}

impl Redactor {
    fn value(&mut self, raw: &RawValue, context: RedactionContext) {
        let inner = RedactionContext { depth: context.depth + 1, ..context };
        match Kind::of(raw) {
            Kind::List | Kind::Object if context.depth >= DEEPEST => self.replace(),
            Kind::Object => match json::members(raw) {
                Some(members) => self.object(&members, inner),
                None => self.replace(),
            },
            Kind::List => self.list(&json::items(raw).unwrap_or_default(), inner),
            Kind::Number if context.is_secret && raw.get() != "0" => {
                self.replaced += 1;
                self.out.push('0');
            }
            Kind::Text => match json::text(raw) {
                Some(text) if context.is_secret && !is_public(&text) => {
                    // A text that can be read as a number is replaced with one.
                    let is_number =
                        text.starts_with(|c: char| c.is_ascii_digit() || c == '-') && text.parse::<f64>().is_ok();
                    if is_number {
                        self.replaced += 1;
                        self.quote("0");
                    } else {
                        self.replace();
                    }
                }
                Some(text) => {
                    let text = self.text(&text, context);
                    self.quote(&text);
                }
                None => self.replace(),
            },
            Kind::Null | Kind::Bool | Kind::Number => self.out.push_str(raw.get()),
        }
    }

    fn list(&mut self, items: &[&RawValue], context: RedactionContext) {
        // A header can be a list of its name and its value.
        let is_secret_pair = items.len() == 2
            && items.first().and_then(|name| json::text(name)).is_some_and(|name| is_secret_header(&name));
        self.out.push('[');
        for (index, item) in items.iter().enumerate() {
            if index > 0 {
                self.out.push(',');
            }
            self.value(
                item,
                RedactionContext { is_secret: context.is_secret || is_secret_pair && index == 1, ..context },
            );
        }
        self.out.push(']');
    }

    fn object(&mut self, members: &json::Members<'_>, context: RedactionContext) {
        let is_one_of = |name: &str, known: &[&str]| known.iter().any(|known| name.eq_ignore_ascii_case(known));
        let texts_of = |known: &[&str]| -> Vec<Cow<'_, str>> {
            let named = members.iter().filter(|(name, _)| is_one_of(name, known));
            named.filter_map(|(_, value)| json::text(value)).collect()
        };
        let value = texts_of(&["value"]).pop().unwrap_or_default();
        let is_secret_pair =
            texts_of(&["name", "key"]).iter().any(|name| is_secret_header(name) || texts::is_secret_pair(name, &value));
        let is_content = context.is_content
            || ["mimeType", "encoding", "size"].iter().any(|name| json::member(members, name).is_some());
        let is_full_of_secrets = context.is_full_of_secrets || is_with_token_endpoint(members);
        self.out.push('{');
        for (index, (name, value)) in members.iter().enumerate() {
            if index > 0 {
                self.out.push(',');
            }
            self.name(name, context);
            self.out.push(':');
            let is_secret = context.is_secret
                || is_secret_pair && is_one_of(name, &["value", "values"])
                || self.is_secret_member(name, value);
            let context = RedactionContext {
                is_secret,
                is_full_of_secrets,
                is_content: matches!(&**name, "content" | "postData"),
                ..context
            };
            match json::text(value) {
                Some(body) if is_content && name == "text" && !is_secret => {
                    let body = self.body(&body, members, context);
                    self.quote(&body);
                }
                _ => {
                    // The parameters of a form repeat its body.
                    let is_secret = is_secret || is_full_of_secrets && name == "params";
                    self.value(value, RedactionContext { is_secret, ..context });
                }
            }
        }
        self.out.push('}');
    }

    /// Writes the name of a member. Within secrets, names can be secret as well, as in a map from tokens to their owners.
    fn name(&mut self, name: &str, context: RedactionContext) {
        if context.is_secret && text_for_messages(name).is_none() && name != HIDDEN_NAME {
            self.replaced += 1;
            return self.quote(HIDDEN_NAME);
        }
        let name = self.text(name, RedactionContext { texts: usize::MAX, ..context });
        self.quote(&name);
    }

    /// A member of the file or of its log.
    fn member(&mut self, name: &str, value: &RawValue) -> String {
        let outer = std::mem::take(&mut self.out);
        self.name(name, RedactionContext::default());
        self.out.push(':');
        self.value(
            value,
            RedactionContext { is_secret: self.is_secret_member(name, value), ..RedactionContext::default() },
        );
        std::mem::replace(&mut self.out, outer)
    }

    fn is_secret_member(&self, name: &str, value: &RawValue) -> bool {
        self.names.contains(&folded_name(name)) || is_secret_name(name) && !self.is_listed(name, value)
    }

    /// Whether the specs list the value for members of this name.
    fn is_listed(&self, name: &str, value: &RawValue) -> bool {
        self.listed
            .get(&folded_name(name))
            .is_some_and(|values| json::text(value).is_some_and(|text| values.contains(&text.to_lowercase())))
    }

    fn replace(&mut self) {
        self.replaced += 1;
        self.quote(REPLACEMENT);
    }

    fn quote(&mut self, text: &str) {
        self.out.push_str(&serde_json::Value::from(text).to_string());
    }

    /// JSON without its secrets, as a text of its own.
    fn json(&mut self, raw: &RawValue, context: RedactionContext) -> String {
        let outer = std::mem::take(&mut self.out);
        self.value(raw, context);
        std::mem::replace(&mut self.out, outer)
    }
}

/// Whether an object is an exchange with a server that issues tokens.
fn is_with_token_endpoint(members: &json::Members<'_>) -> bool {
    let request = json::member(members, "request").and_then(json::members);
    let url = request.as_ref().and_then(|request| json::member(request, "url")).and_then(json::text);
    url.is_some_and(|url| is_token_endpoint(path_of(&url)))
}

/// Whether a text is not secret despite its name: a replacement, or a date.
fn is_public(text: &str) -> bool {
    text.is_empty() || text == REPLACEMENT || text == "0" || TextFormat::DateTime.fits(text)
}
