//! Boxes members of types that contain themselves, so that the Rust types have a finite size: as few as possible, of these as few
//! required ones as possible, of these the earliest ones in the spec.

use super::contained::{Edge, edges};
use crate::model::{Type, TypeId, TypeKind};

/// How often the search looks for another cycle. Beyond it, the best boxes so far are taken: specs that are written by people
/// need a handful of steps.
const MOST_STEPS: usize = 1_000;

/// A type, and the position of one of its members.
type MemberId = (TypeId, usize);

/// Marks the members that are boxed.
pub(super) fn box_cycles(types: &mut [Type]) {
    let mut search = Search { types, boxed: Vec::new(), best: None, steps: 0 };
    search.run();
    for (owner, position) in search.best.unwrap_or_default() {
        if let TypeKind::Object { members, .. } = &mut types[owner.0].kind {
            members[position].boxed = true;
        }
    }
}

struct Search<'t> {
    types: &'t [Type],
    boxed: Vec<MemberId>,
    best: Option<Vec<MemberId>>,
    steps: usize,
}

impl Search<'_> {
    /// Boxes each member of a cycle in turn, and breaks the other cycles in the same way.
    fn run(&mut self) {
        self.steps += 1;
        let Some(mut cycle) = self.shortest_cycle() else {
            self.best = Some(self.boxed.clone());
            return;
        };
        cycle.sort_by_key(|member| (self.must_be_stated(member), *member));
        for member in cycle {
            self.boxed.push(member);
            if self.can_be_better() {
                self.run();
            }
            self.boxed.pop();
        }
    }

    fn can_be_better(&self) -> bool {
        let Some(best) = &self.best else { return true };
        self.steps < MOST_STEPS && self.cost(&self.boxed) < self.cost(best)
    }

    fn cost(&self, boxed: &[MemberId]) -> (usize, usize) {
        (boxed.len(), boxed.iter().filter(|member| self.must_be_stated(member)).count())
    }

    fn must_be_stated(&self, (owner, position): &MemberId) -> bool {
        match &self.types[owner.0].kind {
            TypeKind::Object { members, .. } => members[*position].must_be_stated(),
            _ => false,
        }
    }

    /// The members of a cycle that no box breaks yet.
    fn shortest_cycle(&self) -> Option<Vec<MemberId>> {
        let edges = edges(self.types, |member, _| !self.boxed.contains(&member));
        let leads_on = leading_to_cycles(&edges);
        let starts = (0..edges.len()).filter(|start| leads_on[*start]);
        let cycles = starts.filter_map(|start| cycle_through(start, &edges, &leads_on));
        cycles.min_by_key(Vec::len)
    }
}

/// Which types are on a cycle or lead to one: those that remain when types that contain no other are removed.
fn leading_to_cycles(edges: &[Vec<Edge<'_>>]) -> Vec<bool> {
    let mut containing = vec![Vec::new(); edges.len()];
    for edge in edges.iter().flatten() {
        containing[edge.to.0].push(edge.owner.0);
    }
    let mut inside: Vec<usize> = edges.iter().map(Vec::len).collect();
    let mut removed: Vec<usize> = (0..edges.len()).filter(|index| inside[*index] == 0).collect();
    while let Some(index) = removed.pop() {
        for owner in &containing[index] {
            inside[*owner] -= 1;
            if inside[*owner] == 0 {
                removed.push(*owner);
            }
        }
    }
    inside.into_iter().map(|count| count > 0).collect()
}

/// The members of the shortest cycle through a type.
fn cycle_through(start: usize, edges: &[Vec<Edge<'_>>], leads_on: &[bool]) -> Option<Vec<MemberId>> {
    let mut reached_by: Vec<Option<&Edge<'_>>> = (0..edges.len()).map(|_| None).collect();
    let mut pending = std::collections::VecDeque::from([start]);
    while let Some(at) = pending.pop_front() {
        for edge in edges[at].iter().filter(|edge| leads_on[edge.to.0]) {
            if reached_by[edge.to.0].is_none() {
                reached_by[edge.to.0] = Some(edge);
                pending.push_back(edge.to.0);
            }
        }
    }
    let mut cycle = Vec::new();
    let mut at = start;
    while let Some(edge) = reached_by[at] {
        cycle.push((edge.owner, edge.position));
        at = edge.owner.0;
        if at == start {
            return Some(cycle);
        }
    }
    None
}
