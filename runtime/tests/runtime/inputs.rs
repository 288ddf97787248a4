//! No input becomes another segment, parameter, header or request.

use docwright_runtime::{
    Api, Client, Empty, ErrorKind, Header, HeaderValue, Idempotency, InputError, Method, NoServiceError, Operation,
    OperationInfo, RequestParts, Server, Setting, Version,
};
use percent_encoding::percent_decode_str;
use proptest::prelude::*;

use crate::scripted::{self, Script};

const LOCALE: Setting = Setting::new("inputs", "locale");
const API: Api = Api::new("inputs", "Inputs", "test/1")
    .with_version(Version::new("version", "1"))
    .with_headers(&[Header::new("X-Locale", HeaderValue::Setting(LOCALE))]);
const SERVER: Server = Server::new(&API, "test", scripted::URL);

#[derive(Clone, Debug, Default)]
struct Send {
    segment: String,
    parameter: Option<String>,
    header: Option<String>,
    tag: Option<String>,
}

impl Operation for Send {
    type Response = Empty;
    type ServiceError = NoServiceError;
    const INFO: OperationInfo =
        OperationInfo::new(&API, "send", Method::Post, "/v{version}/a/{segment}/b?fixed=1", Idempotency::NonIdempotent);

    fn encode(&self, request: &mut RequestParts) -> Result<(), InputError> {
        request.segment("segment", &self.segment)?;
        request.query("parameter", &self.parameter)?;
        request.header("X-Header", &self.header)?;
        request.if_match(self.tag.as_deref())
    }
}

fn client() -> Client {
    Client::builder(SERVER).transport(Script::of([scripted::status(200)])).build().unwrap()
}

fn plain() -> Send {
    Send { segment: "x".to_owned(), ..Send::default() }
}

fn hostile() -> impl Strategy<Value = String> {
    prop_oneof![any::<String>(), r"(\.|/|\\|%2f|%2e|%00|\r\n|\n|\r|\t|\x00| |:|@|\?|#|&|=|;|,|é|Host: evil|[a-z]){0,8}",]
}

#[test]
fn what_would_name_another_resource_is_rejected() {
    for segment in ["", ".", "..", "x/../..", "%2e%2e", "..;", "..\\", "\u{ff0e}\u{ff0e}", "a\0"] {
        let error = client().call(Send { segment: segment.to_owned(), ..Send::default() }).to_http().unwrap_err();
        assert_eq!((error.kind(), error.input().unwrap().parameter()), (ErrorKind::Input, "segment"));
    }
    for version in ["", ".."] {
        let sent = client().call(plain()).api_version(version).to_http();
        assert!(sent.is_err() || sent.unwrap().uri().path() == "/v../a/x/b", "{version}");
    }
}

/// Fewer than usual, because each needs a client; `PROPTEST_CASES` sets another number.
fn cases() -> ProptestConfig {
    let usual = ProptestConfig::default();
    if std::env::var_os("PROPTEST_CASES").is_some() { usual } else { ProptestConfig { cases: 64, ..usual } }
}

proptest! {
    #![proptest_config(cases())]

    #[test]
    fn a_path_input_is_one_segment(text in hostile()) {
        let sent = client().call(Send { segment: text.clone(), ..Send::default() }).to_http();
        let is_plain = |segment: &str| !matches!(segment, "." | "..");
        if text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"./@:,=&#? ".contains(&byte)) {
            let is_ordinary = !text.is_empty() && text.split('/').all(|segment| is_plain(segment.trim()));
            prop_assert_eq!(sent.is_ok(), is_ordinary);
        }
        if let Ok(request) = sent {
            let segments: Vec<_> = request.uri().path().split('/').collect();
            prop_assert_eq!(segments.len(), 5);
            prop_assert_eq!(percent_decode_str(segments[3]).decode_utf8().unwrap(), text);
            prop_assert_eq!(request.uri().query(), Some("fixed=1"));
            prop_assert_eq!(request.uri().authority().unwrap().as_str(), "api.example.com");
        }
    }

    #[test]
    fn a_version_is_part_of_one_segment(text in hostile()) {
        if let Ok(request) = client().call(plain()).api_version(text).to_http() {
            prop_assert_eq!(request.uri().path().split('/').count(), 5);
            prop_assert_eq!(request.uri().authority().unwrap().as_str(), "api.example.com");
        }
    }

    #[test]
    fn a_query_input_is_one_value(text in hostile()) {
        let request = client().call(Send { parameter: Some(text.clone()), ..plain() }).to_http().unwrap();
        let values: Vec<_> = request.uri().query().unwrap().split('&').collect();
        prop_assert_eq!(values.len(), 2);
        let value = values[1].strip_prefix("parameter=").unwrap();
        prop_assert!(!value.contains('+'));
        prop_assert_eq!(percent_decode_str(value).decode_utf8().unwrap(), text);
    }

    #[test]
    fn a_header_input_is_one_value_or_rejected(text in hostile()) {
        let value = Send { header: Some(text.clone()), ..plain() };
        let sent = [client().call(value).to_http(), client().call(plain()).setting(LOCALE, &text).to_http()];
        for (sent, name) in sent.into_iter().zip(["X-Header", "X-Locale"]) {
            let can_be_carried = text.bytes().all(|byte| byte == b'\t' || (byte >= b' ' && byte != 0x7f));
            prop_assert_eq!(sent.is_ok(), can_be_carried);
            if let Ok(request) = sent {
                prop_assert_eq!(request.headers().get_all(name).iter().count(), 1);
                prop_assert_eq!(request.headers()[name].as_bytes(), text.as_bytes());
            }
        }
    }

    #[test]
    fn an_entity_tag_is_one_tag_or_rejected(text in hostile()) {
        if let Ok(request) = client().call(Send { tag: Some(text.clone()), ..plain() }).to_http() {
            let sent = std::str::from_utf8(request.headers()["If-Match"].as_bytes()).unwrap();
            let opaque = sent.strip_prefix("W/").unwrap_or(sent).strip_prefix('"').and_then(|tag| tag.strip_suffix('"'));
            prop_assert!(sent == "*" || opaque.is_some_and(|tag| !tag.contains('"')), "{}", sent);
        }
    }
}
