//! TLS by rustls, against a service on loopback whose certificate no platform trusts. It is for `localhost`, and valid
//! until 2220, as is that of its authority, whose key was deleted.

use std::io::{Read, Write};
use std::net::TcpListener;
use std::sync::Arc;
use std::thread::JoinHandle;
use std::time::Duration;

use bytes::Bytes;
use rustls::client::WebPkiServerVerifier;
use rustls::pki_types::PrivatePkcs8KeyDer;
use rustls::server::{Acceptor, ServerConfig};
use rustls::{ClientConfig, RootCertStore};
use tokio::net::TcpStream;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::server::TlsStream;

use super::fault_matrix::fault_server::{Connection, Fault, FaultServer};
use super::http2_tests::service::{Reaction, Service};
use super::http2_tests::{Act, NON_IDEMPOTENT, SAFE, client};
use super::virtual_time::{self, ATTEMPT, passing};
use super::{ReqwestTransport, builder, tls};
use crate::{Error, ErrorKind, Limits, Transport, TransportError, TransportErrorKind};

const AUTHORITY: &[u8] = include_bytes!("tls_tests/authority.der");
const CERTIFICATE: &[u8] = include_bytes!("tls_tests/localhost.der");
const KEY: &[u8] = include_bytes!("tls_tests/localhost.key.der");
const TIMEOUT: Duration = Duration::from_secs(20);

/// Accepts one connection and responds to one request. It returns the protocols that it was offered and the first line of the
/// request, if one came.
struct TlsService {
    url: String,
    thread: JoinHandle<(Vec<String>, Option<String>)>,
}

impl TlsService {
    fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("https://localhost:{}/hello", listener.local_addr().unwrap().port());
        Self { url, thread: std::thread::spawn(move || serve(&listener)) }
    }

    async fn request(&self, transport: &ReqwestTransport) -> Result<http::Response<Bytes>, TransportError> {
        let request = http::Request::get(&self.url).body(Bytes::new()).unwrap();
        transport.send(request, Limits::new(TIMEOUT, 1_000)).await
    }
}

fn serve(listener: &TcpListener) -> (Vec<String>, Option<String>) {
    let mut stream = listener.accept().unwrap().0;
    let mut acceptor = Acceptor::default();
    let accepted = loop {
        acceptor.read_tls(&mut stream).unwrap();
        if let Some(accepted) = acceptor.accept().unwrap() {
            break accepted;
        }
    };
    let offered = accepted.client_hello().alpn().into_iter().flatten();
    let offered = offered.map(|name| String::from_utf8(name.to_vec()).unwrap()).collect();

    let mut connection = accepted.into_connection(server_config().into()).unwrap();
    let mut tls = rustls::Stream::new(&mut connection, &mut stream);
    let mut head = [0; 1_000];
    let line = tls.read(&mut head).ok().and_then(|length| {
        let line = String::from_utf8_lossy(&head[..length]).lines().next().map(str::to_owned);
        tls.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello").unwrap();
        line
    });
    (offered, line)
}

fn server_config() -> ServerConfig {
    let config = ServerConfig::builder_with_provider(tls::provider()).with_safe_default_protocol_versions().unwrap();
    let key = PrivatePkcs8KeyDer::from(KEY).into();
    config.with_no_client_auth().with_single_cert(vec![CERTIFICATE.into()], key).unwrap()
}

fn trusting_the_authority() -> ClientConfig {
    let mut roots = RootCertStore::empty();
    roots.add(AUTHORITY.into()).unwrap();
    let verifier = WebPkiServerVerifier::builder_with_provider(roots.into(), tls::provider()).build().unwrap();
    tls::config_with(verifier, tls::provider()).unwrap()
}

#[tokio::test]
async fn a_certificate_without_a_known_authority_is_rejected() {
    // The first makes its verifier when the certificate arrives, the other before; there may be no certificates on this
    // machine.
    let transports = [true, false].map(|direct| ReqwestTransport::new(TIMEOUT, direct));
    assert!(transports[0].is_ok(), "a client that may not need TLS needs no certificates");
    for transport in transports.into_iter().flatten() {
        let service = TlsService::start();
        let error = service.request(&transport).await.unwrap_err();
        assert_eq!(error.kind(), TransportErrorKind::Connect, "{error:?}");
        let (_, request) = service.thread.join().unwrap();
        assert_eq!(request, None, "nothing is sent to an untrusted server");
    }
}

#[tokio::test]
async fn a_certificate_that_is_trusted_is_accepted_and_both_protocols_are_offered() {
    let transport = trusting();
    let service = TlsService::start();
    let response = service.request(&transport).await.unwrap();
    assert_eq!(response.body(), "hello");
    let (offered, request) = service.thread.join().unwrap();
    assert_eq!(offered, ["h2", "http/1.1"]);
    assert_eq!(request.unwrap(), "GET /hello HTTP/1.1");
}

#[test]
fn the_provider_of_the_process_is_left_alone() {
    tls::config(true).unwrap();
    let _ = tls::config(false);
    assert!(rustls::crypto::CryptoProvider::get_default().is_none());
}

fn acceptor(protocol: &str) -> TlsAcceptor {
    let mut config = server_config();
    config.alpn_protocols = vec![protocol.into()];
    TlsAcceptor::from(Arc::new(config))
}

impl Connection for TlsStream<TcpStream> {
    fn tcp(&self) -> &TcpStream {
        self.get_ref().0
    }
}

/// A service of HTTP/1.1 that the transport below trusts. It refuses connections until it is opened.
pub(super) fn http1_server(choose: impl Fn(u32) -> Option<Fault> + Send + Sync + 'static) -> FaultServer {
    let acceptor = acceptor("http/1.1");
    FaultServer::closed_over("https://localhost", choose, move |stream| {
        let accepted = acceptor.accept(stream);
        Box::pin(async move { Ok(Box::new(accepted.await?) as _) })
    })
}

/// A service of HTTP/2 that the transport below trusts.
pub(super) async fn http2_service(reactions: impl IntoIterator<Item = Reaction>) -> Service {
    let acceptor = acceptor("h2");
    Service::over("https://localhost", move |stream| acceptor.clone().accept(stream), reactions).await
}

pub(super) fn trusting() -> ReqwestTransport {
    let config = trusting_the_authority();
    ReqwestTransport::building(move || builder(TIMEOUT, true).tls_backend_preconfigured(config.clone())).unwrap()
}

/// Such a body has no other end. Others can cut it off, but cannot announce the end of the connection.
#[tokio::test]
async fn a_body_that_ends_with_its_connection_is_whole_only_if_tls_says_so() {
    const TEXT: &str = "HTTP/1.1 200 OK\r\n\r\n7";
    for (fault, expected) in [(Fault::cut(TEXT), None), (Fault::hung_up(TEXT), Some(ErrorKind::Interrupted))] {
        let server = http1_server(move |_| Some(fault.clone()));
        server.open();
        let result = client(&server.url, trusting()).call(Act::<NON_IDEMPOTENT>).attempt_timeout(TIMEOUT).await;
        assert_eq!(result.as_ref().err().map(Error::kind), expected, "{result:?}");
    }
}

/// The protocol is chosen in the handshake, and the second connection works.
#[test]
fn over_tls_a_silent_connection_of_http2_is_not_met_again_after_a_timeout() {
    virtual_time::run(async {
        let service = http2_service([Reaction::response(), Reaction::silence(), Reaction::response()]).await;
        let client = client(&service.url, trusting());
        for requests_so_far in [1, 3, 4] {
            let call = client.call(Act::<SAFE>).attempt_timeout(ATTEMPT);
            assert_eq!(passing(call.into_future(), service.held_back()).await.unwrap().value, 7);
            assert_eq!(service.requests(), requests_so_far);
        }
    });
}
