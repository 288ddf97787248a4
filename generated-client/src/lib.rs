//! Typed, unofficial client for the REST APIs of Microsoft Partner Center, the Microsoft Partner API and Microsoft Store for Business.
//!
//! Each API is a module, each of its areas a module below, behind a cargo feature of its own; all are on by default.
//! An operation is a plain value: a function takes its required inputs, setters take the others, and
//! `send(&client)` prepares a [`Call`] to be awaited.
//!
//! ```no_run
//! # #[cfg(all(feature = "partner-center-licenses", feature = "reqwest"))]
//! # async fn example(token: String) -> Result<(), Box<dyn std::error::Error>> {
//! use ms_commerce::Client;
//! use ms_commerce::partner_center::{self, licenses::{LicenseGroupId, get_user_licenses}};
//!
//! let client = Client::builder(partner_center::GLOBAL).credential(token).build()?;
//! let licenses = get_user_licenses("customer", "user")
//!     .license_group_ids([LicenseGroupId::Group1])
//!     .send(&client)
//!     .await?;
//! for license in &licenses.items {
//!     println!("{:?}", license.product_sku);
//! }
//! # Ok(())
//! # }
//! ```
//!
//! A response dereferences to its value. Types keep members that this crate does not list in their field `unlisted`, and send
//! them: see [`Unlisted`].
//!
//! What operations have in common, from signing in to testing, is in the chapters of the [`guide`]. Items that need a cargo
//! feature say so; the README lists all features.

#![cfg_attr(docsrs, feature(doc_cfg))]

pub mod guide {
    //! Chapters on what operations have in common, a module each, without items:
    //! [`sign_in`], [`request_bodies`], [`paging`], [`retries`], [`errors`], [`long_operations`], [`observing`] and
    //! [`testing`].
    //!
    //! Their examples need only the default features, except `oauth` and `azure` in [`sign_in`], `tracing` in
    //! [`observing`] and `test-kit` in [`testing`].

    // The text is always included. Its examples are compiled, as tests, when the features that they use are on.
    #[cfg_attr(
        any(not(doctest), all(feature = "all-apis", feature = "oauth", feature = "reqwest")),
        doc = include_str!("../guide/sign_in.md")
    )]
    pub mod sign_in {}
    #[cfg_attr(any(not(doctest), feature = "all-apis"), doc = include_str!("../guide/request_bodies.md"))]
    pub mod request_bodies {}
    #[cfg_attr(any(not(doctest), feature = "all-apis"), doc = include_str!("../guide/paging.md"))]
    pub mod paging {}
    #[cfg_attr(
        any(not(doctest), all(feature = "all-apis", feature = "reqwest")),
        doc = include_str!("../guide/retries.md")
    )]
    pub mod retries {}
    #[cfg_attr(any(not(doctest), feature = "all-apis"), doc = include_str!("../guide/errors.md"))]
    pub mod errors {}
    #[cfg_attr(any(not(doctest), feature = "all-apis"), doc = include_str!("../guide/long_operations.md"))]
    pub mod long_operations {}
    #[cfg_attr(
        any(not(doctest), all(feature = "all-apis", feature = "reqwest")),
        doc = include_str!("../guide/observing.md")
    )]
    pub mod observing {}
    #[cfg_attr(
        any(not(doctest), all(feature = "all-apis", feature = "test-kit")),
        doc = include_str!("../guide/testing.md")
    )]
    pub mod testing {}
}

/// The runtime that generated clients share: what generated code of this crate is written with.
///
/// A program needs none of it by this path: all names for users are at the root of this crate, or in the module of their API.
pub mod runtime {
    #[doc(inline)]
    pub use docwright_runtime::*;
}

// Clients and calls.
#[doc(inline)]
pub use docwright_runtime::{
    BuildError, Call, Client, ClientBuilder, FilePart, Operation, RawResponse, Response, RetryBudget, RetryPolicy,
    Server, Setting, Value, Written,
};

// Bounds of functions that are generic over operations.
#[doc(inline)]
pub use docwright_runtime::{FromResponse, Repeatable, WrittenResponse};

// Errors.
#[doc(inline)]
pub use docwright_runtime::{
    ApiError, ContinuationProblem, DecodeError, Error, ErrorKind, InputError, InputProblem, NoServiceError,
    ServiceError,
};

// Lists in pages, and work that continues after a response.
#[doc(inline)]
pub use docwright_runtime::{
    Cursor, CursorError, Items, Paged, Pages, Pending, PendingError, PendingWithBody, PollPolicy, PolledWithBody,
    Progress,
};

// Values of requests and responses.
#[doc(inline)]
pub use docwright_runtime::{
    Base64Bytes, Date, DateTime, DateTimeError, Decimal, DecimalError, IsoDuration, JsonValue, ResponseHeader,
    ResponseHeaderError, Secret, SecretString, TextFormatError, Unlisted, UnlistedValue, UuidText,
};

// Credentials.
#[cfg(feature = "azure")]
#[doc(inline)]
pub use docwright_runtime::AzureCredential;
#[cfg(feature = "oauth")]
#[doc(inline)]
pub use docwright_runtime::{AadApp, AadAppBuilder, ClientCredentialsGrant, RefreshTokenGrant, RefreshTokenStore};
#[doc(inline)]
pub use docwright_runtime::{
    AccessToken, ApiCredential, ApiKey, BasicCredential, BearerToken, Credential, CredentialError, CredentialErrorKind,
    CredentialFn, CredentialForm, CredentialKind, IntoCredential, Refusal, RejectedToken, TokenAccess, TokenCache,
    TokenRequest, credential_fn,
};

// What a program can observe or replace.
#[doc(inline)]
pub use docwright_runtime::{
    Attempt, AttemptFailed, BodySink, BoxFuture, Clock, CredentialNotice, Idempotency, Limits, Method, Observer,
    OperationInfo, RequestSent, ResponseReceived, RetryScheduled, Transport, TransportError, TransportErrorKind,
};

// Types of other crates that signatures of this one have.
pub use docwright_runtime::{Bytes, HeaderMap, JsonError, StatusCode, Uuid, http};

#[cfg(feature = "test-kit")]
#[doc(inline)]
pub use docwright_runtime::test_kit;

// docwright:begin modules
#[cfg(feature = "_partner")]
#[rustfmt::skip]
pub mod partner;
#[cfg(feature = "_partner-center")]
#[rustfmt::skip]
pub mod partner_center;
#[cfg(feature = "_store-for-business")]
#[rustfmt::skip]
pub mod store_for_business;
// docwright:end modules

/// The Rust example of the README is compiled.
#[cfg(all(doctest, feature = "all-apis", feature = "reqwest"))]
#[doc = include_str!("../README.md")]
mod readme {}
