//! How pages are fetched: which URLs, how fast, how much.

use std::time::Duration;

use url::Url;

use crate::pages::read::SIZE_LIMIT;

/// The limits of a run.
#[derive(Clone, Debug)]
pub struct FetchRules {
    /// The time between a response of a host and the next request to it.
    pub pause: Duration,
    /// How often a page is requested while the host asks to wait.
    pub attempts: u32,
    /// The longest wait for which a page is requested again.
    pub longest_wait: Duration,
    /// The time for one response, from connecting to its last byte.
    pub timeout: Duration,
    /// The largest page, in bytes, after decompression.
    pub largest_page: u64,
    /// Whether `http` is allowed to an address of this machine. Only tests set it: no argument of a command does.
    pub is_loopback_allowed: bool,
}

impl Default for FetchRules {
    fn default() -> Self {
        Self {
            pause: Duration::from_secs(1),
            attempts: 3,
            longest_wait: Duration::from_secs(60),
            timeout: Duration::from_secs(60),
            largest_page: SIZE_LIMIT,
            is_loopback_allowed: false,
        }
    }
}

impl FetchRules {
    /// Why a URL is not requested.
    pub(super) fn objection(&self, url: &Url) -> Option<&'static str> {
        if !url.username().is_empty() || url.password().is_some() {
            return Some("has a user name or a password");
        }
        let is_loopback = || match url.host() {
            Some(url::Host::Ipv4(address)) => address.is_loopback(),
            Some(url::Host::Ipv6(address)) => address.is_loopback(),
            Some(url::Host::Domain(_)) | None => false,
        };
        match url.scheme() {
            "https" => None,
            "http" if self.is_loopback_allowed && is_loopback() => None,
            _ => Some("is not an https URL"),
        }
    }

    /// How long to wait before the attempt with this number, from 1, where the host does not say it.
    pub(super) fn usual_wait(&self, attempt: u32) -> Duration {
        self.pause.saturating_mul(4_u32.saturating_pow(attempt)).min(self.longest_wait)
    }
}

#[cfg(test)]
mod tests {
    use super::FetchRules;

    #[test]
    fn only_https_without_a_password_is_requested() {
        let rules = FetchRules::default();
        let objection = |rules: &FetchRules, url: &str| rules.objection(&url.parse().unwrap());
        assert_eq!(objection(&rules, "https://docs.example/a"), None);
        assert_eq!(objection(&rules, "http://docs.example/a"), Some("is not an https URL"));
        assert_eq!(objection(&rules, "http://127.0.0.1/a"), Some("is not an https URL"));
        assert_eq!(objection(&rules, "https://ada:secret@docs.example/"), Some("has a user name or a password"));
        let tests = FetchRules { is_loopback_allowed: true, ..rules };
        assert_eq!(objection(&tests, "http://127.0.0.1:8080/a"), None);
        for other in ["http://docs.example/a", "http://localhost/a", "http://127.0.0.1.docs.example/", "http://[::2]/"]
        {
            assert_eq!(objection(&tests, other), Some("is not an https URL"), "{other}");
        }
    }
}
