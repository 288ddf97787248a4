//! Attacks on the client, each with the number of what was tried. What a search finds becomes a test of its own elsewhere.

use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Waker};
use std::time::{Duration, Instant};

use docwright_runtime::{
    AccessToken, BoxFuture, Bytes, Client, Clock, Credential, CredentialError, Idempotency, InputError, Limits, Method,
    NoServiceError, Operation, OperationInfo, Paging, RequestParts, RetryBudget, TokenRequest, Transport,
    TransportError, http,
};
use percent_encoding::percent_decode;
use serde_json::json;
use url::Url;

use crate::paging::{self, Way, list, page, targets, ways};
use crate::scripted::{self, API, Act, IDEMPOTENT, SERVER, Script, TOKEN, run, status};

ways! {
    Linked = Paging::link(&["links", "next"]).copying_headers(&["X-After"]);
}

#[derive(Clone, Debug)]
struct Get(String);

impl Operation for Get {
    type Response = docwright_runtime::Empty;
    type ServiceError = NoServiceError;
    const INFO: OperationInfo = OperationInfo::new(&API, "get", Method::Get, "/a/{id}/b", Idempotency::Safe);

    fn encode(&self, request: &mut RequestParts) -> Result<(), InputError> {
        request.segment("id", &self.0)
    }
}

/// Whether a server that decodes up to three times, and reads backslashes as slashes, would leave the path's segment.
fn leaves(path: &str) -> bool {
    let mut bytes = path.as_bytes().to_vec();
    (0..4).any(|_| {
        let text = String::from_utf8_lossy(&bytes).replace('\\', "/");
        let climbs = text.split('/').any(|segment| {
            let name = segment.split([';', '\0']).next().unwrap_or_default().trim();
            name == ".." || name == "."
        });
        bytes = percent_decode(&bytes).collect();
        climbs
    })
}

#[test]
fn no_path_input_that_was_tried_leaves_its_segment() {
    const PIECES: [&str; 17] =
        ["..", ".", "/", "\\", "%2e", "%2f", "%5c", "%252e", "%25", ";", "\0", "%00", "\u{ff0e}", "a", "?", "#", " "];
    let client = Client::builder(SERVER).transport(Script::of([status(200)])).build().unwrap();
    let (mut tried, mut sent, mut left) = (0, 0, Vec::new());
    let mut attempt = |text: String| {
        tried += 1;
        let Ok(request) = client.call(Get(text.clone())).to_http() else { return };
        sent += 1;
        let parsed = Url::parse(&request.uri().to_string()).unwrap();
        let path = request.uri().path();
        let stays = path.split('/').count() == 4 && parsed.path() == path && parsed.query().is_none();
        if !stays || leaves(path) {
            left.push(text);
        }
    };
    for count in 1..=4_u32 {
        for number in 0..PIECES.len().pow(count) {
            attempt((0..count).map(|digit| PIECES[number / PIECES.len().pow(digit) % PIECES.len()]).collect());
        }
    }
    println!("path inputs: {tried} tried, {} survived, {} of them rejected", tried - left.len(), tried - sent);
    assert!(left.is_empty(), "{left:?}");
    assert!(sent > tried / 10, "{sent} of {tried} were sent");
}

#[test]
fn no_link_that_was_tried_leaves_the_base_url() {
    const BASE: &str = "https://gateway.example/tenant";
    const STARTS: [&str; 30] = [
        "",
        "/",
        "//",
        "\\\\",
        "https://gateway.example/tenant/",
        "https://gateway.example/tenant",
        "https://gateway.example/",
        "https://gateway.example/other/",
        "//gateway.example/tenant/",
        "//gateway.example/other/",
        "https://evil.example/",
        "http://gateway.example/tenant/",
        "https://gateway.example:444/tenant/",
        "https://u@gateway.example/tenant/",
        "https:tenant/",
        "data:,",
        "https://gateway.example.evil.example/tenant/",
        "https://gateway.example\\@evil.example/",
        // The same host in other spellings, and hosts that only look like it.
        "HTTPS://GATEWAY.EXAMPLE/tenant/",
        "https://gateway.example:443/tenant/",
        "https://gateway.example:0/tenant/",
        "https://gateway.example:65536/tenant/",
        "https://gateway.example./tenant/",
        "https://g\u{430}teway.example/tenant/",
        "https://\u{ff47}ateway.example/tenant/",
        "https://:@gateway.example/tenant/",
        "ht\ttps://gate\nway.example/tenant/",
        " \thttps://evil.example/tenant/",
        "https:///evil.example/tenant/",
        "https:\\evil.example/tenant/",
    ];
    const ENDS: [&str; 24] = [
        "",
        "x",
        "x?a=b#c",
        "../x",
        "a/../../x",
        "./x",
        "%2e%2e/x",
        "%252e%252e/x",
        "..%2fx",
        "..%5cx",
        "..;/x",
        "..;a=b/x",
        "..%00/x",
        "%00",
        "\u{ff0e}\u{ff0e}/x",
        "%ef%bc%8e%ef%bc%8e/x",
        "%c0%ae%c0%ae/x",
        "%e0%80%ae%e0%80%ae/x",
        "..%c0%afx",
        "\u{2025}/x",
        "%u002e%u002e/x",
        "x\r\nHost: evil.example",
        "\t../x",
        "..\\x",
    ];
    let (mut tried, mut left) = (0, Vec::new());
    for link in STARTS.iter().flat_map(|start| ENDS.iter().map(move |end| format!("{start}{end}"))) {
        let script = Script::of([page(&json!({"items": [1], "links": {"next": link}})), paging::numbers(&[2])]);
        let server = docwright_runtime::Server::new(&paging::API, "test", scripted::URL);
        let builder = Client::builder(server).base_url(BASE).transport(script.clone()).clock(script.clock.clone());
        let client = builder.credential(TOKEN).build().unwrap();
        let mut items = client.call(list(Linked)).items();
        while let Some(Ok(_)) = run(items.next()) {}
        tried += 1;
        for seen in script.seen() {
            let path = seen.url.strip_prefix(BASE).map(|rest| rest.split('?').next().unwrap_or_default().to_owned());
            if !path.is_some_and(|path| path.starts_with('/') && !leaves(&path)) {
                left.push((link.clone(), seen.url));
            }
        }
    }
    println!("links: {tried} tried, {} survived", tried - left.len());
    assert!(left.is_empty(), "{left:?}");
}

#[test]
fn no_header_of_a_link_that_was_tried_is_sent_but_the_one_that_paging_names() {
    const NAMES: [&str; 48] = [
        "Authorization",
        "Proxy-Authorization",
        "Cookie",
        "Host",
        "Content-Length",
        "Transfer-Encoding",
        "Connection",
        "Upgrade",
        "TE",
        "Trailer",
        "Expect",
        "Keep-Alive",
        "Accept",
        "Accept-Encoding",
        "Content-Type",
        "Range",
        "If-Match",
        "If-None-Match",
        "User-Agent",
        "Referer",
        "Origin",
        "Via",
        "Forwarded",
        "X-Forwarded-For",
        "X-Forwarded-Host",
        "X-Forwarded-Proto",
        "X-Forwarded-Port",
        "X-Forwarded-Prefix",
        "X-Forwarded-Server",
        "X-Real-IP",
        "X-Client-IP",
        "True-Client-IP",
        "X-Original-URL",
        "X-Rewrite-URL",
        "X-Original-Host",
        "X-HTTP-Method-Override",
        "X-HTTP-Method",
        "X-Method-Override",
        "X-Api-Key",
        "Api-Key",
        "Ocp-Apim-Subscription-Key",
        "X-Functions-Key",
        "X-Auth-Token",
        "X-Ms-Client-Principal",
        "X-Ms-Client-Principal-Id",
        "X-Request-Id",
        "X-Marker",
        "X-Correlation-Id",
    ];
    let mut sent = Vec::new();
    for name in NAMES {
        let headers = json!([{"key": name, "value": "of-the-link"}, {"key": "X-After", "value": "named"}]);
        let next = json!({"uri": "/things?page=2", "headers": headers});
        let first = page(&json!({"items": [1], "links": {"next": next}}));
        let (script, client) = paging::service([first, paging::numbers(&[2])]);
        paging::collected(client.call(list(Linked)).items()).unwrap();
        assert_eq!(targets(&script).len(), 2);
        let second = &script.seen()[1];
        assert_eq!(second.header("X-After"), Some("named"));
        sent.extend(second.headers.values().any(|value| value == "of-the-link").then_some(name));
    }
    let many = 50_000;
    for (name, is_followed) in [("X-Any", true), ("X-After", false)] {
        let headers: String = format!(r#"{{"key":"{name}","value":"x"}},"#).repeat(many);
        let body = format!(
            r#"{{"items":[1],"links":{{"next":{{"uri":"/a","headers":[{}]}}}}}}"#,
            headers.trim_end_matches(',')
        );
        let first = scripted::Step::Response(200, Vec::new(), body.leak());
        let (_, client) = paging::service([first, paging::numbers(&[2])]);
        assert_eq!(paging::collected(client.call(list(Linked)).items()).is_ok(), is_followed);
    }
    println!("headers of links: {} tried, {} survived", NAMES.len() + 2 * many, NAMES.len() + 2 * many - sent.len());
    assert!(sent.is_empty(), "{sent:?}");
}

/// Waits before it does anything, and counts the effects of requests.
#[derive(Clone, Default)]
struct Slow {
    effects: Arc<Mutex<Vec<String>>>,
    responses: Arc<AtomicU32>,
}

/// Is pending a few times, so that a call can be dropped there.
async fn await_points(count: u32) {
    for _ in 0..count {
        let mut is_first = true;
        std::future::poll_fn(|context: &mut Context<'_>| {
            context.waker().wake_by_ref();
            if std::mem::take(&mut is_first) { Poll::Pending } else { Poll::Ready(()) }
        })
        .await;
    }
}

impl Transport for Slow {
    fn send(
        &self,
        request: http::Request<Bytes>,
        _: Limits,
    ) -> BoxFuture<'_, Result<http::Response<Bytes>, TransportError>> {
        Box::pin(async move {
            await_points(3).await;
            let id = request.headers()["X-Request-Id"].to_str().unwrap().to_owned();
            {
                let mut effects = self.effects.lock().unwrap();
                if !effects.contains(&id) {
                    effects.push(id);
                }
            }
            await_points(3).await;
            let status = [503, 401, 429, 200][self.responses.fetch_add(1, Ordering::Relaxed) as usize % 4];
            Ok(http::Response::builder().status(status).body(Bytes::new()).unwrap())
        })
    }
}

/// Short waits end at the second poll, timeouts never.
struct Brief(Instant);

impl Clock for Brief {
    fn now(&self) -> Instant {
        self.0
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'_, ()> {
        const SHORTEST_TIMEOUT: Duration = Duration::from_secs(60);
        if duration < SHORTEST_TIMEOUT { Box::pin(await_points(1)) } else { Box::pin(std::future::pending()) }
    }
}

struct SlowTokens(AtomicU32);

impl Credential for SlowTokens {
    fn token<'a>(&'a self, _: &'a TokenRequest) -> BoxFuture<'a, Result<AccessToken, CredentialError>> {
        Box::pin(async move {
            await_points(2).await;
            Ok(AccessToken::from(format!("token-{}", self.0.fetch_add(1, Ordering::Relaxed))))
        })
    }
}

/// A call with all kinds of repetitions is dropped at each point at which it waits: what it took from the budget and did not use
/// returns, and the next call is not affected.
#[test]
fn no_cancellation_point_that_was_tried_loses_anything() {
    const REPETITIONS: u32 = 10;
    let (mut tried, mut lost) = (0, Vec::new());
    for points in 0.. {
        let service = Slow::default();
        let budget = RetryBudget::new(REPETITIONS, 1);
        let cache = docwright_runtime::TokenCache::new(SlowTokens(AtomicU32::new(0)));
        let builder = Client::builder(SERVER).transport(service.clone()).clock(Brief(Instant::now()));
        let policy = docwright_runtime::RetryPolicy::new().with_max_attempts(5);
        let client = builder.credential(cache).retry(policy).retry_budget(budget.clone()).build().unwrap();
        let mut call = Box::pin(client.call(Act::<IDEMPOTENT>).into_future());
        let mut context = Context::from_waker(Waker::noop());
        let is_finished = (0..points).any(|_| call.as_mut().poll(&mut context).is_ready());
        let sent = service.responses.load(Ordering::Relaxed);
        drop(call);
        if is_finished {
            break;
        }
        tried += 1;
        // Of the attempts that were begun, all but the first were paid; the last one may not have a response yet.
        let spent = REPETITIONS - budget.remaining().unwrap();
        if spent > sent || service.effects.lock().unwrap().len() > 1 {
            lost.push((points, spent, sent));
        }
        let mut next = Box::pin(client.call(Act::<IDEMPOTENT>).into_future());
        let next_ends = (0..1000).any(|_| next.as_mut().poll(&mut context).is_ready());
        if !next_ends {
            lost.push((points, spent, sent));
        }
    }
    println!("cancellation points: {tried} tried, {} survived", tried - lost.len());
    assert!(tried > 20, "{tried}");
    assert!(lost.is_empty(), "{lost:?}");
}
