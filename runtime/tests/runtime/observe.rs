//! Observers see what happens, and no secret.

use std::sync::{Arc, Mutex};

use docwright_runtime::{
    AccessToken, AttemptFailed, BoxFuture, Credential, CredentialError, Empty, Idempotency, InputError, Method,
    NoServiceError, Observer, Operation, OperationInfo, RequestParts, RequestSent, ResponseReceived, RetryScheduled,
    SecretString, TokenRequest, TransportErrorKind, Uuid,
};

use crate::scripted::{API, Act, Read, SAFE, Script, Step, TOKEN, response, run, status};

/// Records events, in short and with everything that is accessible.
#[derive(Clone, Default)]
struct Notes {
    short: Arc<Mutex<Vec<String>>>,
    full: Arc<Mutex<String>>,
}

impl Notes {
    fn add(&self, short: String, full: &dyn std::fmt::Debug) {
        self.short.lock().unwrap().push(short);
        *self.full.lock().unwrap() += &format!("{full:?}\n");
    }

    fn short(&self) -> Vec<String> {
        self.short.lock().unwrap().clone()
    }

    fn full(&self) -> String {
        self.full.lock().unwrap().clone()
    }
}

impl Observer for Notes {
    fn on_request(&self, request: &RequestSent<'_>) {
        self.add(format!("{} {} {}", request.attempt().number(), request.method(), request.url()), request);
    }

    fn on_response(&self, response: &ResponseReceived<'_>) {
        self.add(format!("{} {}", response.attempt().number(), response.status().as_u16()), response);
    }

    fn on_failure(&self, failure: &AttemptFailed<'_>) {
        self.add(format!("{} {:?} {:?}", failure.attempt().number(), failure.kind(), failure.elapsed()), failure);
    }

    fn on_retry(&self, retry: &RetryScheduled<'_>) {
        self.add(format!("{} again after {:?}", retry.attempt().number(), retry.wait()), retry);
    }
}

#[test]
fn an_observer_is_called_for_each_attempt_and_wait() {
    let notes = Notes::default();
    let script = Script::of([
        response(429, "Retry-After", "57"),
        Step::Fail(TransportErrorKind::Connect),
        response(200, "X-Request-Id", "theirs"),
    ]);
    let client = script.builder().observer(notes.clone()).build().unwrap();
    let id = Uuid::from_u128(7);
    run(client.call(Act::<SAFE>).request_id(id)).unwrap();
    let request = |attempt| format!("{attempt} POST https://api.example.com/act");
    assert_eq!(
        notes.short(),
        [
            &request(1),
            "1 429",
            "1 again after 57s",
            &request(2),
            "2 Connect 0ns",
            "2 again after 0ns",
            &request(3),
            "3 200"
        ]
    );
    assert!(notes.full().lines().all(|line| line.contains(&id.to_string()) && line.contains("\"act\"")));
    assert!(notes.full().contains("body_length: 25"));
}

#[test]
fn no_observer_can_get_at_a_secret() {
    let notes = Notes::default();
    let body = "body-that-must-not-show";
    let script = Script::of([
        Step::Response(
            302,
            vec![("Location", "https://blobs.example.net/card?sig=must-not-show#must-not-show".into())],
            "",
        ),
        Step::Response(
            503,
            vec![
                ("Set-Cookie", "session=must-not-show".into()),
                ("Retry-After", "1".into()),
                ("Link", "</next?key=must-not-show>; rel=next".into()),
                ("Refresh", "5; url=/next?key=must-not-show".into()),
                ("Operation-Location", "https://jobs.example.net/7?sig=must-not-show".into()),
                ("X-Kept", "a?b#c".into()),
            ],
            body,
        ),
        status(200),
    ]);
    let client = script.builder().credential(TOKEN).observer(notes.clone()).build().unwrap();
    run(client.call(Read)).unwrap();
    run(client.call(Act::<SAFE>)).unwrap();
    let full = notes.full();
    assert!(!full.contains("must-not-show"), "{full}");
    assert!(full.contains("[secret]") && full.contains("https://blobs.example.net/card"), "{full}");
    assert!(full.contains("\"x-kept\": \"[hidden]\"") && full.contains("\"retry-after\": \"1\""), "{full}");
}

/// An operation with a secret in a header and in the query.
#[derive(Clone, Debug)]
struct Unlock;

impl Operation for Unlock {
    type Response = Empty;
    type ServiceError = NoServiceError;
    const INFO: OperationInfo = OperationInfo::new(&API, "unlock", Method::Get, "/doors/{door}", Idempotency::Safe);

    fn encode(&self, request: &mut RequestParts) -> Result<(), InputError> {
        let secret = || SecretString::from("must-not-show");
        request.segment("door", &"front")?;
        request.query("code", &secret())?;
        request.header("X-Code", &Some(secret()))?;
        request.header("X-Codes", &vec![secret()])
    }
}

/// Where services and programs put secrets, and only the names of the headers say so, or nothing does.
#[test]
fn no_secret_that_was_tried_is_shown_to_an_observer() {
    const SECRET: &str = "must-not-show";
    let names = [
        "Authorization",
        "Proxy-Authorization",
        "Cookie",
        "Set-Cookie",
        "Set-Cookie2",
        "WWW-Authenticate",
        "Authentication-Info",
        "Proxy-Authenticate",
        "X-Api-Key",
        "Api-Key",
        "Ocp-Apim-Subscription-Key",
        "X-Functions-Key",
        "X-Auth-Token",
        "X-Access-Token",
        "X-Amz-Security-Token",
        "X-Goog-Iam-Authorization-Token",
        "X-Ms-Authorization-Auxiliary",
        "X-Ms-Token-Aad-Id-Token",
        "X-Csrf-Token",
        "X-Xsrf-Token",
        "X-Session-Id",
        "X-Forwarded-Access-Token",
        "Private-Token",
        "X-Vault-Token",
        "X-Secret",
        "Signature",
        "DPoP",
        "Link",
        "Refresh",
        "Location",
        "Content-Location",
        "Operation-Location",
        "Azure-AsyncOperation",
        "X-Original-Url",
        "Referer",
        "X-Any",
        "Etag",
        "X-Continuation",
    ];
    let spellings =
        [SECRET.to_owned(), format!("https://h.example/x?sig={SECRET}"), format!("/x?key={SECRET}#{SECRET}")];
    let links = ["Location", "Content-Location"];
    let (mut tried, mut shown) = (0, Vec::new());
    let mut observe = |place: &str, headers: Vec<(&'static str, String)>, added: Option<(&str, &str)>| {
        let notes = Notes::default();
        let script = Script::of([Step::Response(503, headers, SECRET), status(200)]);
        let client = script.builder().credential(SECRET).observer(notes.clone()).build().unwrap();
        let call = client.call(Unlock).query("key", SECRET);
        let call = added.into_iter().fold(call, |call, (name, value)| call.header(name, value));
        if run(call).is_ok() {
            tried += 1;
            shown.extend(notes.full().contains(SECRET).then(|| place.to_owned()));
        }
    };
    for name in names {
        for spelling in spellings.iter().filter(|spelling| !links.contains(&name) || spelling.contains('?')) {
            observe(&format!("{name} of a response"), vec![(name, spelling.clone())], None);
            observe(&format!("{name} of a request"), Vec::new(), Some((name, spelling)));
        }
    }
    println!("secrets shown to observers: {tried} tried, {} survived", tried - shown.len());
    assert!(tried > 150, "{tried}");
    assert!(shown.is_empty(), "{shown:?}");
}

#[test]
fn a_renewal_is_a_repetition_without_wait() {
    struct Renewing;
    impl Credential for Renewing {
        fn token<'a>(&'a self, request: &'a TokenRequest) -> BoxFuture<'a, Result<AccessToken, CredentialError>> {
            let token = if request.rejected.is_some() { "new-secret" } else { "old-secret" };
            Box::pin(std::future::ready(Ok(AccessToken::new(token))))
        }
    }
    let notes = Notes::default();
    let script = Script::of([status(401), status(200)]);
    let client = script.builder().credential(Renewing).observer(notes.clone()).build().unwrap();
    run(client.call(Act::<SAFE>)).unwrap();
    assert_eq!(notes.short()[2], "1 again after 0ns");
    assert!(!notes.full().contains("-secret"));
}

#[test]
fn all_observers_are_called() {
    let (first, second) = (Notes::default(), Notes::default());
    let script = Script::of([status(200)]);
    let client = script.builder().observer(first.clone()).observer(Arc::new(second.clone())).build().unwrap();
    run(client.call(Act::<SAFE>)).unwrap();
    assert_eq!(first.short().len(), 2);
    assert_eq!(first.short(), second.short());
}
