//! Copies of recordings without their secrets. What is replaced keeps its kind, so that a copy can be verified like the original.

mod bodies;
mod texts;

use std::collections::{BTreeMap, BTreeSet};

use serde_json::value::RawValue;

use super::har::{self, Exchange, HarFault, Reader};
use super::json::{self, Kind};
use super::secrets::{is_secret_header, is_secret_name, is_token_endpoint, path_of};
use crate::model::{Api, Member, Model, TypeKind, TypeRef, is_date_time};
use crate::pages::uri::folded_name;

/// Stands for a text. It is valid base64 as well.
const REPLACEMENT: &str = "REDACTED";

/// What nests deeper is replaced as a whole.
const DEEPEST: usize = 128;

/// A copy of a recording.
pub(super) struct Copy {
    pub(super) text: String,
    /// How many values were replaced.
    pub(super) replaced: usize,
}

/// Copies a HAR file. What follows the last whole entry of a file that was cut off is left out.
pub(super) fn redact(model: &Model, text: &str) -> Result<Copy, HarFault> {
    let redactor =
        Redactor { names: secret_members(model), listed: listed_values(model), out: String::new(), replaced: 0 };
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

/// Values of enums that the specs list for members, in lower case: `tokenType` is no secret when its value is a listed one.
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

/// Writes a HAR file member by member.
struct Copier {
    redactor: Redactor,
    /// What the file has beside its log.
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

impl<'a> Reader<'a> for Copier {
    fn member(&mut self, name: &str, value: &'a RawValue) {
        self.end_entries();
        self.begin_member();
        self.redactor.quote(name);
        self.redactor.out.push(':');
        self.redactor.value(value, Context::default());
    }

    fn outer_member(&mut self, name: &str, value: &'a RawValue) {
        let value = self.redactor.json(value, Context::default());
        let name = serde_json::Value::from(name);
        self.outer.push_str(&format!(",\n{name}:{value}"));
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
        let is_full_of_secrets =
            Exchange::read(entry).is_some_and(|exchange| is_token_endpoint(path_of(&exchange.url)));
        self.redactor.value(entry, Context { is_full_of_secrets, ..Context::default() });
    }
}

/// What is known of a value from what it stands in.
#[derive(Clone, Copy, Default)]
struct Context {
    /// The value itself is secret.
    is_secret: bool,
    /// It is part of an exchange whose bodies are secret.
    is_full_of_secrets: bool,
    depth: usize,
    /// Texts that hold the JSON which it is part of.
    texts: usize,
}

struct Redactor {
    names: BTreeSet<String>,
    listed: BTreeMap<String, BTreeSet<String>>,
    out: String,
    replaced: usize,
}

impl Redactor {
    fn value(&mut self, raw: &RawValue, context: Context) {
        let inner = Context { depth: context.depth + 1, ..context };
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
                    // What is read as a number stays one.
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

    fn list(&mut self, items: &[&RawValue], context: Context) {
        self.out.push('[');
        for (index, item) in items.iter().enumerate() {
            if index > 0 {
                self.out.push(',');
            }
            self.value(item, context);
        }
        self.out.push(']');
    }

    fn object(&mut self, members: &json::Members<'_>, context: Context) {
        let text = |name: &str| {
            let member = members.iter().find(|(known, _)| known.eq_ignore_ascii_case(name));
            member.and_then(|(_, value)| json::text(value))
        };
        let value = text("value").unwrap_or_default();
        let is_secret_pair = text("name")
            .or_else(|| text("key"))
            .is_some_and(|name| is_secret_header(&name) || texts::is_secret_pair(&name, &value));
        let is_body = ["mimeType", "encoding", "size"].iter().any(|name| json::member(members, name).is_some());
        self.out.push('{');
        for (index, (name, value)) in members.iter().enumerate() {
            if index > 0 {
                self.out.push(',');
            }
            let shown = self.text(name, Context { texts: usize::MAX, ..context });
            self.quote(&shown);
            self.out.push(':');
            let is_secret = context.is_secret
                || is_secret_pair && name.eq_ignore_ascii_case("value")
                || self.names.contains(&folded_name(name))
                || is_secret_name(name) && !self.is_listed(name, value);
            match json::text(value) {
                Some(body) if is_body && name == "text" && !is_secret => {
                    let body = self.body(&body, members, context);
                    self.quote(&body);
                }
                _ => {
                    // The parameters of a form are another way to write its body.
                    let is_secret = is_secret || context.is_full_of_secrets && name == "params";
                    self.value(value, Context { is_secret, ..context });
                }
            }
        }
        self.out.push('}');
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

    /// JSON without its secrets, on its own.
    fn json(&mut self, raw: &RawValue, context: Context) -> String {
        let outer = std::mem::take(&mut self.out);
        self.value(raw, context);
        std::mem::replace(&mut self.out, outer)
    }
}

/// Whether a text is no secret though its name says so: a replaced one, or a date, which alone opens nothing.
fn is_public(text: &str) -> bool {
    text.is_empty() || text == REPLACEMENT || text == "0" || is_date_time(text)
}
