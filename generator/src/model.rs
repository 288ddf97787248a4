//! The resolved API. Every decision about names, types, directions, presence, outcomes and docs is made here.
//!
//! Backends and comparisons read only this model.

mod api;
mod credentials;
mod example;
mod json;
mod left_out;
mod operation;
mod provenance;
mod types;
mod webhook;

pub use crate::error_bodies::ErrorShape;
pub use crate::spec::language::{
    EnumCase, EnumUrlSpelling, HeaderSource, Idempotency, MemberCase, Method, PageStatement, PagingStyle, PatchStyle,
    TokenAccess,
};
pub use crate::text_formats::TextFormat;
pub use api::{Api, Area, Doc, Header, HeaderValue, Model, ResponseHeader, Server, ServerVariable, Version};
pub use credentials::{AcceptedCredentials, Credential, CredentialCarrier};
pub use example::{Example, ExampleResult, Payload, SentPart, StatedInput, StatedMember, Value};
pub use json::Json;
pub use left_out::LeftOut;
pub use operation::{
    AccessStep, Input, InputPlace, Items, Operation, OperationId, OperationRef, Outcome, OutcomeContent, Output,
    Paging, Response, Running,
};
pub use provenance::{Deprecation, Erratum, Page, PageId, Provenance, Successor};
pub use types::{
    Direction, EnumValue, ErrorVariant, Home, LiteralType, Member, Presence, Type, TypeId, TypeKind, TypeRef, Variant,
};
pub use webhook::{Webhook, WebhookExample};
