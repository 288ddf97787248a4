//! Lists what comes in pages, item by item, and continues where an earlier run stopped. A fake service runs in this process.
//!
//! `cargo run -p ms-commerce --example list_with_paging`

#![allow(deprecated)] // The service is retired, but its small operations make a short example.
#![allow(clippy::print_stdout)]

use ms_commerce::store_for_business::GLOBAL;
use ms_commerce::store_for_business::seats::{GetSeats, SeatDetails, SeatDetailsResultSet, get_seats};
use ms_commerce::test_kit::{FakeService, With};
use ms_commerce::{Client, Cursor};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let client = Client::builder(GLOBAL).transport(fake_service()).build()?;

    let mut seats = get_seats("9NCONTOSO003", "0010").items(&client);
    if let Some(seat) = seats.next().await {
        println!("the first seat: {:?}", seat?.assigned_to);
    }
    // The place of the next item, as text that a program can store.
    let kept = seats.cursor().map(|cursor| cursor.to_string());

    let mut rest = get_seats("9NCONTOSO003", "0010").items(&client);
    if let Some(kept) = kept {
        rest = rest.resume(kept.parse::<Cursor>()?)?;
    }
    while let Some(seat) = rest.next().await {
        println!("another seat: {:?}", seat?.assigned_to);
    }
    Ok(())
}

/// Has three seats, on two pages.
fn fake_service() -> FakeService {
    let service = FakeService::new();
    service.on::<GetSeats>().responds_with(|asked| match asked.query_parameter("continuationToken") {
        None => page(&["ada", "bo"], Some("page-2")),
        Some(_) => page(&["cy"], None),
    });
    service
}

fn page(users: &[&str], next: Option<&str>) -> SeatDetailsResultSet {
    let seat = |user: &&str| SeatDetails::default().with(|seat| seat.assigned_to = Some((*user).into()));
    SeatDetailsResultSet::default().with(|page| {
        page.seats = users.iter().map(seat).collect();
        page.continuation_token = next.map(ToOwned::to_owned);
    })
}

#[test]
fn runs() -> Result<(), Box<dyn std::error::Error>> {
    main()
}
