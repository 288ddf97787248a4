//! Buys a license, waits until the subscription has it, and assigns it to a user. A fake service runs in this process;
//! `tests/client/buy_and_assign.rs` tests the program with its failures.
//!
//! `cargo run -p ms-commerce --example buy_and_assign`

#![allow(clippy::print_stdout)]

use std::time::Duration;

use ms_commerce::partner_center::GLOBAL;
use ms_commerce::partner_center::activation::{
    GetProvisioningStatus, ProvisioningStatus, SubscriptionProvisioningStatus, get_provisioning_status,
};
use ms_commerce::partner_center::carts::{
    Cart, CartCheckoutResult, CartLineItem, CheckoutCart, CreateCart, checkout_cart, create_cart,
};
use ms_commerce::partner_center::licenses::{AssignLicenses, LicenseAssignment, LicenseUpdate, assign_licenses};
use ms_commerce::partner_center::orders::{Order, OrderLineItem};
use ms_commerce::partner_center::shared::{ProductSkuId, SubscriptionId};
use ms_commerce::test_kit::{FakeService, With};
use ms_commerce::{Client, RetryPolicy};

/// A program passes all errors on.
pub type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<()> {
    let subscription = buy_for(&client(&fake_service())?, "contoso", "ada@contoso.example", "offer:1:2").await?;
    println!("bought, and assigned: {}", subscription.as_str());
    Ok(())
}

/// Buys one license for a user, and assigns it.
pub async fn buy_for(client: &Client, customer: &str, user: &str, item: &str) -> Result<SubscriptionId> {
    let mut line = CartLineItem::default();
    line.catalog_item_id = Some(item.into());
    line.quantity = Some(1);
    let mut cart = Cart::default();
    cart.line_items = Some(vec![line]);
    let cart = create_cart(customer, cart).send(client).await?.into_value();
    let bought = checkout_cart(customer, cart.id.ok_or("the cart has no id")?).send(client).await?.into_value();
    // A checkout succeeds even if orders in it fail.
    let mut items = bought.orders.into_iter().flat_map(|order| order.line_items.unwrap_or_default());
    let Some(subscription) = items.find_map(|item| item.subscription_id) else {
        return Err(format!("not ordered: {:?}", bought.order_errors).into());
    };

    let mut assignment = LicenseAssignment::default();
    assignment.sku_id = Some(provisioned(client, customer, &subscription).await?);
    let mut update = LicenseUpdate::default();
    update.licenses_to_assign = Some(vec![assignment]);
    assign_licenses(customer, user, update).send(client).await?;
    Ok(subscription)
}

/// The product whose licenses the subscription has, once it has them.
async fn provisioned(client: &Client, customer: &str, subscription: &SubscriptionId) -> Result<ProductSkuId> {
    loop {
        let state = get_provisioning_status(customer, subscription.clone()).send(client).await?.into_value();
        match (state.status, state.sku_id) {
            (Some(ProvisioningStatus::Success), Some(sku)) => return Ok(sku),
            (Some(ProvisioningStatus::Pending), _) => tokio::time::sleep(Duration::from_millis(10)).await,
            (status, _) => return Err(format!("not provisioned: {status:?}").into()),
        }
    }
}

/// A client of the fake service. Without `transport`, it would call Partner Center.
pub fn client(service: &FakeService) -> Result<Client> {
    let retry = RetryPolicy::new().with_base_delay(Duration::from_millis(1));
    Ok(Client::builder(GLOBAL).transport(service.clone()).retry(retry).build()?)
}

/// A service without failures.
pub fn fake_service() -> FakeService {
    let service = FakeService::new();
    service.on::<CreateCart>().responds(Cart::default().with(|cart| cart.id = Some("cart-1".into())));
    service.on::<CheckoutCart>().responds(ordered());
    service.on::<GetProvisioningStatus>().responds(provisioning(ProvisioningStatus::Success));
    service.on::<AssignLicenses>().responds(LicenseUpdate::default());
    service
}

/// The result of a checkout.
pub fn ordered() -> CartCheckoutResult {
    let line = OrderLineItem::default().with(|line| line.subscription_id = Some("sub-1".into()));
    let order = Order::default().with(|order| order.line_items = Some(vec![line]));
    CartCheckoutResult::default().with(|result| result.orders = vec![order])
}

/// The state of the subscription.
pub fn provisioning(status: ProvisioningStatus) -> SubscriptionProvisioningStatus {
    SubscriptionProvisioningStatus::default().with(|state| {
        state.status = Some(status);
        state.sku_id = Some("sku-1".into());
    })
}

#[test]
fn runs() -> Result<()> {
    main()
}
