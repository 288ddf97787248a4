//! A page of invented offers, the same in each run.

use bytes::Bytes;
use serde_json::{Value, json};

pub(crate) fn offers(count: usize) -> Bytes {
    page((0..count).map(offer).collect())
}

pub(crate) fn offers_with_unlisted_members(count: usize) -> Bytes {
    let with_unlisted = |number| {
        let mut offer = offer(number);
        offer["partnerQualifications"] = json!(["None", format!("Level {number}")]);
        offer
    };
    page((0..count).map(with_unlisted).collect())
}

fn page(offers: Vec<Value>) -> Bytes {
    let page = json!({
        "totalCount": offers.len(),
        "items": offers,
        "links": { "self": link("/offers?country=de", "GET") },
        "attributes": { "objectType": "Collection" },
    });
    page.to_string().into()
}

fn offer(number: usize) -> Value {
    let pick = |values: &[&str]| values[number % values.len()].to_owned();
    let id = format!("{:08X}-0A1B-4C2D-9E3F-{:012X}", number * 2_654_435, number * 40_503 + 7);
    json!({
        "id": id,
        "name": format!("Invented product {number} for small businesses"),
        "description": format!(
            "Product {number} brings what a small business needs to plan, to write and to talk: \"calendars\", documents and \
             meetings — for up to {} people, on five devices each.\nIt is invented, as is everything here: an offer of this \
             length is what a page of them has on average, and its text is most of it. Prices are without tax.",
            number % 300
        ),
        "minimumQuantity": 1,
        "maximumQuantity": 300 + number,
        "rank": number % 90,
        "uri": format!("/5b0c1f6e-1111-4222-8333-944455566677/offers/{id}"),
        "locale": "en-us",
        "country": pick(&["DE", "US", "FR"]),
        "category": {
            "id": pick(&["SmallBusiness_Key", "Enterprise", "Trial"]),
            "name": pick(&["Small Business", "Enterprise", "Trial"]),
            "rank": 20,
            "locale": "en-us",
            "country": "DE",
            "attributes": { "objectType": "OfferCategory" },
        },
        "limit": if number.is_multiple_of(7) { json!(1) } else { json!(null) },
        "limitUnitOfMeasure": pick(&["None", "Concurrent", "Lifetime"]),
        "prerequisiteOffers": if number.is_multiple_of(3) { vec![id.clone(), id.to_lowercase()] } else { vec![] },
        "upgradeTargetOffers": [id.to_lowercase(), id],
        "conversionTargetOffers": [],
        "isAddOn": number.is_multiple_of(3),
        "hasAddOns": number.is_multiple_of(2),
        "isAvailableForPurchase": true,
        "isAutoRenewable": !number.is_multiple_of(11),
        "isInternal": false,
        "isMicrosoftProduct": true,
        "isTrial": number.is_multiple_of(11),
        "billing": pick(&["license", "usage", "none"]),
        "acquisitionType": "purchase",
        "supportedBillingCycles": ["monthly", "annual"],
        "supportedCatalogTypes": ["live", "sandbox"],
        "actions": ["Edit", "Cancel"],
        "resellerQualifications": [],
        "reselleeQualifications": if number.is_multiple_of(5) { vec!["Nonprofit"] } else { vec![] },
        "salesGroupId": format!("group-{}", number % 10),
        "product": { "id": id, "name": format!("Invented product {number}"), "unit": "Licenses" },
        "unitType": "Licenses",
        "term": 12,
        "termUnitOfMeasure": "Month",
        "orderService": "Seats",
        "attestationProperties": { "attestationType": "none", "enforceAttestation": false },
        "links": { "learnMore": link("/learn-more", "GET"), "self": link(&format!("/offers/{id}"), "GET") },
        "attributes": { "objectType": "Offer", "etag": format!("{:016x}", number * 7_919) },
    })
}

fn link(uri: &str, method: &str) -> Value {
    json!({ "uri": uri, "method": method, "headers": [] })
}
