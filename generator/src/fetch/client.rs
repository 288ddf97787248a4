//! Requests pages: one at a time, with a pause between requests to one host.

mod hosts;
mod retry_after;

use std::error::Error as _;
use std::sync::Arc;
use std::thread;
use std::time::{Duration, SystemTime};

use rustls::crypto::ring;
use ureq::http::header::{HeaderName, IF_MODIFIED_SINCE, IF_NONE_MATCH, LOCATION, RETRY_AFTER};
use ureq::http::{HeaderMap, Response, StatusCode};
use ureq::tls::{RootCerts, TlsConfig};
use ureq::{Agent, Body};
use url::Url;

use super::problem::{Obstacle, PageProblem};
use super::rules::FetchRules;
use crate::files;
use hosts::Hosts;

/// How many redirects are followed for one page.
const MOST_REDIRECTS: u32 = 5;

/// The time for a connection.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);

/// What pages can be, the most readable first.
const ACCEPT: &str = "text/markdown, text/html;q=0.9, application/xhtml+xml;q=0.9, text/plain;q=0.8, application/json;q=0.8, \
                      application/yaml;q=0.8, */*;q=0.1";

/// What is known of an earlier copy, so that the same page is not sent again.
#[derive(Clone, Copy, Debug)]
pub(super) struct Validators<'v> {
    /// The URL that the copy was fetched from, after redirects.
    pub(super) at: &'v str,
    pub(super) etag: Option<&'v str>,
    pub(super) last_modified: Option<&'v str>,
}

/// The response to a request for a page.
#[derive(Debug)]
pub(super) struct Delivery {
    /// Where redirects led to.
    pub(super) at: Url,
    /// Whether all redirects are permanent.
    pub(super) is_permanent: bool,
    /// `None` if the earlier copy is still that of the page.
    pub(super) content: Option<DeliveredContent>,
}

/// A page as it was received.
#[derive(Debug)]
pub(super) struct DeliveredContent {
    pub(super) bytes: Vec<u8>,
    pub(super) media: Option<String>,
    pub(super) etag: Option<String>,
    pub(super) last_modified: Option<String>,
}

/// Requests pages.
#[derive(Debug)]
pub(super) struct PageClient<'r> {
    agent: Agent,
    rules: &'r FetchRules,
    hosts: Hosts,
}

impl<'r> PageClient<'r> {
    pub(super) fn new(rules: &'r FetchRules) -> Self {
        let tls = TlsConfig::builder()
            .unversioned_rustls_crypto_provider(Arc::new(ring::default_provider()))
            .root_certs(RootCerts::PlatformVerifier)
            .build();
        let mut config = Agent::config_builder()
            .tls_config(tls)
            .https_only(!rules.is_loopback_allowed)
            // Redirects are followed here, because each is checked.
            .max_redirects(0)
            .max_redirects_will_error(false)
            .http_status_as_error(false)
            .timeout_connect(Some(CONNECT_TIMEOUT))
            .timeout_global(Some(rules.timeout))
            .user_agent(concat!("docwright/", env!("CARGO_PKG_VERSION"), " (+", env!("CARGO_PKG_REPOSITORY"), ")"))
            .accept(ACCEPT);
        if rules.is_loopback_allowed {
            config = config.proxy(None);
        }
        Self { agent: config.build().new_agent(), rules, hosts: Hosts::default() }
    }

    /// Requests a page, and follows redirects on its host.
    pub(super) fn get(&mut self, url: &Url, earlier: Option<Validators<'_>>) -> Result<Delivery, Obstacle> {
        let mut at = url.clone();
        let mut is_permanent = true;
        for _ in 0..=MOST_REDIRECTS {
            if let Some(objection) = self.rules.objection(&at) {
                let problem = if at == *url { PageProblem::NotFetched } else { PageProblem::RedirectNotFetched };
                return Err(Obstacle::Problem(problem(objection)));
            }
            let earlier = earlier.filter(|earlier| earlier.at == at.as_str());
            let response = self.send(&at, earlier)?;
            let status = response.status();
            match status {
                StatusCode::OK => {
                    let content = self.read(response);
                    self.hosts.note_response(&host_of(&at));
                    let content = content?;
                    return Ok(Delivery { at, is_permanent, content: Some(content) });
                }
                StatusCode::NO_CONTENT => {
                    return Err(Obstacle::Problem(PageProblem::Empty { has_scripts: false }));
                }
                StatusCode::NOT_MODIFIED if earlier.is_some() => {
                    return Ok(Delivery { at, is_permanent, content: None });
                }
                StatusCode::NOT_FOUND | StatusCode::GONE => {
                    return Err(Obstacle::Problem(PageProblem::Gone(format!("the response is {status}"))));
                }
                StatusCode::UNAUTHORIZED => {
                    return Err(Obstacle::Problem(PageProblem::NeedsSignIn(format!("the response is {status}"))));
                }
                StatusCode::MOVED_PERMANENTLY | StatusCode::PERMANENT_REDIRECT => {
                    at = target(&at, response.headers())?;
                }
                StatusCode::FOUND | StatusCode::SEE_OTHER | StatusCode::TEMPORARY_REDIRECT => {
                    is_permanent = false;
                    at = target(&at, response.headers())?;
                }
                _ => return Err(Obstacle::Failure(format!("the response is {status}"))),
            }
        }
        Err(Obstacle::Failure(format!("it redirects more than {MOST_REDIRECTS} times")))
    }

    /// Sends one request, again if the host asks to wait.
    fn send(&mut self, url: &Url, earlier: Option<Validators<'_>>) -> Result<Response<Body>, Obstacle> {
        let host = host_of(url);
        let mut attempt = 1;
        loop {
            self.hosts.wait_for_turn(&host, self.rules.pause).map_err(Obstacle::Failure)?;
            let mut request = self.agent.get(url.as_str()).header("Accept-Language", "en");
            if let Some(earlier) = earlier {
                let validators: [(HeaderName, Option<&str>); 2] =
                    [(IF_NONE_MATCH, earlier.etag), (IF_MODIFIED_SINCE, earlier.last_modified)];
                for (name, value) in validators {
                    if let Some(value) = value {
                        request = request.header(name, value);
                    }
                }
            }
            let result = request.call();
            self.hosts.note_response(&host);
            let response = match result {
                Ok(response) => response,
                Err(error) => {
                    let reason = reason_of(&error);
                    self.hosts.note_failure(&host, &reason);
                    return Err(Obstacle::Failure(reason));
                }
            };
            self.hosts.note_success(&host);
            let status = response.status();
            if !matches!(status, StatusCode::TOO_MANY_REQUESTS | StatusCode::SERVICE_UNAVAILABLE) {
                return Ok(response);
            }
            let stated = text_of(response.headers(), RETRY_AFTER)
                .and_then(|value| retry_after::parse(&value, SystemTime::now()));
            let wait = stated.unwrap_or_else(|| self.rules.usual_wait(attempt));
            let is_last = attempt >= self.rules.attempts;
            if is_last || wait > self.rules.longest_wait {
                let asked = stated.map(|wait| format!(", and asks to wait for {} seconds", wait.as_secs()));
                let reason = format!("the response is {status}{}", asked.unwrap_or_default());
                // More requests would not be polite.
                self.hosts.give_up(&host, format!("the host is busy: {reason}"));
                return Err(Obstacle::Failure(reason));
            }
            drop(response);
            thread::sleep(wait);
            attempt += 1;
        }
    }

    fn read(&self, mut response: Response<Body>) -> Result<DeliveredContent, Obstacle> {
        let bytes = files::read_bounded(response.body_mut().as_reader(), self.rules.largest_page);
        let headers = response.headers();
        let bytes = bytes.map_err(|error| match error.kind() {
            std::io::ErrorKind::FileTooLarge => Obstacle::Problem(PageProblem::IsNoText(error.to_string())),
            _ => Obstacle::Failure(format!("the response cannot be read: {error}")),
        })?;
        Ok(DeliveredContent {
            bytes,
            media: text_of(headers, ureq::http::header::CONTENT_TYPE),
            etag: text_of(headers, ureq::http::header::ETAG),
            last_modified: text_of(headers, ureq::http::header::LAST_MODIFIED),
        })
    }
}

/// The URL that a redirect leads to, if it is on the same host.
fn target(at: &Url, headers: &HeaderMap) -> Result<Url, Obstacle> {
    let location = text_of(headers, LOCATION)
        .ok_or_else(|| Obstacle::Failure("it redirects, and does not state where".to_owned()))?;
    let mut to =
        at.join(&location).map_err(|error| Obstacle::Failure(format!("it redirects to what is not a URL: {error}")))?;
    to.set_fragment(None);
    if host_of(&to) == host_of(at) { Ok(to) } else { Err(Obstacle::Problem(PageProblem::OnOtherHost(to))) }
}

/// The host with its port: what a redirect may not leave, and what is requested by one request at a time.
fn host_of(url: &Url) -> String {
    let host = url.host_str().unwrap_or_default();
    url.port_or_known_default().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"))
}

fn text_of(headers: &HeaderMap, name: HeaderName) -> Option<String> {
    headers.get(name)?.to_str().ok().map(str::to_owned)
}

/// The error with its causes.
fn reason_of(error: &ureq::Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        let next = error.to_string();
        if !text.contains(&next) {
            text.push_str(&format!(": {next}"));
        }
        cause = error.source();
    }
    text
}
