//! Every secret that a call can send, repeated by the service in many spellings: neither errors nor observers show it.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use docwright_runtime::{
    Call, Client, ClientBuilder, Error, ErrorKind, Idempotency, InputError, Json, Method, NoServiceError, Observer,
    Operation, OperationInfo, RequestParts, RequestSent, ResponseReceived, Secret,
};

use crate::paging_calls::ListNumbers;
use crate::paging_errors::List;
use crate::scripted::{self, API, Script, Step, run};

/// As text of a path, a header and a cookie can be.
const SECRET: &str = "pass-phrase.of_4711~users";

/// Where a call has the secret.
#[derive(Clone, Copy, Debug)]
enum Place {
    Path,
    QuotedKey,
    Header,
    Query,
    QueryList,
    QueryJson,
    Part,
    Body,
    Token,
    AddedHeader(&'static str),
    AddedQuery(&'static str),
    HeaderOfClient(&'static str),
    QueryOfClient(&'static str),
    Cookie,
    Scheme,
}

const PLACES: [Place; 25] = [
    Place::Path,
    Place::QuotedKey,
    Place::Header,
    Place::Query,
    Place::QueryList,
    Place::QueryJson,
    Place::Part,
    Place::Body,
    Place::Token,
    Place::AddedHeader("X-Api-Key"),
    Place::AddedHeader("Ocp-Apim-Subscription-Key"),
    Place::AddedHeader("X-Auth-Token"),
    Place::AddedHeader("Client-Secret"),
    Place::AddedHeader("DPoP"),
    Place::HeaderOfClient("Api-Key"),
    Place::HeaderOfClient("X-Functions-Key"),
    Place::HeaderOfClient("X-Session-Id"),
    Place::HeaderOfClient("Signature"),
    Place::AddedQuery("sig"),
    Place::AddedQuery("api_key"),
    Place::AddedQuery("accessToken"),
    Place::QueryOfClient("password"),
    Place::QueryOfClient("client_secret"),
    Place::Cookie,
    Place::Scheme,
];

#[derive(Clone, Debug)]
struct Send(Place);

impl Operation for Send {
    type Response = Json<BTreeMap<String, Vec<Vec<u8>>>>;
    type ServiceError = NoServiceError;
    const INFO: OperationInfo =
        OperationInfo::new(&API, "send", Method::Post, "/send/{id}/(key='{key}')", Idempotency::Safe);

    fn encode(&self, request: &mut RequestParts) -> Result<(), InputError> {
        let secret = Secret::from(SECRET);
        let (open, mut is_in_url) = ("open".to_owned(), false);
        match self.0 {
            Place::Path => {
                request.segment("id", &secret)?;
                request.quoted_key("key", &open)?;
                is_in_url = true;
            }
            Place::QuotedKey => {
                request.segment("id", &open)?;
                request.quoted_key("key", &secret)?;
                is_in_url = true;
            }
            Place::Header => request.header("X-Any", &secret)?,
            Place::Query => request.query("any", &Some(secret))?,
            Place::QueryList => request.query_commas("any", &vec![secret])?,
            Place::QueryJson => request.query_json("any", Some(&json_with(&secret)))?,
            Place::Part => request.part("any", &secret)?,
            Place::Body => request.json(&json_with(&secret))?,
            _ => {}
        }
        if !is_in_url {
            request.segment("id", &open)?;
            request.quoted_key("key", &open)?;
        }
        Ok(())
    }
}

fn json_with(secret: &Secret<String>) -> BTreeMap<&'static str, Vec<&Secret<String>>> {
    BTreeMap::from([("any", vec![secret])])
}

/// Everything that observers can see.
#[derive(Clone, Default)]
struct Seen(Arc<Mutex<String>>);

impl Observer for Seen {
    fn on_request(&self, request: &RequestSent<'_>) {
        *self.0.lock().unwrap() += &format!("{request:?} {:?}\n", request.headers());
    }

    fn on_response(&self, response: &ResponseReceived<'_>) {
        let ids = (response.request_id(), response.correlation_id());
        *self.0.lock().unwrap() += &format!("{response:?} {:?} {ids:?}\n", response.headers());
    }
}

fn spellings() -> Vec<String> {
    let each = |spell: fn(u8) -> String| SECRET.bytes().map(spell).collect::<String>();
    vec![
        SECRET.to_owned(),
        each(|byte| format!("\\u{byte:04x}")),
        each(|byte| format!("%{byte:02x}")),
        each(|byte| format!("&#{byte};")),
        STANDARD.encode(SECRET),
        SECRET[..SECRET.len() / 2].to_owned(),
    ]
}

fn client_with(place: Place, builder: ClientBuilder) -> Client {
    let builder = match place {
        Place::Token => builder.credential(SECRET),
        Place::HeaderOfClient(name) => builder.header(name, SECRET),
        Place::QueryOfClient(name) => builder.query(name, SECRET),
        _ => builder,
    };
    builder.build().unwrap()
}

fn call_with(place: Place, client: &Client) -> Call<'_, Send> {
    let call = client.call(Send(place));
    match place {
        Place::AddedHeader(name) => call.header(name, SECRET),
        Place::AddedQuery(name) => call.query(name, SECRET),
        Place::Cookie => call.header("Cookie", format!("theme=dark; id={SECRET}")),
        Place::Scheme => call.header("X-Authorization", format!("Key {SECRET}")),
        _ => call,
    }
}

/// Headers of a service that repeats a text in all of them.
fn repeating(text: &str) -> Vec<(&'static str, String)> {
    ["X-Request-Id", "X-Correlation-Id", "Server", "Location", "WWW-Authenticate", "X-Any"]
        .map(|name| (name, text.to_owned()))
        .to_vec()
}

fn shown(error: &Error) -> String {
    let message = error.api_error().and_then(|error| error.message().map(ToOwned::to_owned));
    let (body, headers) = (error.body(), error.headers());
    let text = format!(
        "{error} {error:?} {body:?} {headers:?} {:?} {message:?} {:?}",
        error.path(),
        (error.request_id(), error.correlation_id())
    );
    // The escapes of `Debug` are no spelling of the service.
    text.replace("\\\\", "\\")
}

#[test]
fn no_secret_that_was_tried_is_shown_when_a_service_repeats_it() {
    let (mut tried, mut left) = (0, Vec::new());
    for place in PLACES {
        for spelling in spellings() {
            let body: &'static str = format!(r#"{{"message":"{spelling}","{spelling}":[7]}}"#).leak();
            let mut headers = repeating(&spelling);
            headers.push(("Content-Type", "application/json".to_owned()));
            for (status, limit, kind) in
                [(403, 1000, ErrorKind::Status), (200, 1000, ErrorKind::Decode), (200, 10, ErrorKind::ResponseTooLarge)]
            {
                let (script, seen) = (Script::of([Step::Response(status, headers.clone(), body)]), Seen::default());
                let builder = script.builder().response_limit(limit).observer(seen.clone());
                let client = client_with(place, builder);
                let call = call_with(place, &client);
                let error = run(call).unwrap_err();
                assert_eq!(error.kind(), kind);
                tried += 1;
                let (shown, observed) = (shown(&error), seen.0.lock().unwrap().clone());
                for text in [&shown, &observed] {
                    if text.contains(&spelling) || text.contains(SECRET) {
                        left.push(format!("{place:?}, {kind:?}, {spelling}: {text}"));
                    }
                }
                assert!(shown.contains("[secret]"), "{place:?}: {shown}");
            }
        }
    }
    println!("secrets that a service repeats: {tried} tried, {} survived", tried - left.len());
    assert!(left.is_empty(), "{left:#?}");
}

/// What is shown of a success: its ids, but neither its headers nor where it leads.
#[test]
fn no_secret_that_was_tried_is_shown_with_a_success() {
    let (mut tried, mut left) = (0, Vec::new());
    for place in PLACES {
        for spelling in spellings() {
            let (script, seen) =
                (Script::of([Step::Response(200, repeating(&spelling), r#"{"a":[[7]]}"#)]), Seen::default());
            let client = client_with(place, script.builder().observer(seen.clone()));
            let response = run(call_with(place, &client)).unwrap();
            tried += 1;
            assert!(response.request_id.as_ref().is_some_and(|id| id.contains("[secret]")), "{place:?}: {response:?}");
            let shown = format!("{response:?} {:?} {:?}", response.request_id, response.correlation_id);
            let shown = format!("{shown} {}", seen.0.lock().unwrap()).replace("\\\\", "\\");
            if shown.contains(&spelling) || shown.contains(SECRET) {
                left.push(format!("{place:?}, {spelling}: {shown}"));
            }
        }
    }
    println!("secrets that a success repeats: {tried} tried, {} survived", tried - left.len());
    assert!(left.is_empty(), "{left:#?}");
}

#[test]
fn an_error_about_a_success_shows_no_secret_of_its_ids() {
    let client = Script::of([Step::Response(204, repeating(SECRET), "")]).client();
    let mut items = client.call(ListNumbers).header("X-Api-Key", SECRET).items();
    let error = run(items.next()).unwrap().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Unfinished);
    assert_eq!(error.request_id(), Some("[secret]"), "{error:?}");
    assert!(!format!("{error} {error:?}").contains(SECRET), "{error:?}");
}

#[test]
fn no_host_is_asked_whose_name_repeats_a_secret() {
    const SECRET: &str = "phrase-4711-users";
    for host in [format!("{SECRET}.example"), format!("a.{}.example", SECRET.to_uppercase())] {
        let location = format!("https://{host}/path");
        let script = Script::of([Step::Response(302, vec![("Location", location)], ""), scripted::status(200)]);
        let client = script.builder().credential(SECRET).build().unwrap();
        let error = run(client.call(scripted::Read)).unwrap_err();
        assert_eq!((error.kind(), script.attempts()), (ErrorKind::Status, 1), "{host}");
    }
}

#[test]
fn the_raw_text_of_a_bad_item_has_no_secret() {
    for (raw, kept) in [
        (format!(r#"{{"id":"{SECRET}"}}"#), r#"{"id":"[secret]"}"#),
        // Without the secret, this is no JSON.
        ("20260417".to_owned(), r#""[secret]""#),
    ] {
        let body = format!(r#"{{"total":2,"data":{{"items":[{{"id":1}},{raw}]}}}}"#).leak();
        let client = Script::of([Step::Response(200, Vec::new(), body)]).client();
        let call = client.call(List).header("X-Api-Key", SECRET).header("X-Token", "20260417");
        let mut items = call.items();
        assert!(run(items.next()).unwrap().is_ok());
        let error = run(items.next()).unwrap().unwrap_err();
        assert_eq!(error.item().unwrap().as_str(), kept);
    }
}

/// What is short, or has another name, is needed to understand an error.
#[test]
fn other_values_are_kept_in_errors() {
    let body = r#"{"message":"no customer 4711 for true in key-of-a-row"}"#;
    let script = Script::of([Step::Response(403, Vec::new(), body)]);
    let client = script.client();
    let call = client.call(Send(Place::Token)).header("X-Customer", "4711").header("X-Token-Kind", "true");
    let error = run(call.query("$rowKey", "key-of-a-row").query("customer", "customer 4711")).unwrap_err();
    assert_eq!(error.body().unwrap(), body);
    assert!(!format!("{error:?}").contains(scripted::TOKEN));
}
