//! Three operations with a fake service: no network, no account and no credential is needed.
//!
//! `cargo run -p ms-commerce --features test-kit --example tour`

#![allow(clippy::print_stdout)]

use ms_commerce::partner_center::licenses::{
    GetUserLicenses, License, LicenseGroupId, ProductSku, ServicePlan, get_user_licenses,
};
use ms_commerce::partner_center::offers::{GetOfferById, Offer, get_offer_by_id};
use ms_commerce::partner_center::shared::{BillingCycleType, Collection};
use ms_commerce::runtime::Uuid;
use ms_commerce::runtime::test_kit::{FakeService, RecordedRequest, Reply, With};
use ms_commerce::store_for_business::licensing::{
    ConflictReason, GetOfflineLicense, OfflineLicense, OfflineLicenseError, get_offline_license,
};
use ms_commerce::{Base64Bytes, Client, Error, partner_center, store_for_business};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let service = fake_service()?;
    println!("A fake service runs in this process.");

    // Without `transport`, a client calls the server that it is built for.
    let partner_center =
        Client::builder(partner_center::GLOBAL).transport(service.clone()).credential("a token").build()?;
    list_licenses(&partner_center).await?;
    show_offer(&partner_center).await?;

    let store = Client::builder(store_for_business::GLOBAL).transport(service.clone()).credential("a token").build()?;
    fetch_license(&store).await?;

    println!("\nRequests that the service received");
    for asked in service.all_requests() {
        println!("  > {} {}", asked.method(), asked.target());
    }
    Ok(())
}

async fn list_licenses(client: &Client) -> Result<(), Error> {
    println!("\nLicenses of a user (Partner Center)");
    let licenses = get_user_licenses("contoso", "ada@contoso.example")
        .license_group_ids([LicenseGroupId::Group1, LicenseGroupId::Group2])
        .send(client)
        .request_id(Uuid::from_u128(1))
        .await?;
    println!("  status {}, request id {}", licenses.status, licenses.request_id.as_deref().unwrap_or("unknown"));
    for license in licenses.into_value().items {
        let Some(sku) = license.product_sku else { continue };
        let group = sku.license_group_id.unwrap_or(LicenseGroupId::None);
        // Enums are open: the service returns a group that this crate does not list.
        let known = if matches!(group, LicenseGroupId::Unlisted(_)) { ", which is not listed" } else { "" };
        println!("  {} in group {group}{known}", sku.name.unwrap_or_default());
        for plan in license.service_plans {
            let status = plan.capability_status.unwrap_or_default();
            println!("    {}: {status}", plan.display_name.unwrap_or_default());
        }
    }
    Ok(())
}

async fn show_offer(client: &Client) -> Result<(), Error> {
    println!("\nAn offer (Partner Center)");
    let offer = get_offer_by_id("MS-AZR-0145P").country("US").send(client).setting("locale", "en-US").await?.value;
    println!("  {}", offer.name.unwrap_or_default());
    let cycles: Vec<_> = offer.supported_billing_cycles.iter().flatten().map(|cycle| cycle.as_str()).collect();
    println!("  can be billed: {}", cycles.join(", "));
    for (name, json) in offer.unlisted.iter() {
        println!("  a member that is not listed, kept unchanged: {name} = {json}");
    }

    // Any id becomes one path segment; those that would name another resource are never sent.
    if let Err(error) = get_offer_by_id("..").send(client).await {
        println!("  refused: {error}");
    }
    Ok(())
}

async fn fetch_license(client: &Client) -> Result<(), Error> {
    println!("\nAn offline license (Store for Business)");
    let license = get_offline_license("9WZDNCRFJ3TJ", "0010", "content").send(client).await?.value;
    println!("  in a log it looks like this: {:?}", license.license_blob);
    if let Some(blob) = license.license_blob {
        println!("  and it has {} bytes", blob.expose().len());
    }

    if let Err(error) = get_offline_license("online-only", "0010", "content").send(client).await {
        println!("  for another product: {error}");
        if let Some(OfflineLicenseError::Conflict(Some(reason))) = error.service_error::<GetOfflineLicense>() {
            println!("    the reason: {reason}; retryable: {}", error.is_retryable());
        }
    }
    Ok(())
}

/// The replies of the services.
fn fake_service() -> Result<FakeService, serde_json::Error> {
    let service = FakeService::new();
    let office = License::default().with(|license| {
        license.product_sku = Some(sku("Office 365 E3", LicenseGroupId::Group1));
        license.service_plans = vec![ServicePlan::default().with(|plan| {
            plan.display_name = Some("Exchange Online".to_owned());
            plan.capability_status = Some("Assigned".to_owned());
        })];
    });
    let new = License::default().with(|license| license.product_sku = Some(sku("Something new", "group9".into())));
    service.on::<GetUserLicenses>().responds(Collection::default().with(|page| {
        page.total_count = Some(2);
        page.items = vec![office, new];
    }));

    let mut offer = Offer::new()
        .name("Microsoft Azure")
        .supported_billing_cycles([BillingCycleType::Monthly, BillingCycleType::Annual]);
    offer.unlisted.insert("sustainability", &serde_json::json!({"score": 4.5}))?;
    service.on::<GetOfferById>().responds(offer);

    service.on::<GetOfflineLicense>().replies_with(offline_license);
    Ok(service)
}

fn sku(name: &str, group: LicenseGroupId) -> ProductSku {
    ProductSku::default().with(|sku| {
        sku.name = Some(name.to_owned());
        sku.license_group_id = Some(group);
    })
}

fn offline_license(asked: &RecordedRequest) -> Reply<GetOfflineLicense> {
    if asked.path_parameter("productId") == Some("online-only") {
        return Reply::error(&OfflineLicenseError::Conflict(Some(ConflictReason::NotOffline)));
    }
    Reply::response(
        &OfflineLicense::default()
            .with(|license| license.license_blob = Some(Base64Bytes::from(b"license".to_vec()).into())),
    )
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_tour_comes_to_its_end() -> Result<(), Box<dyn std::error::Error>> {
        super::main()
    }
}
