//! Connections that are closed between two calls.

use std::time::Duration;

use tokio::runtime::Builder;
use tokio::time::sleep;

use super::cell::{assert_sound, client};
use crate::transport::reqwest_transport::fault_matrix::fault_server::operations::Visit;
use crate::transport::reqwest_transport::fault_matrix::fault_server::{Fault, FaultServer};
use crate::transport::reqwest_transport::fault_matrix::scripted::NON_IDEMPOTENT;
use crate::{Error, ErrorKind, RetryPolicy, Uuid};

/// Responds, and closes the connection without announcing it.
fn closing() -> FaultServer {
    FaultServer::choosing(|_| Some(Fault::close_after_response()))
}

#[tokio::test]
async fn a_connection_that_was_closed_while_idle_is_replaced() {
    let server = closing();
    let client = client(&server).retry(RetryPolicy::none()).build().unwrap();
    for number in 0..10 {
        let id = Uuid::new_v4();
        let result = client.call(Visit::<NON_IDEMPOTENT>(number)).request_id(id).await;
        assert!(result.is_ok(), "{result:?}");
        assert_sound::<Visit<NON_IDEMPOTENT>>(&result, id, Some(id), server.effects(id));
        // Lets the client notice it.
        sleep(Duration::from_millis(20)).await;
    }
    assert_eq!(server.requests(), 10);
}

/// Whether the client notices before it sends is left to chance.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_request_that_meets_the_end_of_its_connection_is_not_sent_again_behind_the_back_of_the_call() {
    let server = closing();
    let client = client(&server).build().unwrap();
    for number in 0..500 {
        let (id, before) = (Uuid::new_v4(), server.requests());
        let result = client.call(Visit::<NON_IDEMPOTENT>(number)).request_id(id).await;
        assert_sound::<Visit<NON_IDEMPOTENT>>(&result, id, Some(id), server.effects(id));
        assert!(server.requests() - before <= 1);
        let kind = result.as_ref().err().map(Error::kind);
        assert!(kind.is_none_or(|kind| kind == ErrorKind::Interrupted), "{kind:?}");
    }
}

/// The client is blocked while the connection ends, so that it sends on a connection that looks open. Its HTTP stack notices
/// before the first byte is written, or writes to a closed connection; which of them is left to chance.
#[test]
fn a_request_on_a_closed_connection_arrives_once_or_fails() {
    let service = Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
    let server = service.block_on(async { closing() });
    let program = Builder::new_current_thread().enable_all().build().unwrap();
    program.block_on(async {
        let client = client(&server).retry(RetryPolicy::none()).build().unwrap();
        for number in 0..100 {
            let (id, before) = (Uuid::new_v4(), server.requests());
            let result = client.call(Visit::<NON_IDEMPOTENT>(number)).request_id(id).await;
            assert_sound::<Visit<NON_IDEMPOTENT>>(&result, id, Some(id), server.effects(id));
            let failure = result.as_ref().err().map(Error::kind);
            let arrived = server.requests() - before;
            assert!(
                matches!((failure, arrived), (None, 1) | (Some(ErrorKind::Interrupted), 0)),
                "{result:?} {arrived}"
            );
            let all_ended = || {
                let account = server.account();
                account.ended >= account.requests as usize
            };
            while !all_ended() {
                std::thread::sleep(Duration::from_millis(1));
            }
        }
    });
}
