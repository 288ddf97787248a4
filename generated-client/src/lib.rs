//! Typed, unofficial client for the Microsoft Partner Center and Microsoft Store for Business REST APIs.
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
//! for license in licenses.value.items {
//!     println!("{:?}", license.product_sku);
//! }
//! # Ok(())
//! # }
//! ```
//!
//! # What to expect
//!
//! * Types that are received are open: members and enum values that are not listed are kept and written back unchanged.
//! * [`Error`] tells failures apart by [`Error::kind`]; for an answer that is no result, the status alone decides.
//! * Calls that failed are repeated where that does no harm, see [`RetryPolicy`] and [`Error::is_retryable`].
//! * Nothing that is secret shows in `Debug` or `Display`.
//!
//! # Features
//!
//! * `reqwest` (default): the built-in [`Transport`]; its TLS is `rustls` (default) or `native-tls`.
//! * `tracing`: a span for each call and an event for each attempt, without URLs, bodies and secrets.
//! * `oauth`: `AadApp`, which gets access tokens from Azure AD.
//! * `azure`: `AzureCredential`, which wraps credentials of `azure_identity`.
//! * `serialize-received`: `Serialize` for types that are only received.
//! * `deserialize-sent`: `Deserialize` for types that are only sent.
//! * `partial-eq`: `PartialEq` for all types.
//! * `test-kit`: a fake service for tests, in `runtime::test_kit`; turns on the two for types that are only received or sent.

/// What the crate shares with others that are generated in the same way: the client and its calls, answers, errors, scalar types.
///
/// Nothing here knows a particular API: what is particular arrives in the constants of the API's module.
pub mod runtime {
    #[doc(inline)]
    pub use docwright_runtime::*;
}

#[cfg(feature = "azure")]
#[doc(inline)]
pub use docwright_runtime::AzureCredential;
#[cfg(feature = "oauth")]
#[doc(inline)]
pub use docwright_runtime::{AadApp, RefreshTokenStore};
#[doc(inline)]
pub use docwright_runtime::{
    AccessToken, ApiError, Base64Bytes, BearerToken, BuildError, Call, Client, ClientBuilder, Credential,
    CredentialError, DateTime, Decimal, Error, ErrorKind, JsonValue, Observer, Response, RetryBudget, RetryPolicy,
    Secret, SecretString, TokenCache, TokenRequest, Transport, Unlisted, UnlistedValue, credential_fn,
};

// docwright:begin modules
#[cfg(feature = "_partner-center")]
#[rustfmt::skip]
pub mod partner_center;
#[cfg(feature = "_store-for-business")]
#[rustfmt::skip]
pub mod store_for_business;
// docwright:end modules

/// The Rust examples of the README are compiled.
#[cfg(all(doctest, feature = "all-apis", feature = "oauth", feature = "reqwest", feature = "test-kit"))]
#[doc = include_str!("../README.md")]
mod readme {}
