//! The operations of the fault server.

use docwright_runtime::{
    Idempotency, InputError, Json, Method, NoServiceError, Operation, OperationInfo, RequestParts,
};
use serde_json::Value;

use super::super::scripted::{API, BY_REQUEST_ID, IDEMPOTENT, SAFE};

/// An operation of each kind of idempotency. Item is what an idempotent one creates.
#[derive(Clone, Debug)]
pub struct Visit<const IDEMPOTENCY: u8>(pub u32);

impl<const IDEMPOTENCY: u8> Operation for Visit<IDEMPOTENCY> {
    type Response = Json<Value>;
    type ServiceError = NoServiceError;
    const INFO: OperationInfo = match IDEMPOTENCY {
        SAFE => OperationInfo::new(&API, "safe", Method::Get, "/safe/{item}", Idempotency::Safe),
        IDEMPOTENT => {
            OperationInfo::new(&API, "idempotent", Method::Put, "/idempotent/{item}", Idempotency::Idempotent)
        }
        BY_REQUEST_ID => {
            OperationInfo::new(&API, "by-request-id", Method::Post, "/by-request-id/{item}", Idempotency::ByRequestId)
        }
        _ => OperationInfo::new(
            &API,
            "non-idempotent",
            Method::Post,
            "/non-idempotent/{item}",
            Idempotency::NonIdempotent,
        ),
    };

    fn encode(&self, request: &mut RequestParts) -> Result<(), InputError> {
        request.segment("item", &self.0.to_string())?;
        if IDEMPOTENCY == SAFE { Ok(()) } else { request.json("something to do") }
    }
}
