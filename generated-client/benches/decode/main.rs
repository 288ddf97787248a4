//! Compares the time to decode a page of 1,000 offers with the generated types and with structs written by hand:
//! `cargo bench -p ms-commerce --bench decode`. Aim: a paired median ratio of at most 1.05.

#![allow(clippy::print_stdout)] // Printing is what a benchmark is for.

mod by_hand;
mod page;

use std::error::Error;
use std::hint::black_box;
use std::time::{Duration, Instant};

use bytes::Bytes;
use ms_commerce::partner_center::offers::Offer;
use ms_commerce::partner_center::{self, shared::Collection};
use ms_commerce::runtime::{
    Idempotency, InputError, Json, Method, NoServiceError, Operation, OperationInfo, RequestParts, decode_response,
};

const OFFERS: usize = 1_000;
const WARM_UP: usize = 10;
const PAIRS: usize = 101;

#[derive(Clone, Debug)]
struct ListOffers;

impl Operation for ListOffers {
    type Response = Json<Collection<Offer>>;
    type ServiceError = NoServiceError;
    const INFO: OperationInfo =
        OperationInfo::new(&partner_center::API, "list_offers", Method::Get, "/v{version}/offers", Idempotency::Safe);

    fn encode(&self, _: &mut RequestParts) -> Result<(), InputError> {
        Ok(())
    }
}

fn generated(body: &Bytes) -> Result<Collection<Offer>, Box<dyn Error>> {
    Ok(decode_response::<ListOffers>(http::Response::new(body.clone()))?.value)
}

fn by_hand(body: &Bytes) -> Result<by_hand::Page, Box<dyn Error>> {
    Ok(serde_json::from_slice(body)?)
}

/// How long it takes to decode a body, without dropping the result.
fn time<T>(
    decode: fn(&Bytes) -> Result<T, Box<dyn Error>>,
    body: &Bytes,
    into: &mut Vec<Duration>,
) -> Result<T, Box<dyn Error>> {
    let start = Instant::now();
    let value = black_box(decode(black_box(body))?);
    into.push(start.elapsed());
    Ok(value)
}

fn main() -> Result<(), Box<dyn Error>> {
    if !std::env::args().any(|argument| argument == "--bench") {
        // `cargo test` runs benchmarks to check that they work.
        let body = page::offers(2);
        println!("{} and {} offers", generated(&body)?.items.len(), by_hand(&body)?.items.len());
        return Ok(());
    }
    println!("a page of {OFFERS} offers, {PAIRS} pairs: minimum, median and maximum in ms; median ratio of the pairs");
    compare("no unlisted members", &page::offers(OFFERS))?;
    compare("an unlisted member in each offer", &page::offers_with_unlisted_members(OFFERS))
}

fn compare(what: &str, body: &Bytes) -> Result<(), Box<dyn Error>> {
    let mut unused = Vec::new();
    for _ in 0..WARM_UP {
        time(generated, body, &mut unused)?;
        time(by_hand, body, &mut unused)?;
    }
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    for _ in 0..PAIRS {
        let items = time(generated, body, &mut ours)?.items.len();
        if time(by_hand, body, &mut theirs)?.items.len() != items {
            return Err("the two do not decode the same".into());
        }
    }
    let ratios = ours.iter().zip(&theirs).map(|(ours, theirs)| ours.as_secs_f64() / theirs.as_secs_f64());
    let [_, ratio, _] = spread(ratios.collect());
    println!("{what}, {:.2} MB", body.len() as f64 / 1e6);
    for (name, times) in [("generated", &ours), ("by hand", &theirs)] {
        let [least, median, most] = spread(times.iter().map(|time| time.as_secs_f64() * 1e3).collect());
        println!("  {name:<10} {least:7.2} {median:7.2} {most:7.2}");
    }
    println!("  ratio      {ratio:7.3}");
    Ok(())
}

fn spread(mut values: Vec<f64>) -> [f64; 3] {
    values.sort_by(f64::total_cmp);
    [values[0], values[values.len() / 2], values[values.len() - 1]]
}
