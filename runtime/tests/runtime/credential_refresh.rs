//! The refresh token of a user: it rotates, and must not be lost.

use std::error::Error as StdError;
use std::io;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use crate::fake_authority::{API, CLIENT_SECRET, FakeAuthority, SERVER, issued, json};
use crate::scripted::{FakeClock, SECOND, Script, status};
use docwright_runtime::{
    AccessToken, BoxFuture, Client, Credential, CredentialError, CredentialErrorKind, CredentialNotice, Empty,
    Idempotency, InputError, Method, NoServiceError, Observer, Operation, OperationInfo, RefreshTokenStore,
    RejectedToken, RequestParts, SecretString, Server, TokenRequest,
};

/// A vault that fails a given number of times.
#[derive(Clone)]
struct Vault(Arc<Mutex<Content>>);

struct Content {
    token: &'static str,
    saved: Vec<String>,
    failures: usize,
}

/// An operation that needs a token.
#[derive(Clone, Debug)]
struct Plain;

impl Operation for Plain {
    type Response = Empty;
    type ServiceError = NoServiceError;
    const INFO: OperationInfo = OperationInfo::new(&API, "plain", Method::Get, "/plain", Idempotency::Safe);

    fn encode(&self, _: &mut RequestParts) -> Result<(), InputError> {
        Ok(())
    }
}

impl Vault {
    fn holding(token: &'static str) -> Self {
        Self(Arc::new(Mutex::new(Content { token, saved: Vec::new(), failures: 0 })))
    }

    fn failing(self, failures: usize) -> Self {
        self.0.lock().unwrap().failures = failures;
        self
    }

    fn saved(&self) -> Vec<String> {
        self.0.lock().unwrap().saved.clone()
    }
}

type Stored<T> = Result<T, Box<dyn StdError + Send + Sync>>;

impl RefreshTokenStore for Vault {
    fn load(&self) -> BoxFuture<'_, Stored<SecretString>> {
        Box::pin(async {
            // Lets another process load too.
            tokio::task::yield_now().await;
            let content = self.0.lock().unwrap();
            if content.token.is_empty() {
                return Err(io::Error::other("the vault is empty").into());
            }
            Ok(content.saved.last().map_or(content.token, String::as_str).into())
        })
    }

    fn save(&self, token: SecretString) -> BoxFuture<'_, Stored<()>> {
        Box::pin(async move {
            let mut content = self.0.lock().unwrap();
            if content.failures > 0 {
                content.failures -= 1;
                return Err(io::Error::other("the vault is shut").into());
            }
            content.saved.push(token.into_exposed());
            Ok(())
        })
    }
}

/// A credential, asked once more for each token that it returned.
struct User {
    credential: docwright_runtime::TokenCache<docwright_runtime::RefreshTokenGrant>,
    clock: FakeClock,
    last: Option<SecretString>,
}

impl User {
    fn new(authority: &FakeAuthority, vault: &Vault) -> Self {
        let clock = FakeClock::default();
        clock.stop();
        let credential = authority.app().build().unwrap().refresh_token(vault.clone()).clock(clock.clone());
        Self { credential, clock, last: None }
    }

    async fn token(&mut self) -> Result<String, CredentialError> {
        // Long enough that a further rejection counts.
        self.clock.advance(60 * SECOND);
        let mut request = TokenRequest::new(SERVER);
        request.rejected = self.last.take().map(RejectedToken::new);
        let AccessToken { secret, .. } = self.credential.token(&request).await?;
        self.last = Some(secret.clone());
        Ok(secret.into_exposed())
    }
}

fn some(texts: &[&str]) -> Vec<Option<String>> {
    texts.iter().map(|text| Some((*text).to_owned())).collect()
}

#[tokio::test]
async fn the_rotated_token_is_saved_and_used_next() {
    let authority = FakeAuthority::replying([issued("one", Some("second")), issued("two", Some("third"))]);
    let vault = Vault::holding("first");
    let mut user = User::new(&authority, &vault);
    assert_eq!(user.token().await.unwrap(), "one");
    assert_eq!(vault.saved(), ["second"]);
    assert_eq!(user.token().await.unwrap(), "two");
    assert_eq!(vault.saved(), ["second", "third"]);
    assert_eq!(authority.sent("refresh_token"), some(&["first", "second"]));
    assert_eq!(authority.sent("grant_type"), some(&["refresh_token", "refresh_token"]));
    assert_eq!(authority.sent("resource"), some(&["https://api.example.com", "https://api.example.com"]));
}

#[tokio::test]
async fn a_token_that_does_not_rotate_is_not_saved() {
    // An empty one would replace the sign-in of the user.
    let replies = [issued("one", Some("first")), issued("two", None), issued("three", Some("")), issued("four", None)];
    let authority = FakeAuthority::replying(replies);
    let vault = Vault::holding("first");
    let mut user = User::new(&authority, &vault);
    for token in ["one", "two", "three", "four"] {
        assert_eq!(user.token().await.unwrap(), token);
    }
    assert!(vault.saved().is_empty());
    assert_eq!(authority.sent("refresh_token"), some(&["first"; 4]));
}

#[tokio::test]
async fn a_store_that_does_not_take_the_token_costs_no_access_token_and_the_token_is_not_lost() {
    let authority = FakeAuthority::replying([
        issued("one", Some("second")),
        issued("two", Some("third")),
        issued("three", None),
        issued("four", None),
    ]);
    let vault = Vault::holding("first").failing(4);
    let mut user = User::new(&authority, &vault);
    for token in ["one", "two", "three", "four"] {
        assert_eq!(user.token().await.unwrap(), token);
    }
    assert_eq!(authority.sent("refresh_token"), some(&["first", "second", "third", "third"]));
    assert_eq!(vault.saved(), ["third"]);
}

#[tokio::test]
async fn all_callers_get_the_token_although_the_store_is_down_and_an_observer_hears_of_it() {
    #[derive(Default)]
    struct Notes(Mutex<Vec<String>>);
    impl Observer for Notes {
        fn on_credential(&self, notice: &CredentialNotice) {
            if let CredentialNotice::Unsaved { error } = notice {
                self.0.lock().unwrap().push(format!("{error}: {}", error.source().unwrap()));
            }
        }
    }
    let authority = FakeAuthority::replying([issued("one", Some("second"))]);
    let vault = Vault::holding("first").failing(usize::MAX);
    let (script, notes) = (Script::of([status(200)]), Arc::new(Notes::default()));
    let credential = authority.app().build().unwrap().refresh_token(vault);
    script.clock.stop();
    let builder = Client::builder(SERVER).transport(script.clone()).clock(script.clock.clone());
    let client = builder.credential(credential).observer(notes.clone()).build().unwrap();
    for _ in 0..10 {
        client.call(Plain).await.unwrap();
    }
    assert_eq!(script.attempts(), 10);
    assert_eq!(*notes.0.lock().unwrap(), ["the refresh token could not be saved: the vault is shut"]);
}

#[tokio::test]
async fn a_token_that_could_not_be_saved_does_not_replace_a_newer_one() {
    let authority = FakeAuthority::replying([issued("one", Some("second")), issued("two", None)]);
    let vault = Vault::holding("first").failing(1);
    let mut user = User::new(&authority, &vault);
    user.token().await.unwrap();
    vault.0.lock().unwrap().saved.push("newer, of another process".to_owned());
    assert_eq!(user.token().await.unwrap(), "two");
    assert_eq!(vault.saved(), ["newer, of another process"]);
    assert_eq!(authority.sent("refresh_token"), some(&["first", "newer, of another process"]));
}

#[tokio::test]
async fn of_two_processes_the_first_that_saves_is_kept() {
    let vault = Vault::holding("first");
    let authorities = ["a", "b"].map(|name| FakeAuthority::replying([issued(name, Some(name)), issued("later", None)]));
    let mut users = authorities.each_ref().map(|authority| User::new(authority, &vault));
    // Both load before either saves.
    let [first, second] = &mut users;
    let (first, second) = tokio::join!(first.token(), second.token());
    assert_eq!((first.unwrap().as_str(), second.unwrap().as_str()), ("a", "b"));
    assert_eq!(vault.saved().len(), 1, "{:?}", vault.saved());
    for user in &mut users {
        assert_eq!(user.token().await.unwrap(), "later");
    }
    let kept = vault.saved().remove(0);
    for authority in &authorities {
        assert_eq!(authority.sent("refresh_token"), some(&["first", &kept]));
    }
}

#[tokio::test]
async fn an_empty_store_is_an_error_before_anything_is_sent() {
    let authority = FakeAuthority::default();
    let error = User::new(&authority, &Vault::holding("")).token().await.unwrap_err();
    assert_eq!(error.kind(), CredentialErrorKind::Store);
    assert!(authority.urls().is_empty());
}

#[tokio::test]
async fn a_refusal_shows_neither_refresh_token_nor_client_secret() {
    let body = format!(r#"{{"error":"invalid_grant","error_description":"no: refresh-hunter2 {CLIENT_SECRET}"}}"#);
    let authority = FakeAuthority::replying([json(400, &body)]);
    let mut user = User::new(&authority, &Vault::holding("refresh-hunter2"));
    let error = user.token().await.unwrap_err();
    assert_eq!(error.refusal().unwrap().code(), "invalid_grant");
    let shown = format!("{error} {error:?} {:?}", user.credential);
    assert!(!shown.contains("hunter2") && !shown.contains(CLIENT_SECRET), "{shown}");
}

#[tokio::test]
async fn a_caller_that_stops_waiting_for_the_store_does_not_lose_the_token() {
    /// Never returns from its first save.
    struct Stuck(Vault, Mutex<bool>);

    impl RefreshTokenStore for Stuck {
        fn load(&self) -> BoxFuture<'_, Stored<SecretString>> {
            self.0.load()
        }

        fn save(&self, token: SecretString) -> BoxFuture<'_, Stored<()>> {
            let is_first = !std::mem::replace(&mut *self.1.lock().unwrap(), true);
            if is_first { Box::pin(std::future::pending()) } else { self.0.save(token) }
        }
    }

    let authority = FakeAuthority::replying([issued("one", Some("second")), issued("two", None)]);
    let vault = Vault::holding("first");
    let credential = authority.app().build().unwrap().refresh_token(Stuck(vault.clone(), Mutex::default()));
    let stopped = credential.clone();
    let task = tokio::spawn(async move { stopped.token(&TokenRequest::new(SERVER)).await });
    for _ in 0..10 {
        tokio::task::yield_now().await;
    }
    task.abort();
    assert!(task.await.unwrap_err().is_cancelled());

    assert_eq!(credential.token(&TokenRequest::new(SERVER)).await.unwrap().secret.expose(), "two");
    assert_eq!(vault.saved(), ["second"]);
    assert_eq!(authority.sent("refresh_token"), some(&["first", "second"]));
}

#[tokio::test(start_paused = true)]
async fn a_store_that_hangs_costs_some_seconds_and_no_token() {
    /// Never returns from its first save.
    struct Hanging(Vault, AtomicUsize);

    impl RefreshTokenStore for Hanging {
        fn load(&self) -> BoxFuture<'_, Stored<SecretString>> {
            self.0.load()
        }

        fn save(&self, token: SecretString) -> BoxFuture<'_, Stored<()>> {
            let is_first = self.1.fetch_add(1, Ordering::SeqCst) == 0;
            if is_first { Box::pin(std::future::pending()) } else { self.0.save(token) }
        }
    }

    const OTHER: Server = Server::new(&API, "other", "https://other.example.com")
        .with_authority("https://login.example.com")
        .with_audience("https://other.example.com");
    let authority = FakeAuthority::replying([issued("one", Some("second")), issued("two", Some("third"))]);
    let vault = Vault::holding("first");
    let credential = authority.app().build().unwrap().refresh_token(Hanging(vault.clone(), AtomicUsize::new(0)));
    let slow = credential.clone();
    let slow = tokio::spawn(async move { slow.token(&TokenRequest::new(SERVER)).await });
    for _ in 0..10 {
        tokio::task::yield_now().await;
    }
    let started = tokio::time::Instant::now();
    assert_eq!(credential.token(&TokenRequest::new(OTHER)).await.unwrap().secret.expose(), "two");
    assert_eq!(slow.await.unwrap().unwrap().secret.expose(), "one");
    assert!(started.elapsed() < 11 * SECOND, "{:?}", started.elapsed());
    assert_eq!(authority.sent("refresh_token"), some(&["first", "second"]));
    assert_eq!(vault.saved(), ["third"]);
}
