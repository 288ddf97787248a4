//! The hosts that serve an API.

use std::borrow::Cow;

use crate::{Api, InputError, InputProblem};

/// The longest label of a host.
const LONGEST_LABEL: usize = 63;

/// A host that serves an API.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Server {
    /// The API that the host serves.
    pub api: &'static Api,
    /// Short name, such as `global`.
    pub name: &'static str,
    /// Base URL. A variable that has no value yet is a name between braces; no client can be built for such a server.
    pub url: Cow<'static, str>,
    /// URL of the identity provider that issues tokens for the server.
    pub authority: Option<&'static str>,
    /// The audience (resource) that tokens must name.
    pub audience: Option<&'static str>,
}

impl Server {
    /// Describes a host.
    pub const fn new(api: &'static Api, name: &'static str, url: &'static str) -> Self {
        Self { api, name, url: Cow::Borrowed(url), authority: None, audience: None }
    }

    /// Sets the URL of the identity provider that issues tokens for the server.
    #[must_use]
    pub const fn with_authority(mut self, authority: &'static str) -> Self {
        self.authority = Some(authority);
        self
    }

    /// Sets the audience that tokens must name.
    #[must_use]
    pub const fn with_audience(mut self, audience: &'static str) -> Self {
        self.audience = Some(audience);
        self
    }

    /// Sets the variable `{name}` of the URL, a label of the host.
    ///
    /// # Errors
    /// When `value` is not exactly one label: up to 63 ASCII letters, digits and hyphens, without a hyphen at either end. So no
    /// value leads to a host outside of the domain that the URL states.
    pub fn with_variable(mut self, name: &'static str, value: &str) -> Result<Self, InputError> {
        if !is_label(value) {
            return Err(InputError::new(name, InputProblem::NotAHostLabel));
        }
        self.url = self.url.replace(&format!("{{{name}}}"), &value.to_ascii_lowercase()).into();
        Ok(self)
    }

    /// Sets the variable `{name}` of the URL to one of the values that the API lists; the case is ignored, as in every host.
    ///
    /// # Errors
    /// When `value` is none of them.
    pub fn with_listed_variable(
        self,
        name: &'static str,
        value: &str,
        listed: &[&'static str],
    ) -> Result<Self, InputError> {
        if !listed.iter().any(|known| known.eq_ignore_ascii_case(value)) {
            return Err(InputError::new(name, InputProblem::NotListed));
        }
        self.with_variable(name, value)
    }
}

fn is_label(text: &str) -> bool {
    (1..=LONGEST_LABEL).contains(&text.len())
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
        && !text.starts_with('-')
        && !text.ends_with('-')
}

#[cfg(test)]
mod tests {
    use super::*;

    const API: Api = Api::new("demo", "Demo", "test/1");
    const TENANT: Server = Server::new(&API, "tenant", "https://{tenant}.{region}.example.com/base");

    fn problem(result: Result<Server, InputError>) -> InputProblem {
        result.unwrap_err().problem()
    }

    #[test]
    fn labels_are_filled_in() {
        let server = TENANT.with_variable("tenant", "Contoso-1").unwrap();
        let server = server.with_listed_variable("region", "EU", &["us", "eu"]).unwrap();
        assert_eq!(server.url, "https://contoso-1.eu.example.com/base");
        let longest = "a".repeat(LONGEST_LABEL);
        assert!(TENANT.with_variable("tenant", &longest).unwrap().url.starts_with(&format!("https://{longest}.")));
    }

    #[test]
    fn nothing_but_one_label_is_filled_in() {
        let too_long = "a".repeat(LONGEST_LABEL + 1);
        for value in [
            "", "-a", "a-", "a.b", ".", "a/", "/", "a:1", "u@a", "%61", "a b", "a\\", "a?b", "a#", "[", "{region}",
            "a_b", "\u{e4}", "a\n", "\u{ff0e}", "\u{3002}", "a\0", &too_long,
        ] {
            assert_eq!(problem(TENANT.with_variable("tenant", value)), InputProblem::NotAHostLabel, "{value:?}");
        }
        for value in ["", "cn", "eu.", "eu us"] {
            let result = TENANT.with_listed_variable("region", value, &["eu", "us"]);
            assert_eq!(problem(result), InputProblem::NotListed, "{value:?}");
        }
    }
}
