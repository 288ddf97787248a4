//! Parameters of path and query, and headers, of one operation.

use super::cite::PageCitation;
use super::draft::{DraftExpression, DraftInput, both};
use super::known::ExistingApi;
use super::names::UsedNames;
use super::request::RequestLine;
use super::types::{Types, UseSite};
use crate::header_names::is_ordinary;
use crate::names::NameKind;
use crate::pages::facts::{Fact, PageFacts, ParameterFacts, ParameterPlace};
use crate::pages::text::is_wire_name;
use crate::pages::type_text::{self, PageType};
use crate::uri::folded_name;

/// The inputs of an operation except its body.
#[derive(Debug, Default)]
pub(super) struct Inputs {
    pub(super) path: Vec<DraftInput>,
    pub(super) query: Vec<DraftInput>,
    pub(super) headers: Vec<DraftInput>,
    /// Gaps for rows of the tables that cannot be inputs of the operation.
    pub(super) gaps: Vec<String>,
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
    /// The inputs; `others` are the other requests of the page, whose parameters are in the same tables.
    pub(super) fn gather(&mut self, request: &RequestLine, others: &[&RequestLine]) -> Inputs {
        let mut inputs = Inputs::default();
        let mut rust_names = UsedNames::default();
        rust_names.reserve("body");
        let page = self.page;
        let rows: Vec<&ParameterFacts> = page.parameters.stated().into_iter().flatten().collect();
        let mut unplaced: Vec<&ParameterFacts> =
            rows.iter().copied().filter(|row| !has(request, row) && !self.is_version(row)).collect();
        unplaced.retain(|row| !others.iter().any(|other| has(other, row)));

        let mut described: Vec<Option<Described<'_>>> =
            request.path.iter().map(|(_, page)| row_of(&rows, page).map(sure)).collect();
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
        for (name, placeholder) in &request.query {
            let row = row_of(&rows, name).or_else(|| row_of(&rows, placeholder.as_deref()?));
            inputs.query.push(self.input(name, row.map(sure), ParameterPlace::Query, &mut rust_names));
        }
        for row in unplaced {
            self.place_row(row, &mut inputs, &mut rust_names);
        }
        for row in page.headers.stated().into_iter().flatten() {
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
                if inputs.query.iter().any(|input| input.wire == row.name) {
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
        let is_listed = inputs.headers.iter().any(|header| header.wire.eq_ignore_ascii_case(&row.name));
        if is_listed || self.known.sends_header(&row.name) {
            return;
        }
        if is_ordinary(&row.name) {
            let header = self.input(&row.name, Some(sure(row)), ParameterPlace::Header, rust_names);
            inputs.headers.push(header);
        } else if is_wire_name(&row.name) {
            inputs.gaps.push(format!("the header `{}` cannot be declared ({})", row.name, self.cite.line(row.line)));
        }
    }

    fn input(
        &mut self,
        wire: &str,
        described: Option<Described<'_>>,
        place: ParameterPlace,
        rust_names: &mut UsedNames,
    ) -> DraftInput {
        let rust = rust_names.stated(wire, NameKind::Input);
        let Some(Described { row, is_guess }) = described else {
            let value = self.known.identifier(wire).unwrap_or("string");
            let value = DraftExpression::open(value, "it is in no table");
            return DraftInput { wire: wire.to_owned(), value, required: false, as_json: false, rust };
        };
        let line = self.cite.line(row.line);
        let use_site = UseSite { wire, owner: self.owner, cite: self.cite, line: row.line, lost: "string" };
        let (mut value, as_json) = self.value(row, &use_site, place);
        if is_guess {
            let gap = format!("its name on the page is `{}` ({line})", row.name);
            value.gap = both(value.gap.take(), Some(gap));
        }
        let is_path = place == ParameterPlace::Path;
        if !is_path && row.required.stated().is_none() {
            value.gap = both(value.gap.take(), Some(format!("whether it is required ({line})")));
        }
        if is_path && value.text == "string" && value.gap.is_none() && names_an_identifier(wire) {
            value.gap = Some("whether it is an identifier of its own".to_owned());
        }
        let required = !is_path && row.required.stated() == Some(&true);
        DraftInput { wire: wire.to_owned(), value, required, as_json, rust }
    }

    /// The type of a value in a URL or a header, where only plain values can be sent, and whether it is written as JSON.
    fn value(
        &mut self,
        row: &ParameterFacts,
        use_site: &UseSite<'_>,
        place: ParameterPlace,
    ) -> (DraftExpression, bool) {
        let line = self.cite.line(row.line);
        let stated = row.type_text.stated();
        let has_values = row.values.stated().is_some_and(|values| !values.is_empty());
        if let Some(name) = stated.and_then(|text| type_text::parse(text)).and_then(|page_type| item_name(&page_type))
            && !has_values
            && !self.types.is_declared(&name)
        {
            let gap = format!("none of the given pages defines `{name}` ({line})");
            return (DraftExpression::open("string", gap), false);
        }
        let value = self.types.expression(&row.type_text, &row.values, use_site);
        let item = value.text.strip_prefix("List<").and_then(|item| item.strip_suffix('>'));
        if self.types.is_plain(&value.text)
            || item.is_some_and(|item| self.types.is_plain(item)) && place == ParameterPlace::Query
        {
            return (value, false);
        }
        if place == ParameterPlace::Query {
            let gap = both(value.gap, Some(format!("how the value is written ({line})")));
            return (DraftExpression { text: value.text, gap }, true);
        }
        (DraftExpression::open("string", format!("the page has another type ({line})")), false)
    }

    fn is_version(&self, row: &ParameterFacts) -> bool {
        let version = self.known.version_parameter();
        version.is_some_and(|version| folded_name(version) == folded_name(&row.name))
    }
}

fn sure(row: &ParameterFacts) -> Described<'_> {
    Described { row, is_guess: false }
}

fn row_of<'r>(rows: &[&'r ParameterFacts], name: &str) -> Option<&'r ParameterFacts> {
    rows.iter().copied().find(|row| folded_name(&row.name) == folded_name(name))
}

/// Whether a request line has a place for the parameter of a row.
fn has(request: &RequestLine, row: &ParameterFacts) -> bool {
    let name = folded_name(&row.name);
    let fixed = request.template.split_once('?').map_or("", |(_, query)| query);
    let mut fixed = fixed.split('&').filter_map(|pair| pair.split('=').next());
    request.path.iter().any(|(_, page)| folded_name(page) == name)
        || fixed.any(|key| folded_name(key) == name)
        || request.query.iter().any(|(key, placeholder)| {
            folded_name(key) == name || placeholder.as_deref().is_some_and(|inner| folded_name(inner) == name)
        })
}

/// The name of a type, or of the type of a list's items.
fn item_name(page_type: &PageType) -> Option<String> {
    match page_type {
        PageType::Named(name, _) => Some(name.clone()),
        PageType::List(Some(item)) => item_name(item),
        _ => None,
    }
}

fn names_an_identifier(name: &str) -> bool {
    name.ends_with("Id") || name.ends_with("ID") || name.ends_with("_id") || name.ends_with("-id")
}
