//! The words of names that are written without a boundary, such as `partnertenantid`.

use std::collections::BTreeSet;

use crate::names::{self, NameKind};
use crate::pages::facts::{DefinitionContent, PageFacts};

/// The shortest name that is taken apart; shorter ones are words.
const SHORTEST: usize = 8;

/// Verbs before `by` in the usual names of query parameters: `orderby`.
const VERBS_BEFORE_BY: [&str; 4] = ["order", "group", "sort", "filter"];

/// The words of the names on pages that have boundaries.
#[derive(Debug, Default)]
pub(super) struct Vocabulary {
    words: BTreeSet<String>,
}

impl Vocabulary {
    /// The words of the names of types, members and parameters on pages.
    pub(super) fn of<'p>(pages: impl Iterator<Item = &'p PageFacts>) -> Self {
        let mut all = Self::default();
        for page in pages {
            for definition in &page.definitions {
                all.add(&definition.name);
                if let DefinitionContent::Fields(fields) = &definition.content {
                    fields.iter().for_each(|field| all.add(&field.name));
                }
            }
            page.parameters.stated().into_iter().flatten().for_each(|row| all.add(&row.name));
        }
        all
    }

    fn add(&mut self, name: &str) {
        let snake_case = names::convert(name, NameKind::Field);
        let parts: Vec<&str> = snake_case.split('_').collect();
        // What is written as one word may be several.
        if parts.len() > 1 && name.contains(|c: char| c.is_ascii_uppercase()) {
            self.words.extend(parts.into_iter().filter(|part| part.len() > 2 || *part == "id").map(str::to_owned));
        }
    }

    /// The name in snake_case, if one of its parts is several of the words; `None` if it is not.
    pub(super) fn apart(&self, name: &str) -> Option<String> {
        let snake_case = names::convert(name, NameKind::Field);
        let parts =
            snake_case.split('_').map(|part| self.split(part).map_or_else(|| part.to_owned(), |words| words.join("_")));
        let apart = parts.collect::<Vec<_>>().join("_");
        (apart != snake_case).then_some(apart)
    }

    /// The fewest words of which a name consists, if these are several.
    fn split<'n>(&self, name: &'n str) -> Option<Vec<&'n str>> {
        if let Some(name) = name.strip_suffix("by").filter(|verb| VERBS_BEFORE_BY.contains(verb)) {
            return Some(vec![name, "by"]);
        }
        if name.len() < SHORTEST || !name.chars().all(|c| c.is_ascii_lowercase()) {
            return None;
        }
        let mut best: Vec<Option<Vec<&str>>> = vec![Some(Vec::new())];
        for end in 1..=name.len() {
            let ways = (0..end).filter_map(|start| {
                let before = best.get(start)?.as_ref()?;
                let word = name.get(start..end).filter(|word| *word != name && self.words.contains(*word))?;
                Some(before.iter().copied().chain([word]).collect::<Vec<_>>())
            });
            let fewest = ways.min_by_key(Vec::len);
            best.push(fewest);
        }
        best.pop().flatten()
    }
}

#[cfg(test)]
mod tests {
    use super::Vocabulary;

    #[test]
    fn a_name_without_boundaries_is_split_into_words_of_other_names() {
        let mut words = Vocabulary::default();
        for name in ["sourcePartnerTenantId", "ServiceRequest", "quay-id", "isOn"] {
            words.add(name);
        }
        assert_eq!(words.apart("partnertenantid").as_deref(), Some("partner_tenant_id"));
        assert_eq!(words.apart("servicerequest-id").as_deref(), Some("service_request_id"));
        for whole in ["partnertenants", "partnerTenantId", "tenant", "quayidentity", "onlineis"] {
            assert_eq!(words.apart(whole), None, "{whole}");
        }
    }
}
