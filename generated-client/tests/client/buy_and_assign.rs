//! The example that buys and assigns, with the failures of the service.

#[allow(dead_code, missing_docs, unreachable_pub)] // It is a program whose `main` is not called here.
#[path = "../../examples/buy_and_assign.rs"]
mod program;

use ms_commerce::partner_center::activation::{GetProvisioningStatus, ProvisioningStatus};
use ms_commerce::partner_center::carts::{Cart, CartCheckoutResult, CheckoutCart, CreateCart, OrderError};
use ms_commerce::partner_center::licenses::{AssignLicenses, LicenseUpdate, LicenseUpdateError};
use ms_commerce::test_kit::{FakeService, With};
use ms_commerce::{Error, ErrorKind, TransportErrorKind};

use self::program::{Result, client, fake_service, ordered, provisioning};

async fn buy(service: &FakeService) -> Result<String> {
    let subscription = program::buy_for(&client(service)?, "contoso", "ada", "offer:1:2").await?;
    Ok(subscription.as_str().to_owned())
}

#[tokio::test]
async fn a_license_is_bought_and_assigned() {
    let service = fake_service();
    assert_eq!(buy(&service).await.unwrap(), "sub-1");

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
        ["carts/create_cart", "carts/checkout_cart", "activation/get_provisioning_status", "licenses/assign_licenses"]
    );
}

#[tokio::test]
async fn nothing_is_assigned_before_it_is_provisioned() {
    let service = fake_service();
    let looked = service.on::<GetProvisioningStatus>().clear();
    let looked =
        looked.responds(provisioning(ProvisioningStatus::Pending)).responds(provisioning(ProvisioningStatus::Pending));
    looked.responds(provisioning(ProvisioningStatus::Success));
    buy(&service).await.unwrap();
    assert_eq!(service.requests::<GetProvisioningStatus>().len(), 3);

    service.on::<GetProvisioningStatus>().responds(provisioning(ProvisioningStatus::Failed));
    let failure = buy(&service).await.unwrap_err();
    assert!(failure.to_string().starts_with("not provisioned"), "{failure}");
    assert_eq!(service.requests::<AssignLicenses>().len(), 1);
}

#[tokio::test]
async fn an_order_that_fails_inside_of_a_success_is_a_failure() {
    let service = fake_service();
    service.on::<CheckoutCart>().clear().responds(CartCheckoutResult::default().with(|result| {
        let error = OrderError::default().with(|error| error.description = Some("no credit".to_owned()));
        result.order_errors = vec![error];
    }));
    let failure = buy(&service).await.unwrap_err();
    assert!(failure.to_string().contains("no credit"), "{failure}");
    assert!(service.requests::<AssignLicenses>().is_empty());
}

#[tokio::test]
async fn a_purchase_whose_response_is_lost_is_repeated_with_the_same_id() {
    let service = fake_service();
    service.on::<CheckoutCart>().clear().breaks(TransportErrorKind::Interrupted).responds(ordered());
    buy(&service).await.unwrap();
    let asked = service.requests::<CheckoutCart>();
    assert_eq!(asked.len(), 2);
    assert_eq!(asked[0].header("MS-RequestId"), asked[1].header("MS-RequestId"));
}

#[tokio::test]
async fn a_rejected_assignment_is_a_failure_of_its_own() {
    let service = fake_service();
    service.on::<AssignLicenses>().clear().fails(LicenseUpdateError::Refused);
    let failure = buy(&service).await.unwrap_err();
    let error = failure.downcast_ref::<Error>().unwrap();
    assert_eq!(
        (error.kind(), error.service_error::<AssignLicenses>()),
        (ErrorKind::Status, Some(&LicenseUpdateError::Refused))
    );
}
