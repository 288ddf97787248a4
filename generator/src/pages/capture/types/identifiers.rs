//! Identifiers: texts that one call returns and another one takes, which are types of their own.

use indexmap::IndexSet;

use super::Types;
use crate::model::Method;
use crate::pages::capture::draft::{DraftOperation, DraftType, DraftTypeKind};
use crate::pages::capture::names::names_an_identifier;
use crate::pages::capture::reach;
use crate::uri::folded_name;

impl Types<'_> {
    /// Declares the identifier that a parameter or a member is by its name, unless the API has one.
    pub(in crate::pages::capture) fn declare_identifier(&mut self, wire: &str) {
        self.declare_identifier_as(wire, None);
    }

    /// Declares an identifier whose type has other words than the parameter or member.
    pub(in crate::pages::capture) fn declare_identifier_as(&mut self, wire: &str, words: Option<&str>) {
        let folded = folded_name(wire);
        if names_an_identifier(wire)
            && self.known.identifier(wire).is_none()
            && !self.known.is_plain_text(wire)
            && !self.identifiers.contains_key(&folded)
        {
            let own = || self.known.apart(wire).unwrap_or_else(|| wire.to_owned());
            let name = self.name(&words.map_or_else(own, str::to_owned));
            self.identifiers.insert(folded, name);
        }
    }

    /// Gives what has the page's name for a parameter the identifier of the parameter.
    pub(in crate::pages::capture) fn identify_as(&mut self, on_page: &str, parameter: &str) {
        let folded = folded_name(on_page);
        if let Some(name) = self.identifiers.get(&folded_name(parameter)).cloned()
            && names_an_identifier(on_page)
            && self.known.identifier(on_page).is_none()
            && !self.identifiers.contains_key(&folded)
        {
            self.identifiers.insert(folded, name);
        }
    }

    /// The identifier for parameters or members of this name.
    pub(in crate::pages::capture) fn identifier(&self, wire: &str) -> Option<String> {
        let own = || self.identifiers.get(&folded_name(wire)).cloned();
        self.known.identifier(wire).map(str::to_owned).or_else(own)
    }

    /// The identifier for parameters or members of this name, which is declared if there is none.
    pub(super) fn identifier_or_new(&mut self, wire: &str) -> Option<String> {
        self.declare_identifier(wire);
        self.identifier(wire)
    }

    pub(in crate::pages::capture) fn is_identifier(&self, expression: &str) -> bool {
        self.identifiers.values().any(|name| name == expression)
    }

    /// Gives the member `id` of what operations send and return its identifier. That of what only contains others' parts is a
    /// text.
    pub(in crate::pages::capture) fn identify(&mut self, operations: &[DraftOperation]) {
        let mut wanted: Vec<(usize, String)> = Vec::new();
        for operation in operations {
            let bodies = operation.body.iter().chain(operation.responses.iter().map(|response| &response.value));
            for name in bodies.flat_map(|body| reach::names(&body.text)) {
                let declared = self.declared.iter().position(|declared| declared.name == name && has_text_id(declared));
                let Some(position) = declared else { continue };
                // `PUT /piers/{pier_id}` takes what identifies its body.
                let of_path = match operation.method {
                    Method::Get | Method::Put | Method::Patch if operation.template.ends_with('}') => {
                        operation.path.last().map(|input| input.value.text.clone())
                    }
                    _ => None,
                };
                let named = of_path.filter(|name| self.is_identifier(name) || self.known.is_identifier(name));
                let short = || Some(format!("{}Id", named_by_path(name, &operation.template)?));
                wanted.push((position, named.or_else(short).unwrap_or_else(|| format!("{name}Id"))));
            }
        }
        for (position, name) in wanted {
            let is_declared = self.is_identifier(&name) || self.known.is_identifier(&name);
            let name = match is_declared {
                true => name,
                false if self.names.has(&name) => continue,
                false => {
                    self.names.reserve(name.as_str());
                    self.identifiers.insert(folded_name(&name), name.clone());
                    name
                }
            };
            if let Some(DraftTypeKind::Object(fields)) =
                self.declared.get_mut(position).map(|declared| &mut declared.kind)
                && let Some(field) = fields.iter_mut().find(|field| is_id(&field.wire))
            {
                field.value.text = name;
            }
        }
    }

    /// All identifiers of the draft.
    pub(super) fn identifier_types(&mut self) -> impl Iterator<Item = DraftType> + use<> {
        let names: IndexSet<String> = std::mem::take(&mut self.identifiers).into_values().collect();
        names.into_iter().map(|name| {
            let gap = Some("whether it is an identifier of its own".to_owned());
            DraftType { name, page: None, gap, kind: DraftTypeKind::Identifier, is_envelope: false }
        })
    }
}

/// The beginning of a type's name that a path has for what is of the type: `Booking` of `BookingEntity` for `/bookings`.
fn named_by_path<'n>(name: &'n str, template: &str) -> Option<&'n str> {
    let path = template.split('?').next()?;
    let singular = path.rsplit('/').next()?.strip_suffix('s')?;
    let (begin, rest) = name.split_at_checked(singular.len())?;
    let is_word = begin.eq_ignore_ascii_case(singular) && rest.starts_with(|c: char| c.is_ascii_uppercase());
    is_word.then_some(begin)
}

fn is_id(wire: &str) -> bool {
    wire.eq_ignore_ascii_case("id")
}

fn has_text_id(declared: &DraftType) -> bool {
    let DraftTypeKind::Object(fields) = &declared.kind else { return false };
    fields.iter().any(|field| is_id(&field.wire) && matches!(field.value.text.as_str(), "string" | "uuid"))
}
