//! Fetches pages, end to end: over TLS, from a server on loopback whose certificate the system trusts.

use std::net::TcpListener;

use crate::project::{Project, SPEC, THING};

/// A project whose operation cites a page at the URL.
fn citing(url: &str) -> Project {
    let project = Project::new();
    project.write("spec/demo/api.yaml", SPEC);
    let page = format!("pages:\n  get-thing: {{ title: Get a thing, url: \"{url}\", captured: 2026-11-01 }}\n");
    let area = THING.replace("    GET:", "    page: get-thing\n    GET:");
    project.write("spec/demo/things.yaml", &format!("{page}{area}"));
    project
}

#[test]
fn no_argument_allows_http() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    listener.set_nonblocking(true).unwrap();
    let project = citing(&format!("http://{}/things", listener.local_addr().unwrap()));
    let run = project.run(&["fetch"]);
    assert_eq!(run.code, 1, "{}", run.text);
    assert!(run.text.contains("error[DW835]") && run.text.contains("is not an https URL"), "{}", run.text);
    assert_eq!(run.out, "fetch: 1 page: 0 new, 0 changed, 0 unchanged; 0 removed; 1 mismatch\n");
    assert!(listener.accept().is_err(), "nothing is requested");
}

#[test]
fn what_keeps_pages_from_being_fetched_is_no_diagnostic() {
    let run = Project::new().run(&["fetch"]);
    assert_eq!((run.code, run.text.as_str()), (2, "error: the specs cite no page\n"));
    let project = citing("https://127.0.0.1:1/things");
    let run = project.run(&["fetch", "harbour"]);
    assert_eq!((run.code, run.text.as_str()), (2, "error: there is no API `harbour` in the specs\n"));
    let run = project.run(&["fetch", "demo", "--format", "json"]);
    assert_eq!(run.code, 2, "{}", run.text);
    let summary: serde_json::Value = serde_json::from_str(&run.out).unwrap();
    assert_eq!(summary["summary"]["failures"][0]["url"], "https://127.0.0.1:1/things");
    assert!(run.text.contains("error: not fetched: 1 page; run this again later\n"), "{}", run.text);
    assert_eq!(project.run(&["fetch", "--pages", "spec"]).code, 2);
    assert!(!project.path("spec/.gitignore").exists());
    assert_eq!(project.run(&["verify", "docs", "--pages", "spec"]).code, 2, "without --fetch");
}

/// The verifiers of other systems do not read the variable.
#[cfg(target_os = "linux")]
mod over_tls {
    use std::io::{Read as _, Write as _};
    use std::net::{SocketAddr, TcpListener};
    use std::sync::Arc;
    use std::thread;

    use rcgen::CertifiedKey;
    use rustls::crypto::ring;
    use rustls::pki_types::{CertificateDer, PrivatePkcs8KeyDer};
    use rustls::{ServerConfig, ServerConnection, StreamOwned};

    use super::citing;
    use crate::project::{Project, Run};

    /// A page in HTML that agrees with the project's spec.
    const PAGE: &str = "<!DOCTYPE html>
<html lang=\"en\"><head><title>Get one of the things</title><script src=\"/a.js\"></script></head>
<body><main>
<h1>Get one of the things</h1>
<p>Finds a thing by its number.</p>
<h2>Request</h2>
<table><tr><th>Method</th><th>Request URI</th></tr><tr><td>GET</td><td>{baseURL}/things/{id}</td></tr></table>
<h3>URI parameters</h3>
<table><tr><th>Name</th><th>Type</th><th>Required</th><th>Description</th></tr>
<tr><td>id</td><td>string</td><td>Yes</td><td>The number on its back.</td></tr></table>
</main></body></html>
";

    struct TlsServer {
        address: SocketAddr,
        /// The certificate in PEM.
        certificate: String,
    }

    impl TlsServer {
        fn new(body: &'static str) -> Self {
            let CertifiedKey { cert, signing_key } =
                rcgen::generate_simple_self_signed(["127.0.0.1".to_owned()]).unwrap();
            let certificate = pem(cert.der());
            let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
                .with_safe_default_protocol_versions()
                .unwrap()
                .with_no_client_auth()
                .with_single_cert(
                    vec![cert.der().clone()],
                    PrivatePkcs8KeyDer::from(signing_key.serialize_der()).into(),
                )
                .unwrap();
            let config = Arc::new(config);
            let listener = TcpListener::bind("127.0.0.1:0").unwrap();
            let address = listener.local_addr().unwrap();
            thread::spawn(move || {
                for stream in listener.incoming() {
                    let connection = ServerConnection::new(Arc::clone(&config)).unwrap();
                    let mut stream = StreamOwned::new(connection, stream.unwrap());
                    let mut head = Vec::new();
                    let mut byte = [0];
                    while !head.ends_with(b"\r\n\r\n") && stream.read(&mut byte).is_ok_and(|read| read == 1) {
                        head.push(byte[0]);
                    }
                    let head = String::from_utf8(head).unwrap().to_lowercase();
                    let response = if head.contains("if-none-match: \"one\"") {
                        "HTTP/1.1 304 Not Modified\r\nConnection: close\r\n\r\n".to_owned()
                    } else {
                        let length = body.len();
                        format!(
                            "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nETag: \"one\"\r\nConnection: close\r\n\
                             Content-Length: {length}\r\n\r\n{body}"
                        )
                    };
                    // A client that does not trust the certificate closes the connection.
                    if stream.write_all(response.as_bytes()).is_ok() {
                        stream.conn.send_close_notify();
                        let _ = stream.flush();
                    }
                }
            });
            Self { address, certificate }
        }

        fn project(&self) -> Project {
            let project = citing(&format!("https://{}/docs/get-thing", self.address));
            project.write("trusted.pem", &self.certificate);
            project
        }
    }

    fn pem(certificate: &CertificateDer<'_>) -> String {
        use base64::Engine as _;
        let text = base64::engine::general_purpose::STANDARD.encode(certificate);
        let lines: Vec<&str> = text.as_bytes().chunks(64).map(|line| std::str::from_utf8(line).unwrap()).collect();
        format!("-----BEGIN CERTIFICATE-----\n{}\n-----END CERTIFICATE-----\n", lines.join("\n"))
    }

    /// Runs the command with a certificate that the system trusts, and without a proxy.
    fn run(project: &Project, arguments: &[&str]) -> Run {
        let certificate = project.path("trusted.pem");
        project.run_with(arguments, &[("SSL_CERT_FILE", certificate.to_str().unwrap()), ("NO_PROXY", "127.0.0.1")])
    }

    #[test]
    fn pages_are_fetched_compared_and_locked() {
        let server = TlsServer::new(PAGE);
        let project = server.project();
        let first = run(&project, &["fetch"]);
        let expected = "fetch: 1 page: 1 new, 0 changed, 0 unchanged; 0 removed; 0 mismatches\n";
        assert_eq!((first.code, first.text.as_str()), (0, expected));

        let again = run(&project, &["verify", "docs", "--fetch", "--update"]);
        assert_eq!(again.code, 0, "{}", again.text);
        for line in [
            "fetch: 1 page: 0 new, 0 changed, 1 unchanged; 0 removed; 0 mismatches\n",
            "verify docs: 1 page read, 1 matched; 1 of 1 operation covered; 0 mismatches\n",
        ] {
            assert!(again.out.contains(line), "{}", again.text);
        }
        let lock = project.read("spec/demo/pages.lock");
        assert!(lock.contains("name: get-thing") && lock.contains("/docs/get-thing"), "{lock}");

        let offline = project.run(&["verify", "docs", "fetched-pages"]);
        assert_eq!(offline.code, 0, "{}", offline.text);
    }

    #[test]
    fn a_mismatch_of_a_fetched_page_is_reported() {
        let server = TlsServer::new(PAGE);
        let project = server.project();
        let area = project.read("spec/demo/things.yaml").replace("id: string", "id: int64").replace("id: a", "id: 1");
        project.write("spec/demo/things.yaml", &area.replace("/things/a", "/things/1"));
        let found = run(&project, &["verify", "docs", "--fetch", "--pages", "copies", "--format", "json"]);
        assert_eq!(found.code, 1, "{}", found.text);
        let lines: Vec<serde_json::Value> = found.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        assert_eq!(lines[0]["code"], "DW806");
        assert_eq!((&lines[1]["fetched"]["new"], &lines[1]["summary"]["matched"]), (&1.into(), &1.into()));
        assert!(project.path("copies/fetched.json").exists() && !project.path("fetched-pages").exists());
    }

    #[test]
    fn a_certificate_that_is_not_trusted_is_a_failure() {
        let (server, other) = (TlsServer::new(PAGE), TlsServer::new(PAGE));
        let project = server.project();
        project.write("trusted.pem", &other.certificate);
        let found = run(&project, &["fetch"]);
        assert_eq!(found.code, 2, "{}", found.text);
        assert!(found.text.contains("certificate"), "{}", found.text);
    }
}
