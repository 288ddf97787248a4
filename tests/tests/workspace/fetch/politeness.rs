//! Hosts are requested slowly, seldom, and not longer than they allow.

use std::io::Write as _;
use std::time::{Duration, Instant};

use flate2::Compression;
use flate2::write::GzEncoder;
use workspace_tests::codes;

use super::server::{Reply, Server};
use super::{Citing, PAGE, counts, page};

const BUSY: &str = "HTTP/1.1 503 Service Unavailable\r\n\r\n";

#[test]
fn a_host_gets_one_request_at_a_time_with_a_pause_between_them() {
    let server = Server::new(|_, _| page());
    let mut citing = Citing::of(&server, &["/a", "/b", "/c"]);
    citing.rules.pause = Duration::from_millis(150);
    assert_eq!(counts(&citing.fetch()), [3, 0, 0]);
    let requests = server.received();
    assert_eq!(requests.len(), 3);
    for pair in requests.windows(2) {
        let pause = pair[1].time.0.checked_duration_since(pair[0].time.1);
        assert!(pause.is_some_and(|pause| pause >= citing.rules.pause), "{pause:?}");
    }
}

#[test]
fn redirects_count_as_requests() {
    let server = Server::new(|request, _| match request.target.as_str() {
        "/a" => "HTTP/1.1 301 Moved Permanently\r\nLocation: b\r\n\r\n".to_owned(),
        _ => page(),
    });
    let mut citing = Citing::of(&server, &["/a"]);
    citing.rules.pause = Duration::from_millis(150);
    citing.fetch();
    let requests = server.received();
    assert!(requests[1].time.0 - requests[0].time.1 >= citing.rules.pause);
}

#[test]
fn a_busy_host_is_requested_again_when_it_says() {
    for status in ["429 Too Many Requests", "503 Service Unavailable"] {
        let server = Server::new(move |_, before| match before {
            0 => format!("HTTP/1.1 {status}\r\nRetry-After: 1\r\n\r\n"),
            _ => page(),
        });
        let fetched = Citing::of(&server, &["/a"]).fetch();
        assert_eq!(counts(&fetched), [1, 0, 0]);
        let requests = server.received();
        assert!(requests[1].time.0 - requests[0].time.1 >= Duration::from_secs(1));
    }
}

#[test]
fn a_host_that_stays_busy_is_given_up() {
    let server = Server::new(|_, _| BUSY.to_owned());
    let fetched = Citing::of(&server, &["/a", "/b", "/c"]).fetch();
    assert_eq!(
        Citing::reasons(&fetched),
        [
            "the response is 503 Service Unavailable",
            "not requested: the host is busy: the response is 503 Service Unavailable",
            "not requested: the host is busy: the response is 503 Service Unavailable",
        ]
    );
    assert_eq!(server.targets(), ["/a", "/a", "/a"]);
    assert!(fetched.mismatches.is_empty() && fetched.files.is_empty());
}

#[test]
fn nobody_waits_for_long() {
    let server = Server::new(|_, _| "HTTP/1.1 429 Too Many Requests\r\nRetry-After: 3600\r\n\r\n".to_owned());
    let start = Instant::now();
    let fetched = Citing::of(&server, &["/a"]).fetch();
    assert_eq!(Citing::reasons(&fetched), ["the response is 429 Too Many Requests, and asks to wait for 3600 seconds"]);
    assert!(start.elapsed() < Duration::from_secs(600) && server.received().len() == 1, "less than an hour");
}

#[test]
fn another_host_is_still_requested() {
    let (busy, good) = (Server::new(|_, _| BUSY.to_owned()), Server::new(|_, _| page()));
    let fetched = Citing::urls(&[busy.url("/a"), good.url("/b"), busy.url("/c")]).fetch();
    assert_eq!((counts(&fetched), fetched.failures.len()), ([1, 0, 0], 2));
}

#[test]
fn a_host_without_a_server_is_given_up() {
    let url = {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        format!("http://{}", listener.local_addr().unwrap())
    };
    let urls: Vec<String> = (0..5).map(|number| format!("{url}/{number}")).collect();
    let fetched = Citing::urls(&urls).fetch();
    let reasons = Citing::reasons(&fetched);
    assert!(reasons[2].contains("refused"), "{reasons:?}");
    assert!(reasons[3].starts_with("not requested: 3 requests in a row failed"), "{reasons:?}");
    assert_eq!(reasons.len(), 5);
}

#[test]
fn other_statuses_are_failures_and_no_mismatches() {
    for status in ["403 Forbidden", "500 Internal Server Error", "304 Not Modified", "206 Partial Content"] {
        let server = Server::new(move |_, _| format!("HTTP/1.1 {status}\r\n\r\n"));
        let fetched = Citing::of(&server, &["/a"]).fetch();
        assert_eq!(Citing::reasons(&fetched), [format!("the response is {status}")]);
        assert!(fetched.mismatches.is_empty());
    }
}

#[test]
fn redirects_in_a_circle_end() {
    let server = Server::new(|_, _| "HTTP/1.1 302 Found\r\nLocation: /a\r\n\r\n".to_owned());
    let fetched = Citing::of(&server, &["/a"]).fetch();
    assert_eq!(Citing::reasons(&fetched), ["it redirects more than 5 times"]);
    let nowhere = Server::new(|_, _| "HTTP/1.1 302 Found\r\n\r\n".to_owned());
    let fetched = Citing::of(&nowhere, &["/a"]).fetch();
    assert_eq!(Citing::reasons(&fetched), ["it redirects, and does not state where"]);
}

#[test]
fn a_slow_response_ends_with_the_time_limit() {
    let head = "HTTP/1.1 200 OK\r\nContent-Type: text/markdown\r\n";
    for sent in [String::new(), head.to_owned(), format!("{head}\r\n{PAGE}")] {
        let server = Server::new(move |_, _| Reply::Slow(sent.clone().into_bytes()));
        let mut citing = Citing::of(&server, &["/a"]);
        citing.rules.timeout = Duration::from_millis(400);
        let start = Instant::now();
        let fetched = citing.fetch();
        assert_eq!((fetched.failures.len(), fetched.files.len()), (1, 0), "{:?}", fetched.failures);
        assert!(start.elapsed() < Duration::from_secs(50), "less than the minute for which the server sends");
    }
}

#[test]
fn a_page_that_is_too_large_is_none() {
    let server = Server::new(|_, _| super::page_with("", &"a page ".repeat(1_000_000)));
    let mut citing = Citing::of(&server, &["/a"]);
    citing.rules.largest_page = 1 << 20;
    let fetched = citing.fetch();
    assert_eq!(codes(&fetched.mismatches), ["DW834"]);
    assert!(fetched.mismatches[0].message.ends_with("is larger than 1 MiB"), "{}", fetched.mismatches[0].message);
}

#[test]
fn the_limit_is_that_of_the_decompressed_page() {
    let compressed = |text: &str| {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
        encoder.write_all(text.as_bytes()).unwrap();
        let head = "HTTP/1.1 200 OK\r\nContent-Type: text/markdown\r\nContent-Encoding: gzip\r\n\r\n";
        [head.as_bytes(), &encoder.finish().unwrap()].concat()
    };
    let (small, large) = (compressed(PAGE), compressed(&" ".repeat(64 << 20)));
    assert!(large.len() < 1 << 17);
    let server = Server::new(move |request, _| {
        Reply::Whole(if request.target == "/small" { small.clone() } else { large.clone() })
    });
    let mut citing = Citing::of(&server, &["/small", "/large"]);
    citing.rules.largest_page = 1 << 20;
    let fetched = citing.fetch();
    assert_eq!(codes(&fetched.mismatches), ["DW834"]);
    assert_eq!(citing.copy(), PAGE.as_bytes());
}

#[test]
fn a_page_that_is_cut_off_is_not_kept() {
    let server = Server::new(|_, before| match before {
        0 => page(),
        _ => super::page_with("Content-Length: 100000\r\n", "# Get"),
    });
    let citing = Citing::of(&server, &["/a"]);
    citing.fetch();
    let fetched = citing.fetch();
    assert_eq!((fetched.failures.len(), citing.copy()), (1, PAGE.as_bytes().to_vec()), "{:?}", fetched.failures);
}
