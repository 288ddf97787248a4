//! The clock belongs to the test, and the source returns when the test permits it.

mod rejected;
mod renewed;

use std::cell::Cell;
use std::collections::VecDeque;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant, SystemTime};

use tokio::sync::Semaphore;
use tokio::task::{JoinHandle, JoinSet, yield_now};

use super::*;
use crate::{Api, RejectedToken};

const API: Api = Api::new("api", "API", "test/1");
const SERVER: Server = Server::new(&API, "global", "https://api.example.com").with_audience("https://api.example.com");
const OTHER: Server =
    Server::new(&API, "other", "https://other.example.com").with_audience("https://other.example.com");
const LIFETIME: Duration = Duration::from_secs(1000);

thread_local! {
    /// Seconds on the test's clock. A test has a thread of its own.
    static SECONDS: Cell<u64> = const { Cell::new(1_000_000) };
    /// Whether waits end.
    static IS_RUNNING: Cell<bool> = const { Cell::new(false) };
}

struct TestClock;

impl Clock for TestClock {
    fn now(&self) -> Instant {
        Instant::now()
    }

    fn sleep(&self, _: Duration) -> BoxFuture<'_, ()> {
        if IS_RUNNING.get() { Box::pin(std::future::ready(())) } else { Box::pin(std::future::pending()) }
    }

    fn system_time(&self) -> SystemTime {
        now()
    }
}

fn now() -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_secs(SECONDS.get())
}

fn pass(seconds: u64) {
    SECONDS.set(SECONDS.get() + seconds);
}

/// Returns `token-1`, `token-2` and so on, unless the test sets a result.
#[derive(Debug)]
struct Source {
    calls: AtomicUsize,
    rejected_tokens: Mutex<Vec<Option<RejectedToken>>>,
    responses: Mutex<VecDeque<TokenResult>>,
    /// One permit lets one request finish.
    gate: Semaphore,
}

impl Source {
    fn open() -> Arc<Self> {
        Self::with_permits(Semaphore::MAX_PERMITS)
    }

    fn closed() -> Arc<Self> {
        Self::with_permits(0)
    }

    fn with_permits(permits: usize) -> Arc<Self> {
        let gate = Semaphore::new(permits);
        Arc::new(Self {
            calls: AtomicUsize::new(0),
            rejected_tokens: Mutex::default(),
            responses: Mutex::default(),
            gate,
        })
    }

    fn calls(&self) -> usize {
        self.calls.load(Ordering::SeqCst)
    }

    fn responses_next(&self, response: TokenResult) {
        self.responses.lock().unwrap().push_back(response);
    }

    fn fails_next(&self) {
        self.responses_next(Err(CredentialError::new("out of order")));
    }
}

impl Credential for Source {
    fn token<'a>(&'a self, request: &'a TokenRequest) -> BoxFuture<'a, TokenResult> {
        Box::pin(async move {
            let count = self.calls.fetch_add(1, Ordering::SeqCst) + 1;
            self.rejected_tokens.lock().unwrap().push(request.rejected.clone());
            self.gate.acquire().await.unwrap().forget();
            let next = self.responses.lock().unwrap().pop_front();
            next.unwrap_or_else(|| Ok(AccessToken::from(format!("token-{count}")).expiring_at(now() + LIFETIME)))
        })
    }
}

fn cache(source: &Arc<Source>) -> TokenCache<Arc<Source>> {
    TokenCache::with_chance(source.clone(), || 0.5).clock(TestClock)
}

async fn get(cache: &TokenCache<Arc<Source>>) -> Result<String, CredentialError> {
    cache.token(&TokenRequest::new(SERVER)).await.map(|token| token.secret.into_exposed())
}

/// Starts a request, and returns when no task can make progress.
async fn begin(cache: &TokenCache<Arc<Source>>) -> JoinHandle<Result<String, CredentialError>> {
    let cache = cache.clone();
    let task = tokio::spawn(async move { get(&cache).await });
    settle().await;
    task
}

async fn settle() {
    for _ in 0..10 {
        yield_now().await;
    }
}

#[tokio::test]
async fn a_herd_asks_once() {
    let source = Source::closed();
    let cache = cache(&source);
    let mut herd = JoinSet::new();
    for _ in 0..100 {
        let cache = cache.clone();
        herd.spawn(async move { get(&cache).await });
    }
    settle().await;
    source.gate.add_permits(1);
    assert!(herd.join_all().await.into_iter().all(|token| token.unwrap() == "token-1"));
    assert_eq!(get(&cache).await.unwrap(), "token-1");
    assert_eq!(source.calls(), 1);
}

#[tokio::test]
async fn servers_have_tokens_of_their_own_and_do_not_wait_for_each_other() {
    let source = Source::open();
    let cache = cache(&source);
    get(&cache).await.unwrap();
    source.gate.forget_permits(Semaphore::MAX_PERMITS);
    let waiting = {
        let cache = cache.clone();
        tokio::spawn(async move { cache.token(&TokenRequest::new(OTHER)).await })
    };
    settle().await;
    assert_eq!(get(&cache).await.unwrap(), "token-1");
    source.gate.add_permits(1);
    assert_eq!(waiting.await.unwrap().unwrap().secret.expose(), "token-2");
}

#[tokio::test]
async fn the_caller_who_began_may_go_away() {
    let source = Source::closed();
    let cache = cache(&source);
    let first = begin(&cache).await;
    let second = begin(&cache).await;
    first.abort();
    settle().await;
    source.gate.add_permits(1);
    assert_eq!(second.await.unwrap().unwrap(), "token-1");
    assert_eq!(get(&cache).await.unwrap(), "token-1");
    assert_eq!(source.calls(), 1);
}

#[tokio::test]
async fn when_all_have_gone_away_the_next_asks_anew() {
    let source = Source::closed();
    let cache = cache(&source);
    begin(&cache).await.abort();
    settle().await;
    let next = begin(&cache).await;
    source.gate.add_permits(1);
    assert_eq!(next.await.unwrap().unwrap(), "token-2");
}

#[tokio::test]
async fn all_who_wait_share_a_failure_and_nobody_after_them() {
    let source = Source::closed();
    source.fails_next();
    let cache = cache(&source);
    let waiting = [begin(&cache).await, begin(&cache).await, begin(&cache).await];
    source.gate.add_permits(1);
    for caller in waiting {
        assert_eq!(caller.await.unwrap().unwrap_err().to_string(), "out of order");
    }
    assert_eq!(source.calls(), 1);
    source.gate.add_permits(1);
    assert_eq!(get(&cache).await.unwrap(), "token-2");
}

/// Panics the first time, when asked or when polled.
struct Panicking {
    calls: AtomicUsize,
    at_once: bool,
}

impl Credential for Panicking {
    fn token<'a>(&'a self, _: &'a TokenRequest) -> BoxFuture<'a, TokenResult> {
        let is_first = self.calls.fetch_add(1, Ordering::SeqCst) == 0;
        assert!(!(is_first && self.at_once), "an error of the source");
        Box::pin(async move {
            yield_now().await;
            assert!(!is_first, "an error of the source");
            Ok("token".into())
        })
    }
}

#[tokio::test]
async fn a_source_that_panics_is_an_error_for_all_who_wait_and_nobody_after_them() {
    for at_once in [true, false] {
        let cache = TokenCache::new(Panicking { calls: AtomicUsize::new(0), at_once });
        let request = TokenRequest::new(SERVER);
        let (first, second) = tokio::join!(cache.token(&request), cache.token(&request));
        assert_eq!(first.unwrap_err().to_string(), PANICKED);
        // A later caller starts a new request.
        assert_eq!(second.is_ok(), at_once);
        assert!(cache.token(&request).await.is_ok());
        assert_eq!(cache.shared.source.calls.load(Ordering::SeqCst), 2);
    }
}

#[tokio::test]
async fn a_token_is_not_used_to_its_last_second() {
    let source = Source::open();
    let cache = cache(&source);
    get(&cache).await.unwrap();
    pass(971);
    source.fails_next();
    assert!(get(&cache).await.is_err(), "a token that is about to expire does not serve");
    assert_eq!(get(&cache).await.unwrap(), "token-3");
}

#[tokio::test]
async fn a_token_that_serves_for_less_than_the_usual_margin_is_kept_for_most_of_that() {
    let source = Source::open();
    source.responses_next(Ok(AccessToken::from("brief").expiring_at(now() + Duration::from_secs(20))));
    let cache = cache(&source);
    get(&cache).await.unwrap();
    pass(15);
    assert_eq!(get(&cache).await.unwrap(), "brief");
    pass(4);
    source.fails_next();
    assert!(get(&cache).await.is_err(), "what is left of it is kept for its way");
    assert_eq!(get(&cache).await.unwrap(), "token-3");
}

#[tokio::test]
async fn a_token_that_had_expired_when_it_arrived_is_kept_for_a_while() {
    let source = Source::closed();
    source.responses_next(Ok(AccessToken::from("dead on arrival").expiring_at(now())));
    let cache = cache(&source);
    let waiting = [begin(&cache).await, begin(&cache).await];
    source.gate.add_permits(2);
    for caller in waiting {
        assert_eq!(caller.await.unwrap().unwrap(), "dead on arrival");
    }
    for _ in 0..100 {
        assert_eq!(get(&cache).await.unwrap(), "dead on arrival");
    }
    pass(300);
    assert_eq!(get(&cache).await.unwrap(), "token-2");
    assert_eq!(source.calls(), 2);
}

#[tokio::test]
async fn an_observer_hears_of_a_token_that_had_expired_when_it_arrived() {
    #[derive(Default)]
    struct Notes(Mutex<Vec<String>>);
    impl Observer for Notes {
        fn on_credential(&self, notice: &CredentialNotice) {
            self.0.lock().unwrap().push(format!("{notice:?}"));
        }
    }
    let source = Source::open();
    source.responses_next(Ok(AccessToken::from("late").expiring_at(now() - Duration::from_secs(60))));
    let (cache, notes) = (cache(&source), Arc::new(Notes::default()));
    let mut request = TokenRequest::new(SERVER);
    request.context.observers.add(notes.clone());
    for _ in 0..3 {
        assert_eq!(cache.token(&request).await.unwrap().secret.expose(), "late");
    }
    assert_eq!(*notes.0.lock().unwrap(), ["ExpiredOnArrival { ago: 60s }"]);
}

#[tokio::test]
async fn a_token_that_does_not_say_when_it_expires_is_kept_for_a_while() {
    let source = Source::open();
    source.responses_next(Ok("undated".into()));
    let cache = cache(&source);
    get(&cache).await.unwrap();
    pass(200);
    assert_eq!(get(&cache).await.unwrap(), "undated");
    pass(100);
    assert_eq!(get(&cache).await.unwrap(), "token-2");
}

#[tokio::test]
async fn a_token_may_serve_for_ages() {
    let source = Source::open();
    let ages = Duration::from_secs(1 << 62);
    source.responses_next(Ok(AccessToken::from("ageless").expiring_at(SystemTime::UNIX_EPOCH + ages)));
    let cache = cache(&source);
    get(&cache).await.unwrap();
    pass(1 << 40);
    assert_eq!(get(&cache).await.unwrap(), "ageless");
}

#[tokio::test]
async fn debug_shows_no_token() {
    let source = Source::open();
    let cache = cache(&source);
    let token = cache.token(&TokenRequest::new(SERVER)).await.unwrap();
    let request = TokenRequest::new(SERVER).with_rejected(RejectedToken::new("token-1"));
    assert!(!format!("{cache:?} {token:?} {request:?}").contains("token-1"));
}
