//! Webhooks: requests that the service sends to a server of the user.

use super::{Doc, Json, Provenance, TypeRef, Value};

/// One webhook.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Webhook {
    /// Name in the spec.
    pub name: String,
    /// Name of the Rust function that reads its payload.
    pub function: String,
    /// Doc lines.
    pub doc: Doc,
    /// Doc lines behind the doc: what can fail, and where the webhook is documented.
    pub details: Doc,
    /// Type of the payload.
    pub payload: TypeRef,
    /// Bodies.
    pub examples: Vec<WebhookExample>,
    /// Place and sources of the webhook in the spec.
    pub provenance: Provenance,
}

/// A body of a webhook.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WebhookExample {
    /// Its name, in snake case.
    pub name: String,
    /// Doc lines.
    pub doc: Doc,
    /// The body as it is sent.
    pub body: Json,
    /// What the client reads.
    pub value: Value,
}
