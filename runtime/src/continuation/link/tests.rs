use proptest::prelude::*;

use super::*;
use crate::{Api, Header, HeaderValue as ApiHeaderValue, Idempotency, Method, Version};

const API: Api = Api::new("test", "Test", "test/1")
    .with_version(Version::new("version", "1"))
    .with_headers(&[Header::new("MS-RequestId", ApiHeaderValue::RequestId)]);
const PLAIN: Api = Api::new("plain", "Plain", "test/1");

const CUSTOMERS: OperationInfo = OperationInfo::new(
    &API,
    "customers",
    Method::Get,
    "/v{version}/customers/{id}/jobs/{job}?kind=a",
    Idempotency::Safe,
);
const ANALYTICS: OperationInfo =
    OperationInfo::new(&API, "analytics", Method::Get, "/partner/v{version}/analytics", Idempotency::Safe);
const INVENTORY: OperationInfo =
    OperationInfo::new(&PLAIN, "inventory", Method::Get, "/V1/Inventory", Idempotency::Safe);

const BASE: &str = "https://api.example";

fn may_state(header: &str) -> bool {
    ["MS-ContinuationToken", "X-Token"].iter().any(|name| name.eq_ignore_ascii_case(header))
}

fn root(operation: &OperationInfo) -> Root<'_> {
    Root { base: BASE, operation, version: None, may_state: &may_state }
}

fn resolved(text: &str) -> Result<String, ContinuationProblem> {
    resolve(text, root(&CUSTOMERS)).map(|uri| uri.to_string())
}

#[test]
fn a_relative_link_gets_the_version_that_it_lacks() {
    for (text, path) in [
        ("/customers?size=1&seek=Next", "/v1/customers?size=1&seek=Next"),
        ("productUpgrades/42", "/v1/productUpgrades/42"),
        ("/v1/customers", "/v1/customers"),
        ("/V1/customers", "/V1/customers"),
        ("/v2/customers", "/v2/customers"),
        ("v1/customers", "/v1/customers"),
        ("/vouchers", "/v1/vouchers"),
        ("/x1/customers", "/v1/x1/customers"),
        ("/0/customers", "/v1/0/customers"),
        ("/customers?next=https://evil.example/v1", "/v1/customers?next=https://evil.example/v1"),
        ("/a b?filter=x eq 'y'#part", "/v1/a%20b?filter=x%20eq%20%27y%27"),
        ("@evil.example/x", "/v1/@evil.example/x"),
        ("https://api.example/other", "/other"),
        ("HTTPS://API.example:443/x", "/x"),
        ("//api.example/x", "/x"),
    ] {
        assert_eq!(resolved(text), Ok(format!("{BASE}{path}")), "{text}");
    }
}

#[test]
fn the_version_is_where_the_operation_has_it() {
    let analytics = |text, version| resolve(text, Root { version, ..root(&ANALYTICS) }).map(|uri| uri.to_string());
    assert_eq!(analytics("/analytics", None), Ok(format!("{BASE}/partner/v1/analytics")));
    assert_eq!(analytics("/partner/v1/analytics", None), Ok(format!("{BASE}/partner/v1/analytics")));
    assert_eq!(analytics("/analytics", Some("3")), Ok(format!("{BASE}/partner/v3/analytics")));
    let plain = resolve("/V1/Inventory?token=a", root(&INVENTORY)).map(|uri| uri.to_string());
    assert_eq!(plain, Ok(format!("{BASE}/V1/Inventory?token=a")));
}

#[test]
fn a_gateway_keeps_its_path() {
    let gateway = Root { base: "https://gateway.example/partner-center", ..root(&CUSTOMERS) };
    let uri = resolve("/customers", gateway).unwrap();
    assert_eq!(uri, "https://gateway.example/partner-center/v1/customers");
    assert!(leads_to(&resolve("/customers/a/jobs/b", gateway).unwrap(), gateway));
    for text in ["https://gateway.example/partner-center/v1/x", "//gateway.example/partner-center/x?a=b#c"] {
        assert!(resolve(text, gateway).is_ok(), "{text}");
    }
    for text in [
        "https://gateway.example/other-tenant/v1/customers",
        "https://gateway.example/",
        "https://gateway.example/partner-center",
        "https://gateway.example/partner-center-2/x",
        "https://gateway.example/Partner-Center/x",
        "https://gateway.example/partner-center%2fx",
        "https://gateway.example//partner-center/x",
        "//gateway.example/other-tenant",
    ] {
        assert_eq!(resolve(text, gateway), Err(ContinuationProblem::OutsideBaseUrl), "{text}");
    }
}

#[test]
fn a_link_that_leads_elsewhere_is_rejected() {
    for text in [
        "https://evil.example/v1/customers",
        "http://api.example/v1/customers",
        "https://api.example:8443/v1/customers",
        "https://api.example:80/v1/customers",
        "https://api.example./v1/customers",
        "https://api.example%2eevil.example/x",
        "https://api.example;@evil.example/x",
        "https://api.ｅxample.evil.example/x",
        "//evil.example/x",
        "https:evil.example",
        "https:/evil.example",
        "https://api.example@evil.example/x",
        "https://user@api.example/x",
        "https://user:word@api.example/x",
        "https://api.example.evil.example/x",
        "ftp://api.example/x",
        "javascript:alert(1)",
        "data:text/plain,x",
        "evil:x",
    ] {
        assert_eq!(resolved(text), Err(ContinuationProblem::ForeignOrigin), "{text}");
    }
    for text in [
        "",
        " ",
        "///evil.example/x",
        "/",
        "?size=1",
        "#part",
        "\\\\evil.example\\x",
        "/\\evil.example/x",
        "https:\\\\evil.example/x",
        "/customers/../../x",
        "/customers/%2e%2E/x",
        "/customers/a%2f..%2F..%2fx",
        "/customers/..%5Cx",
        "/./x",
        "/customers/%252e%252e/x",
        "/customers/..;/x",
        "/customers/..%00/x",
        "/customers/\u{ff0e}\u{ff0e}/x",
        "/customers/%c0%ae%c0%ae/x",
        "https://api.example/customers/%252e%252e/x",
        "/\t/evil.example",
        "/x\r\nHost: evil.example",
        "https://[::1/x",
    ] {
        assert!(resolved(text).is_err(), "{text}");
    }
}

#[test]
fn only_the_headers_that_the_operation_names_are_copied_from_a_link() {
    let stated = [
        ("ms-continuationtoken", "a,b="),
        ("Authorization", "Bearer x"),
        ("Host", "evil.example"),
        ("Content-Length", "7"),
        ("X-HTTP-Method-Override", "DELETE"),
        ("MS-RequestId", "of the page before"),
        ("no name", "x"),
        ("", "x"),
        ("X-Other", "a\r\nHost: evil.example"),
    ];
    let link = Link {
        headers: stated.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect(),
        ..Link::to("/customers")
    };
    let mut request = Request::builder().uri(BASE).header("MS-RequestId", "own").body(Bytes::new()).unwrap();
    follow(&mut request, &link, root(&CUSTOMERS)).unwrap();
    let sent: Vec<_> = request.headers().iter().map(|(name, value)| (name.as_str(), value.to_str().unwrap())).collect();
    assert_eq!(sent, [("ms-requestid", "own"), ("ms-continuationtoken", "a,b=")]);

    let mut request = Request::new(Bytes::new());
    follow(&mut request, &link, Root { may_state: &|_| false, ..root(&CUSTOMERS) }).unwrap();
    assert!(request.headers().is_empty(), "a location has no headers");
}

#[test]
fn a_link_with_any_number_of_headers_does_no_harm() {
    let followed = |count: usize, name: fn(usize) -> String| {
        let headers = (0..count).map(|index| (name(index), "x".to_owned())).collect();
        let mut request = Request::new(Bytes::new());
        let followed = follow(&mut request, &Link { headers, ..Link::to("/customers") }, root(&CUSTOMERS));
        (followed, request.headers().len())
    };
    assert_eq!(followed(100_000, |index| format!("X-{index}")), (Ok(()), 0));
    assert_eq!(followed(32, |_| "X-Token".to_owned()), (Ok(()), 1));
    assert_eq!(followed(33, |_| "X-Token".to_owned()).0, Err(ContinuationProblem::Malformed));
}

#[test]
fn a_link_whose_header_cannot_be_sent_is_rejected() {
    for (value, sent) in [("a, \"b\"=\t~é", true), ("a\r\nHost: evil.example", false), ("a\nb", false), ("a\0", false)]
    {
        let link = Link { headers: vec![("X-Token".to_owned(), value.to_owned())], ..Link::to("/customers") };
        let mut request = Request::new(Bytes::new());
        let followed = follow(&mut request, &link, root(&CUSTOMERS));
        assert_eq!(followed, if sent { Ok(()) } else { Err(ContinuationProblem::Malformed) }, "{value:?}");
        let header = request.headers().get("X-Token").map(HeaderValue::as_bytes);
        assert_eq!(header, sent.then_some(value.as_bytes()), "{value:?}");
    }
}

#[test]
fn a_link_for_another_method_is_rejected() {
    let mut request = Request::new(Bytes::new());
    let mut follow_by = |method: &str| {
        let link = Link { method: Some(method.to_owned()), ..Link::to("/customers") };
        follow(&mut request, &link, root(&CUSTOMERS))
    };
    assert_eq!(follow_by("get"), Ok(()));
    assert_eq!(follow_by("DELETE"), Err(ContinuationProblem::OtherMethod));
}

#[test]
fn a_location_leads_to_the_operation_whose_template_it_has() {
    let leads = |text| leads_to(&resolve(text, root(&CUSTOMERS)).unwrap(), root(&CUSTOMERS));
    assert!(leads("/customers/c/Jobs/j"));
    assert!(leads("customers/c/jobs/j?kind=a"));
    for text in ["/customers/c/jobs", "/customers/c/jobs/j/k", "/customers/c/orders/j", "/customers/c/jobs/", "/x"] {
        assert!(!leads(text), "{text}");
    }
}

proptest! {
    #[test]
    fn no_link_ever_leaves_the_origin(
        text in r"(https?:|//|/|\\|@|\.|:|evil\.example|api\.example|user@|v1|customers|%2e|%2f|\?|#|\t| |[a-z\[\]%é]){0,8}",
    ) {
        for operation in [&CUSTOMERS, &ANALYTICS, &INVENTORY] {
            if let Ok(uri) = resolve(&text, root(operation)) {
                let url = Url::parse(&uri.to_string()).unwrap();
                prop_assert_eq!(url.origin(), Url::parse(BASE).unwrap().origin());
                prop_assert!(url.username().is_empty() && url.password().is_none());
                prop_assert_eq!(uri.authority().map(|authority| authority.as_str()), Some("api.example"));
            }
        }
    }

    #[test]
    fn no_text_at_all_leaves_the_origin(text in any::<String>()) {
        if let Ok(uri) = resolve(&text, root(&CUSTOMERS)) {
            prop_assert_eq!(uri.authority().map(|authority| authority.as_str()), Some("api.example"));
        }
    }
}
