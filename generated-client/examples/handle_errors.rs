//! Distinguishes failures, down to the reason that the service states. A fake service runs in this process.
//!
//! `cargo run -p ms-commerce --example handle_errors`

#![allow(deprecated)] // The service is retired, but its small operations make a short example.
#![allow(clippy::print_stdout)]

use ms_commerce::store_for_business::GLOBAL;
use ms_commerce::store_for_business::licensing::{
    ConflictReason, GetOfflineLicense, OfflineLicenseError, get_offline_license,
};
use ms_commerce::test_kit::FakeService;
use ms_commerce::{Client, Error, ErrorKind, TransportErrorKind};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let service = FakeService::new();
    let conflict = OfflineLicenseError::Conflict(Some(ConflictReason::NotOwned));
    service.on::<GetOfflineLicense>().fails(conflict).breaks(TransportErrorKind::BodyTooLarge);
    let client = Client::builder(GLOBAL).transport(service).build()?;

    // A product `..` would be another resource: nothing is sent.
    for product in ["9WZDNCRFJ3TJ", "..", "9WZDNCRFJ3TJ"] {
        match get_offline_license(product, "0010", "content").send(&client).await {
            Ok(license) => println!("{:?}", license.license_blob),
            Err(error) => println!("{error}\n  advice: {}", advice(&error)),
        }
    }
    Ok(())
}

fn advice(error: &Error) -> &'static str {
    // The errors that the page of the operation lists have a type of their own.
    match error.service_error::<GetOfflineLicense>() {
        Some(OfflineLicenseError::Conflict(Some(ConflictReason::NotOwned))) => return "buy the product first",
        Some(_) => return "see the page of the operation",
        None => {}
    }
    match error.kind() {
        ErrorKind::Input => "correct the input",
        _ if error.is_retryable() => "call again later",
        _ if error.may_have_taken_effect() => "find out whether the call took effect",
        _ => "give the request id to the support",
    }
}

#[test]
fn runs() -> Result<(), Box<dyn std::error::Error>> {
    main()
}
