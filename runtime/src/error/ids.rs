//! Request ids and correlation ids, in the headers of requests and of responses.

use http::HeaderMap;

use crate::response::text_of;
use crate::{Api, OperationInfo};

/// A request id and a correlation id.
pub(crate) type Ids<T> = (Option<T>, Option<T>);

/// The ids that a response states.
pub(crate) fn returned_ids(operation: &OperationInfo, headers: &HeaderMap) -> Ids<String> {
    let Api { request_id_header, correlation_id_header, .. } = *operation.api;
    owned((id(headers, request_id_header), id(headers, correlation_id_header)))
}

/// The ids that a request carries. Services need not return them in headers of the same names, or at all.
pub(crate) fn sent_ids(operation: &OperationInfo, headers: &HeaderMap) -> Ids<String> {
    owned((id(headers, operation.api.sent_request_id()), id(headers, operation.api.sent_correlation_id())))
}

pub(crate) fn id<'a>(headers: &'a HeaderMap, header: Option<&str>) -> Option<&'a str> {
    header.and_then(|header| text_of(headers, header))
}

fn owned((request_id, correlation_id): Ids<&str>) -> Ids<String> {
    (request_id.map(ToOwned::to_owned), correlation_id.map(ToOwned::to_owned))
}
