//! Copies of pages: what was received, under safe names, replaced only by newer ones.

use std::collections::BTreeSet;
use std::fs;

use docwright::internals::fetch::{FetchError, FolderError, fetch};

use super::server::Server;
use super::{Citing, PAGE, counts, page, page_with};

#[test]
fn a_copy_has_the_bytes_that_were_received() {
    let bytes = "\u{feff}# Get\r\n\tone \u{1f6a2}\0 of the things";
    let server = Server::new(move |_, _| page_with("", bytes));
    let citing = Citing::of(&server, &["/things/get-thing"]);
    let fetched = citing.fetch();
    assert_eq!((counts(&fetched), citing.copy()), ([1, 0, 0], bytes.as_bytes().to_vec()));
    assert_eq!(citing.index().pages.keys().collect::<Vec<_>>(), [&server.url("/things/get-thing")]);
    let name = fetched.files[0].file_name().unwrap().to_str().unwrap();
    assert!(name.starts_with("get-thing.") && name.ends_with(".md"), "{name}");
    assert_eq!(fs::read_to_string(citing.folder().join(".gitignore")).unwrap(), "*\n");
}

#[test]
fn a_page_that_did_not_change_is_not_sent_again() {
    let validators = "ETag: \"one\"\r\nLast-Modified: Sun, 06 Nov 1994 08:49:37 GMT\r\n";
    let server = Server::new(move |request, before| match (request.header("if-none-match"), before) {
        (Some("\"one\""), 0..=1) => "HTTP/1.1 304 Not Modified\r\n\r\n".to_owned(),
        (_, 0) => page_with(validators, PAGE),
        _ => page_with("ETag: \"two\"\r\n", &PAGE.replace("string", "long")),
    });
    let citing = Citing::of(&server, &["/a"]);
    assert_eq!(counts(&citing.fetch()), [1, 0, 0]);
    assert_eq!(counts(&citing.fetch()), [0, 0, 1]);
    assert_eq!(citing.copy(), PAGE.as_bytes());
    let requests = server.received();
    assert_eq!(requests[0].header("if-none-match"), None);
    assert_eq!(requests[1].header("if-modified-since"), Some("sun, 06 nov 1994 08:49:37 gmt"));
    assert_eq!(counts(&citing.fetch()), [0, 1, 0]);
    assert_eq!(citing.copy(), PAGE.replace("string", "long").as_bytes());
    // The same bytes are no change, whatever the service says.
    assert_eq!(counts(&citing.fetch()), [0, 0, 1]);
}

#[test]
fn a_copy_that_was_edited_is_fetched_again() {
    let server = Server::new(|request, _| {
        assert_eq!(request.header("if-none-match"), None);
        page_with("ETag: \"one\"\r\n", PAGE)
    });
    let citing = Citing::of(&server, &["/a"]);
    let file = citing.fetch().files.remove(0);
    fs::write(&file, "edited").unwrap();
    citing.fetch();
    assert_eq!(citing.copy(), PAGE.as_bytes());
    fs::remove_file(&file).unwrap();
    citing.fetch();
    assert_eq!(citing.copy(), PAGE.as_bytes());
}

#[test]
fn validators_are_sent_to_the_url_that_they_are_of() {
    let server = Server::new(|request, _| match request.target.as_str() {
        "/a" => "HTTP/1.1 301 Moved Permanently\r\nLocation: /b\r\nETag: \"of-a\"\r\n\r\n".to_owned(),
        _ if request.header("if-none-match").is_some() => "HTTP/1.1 304 Not Modified\r\n\r\n".to_owned(),
        _ => page_with("ETag: \"of-b\"\r\n", PAGE),
    });
    let citing = Citing::of(&server, &["/a"]);
    citing.fetch();
    let fetched = citing.fetch();
    assert_eq!((counts(&fetched), fetched.notes.len()), ([0, 0, 1], 1));
    let sent: Vec<_> =
        server.received().iter().map(|request| request.header("if-none-match").map(str::to_owned)).collect();
    assert_eq!(sent, [None, None, None, Some("\"of-b\"".to_owned())]);
}

#[test]
fn every_url_has_a_file_of_its_own_within_the_folder() {
    let server = Server::new(|_, _| page());
    let paths = [
        "/get",
        "/get/",
        "/Get",
        "/GET",
        "/a/get",
        "/a?get",
        "/get?view=1",
        "/get?view=2",
        "/get.html",
        "/con",
        "/aux.txt",
        "/%2e%2e%2fescape",
        "/..%5Cescape",
        "/%00",
        "/",
        "/?/../../escape",
        "/a:b",
        "/%F0%9F%9A%A2",
    ];
    let citing = Citing::of(&server, &paths);
    let fetched = citing.fetch();
    assert_eq!(counts(&fetched), [paths.len(), 0, 0]);
    let names: BTreeSet<String> = citing.index().pages.values().map(|copy| copy.file.to_lowercase()).collect();
    assert_eq!(names.len(), paths.len(), "{names:?}");
    for name in &names {
        assert!(name.chars().all(|c| c.is_ascii_alphanumeric() || "-.".contains(c)), "{name}");
    }
    let entries = |path| fs::read_dir(path).unwrap().count();
    assert_eq!(entries(citing.home.path()), 1, "nothing is beside the folder");
    // With the index and `.gitignore`; on some systems, a file for the lock.
    assert!((paths.len() + 2..=paths.len() + 3).contains(&entries(&citing.folder())));
}

#[test]
fn copies_that_are_not_needed_are_removed() {
    let server = Server::new(|request, before| match (request.target.as_str(), before) {
        ("/a", 1..) => "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\nA page.".to_owned(),
        _ => page(),
    });
    let mut citing = Citing::of(&server, &["/a", "/b"]);
    let before = citing.fetch();
    citing.cite(&[server.url("/a")]);
    let after = citing.fetch();
    assert_eq!((counts(&after), after.removed), ([0, 1, 0], 1));
    assert!(before.files.iter().all(|file| !file.exists()), "one has another extension now, one is not cited");
    assert_eq!((citing.copy(), after.files.len()), (b"A page.".to_vec(), 1));
}

#[test]
fn a_run_that_was_interrupted_is_completed() {
    let server = Server::new(|_, _| page());
    let citing = Citing::of(&server, &["/a"]);
    fs::create_dir(citing.folder()).unwrap();
    let leftover = citing.folder().join(".docwright-a1b2c3");
    fs::write(&leftover, "half a p").unwrap();
    citing.fetch();
    // The next run of the folder removes it.
    citing.fetch();
    assert!(!leftover.exists());
    assert_eq!(citing.copy(), PAGE.as_bytes());
}

#[test]
fn a_folder_of_other_files_is_not_used() {
    let server = Server::new(|_, _| page());
    let citing = Citing::of(&server, &["/a"]);
    fs::create_dir(citing.folder()).unwrap();
    fs::write(citing.folder().join("diary.txt"), "Dear diary").unwrap();
    let error = citing.try_fetch().unwrap_err();
    assert!(matches!(error, FetchError::Folder(FolderError::Foreign { .. })), "{error}");
    assert_eq!(
        fs::read_dir(citing.folder())
            .unwrap()
            .filter(|entry| {
                let name = entry.as_ref().unwrap().file_name();
                name != "diary.txt" && name != ".docwright.lock"
            })
            .count(),
        0
    );
    assert!(server.received().is_empty());
}

#[test]
fn a_malformed_index_is_an_error_and_stays() {
    let server = Server::new(|_, _| page());
    let citing = Citing::of(&server, &["/a"]);
    fs::create_dir(citing.folder()).unwrap();
    let index = citing.folder().join("fetched.json");
    for text in ["<<<<<<<", "{}", r#"{ "pages": { "https://a.example/": { "file": "../a", "hash": "" } } }"#] {
        fs::write(&index, text).unwrap();
        assert!(citing.try_fetch().is_err(), "{text}");
        assert_eq!(fs::read_to_string(&index).unwrap(), text);
    }
    assert!(server.received().is_empty());
}

#[test]
fn an_unknown_api_is_an_error() {
    let server = Server::new(|_, _| page());
    let citing = Citing::of(&server, &["/a"]);
    let model = &citing.checked.model;
    let run = |apis: &[String]| fetch(model, apis, &citing.folder(), &citing.rules, &mut super::Waits::default());
    assert!(matches!(run(&["harbour".to_owned()]), Err(FetchError::UnknownApi(name)) if name == "harbour"));
    assert!(!citing.folder().exists());
    assert_eq!(run(&["demo".to_owned()]).unwrap().pages, 1);
}

#[cfg(unix)]
#[test]
fn a_run_waits_for_another_in_its_folder() {
    use std::time::Duration;

    let server = Server::new(|_, _| page());
    let citing = Citing::of(&server, &["/a"]);
    citing.fetch();
    let lock = fs::File::open(citing.folder()).unwrap();
    lock.lock().unwrap();
    let mut waits = super::Waits::default();
    std::thread::scope(|scope| {
        let run =
            scope.spawn(|| fetch(&citing.checked.model, &[], &citing.folder(), &citing.rules, &mut waits).unwrap());
        std::thread::sleep(Duration::from_millis(300));
        assert_eq!(server.received().len(), 1, "the folder is locked");
        lock.unlock().unwrap();
        assert_eq!(counts(&run.join().unwrap()), [0, 0, 1]);
    });
    assert_eq!(waits.0, 1);
}
