//! Names for things whose names on pages cannot be used in Rust.

use std::collections::{HashMap, HashSet};

use crate::names::{self, BUILT_IN_GENERICS, NameKind};

/// Names in use in one namespace.
#[derive(Debug, Default)]
pub(super) struct UsedNames {
    taken: HashSet<String>,
    /// The last number that was given to each name: pages may repeat one a thousand times.
    numbers: HashMap<String, usize>,
}

impl UsedNames {
    pub(super) fn reserve(&mut self, name: impl Into<String>) {
        self.taken.insert(name.into());
    }

    pub(super) fn has(&self, name: &str) -> bool {
        self.taken.contains(name)
    }

    /// A unique name made of `words`.
    pub(super) fn unique(&mut self, words: &str, kind: NameKind) -> String {
        let name = possible(words, kind);
        let numbered = |number| possible(&format!("{name} {number}"), kind);
        let unique = self.first_free(&name, numbered, str::to_owned);
        self.reserve(unique.as_str());
        unique
    }

    /// `name`, or else the first of those with a number whose name in this namespace is free.
    pub(super) fn first_free(
        &mut self,
        name: &str,
        numbered: impl Fn(usize) -> String,
        name_here: impl Fn(&str) -> String,
    ) -> String {
        if !self.has(&name_here(name)) {
            return name.to_owned();
        }
        let from = self.numbers.get(name).map_or(2, |last| last.saturating_add(1));
        let mut numbers = (from..).map(|number| (number, numbered(number)));
        let (number, free) = numbers.find(|(_, name)| !self.has(&name_here(name))).unwrap_or_default();
        self.numbers.insert(name.to_owned(), number);
        free
    }

    /// The Rust name, if it must be stated because the one made from the wire name is not valid or not unique.
    pub(super) fn stated(&mut self, wire: &str, kind: NameKind) -> Option<String> {
        let made = names::convert(wire, kind);
        if names::validate(&made, kind).is_ok() && !self.has(&made) {
            self.reserve(made);
            return None;
        }
        Some(self.unique(wire, kind))
    }
}

/// Whether a name can be used in code, and in type expressions if it is that of a type.
pub(super) fn is_possible(name: &str, kind: NameKind) -> bool {
    names::validate(name, kind).is_ok() && !(kind == NameKind::Type && BUILT_IN_GENERICS.contains(&name))
}

/// A name that can be used in code, as close to `words` as possible.
pub(super) fn possible(words: &str, kind: NameKind) -> String {
    let words: String = words.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { ' ' }).collect();
    let name = names::convert(&words, kind);
    if is_possible(&name, kind) {
        return name;
    }
    let what = match kind {
        NameKind::Type => "Type",
        NameKind::Variant | NameKind::Field | NameKind::Input => "Value",
        NameKind::Function => "operation",
        NameKind::Module => "area",
    };
    let after = names::convert(&format!("{words} {what}"), kind);
    if names::validate(&after, kind).is_ok() { after } else { names::convert(&format!("{what} {words}"), kind) }
}

/// A short name in kebab case: the last part of a page's name.
pub(super) fn key(page_name: &str) -> String {
    let last = page_name.rsplit('/').find(|part| !part.is_empty()).unwrap_or(page_name);
    let kebab = names::convert(last, NameKind::Function).replace('_', "-");
    let kebab: String = kebab.chars().filter(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || *c == '-').collect();
    let words: Vec<&str> = kebab.split('-').filter(|word| !word.is_empty()).collect();
    let kebab = words.join("-");
    if kebab.starts_with(|c: char| c.is_ascii_lowercase()) {
        kebab
    } else {
        format!("page-{kebab}").trim_end_matches('-').to_owned()
    }
}

/// Whether the name of a parameter or member is that of an identifier; `id` alone is one of anything.
pub(super) fn names_an_identifier(name: &str) -> bool {
    let name = name.trim_start_matches(['_', '-', '@', '$']);
    let is_alone = names::convert(name, NameKind::Field) == "id";
    !is_alone && ["Id", "ID", "_id", "-id"].iter().any(|end| name.ends_with(end))
}

#[cfg(test)]
mod tests {
    use super::{UsedNames, key};
    use crate::names::{NameKind, validate};

    #[test]
    fn a_rust_name_is_stated_only_where_the_made_one_will_not_do() {
        let mut names = UsedNames::default();
        assert_eq!(names.stated("offerId", NameKind::Field), None);
        assert_eq!(names.stated("OfferID", NameKind::Field).as_deref(), Some("offer_id_2"));
        for wire in ["self", "1", "+", "", "größe", "unlisted", "产品"] {
            let stated = names.stated(wire, NameKind::Field).unwrap();
            assert_eq!(validate(&stated, NameKind::Field), Ok(()), "{wire}: {stated}");
        }
    }

    #[test]
    fn keys_are_in_kebab_case_whatever_a_page_is_called() {
        assert_eq!(key("manage-orders/get-offer-by-id"), "get-offer-by-id");
        assert_eq!(key("Get_Seats (old)"), "get-seats-old");
        assert_eq!(key("产品"), "page");
        assert_eq!(key("2019"), "page-2019");
    }
}
