//! Counts over all exchanges: of what was met, and of what was not as the spec says, with one example each.

use std::collections::{HashMap, HashSet};

use super::error_bodies::NoError;
use super::example::Example;
use super::interpret::{self, Effect, FormFault, Problem, Sink};
use super::matching::Called;

/// More different names or values of one kind than this are counted together.
const MOST_VARIANTS: usize = 50;

/// What a finding is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Subject {
    /// An API as a whole.
    Api(usize),
    /// An operation.
    Operation(Called),
    /// The body of an answer of this status.
    Response(Called, u16),
    /// The body that an operation sends.
    Sent(Called),
    /// An input of an operation, by its position.
    Input(Called, usize),
    /// A type of an API, or a member of one.
    Data(usize, interpret::Subject),
}

/// What is not as the spec says.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Fault {
    /// Something about a value.
    Value(Problem),
    /// A status that the operation does not have.
    Status(u16),
    /// The body of an error has none of the API's shapes.
    Error(NoError),
    /// A header of the request that the spec does not have.
    SentHeader(String),
    /// A header of the answer that the spec does not have.
    ReceivedHeader(String),
    /// A query parameter that the operation does not have.
    Query(String),
    /// No operation has this method and path.
    NoOperation(String),
}

/// How often something was met, in how many exchanges.
#[derive(Clone, Copy, Debug, Default)]
struct Count {
    exchanges: usize,
    last: usize,
}

impl Count {
    fn add(&mut self, exchange: usize) {
        if self.last != exchange {
            self.exchanges += 1;
            self.last = exchange;
        }
    }
}

/// A fault, counted.
#[derive(Debug)]
pub(super) struct Entry {
    count: Count,
    /// What it does to the client, if anything of it is the client's business.
    pub(super) effect: Option<Effect>,
    /// The type that the spec states.
    pub(super) expected: String,
    /// The first one.
    pub(super) example: Example,
}

impl Entry {
    /// In how many exchanges it was met.
    pub(super) fn exchanges(&self) -> usize {
        self.count.exchanges
    }
}

/// All counts.
#[derive(Debug, Default)]
pub(super) struct Tally {
    /// Exchanges so far; the number of the one at hand.
    exchange: usize,
    seen: HashMap<Subject, Count>,
    /// What was at least once as the spec says.
    fitting: HashSet<Subject>,
    variants: HashMap<(Subject, std::mem::Discriminant<Fault>), usize>,
    faults: HashMap<(Subject, Fault), Entry>,
}

impl Tally {
    /// What follows is about the next exchange.
    pub(super) fn next_exchange(&mut self) {
        self.exchange += 1;
    }

    pub(super) fn seen(&mut self, subject: Subject) {
        self.seen.entry(subject).or_default().add(self.exchange);
    }

    pub(super) fn fits(&mut self, subject: Subject) {
        self.fitting.insert(subject);
    }

    pub(super) fn ever_fits(&self, subject: Subject) -> bool {
        self.fitting.contains(&subject)
    }

    pub(super) fn exchanges_with(&self, subject: Subject) -> usize {
        self.seen.get(&subject).map_or(0, |count| count.exchanges)
    }

    pub(super) fn add(
        &mut self,
        subject: Subject,
        fault: Fault,
        effect: Option<Effect>,
        example: impl FnOnce() -> (Example, String),
    ) {
        let mut key = (subject, fault);
        if !self.faults.contains_key(&key) {
            let variants = self.variants.entry((subject, std::mem::discriminant(&key.1))).or_default();
            if *variants >= MOST_VARIANTS {
                key.1 = key.1.without_name();
            }
            *variants += 1;
        }
        let entry = self.faults.entry(key).or_insert_with(|| {
            let (example, expected) = example();
            Entry { count: Count::default(), effect, expected, example }
        });
        entry.count.add(self.exchange);
        entry.effect = entry.effect.max(effect);
    }

    pub(super) fn faults(&self) -> impl Iterator<Item = (Subject, &Fault, &Entry)> {
        self.faults.iter().map(|((subject, fault), entry)| (*subject, fault, entry))
    }
}

impl Fault {
    /// The fault without what makes it one of very many.
    fn without_name(&self) -> Self {
        let other = || "…".to_owned();
        match self {
            Self::Value(Problem::UnknownMember(_)) => Self::Value(Problem::UnknownMember(other())),
            Self::Value(Problem::UnknownValue(_)) => Self::Value(Problem::UnknownValue(None)),
            Self::Value(Problem::Form(FormFault::DateTime(_))) => {
                Self::Value(Problem::Form(FormFault::DateTime(other())))
            }
            Self::SentHeader(_) => Self::SentHeader(other()),
            Self::ReceivedHeader(_) => Self::ReceivedHeader(other()),
            Self::Query(_) => Self::Query(other()),
            Self::NoOperation(_) => Self::NoOperation(other()),
            fault => fault.clone(),
        }
    }
}

/// Counts what a body holds.
pub(super) struct BodySink<'t> {
    pub(super) tally: &'t mut Tally,
    pub(super) api: usize,
    /// The body as a whole.
    pub(super) root: Subject,
    /// Whether the client decodes the body.
    pub(super) is_decoded: bool,
    /// The exchange, without the place in the body.
    pub(super) example: &'t dyn Fn() -> Example,
}

impl BodySink<'_> {
    fn subject(&self, subject: interpret::Subject) -> Subject {
        match subject {
            interpret::Subject::Root => self.root,
            subject => Subject::Data(self.api, subject),
        }
    }
}

impl Sink for BodySink<'_> {
    fn seen(&mut self, subject: interpret::Subject) {
        self.tally.seen(self.subject(subject));
    }

    fn fits(&mut self, subject: interpret::Subject) {
        self.tally.fits(self.subject(subject));
    }

    fn report(&mut self, subject: interpret::Subject, problem: Problem, observe: &dyn Fn() -> (String, String)) {
        let effect = self.is_decoded.then(|| problem.effect());
        let example = self.example;
        self.tally.add(self.subject(subject), Fault::Value(problem), effect, || {
            let (pointer, expected) = observe();
            (Example { pointer, ..example() }, expected)
        });
    }
}
