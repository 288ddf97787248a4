//! What one page was found to say about the spec.

use std::collections::HashSet;

use super::cut_names::is_cut_of;
use crate::diagnostics::{Code, Place};
use crate::model::{OperationId, PageStatement, TypeId};

/// A part of the spec that pages are held against and that notes errata.
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

/// A place where page and spec part ways.
#[derive(Clone, Debug)]
pub(super) struct Mismatch {
    pub(super) code: Code,
    pub(super) message: String,
    /// Line of the page.
    pub(super) line: u32,
    pub(super) spec: Place,
    /// The forms in which an erratum may note it; the first is the one to recommend.
    pub(super) statements: Vec<Statement>,
}

/// Something that this rendering or translation cannot tell.
#[derive(Clone, Debug)]
pub(super) struct UncertainFact {
    pub(super) message: String,
    pub(super) line: u32,
}

/// Everything that holding one page against the spec brought to light.
#[derive(Debug, Default)]
pub(super) struct PageResult {
    pub(super) differences: Vec<Mismatch>,
    pub(super) doubts: Vec<UncertainFact>,
    judged: HashSet<(EntryId, String)>,
    judged_lists: HashSet<(EntryId, String)>,
    untellable: HashSet<(EntryId, String)>,
    confirmed: Vec<Statement>,
    stated: HashSet<(EntryId, String)>,
    said: HashSet<(Code, Vec<Statement>)>,
    cut: Vec<(EntryId, String)>,
}

impl PageResult {
    /// Notes that the page was able to tell about a node, whatever it says.
    pub(super) fn judge(&mut self, entry: EntryId, at: impl Into<String>) {
        self.judged.insert((entry, at.into()));
    }

    /// Notes that the page lists all children of a node.
    pub(super) fn judge_list(&mut self, entry: EntryId, at: impl Into<String>) {
        self.judged_lists.insert((entry, at.into()));
    }

    /// Notes that the page cannot tell about a node, and why.
    pub(super) fn doubt(&mut self, entry: EntryId, at: impl Into<String>, line: u32, message: impl Into<String>) {
        self.untellable.insert((entry, at.into()));
        self.doubts.push(UncertainFact { message: message.into(), line });
    }

    /// Notes that the page cannot tell whether it differs so, and why.
    pub(super) fn doubt_difference(&mut self, difference: Mismatch, why: &str) {
        self.untellable.extend(difference.statements.into_iter().map(|statement| (statement.entry, statement.at)));
        self.doubts.push(UncertainFact { message: format!("{}; {why}", difference.message), line: difference.line });
    }

    /// Notes a node that the page lists under a name that can lack its end.
    pub(super) fn list_cut(&mut self, entry: EntryId, at: impl Into<String>) {
        self.cut.push((entry, at.into()));
    }

    /// Notes that the page has this node of the spec, too.
    pub(super) fn state(&mut self, entry: EntryId, at: impl Into<String>) {
        self.stated.insert((entry, at.into()));
    }

    /// Whether the page has a node of the spec that another page lacks.
    pub(super) fn states(&self, entry: EntryId, at: &str) -> bool {
        self.stated.contains(&(entry, at.to_owned()))
    }

    /// How far page and spec are from each other: a node that both have, however different, is nearer than one that only one
    /// of them has.
    pub(super) fn distance(&self) -> (bool, bool, usize) {
        (!self.differences.is_empty(), self.stated.is_empty(), self.differences.len())
    }

    /// Notes a statement of the page that contradicts nothing, but that the spec may hold to be less than the truth.
    pub(super) fn confirm(&mut self, statement: Statement) {
        self.confirmed.push(statement);
    }

    /// Whether the page says so, without contradicting the spec.
    pub(super) fn confirms(&self, entry: EntryId, at: &str, is_said: impl Fn(&PageStatement) -> bool) -> bool {
        self.confirmed.iter().any(|said| said.entry == entry && said.at == at && is_said(&said.says))
    }

    /// Notes a difference. What a page says again further down is one difference.
    pub(super) fn differ(&mut self, difference: Mismatch) {
        if !self.said.insert((difference.code, difference.statements.clone())) {
            return;
        }
        for statement in &difference.statements {
            self.judged.insert((statement.entry, statement.at.clone()));
        }
        self.differences.push(difference);
    }

    /// Whether an erratum at this node must cover a difference, since the page could tell about the node.
    pub(super) fn can_tell(&self, entry: EntryId, at: &str) -> bool {
        let key = (entry, at.to_owned());
        let can_be_cut = || self.cut.iter().any(|(listed, cut)| *listed == entry && is_cut_of(cut, at));
        if self.untellable.contains(&key) || can_be_cut() {
            return false;
        }
        let is_child = at
            .split_once('.')
            .is_some_and(|(list, name)| self.judged_lists.contains(&(entry, list.to_owned())) && !name.contains('.'));
        self.judged.contains(&key) || is_child
    }
}
