//! What generated code states about an API as a whole.

mod credentials;

pub use self::credentials::{AcceptedCredentials, ApiCredential, CredentialKind, TokenAccess};
use crate::InputProblem;

/// An API: what its operations have in common.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Api {
    /// Short name, as in the names of operations (`partner-center/licenses/get_user_licenses`). It identifies the API: a client
    /// rejects operations and settings of an API with another name.
    pub name: &'static str,
    /// The name that the API's vendor uses.
    pub title: &'static str,
    /// The default `User-Agent`: name and version of the crate that describes the API.
    pub user_agent: &'static str,
    /// The API version, when operations carry it in their path.
    pub version: Option<Version>,
    /// The credentials that operations accept; empty when the API does not say.
    pub credentials: &'static [ApiCredential],
    /// Headers of every request.
    pub headers: &'static [Header],
    /// Response header with the request id.
    pub request_id_header: Option<&'static str>,
    /// Response header with the correlation id.
    pub correlation_id_header: Option<&'static str>,
    /// Shapes of an error body, in the order in which they are tried.
    pub error_shapes: &'static [ErrorShape],
    /// Whether names of members in error bodies that differ only in the case of ASCII letters are the same.
    pub ignores_member_case: bool,
}

impl Api {
    /// Describes an API.
    pub const fn new(name: &'static str, title: &'static str, user_agent: &'static str) -> Self {
        Self {
            name,
            title,
            user_agent,
            version: None,
            credentials: &[],
            headers: &[],
            request_id_header: None,
            correlation_id_header: None,
            error_shapes: &[],
            ignores_member_case: false,
        }
    }

    /// Adds the version that operations carry in their path.
    #[must_use]
    pub const fn with_version(mut self, version: Version) -> Self {
        self.version = Some(version);
        self
    }

    /// States the credentials that operations accept.
    #[must_use]
    pub const fn with_credentials(mut self, credentials: &'static [ApiCredential]) -> Self {
        self.credentials = credentials;
        self
    }

    pub(crate) fn accepted(&self, by: AcceptedCredentials) -> impl Iterator<Item = &'static ApiCredential> + use<> {
        self.credentials.iter().filter(move |credential| by.contains(credential))
    }

    /// Whether a credential of the API is sent in this header.
    pub(crate) fn has_credential_in_header(&self, name: &str) -> bool {
        let mut carriers = self.credentials.iter().filter_map(|credential| credential.kind.header_name());
        carriers.any(|known| known.eq_ignore_ascii_case(name))
    }

    /// Whether a credential of the API is sent in this query parameter.
    pub(crate) fn has_credential_in_query(&self, name: &str) -> bool {
        let mut carriers = self.credentials.iter().filter_map(|credential| credential.kind.parameter());
        carriers.any(|known| known.eq_ignore_ascii_case(name))
    }

    /// Adds headers to every request.
    #[must_use]
    pub const fn with_headers(mut self, headers: &'static [Header]) -> Self {
        self.headers = headers;
        self
    }

    /// Sets the response header with the request id.
    #[must_use]
    pub const fn with_request_id_header(mut self, name: &'static str) -> Self {
        self.request_id_header = Some(name);
        self
    }

    /// Sets the response header with the correlation id.
    #[must_use]
    pub const fn with_correlation_id_header(mut self, name: &'static str) -> Self {
        self.correlation_id_header = Some(name);
        self
    }

    /// Sets the shapes of error bodies.
    #[must_use]
    pub const fn with_error_shapes(mut self, shapes: &'static [ErrorShape]) -> Self {
        self.error_shapes = shapes;
        self
    }

    /// Makes members of error bodies the same whose names differ only in the case of ASCII letters.
    #[must_use]
    pub const fn with_member_case_ignored(mut self) -> Self {
        self.ignores_member_case = true;
        self
    }

    /// The header in which a request carries its id.
    pub(crate) fn sent_request_id(&self) -> Option<&'static str> {
        self.sent(|value| matches!(value, HeaderValue::RequestId))
    }

    /// The header in which a request carries its correlation id.
    pub(crate) fn sent_correlation_id(&self) -> Option<&'static str> {
        self.sent(|value| matches!(value, HeaderValue::CorrelationId))
    }

    fn sent(&self, arises_so: fn(&HeaderValue) -> bool) -> Option<&'static str> {
        self.headers.iter().find(|header| arises_so(&header.value)).map(|header| header.name)
    }

    /// The API's settings.
    pub fn settings(&self) -> impl Iterator<Item = Setting> + use<> {
        self.headers.iter().filter_map(|header| match header.value {
            HeaderValue::Setting(setting) => Some(setting),
            _ => None,
        })
    }

    /// Whether something that belongs to the API `named` can be used with this one.
    pub(crate) fn expect(&self, named: &'static str) -> Result<(), InputProblem> {
        if named == self.name { Ok(()) } else { Err(InputProblem::OtherApi { actual: named, expected: self.name }) }
    }
}

/// The API version as a parameter of path templates.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Version {
    /// Name of the parameter in path templates.
    pub parameter: &'static str,
    /// The version that is called by default.
    pub default: &'static str,
}

impl Version {
    /// Describes the parameter.
    pub const fn new(parameter: &'static str, default: &'static str) -> Self {
        Self { parameter, default }
    }
}

/// A header of every request.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Header {
    /// Name of the header.
    pub name: &'static str,
    /// Where its value comes from.
    pub value: HeaderValue,
}

impl Header {
    /// Describes a header.
    pub const fn new(name: &'static str, value: HeaderValue) -> Self {
        Self { name, value }
    }
}

/// Where the value of a [`Header`] comes from.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub enum HeaderValue {
    /// Always the same.
    Constant(&'static str),
    /// The call's request id: a UUID made for each call.
    RequestId,
    /// The call's correlation id: a UUID that ties a call to the logs of the service.
    CorrelationId,
    /// A setting of the client or of a call; the header is left out when it has no value.
    Setting(Setting),
}

/// A setting that every operation of an API has, such as the language of texts. An API's module has a constant for each.
///
/// [`ClientBuilder::setting`](crate::ClientBuilder::setting) sets it for all calls, [`Call::setting`](crate::Call::setting) for
/// one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Setting {
    /// Name of the API that has the setting.
    pub api: &'static str,
    /// Name of the setting.
    pub name: &'static str,
    /// The value that is sent unless another one is set.
    pub default: Option<&'static str>,
}

impl Setting {
    /// Describes a setting of the API named `api`.
    pub const fn new(api: &'static str, name: &'static str) -> Self {
        Self { api, name, default: None }
    }

    /// Sets the value that is sent unless another one is set.
    #[must_use]
    pub const fn with_default(mut self, default: &'static str) -> Self {
        self.default = Some(default);
        self
    }
}

/// Where an error body has its code, its message or both.
///
/// Each is a path of member names, such as `error.code`; `[0]` is the first item of a list: `errors[0].message`.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct ErrorShape {
    /// Path of the error code, a string or a number.
    pub code: Option<&'static str>,
    /// Path of the text for people.
    pub message: Option<&'static str>,
}

impl ErrorShape {
    /// Describes a shape with a code and a message.
    pub const fn new(code: &'static str, message: &'static str) -> Self {
        Self { code: Some(code), message: Some(message) }
    }

    /// Describes a shape with a code alone.
    pub const fn of_code(code: &'static str) -> Self {
        Self { code: Some(code), message: None }
    }

    /// Describes a shape with a message alone.
    pub const fn of_message(message: &'static str) -> Self {
        Self { code: None, message: Some(message) }
    }
}
