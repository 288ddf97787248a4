//! For any bytes that a service sends, a call returns a value or an error, and the status is never lost.

use ms_commerce::ErrorKind;
use ms_commerce::partner_center::licenses::GetUserLicenses;
use ms_commerce::runtime::{Bytes, decode_response};
use ms_commerce::store_for_business::licensing::GetOfflineLicense;
use proptest::prelude::*;

const PAGE: &str =
    r#"{"totalCount":1,"items":[{"productSku":{"id":"é","licenseGroupId":7},"servicePlans":[{},{"x":[1.5e3,null]}]}]}"#;

fn response(status: u16, body: Vec<u8>) -> http::Response<Bytes> {
    let mut response = http::Response::new(Bytes::from(body));
    *response.status_mut() = status.try_into().unwrap_or_default();
    response
}

/// A page of licenses with some bytes overwritten and its end cut off.
fn damaged_page() -> impl Strategy<Value = Vec<u8>> {
    let damage = proptest::collection::vec((0..PAGE.len(), any::<u8>()), 0..4);
    (damage, 0..=PAGE.len()).prop_map(|(damage, length)| {
        let mut page = PAGE.as_bytes().to_vec();
        damage.into_iter().for_each(|(at, byte)| page[at] = byte);
        page.truncate(length);
        page
    })
}

proptest! {
    #[test]
    fn a_result_is_a_value_or_a_decode_error(body in prop_oneof![any::<Vec<u8>>(), damaged_page()]) {
        if let Err(error) = decode_response::<GetUserLicenses>(response(200, body)) {
            prop_assert_eq!(error.kind(), ErrorKind::Decode);
        }
    }

    #[test]
    fn no_body_hides_a_status(status in 300..600_u16, body in prop_oneof![any::<Vec<u8>>(), damaged_page()]) {
        let error = decode_response::<GetOfflineLicense>(response(status, body)).map(|_| ());
        let error = error.expect_err("no result has such a status");
        prop_assert_eq!((error.kind(), error.status().map(|status| status.as_u16())), (ErrorKind::Status, Some(status)));
    }
}
