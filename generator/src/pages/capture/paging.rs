//! How lists are paged, according to the names of parameters.

use serde_yaml::{Mapping, Value};

use super::draft::{DraftInput, DraftResponse, DraftTypeKind, both};
use super::types::{Types, argument};
use crate::model;
use crate::uri::folded_name;

/// Names of parameters with the number of items on a page, folded.
const SIZES: [&str; 6] = ["size", "maxresults", "pagesize", "count", "top", "limit"];
/// Names of parameters with the number of items to skip, folded.
const OFFSETS: [&str; 4] = ["offset", "skip", "start", "startindex"];
const TOKENS: [&str; 4] = ["continuationtoken", "continuation", "nexttoken", "pagetoken"];
const PAGES: [&str; 5] = ["page", "pageno", "pagenumber", "pageindex", "currentpage"];

/// How an operation is paged.
pub(super) enum DraftPaging {
    /// An entry that can be loaded.
    Entry(Mapping),
    /// An entry of which the page does not state a part.
    Hint(String),
}

/// Paging by a parameter or header for a token or by parameters that count, which are integers then.
pub(super) fn paging(
    query: &mut [DraftInput],
    headers: &[DraftInput],
    responses: &[DraftResponse],
    types: &Types<'_>,
) -> Option<DraftPaging> {
    let position = |names: &[&str]| query.iter().position(|input| names.contains(&folded_name(&input.wire).as_str()));
    let named = |names: &[&str]| Some(query.get(position(names)?)?.wire.clone());
    // A body that is the list itself has no members.
    let is_list = responses.iter().any(|response| response.value.text.starts_with("List<"));
    let (items, next) = if is_list { ("", "next-header: …") } else { ("items: …, ", "next: …") };
    let size = named(&SIZES).map_or_else(String::new, |size| format!("size: {size}, "));
    let in_header = headers.iter().find(|header| folded_name(&header.wire).ends_with("continuationtoken"));
    if let Some(token) = named(&TOKENS).or_else(|| in_header.map(|header| header.wire.clone())) {
        return Some(DraftPaging::Hint(format!("paging: {{ style: token, {items}{size}{next}, token: {token} }}")));
    }
    if let Some(offset) = position(&OFFSETS) {
        let size = position(&SIZES);
        let entry = offset_entry(query, offset, size, responses, types);
        let hint = || {
            let (offset, size) =
                (named(&OFFSETS)?, named(&SIZES).map_or_else(String::new, |size| format!("size: {size}, ")));
            Some(DraftPaging::Hint(format!("paging: {{ style: offset, {items}{size}offset: {offset} }}")))
        };
        let Some(entry) = entry else { return hint() };
        for index in [Some(offset), size].into_iter().flatten() {
            let Some(input) = query.get_mut(index) else { continue };
            if input.value.text == "string" {
                input.value.gap = both(input.value.gap.take(), Some("the page has a text".to_owned()));
            }
            "int32".clone_into(&mut input.value.text);
        }
        return Some(DraftPaging::Entry(entry));
    }
    let page = named(&PAGES)?;
    Some(DraftPaging::Hint(format!("paging: {{ style: page, {items}{size}page: {page}, first: … }}")))
}

/// The entry for the style `offset`, if the place of the items is known and the parameters can be integers.
fn offset_entry(
    query: &[DraftInput],
    offset: usize,
    size: Option<usize>,
    responses: &[DraftResponse],
    types: &Types<'_>,
) -> Option<Mapping> {
    let [response] = responses else { return None };
    let body = response.value.text.as_str();
    argument(body)?;
    let items = if body.starts_with("List<") { None } else { Some(types.items_of(body.split('<').next()?)?) };
    let counted = |index: usize| {
        let input = query.get(index)?;
        let can_count = matches!(input.value.text.as_str(), "int32" | "int64" | "string") && !input.required;
        can_count.then(|| Value::from(input.wire.as_str()))
    };
    let mut entry = Mapping::from_iter([("style".into(), "offset".into())]);
    entry.extend(items.map(|items| ("items".into(), items.into())));
    if let Some(size) = size {
        entry.insert("size".into(), counted(size)?);
        let maximum = query.get(size).and_then(|input| input.maximum);
        entry.extend(maximum.map(|maximum| ("max-size".into(), maximum.into())));
    }
    entry.insert("offset".into(), counted(offset)?);
    Some(entry)
}

impl Types<'_> {
    /// The member of an envelope with the items.
    fn items_of(&self, envelope: &str) -> Option<String> {
        let drafted = self.declared.iter().find(|declared| declared.is_envelope && declared.name == envelope);
        match (drafted.map(|declared| &declared.kind), self.known.type_named(envelope).map(|declared| &declared.kind)) {
            (Some(DraftTypeKind::Object(fields)), _) => {
                fields.iter().find(|field| field.value.text == "List<T>").map(|field| field.wire.clone())
            }
            (_, Some(model::TypeKind::Object { members, is_envelope: true })) => {
                let is_list = |member: &&model::Member| matches!(member.value, model::TypeRef::List(_));
                members.iter().find(is_list).map(|member| member.wire.clone())
            }
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pages::capture::draft::{DraftExpression, Written};
    use crate::pages::capture::known::ExistingApi;

    fn inputs(names: &[&str]) -> Vec<DraftInput> {
        let input = |name: &&str| DraftInput {
            wire: (*name).to_owned(),
            value: DraftExpression::known("int64"),
            required: false,
            written: Written::Plain,
            rust: None,
            default_value: None,
            maximum: None,
        };
        names.iter().map(input).collect()
    }

    fn hint(names: &[&str], headers: &[&str], response: &str) -> Option<String> {
        let known = ExistingApi::new(None);
        let response =
            DraftResponse { status: 200, value: DraftExpression::known(response), ..DraftResponse::default() };
        let found = paging(&mut inputs(names), &inputs(headers), &[response], &Types::new(&known))?;
        Some(match found {
            DraftPaging::Entry(entry) => serde_yaml::to_string(&entry).unwrap().trim().replace('\n', ", "),
            DraftPaging::Hint(hint) => hint,
        })
    }

    #[test]
    fn paging_is_guessed_by_what_parameters_are_named() {
        let text = |expected: &str| Some(expected.to_owned());
        assert_eq!(hint(&["$skip"], &[], "Thing"), text("paging: { style: offset, items: …, offset: $skip }"));
        let numbered = "paging: { style: page, items: …, size: pageSize, page: pageNumber, first: … }";
        assert_eq!(hint(&["pageSize", "pageNumber"], &[], "Thing"), text(numbered));
        let token = "paging: { style: token, items: …, next: …, token: pageToken }";
        assert_eq!(hint(&["page", "pageToken"], &[], "Thing"), text(token));
        assert_eq!(hint(&["pages", "pageSize"], &[], "Thing"), None);
        let in_header = "paging: { style: token, next-header: …, token: MS-ContinuationToken }";
        assert_eq!(hint(&[], &["MS-ContinuationToken"], "List<Thing>"), text(in_header));
    }

    #[test]
    fn paging_is_an_entry_where_nothing_is_missing() {
        let counted = "style: offset, size: size, offset: offset";
        assert_eq!(hint(&["size", "offset"], &[], "List<Thing>").as_deref(), Some(counted));
    }
}
