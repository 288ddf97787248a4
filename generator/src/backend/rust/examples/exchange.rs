//! One call and its response without a network: the examples of the specs are compared with it.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use client_crate::runtime::http::{self, header};
use client_crate::runtime::test_kit::RecordedPart;
use client_crate::runtime::{
    BoxFuture, Bytes, Clock, Error, HeaderValue, Limits, Operation, Server, Transport, TransportError, Value,
};
use client_crate::{Client, Secret};
use serde_json::value::RawValue;

use self::faked::Faked;

/// A call that is not sent.
pub(crate) struct Exchange<O> {
    server: Server,
    client: Client,
    operation: O,
}

/// The body of a request.
pub(crate) enum Body<'a> {
    /// There is none, and no header about it.
    None,
    /// There is none, and the request says so with `Content-Length: 0`.
    StatedEmpty,
    /// JSON, which may be written in another order and with other spaces.
    Json(&'a str),
    /// The same, of another media type.
    JsonAs(&'a str, &'a str),
    /// Exactly these bytes, of this media type.
    Bytes(&'a str, &'a str),
    /// These parts of `multipart/form-data`.
    Parts(&'a [Part<'a>]),
}

/// The name of a part; of a file, its own name and media type; and the content.
type Part<'a> = (&'a str, Option<(&'a str, &'a str)>, &'a str);

/// Nothing here sends.
struct Nowhere;

impl Transport for Nowhere {
    fn send(&self, _: http::Request<Bytes>, _: Limits) -> BoxFuture<'_, Result<http::Response<Bytes>, TransportError>> {
        unreachable!("an example is not sent")
    }
}

/// Nothing here waits.
struct NoWaits;

impl Clock for NoWaits {
    fn now(&self) -> Instant {
        Instant::now()
    }

    fn sleep(&self, _: Duration) -> BoxFuture<'_, ()> {
        unreachable!("a fake service is ready at once")
    }
}

/// A call of an operation at a server.
pub(crate) fn of<O: Operation>(server: &Server, operation: O) -> Exchange<O> {
    let client = Client::builder(server.clone()).credential(Secret::from("token")).transport(Nowhere).build().unwrap();
    Exchange { server: server.clone(), client, operation }
}

impl<O: Operation> Exchange<O> {
    /// Asserts what the call sends: method, path and query, its own headers, and its body.
    pub(crate) fn sends(&self, line: &str, headers: &[(&str, &str)], body: Body<'_>) {
        let request = self.client.call(self.operation.clone()).to_http().unwrap();
        let target = request.uri().path_and_query().unwrap();
        assert_eq!(format!("{} {target}", request.method()), line);
        let mut left = request.headers().clone();
        left.remove(header::USER_AGENT);
        let mut usual = "application/json";
        for declared in O::INFO.api.headers {
            let is_accept = declared.name.eq_ignore_ascii_case("accept");
            match declared.value {
                HeaderValue::Constant(value) if is_accept => usual = value,
                HeaderValue::Constant(value) => {
                    assert_eq!(left.remove(declared.name).unwrap(), value, "{}", declared.name);
                }
                _ => _ = left.remove(declared.name),
            }
        }
        if !headers.iter().any(|(name, _)| name.eq_ignore_ascii_case("accept")) {
            // Of an API whose users choose, it is gone already.
            let sent = left.remove(header::ACCEPT);
            assert!(sent.is_none_or(|sent| sent == O::INFO.accept.unwrap_or(usual)));
        }
        let described = [left.remove(header::CONTENT_TYPE), left.remove(header::CONTENT_LENGTH)];
        let described = described.each_ref().map(|value| value.as_ref().map(|value| value.to_str().unwrap()));
        if let Body::Parts(expected) = body {
            let sent = RecordedPart::read(described[0].unwrap(), request.body()).unwrap();
            let parts: Vec<_> = sent
                .iter()
                .map(|part| (part.name(), part.file_name().zip(part.media()), part.text().unwrap()))
                .collect();
            assert_eq!(parts, expected);
        }
        let (expected, text) = match body {
            Body::Parts(_) => ([described[0], None], ""),
            Body::None => ([None, None], ""),
            Body::StatedEmpty => ([None, Some("0")], ""),
            Body::Json(text) => ([Some("application/json"), None], text),
            Body::JsonAs(media, text) | Body::Bytes(media, text) => ([Some(media), None], text),
        };
        assert_eq!(described, expected);
        if let Body::Json(_) | Body::JsonAs(..) = body {
            assert_eq!(Json::read(std::str::from_utf8(request.body()).unwrap()), Json::read(text));
        } else if !matches!(body, Body::Parts(_)) {
            assert_eq!(request.body(), text);
        }
        let left: BTreeMap<&str, &str> =
            left.iter().map(|(name, value)| (name.as_str(), value.to_str().unwrap())).collect();
        let names: Vec<String> = headers.iter().map(|(name, _)| name.to_ascii_lowercase()).collect();
        let stated = headers.iter().zip(&names).map(|((_, value), name)| (name.as_str(), *value)).collect();
        assert_eq!(left, stated);
    }

    /// Reads a response as the call does. With the feature `test-kit`, a fake service must be able to return the same.
    pub(crate) fn decoded(&self, status: u16, headers: &[(&str, &str)], body: &'static str) -> Result<Value<O>, Error>
    where
        O: Faked,
    {
        let mut response = http::Response::builder().status(status);
        for (name, value) in headers {
            response = response.header(*name, *value);
        }
        let response = response.body(Bytes::from_static(body.as_bytes())).unwrap();
        let result = self.client.call(self.operation.clone()).decode(response).map(|response| response.value);
        faked::assert_can_be_faked(self.server.clone(), self.operation.clone(), &result);
        result
    }
}

mod faked {
    use std::fmt::Debug;
    use std::future::IntoFuture;
    use std::pin::pin;
    use std::task::{Context, Poll, Waker};

    use client_crate::runtime::test_kit::{FakeError, FakeResponse, FakeService};
    use client_crate::runtime::{Operation, RetryPolicy, Server, Value};
    use client_crate::{Client, Error};

    /// What a fake service needs from an operation.
    pub(crate) trait Faked:
        Operation<Response: FakeResponse<Value: Clone + Debug>, ServiceError: FakeError + Clone + Debug>
    {
    }

    impl<O> Faked for O where
        O: Operation<Response: FakeResponse<Value: Clone + Debug>, ServiceError: FakeError + Clone + Debug>
    {
    }

    /// Asserts that a fake service with the result as its reply returns it.
    pub(super) fn assert_can_be_faked<O: Faked>(server: Server, operation: O, result: &Result<Value<O>, Error>) {
        let service = FakeService::new();
        match result {
            Ok(value) => service.on::<O>().responds(value.clone()),
            Err(error) => match error.service_error::<O>() {
                Some(service_error) => service.on::<O>().fails(service_error.clone()),
                None => return,
            },
        };
        let builder = Client::builder(server).transport(service).clock(super::NoWaits);
        let client = builder.retry(RetryPolicy::none()).build().unwrap();
        let Poll::Ready(faked) =
            pin!(client.call(operation).into_future()).poll(&mut Context::from_waker(Waker::noop()))
        else {
            panic!("a fake service is ready at once");
        };
        let service_error = |error: &Error| format!("{:?}", error.service_error::<O>());
        match (result, faked) {
            (Ok(stated), Ok(got)) => assert_eq!(format!("{:?}", got.value), format!("{stated:?}")),
            (Err(stated), Err(got)) => {
                assert_eq!((service_error(&got), got.status()), (service_error(stated), stated.status()));
                assert_eq!(got.is_retryable(), stated.is_retryable());
            }
            (_, faked) => panic!("another kind of result: {faked:?}"),
        }
    }
}

/// JSON in which members have no order, and numbers are compared by their digits.
#[derive(Debug, PartialEq)]
enum Json {
    Object(BTreeMap<String, Json>),
    List(Vec<Json>),
    Text(String),
    Other(String),
}

impl Json {
    fn read(text: &str) -> Self {
        let text = text.trim();
        match text.as_bytes().first() {
            Some(b'{') => {
                let members: BTreeMap<String, &RawValue> = serde_json::from_str(text).unwrap();
                Self::Object(members.into_iter().map(|(name, value)| (name, Self::read(value.get()))).collect())
            }
            Some(b'[') => {
                let items: Vec<&RawValue> = serde_json::from_str(text).unwrap();
                Self::List(items.into_iter().map(|item| Self::read(item.get())).collect())
            }
            Some(b'"') => Self::Text(serde_json::from_str(text).unwrap()),
            _ => Self::Other(text.to_owned()),
        }
    }
}
