//! The fake service behaves for code under test like the real one.

use std::error::Error as _;
use std::time::Duration;

use ms_commerce::http;
use ms_commerce::partner_center::licenses::{GetUserLicenses, get_user_licenses};
use ms_commerce::partner_center::offers::{GetOfferById, Offer, get_offer_by_id};
use ms_commerce::runtime::{
    Idempotency, InputError, Json, Method, NoServiceError, Operation, OperationInfo, RequestParts, Server,
    TransportErrorKind,
};
use ms_commerce::store_for_business::seats::{
    AssignOrReclaimSeats, AssignSeat, BulkSeatOperation, BulkSeatOperationResultSet, FailedSeatRequest, GetSeat,
    GetSeats, ReclaimSeat, SeatAction, SeatConflictReason, SeatDetails, SeatDetailsResultSet, SeatError, SeatState,
    assign_or_reclaim_seats, assign_seat, get_seat, get_seats, reclaim_seat,
};
use ms_commerce::test_kit::{FakeService, Reply, With};
use ms_commerce::{Client, Error, ErrorKind, RetryPolicy, partner_center, store_for_business};

const TOKEN: &str = "token-that-must-not-show";

fn client(service: &FakeService, server: Server) -> Client {
    Client::builder(server).transport(service.clone()).credential(TOKEN).build().unwrap()
}

fn store(service: &FakeService) -> Client {
    client(service, store_for_business::GLOBAL)
}

fn seat_of(user: &str) -> SeatDetails {
    SeatDetails::default().with(|seat| seat.assigned_to = Some(user.into()))
}

fn page(users: &[&str]) -> SeatDetailsResultSet {
    SeatDetailsResultSet::default().with(|page| page.seats = users.iter().copied().map(seat_of).collect())
}

async fn seats(client: &Client) -> Result<usize, Error> {
    get_seats("9NCONTOSO003", "0010").send(client).await.map(|response| response.value.seats.len())
}

#[tokio::test]
async fn a_typed_value_arrives_as_it_was_stated() {
    let service = FakeService::new();
    let mut stated = seat_of("ada@contoso.example").with(|seat| seat.state = Some(SeatState::from("Paused")));
    stated.unlisted.insert("since", &2024).unwrap();
    service.on::<GetSeat>().responds(stated.clone());
    let response = get_seat("9NCONTOSO003", "0010", "ada@contoso.example").send(&store(&service)).await.unwrap();
    assert_eq!(format!("{:?}", response.value), format!("{stated:?}"));
    assert_eq!((response.status.as_u16(), response.value.unlisted.get("since")), (200, Some("2024")));
}

#[tokio::test]
async fn replies_are_given_in_order_and_the_last_one_stays() {
    let service = FakeService::new();
    let client = store(&service);
    service.on::<GetSeats>().responds(page(&[])).responds(page(&["ada"]));
    assert_eq!(seats(&client).await.unwrap(), 0);
    assert_eq!(seats(&client).await.unwrap(), 1);
    assert_eq!(seats(&client).await.unwrap(), 1);
    service.on::<GetSeats>().responds(page(&["ada", "bo"]));
    assert_eq!(seats(&client).await.unwrap(), 2);
    assert_eq!(seats(&client).await.unwrap(), 2);
}

#[tokio::test]
async fn replies_can_be_forgotten() {
    let service = FakeService::new();
    let client = store(&service);
    service.on::<GetSeats>().responds(page(&["ada"]));
    service.on::<GetSeats>().clear().responds(page(&["ada", "bo"]));
    assert_eq!(seats(&client).await.unwrap(), 2);
    service.on::<GetSeats>().clear();
    assert_eq!(seats(&client).await.unwrap_err().kind(), ErrorKind::Transport);
    assert_eq!(service.requests::<GetSeats>().len(), 1, "the requests are kept");
}

#[tokio::test]
async fn a_client_repeats_its_calls_as_it_does_in_production() {
    let service = FakeService::new();
    let client = Client::builder(store_for_business::GLOBAL).transport(service.clone());
    let client = client.retry(RetryPolicy::new().with_base_delay(Duration::from_millis(1))).build().unwrap();
    service.on::<GetSeats>().status(503).breaks(TransportErrorKind::Interrupted).responds(page(&["ada"]));
    assert_eq!(seats(&client).await.unwrap(), 1);
    assert_eq!(service.requests::<GetSeats>().len(), 3);
}

#[tokio::test]
async fn pages_are_a_sequence_too() {
    let service = FakeService::new();
    service.on::<GetSeats>().responds_with(|asked| match asked.query_parameter("continuationToken") {
        None => page(&["ada", "bo"]).with(|page| page.continuation_token = Some("a b&c".to_owned())),
        Some(_) => page(&["cy"]),
    });
    let client = store(&service);
    let first = get_seats("9NCONTOSO003", "0010").send(&client).await.unwrap().value;
    let token = first.continuation_token.unwrap();
    let second = get_seats("9NCONTOSO003", "0010").continuation_token(token).send(&client).await.unwrap().value;
    assert_eq!((first.seats.len(), second.seats.len(), second.continuation_token), (2, 1, None));
    assert_eq!(service.requests::<GetSeats>()[1].query_parameter("continuationToken"), Some("a b&c"));
}

#[tokio::test]
async fn a_list_streams_over_fake_pages() {
    let service = FakeService::new();
    service.on::<GetSeats>().responds_with(|asked| match asked.query_parameter("continuationToken") {
        None => page(&["ada", "bo"]).with(|page| page.continuation_token = Some("after bo".to_owned())),
        Some(_) => page(&["cy"]),
    });
    let client = store(&service);
    let mut seats = get_seats("9NCONTOSO003", "0010").items(&client);
    let mut users = Vec::new();
    while let Some(seat) = seats.next().await {
        users.push(seat.unwrap().assigned_to.unwrap().to_string());
    }
    assert_eq!(users, ["ada", "bo", "cy"]);
    assert_eq!(service.requests::<GetSeats>().len(), 2);
}

/// The link of a page leads back to the operation that returned it.
#[cfg(feature = "partner-center-customers")]
#[tokio::test]
async fn a_list_follows_the_links_of_fake_pages() {
    use ms_commerce::partner_center::customers::{Customer, ListCustomers, list_customers};
    use ms_commerce::partner_center::shared::{Collection, KeyValuePair, Link, ResourceLinks};

    let token = KeyValuePair::new().key("MS-ContinuationToken").value("after one");
    let next = Link::new().uri("/customers?size=1&seekOperation=Next").method("GET").headers([token]);
    let one = Collection::default().with(|page| page.items = vec![Customer::new()]);
    let first = one.clone().with(|page| page.links = Some(ResourceLinks::new().next(next)));
    let service = FakeService::new();
    service.on::<ListCustomers>().responds(first).responds(one);
    let client = client(&service, partner_center::GLOBAL);
    let mut customers = list_customers().size(1).items(&client);
    let mut count = 0;
    while let Some(customer) = customers.next().await {
        customer.unwrap();
        count += 1;
    }
    assert_eq!(count, 2);
    let asked = service.requests::<ListCustomers>();
    assert_eq!(asked[1].target(), "/v1/customers?size=1&seekOperation=Next");
    assert_eq!(asked[1].header("MS-ContinuationToken"), Some("after one"));
}

#[tokio::test]
async fn documented_errors_come_back_typed() {
    let service = FakeService::new();
    let stated = SeatError::Conflict(Some(SeatConflictReason::NotOnline));
    service.on::<AssignSeat>().fails(SeatError::InvalidParameters).fails(SeatError::NotFound).fails(stated.clone());
    for (error, status) in [(SeatError::InvalidParameters, 400), (SeatError::NotFound, 404), (stated, 409)] {
        let failure = assign_seat("9NCONTOSO003", "0010", "ada").send(&store(&service)).await.unwrap_err();
        assert_eq!(failure.status().map(|status| status.as_u16()), Some(status));
        assert_eq!(failure.service_error::<AssignSeat>(), Some(&error));
    }
}

#[tokio::test]
async fn errors_have_the_form_of_the_api() {
    let service = FakeService::new();
    service.on::<GetOfferById>().replies(Reply::api_error(404, "2007", "No such offer."));
    let failure = get_offer_by_id("a").send(&client(&service, partner_center::GLOBAL)).await.unwrap_err();
    let stated = failure.api_error().unwrap();
    assert_eq!((stated.code(), stated.message()), (Some("2007"), Some("No such offer.")));
}

#[tokio::test]
async fn what_is_not_as_service_error_can_be_faked() {
    let service = FakeService::new();
    let client = store(&service);
    let broken = http::Response::builder().body(r#"{"seats":5}"#).unwrap();
    service.on::<GetSeats>().replies(Reply::raw(broken)).status(1);
    assert_eq!(seats(&client).await.unwrap_err().path(), Some("seats"));
    assert_eq!(seats(&client).await.unwrap_err().kind(), ErrorKind::Transport);
    service.on::<AssignSeat>().breaks(TransportErrorKind::Timeout);
    let failure = assign_seat("9NCONTOSO003", "0010", "ada").send(&client).await.unwrap_err();
    assert_eq!(failure.kind(), ErrorKind::Timeout);
}

#[tokio::test]
async fn what_was_asked_is_recorded_in_parts() {
    let service = FakeService::new();
    service.on::<AssignOrReclaimSeats>().responds(BulkSeatOperationResultSet::default().with(|response| {
        response.failed_seat_operations = vec![FailedSeatRequest::default()];
    }));
    let body = BulkSeatOperation::new(["ada@contoso.example"], SeatAction::Reclaim);
    assign_or_reclaim_seats("9N/CONTOSO é", "0010", body).send(&store(&service)).await.unwrap();

    let asked = service.requests::<AssignOrReclaimSeats>().remove(0);
    assert_eq!(asked.method(), http::Method::POST);
    assert_eq!(asked.target(), "/V1/Inventory/9N%2FCONTOSO%20%C3%A9/0010/Seats");
    assert_eq!(asked.path_parameter("productId"), Some("9N/CONTOSO é"));
    assert_eq!(asked.path_parameter("skuId"), Some("0010"));
    assert_eq!(asked.header("accept"), Some("application/json"));
    assert_eq!(asked.json::<BulkSeatOperation>().unwrap().seat_action, SeatAction::Reclaim);
    assert_eq!(asked.operation().unwrap().name, "seats/assign_or_reclaim_seats");
}

#[tokio::test]
async fn no_recording_contains_or_shows_a_secret() {
    let service = FakeService::new();
    service.on::<GetSeats>().responds(page(&["hunter2"]));
    let client = store(&service);
    get_seats("9NCONTOSO003", "0010").continuation_token("hunter2").send(&client).await.unwrap();
    let asked = service.requests::<GetSeats>().remove(0);
    assert!(asked.had_credential() && asked.header("Authorization").is_none());
    let reply = Reply::<GetSeats>::response(&page(&["hunter2"])).with_header("X-Key", "hunter2");
    let shown = format!("{asked:?} {service:?} {reply:?} {:?}", service.on::<GetSeats>());
    assert!(!shown.contains(TOKEN) && !shown.contains("hunter2"), "{shown}");
}

#[tokio::test]
async fn a_request_without_a_reply_fails_and_says_what_was_expected() {
    let service = FakeService::new();
    let failure = seats(&store(&service)).await.unwrap_err();
    assert_eq!(
        failure.source().unwrap().to_string(),
        "the fake service has no reply for GET /V1/Inventory/9NCONTOSO003/0010/Seats, nor for anything else"
    );
    service.on::<AssignSeat>().status(200);
    service.on::<GetOfferById>().status(200);
    let failure = seats(&store(&service)).await.unwrap_err();
    assert_eq!(failure.kind(), ErrorKind::Transport);
    let expected = "the fake service has no reply for GET /V1/Inventory/9NCONTOSO003/0010/Seats, only for \
        store-for-business/seats/assign_seat (POST /V1/Inventory/{productId}/{skuId}/Seats/{username}), \
        partner-center/offers/get_offer_by_id (GET /v{version}/offers/{offer_id})";
    assert_eq!(failure.source().unwrap().to_string(), expected);
    assert!(format!("{failure:?}").contains(expected), "unwrap shows it");
    assert!(failure.to_string().starts_with("store-for-business/seats/get_seats: "));
    assert!(service.requests::<GetSeats>().is_empty());
    assert_eq!(service.all_requests().iter().map(|asked| asked.operation().is_some()).collect::<Vec<_>>(), [false; 2]);
}

/// Operations whose templates overlap.
macro_rules! operations {
    ($($name:ident at $path:literal),*) => { $(
        #[derive(Clone, Debug)]
        struct $name(Option<&'static str>);

        impl Operation for $name {
            type Response = Json<String>;
            type ServiceError = NoServiceError;
            const INFO: OperationInfo =
                OperationInfo::new(&partner_center::API, stringify!($name), Method::Get, $path, Idempotency::Safe);

            fn encode(&self, request: &mut RequestParts) -> Result<(), InputError> {
                self.0.map_or(Ok(()), |id| request.segment("id", &id))
            }
        }
    )* };
}
operations! {
    GetCustomer at "/v{version}/customers/{id}",
    ListRelationshipRequests at "/v{version}/customers/relationshiprequests",
    ListIndirectRequests at "/v{version}/customers/relationshiprequests?kind=indirect"
}

#[tokio::test]
async fn of_templates_that_overlap_the_most_specific_one_responses() {
    let service = FakeService::new();
    service.on::<GetCustomer>().responds("customer".to_owned());
    service.on::<ListIndirectRequests>().responds("indirect".to_owned());
    service.on::<ListRelationshipRequests>().responds("requests".to_owned());
    let client = client(&service, partner_center::GLOBAL);
    assert_eq!(client.call(GetCustomer(Some("a/b"))).await.unwrap().value, "customer");
    assert_eq!(client.call(ListRelationshipRequests(None)).await.unwrap().value, "requests");
    assert_eq!(client.call(ListIndirectRequests(None)).await.unwrap().value, "indirect");
    assert_eq!(service.requests::<GetCustomer>()[0].path_parameter("id"), Some("a/b"));
}

#[tokio::test]
async fn methods_of_one_path_are_distinguished() {
    let service = FakeService::new();
    service.on::<GetSeat>().responds(seat_of("got"));
    service.on::<AssignSeat>().responds(seat_of("assigned"));
    service.on::<ReclaimSeat>().responds(seat_of("reclaimed"));
    let client = store(&service);
    let got = get_seat("p", "s", "ada").send(&client).await.unwrap().value.assigned_to;
    let assigned = assign_seat("p", "s", "ada").send(&client).await.unwrap().value.assigned_to;
    let reclaimed = reclaim_seat("p", "s", "ada").send(&client).await.unwrap().value.assigned_to;
    let users = [got, assigned, reclaimed].map(|user| user.unwrap().to_string());
    assert_eq!(users, ["got", "assigned", "reclaimed"]);
}

#[tokio::test]
async fn a_service_below_a_path_is_asked_below_it() {
    let service = FakeService::at_path("/gateway/");
    service.on::<GetOfferById>().responds(Offer::default());
    let below = Client::builder(partner_center::GLOBAL).base_url("https://localhost/gateway");
    let below = below.transport(service.clone()).build().unwrap();
    get_offer_by_id("a").send(&below).await.unwrap();

    let elsewhere = FakeService::new();
    elsewhere.on::<GetOfferById>().responds(Offer::default());
    let client_below = Client::builder(partner_center::GLOBAL).base_url("https://localhost/gateway");
    let client_below = client_below.transport(elsewhere).build().unwrap();
    let failure = get_offer_by_id("a").send(&client_below).await.unwrap_err().source().unwrap().to_string();
    let help = "; for a base URL with this path, begin with `FakeService::at_path(\"/gateway\")`";
    assert!(failure.ends_with(help), "{failure}");
    assert!(get_offer_by_id("a").send(&client(&service, partner_center::GLOBAL)).await.is_err());
    assert_eq!(service.requests::<GetOfferById>()[0].path(), "/gateway/v1/offers/a");
    assert!(!service.requests::<GetOfferById>()[0].had_credential());
}

#[tokio::test]
async fn ids_are_returned_as_the_service_returns_them() {
    let service = FakeService::new();
    service.on::<GetUserLicenses>().responds(Default::default());
    let client = client(&service, partner_center::GLOBAL);
    let response = get_user_licenses("c", "u").send(&client).await.unwrap();
    let asked = service.requests::<GetUserLicenses>().remove(0);
    assert_eq!(response.request_id.as_deref(), asked.header("MS-RequestId"));
    assert_eq!(response.correlation_id.as_deref(), asked.header("MS-CorrelationId"));
    service.on::<GetUserLicenses>().replies(Reply::response(&Default::default()).with_header("MS-RequestId", "other"));
    let response = get_user_licenses("c", "u").send(&client).await.unwrap();
    assert_eq!(response.request_id.as_deref(), Some("other"));
}

#[tokio::test]
async fn a_reply_can_ask_to_wait() {
    let service = FakeService::new();
    service.on::<AssignSeat>().replies(Reply::status(500).with_status(400).with_retry_after(Duration::from_secs(7)));
    let failure = assign_seat("p", "s", "ada").send(&store(&service)).await.unwrap_err();
    assert_eq!(failure.retry_after(), Some(Duration::from_secs(7)));
    assert_eq!(failure.service_error::<AssignSeat>(), Some(&SeatError::InvalidParameters));

    let half = Reply::status(400).with_retry_after(Duration::from_millis(500));
    service.on::<AssignSeat>().clear().replies(half);
    let failure = assign_seat("p", "s", "ada").send(&store(&service)).await.unwrap_err();
    assert_eq!(failure.kind(), ErrorKind::Transport, "no service can send such a status");
}

#[tokio::test]
async fn a_reply_that_never_comes_runs_into_the_timeout_of_the_call() {
    let service = FakeService::new();
    let never = Reply::response(&seat_of("ada")).after(std::future::pending);
    service.on::<AssignSeat>().replies(never);
    let call = assign_seat("p", "s", "ada").send(&store(&service)).timeout(Duration::from_millis(20)).await;
    let failure = call.unwrap_err();
    assert_eq!((failure.kind(), failure.attempts()), (ErrorKind::Timeout, 1));
    assert!(failure.may_have_taken_effect());
    assert_eq!(service.requests::<AssignSeat>().len(), 1);
}

#[tokio::test]
async fn a_limit_of_the_client_applies_to_fake_responses() {
    let service = FakeService::new();
    service.on::<GetSeats>().responds(page(&["ada"; 100]));
    let failure = get_seats("p", "s").send(&store(&service)).response_limit(1000).await.unwrap_err();
    assert_eq!(failure.kind(), ErrorKind::ResponseTooLarge);
}

/// The documented status, 201.
#[cfg(feature = "partner-center-carts")]
#[tokio::test]
async fn a_response_has_its_documented_status() {
    use ms_commerce::partner_center::carts::{Cart, CreateCart, GetCart, create_cart, get_cart};

    let service = FakeService::new();
    service.on::<CreateCart>().responds(Cart::new());
    service.on::<GetCart>().responds(Cart::new());
    let client = client(&service, partner_center::GLOBAL);
    assert_eq!(create_cart("c", Cart::new()).send(&client).await.unwrap().status, 201);
    assert_eq!(get_cart("c", "1").send(&client).await.unwrap().status, 200);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn several_tasks_ask_at_once() {
    let service = FakeService::new();
    service.on::<GetSeat>().replies_with(|asked| {
        let seat = seat_of(asked.path_parameter("username").unwrap_or_default());
        Reply::response(&seat).after(|| tokio::time::sleep(Duration::from_millis(5)))
    });
    let tasks: Vec<_> = (0..32)
        .map(|number| {
            let client = store(&service);
            tokio::spawn(async move {
                let user = format!("user{number}@contoso.example");
                let seat = get_seat("p", "s", user.as_str()).send(&client).await.unwrap().value;
                assert_eq!(seat.assigned_to, Some(user.into()));
            })
        })
        .collect();
    for task in tasks {
        task.await.unwrap();
    }
    assert_eq!(service.requests::<GetSeat>().len(), 32);
}
