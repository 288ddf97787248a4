//! The example of a partner, with the failures of the service.

#[allow(dead_code, missing_docs, unreachable_pub)] // It is a program whose `main` is not called here.
#[path = "../../examples/order_new_commerce.rs"]
mod program;

use std::time::Duration;

use ms_commerce::partner_center::carts::{Cart, CreateCart};
use ms_commerce::partner_center::licenses::{AssignLicenses, LicenseUpdate};
use ms_commerce::partner_center::orders::{GetOrder, OrderStatus};
use ms_commerce::partner_center::products::ListCustomerProducts;
use ms_commerce::partner_center::promotions::{PromotionEligibilities, VerifyPromotionEligibility};
use ms_commerce::partner_center::shared::{Collection, CommonError};
use ms_commerce::partner_center::subscriptions::{Subscription, UpdateSubscription, UpdateSubscriptionResponse};
use ms_commerce::test_kit::{FakeService, Reply, With};
use ms_commerce::{Client, Error};

use self::program::{CUSTOMER, FakeAzureAd, FakeVault, fake_service, order, ordered};

const TITLE: &str = "Drawing for teams";

fn client(service: &FakeService) -> Client {
    program::client(FakeAzureAd, FakeVault, service.clone()).unwrap()
}

fn line_of_cart(service: &FakeService) -> ms_commerce::partner_center::carts::CartLineItem {
    service.requests::<CreateCart>()[0].json::<Cart>().unwrap().line_items.unwrap().remove(0)
}

#[tokio::test]
async fn an_offer_is_ordered_with_its_promotion() {
    let service = fake_service();
    assert_eq!(order(&client(&service), TITLE, 5).await.unwrap().as_str(), "sub-1");
    let line = line_of_cart(&service);
    assert_eq!(line.catalog_item_id.unwrap().as_str(), "DEMO0000002:0001:DEMO0000009");
    assert_eq!((line.term_duration.map(|term| term.to_string()).as_deref(), line.quantity), (Some("P1Y"), Some(5)));
    assert_eq!(line.promotion_id.unwrap().as_str(), "PROMO0000001");
    assert!(service.all_requests().iter().all(|asked| asked.had_credential()));
    assert!(service.all_requests().iter().all(|asked| asked.header("ValidateMfa") == Some("true")));
    assert!(service.all_requests()[1..].iter().all(|asked| asked.path().contains(CUSTOMER)));
}

#[tokio::test]
async fn without_a_promotion_it_is_ordered_at_its_price() {
    let service = fake_service();
    let none = Collection::default().with(|found| found.items = vec![PromotionEligibilities::default()]);
    service.on::<VerifyPromotionEligibility>().clear().responds(none);
    order(&client(&service), TITLE, 5).await.unwrap();
    assert!(line_of_cart(&service).promotion_id.is_none());
}

#[tokio::test]
async fn an_order_is_waited_for() {
    let service = fake_service();
    let looked = service.on::<GetOrder>().clear().responds(ordered(OrderStatus::Pending));
    looked.responds(ordered(OrderStatus::Pending)).responds(ordered(OrderStatus::Completed));
    order(&client(&service), TITLE, 5).await.unwrap();
    assert_eq!(service.requests::<GetOrder>().len(), 3);
    service.on::<GetOrder>().clear().responds(ordered(OrderStatus::Cancelled));
    let failure = order(&client(&service), TITLE, 5).await.unwrap_err();
    assert!(failure.to_string().starts_with("not completed"), "{failure}");
}

#[tokio::test]
async fn a_busy_service_is_asked_again() {
    let service = fake_service();
    let busy = || Reply::status(429).with_retry_after(Duration::ZERO);
    let looked = service.on::<GetOrder>().clear().replies(busy());
    looked.replies(busy()).responds(ordered(OrderStatus::Completed));
    order(&client(&service), TITLE, 5).await.unwrap();
    assert_eq!(service.requests::<GetOrder>().len(), 3);
    assert_eq!(service.requests::<CreateCart>().len(), 1);
}

#[tokio::test]
async fn a_user_without_a_second_factor_learns_what_to_do() {
    let service = fake_service();
    service.on::<ListCustomerProducts>().clear().replies_with(|_| Reply::api_error(401, "900421", "MFA required."));
    let failure = order(&client(&service), TITLE, 5).await.unwrap_err();
    let error = failure.downcast_ref::<Error>().unwrap();
    assert_eq!(error.api_error().unwrap().code(), Some("900421"));
    assert!(!error.is_retryable());
    assert!(service.requests::<CreateCart>().is_empty());
}

#[tokio::test]
async fn a_subscription_that_is_not_ready_is_changed_later() {
    let service = fake_service();
    let changed = service.on::<UpdateSubscription>().clear();
    let changed = changed.fails(CommonError::SubscriptionNotReady).fails(CommonError::SubscriptionNotReady);
    changed.responds(UpdateSubscriptionResponse::Updated(Subscription::default()));
    program::renew_by_hand(&client(&service), &"sub-1".into()).await.unwrap();
    let asked = service.requests::<UpdateSubscription>();
    assert_eq!(asked.len(), 3);
    assert_eq!(asked[0].json::<Subscription>().unwrap().auto_renew_enabled, Some(false));
    assert_eq!(asked[0].header("MS-RequestId"), asked[2].header("MS-RequestId"));
}

#[tokio::test]
async fn a_license_is_assigned_and_the_invoice_read() {
    let service = fake_service();
    let client = client(&service);
    program::assign(&client, "ada", "DRAWING_TEAMS").await.unwrap();
    let update: LicenseUpdate = service.requests::<AssignLicenses>()[0].json().unwrap();
    assert_eq!(update.licenses_to_assign.unwrap()[0].sku_id.as_ref().unwrap().as_str(), "sku-1");
    let failure = program::assign(&client, "ada", "DRAWING").await.unwrap_err();
    assert_eq!(failure.to_string(), "the customer has no such license");
    let charges = program::charges(&client, "G000001").await.unwrap();
    assert_eq!(charges, [(TITLE.to_owned(), "47.50 EUR".to_owned())]);
}
