//! Enums whose values a table lists.

use super::draft::{DraftType, DraftTypeKind};
use super::enum_values::enum_values;
use super::types::Types;
use crate::names::{self, NameKind};
use crate::pages::type_text::PageType;

impl Types<'_> {
    /// The name of an enum whose values a table lists, and whether the table has a list of them.
    pub(super) fn holder_of_values(&self, page_type: Option<&PageType>, wire: &str) -> Option<(String, bool)> {
        match page_type {
            None | Some(PageType::Text | PageType::Enum) => Some((wire.to_owned(), false)),
            Some(PageType::Named(name, None)) => self.declaration(name).is_none().then(|| (name.clone(), false)),
            Some(PageType::List(None)) => Some((wire.to_owned(), true)),
            Some(PageType::List(Some(item))) => Some((self.holder_of_values(Some(item), wire)?.0, true)),
            Some(_) => None,
        }
    }

    /// The enum with these values: an existing or a new one.
    pub(super) fn enum_named(&mut self, words: &str, owner: &str, values: &[String]) -> String {
        let short = names::convert(words, NameKind::Type);
        if self.known.is_enum_of(&short, values) {
            return self.known.type_named(&short).map_or(short, |declared| declared.name.clone());
        }
        let kind = DraftTypeKind::Enum(enum_values(values));
        let is_same = |declared: &&DraftType| declared.kind == kind && declared.name.ends_with(short.as_str());
        if let Some(same) = self.declared.iter().find(is_same) {
            return same.name.clone();
        }
        let name = if self.names.has(&short) { self.name(&format!("{owner} {words}")) } else { self.name(words) };
        self.declared.push(DraftType { name: name.clone(), page: None, gap: None, kind });
        name
    }
}
