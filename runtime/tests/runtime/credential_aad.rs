//! Tokens of Azure AD: the requests, how responses are read, and what is never shown.

use std::error::Error;
use std::time::{Duration, SystemTime};

use docwright_runtime::{
    AadApp, AccessToken, BoxFuture, Bytes, Credential, CredentialError, CredentialErrorKind, RefreshTokenStore,
    RejectedToken, SecretString, Server, TokenAccess, TokenRequest, TransportError, TransportErrorKind, http,
};

use crate::fake_authority::{API, CLIENT_SECRET, FakeAuthority, Reply, SERVER, issued, json, reply};

async fn app_token(authority: &FakeAuthority, server: Server) -> Result<AccessToken, CredentialError> {
    authority.app().build().unwrap().client_credentials().token(&TokenRequest::new(server)).await
}

async fn made_of(reply: Reply) -> Result<AccessToken, CredentialError> {
    app_token(&FakeAuthority::replying([reply]), SERVER).await
}

/// How long from now a token is valid.
fn lifetime(token: &AccessToken) -> Option<Duration> {
    token.expires_at.map(|expires_at| expires_at.duration_since(SystemTime::now()).unwrap_or_default())
}

#[tokio::test]
async fn client_credentials_are_exchanged_at_the_authority_of_the_server_for_its_audience() {
    let authority = FakeAuthority::replying([issued("token", None)]);
    let credential = authority.app().build().unwrap().client_credentials();
    assert_eq!(credential.access(), Some(TokenAccess::AppOnly));
    let token = app_token(&authority, SERVER).await.unwrap();
    assert_eq!(token.secret.expose(), "token");
    assert!((3500..3600).contains(&lifetime(&token).unwrap().as_secs()));
    assert_eq!(authority.urls(), ["https://login.example.com/contoso.example/oauth2/token"]);
    let mut form = authority.forms().remove(0);
    form.sort();
    let expected = [
        ("client_id", "client-id"),
        ("client_secret", CLIENT_SECRET),
        ("grant_type", "client_credentials"),
        ("resource", "https://api.example.com"),
    ];
    assert_eq!(form, expected.map(|(name, value)| (name.to_owned(), value.to_owned())));
}

#[tokio::test]
async fn authority_and_audience_of_the_application_go_before_those_of_the_server() {
    let authority = FakeAuthority::replying([issued("token", None)]);
    let app = authority.app().authority("https://login.cloud.example/").audience("urn:other").build().unwrap();
    app.client_credentials().token(&TokenRequest::new(Server::new(&API, "bare", "https://x.example"))).await.unwrap();
    assert_eq!(authority.urls(), ["https://login.cloud.example/contoso.example/oauth2/token"]);
    assert_eq!(authority.sent("resource"), [Some("urn:other".to_owned())]);
}

#[tokio::test]
async fn a_server_that_states_no_authority_or_audience_is_an_error_that_names_it() {
    for server in [
        Server::new(&API, "bare", "https://x.example").with_authority("https://login.example.com"),
        Server::new(&API, "bare", "https://x.example").with_audience("urn:x"),
    ] {
        let error = app_token(&FakeAuthority::default(), server).await.unwrap_err();
        assert_eq!(error.kind(), CredentialErrorKind::Unstated);
        assert!(error.to_string().contains("\"bare\""), "{error}");
    }
}

#[tokio::test]
async fn servers_get_tokens_for_their_own_audience() {
    let authority = FakeAuthority::replying([issued("one", None), issued("two", None)]);
    let credential = authority.app().build().unwrap().client_credentials();
    let other = Server::new(&API, "other", "https://other.example.com")
        .with_authority("https://login.other.example")
        .with_audience("https://other.example.com");
    for (server, expected) in [(SERVER, "one"), (other.clone(), "two"), (SERVER, "one"), (other, "two")] {
        let token = credential.token(&TokenRequest::new(server)).await.unwrap();
        assert_eq!(token.secret.expose(), expected);
    }
    let resources = ["https://api.example.com", "https://other.example.com"];
    assert_eq!(authority.sent("resource"), resources.map(|resource| Some(resource.to_owned())));
}

#[tokio::test]
async fn a_secret_never_travels_by_plain_http_to_another_machine() {
    for url in ["http://login.example.com", "http://127.0.0.1.example.com", "ftp://localhost", "https://u:p@x.example"]
    {
        let error = FakeAuthority::default().app().authority(url).build().unwrap_err();
        assert_eq!(error.kind(), CredentialErrorKind::Authority, "{url}");
    }
    let server = Server::new(&API, "plain", "https://x.example").with_audience("urn:x");
    let error =
        app_token(&FakeAuthority::default(), server.clone().with_authority("http://x.example")).await.unwrap_err();
    assert_eq!(error.kind(), CredentialErrorKind::Authority);

    let loopback = FakeAuthority::replying([issued("token", None)]);
    app_token(&loopback, server.with_authority("http://127.0.0.1:1")).await.unwrap();
    assert_eq!(loopback.urls(), ["http://127.0.0.1:1/contoso.example/oauth2/token"]);
}

#[test]
fn a_tenant_cannot_lead_elsewhere() {
    for tenant in ["", ".", "..", "../evil", "a/../../b", "a?x=", "a#", "a\\b", "%2e%2e", "a b", "u@evil.example"] {
        let error = AadApp::builder(tenant, "id").transport(FakeAuthority::default()).build().unwrap_err();
        assert_eq!(error.kind(), CredentialErrorKind::Authority, "{tenant}");
    }
}

#[tokio::test]
async fn lifetimes_are_numbers_or_strings_and_may_be_missing() {
    let token = |rest: &str| json(200, &format!(r#"{{"token_type":"bearer","access_token":"token"{rest}}}"#));
    for stated in [r#","expires_in":"600""#, r#","expires_in":600"#, r#","expires_in":" 600 ","expires_on":"1""#] {
        let seconds = lifetime(&made_of(token(stated)).await.unwrap()).unwrap().as_secs();
        assert!((590..=600).contains(&seconds), "{stated}: {seconds}");
    }
    for stated in [r#","expires_in":0"#, r#","expires_on":"1""#] {
        assert_eq!(lifetime(&made_of(token(stated)).await.unwrap()), Some(Duration::ZERO), "{stated}");
    }
    let huge = format!(r#","expires_in":"{}""#, u64::MAX);
    let (negative, large) = (r#","expires_in":-1"#, r#","expires_in":1e308"#);
    for stated in ["", r#","expires_in":null"#, r#","expires_in":"soon""#, negative, large, &huge] {
        assert_eq!(lifetime(&made_of(token(stated)).await.unwrap()), None, "{stated}");
    }
}

#[tokio::test]
async fn what_is_no_bearer_token_is_malformed() {
    for body in [
        "",
        "{}",
        "[]",
        r#"{"access_token":"hunter2"}"#,
        r#"{"token_type":"pop","access_token":"hunter2"}"#,
        r#"{"token_type":"Bearer","access_token":""}"#,
        r#"{"token_type":"Bearer","access_token":["hunter2"]}"#,
        r#"{"token_type":"Bearer","access_token":"hunter2"#,
    ] {
        let error = made_of(json(200, body)).await.unwrap_err();
        assert_eq!(error.kind(), CredentialErrorKind::Malformed, "{body}");
        assert!(!error.is_transient());
        assert!(!format!("{error} {error:?}").contains("hunter2"), "{error:?}");
    }
}

/// Shaped like the errors of Azure AD.
const REFUSED: &str = r#"{"error":"invalid_client",
    "error_description":"AADSTS7000215: Invalid client secret provided.\r\nTrace ID: 11111111-aaaa\r\nCorrelation ID: 22222222-bbbb\r\nTimestamp: 2026-01-02 03:04:05Z",
    "error_codes":[7000215],"timestamp":"2026-01-02 03:04:05Z","trace_id":"11111111-aaaa",
    "correlation_id":"22222222-bbbb","error_uri":"https://login.example.com/error?code=7000215"}"#;

#[tokio::test]
async fn a_refusal_says_why_and_nothing_else() {
    for body in [REFUSED.to_owned(), REFUSED.replace(r"\r\n", " ").replace("[7000215]", r#"["7000215"]"#)] {
        let error = made_of(json(401, &body)).await.unwrap_err();
        assert_eq!(error.kind(), CredentialErrorKind::Refused);
        let refusal = error.refusal().unwrap();
        assert_eq!((refusal.status().as_u16(), refusal.code()), (401, "invalid_client"));
        assert_eq!(refusal.description(), Some("AADSTS7000215: Invalid client secret provided."));
        assert_eq!(refusal.numbers(), [7_000_215]);
        assert_eq!((refusal.trace_id(), refusal.correlation_id()), (Some("11111111-aaaa"), Some("22222222-bbbb")));
        assert!(!error.is_transient());
        let shown = format!("{error} {error:?}");
        assert!(shown.contains("AADSTS7000215") && !shown.contains("1111") && !shown.contains("2026"), "{shown}");
    }
}

#[tokio::test]
async fn a_refusal_may_say_more_than_its_code() {
    let body = r#"{"error":"invalid_grant","suberror":"consent_required","error_codes":"none","trace_id":7}"#;
    let error = made_of(json(400, body)).await.unwrap_err();
    let refusal = error.refusal().unwrap();
    assert_eq!((refusal.code(), refusal.suberror()), ("invalid_grant", Some("consent_required")));
    assert_eq!((refusal.numbers(), refusal.trace_id(), refusal.description()), (&[][..], None, None));
    assert!(format!("{error:?}").contains("consent_required"));
}

#[tokio::test]
async fn an_authority_that_repeats_what_it_was_sent_does_not_make_it_show() {
    let body = format!(r#"{{"error":"{CLIENT_SECRET}","error_description":"wrong: {CLIENT_SECRET}!"}}"#);
    let error = made_of(json(400, &body)).await.unwrap_err();
    assert!(!format!("{error} {error:?}").contains(CLIENT_SECRET), "{error:?}");
    assert_eq!(error.refusal().unwrap().description(), Some("wrong: [secret]!"));
}

/// In each spelling, in each member, also where it is cut.
#[tokio::test]
async fn no_secret_of_a_token_request_that_was_tried_is_shown() {
    const CODE: &str = "0.AXoA-code_of/a+sign~in";
    const REFRESH_TOKEN: &str = "1.AXoA-refresh_token/of+a~user";
    const SECRET: &str = "client/secret~of+the-app";
    let spellings = |secret: &str| {
        let each = |spell: fn(u8) -> String| secret.bytes().map(spell).collect::<String>();
        let in_base64 = base64::Engine::encode(&base64::engine::general_purpose::STANDARD, secret);
        let half = secret[..secret.len() / 2].to_owned();
        let (percent, entities) = (each(|byte| format!("%{byte:02X}")), each(|byte| format!("&#{byte};")));
        [secret.to_owned(), percent, entities, each(|byte| format!("\\u{byte:04x}")), in_base64, half]
    };
    let (mut tried, mut left) = (0, Vec::new());
    for secret in [CODE, REFRESH_TOKEN, SECRET] {
        for spelling in spellings(secret) {
            let text = format!("{} Trace ID: {spelling} {}", "x".repeat(480), &spelling);
            for member in ["error", "suberror", "error_description", "claims", "trace_id", "correlation_id"] {
                for text in [format!("no {spelling}!"), text.clone()] {
                    let mut body = serde_json::json!({"error": "invalid"});
                    body[member] = text.into();
                    let replies = [json(400, &body.to_string()), json(400, &body.to_string())];
                    let app = FakeAuthority::replying(replies).app().client_secret(SECRET).build().unwrap();
                    let error = if secret == REFRESH_TOKEN {
                        let credential = app.refresh_token(Stored(REFRESH_TOKEN));
                        credential.token(&TokenRequest::new(SERVER)).await.unwrap_err()
                    } else {
                        app.redeem_code(&SERVER, CODE, None).await.unwrap_err()
                    };
                    let refusal = error.refusal().unwrap();
                    let ids = (refusal.trace_id(), refusal.correlation_id(), refusal.claims());
                    tried += 1;
                    if format!("{error} {error:?} {ids:?}").contains(&spelling) {
                        left.push(format!("{spelling} in {member}: {error:?} {ids:?}"));
                    }
                }
            }
        }
    }
    println!("secrets that an authority repeats: {tried} tried, {} survived", tried - left.len());
    assert!(left.is_empty(), "{left:#?}");
}

/// A store with one token.
struct Stored(&'static str);

impl RefreshTokenStore for Stored {
    fn load(&self) -> BoxFuture<'_, Result<SecretString, Box<dyn Error + Send + Sync>>> {
        Box::pin(std::future::ready(Ok(self.0.into())))
    }

    fn save(&self, _: SecretString) -> BoxFuture<'_, Result<(), Box<dyn Error + Send + Sync>>> {
        Box::pin(std::future::ready(Ok(())))
    }
}

#[tokio::test]
async fn what_an_authority_says_is_shown_up_to_a_limit() {
    let body = format!(r#"{{"error":"x","error_description":"{}"}}"#, "é".repeat(10_000));
    let error = made_of(json(400, &body)).await.unwrap_err();
    assert_eq!(error.refusal().unwrap().description().unwrap().chars().count(), 500);
}

#[tokio::test]
async fn temporary_and_permanent_failures_differ() {
    let busy = r#"{"error":"temporarily_unavailable"}"#;
    let html = |status| reply(status, "text/html", "<html>hunter2</html>");
    for (reply, kind, transient) in [
        (json(400, busy), CredentialErrorKind::Refused, true),
        (json(429, r#"{"error":"throttled"}"#), CredentialErrorKind::Refused, true),
        (json(400, r#"{"error":"invalid_grant"}"#), CredentialErrorKind::Refused, false),
        (html(503), CredentialErrorKind::Malformed, true),
        (html(404), CredentialErrorKind::Malformed, false),
        (html(200), CredentialErrorKind::Malformed, false),
        (reply(302, "text/html", ""), CredentialErrorKind::Malformed, false),
        (Err(TransportError::new(TransportErrorKind::Connect)), CredentialErrorKind::Transport, true),
        (Err(TransportError::new(TransportErrorKind::Timeout)), CredentialErrorKind::Transport, true),
        (Err(TransportError::new(TransportErrorKind::Other)), CredentialErrorKind::Transport, false),
    ] {
        let error = made_of(reply).await.unwrap_err();
        assert_eq!((error.kind(), error.is_transient()), (kind, transient), "{error}");
        assert!(!format!("{error} {error:?}").contains("hunter2"));
    }
}

#[tokio::test]
async fn the_authority_that_cannot_be_reached_is_shown_without_its_path() {
    let error = made_of(Err(TransportError::new(TransportErrorKind::Connect))).await.unwrap_err();
    assert_eq!(error.to_string(), "the authority could not be reached (host login.example.com)");
}

#[tokio::test]
async fn an_authority_may_ask_for_a_wait() {
    let busy = |status: u16| {
        let busy = http::Response::builder().status(status).header("Retry-After", "17");
        Ok(busy.body(Bytes::from_static(br#"{"error":"throttled"}"#)).unwrap())
    };
    assert_eq!(made_of(busy(429)).await.unwrap_err().retry_after(), Some(Duration::from_secs(17)));
    assert_eq!(made_of(busy(400)).await.unwrap_err().retry_after(), None, "that is permanent");
}

#[tokio::test]
async fn a_response_that_is_too_large_is_not_read() {
    let endless = || Bytes::from(vec![b' '; 1024 * 1024]);
    let too_large = made_of(reply(200, "application/json", endless())).await.unwrap_err();
    assert_eq!(too_large.kind(), CredentialErrorKind::Transport);
    let cut = http::Response::builder().status(503).body(Bytes::from_static(b"<html>")).unwrap();
    let cut = Err(TransportError::new(TransportErrorKind::BodyTooLarge).with_response(cut));
    assert!(made_of(cut).await.unwrap_err().is_transient(), "the status says more than the size");
}

#[tokio::test]
async fn a_code_is_redeemed_for_a_refresh_token() {
    let authority = FakeAuthority::replying([issued("access", Some("first")), issued("access", None)]);
    let app = authority.app().build().unwrap();
    let token = app.redeem_code(&SERVER, "the-code", Some("https://localhost:44395")).await.unwrap();
    assert_eq!(token.expose(), "first");
    assert_eq!(authority.sent("grant_type"), [Some("authorization_code".to_owned())]);
    assert_eq!(authority.sent("code"), [Some("the-code".to_owned())]);
    assert_eq!(authority.sent("resource"), [Some("https://api.example.com".to_owned())]);
    assert_eq!(authority.sent("redirect_uri"), [Some("https://localhost:44395".to_owned())], "not normalized");

    let error = app.redeem_code(&SERVER, "the-code", None).await.unwrap_err();
    assert_eq!(error.kind(), CredentialErrorKind::Malformed);
    let error = app.redeem_code(&SERVER, "the-code", Some("no URL")).await.unwrap_err();
    assert_eq!(error.kind(), CredentialErrorKind::Other);
}

#[tokio::test]
async fn no_secret_shows_in_debug() {
    let authority = FakeAuthority::replying([issued("hunter2", None)]);
    let builder = authority.app();
    let shown = format!("{builder:?}");
    let app = builder.build().unwrap();
    let credential = app.client_credentials();
    let token = credential.token(&TokenRequest::new(SERVER)).await.unwrap();
    let shown = format!("{shown} {app:?} {credential:?} {token:?}");
    assert!(!shown.contains(CLIENT_SECRET) && !shown.contains("hunter2"), "{shown}");
    assert!(shown.contains("contoso.example"));
    let credential = app.refresh_token(Stored("hunter2"));
    assert_eq!(credential.access(), Some(TokenAccess::Delegated));
    let shown = format!("{credential:?}");
    assert!(shown.starts_with("TokenCache { source: RefreshTokenGrant { app: AadApp {"), "{shown}");
    assert!(!shown.contains("hunter2"), "{shown}");
}

#[tokio::test]
async fn claims_that_the_service_asks_for_are_sent_and_those_of_a_refusal_are_kept() {
    let body = r#"{"error":"interaction_required","suberror":"basic_action","claims":"{\"access_token\":{\"acrs\":{\"value\":\"c1\"}}}"}"#;
    let authority = FakeAuthority::replying([issued("first", None), json(400, body)]);
    let credential = authority.app().build().unwrap().client_credentials();
    let first = credential.token(&TokenRequest::new(SERVER)).await.unwrap();
    let challenge = r#"Bearer error="insufficient_claims", claims="eyJhIjoxfQ""#;
    let rejected = RejectedToken::new(first.secret).with_challenge(challenge);
    let error = credential.token(&TokenRequest::new(SERVER).with_rejected(rejected)).await.unwrap_err();
    assert_eq!(authority.sent("claims"), [None, Some(r#"{"a":1}"#.to_owned())]);
    assert_eq!(error.refusal().unwrap().claims(), Some(r#"{"access_token":{"acrs":{"value":"c1"}}}"#));
}
