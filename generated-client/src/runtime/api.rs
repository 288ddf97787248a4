//! What generated code states about an API as a whole.

/// What holds for every operation of one API.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Api {
    /// Short name, as in the names of operations (`partner-center/get_user_licenses`).
    pub name: &'static str,
    /// The name that the API's vendor uses.
    pub title: &'static str,
    /// The API version, when operations carry it in their path.
    pub version: Option<Version>,
    /// Headers of every request.
    pub headers: &'static [Header],
    /// Header in which an answer states the request id.
    pub request_id_header: Option<&'static str>,
    /// Header in which an answer states the correlation id.
    pub correlation_id_header: Option<&'static str>,
    /// Shapes of an error body, in the order in which they are tried.
    pub error_shapes: &'static [ErrorShape],
}

impl Api {
    /// The names of the settings that the API knows.
    pub fn settings(&self) -> impl Iterator<Item = &'static str> + use<> {
        self.headers.iter().filter_map(|header| match header.value {
            HeaderValue::Setting { name, .. } => Some(name),
            _ => None,
        })
    }
}

/// The API version as a parameter of path templates.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Version {
    /// Name of the parameter in path templates.
    pub parameter: &'static str,
    /// The version that is called unless the caller says otherwise.
    pub default: &'static str,
}

/// A header of every request.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Header {
    /// Name of the header.
    pub name: &'static str,
    /// How its value arises.
    pub value: HeaderValue,
}

/// How the value of a [`Header`] arises.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub enum HeaderValue {
    /// Always the same.
    Constant(&'static str),
    /// The call's request id: a UUID made for each call.
    RequestId,
    /// The call's correlation id: a UUID that ties a call to the logs of the service.
    CorrelationId,
    /// What the user of the client sets; the header is left out when that is nothing.
    Setting {
        /// Name of the setting.
        name: &'static str,
        /// Value when the user sets none.
        default: Option<&'static str>,
    },
}

/// Names of the members in which an error body states its code and its message.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct ErrorShape {
    /// Member with the error code, a string or a number.
    pub code: &'static str,
    /// Member with the text for people.
    pub message: &'static str,
}

/// A host that serves an API.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Server {
    /// The API that the host serves.
    pub api: &'static Api,
    /// Short name, such as `global`.
    pub name: &'static str,
    /// Base URL.
    pub url: &'static str,
    /// URL of the identity provider that issues tokens for the server.
    pub authority: Option<&'static str>,
    /// The audience (resource) that tokens must name.
    pub audience: Option<&'static str>,
}
