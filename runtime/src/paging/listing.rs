//! Requests one page after another. Nothing here depends on the operation's types.

use std::task::{Context, Poll, ready};
use std::time::{Duration, Instant};

use bytes::Bytes;
use http::{HeaderMap, Request};

use super::counted::{Counted, Unit};
use super::loop_detector::LoopDetector;
use super::position::{Position, call_fingerprint, fingerprint};
use super::{Cursor, Paging, Style, Target, mark};
use crate::call::{Exchanged, Options, Plan, exchange_of};
use crate::continuation::link::{self, Link, Root};
use crate::pending::{Waits, unfinished};
use crate::{BoxFuture, Client, ContinuationProblem, Error, InputError, OperationInfo, PollPolicy, RequestParts};

type Sent = BoxFuture<'static, Result<Exchanged, Error>>;

pub(super) struct Listing {
    client: Client,
    options: Options,
    operation: &'static OperationInfo,
    paging: &'static [Paging],
    opening: Opening,
    place: ListPosition,
    loop_detector: LoopDetector,
    in_flight: Option<Sent>,
    /// Whether an error that cannot pass has ended the list. The place is kept.
    is_stopped: bool,
    /// Failures in a row.
    failures: u32,
    /// When the page that failed, or was not ready, may be requested again.
    not_before: Option<Instant>,
    poll_policy: Option<PollPolicy>,
    /// The waits for the page at the current place.
    waits: Option<Waits>,
    /// When the search for the next item ends; it may lead over any number of empty pages.
    search_end: Option<Instant>,
}

/// What the call's inputs say.
#[derive(Default)]
struct Opening {
    /// Fingerprint of the inputs.
    call: u64,
    /// Where the first page begins, where the caller counts.
    first: Option<Position>,
    /// A page with fewer items than this is the last.
    full_page: Option<u64>,
}

#[derive(Clone)]
enum ListPosition {
    At(Position),
    /// The position was visited before.
    Loop(Position),
    End,
}

/// Where a page leads; applied once the page was taken.
pub(super) struct PageStep {
    to: Option<Position>,
    /// Fingerprint of the items, where pages have no marks.
    page: Option<u64>,
}

impl Listing {
    pub(super) fn new(
        client: &Client,
        options: Options,
        operation: &'static OperationInfo,
        paging: &'static [Paging],
        parts: Result<RequestParts, InputError>,
    ) -> Self {
        let mut this = Self {
            client: client.clone(),
            options,
            operation,
            paging,
            opening: Opening::default(),
            place: ListPosition::At(Position::Start),
            loop_detector: LoopDetector::default(),
            in_flight: None,
            is_stopped: false,
            failures: 0,
            not_before: None,
            poll_policy: None,
            waits: None,
            search_end: None,
        };
        // An input that cannot be sent is reported when the first page is asked for.
        if let Ok(opening) = parts.and_then(|parts| this.open(parts)) {
            this.opening = opening;
        }
        this
    }

    fn open(&self, mut parts: RequestParts) -> Result<Opening, InputError> {
        self.options.add_to(&mut parts)?;
        self.state_size(&mut parts);
        let mut opening = Opening::default();
        if let Some(counted) = self.counted() {
            let number = |name: &str| parts.query_value(name).and_then(|text| text.parse::<u64>().ok());
            opening.first = Some(counted.first(number(counted.parameter)));
            if let Some((name, Some(max))) = counted.size {
                opening.full_page = number(name).map(|size| size.min(max));
            }
        }
        let inputs = parts.headers().clone();
        let uri = self.options.request(self.operation, &self.client, parts)?.uri().to_string();
        opening.call = call_fingerprint(uri.strip_prefix(self.client.base_url()).unwrap_or(&uri), &inputs);
        Ok(opening)
    }

    fn counted(&self) -> Option<Counted> {
        self.paging.iter().find_map(|paging| match paging.style {
            Style::Counted(counted) => Some(counted),
            Style::Token { .. } | Style::Link { .. } => None,
        })
    }

    /// To count items, the size of a full page must be known.
    fn state_size(&self, parts: &mut RequestParts) {
        if let Some(Counted { size: Some((name, Some(max))), .. }) = self.counted()
            && parts.query_value(name).is_none()
        {
            parts.replace_in_query(name, &max.to_string());
        }
    }

    /// The place of the next page; `None` after the last.
    pub(super) fn cursor(&self, skip: u64) -> Option<Cursor> {
        match &self.place {
            ListPosition::At(position) | ListPosition::Loop(position) => Some(Cursor {
                operation: self.name(),
                call: self.opening.call,
                position: position.clone(),
                skip,
                loop_detector: self.loop_detector.kept(),
            }),
            ListPosition::End => None,
        }
    }

    fn name(&self) -> String {
        format!("{}/{}", self.operation.api.name, self.operation.name)
    }

    pub(super) fn resume(&mut self, cursor: Cursor) -> Result<(), Error> {
        let knows = |style: fn(&Style) -> bool| self.paging.iter().any(|paging| style(&paging.style));
        let is_known = match &cursor.position {
            Position::Start => true,
            Position::Offset(_) => self.counted().is_some_and(|counted| matches!(counted.unit, Unit::Items)),
            Position::Page { .. } => self.counted().is_some_and(|counted| matches!(counted.unit, Unit::Pages { .. })),
            Position::Token(_) => knows(|style| matches!(style, Style::Token { .. })),
            Position::Link(_) => knows(|style| matches!(style, Style::Link { .. })),
        };
        if !is_known || cursor.operation != self.name() || cursor.call != self.opening.call {
            return Err(self.error(ContinuationProblem::OtherCall));
        }
        if let Position::Link(link) = &cursor.position {
            self.follow(&mut Request::new(Bytes::new()), link).map_err(|problem| self.error(problem))?;
        }
        self.in_flight = None;
        self.is_stopped = false;
        self.settle();
        self.loop_detector = LoopDetector::resumed(cursor.loop_detector, &cursor.position);
        self.place = self.place_at(cursor.position);
        Ok(())
    }

    pub(super) fn error(&self, problem: ContinuationProblem) -> Error {
        Error::from_continuation(self.operation, problem)
    }

    /// Turns `request` into the one for `link`.
    fn follow(&self, request: &mut Request<Bytes>, link: &Link) -> Result<(), ContinuationProblem> {
        let root = Root {
            base: self.client.base_url(),
            operation: self.operation,
            version: self.options.version(&self.client),
            may_state: &|header| self.paging.iter().any(|paging| paging.copies(header)),
        };
        link::follow(request, link, root)
    }

    pub(super) fn is_sending(&self) -> bool {
        self.in_flight.is_some()
    }

    pub(super) fn is_over(&self) -> bool {
        self.is_stopped || matches!(self.place, ListPosition::End)
    }

    /// Sends the request for the page at the current place; `parts` are those of the call itself.
    pub(super) fn send(
        &mut self,
        parts: Result<RequestParts, InputError>,
        plan: fn(&Client, &Options) -> Plan,
    ) -> Result<(), Error> {
        self.options = self.options.again();
        let parts = parts.map_err(|error| Error::from_input(self.operation, error))?;
        let request = self.request(parts)?;
        let mut plan = plan(&self.client, &self.options);
        if let Some(end) = self.search_end {
            let remaining = end.saturating_duration_since(self.client.0.clock(self.operation)?.now());
            plan.timeout = plan.timeout.min(remaining);
        }
        let exchange = exchange_of(&self.client, plan, request);
        self.in_flight = Some(match self.not_before.take() {
            None => exchange,
            Some(at) => {
                let clock = self.client.0.clock(self.operation)?;
                Box::pin(async move {
                    let wait = at.saturating_duration_since(clock.now());
                    if !wait.is_zero() {
                        clock.sleep(wait).await;
                    }
                    exchange.await
                })
            }
        });
        Ok(())
    }

    /// Limits the time until the next item: that of one call, and of the waits for pages that are not ready.
    pub(super) fn begin_search(&mut self) -> Result<(), Error> {
        if self.search_end.is_none() {
            let time = self.options.timeout(&self.client);
            let time = time.saturating_add(self.poll_policy.map_or(Duration::ZERO, |policy| policy.limit()));
            self.search_end = self.client.0.clock(self.operation)?.now().checked_add(time);
        }
        Ok(())
    }

    /// Whether there was no item in time. The search then begins anew.
    pub(super) fn is_search_over(&mut self) -> Result<bool, Error> {
        let Some(end) = self.search_end else { return Ok(false) };
        let is_over = self.client.0.clock(self.operation)?.now() >= end;
        if is_over {
            self.search_end = None;
        }
        Ok(is_over)
    }

    pub(super) fn end_search(&mut self) {
        self.search_end = None;
    }

    /// Ends the list after an error that cannot pass; after others, the same page is requested again, but not at once.
    pub(super) fn fail(&mut self, error: &Error) {
        if !error.is_retryable() {
            self.is_stopped = true;
            return;
        }
        self.wait(error.retry_after());
    }

    /// After a response that is neither an error nor asks to wait.
    pub(super) fn settle(&mut self) {
        self.failures = 0;
        self.not_before = None;
        self.waits = None;
    }

    pub(super) fn wait_until_ready(&mut self, poll_policy: PollPolicy) {
        self.poll_policy = Some(poll_policy);
    }

    /// What to do about a page that is not ready: request it again after a wait, or report the error that it took too long;
    /// `None` if it was not said to wait.
    pub(super) fn wait_for_page(&mut self, retry_after: Option<Duration>) -> Option<Result<(), Error>> {
        let Some(poll_policy) = self.poll_policy else {
            self.wait(retry_after);
            return None;
        };
        let now = match self.client.0.clock(self.operation) {
            Ok(clock) => clock.now(),
            Err(error) => return Some(Err(error)),
        };
        let waits = self.waits.get_or_insert_with(|| poll_policy.waits(now));
        match waits.next(now, retry_after) {
            Some(wait) => {
                self.not_before = now.checked_add(wait);
                Some(Ok(()))
            }
            None => {
                self.waits = None;
                self.wait(retry_after);
                Some(Err(unfinished(self.operation, retry_after)))
            }
        }
    }

    /// Requests the page again later: as the service asks, or as the policy for repetitions says.
    fn wait(&mut self, asked: Option<Duration>) {
        self.failures = self.failures.saturating_add(1);
        let wait = asked.unwrap_or_else(|| self.options.retry_policy(&self.client).delay(self.failures));
        // Without a clock, nothing is sent either.
        self.not_before = self.client.0.clock(self.operation).ok().and_then(|clock| clock.now().checked_add(wait));
    }

    fn place_at(&self, position: Position) -> ListPosition {
        if self.loop_detector.kept().is_loop { ListPosition::Loop(position) } else { ListPosition::At(position) }
    }

    fn request(&self, mut parts: RequestParts) -> Result<http::Request<Bytes>, Error> {
        let position = match &self.place {
            ListPosition::At(position) => position,
            ListPosition::Loop(_) | ListPosition::End => return Err(self.error(ContinuationProblem::Repeated)),
        };
        self.options.add_to(&mut parts).map_err(|error| Error::from_input(self.operation, error))?;
        self.state_size(&mut parts);
        let build = |mut parts: RequestParts| {
            for paging in self.paging {
                let is_taken = match (position, paging.style) {
                    (Position::Offset(count) | Position::Page { number: count, .. }, Style::Counted(counted)) => {
                        parts.replace_in_query(counted.parameter, &count.to_string());
                        true
                    }
                    (Position::Token(token), Style::Token { to: Target::Query(name), .. }) => {
                        parts.replace_in_query(name, token);
                        true
                    }
                    (Position::Token(token), Style::Token { to: Target::Header(name), .. }) => {
                        let is_sendable = parts.replace_header(name, token).is_some();
                        if !is_sendable {
                            return Err(self.error(ContinuationProblem::Malformed));
                        }
                        true
                    }
                    _ => false,
                };
                if is_taken {
                    paging.with.iter().for_each(|(name, value)| parts.replace_in_query(name, value));
                    break;
                }
            }
            self.options
                .request(self.operation, &self.client, parts)
                .map_err(|error| Error::from_input(self.operation, error))
        };
        let mut request = build(parts)?;
        if let Position::Link(link) = position {
            self.follow(&mut request, link).map_err(|problem| self.error(problem))?;
        }
        Ok(request)
    }

    /// The response to what was sent.
    pub(super) fn poll_response(&mut self, context: &mut Context<'_>) -> Poll<Result<Exchanged, Error>> {
        let Some(in_flight) = &mut self.in_flight else { return Poll::Pending };
        let response = ready!(in_flight.as_mut().poll(context));
        self.in_flight = None;
        Poll::Ready(response)
    }

    /// Where a page leads.
    pub(super) fn step(&self, headers: &HeaderMap, body: &[u8]) -> PageStep {
        let mark = self.paging.iter().find_map(|paging| mark::read(paging, headers, body));
        let mark = mark.map(|position| position.without_credentials(self.operation.api));
        if mark.is_some() {
            return PageStep { to: mark, page: None };
        }
        let from = match &self.place {
            ListPosition::At(Position::Start) => self.opening.first.as_ref(),
            ListPosition::At(position) => Some(position),
            _ => None,
        };
        let (Some(from), Some(counted)) = (from, self.counted()) else {
            return PageStep { to: None, page: None };
        };
        let (page, count) = mark::items(body, counted.items);
        let to = counted.after(from, count, self.opening.full_page, body);
        PageStep { to, page: (count > 0).then(|| fingerprint(page)) }
    }

    /// Moves to where a page led.
    pub(super) fn go(&mut self, step: PageStep) {
        let Some(position) = step.to else {
            self.place = ListPosition::End;
            return;
        };
        self.loop_detector.go(step.page, &position);
        self.place = self.place_at(position);
    }
}
