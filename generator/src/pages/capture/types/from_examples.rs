//! Types of the draft from the JSON of examples.

use std::collections::HashMap;

use super::expressions::OPEN_CODE;
use super::spelling::is_lower_of;
use super::{Declaration, Types, UseSite};
use crate::model::{self, LiteralType};
use crate::names::{self, NameKind};
use crate::pages::capture::draft::{DraftExpression, DraftField, DraftType, DraftTypeKind, Gap, both};
use crate::pages::capture::names::UsedNames;
use crate::pages::capture::shown::ShownValue;
use crate::pages::facts::ExampleKind;

/// How deep values are read; no page nests them deeper.
const DEEPEST: usize = 24;

/// The place of a value in the message that shows it.
#[derive(Clone, Copy)]
pub(in crate::pages::capture) struct ShownSite<'s> {
    pub(in crate::pages::capture) use_site: UseSite<'s>,
    /// Whether it is in a response.
    pub(in crate::pages::capture) is_received: bool,
}

impl Types<'_> {
    /// The type of a value that only an example shows, named by the words for it.
    pub(in crate::pages::capture) fn shown(
        &mut self,
        words: &str,
        value: &ShownValue,
        site: &ShownSite<'_>,
        depth: usize,
    ) -> DraftExpression {
        let line = site.use_site.cite.line(value.line);
        let kinds: Vec<ExampleKind> = value.kinds.iter().copied().filter(|kind| *kind != ExampleKind::Null).collect();
        if depth > DEEPEST {
            return DraftExpression::open("json", format!("its type ({line})"));
        }
        match kinds.as_slice() {
            [ExampleKind::String] if value.are_times => DraftExpression::known("date-time"),
            [ExampleKind::String] => {
                DraftExpression::known(self.identifier_or_new(site.use_site.wire).unwrap_or("string".into()))
            }
            [ExampleKind::Boolean] => DraftExpression::known("bool"),
            [ExampleKind::Integer] => DraftExpression::known("int64"),
            [ExampleKind::Number | ExampleKind::Integer, ..] => DraftExpression::known("decimal"),
            [ExampleKind::Array] => match &value.items {
                Some(items) => {
                    let singular = words.strip_suffix('s').map_or_else(|| format!("{words} item"), str::to_owned);
                    let item = self.shown(&singular, items, site, depth + 1);
                    DraftExpression { text: format!("List<{}>", item.text), gap: item.gap }
                }
                None => DraftExpression::open("List<json>", format!("an example shows an empty list ({line})")),
            },
            [ExampleKind::Object] => self.shown_object(words, value, site, depth),
            [] => DraftExpression::open("json", format!("an example shows no value ({line})")),
            _ => DraftExpression::open("json", format!("examples show values of several kinds ({line})")),
        }
    }

    fn shown_object(&mut self, words: &str, value: &ShownValue, site: &ShownSite<'_>, depth: usize) -> DraftExpression {
        let line = site.use_site.cite.line(value.line);
        if value.members.is_empty() {
            return DraftExpression::open("json", format!("an example shows an empty object ({line})"));
        }
        if let Some(known) = self.fitting(value, words) {
            let gap = format!("only an example shows it ({line})");
            self.complete(&known, value, site, depth);
            return DraftExpression::open(known, gap);
        }
        let name = self.name(words);
        let gap = Some(format!("its name; only an example shows its members ({line})"));
        let position = self.declared.len();
        self.declared.push(DraftType {
            name: name.clone(),
            page: Some(site.use_site.cite.page.to_owned()),
            gap,
            kind: DraftTypeKind::Object(Vec::new()),
            is_envelope: false,
        });
        let mut fields: Vec<DraftField> = Vec::new();
        let mut rust_names = UsedNames::default();
        for (wire, member) in &value.members {
            let expression = self.shown_member(wire, member, &name, site, depth);
            fields.push(DraftField {
                wire: wire.clone(),
                value: DraftExpression { text: expression.text, gap: only_open(expression.gap) },
                required: false,
                lenient: false,
                rust: rust_names.stated(wire, NameKind::Field),
            });
        }
        // Objects with the same members, such as links, are of one type.
        let same = self.declared.get(..position).into_iter().flatten().find(|other| match &other.kind {
            DraftTypeKind::Object(others) => other.gap.is_some() && has_same(others, &fields),
            _ => false,
        });
        if let Some(same) = same.map(|same| same.name.clone())
            && self.declared.len() == position + 1
        {
            self.declared.truncate(position);
            return DraftExpression::known(same);
        }
        if let Some(declared) = self.declared.get_mut(position) {
            declared.kind = DraftTypeKind::Object(fields);
        }
        DraftExpression::known(name)
    }

    fn shown_member(
        &mut self,
        wire: &str,
        member: &ShownValue,
        owner: &str,
        site: &ShownSite<'_>,
        depth: usize,
    ) -> DraftExpression {
        let use_site = UseSite { wire, owner, line: member.line, ..site.use_site };
        let short = names::convert(wire, NameKind::Type);
        let words = if self.names.has(&short) { format!("{owner} {wire}") } else { wire.to_owned() };
        self.shown(&words, member, &ShownSite { use_site, ..*site }, depth + 1)
    }

    /// Adds to the draft's types what an example shows of their members, and spells these as it does.
    pub(in crate::pages::capture) fn complete(
        &mut self,
        expression: &str,
        value: &ShownValue,
        site: &ShownSite<'_>,
        depth: usize,
    ) {
        if depth > DEEPEST {
            return;
        }
        if let Some(argument) = argument(expression) {
            let is_of_items = expression.starts_with("List<");
            if is_of_items {
                // An example may show one item in place of the list.
                self.complete(argument, value.items.as_deref().unwrap_or(value), site, depth + 1);
                return;
            }
            let Some((envelope, _)) = expression.split_once('<') else { return };
            if envelope == "Map" {
                for member in value.members.values() {
                    self.complete(argument, member, site, depth + 1);
                }
            } else {
                if let Some((_, items)) = value.list_member() {
                    self.complete(argument, items, site, depth + 1);
                }
                let list = value.list_member().map(|(name, _)| name.to_owned());
                let mut rest = value.clone();
                rest.members.retain(|name, _| Some(name) != list.as_ref());
                self.complete(envelope, &rest, site, depth + 1);
            }
            return;
        }
        self.declare_wanted();
        let is_of = |declared: &DraftType| declared.name == expression;
        let Some(position) = self.declared.iter().position(is_of) else { return };
        let Some(DraftType { kind: DraftTypeKind::Object(fields), .. }) = self.declared.get(position) else { return };
        let mut fields = fields.clone();
        let was_empty = fields.is_empty();
        let mut used = UsedNames::default();
        for field in &fields {
            used.reserve(field.rust.clone().unwrap_or_else(|| names::convert(&field.wire, NameKind::Field)));
        }
        let by_name: HashMap<String, usize> =
            fields.iter().enumerate().map(|(index, field)| (field.wire.to_lowercase(), index)).collect();
        let mut respelled: Vec<String> = Vec::new();
        for (wire, member) in &value.members {
            let line = site.use_site.cite.line(member.line);
            match by_name.get(&wire.to_lowercase()).and_then(|index| fields.get_mut(*index)) {
                Some(field) => {
                    if site.is_received && field.wire != *wire && is_lower_of(wire, &field.wire) {
                        self.lowered.insert(position);
                    }
                    if field.wire != *wire
                        && (site.is_received || !self.spelled.contains(&(position, wire.to_lowercase())))
                    {
                        respelled.push(format!("`{}`", field.wire));
                        field.wire.clone_from(wire);
                    }
                    if site.is_received {
                        self.spelled.insert((position, wire.to_lowercase()));
                    }
                    let field_value = field.value.clone();
                    let was_text = self.is_text(&field_value.text);
                    field.value = self.corrected(field_value, wire, member, expression, site, depth);
                    // The page may be right about other values.
                    field.lenient |= was_text && matches!(field.value.text.as_str(), "int64" | "decimal");
                    let text = field.value.text.clone();
                    if text != expression {
                        let nested =
                            ShownSite { use_site: UseSite { wire, owner: expression, ..site.use_site }, ..*site };
                        self.complete(&text, member, &nested, depth + 1);
                    }
                }
                None => {
                    let shown = self.shown_member(wire, member, expression, site, depth);
                    let gap = (!was_empty).then(|| format!("only an example shows it ({line})"));
                    fields.push(DraftField {
                        wire: wire.clone(),
                        value: DraftExpression { text: shown.text, gap: only_open(shown.gap).or(gap) },
                        required: false,
                        lenient: false,
                        rust: used.stated(wire, NameKind::Field),
                    });
                    if site.is_received {
                        self.spelled.insert((position, wire.to_lowercase()));
                    }
                }
            }
        }
        if let Some(declared) = self.declared.get_mut(position) {
            let gap = format!("the case of names; an example decides, the table has {}", respelled.join(", "));
            declared.gap = both(declared.gap.take(), (!respelled.is_empty()).then_some(gap));
            // While its members were read, one of them may have added to the same type.
            if let DraftTypeKind::Object(others) = &declared.kind {
                for other in others {
                    if !fields.iter().any(|field| field.wire.eq_ignore_ascii_case(&other.wire)) {
                        fields.push(other.clone());
                    }
                }
            }
            declared.kind = DraftTypeKind::Object(fields);
        }
    }

    /// The type of a listed member where an example shows a value of another kind.
    fn corrected(
        &mut self,
        listed: DraftExpression,
        wire: &str,
        member: &ShownValue,
        owner: &str,
        site: &ShownSite<'_>,
        depth: usize,
    ) -> DraftExpression {
        let line = site.use_site.cite.line(member.line);
        let is_of_text = self.is_text(&listed.text);
        let fits = |kind: &ExampleKind| match kind {
            ExampleKind::Null => true,
            ExampleKind::String => {
                is_of_text || matches!(listed.text.as_str(), "date-time" | "duration" | "uuid" | "bytes")
            }
            ExampleKind::Boolean => listed.text == "bool",
            ExampleKind::Integer => {
                matches!(listed.text.as_str(), "int32" | "int64" | "decimal" | "float")
                    || self.is_of_integers(&listed.text)
            }
            ExampleKind::Number => matches!(listed.text.as_str(), "decimal" | "float"),
            ExampleKind::Array => listed.text.starts_with("List<"),
            ExampleKind::Object => {
                !is_of_text
                    && !listed.text.starts_with("List<")
                    && names::validate(&listed.text, NameKind::Type).is_ok()
                    || listed.text.starts_with("Map<")
                    || listed.text.contains('<') && !listed.text.starts_with("List<")
            }
        };
        // What was guessed gives way to what is shown.
        let is_guess = listed.text == "json"
            || listed.text == "List<json>"
            || listed.gap.as_deref().is_some_and(|gap| gap.contains("is not a type") || gap.contains("states no type"));
        if !is_guess && member.kinds.iter().all(fits) {
            let is_shown = member.kinds.iter().any(|kind| *kind != ExampleKind::Null);
            let gap = listed.gap.filter(|gap| !(is_shown && gap.starts_with(OPEN_CODE)));
            return DraftExpression { text: listed.text, gap };
        }
        let shown = self.shown_member(wire, member, owner, site, depth);
        if shown.text == "json" || shown.text == "List<json>" || shown.text == listed.text {
            return listed;
        }
        let gap = match is_guess {
            true => format!("the type of an example ({line})"),
            false => format!("the page has `{}`; an example shows another type ({line})", listed.text),
        };
        DraftExpression::open(shown.text, gap)
    }

    fn is_text(&self, expression: &str) -> bool {
        let is_text_enum = |declared: &DraftType| {
            declared.name == expression
                && matches!(&declared.kind, DraftTypeKind::Enum(_, LiteralType::Text) | DraftTypeKind::Identifier)
        };
        let is_known = |declared: &model::Type| {
            matches!(declared.kind, model::TypeKind::Enum { .. } | model::TypeKind::Identifier(_))
        };
        expression == "string"
            || self.declared.iter().any(is_text_enum)
            || self.is_identifier(expression)
            || self.known.type_named(expression).is_some_and(is_known)
    }

    fn is_of_integers(&self, expression: &str) -> bool {
        let is_enum = |declared: &DraftType| {
            declared.name == expression && matches!(&declared.kind, DraftTypeKind::Enum(_, LiteralType::Integer))
        };
        self.declared.iter().any(is_enum) || self.known.type_named(expression).is_some()
    }

    /// The envelope of lists, from the example of one.
    pub(in crate::pages::capture) fn shown_envelope(
        &mut self,
        item: &str,
        value: &ShownValue,
        site: &ShownSite<'_>,
    ) -> Option<String> {
        const ENVELOPE: &str = "Collection";
        let (list, _) = value.list_member()?;
        if !self.declared.iter().any(|declared| declared.is_envelope) {
            if self.declaration(ENVELOPE).is_some_and(|known| !matches!(known, Declaration::Used(_))) {
                return None;
            }
            let name = self.name(ENVELOPE);
            let gap = format!("its name; only an example shows its members ({})", site.use_site.cite.line(value.line));
            let field = DraftField {
                wire: list.to_owned(),
                value: DraftExpression::known("List<T>"),
                required: false,
                lenient: false,
                rust: UsedNames::default().stated(list, NameKind::Field),
            };
            self.declared.push(DraftType {
                name,
                page: None,
                gap: Some(gap),
                kind: DraftTypeKind::Object(vec![field]),
                is_envelope: true,
            });
        }
        let envelope = self.declared.iter().find(|declared| declared.is_envelope)?;
        let has_list =
            matches!(&envelope.kind, DraftTypeKind::Object(fields) if fields.iter().any(|field| field.wire == list));
        has_list.then(|| format!("{}<{item}>", envelope.name))
    }
}

/// The argument of `List<T>` or of an envelope.
pub(in crate::pages::capture) fn argument(expression: &str) -> Option<&str> {
    expression.split_once('<')?.1.strip_suffix('>')
}

/// The gaps that say more than that an example shows something, which the type as a whole says.
fn only_open(gap: Gap) -> Gap {
    gap.filter(|gap| !gap.starts_with("only an example shows"))
}

fn has_same(others: &[DraftField], fields: &[DraftField]) -> bool {
    others.len() == fields.len()
        && fields
            .iter()
            .all(|field| others.iter().any(|other| other.wire == field.wire && other.value.text == field.value.text))
}

/// Joins gaps of a type's name and of what an example shows.
pub(in crate::pages::capture) fn with_gap(value: DraftExpression, gap: Gap) -> DraftExpression {
    DraftExpression { text: value.text, gap: both(gap, value.gap) }
}
