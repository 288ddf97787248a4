//! Parameters of path and query, and headers.

use super::cut_names::is_cut_of;
use super::matching::MatchedRequest;
use super::page_result::{EntryId, Mismatch, Statement};
use super::{PageComparer, SpecNode};
use crate::diagnostics::Code;
use crate::model::{Input, InputPlace, Operation, PageStatement, TypeRef};
use crate::pages::facts::{Fact, ListForm, ParameterFacts, ParameterPlace};
use crate::pages::type_text::{self, PageType};
use crate::uri::{folded_name, placeholder};

/// An operation and the request lines of the page that are about it.
pub(super) struct OperationOnPage<'s> {
    pub(super) entry: EntryId,
    pub(super) operation: &'s Operation,
    pub(super) requests: Vec<&'s MatchedRequest<'s>>,
}

/// The part of an operation that a row of the page is about.
enum Target<'s> {
    Input(&'s Input),
    /// A cut name, of one of these.
    OneOf(Vec<&'s Input>),
    /// The API version, a part of the fixed query, or a credential.
    Fixed,
}

impl PageComparer<'_> {
    pub(super) fn compare_parameters(&mut self, subjects: &[OperationOnPage<'_>]) {
        let mut unknown = Vec::new();
        let mut seen: Vec<(EntryId, &str)> = Vec::new();
        for row in self.page.parameters.stated().into_iter().flatten() {
            let mut is_known = false;
            for subject in subjects {
                match self.target(subject, row) {
                    Some(Target::Input(input)) => {
                        seen.push((subject.entry, input.wire.as_str()));
                        self.compare_row(subject, row, input);
                        is_known = true;
                    }
                    Some(Target::OneOf(inputs)) => {
                        for input in inputs {
                            seen.push((subject.entry, input.wire.as_str()));
                            let message =
                                format!("`{}` may be `{}` or another name that was cut", row.name, input.wire);
                            self.page_result.note_unclear(subject.entry, node_of(input), row.line, message);
                        }
                        is_known = true;
                    }
                    Some(Target::Fixed) => is_known = true,
                    None => {}
                }
            }
            if !is_known {
                unknown.push(row);
            }
        }
        if let [subject] = subjects {
            self.pair_up_renamed(subject, &mut unknown, &mut seen);
        }
        if let Some(subject) = subjects.first() {
            for row in unknown {
                self.report_unknown_row(subject, row);
            }
        }
        for subject in subjects {
            self.compare_query_of_requests(subject, &mut seen);
            self.report_unlisted(subject, &seen);
        }
    }

    fn target<'s>(&self, subject: &OperationOnPage<'s>, row: &ParameterFacts) -> Option<Target<'s>> {
        let operation = subject.operation;
        let name = folded_name(&row.name);
        let placeholders = path_placeholders(subject);
        if let Some((spec_name, _)) = placeholders.iter().find(|(_, page)| folded_name(page) == name) {
            let input =
                operation.inputs.iter().find(|input| input.place == InputPlace::Path && input.wire == *spec_name);
            return Some(input.map_or(Target::Fixed, Target::Input));
        }
        let of_value = subject
            .requests
            .iter()
            .flat_map(|request| &request.uri.query)
            .find(|(_, value)| placeholder(value).is_some_and(|placeholder| folded_name(placeholder) == name));
        let wanted = of_value.map_or(row.name.as_str(), |(key, _)| key.as_str());
        let by_name =
            |input: &&Input| folded_name(&input.wire) == folded_name(wanted) || folded_name(&input.wire) == name;
        let travels_in_uri = |input: &&Input| input.place == InputPlace::Path || input.place.is_query();
        let inputs = operation.inputs.iter().filter(travels_in_uri);
        if let Some(input) = inputs.clone().find(by_name) {
            return Some(Target::Input(input));
        }
        let cut: Vec<&Input> = inputs.filter(|input| self.is_cut_name_of(row, input, &placeholders)).collect();
        match cut.as_slice() {
            [] => {}
            [input] => return Some(Target::Input(input)),
            _ => return Some(Target::OneOf(cut)),
        }
        let is_fixed = operation.fixed_query().any(|(name, _)| folded_name(name) == folded_name(wanted));
        let is_credential = self.api.has_credential_in_query(wanted) || self.api.has_credential_in_query(&row.name);
        (is_fixed || is_credential).then_some(Target::Fixed)
    }

    /// Whether a row's name is an input's name with its end cut, in the spec's spelling or in that of the page's requests.
    fn is_cut_name_of(&self, row: &ParameterFacts, input: &Input, placeholders: &[(&str, &str)]) -> bool {
        let of_page = placeholders.iter().filter(|(spec_name, _)| *spec_name == input.wire).map(|(_, page)| *page);
        let is_listed = |name: &str| {
            let mut rows = self.page.parameters.stated().into_iter().flatten();
            rows.any(|row| folded_name(&row.name) == folded_name(name))
        };
        let mut names = std::iter::once(input.wire.as_str()).chain(of_page);
        self.cuts_names() && names.any(|name| is_cut_of(&row.name, name) && !is_listed(name))
    }

    pub(super) fn compare_row(&mut self, subject: &OperationOnPage<'_>, row: &ParameterFacts, input: &Input) {
        let at = node_of(input);
        self.page_result.counts.parameters += 1;
        self.page_result.mark_compared(subject.entry, at.clone());
        self.page_result.state(subject.entry, at.clone());
        if let Fact::Stated(place) = row.place
            && place != place_of(input)
        {
            let message = format!(
                "`{}` is in the {} on the page, in the {} in the spec",
                row.name,
                word(place),
                word(place_of(input))
            );
            self.differ_at(Code::ParameterElsewhere, message, row.line, input.source, subject.entry, &at, word(place));
        }
        let node = SpecNode { entry: subject.entry, at, place: input.source, name: &input.wire, line: row.line };
        let value = self.compare_list_form(row, input, &node);
        self.compare_type(Code::ParameterTypeDiffers, &row.type_text, value, &node);
        self.compare_values(&row.values, &input.value, &node.at, row.line, subject.entry);
        // Path parameters are always required, even if a page says otherwise.
        let is_required = match input.place {
            InputPlace::Path => row.required.stated().copied().unwrap_or(true),
            _ => input.required,
        };
        self.compare_requirement(&row.required, is_required, &row.name, &node);
    }

    /// Compares how a list is written, and returns the type to compare: pages call a list with commas a text, or state the type
    /// of its items.
    fn compare_list_form<'i>(&mut self, row: &ParameterFacts, input: &'i Input, node: &SpecNode<'_>) -> &'i TypeRef {
        let is_list = |value: &TypeRef| matches!(value, TypeRef::List(_));
        let stated = row.list_form.stated().filter(|_| input.place.is_query());
        let Some(&stated) = stated else { return &input.value };
        let in_spec = match input.place {
            InputPlace::QueryCommas => Some(ListForm::Commas),
            InputPlace::Query if is_list(&input.value) => Some(ListForm::RepeatedKey),
            _ => None,
        };
        // A text can contain a list in any form.
        let Some(in_spec) = in_spec else { return &input.value };
        if stated == in_spec {
            self.page_result.mark_compared(node.entry, node.at.as_str());
        } else {
            let (says, spec) = (word_of_list(stated), word_of_list(in_spec));
            let message = format!("`{}` is a list with {says} on the page, with {spec} in the spec", row.name);
            let code = Code::ParameterTypeDiffers;
            self.differ_at(code, message, node.line, node.place, node.entry, &node.at, says);
        }
        let is_list_on_page =
            matches!(row.type_text.stated().and_then(|text| type_text::parse(text)), Some(PageType::List(_)));
        match &input.value {
            TypeRef::List(item) if stated == ListForm::Commas && !is_list_on_page => item,
            value => value,
        }
    }

    /// Compares whether a parameter or member is required in the spec and on the page.
    pub(super) fn compare_requirement(
        &mut self,
        stated: &Fact<bool>,
        is_required: bool,
        name: &str,
        node: &SpecNode<'_>,
    ) {
        let at = format!("{}.required", node.at);
        match *stated {
            Fact::Stated(required) if required != is_required => {
                let (page, spec) = (requirement(required), requirement(is_required));
                let message = format!("`{name}` is {page} on the page, {spec} in the spec");
                let says = if required { "true" } else { "false" };
                let code = Code::ParameterRequirementDiffers;
                self.differ_at(code, message, node.line, node.place, node.entry, &at, says);
            }
            Fact::Stated(_) => self.page_result.mark_compared(node.entry, at),
            Fact::Unreadable => {
                let message = format!("whether `{name}` is required cannot be read here");
                self.page_result.note_unclear(node.entry, at, node.line, message);
            }
            Fact::NotStated => {}
        }
    }

    /// Treats a single unmatched row, and a single placeholder that no row describes, as one parameter.
    fn pair_up_renamed<'s>(
        &mut self,
        subject: &OperationOnPage<'s>,
        unknown: &mut Vec<&ParameterFacts>,
        seen: &mut Vec<(EntryId, &'s str)>,
    ) {
        let undescribed: Vec<&'s Input> = subject
            .operation
            .inputs
            .iter()
            .filter(|input| input.place == InputPlace::Path && !seen.contains(&(subject.entry, input.wire.as_str())))
            .collect();
        let (&[row], &[input]) = (unknown.as_slice(), undescribed.as_slice()) else { return };
        if !matches!(row.place, Fact::NotStated | Fact::Stated(ParameterPlace::Path)) {
            return;
        }
        unknown.clear();
        seen.push((subject.entry, input.wire.as_str()));
        if self.page.is_translation {
            self.page_result.note_unclear(
                subject.entry,
                node_of(input),
                row.line,
                format!("`{}` is a translation of `{}`", row.name, input.wire),
            );
        } else {
            let message = format!("the parameter is `{}` on the page, `{}` in the spec", row.name, input.wire);
            let at = node_of(input);
            self.differ_at(Code::ParameterMissing, message, row.line, input.source, subject.entry, &at, &row.name);
        }
        self.compare_row(subject, row, input);
    }

    fn report_unknown_row(&mut self, subject: &OperationOnPage<'_>, row: &ParameterFacts) {
        let place = row.place.stated().copied().unwrap_or(ParameterPlace::Query);
        let at = format!("{}.{}", section(place), row.name);
        let says = row.type_text.stated().map_or(PageStatement::Lists, PageStatement::from);
        let mismatch = Mismatch {
            code: Code::ParameterMissing,
            message: format!("the page has a parameter `{}` that the spec lacks", row.name),
            line: row.line,
            spec: subject.operation.request_place,
            statements: vec![Statement::new(subject.entry, at, says)],
        };
        if self.cuts_names() && row.name.ends_with('.') {
            self.page_result.note_unclear_mismatch(mismatch, "the name was cut");
        } else {
            self.report_unknown(mismatch);
        }
    }

    fn compare_query_of_requests<'s>(&mut self, subject: &OperationOnPage<'s>, seen: &mut Vec<(EntryId, &'s str)>) {
        let operation = subject.operation;
        for request in &subject.requests {
            for (key, value) in &request.uri.query {
                let folded = folded_name(key);
                let input = operation.inputs.iter().find(|input| folded_name(&input.wire) == folded);
                let is_fixed = operation.fixed_query().any(|(name, _)| folded_name(name) == folded)
                    || self.api.has_credential_in_query(key);
                let rows = self.page.parameters.stated().into_iter().flatten();
                let is_listed = rows.map(|row| folded_name(&row.name)).any(|name| {
                    name == folded || placeholder(value).is_some_and(|placeholder| folded_name(placeholder) == name)
                });
                match input {
                    Some(input) => {
                        self.page_result.state(subject.entry, node_of(input));
                        seen.push((subject.entry, input.wire.as_str()));
                    }
                    None if is_fixed || is_listed || self.page.is_translation => {}
                    None => {
                        let message = format!("the page has a query parameter `{key}` that the spec lacks");
                        let at = format!("query.{key}");
                        self.differ_at(
                            Code::ParameterMissing,
                            message,
                            request.request.line,
                            operation.request_place,
                            subject.entry,
                            &at,
                            value,
                        );
                    }
                }
            }
        }
    }

    /// Query parameters of the spec that the page does not list, if it lists any.
    fn report_unlisted(&mut self, subject: &OperationOnPage<'_>, seen: &[(EntryId, &str)]) {
        // An empty list is the statement that there are none.
        let has_rows = self.page.parameters.stated().is_some();
        let has_query = subject.requests.iter().any(|request| !request.uri.query.is_empty());
        if !has_rows && !has_query {
            return;
        }
        self.mark_list_compared(subject.entry, "path");
        self.mark_list_compared(subject.entry, "query");
        for input in &subject.operation.inputs {
            let is_query = input.place.is_query();
            if !is_query || seen.contains(&(subject.entry, input.wire.as_str())) {
                continue;
            }
            self.report_absence(Mismatch {
                code: Code::ParameterSurplus,
                message: format!("the spec has a query parameter `{}` that the page lacks", input.wire),
                line: subject.requests.first().map_or(1, |request| request.request.line),
                spec: input.source,
                statements: vec![Statement::new(subject.entry, node_of(input), PageStatement::Lacks)],
            });
        }
    }
}

/// The spec's and the page's names of the parameters in the path, segment by segment.
fn path_placeholders<'s>(subject: &OperationOnPage<'s>) -> Vec<(&'s str, &'s str)> {
    let template = subject.operation.template.split('?').next().unwrap_or_default();
    let names = template.split('/').filter(|segment| !segment.is_empty()).map(placeholder);
    let mut pairs = Vec::new();
    for request in &subject.requests {
        let of_page = request.uri.segments.iter().map(|segment| placeholder(segment));
        pairs.extend(names.clone().zip(of_page).filter_map(|(spec, page)| Some((spec?, page?))));
    }
    pairs
}

fn place_of(input: &Input) -> ParameterPlace {
    match input.place {
        InputPlace::Path => ParameterPlace::Path,
        InputPlace::Query | InputPlace::QueryCommas | InputPlace::QueryJson => ParameterPlace::Query,
        InputPlace::Header => ParameterPlace::Header,
        InputPlace::Body | InputPlace::BodyBytes(_) | InputPlace::Part | InputPlace::FilePart(_) => {
            ParameterPlace::Body
        }
    }
}

fn section(place: ParameterPlace) -> &'static str {
    match place {
        ParameterPlace::Path => "path",
        ParameterPlace::Query => "query",
        ParameterPlace::Header => "headers",
        ParameterPlace::Body => "body",
    }
}

fn word_of_list(form: ListForm) -> &'static str {
    match form {
        ListForm::Commas => "commas",
        ListForm::RepeatedKey => "a repeated key",
        ListForm::OtherSeparator => "another separator",
    }
}

fn word(place: ParameterPlace) -> &'static str {
    match place {
        ParameterPlace::Path => "path",
        ParameterPlace::Query => "query",
        ParameterPlace::Header => "header",
        ParameterPlace::Body => "body",
    }
}

/// The node of an input as an erratum names it.
pub(super) fn node_of(input: &Input) -> String {
    match place_of(input) {
        _ if input.place.is_part() => format!("parts.{}", input.wire),
        ParameterPlace::Body => "body".to_owned(),
        place => format!("{}.{}", section(place), input.wire),
    }
}

pub(super) fn requirement(required: bool) -> &'static str {
    if required { "required" } else { "optional" }
}
