//! A service on raw TCP that misbehaves as configured, and records its requests and their effects.
//!
//! Requests have effects as documented: a safe request has none, an idempotent one has none after
//! the first, one by request id has none when its id has been seen. A request takes effect when it arrived completely, whatever
//! happens to the response.

#![allow(clippy::unwrap_used, dead_code, missing_docs, unreachable_pub)]

mod account;
mod connection;
pub mod fault;
pub mod operations;

use std::io;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, MutexGuard};

use docwright_runtime::{BoxFuture, Uuid};
use tokio::net::{TcpListener, TcpSocket, TcpStream};
use tokio::sync::Semaphore;
use tokio::task::JoinSet;

use self::account::{Account, Received};
pub use self::connection::Connection;
pub use self::fault::{Fault, response};

/// What happens to a request, by its number from zero; `None` is a healthy service.
type Choose = dyn Fn(u32) -> Option<Fault> + Send + Sync;

/// Prepares a connection that was accepted.
type Open = dyn Fn(TcpStream) -> BoxFuture<'static, io::Result<Box<dyn Connection>>> + Send + Sync;

pub struct FaultServer {
    pub url: String,
    service: Arc<Service>,
    /// Bound, so that the port stays reserved, but not listening: connections are refused.
    closed: Mutex<Option<TcpSocket>>,
    /// Dropped with the server.
    tasks: Mutex<JoinSet<()>>,
}

struct Service {
    choose: Box<Choose>,
    open: Box<Open>,
    number: AtomicU32,
    account: Mutex<Account>,
    /// A permit for each response that is held back.
    held_back: Semaphore,
}

impl FaultServer {
    /// Chooses what happens to each request.
    pub fn choosing(choose: impl Fn(u32) -> Option<Fault> + Send + Sync + 'static) -> Self {
        let server = Self::closed(choose);
        server.open();
        server
    }

    /// Gives one response to each request, in order; afterwards it is healthy.
    pub fn saying(responses: Vec<Vec<u8>>) -> Self {
        Self::choosing(move |number| responses.get(number as usize).map(|response| Fault::saying(response.clone())))
    }

    /// Refuses connections until it is opened.
    pub fn closed(choose: impl Fn(u32) -> Option<Fault> + Send + Sync + 'static) -> Self {
        Self::closed_over("http://127.0.0.1", choose, |stream| Box::pin(async { Ok(Box::new(stream) as _) }))
    }

    /// The same over connections that `open` prepares.
    pub fn closed_over(
        host: &str,
        choose: impl Fn(u32) -> Option<Fault> + Send + Sync + 'static,
        open: impl Fn(TcpStream) -> BoxFuture<'static, io::Result<Box<dyn Connection>>> + Send + Sync + 'static,
    ) -> Self {
        allow_files();
        let socket = TcpSocket::new_v4().unwrap();
        socket.bind("127.0.0.1:0".parse().unwrap()).unwrap();
        Self {
            url: format!("{host}:{}", socket.local_addr().unwrap().port()),
            service: Arc::new(Service {
                choose: Box::new(choose),
                open: Box::new(open),
                number: AtomicU32::new(0),
                account: Mutex::default(),
                held_back: Semaphore::new(0),
            }),
            closed: Mutex::new(Some(socket)),
            tasks: Mutex::default(),
        }
    }

    /// Listens from now on.
    pub fn open(&self) {
        if let Some(socket) = self.closed.lock().unwrap().take() {
            let listener = socket.listen(1024).unwrap();
            self.tasks.lock().unwrap().spawn(accept(listener, self.service.clone()));
        }
    }

    pub fn account(&self) -> MutexGuard<'_, Account> {
        self.service.account.lock().unwrap()
    }

    /// Gets a permit for each response that is held back, when all is sent that comes without a pause.
    pub fn held_back(&self) -> &Semaphore {
        &self.service.held_back
    }

    /// How many requests arrived, in whole or in part.
    pub fn requests(&self) -> u32 {
        self.account().requests
    }

    /// How often a call took effect.
    pub fn effects(&self, request_id: Uuid) -> u32 {
        self.account().effects(request_id)
    }
}

/// Each connection is two files of this process. Some systems allow a program no more than 256, unless it asks for more.
fn allow_files() {
    #[cfg(unix)]
    {
        static ASKED: std::sync::Once = std::sync::Once::new();
        ASKED.call_once(|| drop(rlimit::increase_nofile_limit(4_096)));
    }
}

async fn accept(listener: TcpListener, service: Arc<Service>) {
    let mut connections = JoinSet::new();
    for number in 0.. {
        let Ok((stream, _)) = listener.accept().await else { return };
        while connections.try_join_next().is_some() {}
        connections.spawn(connection::serve(stream, number, service.clone()));
    }
}

impl Service {
    fn next(&self, connection: usize) -> Option<Fault> {
        let fault = (self.choose)(self.number.fetch_add(1, Ordering::Relaxed));
        let mut account = self.account.lock().unwrap();
        account.requests += 1;
        account.faults += u32::from(fault.is_some());
        account.connections.push(connection);
        fault
    }

    fn settle(&self) {
        self.account.lock().unwrap().settled += 1;
    }
}
