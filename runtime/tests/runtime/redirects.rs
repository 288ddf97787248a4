//! Which redirects are followed, and with which credential and headers.

use docwright_runtime::{
    DecodeError, Empty, Error, ErrorKind, FromResponse, Idempotency, InputError, Method, NoServiceError, Observer,
    Operation, OperationInfo, RawResponse, RequestParts, ResponseReceived, StatusCode,
};

use crate::scripted::{API, FakeClock, SECOND, Script, Step, TOKEN, URL, response, run, status};

/// An operation of each method, by its place in `METHODS`.
#[derive(Clone, Debug)]
struct Do<const METHOD: usize>;

const METHODS: [Method; 6] = [Method::Get, Method::Head, Method::Post, Method::Put, Method::Patch, Method::Delete];

impl<const METHOD: usize> Operation for Do<METHOD> {
    type Response = Empty;
    type ServiceError = NoServiceError;
    const INFO: OperationInfo = OperationInfo::new(&API, "do", METHODS[METHOD], "/things", Idempotency::ByRequestId);

    fn encode(&self, request: &mut RequestParts) -> Result<(), InputError> {
        request.header("MS-Contract-Version", &"v1")?;
        request.header("Cookie", &"session")
    }
}

fn called<const METHOD: usize>(steps: impl IntoIterator<Item = Step>) -> (Result<(), Error>, Script) {
    let script = Script::of(steps);
    let client = script.builder().credential(TOKEN).build().unwrap();
    (run(client.call(Do::<METHOD>)).map(|response| response.value), script)
}

fn redirect(status: u16, location: &str) -> Step {
    response(status, "Location", location)
}

#[test]
fn reads_are_followed_and_stay_reads() {
    for code in [301, 302, 303, 307, 308] {
        let (result, script) = called::<0>([redirect(code, "/other?a=b#part"), status(200)]);
        result.unwrap();
        assert_eq!(script.seen()[1].url, format!("{URL}/other?a=b"), "{code}");
        let (result, script) = called::<1>([redirect(code, "other"), status(200)]);
        result.unwrap();
        assert_eq!((script.attempts(), script.seen()[1].url.as_str()), (2, "https://api.example.com/other"));
    }
}

#[test]
fn what_acts_is_never_sent_to_another_place() {
    fn check<const METHOD: usize>() {
        for code in [301, 302, 303, 307, 308] {
            for location in ["/other", "https://elsewhere.example/"] {
                let (result, script) = called::<METHOD>([redirect(code, location), status(200)]);
                let error = result.unwrap_err();
                assert_eq!((error.kind(), error.status().unwrap().as_u16()), (ErrorKind::Status, code));
                assert_eq!(script.attempts(), 1, "{:?} {code}", METHODS[METHOD]);
            }
        }
    }
    check::<2>();
    check::<3>();
    check::<4>();
    check::<5>();
}

#[test]
fn statuses_that_only_look_like_redirects_are_responses() {
    for code in [300, 304, 305, 306, 399, 400, 503] {
        let (result, script) = called::<0>([redirect(code, "/other")]);
        assert_eq!(result.unwrap_err().status().unwrap().as_u16(), code);
        assert!(script.seen().iter().all(|seen| seen.url.ends_with("/things")), "{code}");
    }
    assert_eq!(called::<0>([status(302)]).0.unwrap_err().status().unwrap().as_u16(), 302, "without a location");
    assert_eq!(called::<0>([redirect(201, "/other")]).1.attempts(), 1, "a success is not followed");
}

#[test]
fn only_what_says_nothing_about_the_sender_goes_to_another_origin() {
    for location in ["https://blobs.example.net/card?sig=s", "https://api.example.com:444/", "https://example.com/"] {
        let (result, script) = called::<0>([redirect(302, location), status(200)]);
        result.unwrap();
        let names: Vec<_> = script.seen()[1].headers.keys().map(|name| name.as_str().to_owned()).collect();
        assert!(names.iter().all(|name| ["accept", "user-agent"].contains(&name.as_str())), "{location}: {names:?}");
        assert!(script.seen()[0].headers.contains_key("authorization"));
    }
}

#[test]
fn only_what_says_nothing_about_the_sender_leaves_the_base_url() {
    let names = |base_url: &str, location: &str| {
        let script = Script::of([redirect(302, location), status(200)]);
        let client = script.builder().base_url(base_url).credential(TOKEN).build().unwrap();
        run(client.call(Do::<0>)).unwrap();
        script.seen()[1].headers.keys().map(|name| name.as_str().to_owned()).collect::<Vec<_>>()
    };
    let gateway = "https://gateway.example/tenant-1";
    for location in ["/tenant-2/things", "../../tenant-2/things", "https://gateway.example/tenant-1", "/tenant-10/x"] {
        let sent = names(gateway, location);
        assert!(sent.iter().all(|name| ["accept", "user-agent"].contains(&name.as_str())), "{location}: {sent:?}");
    }
    assert!(names(gateway, "/tenant-1/other").contains(&"authorization".to_owned()));
    for location in ["/tenant-1/..;/tenant-2", "/tenant-1/%252e%252e/tenant-2", "/tenant-1/%c0%ae%c0%ae/tenant-2"] {
        let script = Script::of([redirect(302, location), status(200)]);
        let client = script.builder().base_url(gateway).credential(TOKEN).build().unwrap();
        assert_eq!(run(client.call(Do::<0>)).unwrap_err().status().unwrap().as_u16(), 302, "{location}");
        assert_eq!(script.attempts(), 1);
    }
}

#[test]
fn encryption_is_not_given_up_and_nobody_is_named_in_a_url() {
    for location in [
        "http://api.example.com/other",
        "http://blobs.example.net/",
        "http://127.0.0.1/",
        "https://user@api.example.com/",
        "https://user:word@blobs.example.net/",
        "ftp://api.example.com/",
        "file:///etc/passwd",
        "https://",
    ] {
        let (result, script) = called::<0>([redirect(302, location), status(200)]);
        assert_eq!(result.unwrap_err().status().unwrap().as_u16(), 302, "{location}");
        assert_eq!(script.attempts(), 1);
    }
}

#[test]
fn no_request_leaves_this_machine_in_the_clear() {
    let script = Script::of([redirect(302, "http://example.com/"), status(200)]);
    let client = script.builder().base_url("http://127.0.0.1:1").build().unwrap();
    assert_eq!(run(client.call(Do::<0>)).unwrap_err().status().unwrap().as_u16(), 302);
    assert_eq!(script.attempts(), 1);
}

#[test]
fn a_redirect_that_is_a_result_is_not_followed() {
    #[derive(Debug)]
    struct Elsewhere;
    impl FromResponse for Elsewhere {
        type Value = Option<String>;
        fn accepts(status: StatusCode) -> bool {
            status == StatusCode::FOUND
        }
        fn read(response: &RawResponse) -> Result<Option<String>, DecodeError> {
            Ok(response.location())
        }
    }
    #[derive(Clone, Debug)]
    struct Locate;
    impl Operation for Locate {
        type Response = Elsewhere;
        type ServiceError = NoServiceError;
        const INFO: OperationInfo = OperationInfo::new(&API, "locate", Method::Get, "/things", Idempotency::Safe);
        fn encode(&self, _: &mut RequestParts) -> Result<(), InputError> {
            Ok(())
        }
    }
    let script = Script::of([redirect(302, "/other"), status(200)]);
    assert_eq!(run(script.client().call(Locate)).unwrap().value.as_deref(), Some("/other"));
    assert_eq!(script.attempts(), 1);
}

#[test]
fn a_redirect_is_not_followed_when_time_is_over() {
    struct Slow(FakeClock);
    impl Observer for Slow {
        fn on_response(&self, _: &ResponseReceived<'_>) {
            self.0.advance(10 * SECOND);
        }
    }
    let script = Script::of([redirect(302, "/other"), status(200)]);
    let client = script.builder().observer(Slow(script.clock.clone())).build().unwrap();
    let error = run(client.call(Do::<0>).timeout(5 * SECOND)).unwrap_err();
    assert_eq!((error.kind(), error.attempts(), script.attempts()), (ErrorKind::Timeout, 1, 1));
    assert!(error.may_have_taken_effect());
}

#[test]
fn redirects_come_to_an_end() {
    let (result, script) = called::<0>([redirect(307, "/things")]);
    assert_eq!(result.unwrap_err().status().unwrap().as_u16(), 307);
    assert_eq!(script.attempts(), 6);
}
