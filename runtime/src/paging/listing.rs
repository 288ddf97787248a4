//! Requests one page after another. Nothing here depends on the operation's types.

use std::task::{Context, Poll, ready};

use bytes::Bytes;
use http::HeaderMap;

use super::link::{self, Root};
use super::loop_detector::LoopDetector;
use super::position::{Position, call_fingerprint, fingerprint};
use super::{ContinuationProblem, Counted, Cursor, ListEnd, Paging, Style, Target, Unit, mark};
use crate::call::{Exchanged, Options, Plan, exchange_of};
use crate::{BoxFuture, Client, Error, InputError, OperationInfo, RequestParts};

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
        };
        // An input that cannot be sent is reported when the first page is asked for.
        if let Ok(opening) = parts.and_then(|parts| this.open(parts)) {
            this.opening = opening;
        }
        this
    }

    fn open(&self, mut parts: RequestParts) -> Result<Opening, InputError> {
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
            link::follow(&mut http::Request::new(Bytes::new()), link, self.root())
                .map_err(|problem| self.error(problem))?;
        }
        self.in_flight = None;
        self.loop_detector = LoopDetector::resumed(cursor.loop_detector, &cursor.position);
        self.place = self.place_at(cursor.position);
        Ok(())
    }

    pub(super) fn error(&self, problem: ContinuationProblem) -> Error {
        Error::from_continuation(self.operation, problem, &HeaderMap::new())
    }

    fn root(&self) -> Root<'_> {
        Root {
            base: self.client.base_url(),
            operation: self.operation,
            version: self.options.version(&self.client),
            paging: self.paging,
        }
    }

    pub(super) fn is_sending(&self) -> bool {
        self.in_flight.is_some()
    }

    pub(super) fn is_over(&self) -> bool {
        matches!(self.place, ListPosition::End)
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
        self.in_flight = Some(exchange_of(&self.client, plan(&self.client, &self.options), request));
        Ok(())
    }

    fn place_at(&self, position: Position) -> ListPosition {
        if self.loop_detector.kept().is_loop { ListPosition::Loop(position) } else { ListPosition::At(position) }
    }

    fn request(&self, mut parts: RequestParts) -> Result<http::Request<Bytes>, Error> {
        let position = match &self.place {
            ListPosition::At(position) => position,
            ListPosition::Loop(_) | ListPosition::End => return Err(self.error(ContinuationProblem::Repeated)),
        };
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
            link::follow(&mut request, link, self.root()).map_err(|problem| self.error(problem))?;
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
        let is_short = count == 0 || self.opening.full_page.is_some_and(|full| count < full);
        let to = if is_short { None } else { counted.after(from, count, body) };
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

impl Counted {
    /// Where a list begins whose call states `stated` as count.
    fn first(&self, stated: Option<u64>) -> Position {
        match self.unit {
            Unit::Items => Position::Offset(stated.unwrap_or_default()),
            Unit::Pages { first, .. } => {
                let number = stated.unwrap_or(first);
                Position::Page { number, before: (number == first).then_some(0) }
            }
        }
    }

    /// Where the page after one with `count` items begins; `None` if the page says that it is the last.
    fn after(&self, from: &Position, count: u64, body: &[u8]) -> Option<Position> {
        match (from, self.unit) {
            (Position::Offset(offset), Unit::Items) => Some(Position::Offset(offset.saturating_add(count))),
            (Position::Page { number, before }, Unit::Pages { first, end }) => {
                let before = before.map(|before| before.saturating_add(count));
                let is_last = match end {
                    // Unknown where the list was begun at a later page.
                    Some(ListEnd::Total(member)) => {
                        before.zip(mark::count(body, member)).is_some_and(|(seen, total)| seen >= total)
                    }
                    Some(ListEnd::PageCount(member)) => {
                        let seen = number.saturating_sub(first).saturating_add(1);
                        mark::count(body, member).is_some_and(|pages| seen >= pages)
                    }
                    None => false,
                };
                (!is_last).then(|| Position::Page { number: number.saturating_add(1), before })
            }
            _ => None,
        }
    }
}
