//! Operations that are known, but not captured.

use schemars::JsonSchema;
use serde::Deserialize;

use super::{Method, OneOrMore};

/// Operations that are known, but not captured, for one reason.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct LeftOutSpec {
    /// Method and path template of the operation, such as `GET /things/{id}`, or a list of these.
    pub request: OneOrMore,
    /// Why the operations are not captured, in your own words.
    pub because: String,
}

/// The method of a request, and its path template, which is the end of the text.
pub(crate) fn method_and_template(request: &str) -> Option<(Method, &str)> {
    let (method, template) = request.split_once(' ')?;
    let method = Method::parse(method).filter(|parsed| parsed.as_str() == method)?;
    Some((method, template.trim_start()))
}

#[cfg(test)]
mod tests {
    use super::{Method, method_and_template};

    #[test]
    fn a_request_has_a_method_in_upper_case_and_a_template() {
        assert_eq!(method_and_template("GET  /things/{id}"), Some((Method::Get, "/things/{id}")));
        for request in ["/things", "GET", "get /things", "FETCH /things", ""] {
            assert_eq!(method_and_template(request), None, "{request}");
        }
    }
}
