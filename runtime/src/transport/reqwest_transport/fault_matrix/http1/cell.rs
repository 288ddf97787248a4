//! One cell of the matrix: a call, a fault, and what must be true of every call.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use serde_json::{Value, json};

use crate::transport::reqwest_transport::fault_matrix::fault_server::operations::Visit;
use crate::transport::reqwest_transport::fault_matrix::fault_server::{Fault, FaultServer};
use crate::transport::reqwest_transport::fault_matrix::scripted::{
    BY_REQUEST_ID, IDEMPOTENT, NON_IDEMPOTENT, SAFE, SERVER, TOKEN,
};
use crate::transport::reqwest_transport::fault_matrix::{Times, Trial, in_words};
#[cfg(feature = "rustls")]
use crate::transport::reqwest_transport::tls_tests;
use crate::transport::reqwest_transport::virtual_time::{ATTEMPT, passing};
use crate::{
    Client, ClientBuilder, Error, Idempotency, Json, Observer, Operation, Response, RetryPolicy, RetryScheduled, Uuid,
};

/// What happens to a call.
#[derive(Clone)]
pub(super) enum Trouble {
    Fault(Fault),
    Refusal,
    RedirectElsewhere,
}

impl From<Fault> for Trouble {
    fn from(fault: Fault) -> Self {
        Self::Fault(fault)
    }
}

/// On which connection.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Http1Connection {
    Fresh,
    Reused,
    /// For the first call on it.
    #[cfg(feature = "rustls")]
    Tls,
}

pub(super) struct Http1Cell {
    pub(super) trouble: Trouble,
    pub(super) connection: Http1Connection,
    /// Whether only a timeout ends it; the time is virtual then.
    pub(super) is_silent: bool,
}

impl Http1Connection {
    #[cfg(feature = "rustls")]
    pub(super) const ALL: [Self; 3] = [Self::Fresh, Self::Reused, Self::Tls];
    #[cfg(not(feature = "rustls"))]
    pub(super) const ALL: [Self; 2] = [Self::Fresh, Self::Reused];

    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Fresh => "fresh, in cleartext",
            Self::Reused => "reused, in cleartext",
            #[cfg(feature = "rustls")]
            Self::Tls => "fresh, over TLS",
        }
    }

    fn server(self, choose: impl Fn(u32) -> Option<Fault> + Send + Sync + 'static) -> FaultServer {
        match self {
            Self::Fresh | Self::Reused => FaultServer::closed(choose),
            #[cfg(feature = "rustls")]
            Self::Tls => tls_tests::http1_server(choose),
        }
    }

    fn client(self, server: &FaultServer) -> ClientBuilder {
        match self {
            Self::Fresh | Self::Reused => client(server),
            #[cfg(feature = "rustls")]
            Self::Tls => client(server).transport(tls_tests::trusting()),
        }
    }
}

/// Opens a server after it has refused this many attempts.
struct ServerOpener(Arc<FaultServer>, u32);

impl Observer for ServerOpener {
    fn on_retry(&self, retry: &RetryScheduled<'_>) {
        if retry.attempt().number() == self.1 {
            self.0.open();
        }
    }
}

pub(super) fn client(server: &FaultServer) -> ClientBuilder {
    Client::builder(SERVER)
        .base_url(&server.url)
        .credential(TOKEN)
        .response_limit(1 << 20)
        .retry(RetryPolicy::new().with_base_delay(Duration::ZERO))
}

impl Trial for Http1Cell {
    async fn outcome(&self, idempotency: Idempotency, times: Times) -> String {
        match idempotency {
            Idempotency::Safe => outcome(Visit::<SAFE>, self, times).await,
            Idempotency::Idempotent => outcome(Visit::<IDEMPOTENT>, self, times).await,
            Idempotency::ByRequestId => outcome(Visit::<BY_REQUEST_ID>, self, times).await,
            Idempotency::NonIdempotent => outcome(Visit::<NON_IDEMPOTENT>, self, times).await,
        }
    }
}

/// The outcome of the call, and how many requests the servers see.
async fn outcome<O: Operation<Response = Json<Value>>>(
    operation: fn(u32) -> O,
    cell: &Http1Cell,
    times: Times,
) -> String {
    let elsewhere = cell.connection.server(|_| None);
    elsewhere.open();
    let left = Arc::new(AtomicU32::new(0));
    let fault = match &cell.trouble {
        Trouble::Fault(fault) => Some(fault.clone()),
        Trouble::RedirectElsewhere => Some(Fault::redirect(&format!("{}/safe/elsewhere", elsewhere.url))),
        Trouble::Refusal => None,
    };
    let remaining = left.clone();
    let choose = move |_| {
        let is_faulty =
            remaining.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| left.checked_sub(1)).is_ok();
        fault.clone().filter(|_| is_faulty)
    };
    let server = Arc::new(cell.connection.server(choose));
    let client = cell.connection.client(&server).observer(ServerOpener(server.clone(), times.count())).build().unwrap();
    if !matches!(cell.trouble, Trouble::Refusal) {
        server.open();
        if cell.connection == Http1Connection::Reused {
            client.call(operation(0)).await.unwrap();
        }
    }

    let before = server.requests();
    left.store(times.count(), Ordering::Relaxed);
    let id = Uuid::new_v4();
    let call = client.call(operation(1)).request_id(id);
    let result = match cell.is_silent {
        true => passing(call.attempt_timeout(ATTEMPT).into_future(), server.held_back()).await,
        false => call.await,
    };
    let requests = server.requests() - before + elsewhere.requests();
    left.store(0, Ordering::Relaxed);

    // A service that does not get the id cannot return it.
    let responded = Some(id).filter(|_| elsewhere.requests() == 0);
    assert_sound::<O>(&result, id, responded, server.effects(id));
    assert_discreet(&server, &elsewhere, id);
    if before > 0 {
        let (account, first) = (server.account(), before as usize);
        assert_eq!(account.connections[first - 1], account.connections[first], "the connection is used again");
    }
    server.open();
    let id = Uuid::new_v4();
    let next = client.call(operation(2)).request_id(id).await.unwrap();
    assert_eq!(next.value["id"], id.to_string(), "the next call gets its own response");
    in_words(&result, requests)
}

/// What must be true of every call, whatever happens.
pub(super) fn assert_sound<O: Operation>(
    result: &Result<Response<Value>, Error>,
    id: Uuid,
    responded: Option<Uuid>,
    effects: u32,
) {
    assert!(effects <= 1, "took effect {effects} times");
    match result {
        Ok(response) => {
            assert_eq!(response.value["id"], json!(responded.map(|id| id.to_string())), "the response to another call");
            let expected = u32::from(O::INFO.idempotency != Idempotency::Safe);
            assert_eq!(effects, expected, "a success has one effect, unless the call is safe");
        }
        Err(error) => {
            assert!(effects == 0 || error.may_have_taken_effect(), "an effect that the error rules out: {error:?}");
            let own = error.request_id().is_none_or(|request_id| request_id == id.to_string());
            assert!(own, "the error of another call");
        }
    }
}

/// All attempts have the same id; no other service gets the id, the credential or a body.
fn assert_discreet(server: &FaultServer, elsewhere: &FaultServer, id: Uuid) {
    let account = server.account();
    let own = account.received.iter().filter(|request| request.target().ends_with("/1"));
    assert!({ own }.all(|request| request.request_id() == Some(id)));
    let elsewhere = elsewhere.account();
    assert!(elsewhere.received.iter().all(|request| {
        request.header("Authorization").is_none() && request.request_id().is_none() && request.body.is_empty()
    }));
}
