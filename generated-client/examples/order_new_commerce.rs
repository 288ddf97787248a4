//! What a partner does for a customer: signs in for a user, finds an offer of new commerce and a promotion for it, orders it,
//! assigns a license, and reads the charges of an invoice. A fake Azure AD and a fake service run in this process;
//! `tests/client/order_new_commerce.rs` tests the program with the failures of the service.
//!
//! `cargo run -p ms-commerce --features oauth --example order_new_commerce`

#![allow(clippy::print_stdout)]

use std::error::Error as StdError;
use std::time::Duration;

use ms_commerce::partner_center::availabilities::{
    Availability, AvailabilityTerm, ListCustomerAvailabilities, list_customer_availabilities,
};
use ms_commerce::partner_center::carts::{
    Cart, CartCheckoutResult, CartLineItem, CheckoutCart, CreateCart, checkout_cart, create_cart,
};
use ms_commerce::partner_center::licenses::{
    AssignLicenses, LicenseAssignment, LicenseUpdate, ListSubscribedSkus, ProductSku, SubscribedSku, assign_licenses,
    list_subscribed_skus,
};
use ms_commerce::partner_center::line_items::{
    InvoiceLineItem, ListLineItems, OneTimeInvoiceLineItem, list_line_items,
};
use ms_commerce::partner_center::orders::{GetOrder, Order, OrderLineItem, OrderStatus, get_order};
use ms_commerce::partner_center::products::{CatalogView, ListCustomerProducts, Product, list_customer_products};
use ms_commerce::partner_center::promotions::{
    PromotionEligibilities, PromotionEligibilitiesRequest, PromotionEligibilitiesRequestItem, PromotionEligibility,
    VerifyPromotionEligibility, verify_promotion_eligibility,
};
use ms_commerce::partner_center::shared::{
    BillingCycleType, BillingProvider, Collection, InvoiceLineItemType, OrderId, PromotionId, SeekCollection,
    SubscriptionId,
};
use ms_commerce::partner_center::skus::{ListCustomerSkus, Sku, list_customer_skus};
use ms_commerce::partner_center::subscriptions::{
    GetSubscription, Subscription, UpdateSubscription, UpdateSubscriptionResponse, get_subscription,
    update_subscription,
};
use ms_commerce::partner_center::{GLOBAL, VALIDATE_MFA};
use ms_commerce::test_kit::{FakeService, With};
use ms_commerce::{
    AadApp, BoxFuture, Bytes, Client, IsoDuration, Limits, RefreshTokenStore, RetryPolicy, SecretString, Transport,
    TransportError, http,
};

/// A program passes all errors on.
pub type Result<T> = std::result::Result<T, Box<dyn StdError>>;

/// The customer of this program.
pub const CUSTOMER: &str = "contoso";

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<()> {
    let client = client(FakeAzureAd, FakeVault, fake_service())?;
    let subscription = order(&client, "Drawing for teams", 5).await?;
    println!("ordered: {}", subscription.as_str());
    renew_by_hand(&client, &subscription).await?;
    assign(&client, "ada@contoso.example", "DRAWING_TEAMS").await?;
    for (subscription, charge) in charges(&client, "G000001").await? {
        println!("{subscription}: {charge}");
    }
    Ok(())
}

/// A client that calls for a user who has signed in before, with a second factor. Without the fakes, it asks Azure AD and
/// Partner Center.
pub fn client(
    azure_ad: impl Transport + 'static,
    vault: impl RefreshTokenStore + 'static,
    service: FakeService,
) -> Result<Client> {
    let app = AadApp::builder("tenant-id", "application-id").client_secret("secret").transport(azure_ad).build()?;
    let retry = RetryPolicy::new().with_base_delay(Duration::from_millis(1));
    let client = Client::builder(GLOBAL).credential(app.refresh_token(vault)).setting(VALIDATE_MFA, "true");
    Ok(client.transport(service).retry(retry).build()?)
}

/// Orders licenses for a year, charged by the month, with a promotion if the customer gets one.
pub async fn order(client: &Client, title: &str, quantity: i64) -> Result<SubscriptionId> {
    let (offer, term) = find_offer(client, title).await?;
    let mut line = CartLineItem::new().quantity(quantity).billing_cycle(BillingCycleType::Monthly);
    line.catalog_item_id = offer.catalog_item_id;
    line.term_duration = term.duration.map(|duration| duration.to_string());
    line.promotion_id = find_promotion(client, &line).await?;

    let cart = create_cart(CUSTOMER, Cart::new().line_items([line])).send(client).await?.into_value();
    let bought = checkout_cart(CUSTOMER, cart.id.ok_or("the cart has no id")?).send(client).await?.into_value();
    // A checkout succeeds even if orders in it fail.
    let Some(order) = bought.orders.into_iter().find_map(|order| order.id) else {
        return Err(format!("not ordered: {:?}", bought.order_errors).into());
    };
    wait_for(client, &order).await
}

/// What the customer can buy under a title, and the term of a year that is charged by the month.
async fn find_offer(client: &Client, title: &str) -> Result<(Availability, AvailabilityTerm)> {
    let products = list_customer_products(CUSTOMER, CatalogView::OnlineServices).send(client).await?;
    for product in products.into_value().items {
        let Some(product_id) = product.id.filter(|_| product.title.as_deref() == Some(title)) else { continue };
        let skus = list_customer_skus(CUSTOMER, product_id.clone()).send(client).await?;
        for sku_id in skus.into_value().items.into_iter().filter_map(|sku| sku.id) {
            let offers = list_customer_availabilities(CUSTOMER, product_id.clone(), sku_id).send(client).await?;
            for offer in offers.into_value().items {
                let yearly = |term: &&AvailabilityTerm| {
                    term.duration.as_ref().is_some_and(|duration| duration.as_str() == "P1Y")
                        && term.billing_cycle == Some(BillingCycleType::Monthly)
                };
                if let Some(term) = offer.terms.iter().find(yearly).cloned() {
                    return Ok((offer, term));
                }
            }
        }
    }
    Err(format!("the customer cannot buy {title}").into())
}

/// A promotion that the customer gets for a purchase.
async fn find_promotion(client: &Client, line: &CartLineItem) -> Result<Option<PromotionId>> {
    let (Some(item), Some(term), Some(cycle)) = (&line.catalog_item_id, &line.term_duration, &line.billing_cycle)
    else {
        return Ok(None);
    };
    let purchase = PromotionEligibilitiesRequestItem::new(
        item.clone(),
        line.quantity.unwrap_or(1),
        IsoDuration::parse(term)?,
        cycle.clone(),
    );
    let request = PromotionEligibilitiesRequest::new([purchase]);
    let checked = verify_promotion_eligibility(CUSTOMER, request).send(client).await?.into_value();
    let mut found = checked.items.into_iter().flat_map(|item| item.eligibilities);
    Ok(found.find(|found| found.is_eligible == Some(true)).and_then(|found| found.promotion_id))
}

/// The subscription of an order, once the order has ended.
async fn wait_for(client: &Client, id: &OrderId) -> Result<SubscriptionId> {
    loop {
        let order = get_order(CUSTOMER, id.clone()).send(client).await?.into_value();
        match order.status {
            Some(OrderStatus::Completed) => {
                let mut lines = order.line_items.into_iter().flatten();
                return Ok(lines.find_map(|line| line.subscription_id).ok_or("the order has no subscription")?);
            }
            Some(OrderStatus::Pending) => tokio::time::sleep(Duration::from_millis(10)).await,
            status => return Err(format!("not completed: {status:?}").into()),
        }
    }
}

/// Turns automatic renewal off. Soon after an order, the service responds with 800082, and the call is repeated.
pub async fn renew_by_hand(client: &Client, id: &SubscriptionId) -> Result<()> {
    let subscription = get_subscription(CUSTOMER, id.clone()).send(client).await?.into_value();
    update_subscription(CUSTOMER, id.clone(), subscription.auto_renew_enabled(false)).send(client).await?;
    Ok(())
}

/// Assigns a license to a user.
pub async fn assign(client: &Client, user: &str, part_number: &str) -> Result<()> {
    let owned = list_subscribed_skus(CUSTOMER).send(client).await?.into_value();
    let mut skus = owned.items.into_iter().filter_map(|owned| owned.product_sku);
    let sku = skus.find(|sku| sku.sku_part_number.as_deref() == Some(part_number)).and_then(|sku| sku.id);
    let assignment = LicenseAssignment::new().sku_id(sku.ok_or("the customer has no such license")?);
    assign_licenses(CUSTOMER, user, LicenseUpdate::new().licenses_to_assign([assignment])).send(client).await?;
    Ok(())
}

/// The subscriptions and amounts that an invoice charges for.
pub async fn charges(client: &Client, invoice: &str) -> Result<Vec<(String, String)>> {
    let (provider, kind) = (BillingProvider::OneTime, InvoiceLineItemType::BillingLineItems);
    let mut lines = list_line_items(invoice, provider, kind).items(client);
    let mut charges = Vec::new();
    while let Some(line) = lines.next().await {
        // The rows of other kinds of charges have types of their own.
        if let InvoiceLineItem::OneTime(line) = line? {
            let amount = line.total_for_customer.map(|amount| amount.to_string()).unwrap_or_default();
            let currency = line.currency.unwrap_or_default();
            charges.push((line.subscription_description.unwrap_or_default(), format!("{amount} {currency}")));
        }
    }
    Ok(charges)
}

/// Issues the same token each time.
pub struct FakeAzureAd;

impl Transport for FakeAzureAd {
    fn send(
        &self,
        _: http::Request<Bytes>,
        _: Limits,
    ) -> BoxFuture<'_, std::result::Result<http::Response<Bytes>, TransportError>> {
        let token =
            r#"{"token_type": "Bearer", "access_token": "a token", "refresh_token": "next", "expires_in": 3599}"#;
        Box::pin(async move { Ok(http::Response::new(Bytes::from(token))) })
    }
}

/// Has a refresh token, and forgets the next one.
pub struct FakeVault;

impl RefreshTokenStore for FakeVault {
    fn load(&self) -> BoxFuture<'_, std::result::Result<SecretString, Box<dyn StdError + Send + Sync>>> {
        Box::pin(async { Ok("a refresh token".into()) })
    }

    fn save(&self, _: SecretString) -> BoxFuture<'_, std::result::Result<(), Box<dyn StdError + Send + Sync>>> {
        Box::pin(async { Ok(()) })
    }
}

fn collection<T>(items: impl IntoIterator<Item = T>) -> Collection<T> {
    let mut collection = Collection::default();
    collection.items = items.into_iter().collect();
    collection
}

/// A service without failures.
pub fn fake_service() -> FakeService {
    let service = FakeService::new();
    let product = |id: &str, title: &str| {
        Product::default().with(|product| {
            product.id = Some(id.into());
            product.title = Some(title.to_owned());
        })
    };
    let products = [product("DEMO0000001", "Drawing for one"), product("DEMO0000002", "Drawing for teams")];
    service.on::<ListCustomerProducts>().responds(collection(products));
    let sku = Sku::default().with(|sku| sku.id = Some("0001".into()));
    service.on::<ListCustomerSkus>().responds(collection([sku]));
    service.on::<ListCustomerAvailabilities>().responds(collection([availability()]));
    let eligibility = PromotionEligibility::default().with(|found| {
        found.promotion_id = Some("PROMO0000001".into());
        found.is_eligible = Some(true);
    });
    let checked = PromotionEligibilities::default().with(|checked| checked.eligibilities = vec![eligibility]);
    service.on::<VerifyPromotionEligibility>().responds(collection([checked]));
    service.on::<CreateCart>().responds(Cart::new().with(|cart| cart.id = Some("cart-1".into())));
    let bought = Order::new().id("ORDER-1");
    service.on::<CheckoutCart>().responds(CartCheckoutResult::default().with(|result| result.orders = vec![bought]));
    service.on::<GetOrder>().responds(ordered(OrderStatus::Completed));
    service.on::<GetSubscription>().responds(Subscription::default().with(|found| found.id = Some("sub-1".into())));
    service.on::<UpdateSubscription>().responds(UpdateSubscriptionResponse::Updated(Subscription::default()));
    let sku = ProductSku::default().with(|sku| {
        sku.id = Some("sku-1".into());
        sku.sku_part_number = Some("DRAWING_TEAMS".to_owned());
    });
    let owned = SubscribedSku::default().with(|owned| owned.product_sku = Some(sku));
    service.on::<ListSubscribedSkus>().responds(collection([owned]));
    service.on::<AssignLicenses>().responds(LicenseUpdate::default());
    let line = OneTimeInvoiceLineItem::default().with(|line| {
        line.subscription_description = Some("Drawing for teams".to_owned());
        line.total_for_customer = "47.50".parse().ok();
        line.currency = Some("EUR".to_owned());
    });
    let lines = SeekCollection::default().with(|page| page.items = vec![InvoiceLineItem::OneTime(Box::new(line))]);
    service.on::<ListLineItems>().responds(lines);
    service
}

/// What the customer can buy.
fn availability() -> Availability {
    let term = |duration: &str| {
        AvailabilityTerm::default().with(|term| {
            term.duration = IsoDuration::parse(duration).ok();
            term.billing_cycle = Some(BillingCycleType::Monthly);
        })
    };
    Availability::default().with(|offer| {
        offer.catalog_item_id = Some("DEMO0000002:0001:DEMO0000009".into());
        offer.terms = vec![term("P1M"), term("P1Y")];
    })
}

/// The order, in a state.
pub fn ordered(status: OrderStatus) -> Order {
    let mut order =
        Order::new().line_items([OrderLineItem::new().with(|line| line.subscription_id = Some("sub-1".into()))]);
    order.status = Some(status);
    order
}

#[test]
fn runs() -> Result<()> {
    main()
}
