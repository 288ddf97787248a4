//! Received types can be stored and compared, with the features for that.

use ms_commerce::partner_center::licenses::License;
use ms_commerce::partner_center::offers::Offer;
use ms_commerce::store_for_business::licensing::OfflineLicense;
use serde_json::json;

#[test]
fn an_offer_loses_nothing() {
    let sent = json!({
        "id": "MS-AZR-0145P", "billing": "barter", "supportedBillingCycles": ["annual", "daily", 7], "rank": 17,
        "isTrial": false, "reselleeQualifications": [], "upgradeTargetOffers": ["a"],
        "links": {"learnMore": {"method": "GET", "headers": []}, "self": {"uri": "/offers/a", "x": 1}},
        "category": {"id": "", "rank": 0}, "attributes": {"objectType": "Offer"}, "new": {"deep": [1.5, null]},
    });
    let offer: Offer = serde_json::from_value(sent.clone()).unwrap();
    assert_eq!(serde_json::to_value(&offer).unwrap(), sent);
    assert_eq!(offer, serde_json::from_str(&sent.to_string()).unwrap());
    let other: Offer = serde_json::from_value(json!({"id": "other"})).unwrap();
    assert_ne!(offer, other);
}

#[test]
fn absent_lists_are_empty_where_they_are_only_received() {
    let sku = json!({"id": "a", "new": [null]});
    for stated in [json!({"productSku": sku}), json!({"productSku": sku, "servicePlans": null})] {
        let license: License = serde_json::from_value(stated).unwrap();
        assert!(license.service_plans.is_empty());
        assert_eq!(serde_json::to_value(&license).unwrap(), json!({"productSku": sku, "servicePlans": []}));
    }
    // An offer is also sent, so it keeps the difference.
    let offer: Offer = serde_json::from_value(json!({"actions": []})).unwrap();
    assert_eq!(serde_json::to_value(&offer).unwrap(), json!({"actions": []}));
}

#[test]
fn a_license_keeps_its_secret_when_it_is_stored() {
    let sent = json!({"licenseBlob": "aHVudGVyMg==", "contentId": "c", "productKey": {"productId": "p", "skuId": "s"}});
    let license: OfflineLicense = serde_json::from_value(sent.clone()).unwrap();
    assert_eq!(serde_json::to_value(&license).unwrap(), sent);
}
