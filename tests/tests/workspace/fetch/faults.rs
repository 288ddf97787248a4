//! One tiny response for each rule about fetched pages, with the diagnostic as the tool renders it.

use std::collections::BTreeSet;
use std::fs;

use docwright::internals::diagnostics::{Style, render};
use workspace_tests::{codes, each_case, workspace_root};

use super::server::{Received, Server};
use super::{Citing, PAGE, counts, page};

/// The page that has the fault.
const PATH: &str = "/things/get-thing";

fn fixtures() -> Vec<(String, String)> {
    let folder = workspace_root().join("tests/fixtures/fetch");
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut fixtures: Vec<(String, String)> = entries
        .map(|path| (path.file_stem().unwrap().to_str().unwrap().to_owned(), fs::read_to_string(path).unwrap()))
        .collect();
    fixtures.sort();
    fixtures
}

/// The rules that have a fixture.
pub(crate) fn codes_of_fixtures() -> BTreeSet<String> {
    fixtures().iter().map(|(name, _)| name.split('-').next().unwrap().to_owned()).collect()
}

/// The bytes of a fixture, in which lines end as in files.
fn response(fixture: &str, request: &Received) -> String {
    let (head, body) = fixture.split_once("\n\n").unwrap_or((fixture.trim_end(), ""));
    let head = head.replace('\n', "\r\n").replace("{host}", request.header("host").unwrap());
    format!("{head}\r\n\r\n{body}")
}

/// A server that responds with the fixture to requests for the page, after so many with a good page.
fn server(fixture: String, good: usize) -> Server {
    Server::new(move |request, before| match request.target.as_str() {
        PATH if before >= good => response(&fixture, request),
        target if target.starts_with("/sign-in") => super::page_with("", "Who are you?"),
        _ => page(),
    })
}

/// The diagnostics without the port of the server, which has as many digits as the number here.
fn rendered(citing: &Citing, diagnostics: &[docwright::internals::diagnostics::Diagnostic], server: &Server) -> String {
    let host = server.url("").replace("http://", "");
    assert_eq!(host.len(), "127.0.0.1:12345".len(), "a port that systems choose has five digits");
    render(diagnostics, &citing.checked.sources, Style::Plain).replace(&host, "127.0.0.1:12345")
}

#[test]
fn every_fixture_has_one_diagnostic_of_its_rule() {
    each_case(fixtures(), |name, fixture| {
        let server = server(fixture, 0);
        let citing = Citing::of(&server, &[PATH]);
        let fetched = citing.fetch();
        let all = [fetched.mismatches.clone(), fetched.notes.clone()].concat();
        assert_eq!(codes(&all), [name.split('-').next().unwrap()], "{name}: {:?}", fetched.failures);
        let is_note = all[0].code.is_note();
        assert_eq!((fetched.notes.len(), fetched.files.len()), (usize::from(is_note), usize::from(is_note)), "{name}");
        assert_eq!(counts(&fetched), [usize::from(is_note), 0, 0]);
        insta::assert_snapshot!(name.as_str(), rendered(&citing, &all, &server));
    });
}

#[test]
fn no_fault_replaces_a_good_copy() {
    each_case(fixtures(), |name, fixture| {
        let server = server(fixture, 1);
        let citing = Citing::of(&server, &[PATH]);
        assert_eq!(counts(&citing.fetch()), [1, 0, 0]);
        let fetched = citing.fetch();
        assert_eq!(citing.copy(), PAGE.as_bytes(), "{name}");
        assert_eq!(fetched.files.len(), 1, "{name}");
        for mismatch in &fetched.mismatches {
            assert_eq!(mismatch.note.as_deref(), Some("the copy that was fetched before is kept"), "{name}");
        }
    });
}

#[test]
fn a_redirect_to_another_host_is_not_followed() {
    let other = Server::new(|_, _| page());
    let location = other.url("/things");
    let server = Server::new(move |_, _| format!("HTTP/1.1 302 Found\r\nLocation: {location}\r\n\r\n"));
    let fetched = Citing::of(&server, &[PATH]).fetch();
    assert_eq!(codes(&fetched.mismatches), ["DW833"]);
    assert!(other.received().is_empty() && fetched.failures.is_empty());
}

#[test]
fn a_url_that_is_not_https_is_not_requested() {
    let server = Server::new(|_, _| page());
    let mut citing = Citing::urls(&[
        server.url("/a"),
        "http://docs.demo.example/a".to_owned(),
        server.url("/b").replace("127.0.0.1", "localhost"),
        "https://ada:secret@docs.demo.example/a".to_owned(),
    ]);
    let fetched = citing.fetch();
    assert_eq!(codes(&fetched.mismatches), ["DW835"; 3]);
    assert_eq!((server.targets(), fetched.failures), (vec!["/a".to_owned()], vec![]));
    citing.rules.is_loopback_allowed = false;
    assert_eq!(codes(&citing.fetch().mismatches), ["DW835"; 4]);
    assert_eq!(server.received().len(), 1);
}

#[test]
fn what_a_spec_cites_twice_is_reported_at_both_places() {
    let server = server("HTTP/1.1 404 Not Found\n".to_owned(), 0);
    let fetched = Citing::of(&server, &[PATH, "/things/get-thing#parameters"]).fetch();
    assert_eq!((codes(&fetched.mismatches), fetched.pages), (vec!["DW830".to_owned(); 2], 1));
    assert_eq!(server.targets(), [PATH]);
}
