//! A credential that knows its access is compared with what the operation accepts, before anything is sent.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use docwright_runtime::{
    AccessToken, Api, ApiCredential, BearerToken, BoxFuture, Client, Credential, CredentialError, CredentialErrorKind,
    Empty, ErrorKind, Idempotency, InputError, Method, NoServiceError, Operation, OperationInfo, RequestParts, Server,
    TokenAccess, TokenCache, TokenRequest, credential_fn,
};

use crate::scripted::tokens::Tokens;
use crate::scripted::{Script, TOKEN, run, status};

const API: Api = Api::new("desk", "Desk", "test/1").with_credentials(&[
    ApiCredential::bearer("app").with_access(TokenAccess::AppOnly),
    ApiCredential::bearer("user").with_access(TokenAccess::Delegated),
]);

/// An operation that accepts a token for a user only, or any.
#[derive(Clone, Debug)]
struct Act<const FOR_USER: bool>;

impl<const FOR_USER: bool> Operation for Act<FOR_USER> {
    type Response = Empty;
    type ServiceError = NoServiceError;
    const INFO: OperationInfo = {
        let info = OperationInfo::new(&API, "desk/act", Method::Get, "/act", Idempotency::Safe);
        if FOR_USER { info.with_credentials(&["user"]) } else { info }
    };

    fn encode(&self, _: &mut RequestParts) -> Result<(), InputError> {
        Ok(())
    }
}

/// An operation that accepts a token of the application itself only.
#[cfg(feature = "oauth")]
#[derive(Clone, Debug)]
struct ActAsApp;

#[cfg(feature = "oauth")]
impl Operation for ActAsApp {
    type Response = Empty;
    type ServiceError = NoServiceError;
    const INFO: OperationInfo =
        OperationInfo::new(&API, "desk/act-as-app", Method::Get, "/act-as-app", Idempotency::Safe)
            .with_credentials(&["app"]);

    fn encode(&self, _: &mut RequestParts) -> Result<(), InputError> {
        Ok(())
    }
}

fn client(script: &Script, credential: impl Credential + 'static) -> Client {
    let server = Server::new(&API, "test", "https://api.example.com");
    let builder = Client::builder(server).transport(script.clone()).clock(script.clock.clone());
    builder.credential(credential).build().unwrap()
}

#[test]
fn a_token_that_is_known_not_to_be_accepted_is_not_sent() {
    let script = Script::of([status(204)]);
    let client = client(&script, BearerToken::new(TOKEN).with_access(TokenAccess::AppOnly));
    let error = run(client.call(Act::<true>)).unwrap_err();
    assert_eq!((error.kind(), error.attempts(), script.attempts()), (ErrorKind::Credential, 0, 0));
    assert!(!error.is_retryable());
    let cause = error.credential().unwrap();
    assert_eq!(cause.kind(), CredentialErrorKind::NotAccepted);
    let expected = "the operation \"desk/act\" accepts \"user\" only, and this credential gives app-only access";
    assert_eq!(cause.to_string(), expected);
    run(client.call(Act::<false>)).unwrap();
    assert_eq!(script.attempts(), 1);
}

#[test]
fn an_accepted_token_is_sent_and_so_is_one_that_does_not_say() {
    let script = Script::of([status(204)]);
    run(client(&script, BearerToken::new(TOKEN).with_access(TokenAccess::Delegated)).call(Act::<true>)).unwrap();
    run(client(&script, BearerToken::new(TOKEN)).call(Act::<true>)).unwrap();
    assert_eq!(script.attempts(), 2);
}

#[test]
fn sources_that_wrap_others_have_their_access() {
    let closure = credential_fn(|_| async { Ok::<_, std::io::Error>(TOKEN) }).with_access(TokenAccess::Delegated);
    assert_eq!(TokenCache::new(closure).access(), Some(TokenAccess::Delegated));
    assert_eq!(TokenCache::new(Tokens::of([Ok(TOKEN)])).access(), None);
}

/// Has a token of each kind, and counts how often it is asked.
#[derive(Clone, Default)]
struct Both(Arc<AtomicUsize>);

impl Credential for Both {
    fn token<'a>(&'a self, request: &'a TokenRequest) -> BoxFuture<'a, Result<AccessToken, CredentialError>> {
        self.0.fetch_add(1, Ordering::Relaxed);
        let token = if request.accepts(TokenAccess::AppOnly) { "app" } else { "user" };
        Box::pin(std::future::ready(Ok(AccessToken::from(token))))
    }
}

#[test]
fn one_source_serves_operations_that_accept_different_kinds() {
    let script = Script::of([status(204)]);
    let (source, clock) = (Both::default(), script.clock.clone());
    let client = client(&script, TokenCache::new(source.clone()).clock(clock));
    for _ in 0..2 {
        run(client.call(Act::<true>)).unwrap();
        run(client.call(Act::<false>)).unwrap();
    }
    let seen = script.seen();
    let sent: Vec<_> = seen.iter().filter_map(|seen| seen.header("authorization")).collect();
    assert_eq!(sent, ["Bearer user", "Bearer app", "Bearer user", "Bearer app"]);
    assert_eq!(source.0.load(Ordering::Relaxed), 2, "each kind is cached");
}

#[test]
fn a_source_of_one_kind_is_asked_once_for_all_operations() {
    let script = Script::of([status(204)]);
    let asked = Arc::new(AtomicUsize::new(0));
    let count = asked.clone();
    let source = credential_fn(move |_| {
        count.fetch_add(1, Ordering::Relaxed);
        async { Ok::<_, std::io::Error>(TOKEN) }
    });
    let cache = TokenCache::new(source.with_access(TokenAccess::Delegated)).clock(script.clock.clone());
    let client = client(&script, cache);
    run(client.call(Act::<true>)).unwrap();
    run(client.call(Act::<false>)).unwrap();
    assert_eq!(asked.load(Ordering::Relaxed), 1);
}

#[test]
fn a_request_lists_what_the_operation_accepts() {
    let server = Server::new(&API, "test", "https://api.example.com");
    let names = |request: &TokenRequest| request.accepted_credentials().map(|found| found.name).collect::<Vec<_>>();
    let any = TokenRequest::new(server);
    assert_eq!((names(&any), any.accepts(TokenAccess::AppOnly)), (vec!["app", "user"], true));
    let for_user = any.with_operation(&Act::<true>::INFO);
    assert_eq!(names(&for_user), ["user"]);
    assert!(!for_user.accepts(TokenAccess::AppOnly) && for_user.accepts(TokenAccess::Delegated));
    let unstated = TokenRequest::new(crate::scripted::SERVER);
    assert!(unstated.accepts(TokenAccess::AppOnly) && unstated.accepted_credentials().next().is_none());
}

/// Has a refresh token, and counts how often it is asked.
#[cfg(feature = "oauth")]
#[derive(Clone, Default)]
struct CountingVault(Arc<AtomicUsize>);

#[cfg(feature = "oauth")]
type Stored<T> = Result<T, Box<dyn std::error::Error + Send + Sync>>;

#[cfg(feature = "oauth")]
impl docwright_runtime::RefreshTokenStore for CountingVault {
    fn load(&self) -> BoxFuture<'_, Stored<docwright_runtime::SecretString>> {
        self.0.fetch_add(1, Ordering::Relaxed);
        Box::pin(std::future::ready(Ok("refresh".into())))
    }

    fn save(&self, _: docwright_runtime::SecretString) -> BoxFuture<'_, Stored<()>> {
        Box::pin(std::future::ready(Ok(())))
    }
}

#[cfg(feature = "oauth")]
#[test]
fn a_grant_is_not_used_for_an_operation_that_does_not_accept_its_tokens() {
    use crate::fake_authority::{FakeAuthority, issued};

    let authority = FakeAuthority::replying([issued("of-the-app", None), issued("of-the-user", None)]);
    let app =
        authority.app().authority("https://login.example.com").audience("https://api.example.com").build().unwrap();
    let (script, vault) = (Script::of([status(204)]), CountingVault::default());
    let as_app = client(&script, app.client_credentials().clock(script.clock.clone()));
    let as_user = client(&script, app.refresh_token(vault.clone()).clock(script.clock.clone()));

    let errors = [run(as_app.call(Act::<true>)).unwrap_err(), run(as_user.call(ActAsApp)).unwrap_err()];
    let shown = errors.each_ref().map(|error| error.credential().unwrap().to_string());
    assert_eq!(
        shown,
        [
            "the operation \"desk/act\" accepts \"user\" only, and this credential gives app-only access",
            "the operation \"desk/act-as-app\" accepts \"app\" only, and this credential gives delegated access",
        ]
    );
    // Neither the refresh token nor the secret of the application was used for a call that must fail.
    assert_eq!((authority.urls().len(), vault.0.load(Ordering::Relaxed), script.attempts()), (0, 0, 0));

    run(as_app.call(ActAsApp)).unwrap();
    run(as_user.call(Act::<true>)).unwrap();
    let seen = script.seen();
    let sent: Vec<_> = seen.iter().filter_map(|seen| seen.header("authorization")).collect();
    assert_eq!(sent, ["Bearer of-the-app", "Bearer of-the-user"]);
}
