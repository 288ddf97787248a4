//! The seed operations of Partner Center with a fake service.

use std::sync::atomic::{AtomicUsize, Ordering};

use jiff::tz::TimeZone;
use ms_commerce::partner_center;
use ms_commerce::partner_center::licenses::{LicenseGroupId, get_user_licenses};
use ms_commerce::partner_center::offers::get_offer_by_id;
use ms_commerce::{
    AccessToken, BoxFuture, Client, Credential, CredentialError, DateTime, Decimal, ErrorKind, Setting, TokenRequest,
};

use crate::support::{FakeService, TOKEN, json, response, unsent};

const LICENSES: &str = r#"{"totalCount":2,"items":[
    {"attributes":{"objectType":"License"},
     "productSku":{"id":"a","name":"Plan","skuPartNumber":"CFQ7TTC0K5DR/0002","licenseGroupId":"GROUP1","isTrial":true},
     "servicePlans":[{"displayName":"Exchange","capabilityStatus":"Assigned"}]},
    {"productSku":{"id":"b","licenseGroupId":"group7"},"servicePlans":null}],
    "attributes":{"objectType":"Collection"}}"#;

fn client(service: &FakeService) -> Client {
    service.client(partner_center::GLOBAL)
}

#[tokio::test]
async fn licenses_are_listed() {
    let headers = [("Content-Type", "application/json; charset=utf-8"), ("MS-RequestId", "r-1")];
    let service = FakeService::responding([response("200 OK", &headers, format!("\u{feff}{LICENSES}"))]);

    let licenses = get_user_licenses("contoso", "a@b.example")
        .license_group_ids([LicenseGroupId::Group1, LicenseGroupId::Group2])
        .send(&client(&service))
        .await
        .unwrap();

    let request = service.request();
    let target = "/v1/customers/contoso/users/a%40b.example/licenses?licenseGroupIds=Group1&licenseGroupIds=Group2";
    assert_eq!(request.line(), format!("GET {target}"));
    assert_eq!(request.header("Accept"), Some("application/json"));
    assert_eq!(request.header("Authorization"), Some(format!("Bearer {TOKEN}").as_str()));
    assert!(request.header("MS-RequestId").is_some() && request.header("MS-CorrelationId").is_some());
    assert!(!service.was_asked(), "only once");
    assert_eq!(licenses.status, 200);
    assert_eq!(licenses.request_id.as_deref(), Some("r-1"));
    assert_eq!(licenses.correlation_id, None);
    let page = licenses.into_value();
    assert_eq!((page.total_count, page.items.len()), (Some(2), 2));
    let sku = page.items[0].product_sku.as_ref().unwrap();
    assert!(matches!(sku.license_group_id, Some(LicenseGroupId::Group1)), "case does not matter");
    assert_eq!(sku.unlisted.get("isTrial"), Some("true"), "members that are not listed are kept");
}

#[tokio::test]
async fn a_list_that_is_left_out_does_not_show_in_the_query() {
    let service = FakeService::responding([json("{}")]);
    let page = get_user_licenses("c", "u").send(&client(&service)).await.unwrap().into_value();
    assert!(page.items.is_empty());
    assert_eq!(service.request().line(), "GET /v1/customers/c/users/u/licenses");
}

#[tokio::test]
async fn a_value_that_is_not_listed_does_not_fail_the_response() {
    let service = FakeService::responding([json(LICENSES)]);
    let page = get_user_licenses("c", "u").send(&client(&service)).await.unwrap().into_value();
    let group = page.items[1].product_sku.as_ref().unwrap().license_group_id.clone().unwrap();
    assert!(matches!(&group, LicenseGroupId::Unlisted(value) if value.as_str() == "group7"));
    assert_eq!(serde_json::to_string(&group).unwrap(), r#""group7""#);
}

#[tokio::test]
async fn null_means_no_items() {
    let service = FakeService::responding([json(r#"{"items":null,"totalCount":null}"#)]);
    let page = get_user_licenses("c", "u").send(&client(&service)).await.unwrap().into_value();
    assert!(page.items.is_empty());
}

#[tokio::test]
async fn a_decode_error_names_the_path_and_not_the_value() {
    let body = r#"{"items":[{},{"productSku":{"name":["hunter2"]}}]}"#;
    let service = FakeService::responding([response("200 OK", &[("MS-CorrelationId", "c-1")], body)]);
    let error = get_user_licenses("c", "u").send(&client(&service)).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Decode);
    assert_eq!(error.path(), Some("items[1].productSku.name"));
    assert_eq!(error.status().unwrap(), 200);
    assert_eq!(error.correlation_id(), Some("c-1"));
    assert_eq!(error.body().unwrap(), body);
    for text in [error.to_string(), format!("{error:?}")] {
        assert!(text.contains("items[1].productSku.name") && !text.contains("hunter2"), "{text}");
    }
}

#[tokio::test]
async fn an_offer_is_read_whole() {
    let service = FakeService::responding([json(
        r#"{"id":"MS-AZR-0145P","name":"Azure","billing":"barter","supportedBillingCycles":["Annual","one_time","daily"],
            "supportedCatalogTypes":["sandbox","live"],"links":{"learnMore":{"method":"GET","headers":[]}},
            "availableUntil":"2019-01-15T20:11:49","price":0.123456789012345678,"minimumQuantity":999999999}"#,
    )]);
    let offer = get_offer_by_id("MS-AZR-0145P").country("US").send(&client(&service)).await.unwrap().into_value();

    assert_eq!(service.request().line(), "GET /v1/offers/MS-AZR-0145P?country=US");
    assert_eq!(offer.id.unwrap().as_str(), "MS-AZR-0145P");
    assert_eq!(offer.billing.unwrap().as_str(), "barter");
    let cycles: Vec<_> = offer.supported_billing_cycles.iter().flatten().map(|cycle| cycle.as_str()).collect();
    assert_eq!(cycles, ["annual", "one_time", "daily"]);
    assert_eq!(offer.supported_catalog_types.unwrap().len(), 2);
    assert_eq!(offer.links.unwrap().learn_more.unwrap().uri, None);
    let until: DateTime = offer.unlisted.get_as("availableUntil").unwrap().unwrap();
    assert!(until.to_timestamp().is_err(), "a time without a zone is no instant");
    assert!(until.to_timestamp_in(&TimeZone::UTC).is_ok());
    let price: Decimal = offer.unlisted.get_as("price").unwrap().unwrap();
    assert_eq!(price.as_str(), "0.123456789012345678");
}

#[tokio::test]
async fn version_and_settings_come_from_client_and_call() {
    let service = FakeService::responding([json("{}"), json("{}")]);
    let client = Client::builder(partner_center::GLOBAL)
        .base_url(format!("{}/gateway/", service.url))
        .api_version("2")
        .setting(partner_center::LOCALE, "de-DE")
        .user_agent("test/1")
        .build()
        .unwrap();
    get_offer_by_id("a").send(&client).await.unwrap();
    get_offer_by_id("a").send(&client).api_version("3").setting(partner_center::LOCALE, "fr-FR").await.unwrap();

    let requests = [service.request(), service.request()];
    let seen = requests.each_ref().map(|request| (request.line(), request.header("X-Locale").unwrap()));
    assert_eq!(seen, [("GET /gateway/v2/offers/a", "de-DE"), ("GET /gateway/v3/offers/a", "fr-FR")]);
    assert_eq!(requests[0].header("User-Agent"), Some("test/1"));
    assert_eq!(requests[0].header("Authorization"), None, "a client without a credential sends none");
}

#[test]
fn a_client_can_ask_for_a_check_of_the_second_factor() {
    let client = unsent(partner_center::GLOBAL).setting(partner_center::VALIDATE_MFA, "true").build().unwrap();
    let request = get_offer_by_id("a").send(&client).to_http().unwrap();
    assert_eq!(request.headers()["ValidateMfa"], "true");
    let call = get_offer_by_id("a").send(&client).setting(partner_center::VALIDATE_MFA, "false").header("X-New", "1");
    let request = call.to_http().unwrap();
    assert_eq!(request.headers()["ValidateMfa"], "false");
    assert_eq!(request.headers()["X-New"], "1");
}

#[test]
fn a_client_that_is_given_no_name_goes_by_that_of_the_crate() {
    let client = unsent(partner_center::GLOBAL).build().unwrap();
    let request = get_offer_by_id("a").send(&client).to_http().unwrap();
    assert_eq!(request.headers()["User-Agent"], concat!("ms-commerce/", env!("CARGO_PKG_VERSION")));
}

#[tokio::test]
async fn settings_and_versions_that_do_not_exist_are_rejected() {
    const OF_ANOTHER_API: Setting = Setting::new("store-for-business", "color");
    let builder = || unsent(partner_center::GLOBAL);
    assert!(builder().setting(OF_ANOTHER_API, "red").build().is_err());
    assert!(builder().setting(partner_center::LOCALE, "de\r\nX: y").build().is_err());
    assert!(builder().api_version("..").build().is_err());
    let client = builder().build().unwrap();
    let error = get_offer_by_id("a").send(&client).setting(OF_ANOTHER_API, "red").await.unwrap_err();
    assert_eq!((error.kind(), error.input().unwrap().parameter()), (ErrorKind::Input, "color"));
}

#[tokio::test]
async fn ids_are_fresh_for_each_call_unless_set() {
    let client = unsent(partner_center::GLOBAL).build().unwrap();
    let id = ms_commerce::Uuid::from_u128(7);
    let header = |request: &http::Request<_>, name: &str| request.headers()[name].to_str().unwrap().to_owned();

    let (one, other) = (get_offer_by_id("a").send(&client), get_offer_by_id("a").send(&client));
    for name in ["MS-RequestId", "MS-CorrelationId"] {
        let one_id = header(&one.to_http().unwrap(), name);
        assert_eq!(one_id, header(&one.to_http().unwrap(), name), "one call keeps its ids");
        assert_ne!(one_id, header(&other.to_http().unwrap(), name));
        assert_eq!(one_id.len(), 36);
    }
    let set = one.request_id(id).correlation_id(id).to_http().unwrap();
    assert_eq!(header(&set, "MS-RequestId"), id.to_string());
    assert_eq!(header(&set, "MS-CorrelationId"), id.to_string());
}

#[tokio::test]
async fn an_id_that_would_climb_the_path_is_never_sent() {
    let service = FakeService::responding([json("{}")]);
    for id in ["..", ".", ""] {
        let error = get_user_licenses("c", id).send(&client(&service)).await.unwrap_err();
        assert_eq!((error.kind(), error.input().unwrap().parameter()), (ErrorKind::Input, "user_id"));
        assert_eq!(error.operation(), "partner-center/licenses/get_user_licenses");
    }
    assert!(!service.was_asked());
}

#[tokio::test]
async fn an_operation_of_another_api_is_rejected() {
    let elsewhere = ms_commerce::store_for_business::GLOBAL;
    let client = FakeService::responding([""; 0]).client(elsewhere);
    assert_eq!(get_offer_by_id("a").send(&client).await.unwrap_err().kind(), ErrorKind::Input);
}

#[tokio::test]
async fn secrets_do_not_show() {
    let client = client(&FakeService::responding([json("{}")]));
    let call = get_offer_by_id("a").send(&client);
    let builder = Client::builder(partner_center::GLOBAL).credential(TOKEN);
    for text in
        [format!("{client:?}"), format!("{call:?}"), format!("{builder:?}"), format!("{:?}", call.to_http().unwrap())]
    {
        assert!(!text.contains(TOKEN), "{text}");
    }
    for token in ["line\nbreak", ""] {
        let client = unsent(partner_center::GLOBAL).credential(token).build().unwrap();
        let error = get_offer_by_id("a").send(&client).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Credential);
        assert!(!format!("{error}{error:?}").contains("break"));
    }
}

/// A source of tokens that returns another one each time.
#[derive(Default)]
struct Counting(AtomicUsize);

impl Credential for Counting {
    fn token<'a>(&'a self, request: &'a TokenRequest) -> BoxFuture<'a, Result<AccessToken, CredentialError>> {
        Box::pin(async move {
            match self.0.fetch_add(1, Ordering::Relaxed) {
                0 => Ok(request.server.name.into()),
                _ => Err(CredentialError::new("the account is locked")),
            }
        })
    }
}

#[tokio::test]
async fn a_credential_is_asked_for_each_call() {
    let service = FakeService::responding([json("{}")]);
    let builder = Client::builder(partner_center::GLOBAL).base_url(&service.url);
    let client = builder.credential(Counting::default()).build().unwrap();
    get_offer_by_id("a").send(&client).await.unwrap();
    let error = get_offer_by_id("a").send(&client).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Credential);
    assert!(error.to_string().ends_with("the account is locked"), "{error}");
    let expected = format!("Bearer {}", partner_center::GLOBAL.name);
    assert_eq!(service.request().header("Authorization"), Some(expected.as_str()));
    assert!(!service.was_asked(), "only once");
}

#[tokio::test]
async fn calls_can_be_spawned() {
    let client = client(&FakeService::responding([json("{}")]));
    let call = tokio::spawn(async move { get_offer_by_id("a").send(&client).await.map(|_| ()) });
    assert!(call.await.unwrap().is_ok());
}
