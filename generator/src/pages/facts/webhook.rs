//! Requests that a service sends to a server of its user.

use super::FieldFacts;
use super::fact::Fact;

/// A webhook or a callback of a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WebhookFacts {
    /// Line of the document, from 1.
    pub line: u32,
    /// Its name.
    pub name: String,
    /// The type of its JSON body, as written.
    pub type_text: Fact<String>,
    /// The members of its body, if the document lists them in place.
    pub fields: Vec<FieldFacts>,
}
