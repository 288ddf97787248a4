//! Runs many calls at once.

use std::ops::Range;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use docwright_runtime::{Client, Json, Operation, RetryPolicy, Uuid};
use serde_json::Value;
use tokio::task::JoinSet;

use super::memory::Memory;
use super::tally::Tally;
use crate::fault_server::operations::Visit;
use crate::scripted::{BY_REQUEST_ID, IDEMPOTENT, NON_IDEMPOTENT, SAFE, SERVER, TOKEN};

/// No run takes this long, unless a call never ends.
const PATIENCE: Duration = Duration::from_secs(600);

pub(crate) fn client(url: &str, attempt_timeout: Duration) -> Client {
    Client::builder(SERVER)
        .base_url(url)
        .credential(TOKEN)
        .response_limit(1 << 18)
        .attempt_timeout(attempt_timeout)
        .retry(RetryPolicy::new().with_base_delay(Duration::from_millis(50)))
        .build()
        .unwrap()
}

pub(crate) struct Load {
    client: Client,
    /// Each call has a different request, and so an effect of its own.
    calls: Range<u32>,
    in_flight: u32,
    begun: AtomicU32,
    ended: AtomicU32,
    pub(crate) memory: Memory,
}

impl Load {
    pub(crate) fn new(client: &Client, calls: Range<u32>, in_flight: u32) -> Arc<Self> {
        let (client, begun) = (client.clone(), AtomicU32::new(calls.start));
        Arc::new(Self { client, calls, in_flight, begun, ended: AtomicU32::new(0), memory: Memory::default() })
    }

    pub(crate) async fn run(self: Arc<Self>) -> Tally {
        let mut workers: JoinSet<Tally> = (0..self.in_flight).map(|_| self.clone().work()).collect();
        let mut total = Tally::default();
        let all = async {
            while let Some(worker) = workers.join_next().await {
                // The calls of a worker that panicked are lost.
                total.add(worker.unwrap_or_default());
            }
        };
        // Calls that have not ended by then are lost.
        let _ = tokio::time::timeout(PATIENCE, all).await;
        total
    }

    /// Makes one call after the other.
    async fn work(self: Arc<Self>) -> Tally {
        let mut tally = Tally::default();
        loop {
            let number = self.begun.fetch_add(1, Ordering::Relaxed);
            if number >= self.calls.end {
                return tally;
            }
            match number % 4 {
                0 => self.call(Visit::<SAFE>(number), &mut tally).await,
                1 => self.call(Visit::<IDEMPOTENT>(number), &mut tally).await,
                2 => self.call(Visit::<BY_REQUEST_ID>(number), &mut tally).await,
                _ => self.call(Visit::<NON_IDEMPOTENT>(number), &mut tally).await,
            }
            let ended = self.ended.fetch_add(1, Ordering::Relaxed);
            self.memory.look(ended, self.calls.end - self.calls.start);
        }
    }

    async fn call<O: Operation<Response = Json<Value>>>(&self, operation: O, tally: &mut Tally) {
        let id = Uuid::new_v4();
        let result = self.client.call(operation).request_id(id).await;
        tally.note(&O::INFO, id, &result);
    }
}
