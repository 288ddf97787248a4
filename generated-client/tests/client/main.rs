//! The generated client, with services on loopback and the fake one. One program, because each further one is linked on its
//! own.

#![allow(clippy::unwrap_used)] // A test fails by panicking, its helpers as well.
#![allow(deprecated)] // Store for Business is retired.

#[cfg(all(feature = "partner-center-licenses", feature = "store-for-business-licensing"))]
mod any_body;
#[cfg(all(
    feature = "partner-center-activation",
    feature = "partner-center-carts",
    feature = "partner-center-licenses"
))]
mod buy_and_assign;
#[cfg(all(feature = "partner-center", feature = "reqwest"))]
mod encoding;
#[cfg(all(feature = "partner-center-offers", feature = "reqwest"))]
mod failures;
#[cfg(all(feature = "partner-center-activation", feature = "partner-center-devices", feature = "reqwest"))]
mod long_operations;
#[cfg(all(feature = "partner-center", feature = "oauth"))]
mod order_new_commerce;
#[cfg(all(feature = "store-for-business-inventory", feature = "store-for-business-seats", feature = "reqwest"))]
mod paging;
#[cfg(all(feature = "partner-center-licenses", feature = "partner-center-offers", feature = "reqwest"))]
mod partner_center;
#[cfg(all(feature = "partner-center-offers", feature = "reqwest"))]
mod redirects;
#[cfg(all(feature = "partner-center-azure", feature = "partner-center-invoices"))]
mod root_names;
#[cfg(all(
    feature = "partner-center-licenses",
    feature = "partner-center-offers",
    feature = "store-for-business-licensing",
    feature = "serialize-received",
    feature = "partial-eq"
))]
mod round_trip;
#[cfg(all(feature = "store-for-business-licensing", feature = "store-for-business-seats", feature = "reqwest"))]
mod store_for_business;
mod support;
#[cfg(all(
    feature = "partner-center-licenses",
    feature = "partner-center-offers",
    feature = "store-for-business-seats"
))]
mod test_kit;
