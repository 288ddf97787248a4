//! The result of comparing the spec with one page.

use std::collections::HashSet;

use super::cut_names::is_cut_of;
use super::summary::ComparedFacts;
use crate::diagnostics::{Code, Place};
use crate::model::{OperationId, PageStatement, TypeId};
use crate::wire_path::likely_start;

/// A part of the spec that is compared with pages and can have errata.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum EntryId {
    /// The API as a whole.
    Api,
    /// An operation.
    Operation(OperationId),
    /// A type.
    Type(TypeId),
}

/// A node of the spec, and what the page says there, as an erratum would write it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Statement {
    pub(super) entry: EntryId,
    pub(super) at: String,
    pub(super) says: PageStatement,
}

impl Mismatch {
    /// Whether the spec has something that the page lacks.
    pub(super) fn is_surplus(&self) -> bool {
        self.statements.iter().any(|statement| statement.says == PageStatement::Lacks)
    }
}

impl Statement {
    pub(super) fn new(entry: EntryId, at: impl Into<String>, says: impl Into<PageStatement>) -> Self {
        Self { entry, at: at.into(), says: says.into() }
    }
}

/// A mismatch between the spec and a page.
#[derive(Clone, Debug)]
pub(super) struct Mismatch {
    pub(super) code: Code,
    pub(super) message: String,
    /// Line of the page.
    pub(super) line: u32,
    pub(super) spec: Place,
    /// The forms in which an erratum may note it; the first is the recommended one.
    pub(super) statements: Vec<Statement>,
}

/// A statement of a table that differs from the spec, but does not count if an example of the API's pages confirms the spec.
#[derive(Clone, Debug)]
pub(super) struct Contested {
    pub(super) mismatch: Mismatch,
    /// The node whose name in the spec's spelling confirms it.
    pub(super) entry: EntryId,
    pub(super) shown: String,
}

/// A fact that cannot be compared because of the rendering or translation.
#[derive(Clone, Debug)]
pub(super) struct UnclearFact {
    pub(super) message: String,
    pub(super) line: u32,
}

/// The result of comparing the spec with one page.
#[derive(Debug, Default)]
pub(super) struct PageResult {
    pub(super) mismatches: Vec<Mismatch>,
    pub(super) contested: Vec<Contested>,
    pub(super) unclear_facts: Vec<UnclearFact>,
    pub(super) counts: ComparedFacts,
    compared: HashSet<(EntryId, String)>,
    compared_lists: HashSet<(EntryId, String)>,
    unreadable: HashSet<(EntryId, String)>,
    confirmed: Vec<Statement>,
    stated: HashSet<(EntryId, String)>,
    shown: HashSet<(EntryId, String)>,
    seen: HashSet<(Code, Vec<Statement>)>,
    cut: Vec<(EntryId, String)>,
}

impl PageResult {
    /// Records that the page states something about a node, whether or not it is a mismatch.
    pub(super) fn mark_compared(&mut self, entry: EntryId, at: impl Into<String>) {
        self.compared.insert((entry, at.into()));
    }

    /// Records that the page lists all children of a node.
    pub(super) fn mark_list_compared(&mut self, entry: EntryId, at: impl Into<String>) {
        self.compared_lists.insert((entry, at.into()));
    }

    /// Records that a node cannot be compared with the page, and why.
    pub(super) fn note_unclear(
        &mut self,
        entry: EntryId,
        at: impl Into<String>,
        line: u32,
        message: impl Into<String>,
    ) {
        self.unreadable.insert((entry, at.into()));
        self.unclear_facts.push(UnclearFact { message: message.into(), line });
    }

    /// Records that a mismatch is uncertain, and why.
    pub(super) fn note_unclear_mismatch(&mut self, mismatch: Mismatch, why: &str) {
        self.unreadable.extend(mismatch.statements.into_iter().map(|statement| (statement.entry, statement.at)));
        self.unclear_facts.push(UnclearFact { message: format!("{}; {why}", mismatch.message), line: mismatch.line });
    }

    /// Notes a mismatch that is no reason to change the spec, and why.
    pub(super) fn note_mismatch(&mut self, mismatch: &Mismatch, why: &str) {
        self.unclear_facts.push(UnclearFact { message: format!("{}; {why}", mismatch.message), line: mismatch.line });
    }

    /// Records a node that the page lists under a name that may be cut.
    pub(super) fn list_cut(&mut self, entry: EntryId, at: impl Into<String>) {
        self.cut.push((entry, at.into()));
    }

    /// Records that the page has this node of the spec.
    pub(super) fn state(&mut self, entry: EntryId, at: impl Into<String>) {
        self.stated.insert((entry, at.into()));
    }

    /// Whether the page has this node of the spec.
    pub(super) fn states(&self, entry: EntryId, at: &str) -> bool {
        self.stated.contains(&(entry, at.to_owned()))
    }

    /// Records that an example has this node, in its spelling.
    pub(super) fn show(&mut self, entry: EntryId, at: impl Into<String>) {
        self.shown.insert((entry, at.into()));
    }

    /// Whether an example has this node, in this spelling.
    pub(super) fn shows(&self, entry: EntryId, at: &str) -> bool {
        self.shown.contains(&(entry, at.to_owned()))
    }

    /// Adds the result of comparing another part of the page.
    pub(super) fn extend(&mut self, other: Self) {
        self.contested.extend(other.contested);
        self.unclear_facts.extend(other.unclear_facts);
        self.counts.add(&other.counts);
        self.compared.extend(other.compared);
        self.compared_lists.extend(other.compared_lists);
        self.unreadable.extend(other.unreadable);
        self.confirmed.extend(other.confirmed);
        self.stated.extend(other.stated);
        self.shown.extend(other.shown);
        self.cut.extend(other.cut);
        for mismatch in other.mismatches {
            self.differ(mismatch);
        }
    }

    /// How much page and spec differ: a node that both have, however different, counts less than one that only one of them has.
    pub(super) fn distance(&self) -> (bool, bool, usize) {
        (!self.mismatches.is_empty(), self.stated.is_empty(), self.mismatches.len())
    }

    /// Records a statement of the page that does not contradict the spec, but that an erratum may note.
    pub(super) fn confirm(&mut self, statement: Statement) {
        self.confirmed.push(statement);
    }

    /// Whether the page states this without contradicting the spec.
    pub(super) fn confirms(&self, entry: EntryId, at: &str, is_same: impl Fn(&PageStatement) -> bool) -> bool {
        self.confirmed
            .iter()
            .any(|statement| statement.entry == entry && statement.at == at && is_same(&statement.says))
    }

    /// Records a mismatch that does not count if an example has the node `shown`.
    pub(super) fn differ_unless_shown(&mut self, mismatch: Mismatch, entry: EntryId, shown: String) {
        for statement in &mismatch.statements {
            self.compared.insert((statement.entry, statement.at.clone()));
        }
        self.contested.push(Contested { mismatch, entry, shown });
    }

    /// Records a mismatch. A statement that a page repeats is one mismatch.
    pub(super) fn differ(&mut self, mismatch: Mismatch) {
        if !self.seen.insert((mismatch.code, mismatch.statements.clone())) {
            return;
        }
        for statement in &mismatch.statements {
            self.compared.insert((statement.entry, statement.at.clone()));
        }
        self.mismatches.push(mismatch);
    }

    /// Whether an erratum at this node is stale if it covers no mismatch, because the page states something about the node.
    pub(super) fn can_compare(&self, entry: EntryId, at: &str) -> bool {
        let key = (entry, at.to_owned());
        let can_be_cut = || self.cut.iter().any(|(listed, cut)| *listed == entry && is_cut_of(cut, at));
        if self.unreadable.contains(&key) || can_be_cut() {
            return false;
        }
        let is_child = at.split_once('.').is_some_and(|(list, path)| {
            self.compared_lists.contains(&(entry, list.to_owned())) && likely_start(path).rest.is_none()
        });
        self.compared.contains(&key) || is_child
    }
}
