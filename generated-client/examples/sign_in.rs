//! Signs in as an application, and calls with its token. A fake Azure AD and a fake service run in this process.
//!
//! `cargo run -p ms-commerce --features oauth --example sign_in`

#![allow(deprecated)] // The service is retired, but its small operations make a short example.
#![allow(clippy::print_stdout)]

use ms_commerce::store_for_business::GLOBAL;
use ms_commerce::store_for_business::inventory::{GetInventory, InventoryResultSet, get_inventory};
use ms_commerce::test_kit::FakeService;
use ms_commerce::{AadApp, BoxFuture, Bytes, Client, Limits, Transport, TransportError, http};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let service = FakeService::new();
    service.on::<GetInventory>().responds(InventoryResultSet::default());

    // Without `transport`, the application asks Azure AD, and the client calls the service.
    let app = AadApp::builder("tenant-id", "application-id").client_secret("secret").transport(FakeAzureAd).build()?;
    let client = Client::builder(GLOBAL).credential(app.client_credentials()).transport(service.clone()).build()?;

    let page = get_inventory().send(&client).await?;
    println!("{} products", page.inventory_entries.len());
    println!("with a token: {}", service.requests::<GetInventory>().iter().all(|asked| asked.had_credential()));
    Ok(())
}

/// Issues the same token each time.
struct FakeAzureAd;

impl Transport for FakeAzureAd {
    fn send(&self, _: http::Request<Bytes>, _: Limits) -> BoxFuture<'_, Result<http::Response<Bytes>, TransportError>> {
        let token = r#"{"token_type": "Bearer", "access_token": "a token", "expires_in": 3599}"#;
        Box::pin(async move { Ok(http::Response::new(Bytes::from(token))) })
    }
}

#[test]
fn runs() -> Result<(), Box<dyn std::error::Error>> {
    main()
}
