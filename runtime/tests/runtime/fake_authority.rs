//! An authority without a network.

#![allow(clippy::unwrap_used, dead_code, missing_docs, unreachable_pub)]

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};

use docwright_runtime::{
    AadApp, AadAppBuilder, Api, BoxFuture, Bytes, Limits, Server, Transport, TransportError, http,
};

pub const API: Api = Api::new("api", "API", "test/1");
pub const SERVER: Server = Server::new(&API, "global", "https://api.example.com")
    .with_authority("https://login.example.com")
    .with_audience("https://api.example.com");

pub const CLIENT_SECRET: &str = "client-secret-that-must-not-show";

pub type Reply = Result<http::Response<Bytes>, TransportError>;

/// Gives the replies in order, and records the requests.
#[derive(Clone, Default)]
pub struct FakeAuthority {
    replies: Arc<Mutex<VecDeque<Reply>>>,
    requests: Arc<Mutex<Vec<http::Request<Bytes>>>>,
}

impl FakeAuthority {
    pub fn replying(replies: impl IntoIterator<Item = Reply>) -> Self {
        Self { replies: Arc::new(Mutex::new(replies.into_iter().collect())), ..Self::default() }
    }

    /// An application that uses this authority only.
    pub fn app(&self) -> AadAppBuilder {
        AadApp::builder("contoso.example", "client-id").client_secret(CLIENT_SECRET).transport(self.clone())
    }

    pub fn urls(&self) -> Vec<String> {
        self.requests.lock().unwrap().iter().map(|request| request.uri().to_string()).collect()
    }

    /// The forms that were sent, in order, as names and values.
    pub fn forms(&self) -> Vec<Vec<(String, String)>> {
        let requests = self.requests.lock().unwrap();
        requests.iter().map(|request| url::form_urlencoded::parse(request.body()).into_owned().collect()).collect()
    }

    /// The value of `name` in each form.
    pub fn sent(&self, name: &str) -> Vec<Option<String>> {
        let value = |form: Vec<(String, String)>| form.into_iter().find(|(key, _)| key == name).map(|(_, value)| value);
        self.forms().into_iter().map(value).collect()
    }
}

impl Transport for FakeAuthority {
    fn send(&self, request: http::Request<Bytes>, _: Limits) -> BoxFuture<'_, Reply> {
        self.requests.lock().unwrap().push(request);
        let reply = self.replies.lock().unwrap().pop_front().unwrap();
        Box::pin(std::future::ready(reply))
    }
}

pub fn reply(status: u16, media: &str, body: impl Into<Bytes>) -> Reply {
    Ok(http::Response::builder().status(status).header("Content-Type", media).body(body.into()).unwrap())
}

pub fn json(status: u16, body: &str) -> Reply {
    reply(status, "application/json; charset=utf-8", body.to_owned())
}

/// A token as Azure AD issues it: numbers are strings.
pub fn issued(access_token: &str, refresh_token: Option<&str>) -> Reply {
    let refresh_token = refresh_token.map(|token| format!(r#","refresh_token":"{token}""#)).unwrap_or_default();
    json(
        200,
        &format!(
            r#"{{"token_type":"Bearer","expires_in":"3599","ext_expires_in":"3599","expires_on":"1900000000",
            "not_before":"1899996101","resource":"https://api.example.com","access_token":"{access_token}"{refresh_token}}}"#
        ),
    )
}
