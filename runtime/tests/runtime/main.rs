//! The runtime without generated code. One program, because each further one is linked on its own.

#![allow(clippy::unwrap_used)]

#[cfg(feature = "reqwest")]
mod additions;
mod attacks;
mod broken_responses;
mod clocks;
mod credential;
#[cfg(feature = "oauth")]
mod credential_aad;
mod credential_access;
#[cfg(feature = "azure")]
mod credential_azure;
mod credential_kinds;
#[cfg(all(feature = "oauth", feature = "reqwest"))]
mod credential_over_http;
#[cfg(feature = "oauth")]
mod credential_refresh;
mod error_texts;
#[cfg(feature = "oauth")]
mod fake_authority;
#[cfg(feature = "reqwest")]
mod fault_load;
mod fault_server;
mod fault_server_itself;
#[cfg(feature = "reqwest")]
mod floods;
mod inputs;
#[cfg(feature = "reqwest")]
mod limits;
mod observe;
mod other_api;
mod paging;
mod paging_calls;
mod paging_errors;
mod paging_numbers;
mod paging_searches;
mod pending;
#[cfg(feature = "reqwest")]
mod proxies;
#[cfg(feature = "reqwest")]
mod raw_responses;
mod redirects;
mod renewal;
mod repeated_secrets;
mod retries;
mod retries_credential;
mod retries_waits;
mod scalars;
mod scripted;
mod sendable;
mod until_ready;
#[cfg(feature = "reqwest")]
mod write_to;
