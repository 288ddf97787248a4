//! Parameters of path and query, and headers, of one operation.

use std::collections::{HashMap, HashSet};

use super::cite::PageCitation;
use super::credentials::Keys;
use super::described;
use super::draft::{DraftExpression, DraftHeader, DraftInput, Written, both};
use super::known::ExistingApi;
use super::names::UsedNames;
use super::request::RequestLine;
use super::types::{Types, UseSite};
use crate::header_names::is_ordinary;
use crate::names::NameKind;
use crate::pages::facts::{Fact, ListForm, PageFacts, ParameterFacts, ParameterPlace};
use crate::pages::text::{is_header_value, is_wire_name};
use crate::pages::type_text::{self, PageType};
use crate::uri::folded_name;

/// The inputs of an operation except its body.
#[derive(Debug, Default)]
pub(super) struct Inputs {
    pub(super) path: Vec<DraftInput>,
    pub(super) query: Vec<DraftInput>,
    pub(super) headers: Vec<DraftInput>,
    pub(super) fixed_headers: Vec<DraftHeader>,
    /// Gaps for rows of the tables that cannot be inputs of the operation.
    pub(super) gaps: Vec<String>,
    /// The names in `query`, and those of headers in lower case: a document can list thousands.
    query_names: HashSet<String>,
    header_names: HashSet<String>,
}

/// The row that describes a parameter, and whether it was found only by elimination.
#[derive(Clone, Copy)]
struct Described<'r> {
    row: &'r ParameterFacts,
    is_guess: bool,
}

/// Gathers the inputs of one operation.
pub(super) struct Gatherer<'g, 'p> {
    pub(super) page: &'p PageFacts,
    pub(super) known: &'p ExistingApi<'p>,
    pub(super) types: &'g mut Types<'p>,
    pub(super) cite: PageCitation<'p>,
    /// The operation's type.
    pub(super) owner: &'g str,
}

impl Gatherer<'_, '_> {
    /// The inputs. Rows for no request of the page are inputs only if it has no other request.
    pub(super) fn gather(&mut self, request: &RequestLine, requests: &PageParameters) -> Inputs {
        let mut inputs = Inputs::default();
        let mut rust_names = UsedNames::default();
        rust_names.reserve("body");
        let page = self.page;
        let rows = &requests.rows;
        let mut unplaced: Vec<&ParameterFacts> =
            if requests.are_several { Vec::new() } else { requests.unplaced(page) };
        unplaced.retain(|row| !self.is_version(row));

        let mut described: Vec<Option<Described<'_>>> =
            request.path.iter().map(|(_, name)| rows.of(name, page_rows(page)).map(sure)).collect();
        let mut undescribed = described.iter_mut().filter(|row| row.is_none());
        let can_be_of_path =
            |row: &&ParameterFacts| matches!(row.place, Fact::NotStated | Fact::Stated(ParameterPlace::Path));
        if let ([row], Some(open), None) = (unplaced.as_slice(), undescribed.next(), undescribed.next())
            && can_be_of_path(row)
        {
            *open = Some(Described { row, is_guess: true });
            unplaced.clear();
        }
        for ((name, _), row) in request.path.iter().zip(described) {
            inputs.path.push(self.input(name, row, ParameterPlace::Path, &mut rust_names));
        }
        for (name, placeholder) in request.query.iter().filter(|(name, _)| !requests.keys.has_query(name)) {
            let row = rows.of(name, page_rows(page)).or_else(|| rows.of(placeholder.as_deref()?, page_rows(page)));
            inputs.query.push(self.input(name, row.map(sure), ParameterPlace::Query, &mut rust_names));
            inputs.query_names.insert(name.clone());
        }
        for row in unplaced.into_iter().filter(|row| !requests.keys.has_query(&row.name)) {
            self.place_row(row, &mut inputs, &mut rust_names);
        }
        let headers = page.headers.stated().into_iter().flatten().filter(|_| !requests.are_several);
        for row in headers.filter(|row| !requests.keys.has_header(&row.name)) {
            self.add_header(row, &mut inputs, &mut rust_names);
        }
        inputs
    }

    /// Handles a row that is not in the request line.
    fn place_row(&mut self, row: &ParameterFacts, inputs: &mut Inputs, rust_names: &mut UsedNames) {
        let line = self.cite.line(row.line);
        let fits = is_wire_name(&row.name) && !row.name.ends_with('.');
        match row.place {
            Fact::Stated(ParameterPlace::Header) => self.add_header(row, inputs, rust_names),
            Fact::NotStated | Fact::Stated(ParameterPlace::Query) if fits => {
                if !inputs.query_names.insert(row.name.clone()) {
                    return;
                }
                let mut input = self.input(&row.name, Some(sure(row)), ParameterPlace::Query, rust_names);
                let gap = format!("the request line does not have it ({line})");
                input.value.gap = both(input.value.gap.take(), row.place.is_not_stated().then_some(gap));
                inputs.query.push(input);
            }
            _ => inputs.gaps.push(format!("where `{}` is sent ({line})", row.name)),
        }
    }

    fn add_header(&mut self, row: &ParameterFacts, inputs: &mut Inputs, rust_names: &mut UsedNames) {
        if self.known.sends_header(&row.name) || !inputs.header_names.insert(row.name.to_ascii_lowercase()) {
            return;
        }
        if !is_ordinary(&row.name) {
            if is_wire_name(&row.name) {
                let line = self.cite.line(row.line);
                inputs.gaps.push(format!("the header `{}` cannot be declared ({line})", row.name));
            }
        } else if let Some(value) = constant(row) {
            let (name, value) = (row.name.clone(), value.to_owned());
            let gap = (row.required.stated() != Some(&true))
                .then(|| format!("whether every call sends it ({})", self.cite.line(row.line)));
            inputs.fixed_headers.push(DraftHeader { name, value, gap });
        } else {
            let header = self.input(&row.name, Some(sure(row)), ParameterPlace::Header, rust_names);
            inputs.headers.push(header);
        }
    }

    fn input(
        &mut self,
        wire: &str,
        described: Option<Described<'_>>,
        place: ParameterPlace,
        rust_names: &mut UsedNames,
    ) -> DraftInput {
        let apart = self.known.apart(wire).filter(|apart| place == ParameterPlace::Query && !rust_names.has(apart));
        let rust = match apart {
            Some(apart) => {
                rust_names.reserve(apart.as_str());
                Some(apart)
            }
            None => rust_names.stated(wire, NameKind::Input),
        };
        let Some(Described { row, is_guess }) = described else {
            let value = self.types.identifier(wire).unwrap_or_else(|| "string".to_owned());
            let value = DraftExpression::open(value, "it is in no table");
            return DraftInput {
                wire: wire.to_owned(),
                value,
                required: false,
                written: Written::Plain,
                rust,
                default_value: None,
                maximum: None,
            };
        };
        let line = self.cite.line(row.line);
        let use_site = UseSite { wire, owner: self.owner, cite: self.cite, line: row.line, lost: "string" };
        let (mut value, written) = self.value(row, &use_site, place);
        if is_guess {
            let gap = format!("its name on the page is `{}` ({line})", row.name);
            value.gap = both(value.gap.take(), Some(gap));
        }
        let is_path = place == ParameterPlace::Path;
        if !is_path && row.required.stated().is_none() {
            value.gap = both(value.gap.take(), Some(format!("whether it is required ({line})")));
        }
        let required = !is_path && row.required.stated() == Some(&true);
        let default_value = described::default_value(&row.description).filter(|_| !is_path && !required);
        let maximum = described::maximum(&row.description);
        if rust.is_some() || default_value.is_some() {
            let what = if rust.is_some() { "the words of its name" } else { "its default" };
            value.gap = both(value.gap.take(), Some(format!("{what} ({line})")));
        }
        DraftInput { wire: wire.to_owned(), value, required, written, rust, default_value, maximum }
    }

    /// The type of a value in a URL or a header, where only plain values can be sent, and how it is written.
    fn value(
        &mut self,
        row: &ParameterFacts,
        use_site: &UseSite<'_>,
        place: ParameterPlace,
    ) -> (DraftExpression, Written) {
        let line = self.cite.line(row.line);
        let stated = row.type_text.stated();
        if stated.is_some_and(|text| type_text::is_any_text(text)) {
            return (DraftExpression::known("string".to_owned()), Written::Plain);
        }
        let has_values = row.values.stated().is_some_and(|values| !values.is_empty()) || row.listed.len() > 1;
        let page_type = stated.and_then(|text| type_text::parse(text));
        if let Some(name) = page_type.as_ref().and_then(item_name)
            && !has_values
            && !self.types.is_declared(&name)
        {
            let gap = format!("none of the given pages defines `{name}` ({line})");
            return (DraftExpression::open("string", gap), Written::Plain);
        }
        let joined = row.list_form.stated().copied().filter(|form| *form != ListForm::RepeatedKey);
        if let Some(form) = joined.filter(|_| place == ParameterPlace::Query) {
            return self.joined_list(row, form, use_site);
        }
        if page_type == Some(PageType::Text) && !has_values && place == ParameterPlace::Query {
            if described::has_commas(&row.description, &row.name) {
                let gap = format!("whether it is a list, with commas between its items ({line})");
                return (DraftExpression::open("List<string>", gap), Written::Commas);
            }
            let values: Vec<String> =
                described::values(&row.description, &row.name).into_iter().map(str::to_owned).collect();
            if !values.is_empty() {
                return (self.types.expression_of_values(&row.type_text, &values, use_site), Written::Plain);
            }
        }
        let value = match page_type {
            // In a URL, a number and the text of its digits are the same.
            Some(PageType::Integer(_)) if !has_values => {
                self.types.declare_identifier(use_site.wire);
                match self.types.identifier(use_site.wire) {
                    Some(identifier) => DraftExpression::open(identifier, format!("the page has a number ({line})")),
                    None => self.types.listed_expression(&row.type_text, &row.values, &row.listed, use_site),
                }
            }
            _ => self.types.listed_expression(&row.type_text, &row.values, &row.listed, use_site),
        };
        let item = value.text.strip_prefix("List<").and_then(|item| item.strip_suffix('>'));
        if self.types.is_plain(&value.text)
            || item.is_some_and(|item| self.types.is_plain(item)) && place == ParameterPlace::Query
        {
            return (value, Written::Plain);
        }
        if place == ParameterPlace::Query {
            let gap = both(value.gap, Some(format!("how the value is written ({line})")));
            return (DraftExpression { text: value.text, gap }, Written::Json);
        }
        (DraftExpression::open("string", format!("the page has another type ({line})")), Written::Plain)
    }

    /// A list in one value of a query.
    fn joined_list(
        &mut self,
        row: &ParameterFacts,
        form: ListForm,
        use_site: &UseSite<'_>,
    ) -> (DraftExpression, Written) {
        let line = self.cite.line(row.line);
        if form == ListForm::OtherSeparator {
            let gap = format!("a list with another separator than commas, which callers write ({line})");
            return (DraftExpression::open("string", gap), Written::Plain);
        }
        let value = self.types.listed_expression(&row.type_text, &row.values, &row.listed, use_site);
        let item = value.text.strip_prefix("List<").and_then(|item| item.strip_suffix('>')).unwrap_or(&value.text);
        if self.types.is_plain(item) {
            let text = format!("List<{item}>");
            return (DraftExpression { text, gap: value.gap }, Written::Commas);
        }
        let gap = both(value.gap, Some(format!("the type of the items ({line})")));
        (DraftExpression { text: "List<string>".to_owned(), gap }, Written::Commas)
    }

    fn is_version(&self, row: &ParameterFacts) -> bool {
        let version = self.known.version_parameter();
        version.is_some_and(|version| folded_name(version) == folded_name(&row.name))
    }
}

/// The only value of a header that each request has: a caller can leave out one that is optional.
fn constant(row: &ParameterFacts) -> Option<&str> {
    match row.values.stated()?.as_slice() {
        [only] if row.required.stated() != Some(&false) && is_header_value(only) => Some(only),
        _ => None,
    }
}

fn sure(row: &ParameterFacts) -> Described<'_> {
    Described { row, is_guess: false }
}

/// The rows of a page's table of parameters, by their folded names.
#[derive(Debug, Default)]
struct Rows {
    by_name: HashMap<String, usize>,
}

impl Rows {
    fn of<'r>(&self, name: &str, rows: &'r [ParameterFacts]) -> Option<&'r ParameterFacts> {
        rows.get(*self.by_name.get(&folded_name(name))?)
    }
}

fn page_rows(page: &PageFacts) -> &[ParameterFacts] {
    page.parameters.stated().map_or(&[], Vec::as_slice)
}

/// The names in all request lines of a page, which share its tables.
#[derive(Debug, Default)]
pub(super) struct PageParameters {
    names: HashSet<String>,
    rows: Rows,
    keys: Keys,
    are_several: bool,
}

impl PageParameters {
    pub(super) fn new<'r>(
        page: &PageFacts,
        known: &ExistingApi<'_>,
        requests: impl Iterator<Item = &'r RequestLine>,
    ) -> Self {
        let mut names = HashSet::new();
        let mut count = 0_usize;
        for request in requests {
            count = count.saturating_add(1);
            names.extend(request.path.iter().map(|(_, page)| folded_name(page)));
            let fixed = request.template.split_once('?').map_or("", |(_, query)| query);
            names.extend(fixed.split('&').filter_map(|pair| pair.split('=').next()).map(folded_name));
            for (key, placeholder) in &request.query {
                names.insert(folded_name(key));
                names.extend(placeholder.as_deref().map(folded_name));
            }
        }
        let mut by_name = HashMap::new();
        for (index, row) in page_rows(page).iter().enumerate() {
            by_name.entry(folded_name(&row.name)).or_insert(index);
        }
        Self { names, rows: Rows { by_name }, keys: Keys::of_page(page, known), are_several: count > 1 }
    }

    /// The names and lines of parameters and headers of which the page does not say to which of its requests they belong.
    pub(super) fn unassigned<'p>(
        &self,
        page: &'p PageFacts,
        known: &ExistingApi<'_>,
    ) -> impl Iterator<Item = &'p ParameterFacts> {
        let headers = page.headers.stated().into_iter().flatten().filter(|_| self.are_several);
        let own: Vec<&ParameterFacts> =
            headers.filter(|row| is_ordinary(&row.name) && !known.sends_header(&row.name)).collect();
        let rows = if self.are_several { self.unplaced(page) } else { Vec::new() };
        let is_input = |row: &&ParameterFacts| !self.keys.has_header(&row.name) && !self.keys.has_query(&row.name);
        rows.into_iter().chain(own).filter(is_input).collect::<Vec<_>>().into_iter()
    }

    /// The rows that are in no request line.
    pub(super) fn unplaced<'p>(&self, page: &'p PageFacts) -> Vec<&'p ParameterFacts> {
        page_rows(page).iter().filter(|row| !self.names.contains(&folded_name(&row.name))).collect()
    }
}

/// The name of a type, or of the type of a list's items.
fn item_name(page_type: &PageType) -> Option<String> {
    match page_type {
        PageType::Named(name, _) => Some(name.clone()),
        PageType::List(Some(item)) => item_name(item),
        _ => None,
    }
}
