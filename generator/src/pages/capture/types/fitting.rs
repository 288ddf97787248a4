//! Which type an example is of, according to its members.

use std::collections::HashSet;

use super::{Defined, Types};
use crate::names::{self, NameKind};
use crate::pages::capture::shown::ShownValue;
use crate::pages::facts::{self, DefinitionContent};

impl Types<'_> {
    /// The type that an object is of according to its members: all of them, and more than those that all types have.
    pub(super) fn fitting(&self, value: &ShownValue, words: &str) -> Option<String> {
        const OF_ALL: [&str; 2] = ["attributes", "links"];
        let known = self.known.types_with_members().find(|(declared, members)| {
            let has = |name: &String| members.iter().any(|member| member.eq_ignore_ascii_case(name));
            let is_named = names::convert(words, NameKind::Type).eq_ignore_ascii_case(&declared.name);
            value.members.keys().all(has)
                && (is_named || value.members.len() > 1 && value.members.len() * 2 >= members.len())
        });
        if let Some((declared, _)) = known {
            return Some(declared.name.clone());
        }
        let own: Vec<&String> = value.members.keys().filter(|name| !OF_ALL.contains(&name.as_str())).collect();
        let mut fitting = self.defined.values().filter(|defined| {
            let members = members_of(defined);
            own.len() > 1 && own.iter().all(|name| members.contains(&name.to_lowercase()))
        });
        fitting.next().filter(|_| fitting.next().is_none()).map(|defined| defined.name.clone())
    }

    /// A defined type that has the members of a response where the named one lacks some.
    pub(in crate::pages::capture) fn better_fit(&mut self, named: &str, value: &ShownValue) -> Option<String> {
        let lacks = |defined: &Defined<'_>| {
            let members = members_of(defined);
            value.members.keys().filter(|name| !members.contains(&name.to_lowercase())).count()
        };
        let (_, of_name) = self.defined.iter().find(|(_, defined)| defined.name == named)?;
        if value.members.len() < 2 || lacks(of_name) < 2 {
            return None;
        }
        let mut others = self.defined.values().enumerate().filter(|(_, defined)| lacks(defined) == 0);
        let (Some((index, name)), None) =
            (others.next().map(|(index, defined)| (index, defined.name.clone())), others.next())
        else {
            return None;
        };
        self.want(index);
        Some(name)
    }
}

fn members_of(defined: &Defined<'_>) -> HashSet<String> {
    let of_definitions = defined.definitions.iter().filter_map(|(definition, _)| match &definition.content {
        DefinitionContent::Fields(fields) => Some(fields.as_slice()),
        DefinitionContent::Values(_) => None,
    });
    let lists = of_definitions.chain(defined.in_bodies.iter().map(|(fields, _)| *fields));
    lists.flatten().map(|field: &facts::FieldFacts| field.name.to_lowercase()).collect()
}
