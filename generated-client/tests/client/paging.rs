//! Lists page by page, with a fake service.

use ms_commerce::DateTime;
use ms_commerce::partner_center;
use ms_commerce::partner_center::azure::list_utilization_records;
use ms_commerce::partner_center::line_items::{InvoiceLineItem, list_line_items};
use ms_commerce::partner_center::shared::{BillingProvider, InvoiceLineItemType};
use ms_commerce::runtime::{ContinuationProblem, Cursor, Items, Paged};
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

/// The items of a list that were read, and the places and texts of the others.
async fn sorted<O: Paged>(mut items: Items<O>) -> (Vec<O::Item>, Vec<(String, String)>) {
    let (mut read, mut bad) = (Vec::new(), Vec::new());
    while let Some(item) = items.next().await {
        match item {
            Ok(item) => read.push(item),
            Err(error) => {
                let item = error.item().unwrap().as_str().to_owned();
                bad.push((error.path().unwrap().to_owned(), item));
            }
        }
    }
    (read, bad)
}

#[tokio::test]
async fn a_line_item_with_an_object_in_place_of_a_text_costs_only_itself() {
    let item = r#"{"usageDate":"2031-02-03T00:00:00Z","tags":"","quantity":2.5,"attributes":{"objectType":"DailyRatedUsageLineItem"}}"#;
    let other = r#"{"tags":{"team":"paper"},"additionalInfo":{"Kind":"Loom"},"attributes":{"objectType":"DailyRatedUsageLineItem"}}"#;
    let mut items = vec![item; 2_000];
    items[1_500] = other;
    let body =
        format!(r#"{{"totalCount":2000,"items":[{}],"attributes":{{"objectType":"Collection"}}}}"#, items.join(","));
    // A full page need not be the last.
    let service = FakeService::responding([json(&body), json(r#"{"totalCount":0,"items":[]}"#)]);
    let client = service.client(partner_center::GLOBAL);
    let call = list_line_items("D020001", BillingProvider::OneTime, InvoiceLineItemType::UsageLineItems);
    let (read, bad) = sorted(call.items(&client)).await;
    assert_eq!(read.len(), 1_999);
    for item in read {
        let InvoiceLineItem::DailyRatedUsage(item) = item else { panic!("{item:?}") };
        assert_eq!(item.quantity.unwrap().as_str(), "2.5");
    }
    assert_eq!(bad, [("items[1500].tags".to_owned(), other.to_owned())]);
}

#[tokio::test]
async fn utilization_without_instance_is_read_and_one_with_a_text_for_it_costs_only_itself() {
    let bad_record = r#"{"quantity":2,"unit":"Hours","instanceData":"{\"location\":\"eunorth\"}"}"#;
    let body = format!(
        r#"{{"totalCount":3,"items":[{{"quantity":3E-05,"unit":"Hours","infoFields":{{}}}},{bad_record},{{"quantity":0.25,"instanceData":{{"location":"eunorth"}}}}]}}"#
    );
    let service = FakeService::responding([json(&body)]);
    let client = service.client(partner_center::GLOBAL);
    let day = |text| DateTime::parse(text).unwrap();
    let call = list_utilization_records("c", "s", day("2031-02-03T00:00:00Z"), day("2031-02-04T00:00:00Z"));
    let (read, bad) = sorted(call.items(&client)).await;
    let quantities: Vec<_> = read.iter().map(|record| record.quantity.as_ref().unwrap().as_str()).collect();
    assert_eq!(quantities, ["3E-05", "0.25"]);
    assert_eq!(bad, [("items[1].instanceData".to_owned(), bad_record.to_owned())]);
}
