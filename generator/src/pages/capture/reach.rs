//! Which types of a draft are sent and which are received, and which require themselves.

use std::collections::{HashMap, HashSet};

use super::draft::{Draft, DraftType, DraftTypeKind, Written, both};

/// Names of the draft's types that are reachable from responses and from requests.
pub(super) struct Reach<'d> {
    pub(super) received: HashSet<&'d str>,
    pub(super) sent: HashSet<&'d str>,
}

impl<'d> Reach<'d> {
    pub(super) fn of(draft: &'d Draft) -> Self {
        let types = DraftedTypes::new(&draft.types);
        let responses = draft.operations.iter().flat_map(|operation| &operation.responses);
        let responses = responses.map(|response| &response.value);
        let payloads = draft.webhooks.iter().map(|webhook| &webhook.payload);
        let inputs = draft.operations.iter().flat_map(|operation| operation.query.iter().map(|input| &input.value));
        let bodies = draft.operations.iter().filter_map(|operation| operation.body.as_ref());
        Self {
            received: types.closure(responses.chain(payloads).map(|value| value.text.as_str())),
            sent: types.closure(inputs.chain(bodies).map(|value| value.text.as_str())),
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

/// Declared types by their names: a document can have tens of thousands.
pub(super) struct DraftedTypes<'d> {
    types: &'d [DraftType],
    positions: HashMap<&'d str, usize>,
}

impl<'d> DraftedTypes<'d> {
    pub(super) fn new(types: &'d [DraftType]) -> Self {
        let mut positions = HashMap::with_capacity(types.len());
        for (position, declared) in types.iter().enumerate() {
            positions.entry(declared.name.as_str()).or_insert(position);
        }
        Self { types, positions }
    }

    pub(super) fn position(&self, name: &str) -> Option<usize> {
        self.positions.get(name).copied()
    }

    pub(super) fn get(&self, name: &str) -> Option<&'d DraftType> {
        self.types.get(self.position(name)?)
    }

    /// The names of the types that type expressions reach.
    pub(super) fn closure<'e>(&self, roots: impl Iterator<Item = &'e str>) -> HashSet<&'d str> {
        let mut reached = HashSet::new();
        let mut pending: Vec<&'d DraftType> = roots.flat_map(names).filter_map(|name| self.get(name)).collect();
        while let Some(declared) = pending.pop() {
            if let (true, DraftTypeKind::Object(fields)) = (reached.insert(declared.name.as_str()), &declared.kind) {
                let named = fields.iter().flat_map(|field| names(&field.value.text));
                pending.extend(named.filter_map(|name| self.get(name)));
            }
        }
        reached
    }
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
    let by_name = DraftedTypes::new(types);
    let required: Vec<Vec<(usize, usize)>> = types.iter().map(|declared| by_name.required(declared)).collect();
    let mut closing: Vec<(usize, usize)> = Vec::new();
    let mut pending = vec![(0..types.len()).collect::<Vec<usize>>()];
    while let Some(among) = pending.pop() {
        for mut cycle in cycles(&among, &required) {
            cycle.sort_unstable();
            let Some((first, rest)) = cycle.split_first() else { continue };
            let edges = required.get(*first).into_iter().flatten();
            let within = edges.filter(|(_, to)| cycle.binary_search(to).is_ok());
            closing.extend(within.map(|(position, _)| (*first, *position)));
            // Without the first type, the others may still require each other.
            if !rest.is_empty() {
                pending.push(rest.to_vec());
            }
        }
    }
    for (index, position) in closing {
        if let Some(DraftTypeKind::Object(fields)) = types.get_mut(index).map(|declared| &mut declared.kind)
            && let Some(field) = fields.get_mut(position)
        {
            field.required = false;
        }
    }
}

impl DraftedTypes<'_> {
    /// The positions of the members that a type requires, and of their types.
    fn required(&self, declared: &DraftType) -> Vec<(usize, usize)> {
        let DraftTypeKind::Object(fields) = &declared.kind else { return Vec::new() };
        let required = fields.iter().enumerate().filter(|(_, field)| field.required);
        required.filter_map(|(position, field)| Some((position, self.position(&field.value.text)?))).collect()
    }
}

/// What a search for cycles has found of a type.
#[derive(Clone, Copy, Default)]
struct VisitOfDrafted {
    /// When it was reached, from 1.
    number: usize,
    /// The earliest type that it leads to and that is open.
    lowest: usize,
    is_open: bool,
}

/// The types among some that lead back to themselves by members that they require, in groups that reach each other (Tarjan's
/// algorithm, without recursion: a chain can have tens of thousands of types).
fn cycles(among: &[usize], required: &[Vec<(usize, usize)>]) -> Vec<Vec<usize>> {
    let mut visits: HashMap<usize, VisitOfDrafted> =
        among.iter().map(|index| (*index, VisitOfDrafted::default())).collect();
    let edges = |index: usize| required.get(index).map_or(&[][..], Vec::as_slice);
    let mut cycles = Vec::new();
    let (mut open, mut count) = (Vec::new(), 0_usize);
    for root in among {
        let mut path: Vec<(usize, usize)> = vec![(*root, 0)];
        if visits.get(root).is_none_or(|visit| visit.number > 0) {
            continue;
        }
        while let Some((index, next)) = path.pop() {
            let visit = visits.entry(index).or_default();
            if next == 0 {
                count = count.saturating_add(1);
                *visit = VisitOfDrafted { number: count, lowest: count, is_open: true };
                open.push(index);
            }
            if let Some((_, to)) = edges(index).get(next) {
                path.push((index, next.saturating_add(1)));
                match visits.get(to).copied() {
                    Some(VisitOfDrafted { number: 0, .. }) => path.push((*to, 0)),
                    Some(VisitOfDrafted { number, is_open: true, .. }) => lower(&mut visits, index, number),
                    _ => {}
                }
                continue;
            }
            let VisitOfDrafted { number, lowest, .. } = visits.get(&index).copied().unwrap_or_default();
            if let Some((above, _)) = path.last() {
                lower(&mut visits, *above, lowest);
            }
            if lowest == number {
                let start = open.iter().rposition(|other| *other == index).unwrap_or_default();
                let group = open.split_off(start);
                for member in &group {
                    if let Some(visit) = visits.get_mut(member) {
                        visit.is_open = false;
                    }
                }
                if group.len() > 1 || edges(index).iter().any(|(_, to)| *to == index) {
                    cycles.push(group);
                }
            }
        }
    }
    cycles
}

fn lower(visits: &mut HashMap<usize, VisitOfDrafted>, index: usize, lowest: usize) {
    if let Some(visit) = visits.get_mut(&index) {
        visit.lowest = visit.lowest.min(lowest);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pages::capture::draft::{DraftExpression, DraftField};

    /// The types that still require others, of types that require those with these numbers.
    fn required_after(edges: &[&[usize]]) -> Vec<Vec<usize>> {
        let field = |to: &usize| DraftField {
            wire: format!("to{to}"),
            value: DraftExpression::known(format!("Type{to}")),
            required: true,
            lenient: false,
            rust: None,
        };
        let declared = |(index, to): (usize, &&[usize])| DraftType {
            name: format!("Type{index}"),
            page: None,
            gap: None,
            kind: DraftTypeKind::Object(to.iter().map(field).collect()),
            is_envelope: false,
        };
        let mut types: Vec<DraftType> = edges.iter().enumerate().map(declared).collect();
        break_required_cycles(&mut types);
        let by_name = DraftedTypes::new(&types);
        types.iter().map(|declared| by_name.required(declared).into_iter().map(|(_, to)| to).collect()).collect()
    }

    #[test]
    fn the_first_type_of_each_cycle_loses_what_leads_back() {
        assert_eq!(required_after(&[&[1], &[2], &[0]]), [vec![], vec![2], vec![0]]);
        assert_eq!(required_after(&[&[0, 1], &[]]), [vec![1], vec![]]);
        // Two cycles that share a type, of which the second is left by the first.
        assert_eq!(required_after(&[&[1], &[0, 2], &[1]]), [vec![], vec![0], vec![1]]);
        // No cycle.
        assert_eq!(required_after(&[&[1, 2], &[2], &[]]), [vec![1, 2], vec![2], vec![]]);
    }

    #[test]
    fn chains_and_rings_of_many_types_are_searched() {
        const MANY: usize = 50_000;
        let edges: Vec<Vec<usize>> = (0..MANY).map(|index| vec![(index + 1) % MANY]).collect();
        let edges: Vec<&[usize]> = edges.iter().map(Vec::as_slice).collect();
        let after = required_after(&edges);
        assert_eq!(after.iter().filter(|to| to.is_empty()).count(), 1);
        assert_eq!(required_after(&edges[..MANY - 1]).iter().filter(|to| to.is_empty()).count(), 1);
    }
}
