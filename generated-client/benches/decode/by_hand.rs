//! The same members as in the generated types, as one writes them by hand: closed enums, unknown members ignored, errors
//! without a path.

#![allow(dead_code)] // The members are decoded, which is what is measured.

use serde::Deserialize;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Page {
    total_count: Option<i64>,
    #[serde(default)]
    pub(crate) items: Vec<Offer>,
    links: Option<Links>,
    attributes: Option<Attributes>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Offer {
    acquisition_type: Option<AcquisitionType>,
    actions: Option<Vec<String>>,
    attestation_properties: Option<AttestationProperties>,
    attributes: Option<Attributes>,
    billing: Option<BillingType>,
    category: Option<Category>,
    conversion_target_offers: Option<Vec<String>>,
    country: Option<String>,
    description: Option<String>,
    has_add_ons: Option<bool>,
    id: Option<String>,
    is_add_on: Option<bool>,
    is_auto_renewable: Option<bool>,
    is_available_for_purchase: Option<bool>,
    is_internal: Option<bool>,
    is_microsoft_product: Option<bool>,
    is_trial: Option<bool>,
    limit: Option<i64>,
    limit_unit_of_measure: Option<LimitUnitOfMeasure>,
    links: Option<Links>,
    locale: Option<String>,
    maximum_quantity: Option<i64>,
    minimum_quantity: Option<i64>,
    name: Option<String>,
    order_service: Option<String>,
    prerequisite_offers: Option<Vec<String>>,
    product: Option<Product>,
    provider_id: Option<String>,
    provider_location_id: Option<String>,
    provider_name: Option<String>,
    rank: Option<i64>,
    resellee_qualifications: Option<Vec<String>>,
    reseller_qualifications: Option<Vec<String>>,
    sales_group_id: Option<String>,
    supported_billing_cycles: Option<Vec<BillingCycleType>>,
    supported_catalog_types: Option<Vec<SupportedCatalogType>>,
    term: Option<i64>,
    term_unit_of_measure: Option<String>,
    unit_type: Option<String>,
    upgrade_target_offers: Option<Vec<String>>,
    uri: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct AttestationProperties {
    attestation_type: Option<String>,
    enforce_attestation: Option<bool>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Attributes {
    etag: Option<String>,
    object_type: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Category {
    attributes: Option<Attributes>,
    country: Option<String>,
    id: Option<String>,
    links: Option<Links>,
    locale: Option<String>,
    name: Option<String>,
    rank: Option<i64>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Links {
    learn_more: Option<Link>,
    next: Option<Link>,
    previous: Option<Link>,
    #[serde(rename = "self")]
    self_link: Option<Link>,
}

#[derive(Deserialize)]
struct Link {
    uri: Option<String>,
    method: Option<String>,
    headers: Option<Vec<KeyValuePair>>,
    body: Option<String>,
}

#[derive(Deserialize)]
struct KeyValuePair {
    key: Option<String>,
    value: Option<String>,
}

#[derive(Deserialize)]
struct Product {
    id: Option<String>,
    name: Option<String>,
    r#type: Option<String>,
    unit: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "lowercase")]
enum AcquisitionType {
    Purchase,
    Referral,
}

#[derive(Deserialize)]
#[serde(rename_all = "lowercase")]
enum BillingType {
    None,
    Usage,
    License,
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum BillingCycleType {
    Unknown,
    Monthly,
    Annual,
    None,
    OneTime,
    Triennial,
    Biennial,
}

#[derive(Deserialize)]
enum LimitUnitOfMeasure {
    None,
    Concurrent,
    Lifetime,
}

#[derive(Deserialize)]
#[serde(rename_all = "lowercase")]
enum SupportedCatalogType {
    Live,
    Sandbox,
}
