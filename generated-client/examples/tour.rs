//! The three operations against a fake service on loopback: no account and no credential is needed.
//!
//! `cargo run -p ms-commerce --example tour`

#![allow(clippy::print_stdout)]

use std::io::{BufRead, BufReader, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};

use ms_commerce::partner_center::licenses::{LicenseGroupId, get_user_licenses};
use ms_commerce::partner_center::{self, offers::get_offer_by_id};
use ms_commerce::store_for_business::{self, licensing::OfflineLicenseError, licensing::get_offline_license};
use ms_commerce::{Client, Error};

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let service = format!("http://{}", start_service()?);
    println!("A fake service listens on {service}.");

    // Without `base_url`, a client calls the server that it is built for.
    let partner_center = Client::builder(partner_center::GLOBAL).base_url(&service).credential("a token").build()?;
    list_licenses(&partner_center).await?;
    show_offer(&partner_center).await?;

    let store = Client::builder(store_for_business::GLOBAL).base_url(&service).credential("a token").build()?;
    fetch_license(&store).await?;
    Ok(())
}

async fn list_licenses(client: &Client) -> Result<(), Error> {
    println!("\nLicenses of a user (Partner Center)");
    let licenses = get_user_licenses("contoso", "ada@contoso.example")
        .license_group_ids([LicenseGroupId::Group1, LicenseGroupId::Group2])
        .send(client)
        .await?;
    println!("  status {}, request id {}", licenses.status, licenses.request_id.as_deref().unwrap_or("unknown"));
    for license in licenses.into_value().items {
        let Some(sku) = license.product_sku else { continue };
        let group = sku.license_group_id.unwrap_or(LicenseGroupId::None);
        // Enums are open: the service knows a group that this crate does not.
        let known = if matches!(group, LicenseGroupId::Unlisted(_)) { ", which is not listed" } else { "" };
        println!("  {} in group {group}{known}", sku.name.unwrap_or_default());
        for plan in license.service_plans.unwrap_or_default() {
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
        println!("  a member that is not listed, kept as it came: {name} = {json}");
    }

    // Ids become one path segment, whatever they hold; those that would name another resource are never sent.
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
        if let Some(OfflineLicenseError::Conflict(Some(reason))) = error.documented() {
            println!("    the reason: {reason}; to be tried again: {}", error.is_retryable());
        }
    }
    Ok(())
}

/// Starts a thread that answers requests until the program ends.
fn start_service() -> std::io::Result<SocketAddr> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let address = listener.local_addr()?;
    std::thread::spawn(move || listener.incoming().flatten().try_for_each(answer));
    Ok(address)
}

fn answer(mut stream: TcpStream) -> std::io::Result<()> {
    let mut lines = BufReader::new(stream.try_clone()?).lines().map_while(Result::ok);
    let request = lines.next().unwrap_or_default();
    lines.find(String::is_empty);
    println!("  > {}", request.trim_end_matches(" HTTP/1.1"));
    let (status, body) = match request.split(['/', '?', ' ']).collect::<Vec<_>>().as_slice() {
        [.., "customers", _, "users", _, "licenses", _, _, _] => ("200 OK", LICENSES),
        [_, _, _, "offers", ..] => ("200 OK", OFFER),
        [_, _, _, "Products", "online-only", ..] => ("409 Conflict", r#"{"reason":"Not offline"}"#),
        [_, _, _, "Products", ..] => ("200 OK", LICENSE),
        _ => ("404 Not Found", ""),
    };
    // Like the real service, this one puts a byte-order mark in front of its JSON.
    let body = format!("\u{feff}{body}");
    write!(
        stream,
        "HTTP/1.1 {status}\r\nContent-Type: application/json; charset=utf-8\r\nContent-Length: {}\r\n\
         MS-RequestId: 00000000-0000-4000-8000-000000000001\r\nConnection: close\r\n\r\n{body}",
        body.len()
    )
}

const LICENSES: &str = r#"{"totalCount":2,"items":[
    {"productSku":{"name":"Office 365 E3","licenseGroupId":"group1"},
     "servicePlans":[{"displayName":"Exchange Online","capabilityStatus":"Assigned"}]},
    {"productSku":{"name":"Something new","licenseGroupId":"group9"}}]}"#;

const OFFER: &str = r#"{"id":"MS-AZR-0145P","name":"Microsoft Azure","supportedBillingCycles":["monthly","annual"],
    "sustainability":{"score":4.5}}"#;

const LICENSE: &str = r#"{"productKey":{"productId":"9WZDNCRFJ3TJ","skuId":"0010"},"licenseBlob":"bGljZW5zZQ=="}"#;
