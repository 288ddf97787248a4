//! The facts that a page states: names, places, types, values and paths, each with its line.

mod carrier;
mod example;
mod fact;
mod notice;
mod section;
mod webhook;

use serde::{Deserialize, Serialize};

pub use self::carrier::{CarrierFacts, CarrierKind};
pub use self::example::{ExampleFacts, ExampleKind, ExampleMember, ExampleOf, MessageKind, PartFacts, UnknownExample};
pub use self::fact::Fact;
pub use self::notice::{AccessFacts, DeprecationFacts};
pub use self::section::SectionFacts;
pub use self::webhook::WebhookFacts;
use crate::model::Method;

/// How a page was rendered, which determines what can be read in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Rendering {
    /// Markdown, with tables in HTML or with pipes, or another text whose headings, tables and listings are marked: HTML,
    /// MDX, reStructuredText.
    Markdown,
    /// Text of a generated reference with complete names, linked types and the members of enums.
    TypedReference,
    /// Text of a generated reference that lost types that were links, the members of enums, and the part of each name after
    /// its first possible line break.
    FlattenedReference,
    /// An OpenAPI or Swagger document, or the part of one that describes an operation.
    #[serde(rename = "openapi")]
    OpenApi,
}

/// One page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct PageFacts {
    /// What identifies the page.
    #[serde(flatten)]
    pub identity: Identity,
    /// Its title.
    #[serde(skip)]
    pub title: String,
    /// The date of the page (`ms.date`), as written there, or a hash of its facts.
    pub version: String,
    /// The version of the reader of pages that found the facts.
    #[serde(default, skip_serializing_if = "is_first_reader")]
    pub reader: u32,
    /// How it was rendered.
    pub rendering: Rendering,
    /// Whether it is a translation.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_translation: bool,
    /// Whether the text ends before the page does: the rest is unreadable, and the last list may lack items.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_excerpt: bool,
    /// Whether it describes one response for all statuses that it does not list.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub has_default: bool,
    /// The name that a document gives its operation (`operationId`), for a draft.
    #[serde(skip)]
    pub operation_id: Option<String>,
    /// The heading of its only request, if it is another one than the page's title; for a draft.
    #[serde(skip)]
    pub request_title: Option<String>,
    /// The requests it is about.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub requests: Vec<Request>,
    /// The credentials that its requests accept.
    #[serde(default, skip_serializing_if = "Fact::is_not_stated")]
    pub access: Fact<AccessFacts>,
    /// How the requests that it shows carry a credential.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub carriers: Vec<CarrierFacts>,
    /// Whether it says that its requests should not be used any more.
    #[serde(default, skip_serializing_if = "Fact::is_not_stated")]
    pub deprecated: Fact<DeprecationFacts>,
    /// Parameters of path and query.
    #[serde(default, skip_serializing_if = "Fact::is_not_stated")]
    pub parameters: Fact<Vec<ParameterFacts>>,
    /// Headers of the request.
    #[serde(default, skip_serializing_if = "Fact::is_not_stated")]
    pub headers: Fact<Vec<ParameterFacts>>,
    /// The request body; `None` is stated where the page says that there is none.
    #[serde(default, skip_serializing_if = "Fact::is_not_stated")]
    pub body: Fact<Option<BodyFacts>>,
    /// Responses that are results.
    #[serde(default, skip_serializing_if = "Fact::is_not_stated")]
    pub responses: Fact<Vec<ResponseFacts>>,
    /// Responses that are errors.
    #[serde(default, skip_serializing_if = "Fact::is_not_stated")]
    pub errors: Fact<Vec<ErrorRow>>,
    /// Types that the page defines.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub definitions: Vec<Definition>,
    /// What the service sends to servers of its users; only drafts use it.
    #[serde(skip)]
    pub webhooks: Vec<WebhookFacts>,
    /// Requests and responses that it shows.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub examples: Vec<ExampleFacts>,
    /// The sections that requests own; facts outside of these are about all requests.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sections: Vec<SectionFacts>,
}

/// The version of the reader of pages: one more whenever it finds other facts in the same pages, so that these are not taken
/// for changes by the vendor.
pub const READER: u32 = 8;

#[allow(clippy::trivially_copy_pass_by_ref)] // serde passes a reference.
fn is_first_reader(reader: &u32) -> bool {
    *reader == 0
}

impl PageFacts {
    /// Whether the page is of a generated reference.
    pub fn is_reference(&self) -> bool {
        matches!(self.rendering, Rendering::TypedReference | Rendering::FlattenedReference)
    }

    /// Whether it is one of the pages that an OpenAPI document is read as.
    pub fn is_of_document(&self) -> bool {
        self.rendering == Rendering::OpenApi
    }

    /// The name of the page, and the JSON pointer in it if it is part of a document; empty for the document as a whole.
    pub fn document_and_pointer(&self) -> (&str, &str) {
        let name = self.identity.name.as_str();
        if self.is_of_document() { name.split_once('#').unwrap_or((name, "")) } else { (name, "") }
    }
}

/// What identifies a page, independent of its title.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Identity {
    /// `ms.assetid`, which all versions and translations share.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub asset_id: Option<String>,
    /// Its name in its folder, without extension: that of the file up to the first dot, or, for a generated reference, the
    /// end of its address (`manage-orders/get-offer-by-id`). For a part of an OpenAPI document, the name of the file with its
    /// extension, and the JSON pointer to the operation (`shop.yaml#/paths/~1v1~1books/get`).
    pub name: String,
    /// Where it was published, if it says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
}

/// A line that says what to request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Request {
    /// Line of the page, from 1.
    #[serde(skip)]
    pub line: u32,
    /// HTTP method; unreadable where it was translated.
    #[serde(default, skip_serializing_if = "Fact::is_not_stated")]
    pub method: Fact<Method>,
    /// URI template as written, without marks, stray spaces, `HTTP/1.1` and escapes; starts with a scheme, with a
    /// placeholder for the host (`{baseURL}`), or with `/`.
    pub uri: String,
}

/// The part of the request in which the page says a parameter is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ParameterPlace {
    /// In the path.
    Path,
    /// In the query.
    Query,
    /// In a header.
    Header,
    /// In the body.
    Body,
}

/// The form of a list in a query.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ListForm {
    /// One value, with commas between the items.
    Commas,
    /// The key again for each item.
    RepeatedKey,
    /// One value, with anything else between the items.
    OtherSeparator,
}

/// A parameter of path or query, or a header.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct ParameterFacts {
    /// Line of the page, from 1.
    #[serde(skip)]
    pub line: u32,
    /// Its name; completed from the request lines if the rendering cut it.
    pub name: String,
    /// The part of the request in which it is sent, if a column says so.
    #[serde(default, skip_serializing_if = "Fact::is_not_stated")]
    pub place: Fact<ParameterPlace>,
    /// Its type, as written, without marks and link targets.
    #[serde(rename = "type", default, skip_serializing_if = "Fact::is_not_stated")]
    pub type_text: Fact<String>,
    /// Whether it can be null, according to a mark of its type.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub nullable: bool,
    /// Whether a request must include it.
    #[serde(default, skip_serializing_if = "Fact::is_not_stated")]
    pub required: Fact<bool>,
    /// Values that it can take, where they are listed as an enum; the only one of a header that must have it.
    #[serde(default, skip_serializing_if = "Fact::is_not_stated")]
    pub values: Fact<Vec<String>>,
    /// How a list is written in a query.
    #[serde(default, skip_serializing_if = "Fact::is_not_stated")]
    pub list_form: Fact<ListForm>,
    /// Its description, for people to read while they capture it.
    #[serde(skip)]
    pub description: String,
    /// Values that its description lists among other words; only drafts use them.
    #[serde(skip)]
    pub listed: Vec<String>,
}

/// A request body.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct BodyFacts {
    /// Line of the page, from 1.
    #[serde(skip)]
    pub line: u32,
    /// Its type, as written.
    #[serde(rename = "type", default, skip_serializing_if = "Fact::is_not_stated")]
    pub type_text: Fact<String>,
    /// Its members, if the page lists them in place.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<FieldFacts>,
}

/// A response that is a result.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct ResponseFacts {
    /// Line of the page, from 1.
    #[serde(skip)]
    pub line: u32,
    /// HTTP status; not stated if the page describes only the body of a success.
    #[serde(default, skip_serializing_if = "Fact::is_not_stated")]
    pub status: Fact<u16>,
    /// Type of the body, as written.
    #[serde(rename = "type", default, skip_serializing_if = "Fact::is_not_stated")]
    pub type_text: Fact<String>,
    /// The members of its body, if the page lists them in place.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<FieldFacts>,
}

/// A response that is an error.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct ErrorRow {
    /// Line of the page, from 1.
    #[serde(skip)]
    pub line: u32,
    /// HTTP status.
    pub status: u16,
    /// The service's own code, in a column beside that of the status.
    #[serde(default, skip_serializing_if = "Fact::is_not_stated")]
    pub code: Fact<String>,
    /// Whether to retry.
    #[serde(default, skip_serializing_if = "Fact::is_not_stated")]
    pub retry: Fact<bool>,
    /// Reasons that a column lists for it (`Reason: Not owned, Not offline`).
    #[serde(default, skip_serializing_if = "Fact::is_not_stated")]
    pub reasons: Fact<Vec<String>>,
    /// All columns, as heading and text.
    #[serde(skip)]
    pub columns: Vec<(String, String)>,
}

/// A type that the page defines.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Definition {
    /// Line of the page, from 1.
    #[serde(skip)]
    pub line: u32,
    /// Its name, as written, namespaces included.
    pub name: String,
    /// Its members or values.
    #[serde(flatten)]
    pub content: DefinitionContent,
}

/// The members or values of a definition.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DefinitionContent {
    /// An object's members.
    Fields(Vec<FieldFacts>),
    /// An enum's values.
    Values(Vec<String>),
}

/// A member of a definition or body.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct FieldFacts {
    /// Line of the page, from 1.
    #[serde(skip)]
    pub line: u32,
    /// Its name.
    pub name: String,
    /// Its type, as written, without marks and link targets.
    #[serde(rename = "type", default, skip_serializing_if = "Fact::is_not_stated")]
    pub type_text: Fact<String>,
    /// Whether it can be null, according to a mark of its type.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub nullable: bool,
    /// Whether it is required.
    #[serde(default, skip_serializing_if = "Fact::is_not_stated")]
    pub required: Fact<bool>,
    /// Values that it can take, where they are listed as an enum.
    #[serde(default, skip_serializing_if = "Fact::is_not_stated")]
    pub values: Fact<Vec<String>>,
    /// Its description.
    #[serde(skip)]
    pub description: String,
    /// Values that its description lists among other words; only drafts use them.
    #[serde(skip)]
    pub listed: Vec<String>,
}
