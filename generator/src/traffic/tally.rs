//! Counts over all exchanges: what occurred, and what does not match the spec, with one example of each.

use std::collections::{HashMap, HashSet};

use super::example::MismatchExample;
use super::interpret::{self, BodyVisitor, FormMismatch, MismatchEffect, MismatchKind};
use super::matching::Called;
use super::webhooks::SentWebhook;
use crate::error_bodies::NoError;

/// Different names or values of one kind beyond this number are counted together.
const MOST_VARIANTS: usize = 50;

/// What a mismatch is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum MismatchSubject {
    /// An API as a whole.
    Api(usize),
    /// An operation.
    Operation(Called),
    /// The body of a response with this status.
    Response(Called, u16),
    /// The body of a request.
    Sent(Called),
    /// An input of an operation, by its position.
    Input(Called, usize),
    /// The payload of a webhook.
    Webhook(SentWebhook),
    /// A type of an API, or a member of one.
    Data(usize, interpret::ValueSubject),
}

/// What does not match the spec.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum ObservedMismatch {
    /// A value.
    Value(MismatchKind),
    /// A status that the operation does not have.
    Status(u16),
    /// The body of an error with none of the API's shapes.
    Error(NoError),
    /// The body of an error without a code, although only errors with a code are listed for its status.
    NoCode,
    /// A request header that the spec does not have.
    SentHeader(String),
    /// A response header that the spec does not have.
    ReceivedHeader(String),
    /// A value of a response header that does not fit the type that the spec states.
    HeaderValue { header: String, form: FormMismatch },
    /// A header of a link to the next page that `paging` does not name.
    LinkHeader(String),
    /// A response that states a next page, of an operation without paging.
    NextPage,
    /// A body of another media type than the one that the spec states.
    MediaType { recorded: String, stated: String },
    /// A part of a body that the operation does not have.
    Part(String),
    /// A total above the number of items of a list, of an operation without paging.
    Total,
    /// A token with access that the operation does not accept.
    Access(&'static str),
    /// A credential of the API that the operation does not accept, by its name.
    OtherCredential(String),
    /// A credential in `Authorization` after another word than those of the API.
    OtherScheme(&'static str),
    /// No credential, although the operation accepts some and other requests have one.
    NoCredential,
    /// A query parameter that the operation does not have.
    Query(String),
    /// No operation has this method and path.
    NoOperation(String),
}

/// How often something occurred, and in how many exchanges.
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

/// A mismatch, counted.
#[derive(Debug)]
pub(super) struct CountedMismatch {
    count: Count,
    /// The effect on the client; `None` if the client does not process the value.
    pub(super) effect: Option<MismatchEffect>,
    /// The type that the spec states.
    pub(super) expected: String,
    /// The first occurrence.
    pub(super) example: MismatchExample,
}

impl CountedMismatch {
    /// The number of exchanges in which it occurred.
    pub(super) fn exchanges(&self) -> usize {
        self.count.exchanges
    }
}

/// All counts.
#[derive(Debug, Default)]
pub(super) struct Tally {
    /// The number of the current exchange, counted from 1.
    exchange: usize,
    seen: HashMap<MismatchSubject, Count>,
    /// What matched the spec at least once.
    fitting: HashSet<MismatchSubject>,
    variants: HashMap<(MismatchSubject, std::mem::Discriminant<ObservedMismatch>), usize>,
    mismatches: HashMap<(MismatchSubject, ObservedMismatch), CountedMismatch>,
}

impl Tally {
    /// Begins the next exchange.
    pub(super) fn next_exchange(&mut self) {
        self.exchange += 1;
    }

    pub(super) fn seen(&mut self, subject: MismatchSubject) {
        self.seen.entry(subject).or_default().add(self.exchange);
    }

    pub(super) fn fits(&mut self, subject: MismatchSubject) {
        self.fitting.insert(subject);
    }

    pub(super) fn ever_fits(&self, subject: MismatchSubject) -> bool {
        self.fitting.contains(&subject)
    }

    pub(super) fn exchanges_with(&self, subject: MismatchSubject) -> usize {
        self.seen.get(&subject).map_or(0, |count| count.exchanges)
    }

    pub(super) fn add(
        &mut self,
        subject: MismatchSubject,
        mismatch: ObservedMismatch,
        effect: Option<MismatchEffect>,
        example: impl FnOnce() -> (MismatchExample, String),
    ) {
        let mut key = (subject, mismatch);
        if !self.mismatches.contains_key(&key) {
            let variants = self.variants.entry((subject, std::mem::discriminant(&key.1))).or_default();
            if *variants >= MOST_VARIANTS {
                key.1 = key.1.without_name();
            }
            *variants += 1;
        }
        let entry = self.mismatches.entry(key).or_insert_with(|| {
            let (example, expected) = example();
            CountedMismatch { count: Count::default(), effect, expected, example }
        });
        entry.count.add(self.exchange);
        entry.effect = entry.effect.max(effect);
    }

    /// Removes the mismatches for which the function returns `false`.
    pub(super) fn retain(&mut self, is_kept: impl Fn(&MismatchSubject, &ObservedMismatch) -> bool) {
        self.mismatches.retain(|(subject, mismatch), _| is_kept(subject, mismatch));
    }

    pub(super) fn mismatches(&self) -> impl Iterator<Item = (MismatchSubject, &ObservedMismatch, &CountedMismatch)> {
        self.mismatches.iter().map(|((subject, mismatch), entry)| (*subject, mismatch, entry))
    }
}

impl ObservedMismatch {
    /// The mismatch without its name or value, to count it together with others.
    fn without_name(&self) -> Self {
        let other = || "…".to_owned();
        match self {
            Self::Value(MismatchKind::UnknownMember(_)) => Self::Value(MismatchKind::UnknownMember(other())),
            Self::Value(MismatchKind::UnknownValue(_)) => Self::Value(MismatchKind::UnknownValue(None)),
            Self::Value(MismatchKind::Form(FormMismatch::Text(format, _))) => {
                Self::Value(MismatchKind::Form(FormMismatch::Text(*format, other())))
            }
            Self::SentHeader(_) => Self::SentHeader(other()),
            Self::ReceivedHeader(_) => Self::ReceivedHeader(other()),
            Self::LinkHeader(_) => Self::LinkHeader(other()),
            Self::Query(_) => Self::Query(other()),
            Self::Part(_) => Self::Part(other()),
            Self::NoOperation(_) => Self::NoOperation(other()),
            mismatch => mismatch.clone(),
        }
    }
}

/// Counts the values and mismatches of a body.
pub(super) struct BodySink<'t> {
    pub(super) tally: &'t mut Tally,
    pub(super) api: usize,
    /// The body as a whole.
    pub(super) root: MismatchSubject,
    /// Whether the client decodes the body.
    pub(super) is_decoded: bool,
    /// The exchange, without a JSON pointer.
    pub(super) example: &'t dyn Fn() -> MismatchExample,
}

impl BodySink<'_> {
    fn subject(&self, subject: interpret::ValueSubject) -> MismatchSubject {
        match subject {
            interpret::ValueSubject::Root => self.root,
            subject => MismatchSubject::Data(self.api, subject),
        }
    }
}

impl BodyVisitor for BodySink<'_> {
    fn seen(&mut self, subject: interpret::ValueSubject) {
        self.tally.seen(self.subject(subject));
    }

    fn fits(&mut self, subject: interpret::ValueSubject) {
        self.tally.fits(self.subject(subject));
    }

    fn report(
        &mut self,
        subject: interpret::ValueSubject,
        problem: MismatchKind,
        observe: &dyn Fn() -> (String, String),
    ) {
        let effect = self.is_decoded.then(|| problem.effect());
        let example = self.example;
        self.tally.add(self.subject(subject), ObservedMismatch::Value(problem), effect, || {
            let (pointer, expected) = observe();
            (MismatchExample { pointer, ..example() }, expected)
        });
    }
}
