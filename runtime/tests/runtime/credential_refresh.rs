//! The refresh token of a user: it rotates, and must not be lost.

use std::error::Error as StdError;
use std::io;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use docwright_runtime::{
    AccessToken, BoxFuture, Credential, CredentialError, CredentialErrorKind, RefreshTokenStore, RejectedToken,
    SecretString, Server, TokenRequest,
};
use tokio::sync::Semaphore;

use crate::fake_authority::{API, CLIENT_SECRET, FakeAuthority, SERVER, issued, json};

/// A vault that fails a given number of times.
#[derive(Clone)]
struct Vault(Arc<Mutex<Content>>);

struct Content {
    token: &'static str,
    saved: Vec<String>,
    failures: usize,
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
    last: Option<SecretString>,
}

impl User {
    fn new(authority: &FakeAuthority, vault: &Vault) -> Self {
        Self { credential: authority.app().build().unwrap().refresh_token(vault.clone()), last: None }
    }

    async fn token(&mut self) -> Result<String, CredentialError> {
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
    let authority = FakeAuthority::replying([issued("one", Some("first")), issued("two", None)]);
    let vault = Vault::holding("first");
    let mut user = User::new(&authority, &vault);
    user.token().await.unwrap();
    user.token().await.unwrap();
    assert!(vault.saved().is_empty());
}

#[tokio::test]
async fn a_store_that_does_not_take_the_token_is_an_error_and_the_token_is_not_lost() {
    let authority = FakeAuthority::replying([issued("one", Some("second")), issued("two", None)]);
    let vault = Vault::holding("first").failing(2);
    let mut user = User::new(&authority, &vault);
    for _ in 0..2 {
        let error = user.token().await.unwrap_err();
        assert_eq!(error.kind(), CredentialErrorKind::Store);
        assert!(error.is_transient());
        assert_eq!(error.source().unwrap().to_string(), "the vault is shut");
    }
    assert_eq!(authority.urls().len(), 1, "first the token is saved");
    assert_eq!(user.token().await.unwrap(), "two");
    assert_eq!(vault.saved(), ["second"]);
    assert_eq!(authority.sent("refresh_token"), some(&["first", "second"]));
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
    tokio::task::yield_now().await;
    task.abort();
    assert!(task.await.unwrap_err().is_cancelled());

    assert_eq!(credential.token(&TokenRequest::new(SERVER)).await.unwrap().secret.expose(), "two");
    assert_eq!(vault.saved(), ["second"]);
    assert_eq!(authority.sent("refresh_token"), some(&["first", "second"]));
}

#[tokio::test]
async fn a_save_that_takes_long_does_not_lose_the_token_that_came_since() {
    /// The first save blocks until it is released, and the third fails.
    struct Busy {
        vault: Vault,
        saves: AtomicUsize,
        gate: Arc<Semaphore>,
    }

    impl RefreshTokenStore for Busy {
        fn load(&self) -> BoxFuture<'_, Stored<SecretString>> {
            self.vault.load()
        }

        fn save(&self, token: SecretString) -> BoxFuture<'_, Stored<()>> {
            let number = self.saves.fetch_add(1, Ordering::SeqCst) + 1;
            Box::pin(async move {
                match number {
                    1 => drop(self.gate.acquire().await?),
                    3 => return Err(io::Error::other("the vault is shut").into()),
                    _ => {}
                }
                self.vault.save(token).await
            })
        }
    }

    const OTHER: Server = Server::new(&API, "other", "https://other.example.com")
        .with_authority("https://login.example.com")
        .with_audience("https://other.example.com");
    let authority =
        FakeAuthority::replying([issued("one", Some("second")), issued("lost", Some("third")), issued("two", None)]);
    let gate = Arc::new(Semaphore::new(0));
    let store = Busy { vault: Vault::holding("first"), saves: AtomicUsize::new(0), gate: gate.clone() };
    let credential = authority.app().build().unwrap().refresh_token(store);
    let slow = credential.clone();
    let slow = tokio::spawn(async move { slow.token(&TokenRequest::new(SERVER)).await });
    tokio::task::yield_now().await;
    let error = credential.token(&TokenRequest::new(OTHER)).await.unwrap_err();
    assert_eq!(error.kind(), CredentialErrorKind::Store);
    gate.add_permits(1);
    assert_eq!(slow.await.unwrap().unwrap().secret.expose(), "one");

    assert_eq!(credential.token(&TokenRequest::new(OTHER)).await.unwrap().secret.expose(), "two");
    assert_eq!(authority.sent("refresh_token"), some(&["first", "second", "third"]));
}
