//! Which types of a draft are sent and which are received, and which require themselves.

use std::collections::HashSet;

use super::draft::{Draft, DraftType, DraftTypeKind, Written, both};

/// Names of the draft's types that are reachable from responses and from requests.
pub(super) struct Reach {
    pub(super) received: HashSet<String>,
    pub(super) sent: HashSet<String>,
}

impl Reach {
    pub(super) fn of(draft: &Draft) -> Self {
        let responses = draft.operations.iter().flat_map(|operation| &operation.responses);
        let inputs = draft.operations.iter().flat_map(|operation| operation.query.iter().map(|input| &input.value));
        let bodies = draft.operations.iter().filter_map(|operation| operation.body.as_ref());
        Self {
            received: closure(responses.map(|response| response.value.text.as_str()), &draft.types),
            sent: closure(inputs.chain(bodies).map(|value| value.text.as_str()), &draft.types),
        }
    }

    /// Whether values of this type are only sent.
    pub(super) fn is_only_sent(&self, name: &str) -> bool {
        self.sent.contains(name) && !self.received.contains(name)
    }
}

/// The names in a type expression.
pub(super) fn names(expression: &str) -> impl Iterator<Item = &str> {
    expression.split(['<', '>']).filter(|name| !name.is_empty())
}

/// The names of the declared types that type expressions reach.
pub(super) fn closure<'d>(roots: impl Iterator<Item = &'d str>, types: &'d [DraftType]) -> HashSet<String> {
    let mut reached = HashSet::new();
    let mut pending: Vec<&str> = roots.flat_map(names).collect();
    while let Some(name) = pending.pop() {
        let Some(declared) = types.iter().find(|declared| declared.name == name) else { continue };
        if let (true, DraftTypeKind::Object(fields)) = (reached.insert(name.to_owned()), &declared.kind) {
            pending.extend(fields.iter().flat_map(|field| names(&field.value.text)));
        }
    }
    reached
}

/// States how values are spelled in paths and queries, as in JSON for want of anything better.
pub(super) fn spell_in_urls(draft: &mut Draft) {
    let inputs = draft.operations.iter().flat_map(|operation| operation.path.iter().chain(&operation.query));
    let in_urls = inputs.filter(|input| input.written != Written::Json).flat_map(|input| names(&input.value.text));
    let in_urls: HashSet<String> = in_urls.map(str::to_owned).collect();
    for declared in draft.types.iter_mut().filter(|declared| in_urls.contains(&declared.name)) {
        if let DraftTypeKind::Enum(values, _) = &mut declared.kind {
            values.iter_mut().for_each(|value| value.in_url = true);
            declared.gap = both(declared.gap.take(), Some("how URLs spell its values".to_owned()));
        }
    }
}

/// Makes a member optional in each cycle of types that require each other: no value would be complete.
pub(super) fn break_required_cycles(types: &mut [DraftType]) {
    for index in 0..types.len() {
        let name = types.get(index).map(|declared| declared.name.clone()).unwrap_or_default();
        let closing: Vec<usize> = match types.get(index).map(|declared| &declared.kind) {
            Some(DraftTypeKind::Object(fields)) => fields
                .iter()
                .enumerate()
                .filter(|(_, field)| field.required && requires(&field.value.text, &name, types))
                .map(|(position, _)| position)
                .collect(),
            _ => Vec::new(),
        };
        if let Some(DraftTypeKind::Object(fields)) = types.get_mut(index).map(|declared| &mut declared.kind) {
            for position in closing {
                if let Some(field) = fields.get_mut(position) {
                    field.required = false;
                }
            }
        }
    }
}

/// Whether a value of the type `from` is or requires one of the type `wanted`.
fn requires(from: &str, wanted: &str, types: &[DraftType]) -> bool {
    let mut seen = HashSet::new();
    let mut pending = vec![from];
    while let Some(name) = pending.pop() {
        if name == wanted {
            return true;
        }
        let declared = types.iter().find(|declared| declared.name == name);
        if let (true, Some(DraftTypeKind::Object(fields))) =
            (seen.insert(name), declared.map(|declared| &declared.kind))
        {
            pending.extend(fields.iter().filter(|field| field.required).map(|field| field.value.text.as_str()));
        }
    }
    false
}
