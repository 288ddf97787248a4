//! The token request as it goes over the wire.

use std::io::{Read, Write};
use std::net::TcpListener;
use std::thread;

use docwright_runtime::{AadApp, Api, Credential, CredentialErrorKind, Server, TokenRequest};

const API: Api = Api::new("api", "API", "test/1");
const SERVER: Server = Server::new(&API, "global", "https://api.example.com").with_audience("urn:api");

/// Responds to one request with `response`; returns the address, and the request when it has arrived.
fn responding(response: Vec<u8>) -> (String, thread::JoinHandle<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let request = thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let (mut received, mut part) = (String::new(), [0; 4096]);
        while !received.contains("grant_type=") {
            let length = stream.read(&mut part).unwrap();
            received.push_str(std::str::from_utf8(&part[..length]).unwrap());
        }
        // The client may have closed the connection already.
        let _ = stream.write_all(&response);
        received
    });
    (url, request)
}

fn app(authority: &str) -> AadApp {
    AadApp::builder("contoso.example", "id").client_secret("s&cret").authority(authority).build().unwrap()
}

#[tokio::test]
async fn a_token_comes_over_http() {
    let body = r#"{"token_type":"Bearer","expires_in":"3600","access_token":"token"}"#;
    let head = format!("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n", body.len());
    let (url, request) = responding([head.as_bytes(), body.as_bytes()].concat());
    let token = app(&url).client_credentials().token(&TokenRequest::new(SERVER)).await.unwrap();
    assert_eq!(token.secret.expose(), "token");
    let request = request.join().unwrap();
    assert!(request.starts_with("POST /contoso.example/oauth2/token HTTP/1.1\r\n"), "{request}");
    assert!(request.to_ascii_lowercase().contains("content-type: application/x-www-form-urlencoded"), "{request}");
    assert!(request.contains("client_secret=s%26cret") && request.contains("resource=urn%3Aapi"), "{request}");
}

#[tokio::test]
async fn a_response_that_does_not_end_is_cut_off() {
    let endless =
        [b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n".to_vec(), vec![b' '; 4_000_000]].concat();
    let (url, _) = responding(endless);
    let error = app(&url).client_credentials().token(&TokenRequest::new(SERVER)).await.unwrap_err();
    assert_eq!(error.kind(), CredentialErrorKind::Transport);
}

#[tokio::test]
async fn the_secret_does_not_follow_a_redirect() {
    let moved = b"HTTP/1.1 307 Temporary Redirect\r\nLocation: http://127.0.0.1:9/\r\nContent-Length: 0\r\n\r\n";
    let (url, _) = responding(moved.to_vec());
    let error = app(&url).client_credentials().token(&TokenRequest::new(SERVER)).await.unwrap_err();
    assert_eq!(error.kind(), CredentialErrorKind::Malformed);
}

#[tokio::test]
async fn an_authority_that_is_not_there_may_be_there_later() {
    let error = app("http://127.0.0.1:9").client_credentials().token(&TokenRequest::new(SERVER)).await.unwrap_err();
    assert!(error.is_transient(), "{error:?}");
}
