//! Store for Business with a fake service: what the examples in its spec do not show.

use ms_commerce::store_for_business::GLOBAL;
use ms_commerce::store_for_business::licensing::{
    ConflictReason, GetOfflineLicense, OfflineLicenseError, get_offline_license,
};
use ms_commerce::store_for_business::seats::{BulkSeatOperation, SeatAction, assign_or_reclaim_seats};
use ms_commerce::{Error, ErrorKind};

use crate::support::{FakeService, json, response, unsent};

async fn failure(response: Vec<u8>) -> Error {
    let service = FakeService::responding([response]);
    get_offline_license("9WZDNCRFJ3TJ", "0010", "c").send(&service.client(GLOBAL)).await.unwrap_err()
}

#[tokio::test]
async fn a_license_is_fetched_by_a_post_that_states_its_empty_body() {
    let service = FakeService::responding([json(
        "\u{feff}{\"productKey\":{\"productId\":\"9WZDNCRFJ3TJ\",\"skuId\":\"0010\"},\"licenseBlob\":\"aHVudGVyMg==\",\
         \"contentId\":\"c/1\"}",
    )]);
    let license = get_offline_license("9WZDNCRFJ3TJ", "0010", "c/1").send(&service.client(GLOBAL)).await.unwrap();

    let request = service.request();
    assert_eq!(request.line(), "POST /V1/Products/9WZDNCRFJ3TJ/0010/OfflineLicense/c%2F1");
    assert_eq!(request.header("Content-Length"), Some("0"));
    assert_eq!(request.header("Transfer-Encoding"), None);
    assert_eq!(request.head.to_ascii_lowercase().matches("content-length").count(), 1);
    let license = license.into_value();
    assert!(!format!("{license:?}").contains("104"), "neither text nor bytes of the blob are shown");
    assert_eq!(**license.license_blob.unwrap().expose(), *b"hunter2");
    assert_eq!(license.product_key.unwrap().product_id.unwrap().as_str(), "9WZDNCRFJ3TJ");
}

#[tokio::test]
async fn documented_errors_are_typed_and_know_their_retry_column() {
    for (status, error) in [
        ("400 Bad Request", OfflineLicenseError::InvalidParameters),
        ("404 Not Found", OfflineLicenseError::NotFound),
        ("409 Conflict", OfflineLicenseError::Conflict(None)),
    ] {
        let failure = failure(response(status, &[], "")).await;
        assert_eq!(failure.kind(), ErrorKind::Status);
        assert_eq!(failure.service_error::<GetOfflineLicense>(), Some(&error));
        assert!(!failure.is_retryable());
    }
}

#[tokio::test]
async fn a_conflict_states_its_reason() {
    for (body, reason) in [
        (r#"{"code":"Conflict","data":{"Reason":"NotOwned"}}"#, Some(ConflictReason::NotOwned)),
        ("Reason: Not offline", Some(ConflictReason::NotOffline)),
        ("Not owned, or not offline", None),
        ("<html>", None),
    ] {
        let failure = failure(response("409 Conflict", &[], body)).await;
        let service_error = failure.service_error::<GetOfflineLicense>();
        assert_eq!(service_error, Some(&OfflineLicenseError::Conflict(reason)), "{body}");
    }
}

#[tokio::test]
async fn a_status_that_is_not_documented_is_no_service_error() {
    let failure = failure(response("418 Teapot", &[], "")).await;
    assert_eq!(failure.service_error::<GetOfflineLicense>(), None);
    assert_eq!(failure.status().unwrap(), 418);
}

#[tokio::test]
async fn an_api_without_versions_rejects_one() {
    assert!(unsent(GLOBAL).api_version("2").build().is_err());
    let client = unsent(GLOBAL).build().unwrap();
    let error = get_offline_license("a", "b", "c").send(&client).api_version("2").await.unwrap_err();
    assert_eq!((error.kind(), error.input().unwrap().parameter()), (ErrorKind::Input, "version"));
}

#[test]
fn more_users_than_one_call_takes_are_rejected_before_anything_is_sent() {
    let users = |count| (0..count).map(|user| format!("user{user}@contoso.example"));
    let client = unsent(GLOBAL).credential("token").build().unwrap();
    let call = |count| {
        let change = BulkSeatOperation::new(users(count), SeatAction::Assign);
        assign_or_reclaim_seats("9NCONTOSO003", "0010", change).send(&client)
    };
    let error = call(26).to_http().unwrap_err();
    assert_eq!((error.kind(), error.input().unwrap().parameter()), (ErrorKind::Input, "usernames"));
    assert!(call(25).to_http().is_ok());
}

#[test]
fn a_type_that_is_only_sent_carries_members_that_are_not_listed() {
    let client = unsent(GLOBAL).credential("token").build().unwrap();
    let mut change = BulkSeatOperation::new(["ada@contoso.example"], SeatAction::Assign);
    change.unlisted.insert("notify", &true).unwrap();
    let request = assign_or_reclaim_seats("9NCONTOSO003", "0010", change).send(&client).to_http().unwrap();
    assert_eq!(request.body(), r#"{"usernames":["ada@contoso.example"],"seatAction":"assign","notify":true}"#);
}
