//! The fake service itself.

use std::collections::VecDeque;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use bytes::Bytes;
use http::{HeaderMap, Method, Request, Response};

use super::reply::PlainReply;
use super::template::{Parameters, fit};
use super::{On, RecordedRequest};
use crate::encoding::set_header;
use crate::{BoxFuture, HeaderValue, Limits, Operation, OperationInfo, Transport, TransportError, TransportErrorKind};

/// A service for tests: pass it to [`ClientBuilder::transport`](crate::ClientBuilder::transport). Clones are
/// the same service, which may be called from several tasks at once.
#[derive(Clone, Default)]
pub struct FakeService {
    base_path: String,
    state: Arc<Mutex<ServiceState>>,
}

#[derive(Default)]
struct ServiceState {
    operations: Vec<Replies>,
    requests: Vec<RecordedRequest>,
}

/// Makes a reply to a request.
pub(super) type MakeReply = Arc<dyn Fn(&RecordedRequest) -> PlainReply + Send + Sync>;

/// The replies to requests for one operation.
struct Replies {
    operation: &'static OperationInfo,
    upcoming: VecDeque<MakeReply>,
    /// The reply when no other is left.
    latest: MakeReply,
}

impl FakeService {
    /// A service without replies.
    pub fn new() -> Self {
        Self::default()
    }

    /// A service for clients whose base URL, or that of their server, has a path, such as `/gateway`.
    pub fn at_path(base_path: &str) -> Self {
        Self { base_path: base_path.trim_end_matches('/').to_owned(), state: Arc::default() }
    }

    /// Sets the replies to requests for `O`.
    pub fn on<O: Operation>(&self) -> On<'_, O> {
        On::new(self)
    }

    /// The requests for `O`, in order of arrival.
    pub fn requests<O: Operation>(&self) -> Vec<RecordedRequest> {
        let belongs =
            |recorded: &&RecordedRequest| recorded.operation().is_some_and(|operation| same(operation, &O::INFO));
        self.state().requests.iter().filter(belongs).cloned().collect()
    }

    /// All requests, in order of arrival, also those without a reply.
    pub fn all_requests(&self) -> Vec<RecordedRequest> {
        self.state().requests.clone()
    }

    pub(super) fn add(&self, operation: &'static OperationInfo, maker: MakeReply) {
        let operations = &mut self.state().operations;
        match operations.iter_mut().find(|replies| same(replies.operation, operation)) {
            Some(replies) => replies.upcoming.push_back(maker),
            None => operations.push(Replies { operation, upcoming: [Arc::clone(&maker)].into(), latest: maker }),
        }
    }

    pub(super) fn remove(&self, operation: &OperationInfo) {
        self.state().operations.retain(|replies| !same(replies.operation, operation));
    }

    /// Records a request, and finds its reply.
    fn take(&self, request: Request<Bytes>) -> Result<(RecordedRequest, MakeReply), TransportError> {
        let recorded = RecordedRequest::new(request);
        let mut state = self.state();
        let Some((replies, parameters)) = state.closest(&recorded, &self.base_path) else {
            let error = state.no_response(&recorded);
            state.requests.push(recorded);
            return Err(TransportError::new(TransportErrorKind::Other).with_source(error));
        };
        let recorded = recorded.belonging_to(replies.operation, parameters);
        let maker = replies.next();
        state.requests.push(recorded.clone());
        Ok((recorded, maker))
    }

    /// A panic while the state is locked leaves it consistent.
    fn state(&self) -> MutexGuard<'_, ServiceState> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl ServiceState {
    /// The replies to requests of the operation that `recorded` belongs to.
    fn closest(&mut self, recorded: &RecordedRequest, base_path: &str) -> Option<(&mut Replies, Parameters)> {
        let path = recorded.path().strip_prefix(base_path)?;
        let fitting = self.operations.iter_mut().filter_map(|replies| {
            let is_method = Method::from(replies.operation.method) == *recorded.method();
            let fixed_headers = replies.operation.fixed_headers;
            let has_fixed = fixed_headers.iter().all(|(name, value)| recorded.header(name) == Some(*value));
            let (closeness, parameters) =
                (is_method && has_fixed).then(|| fit(replies.operation.path, path, recorded.query_pairs()))??;
            Some(((closeness, fixed_headers.len()), replies, parameters))
        });
        let (_, replies, parameters) = fitting.max_by(|(one, ..), (other, ..)| one.cmp(other))?;
        Some((replies, parameters))
    }

    /// The operations that have replies, in words.
    fn decoded(&self) -> Vec<String> {
        let described = |replies: &Replies| {
            let OperationInfo { api, name, method, path, .. } = replies.operation;
            format!("{}/{name} ({} {path})", api.name, Method::from(*method))
        };
        self.operations.iter().map(described).collect()
    }

    fn no_response(&mut self, recorded: &RecordedRequest) -> NoResponse {
        let path = recorded.path();
        let mut prefixes = path.match_indices('/').skip(1).map(|(end, _)| &path[..end]);
        let base_path = prefixes.find(|prefix| self.closest(recorded, prefix).is_some()).map(str::to_owned);
        NoResponse { request: format!("{} {path}", recorded.method()), responded: self.decoded(), base_path }
    }
}

impl Replies {
    fn next(&mut self) -> MakeReply {
        if let Some(next) = self.upcoming.pop_front() {
            self.latest = next;
        }
        Arc::clone(&self.latest)
    }
}

impl Transport for FakeService {
    fn send(&self, request: Request<Bytes>, _: Limits) -> BoxFuture<'_, Result<Response<Bytes>, TransportError>> {
        Box::pin(async move {
            let (recorded, maker) = self.take(request)?;
            let reply = maker(&recorded);
            if let Some(wait) = reply.wait {
                wait().await;
            }
            let mut response = reply.content.into_result()?;
            if let Some(operation) = recorded.operation() {
                return_ids(operation, &recorded, response.headers_mut());
            }
            if recorded.method() == Method::HEAD {
                response.body_mut().clear();
            }
            Ok(response)
        })
    }
}

/// Returns the ids of a request, unless the reply has others, as services do.
fn return_ids(operation: &OperationInfo, recorded: &RecordedRequest, headers: &mut HeaderMap) {
    let api = operation.api;
    for header in api.headers {
        let returned = match header.value {
            HeaderValue::RequestId => api.request_id_header,
            HeaderValue::CorrelationId => api.correlation_id_header,
            _ => None,
        };
        if let (Some(name), Some(id)) = (returned, recorded.header(header.name))
            && !headers.contains_key(name)
        {
            // What was sent as a header can be returned as one.
            let _ = set_header(headers, name, id);
        }
    }
}

fn same(one: &OperationInfo, other: &OperationInfo) -> bool {
    (one.api.name, one.name) == (other.api.name, other.name)
}

/// Shows of the replies only which operations have some.
impl fmt::Debug for FakeService {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let state = self.state();
        formatter
            .debug_struct("FakeService")
            .field("operations", &state.decoded())
            .field("requests", &state.requests.len())
            .finish_non_exhaustive()
    }
}

/// A request that the service has no reply for.
struct NoResponse {
    request: String,
    responded: Vec<String>,
    /// With which base path it would have one.
    base_path: Option<String>,
}

impl fmt::Display for NoResponse {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "the fake service has no reply for {}", self.request)?;
        match self.responded.as_slice() {
            [] => formatter.write_str(", nor for anything else"),
            responded => write!(formatter, ", only for {}", responded.join(", ")),
        }?;
        match &self.base_path {
            Some(path) => {
                write!(formatter, "; for a base URL with this path, begin with `FakeService::at_path(\"{path}\")`")
            }
            None => Ok(()),
        }
    }
}

/// Shows the message, because a failing test prints `Debug`.
impl fmt::Debug for NoResponse {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, formatter)
    }
}

impl std::error::Error for NoResponse {}
