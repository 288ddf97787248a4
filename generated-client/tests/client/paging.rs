//! Lists of Store for Business, page by page, with a fake service.

use ms_commerce::runtime::{ContinuationProblem, Cursor};
use ms_commerce::store_for_business::GLOBAL;
use ms_commerce::store_for_business::inventory::get_inventory;
use ms_commerce::store_for_business::seats::get_seats;

use crate::support::{FakeService, json};

#[tokio::test]
async fn the_inventory_is_listed_over_two_pages_and_an_empty_last_one() {
    let service = FakeService::responding([
        json(r#"{"inventoryEntries":[{"seatCapacity":1},{"seatCapacity":2}],"continuationToken":"page/2+of/3=="}"#),
        json(r#"{"inventoryEntries":[{"seatCapacity":3}],"continuationToken":"page/3+of/3=="}"#),
        json(r#"{"inventoryEntries":[]}"#),
    ]);
    let mut items = get_inventory().max_results(2).items(&service.client(GLOBAL));
    let mut capacities = Vec::new();
    while let Some(item) = items.next().await {
        capacities.push(item.unwrap().seat_capacity.unwrap());
    }
    assert_eq!(capacities, [1, 2, 3]);
    assert!(items.cursor().is_none());
    for line in [
        "GET /V1/Inventory?maxResults=2",
        "GET /V1/Inventory?maxResults=2&continuationToken=page%2F2%2Bof%2F3%3D%3D",
        "GET /V1/Inventory?maxResults=2&continuationToken=page%2F3%2Bof%2F3%3D%3D",
    ] {
        assert_eq!(service.request().line(), line);
    }
}

#[tokio::test]
async fn seats_go_on_from_a_cursor_that_was_kept_as_text() {
    let service = FakeService::responding([
        json(r#"{"seats":[{"assignedTo":"a@contoso.example"}],"continuationToken":"after a"}"#),
        json(r#"{"seats":[{"assignedTo":"b@contoso.example"}]}"#),
    ]);
    let client = service.client(GLOBAL);
    let mut pages = get_seats("p", "s").pages(&client);
    pages.next().await.unwrap().unwrap();
    let kept = pages.cursor().unwrap().to_string();

    let cursor: Cursor = kept.parse().unwrap();
    let other = get_seats("p", "another").pages(&client).resume(cursor.clone()).unwrap_err();
    assert_eq!(other.continuation(), Some(ContinuationProblem::OtherCall));
    let mut pages = get_seats("p", "s").pages(&client).resume(cursor).unwrap();
    assert_eq!(pages.next().await.unwrap().unwrap().value.seats.len(), 1);
    assert!(pages.next().await.is_none());
    assert_eq!(service.request().line(), "GET /V1/Inventory/p/s/Seats");
    assert_eq!(service.request().line(), "GET /V1/Inventory/p/s/Seats?continuationToken=after%20a");
}
