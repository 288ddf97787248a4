//! A program with its tests, which use the fake service of the feature `test-kit` in place of HTTP.
//!
//! `cargo test -p ms-commerce --example test_with_fake_service`

#![allow(deprecated)] // The service is retired, but its small operations make a short example.
#![allow(clippy::print_stdout)]

use ms_commerce::store_for_business::GLOBAL;
use ms_commerce::store_for_business::seats::{assign_seat, get_seats};
use ms_commerce::{Client, Error};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let token = std::env::var("STORE_TOKEN").map_err(|_| "set STORE_TOKEN to an access token, or run the tests")?;
    let client = Client::builder(GLOBAL).credential(token).build()?;
    println!("assigned: {}", assign_first(&client, "ada@contoso.example").await?);
    Ok(())
}

/// Gives a user a seat, unless somebody has one.
async fn assign_first(client: &Client, user: &str) -> Result<bool, Error> {
    let page = get_seats("9NCONTOSO003", "0010").send(client).await?;
    if page.seats.is_empty() {
        assign_seat("9NCONTOSO003", "0010", user).send(client).await?;
    }
    Ok(page.seats.is_empty())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)] // A test fails by panicking.

    use ms_commerce::store_for_business::seats::{
        AssignSeat, GetSeats, SeatConflictReason, SeatDetails, SeatDetailsResultSet, SeatError,
    };
    use ms_commerce::test_kit::{FakeService, With};

    use super::*;

    fn client(service: &FakeService) -> Client {
        Client::builder(GLOBAL).transport(service.clone()).build().unwrap()
    }

    #[tokio::test]
    async fn the_first_user_gets_a_seat() {
        let service = FakeService::new();
        service.on::<GetSeats>().responds(SeatDetailsResultSet::default());
        service.on::<AssignSeat>().responds(SeatDetails::default());
        assert!(assign_first(&client(&service), "bo@contoso.example").await.unwrap());
        let asked = service.requests::<AssignSeat>();
        assert_eq!(asked[0].path_parameter("username"), Some("bo@contoso.example"));
    }

    #[tokio::test]
    async fn the_second_user_gets_none() {
        let service = FakeService::new();
        let seats = vec![SeatDetails::default()];
        service.on::<GetSeats>().responds(SeatDetailsResultSet::default().with(|page| page.seats = seats));
        assert!(!assign_first(&client(&service), "bo@contoso.example").await.unwrap());
    }

    #[tokio::test]
    async fn a_conflict_is_returned() {
        let service = FakeService::new();
        service.on::<GetSeats>().responds(SeatDetailsResultSet::default());
        service.on::<AssignSeat>().fails(SeatError::Conflict(Some(SeatConflictReason::NotOnline)));
        let error = assign_first(&client(&service), "bo@contoso.example").await.unwrap_err();
        assert!(matches!(error.service_error::<AssignSeat>(), Some(SeatError::Conflict(_))));
    }
}
