//! Webhooks: requests that the service sends to a server of the user.

use schemars::JsonSchema;
use serde::Deserialize;

use super::example::AnyJson;
use super::{OneOrMore, Ordered};

/// A request that the service sends to a server of the user, to say that something happened.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct WebhookSpec {
    /// When the service sends it, in your own words.
    pub doc: Option<String>,
    /// The page, or pages, that the webhook was captured from.
    pub page: Option<OneOrMore>,
    /// Type expression of the JSON body.
    pub payload: String,
    /// Bodies, by a name in snake case; each becomes a test.
    #[serde(default)]
    pub examples: Ordered<WebhookExampleSpec>,
}

/// A body of a webhook, with made-up values.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct WebhookExampleSpec {
    /// What the example shows, in your own words.
    pub doc: Option<String>,
    /// The body: JSON written as YAML.
    pub payload: AnyJson,
}
