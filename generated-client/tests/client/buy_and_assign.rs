//! A program that uses the crate, and its tests: buy, wait until there are licenses, assign one.

use std::time::Duration;

use ms_commerce::partner_center::carts::{
    Cart, CartCheckoutResult, CartLineItem, CheckoutCart, CreateCart, OrderError, checkout_cart, create_cart,
};
use ms_commerce::partner_center::licenses::{AssignLicenses, LicenseAssignment, LicenseUpdate, assign_licenses};
use ms_commerce::partner_center::orders::{Order, OrderLineItem};
use ms_commerce::partner_center::shared::{ProductSkuId, SubscriptionId};
use ms_commerce::partner_center::subscriptions::{
    GetProvisioningStatus, ProvisioningStatus, SubscriptionProvisioningStatus, get_provisioning_status,
};
use ms_commerce::partner_center::{GLOBAL, licenses::LicenseUpdateError};
use ms_commerce::runtime::TransportErrorKind;
use ms_commerce::runtime::test_kit::{FakeService, With};
use ms_commerce::{Client, Error, ErrorKind, RetryPolicy};

/// The program.
mod shop {
    use super::*;

    #[derive(Debug)]
    pub(crate) enum Failure {
        NotOrdered(Vec<OrderError>),
        NotProvided,
        Call(Error),
    }

    impl From<Error> for Failure {
        fn from(error: Error) -> Self {
            Self::Call(error)
        }
    }

    pub(crate) struct Shop {
        pub(crate) client: Client,
        pub(crate) between_looks: Duration,
    }

    impl Shop {
        /// Buys one license for a user, and assigns it.
        pub(crate) async fn buy_for(&self, customer: &str, user: &str, item: &str) -> Result<SubscriptionId, Failure> {
            let subscription = self.buy(customer, item).await?;
            let sku = self.provided(customer, &subscription).await?;
            let update = LicenseUpdate::new().licenses_to_assign([LicenseAssignment::new().sku_id(sku)]);
            assign_licenses(customer, user, update).send(&self.client).await?;
            Ok(subscription)
        }

        async fn buy(&self, customer: &str, item: &str) -> Result<SubscriptionId, Failure> {
            let cart = Cart::new().line_items([CartLineItem::new().catalog_item_id(item).quantity(1)]);
            let cart = create_cart(customer, cart).send(&self.client).await?.value;
            let result = checkout_cart(customer, cart.id.unwrap()).send(&self.client).await?.value;
            let items = result.orders.into_iter().flat_map(|order| order.line_items.unwrap_or_default());
            items.into_iter().find_map(|item| item.subscription_id).ok_or(Failure::NotOrdered(result.order_errors))
        }

        async fn provided(&self, customer: &str, subscription: &SubscriptionId) -> Result<ProductSkuId, Failure> {
            loop {
                let look = get_provisioning_status(customer, subscription.clone()).send(&self.client).await?.value;
                match (look.status, look.sku_id) {
                    (Some(ProvisioningStatus::Success), Some(sku)) => return Ok(sku),
                    (Some(ProvisioningStatus::Pending), _) => tokio::time::sleep(self.between_looks).await,
                    _ => return Err(Failure::NotProvided),
                }
            }
        }
    }
}

use shop::{Failure, Shop};

/// A service without failures, and a shop that buys there.
fn shop() -> (FakeService, Shop) {
    let service = FakeService::new();
    service.on::<CreateCart>().responds(Cart::new().id("cart-1"));
    service.on::<CheckoutCart>().responds(CartCheckoutResult::default().with(|result| result.orders = vec![order()]));
    service.on::<GetProvisioningStatus>().responds(looks(ProvisioningStatus::Success));
    service.on::<AssignLicenses>().responds(LicenseUpdate::new());
    let retry = RetryPolicy::new().with_base_delay(Duration::from_millis(1));
    let client = Client::builder(GLOBAL).transport(service.clone()).retry(retry).build().unwrap();
    (service, Shop { client, between_looks: Duration::from_millis(1) })
}

fn order() -> Order {
    Order::new().line_items([OrderLineItem::new().subscription_id("sub-1")])
}

fn looks(status: ProvisioningStatus) -> SubscriptionProvisioningStatus {
    SubscriptionProvisioningStatus::default().with(|look| {
        look.status = Some(status);
        look.sku_id = Some("sku-1".into());
    })
}

#[tokio::test]
async fn a_license_is_bought_and_assigned() {
    let (service, shop) = shop();
    let subscription = shop.buy_for("contoso", "ada", "offer:1:2").await.unwrap();
    assert_eq!(subscription.as_str(), "sub-1");

    let bought = service.requests::<CreateCart>()[0].json::<Cart>().unwrap().line_items.unwrap();
    assert_eq!((bought[0].catalog_item_id.as_ref().unwrap().as_str(), bought[0].quantity), ("offer:1:2", Some(1)));
    assert_eq!(service.requests::<CheckoutCart>()[0].path_parameter("cart_id"), Some("cart-1"));
    let assigned = service.requests::<AssignLicenses>().remove(0);
    assert_eq!(assigned.path_parameter("user_id"), Some("ada"));
    let update: LicenseUpdate = assigned.json().unwrap();
    assert_eq!(update.licenses_to_assign.unwrap()[0].sku_id.as_ref().unwrap().as_str(), "sku-1");
    let asked = service.all_requests();
    let operations: Vec<_> = asked.iter().map(|asked| asked.operation().unwrap().name).collect();
    assert_eq!(
        operations,
        [
            "carts/create_cart",
            "carts/checkout_cart",
            "subscriptions/get_provisioning_status",
            "licenses/assign_licenses"
        ]
    );
}

#[tokio::test]
async fn nothing_is_assigned_before_it_is_provided() {
    let (service, shop) = shop();
    let looked = service.on::<GetProvisioningStatus>().clear();
    let looked = looked.responds(looks(ProvisioningStatus::Pending)).responds(looks(ProvisioningStatus::Pending));
    looked.responds(looks(ProvisioningStatus::Success));
    shop.buy_for("contoso", "ada", "offer").await.unwrap();
    assert_eq!(service.requests::<GetProvisioningStatus>().len(), 3);

    service.on::<GetProvisioningStatus>().responds(looks(ProvisioningStatus::Failed));
    let failure = shop.buy_for("contoso", "ada", "offer").await.unwrap_err();
    assert!(matches!(failure, Failure::NotProvided));
    assert_eq!(service.requests::<AssignLicenses>().len(), 1);
}

#[tokio::test]
async fn an_order_that_fails_inside_of_a_success_is_a_failure() {
    let (service, shop) = shop();
    service.on::<CheckoutCart>().clear().responds(CartCheckoutResult::default().with(|result| {
        let error = OrderError::default().with(|error| error.description = Some("no credit".to_owned()));
        result.order_errors = vec![error];
    }));
    let failure = shop.buy_for("contoso", "ada", "offer").await.unwrap_err();
    assert!(matches!(&failure, Failure::NotOrdered(errors) if errors.len() == 1), "{failure:?}");
    assert!(service.requests::<AssignLicenses>().is_empty());
}

#[tokio::test]
async fn a_purchase_whose_response_is_lost_is_repeated_with_the_same_id() {
    let (service, shop) = shop();
    let order = CartCheckoutResult::default().with(|result| result.orders = vec![order()]);
    service.on::<CheckoutCart>().clear().breaks(TransportErrorKind::Interrupted).responds(order);
    shop.buy_for("contoso", "ada", "offer").await.unwrap();
    let asked = service.requests::<CheckoutCart>();
    assert_eq!(asked.len(), 2);
    assert_eq!(asked[0].header("MS-RequestId"), asked[1].header("MS-RequestId"));
}

#[tokio::test]
async fn a_refused_assignment_is_told_from_other_failures() {
    let (service, shop) = shop();
    service.on::<AssignLicenses>().clear().fails(LicenseUpdateError::Refused);
    let failure = shop.buy_for("contoso", "ada", "offer").await.unwrap_err();
    let Failure::Call(error) = failure else { unreachable!("{failure:?}") };
    assert_eq!(
        (error.kind(), error.service_error::<AssignLicenses>()),
        (ErrorKind::Status, Some(&LicenseUpdateError::Refused))
    );
}
