use super::*;
use crate::{Api, Idempotency, Method, Version};

const API: Api = Api::new("test", "Test", "test/1").with_version(Version::new("version", "1"));

fn info(path: &'static str) -> OperationInfo {
    OperationInfo::new(&API, "test", Method::Get, path, Idempotency::Safe)
}

fn url(path: &'static str, parts: RequestParts) -> Result<String, InputError> {
    parts.into_http(&info(path), "https://h", None, HeaderMap::new()).map(|request| request.uri().to_string())
}

#[test]
fn a_segment_stays_one_segment() {
    for (text, segment) in
        [("a/b", "a%2Fb"), ("%2e%2ea", "%252e%252ea"), ("a b?#é", "a%20b%3F%23%C3%A9"), ("...", "...")]
    {
        let mut parts = RequestParts::default();
        parts.segment("id", &text).unwrap();
        assert_eq!(url("/v{version}/x/{id}", parts).unwrap(), format!("https://h/v1/x/{segment}"));
    }
    for text in ["", ".", "..", "x/../..", "%2e%2e", "..;", "a\0b", "\u{ff0e}\u{ff0e}"] {
        let error = RequestParts::default().segment("id", &text).unwrap_err();
        assert_eq!(error.parameter(), "id");
    }
}

#[test]
fn a_template_and_its_values_must_agree() {
    let problem = |path, parts| url(path, parts).unwrap_err().problem();
    assert_eq!(problem("/x/{id}", RequestParts::default()), InputProblem::MissingFromPath);
    let mut parts = RequestParts::default();
    parts.segment("id", &"a").unwrap();
    assert_eq!(problem("/x", parts), InputProblem::NotInPath);
}

#[test]
fn a_query_follows_a_fixed_one_and_repeats_keys() {
    let mut parts = RequestParts::default();
    parts.query("id s", &vec!["a&b".to_owned(), "c".to_owned()]).unwrap();
    parts.query("none", &None::<i64>).unwrap();
    parts.query_json("filter", Some(&serde_json::json!({"Field": "a"}))).unwrap();
    assert_eq!(
        url("/x?provider=onetime", parts).unwrap(),
        "https://h/x?provider=onetime&id%20s=a%26b&id%20s=c&filter=%7B%22Field%22%3A%22a%22%7D"
    );
}

#[test]
fn values_between_commas_hold_none() {
    let mut parts = RequestParts::default();
    parts.query_commas("groupby", &vec!["a b".to_owned(), String::new(), "c".to_owned()]).unwrap();
    parts.query_commas("none", &Vec::<String>::new()).unwrap();
    parts.query_commas("one", &vec![String::new()]).unwrap();
    assert_eq!(url("/x", parts).unwrap(), "https://h/x?groupby=a%20b,,c&one=");
    let error = RequestParts::default().query_commas("groupby", &vec!["a,b".to_owned()]).unwrap_err();
    assert_eq!(error.problem(), InputProblem::HoldsSeparator);
}

#[test]
fn quotes_of_a_quoted_key_are_doubled() {
    for (text, key) in [("US", "US"), ("O'Neil", "O%27%27Neil"), ("", ""), ("..", ".."), ("a/b", "a%2Fb")] {
        let mut parts = RequestParts::default();
        parts.quoted_key("market", &text).unwrap();
        assert_eq!(url("/p(Market='{market}')", parts).unwrap(), format!("https://h/p(Market='{key}')"));
    }
    for text in ["x/../..", "/../", "%2f..%2f", "a\0"] {
        let error = RequestParts::default().quoted_key("market", &text).unwrap_err();
        assert_eq!(error.problem(), InputProblem::DotSegment, "{text}");
    }
}

#[test]
fn numbers_in_a_url_are_finite() {
    let mut parts = RequestParts::default();
    parts.query("at", &vec![1.0, -2.5, 1e21]).unwrap();
    parts.segment("x", &0.1).unwrap();
    assert_eq!(url("/p/{x}", parts).unwrap(), "https://h/p/0.1?at=1&at=-2.5&at=1000000000000000000000");
    for number in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
        assert_eq!(RequestParts::default().query("at", &number).unwrap_err().problem(), InputProblem::NotFinite);
        assert_eq!(RequestParts::default().segment("at", &number).unwrap_err().problem(), InputProblem::NotFinite);
        assert_eq!(RequestParts::default().header("at", &number).unwrap_err().problem(), InputProblem::NotFinite);
    }
}

#[test]
fn headers_of_an_operation_go_before_those_of_the_api() {
    let mut parts = RequestParts::default();
    parts.header("X-A", &vec!["1".to_owned(), "2".to_owned()]).unwrap();
    let ours = [("x-a", "of the API"), ("x-b", "of the API")];
    let ours = ours.map(|(name, value)| (HeaderName::from_static(name), HeaderValue::from_static(value)));
    let request = parts.into_http(&info("/x"), "https://h", None, HeaderMap::from_iter(ours)).unwrap();
    assert_eq!(request.headers().get_all("X-A").iter().collect::<Vec<_>>(), ["1", "2"]);
    assert_eq!(request.headers()["X-B"], "of the API");
}

#[test]
fn fixed_headers_go_before_those_of_the_api() {
    let of_api = HeaderMap::from_iter([(HeaderName::from_static("x-model"), HeaderValue::from_static("old"))]);
    let info = info("/x").with_fixed_headers(&[("X-Model", "new"), ("X-Other", "a b")]);
    let request = RequestParts::default().into_http(&info, "https://h", None, of_api).unwrap();
    assert_eq!(request.headers().get_all("x-model").iter().collect::<Vec<_>>(), ["new"]);
    assert_eq!(request.headers()["x-other"], "a b");
}

#[test]
fn the_accepted_media_types_are_those_of_the_call_the_responses_or_the_api() {
    let accept = |parts: RequestParts, info: &OperationInfo, headers: HeaderMap| {
        let request = parts.into_http(info, "https://h", None, headers).unwrap();
        request.headers().get_all(ACCEPT).iter().map(|value| value.to_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    let of_api = || HeaderMap::from_iter([(ACCEPT, HeaderValue::from_static("text/json"))]);
    let of_responses = info("/x").with_accept("image/png");
    assert_eq!(accept(RequestParts::default(), &info("/x"), HeaderMap::new()), ["application/json"]);
    assert_eq!(accept(RequestParts::default(), &info("/x"), of_api()), ["text/json"]);
    assert_eq!(accept(RequestParts::default(), &of_responses, of_api()), ["image/png"]);
    let mut parts = RequestParts::default();
    parts.header("Accept", &"image/gif").unwrap();
    assert_eq!(accept(parts, &of_responses, of_api()), ["image/gif"]);
}

#[test]
fn json_is_sent_with_the_media_type_that_is_stated() {
    let media = |parts: RequestParts| parts.headers[CONTENT_TYPE].to_str().unwrap().to_owned();
    let mut parts = RequestParts::default();
    parts.json(&7).unwrap();
    assert_eq!(media(parts), "application/json");
    let mut parts = RequestParts::default();
    parts.json_as(&7, "application/merge-patch+json").unwrap();
    assert_eq!(parts.body, "7");
    assert_eq!(media(parts), "application/merge-patch+json");
}

#[test]
fn a_header_cannot_smuggle_lines() {
    assert!(RequestParts::default().header("X-A", &"a\r\nX-B: b").is_err());
}

#[test]
fn an_entity_tag_gets_the_quotes_that_it_lacks() {
    for (tag, sent) in
        [("-42", "\"-42\""), ("\"a\"", "\"a\""), ("W/\"a\"", "W/\"a\""), ("*", "*"), ("", "\"\""), ("W/a", "\"W/a\"")]
    {
        let mut parts = RequestParts::default();
        parts.if_match(Some(tag)).unwrap();
        assert_eq!(parts.headers[IF_MATCH], sent);
    }
    for tag in ["\"", "a\"b", "a\", \"b", "\"a\", \"b\"", "a\nb", "\"a\r\nX-B: b\"", "W/\"", "w/\"a\""] {
        assert!(RequestParts::default().if_match(Some(tag)).is_err(), "{tag}");
    }
}

#[test]
fn a_list_may_be_bounded() {
    assert!(RequestParts::default().at_most("names", 25, 25).is_ok());
    assert!(RequestParts::default().at_most("names", 26, 25).is_err());
}
