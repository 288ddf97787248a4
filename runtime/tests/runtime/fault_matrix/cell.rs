//! One cell of the matrix: a call, a fault, and what must be true of every call.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use docwright_runtime::{
    Client, ClientBuilder, Error, ErrorKind, Idempotency, Json, Observer, Operation, Response, RetryPolicy,
    RetryScheduled, Uuid,
};
use serde_json::{Value, json};
use tokio::sync::Barrier;

use crate::fault_server::{Fault, FaultServer};
use crate::scripted::{SERVER, TOKEN};

/// What happens to a call.
#[derive(Clone)]
pub(crate) enum Trouble {
    Fault(Fault),
    Refusal,
    RedirectElsewhere,
}

impl From<Fault> for Trouble {
    fn from(fault: Fault) -> Self {
        Self::Fault(fault)
    }
}

/// How often.
#[derive(Clone, Copy)]
pub(crate) enum Times {
    First,
    FirstTwo,
    All,
}

/// On which connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Connection {
    Fresh,
    Reused,
}

pub(crate) struct Cell {
    pub(crate) trouble: Trouble,
    pub(crate) connection: Connection,
    pub(crate) attempt_timeout: Duration,
    /// Calls begin when all are prepared, so that none spends its time on preparation.
    pub(crate) start: Arc<Barrier>,
}

impl Times {
    fn count(self) -> u32 {
        match self {
            Self::First => 1,
            Self::FirstTwo => 2,
            Self::All => u32::MAX,
        }
    }
}

/// Opens a server after it has refused this many attempts.
struct Opening(Arc<FaultServer>, u32);

impl Observer for Opening {
    fn on_retry(&self, retry: &RetryScheduled<'_>) {
        if retry.attempt().number() == self.1 {
            self.0.open();
        }
    }
}

pub(crate) fn client(server: &FaultServer) -> ClientBuilder {
    Client::builder(SERVER)
        .base_url(&server.url)
        .credential(TOKEN)
        .response_limit(1 << 20)
        .retry(RetryPolicy::new().with_base_delay(Duration::from_millis(1)))
}

/// The outcome of the call, and how many requests the servers see.
pub(crate) async fn outcome<O: Operation<Response = Json<Value>>>(
    operation: fn(u32) -> O,
    cell: &Cell,
    times: Times,
) -> String {
    let elsewhere = FaultServer::choosing(|_| None);
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
    let server = Arc::new(FaultServer::closed(choose));
    let client = client(&server).observer(Opening(server.clone(), times.count())).build().unwrap();
    if !matches!(cell.trouble, Trouble::Refusal) {
        server.open();
        if cell.connection == Connection::Reused {
            client.call(operation(0)).await.unwrap();
        }
    }

    let before = server.requests();
    left.store(times.count(), Ordering::Relaxed);
    let id = Uuid::new_v4();
    cell.start.wait().await;
    let result = client.call(operation(1)).request_id(id).attempt_timeout(cell.attempt_timeout).await;
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
    let outcome = match result {
        Ok(_) => "ok".to_owned(),
        Err(error) => {
            let (kind, status) = (error.kind(), error.status().map(|status| status.as_u16()));
            match (kind, status) {
                (ErrorKind::Status, Some(status)) => status.to_string(),
                (ErrorKind::Timeout, None | Some(200)) => format!("{kind:?}"),
                (_, Some(200)) => format!("{kind:?}+"),
                (_, None) => format!("{kind:?}"),
                (_, Some(status)) => format!("{kind:?} in {status}"),
            }
        }
    };
    format!("{outcome} {requests}")
}

/// What must be true of every call, whatever happens.
pub(crate) fn assert_sound<O: Operation>(
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
