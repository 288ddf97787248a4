//! Pending work of Partner Center, with a fake service.

use std::time::Duration;

use ms_commerce::partner_center::GLOBAL;
use ms_commerce::partner_center::activation::{
    RegisterSubscriptionResponse, RegistrationStatus, register_subscription,
};
use ms_commerce::partner_center::devices::{
    BatchUploadStatus, CreateDeviceBatchResponse, DeviceBatchCreationRequest, GetBatchStatus, create_device_batch,
};
use ms_commerce::runtime::{Pending, PollPolicy};

use crate::support::{FakeService, json, response};

fn accepted(location: &str) -> Vec<u8> {
    response("202 Accepted", &[("Location", location)], "")
}

fn poll_policy() -> PollPolicy {
    PollPolicy::of(Duration::from_secs(30))
        .shortest_wait(Duration::from_millis(1))
        .longest_wait(Duration::from_millis(2))
}

#[tokio::test]
async fn an_upload_is_kept_as_text_and_waited_for_by_another_program() {
    let service = FakeService::responding([
        accepted("/customers/c/batchJobStatus/j"),
        json(r#"{"batchTrackingId":"j","status":"queued"}"#),
        json(r#"{"batchTrackingId":"j","status":"finished_with_errors"}"#),
    ]);
    let client = service.client(GLOBAL);
    let upload = create_device_batch("c", DeviceBatchCreationRequest::new("Bremen", []));
    let CreateDeviceBatchResponse::Accepted { pending } = upload.send(&client).await.unwrap().value else {
        unreachable!()
    };
    let kept = pending.to_string();

    let pending: Pending<GetBatchStatus> = kept.parse().unwrap();
    let details = pending.wait(&client, poll_policy()).await.unwrap().value;
    assert!(matches!(details.status, Some(BatchUploadStatus::FinishedWithErrors)));
    assert_eq!(service.request().line(), "POST /v1/customers/c/deviceBatches");
    assert_eq!(service.request().line(), "GET /v1/customers/c/batchJobStatus/j");
    assert_eq!(service.request().line(), "GET /v1/customers/c/batchJobStatus/j");
}

#[tokio::test]
async fn a_location_may_lack_slash_and_version() {
    let path = "customers/c/subscriptions/s/registrationstatus";
    for location in [path.to_owned(), format!("/{path}"), format!("/v1/{path}")] {
        let service = FakeService::responding([accepted(&location), json(r#"{"status":"Registered"}"#)]);
        let client = service.client(GLOBAL);
        let response = register_subscription("c", "s").send(&client).await.unwrap();
        let RegisterSubscriptionResponse::Accepted { pending } = response.value else { unreachable!() };
        let state = pending.poll(&client).timeout(Duration::from_secs(20)).wait(poll_policy()).await.unwrap().value;
        assert!(matches!(state.status, Some(RegistrationStatus::Registered)));
        service.request();
        assert_eq!(service.request().line(), format!("GET /v1/{path}"), "{location}");
    }
}
