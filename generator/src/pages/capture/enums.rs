//! Enums whose values a table lists.

use super::draft::{DraftType, DraftTypeKind};
use super::enum_values::{are_integers, enum_values};
use super::types::Types;
use crate::model::LiteralType;
use crate::names::{self, NameKind};
use crate::pages::type_text::PageType;

/// An enum whose values a table lists.
pub(super) struct ListedEnum {
    pub(super) name: String,
    /// Whether the table has a list of them.
    pub(super) is_list: bool,
    pub(super) literal: LiteralType,
}

impl Types<'_> {
    /// The enum whose values a table lists.
    pub(super) fn listed_enum(
        &self,
        page_type: Option<&PageType>,
        wire: &str,
        values: &[String],
    ) -> Option<ListedEnum> {
        let of = |name: &str| ListedEnum { name: name.to_owned(), is_list: false, literal: LiteralType::Text };
        match page_type {
            None | Some(PageType::Text | PageType::Enum) => Some(of(wire)),
            Some(PageType::Integer(_)) => {
                are_integers(values).then(|| ListedEnum { literal: LiteralType::Integer, ..of(wire) })
            }
            Some(PageType::Named(name, None)) => self.declaration(name).is_none().then(|| of(name)),
            Some(PageType::List(None)) => Some(ListedEnum { is_list: true, ..of(wire) }),
            Some(PageType::List(Some(item))) => {
                Some(ListedEnum { is_list: true, ..self.listed_enum(Some(item), wire, values)? })
            }
            Some(_) => None,
        }
    }

    /// The enum with these values: an existing or a new one.
    pub(super) fn enum_named(
        &mut self,
        words: &str,
        owner: &str,
        values: &[String],
        literal: LiteralType,
        page: &str,
    ) -> String {
        let short = names::convert(words, NameKind::Type);
        if self.known.is_enum_of(&short, values, literal) {
            return self.known.type_named(&short).map_or(short, |declared| declared.name.clone());
        }
        let kind = DraftTypeKind::Enum(enum_values(values), literal);
        let is_same = |declared: &&DraftType| declared.kind == kind && declared.name.ends_with(short.as_str());
        if let Some(same) = self.declared.iter().find(is_same) {
            return same.name.clone();
        }
        let name = if self.names.has(&short) { self.name(&format!("{owner} {words}")) } else { self.name(words) };
        self.declared.push(DraftType {
            name: name.clone(),
            page: Some(page.to_owned()),
            gap: None,
            kind,
            is_envelope: false,
        });
        name
    }
}
