//! A credential that knows its access is compared with what the operation accepts, before anything is sent.

use docwright_runtime::{
    Api, ApiCredential, BearerToken, Client, Credential, CredentialErrorKind, Empty, ErrorKind, Idempotency,
    InputError, Method, NoServiceError, Operation, OperationInfo, RequestParts, Server, TokenAccess, TokenCache,
    credential_fn,
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
