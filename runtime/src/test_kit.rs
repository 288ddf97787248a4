//! Testing code that calls a service, without the service: a [`FakeService`] takes the place of the transport.
//!
//! It responds to each operation with typed values or documented errors, and records the requests. Everything else is as in
//! production: requests are encoded, responses are read, statuses become errors.
//!
//! ```
//! # use docwright_runtime as ms_commerce;
//! # use docwright_runtime::*;
//! # #[derive(Clone, Debug)]
//! # struct CountSeats(&'static str);
//! # impl Operation for CountSeats {
//! #     type Response = Json<i64>;
//! #     type ServiceError = NoServiceError;
//! #     const INFO: OperationInfo =
//! #         OperationInfo::new(&API, "count_seats", Method::Get, "/seats/{product}", Idempotency::Safe);
//! #     fn encode(&self, request: &mut RequestParts) -> Result<(), InputError> {
//! #         request.segment("product", &self.0)
//! #     }
//! # }
//! # const API: Api = Api::new("store", "Store", "test/1");
//! # const GLOBAL: Server = Server::new(&API, "global", "https://store.example");
//! use ms_commerce::test_kit::FakeService;
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let service = FakeService::new();
//! service.on::<CountSeats>().responds(7);
//!
//! let client = Client::builder(GLOBAL).transport(service.clone()).build()?;
//! // … the code under test, which does this:
//! let seats = client.call(CountSeats("9NCONTOSO003")).await?.value;
//!
//! assert_eq!(seats, 7);
//! let requests = service.requests::<CountSeats>();
//! assert_eq!(requests.len(), 1);
//! assert_eq!(requests[0].path_parameter("product"), Some("9NCONTOSO003"));
//! # Ok(())
//! # }
//! ```
//!
//! A request belongs to the operation whose method and path template it matches, as in routers of services: among several,
//! the one with fixed text where the others have parameters. Only operations that have a reply count: set one for each that the
//! code under test calls. A request that belongs to none fails with an error that lists the operations with replies.
//!
//! A client repeats what failed as it does in production, with waits in between. A [`RetryPolicy`](crate::RetryPolicy) or a
//! [`Clock`](crate::Clock) of the test avoids the waits. Outside of a Tokio runtime, the client needs a clock here too.

mod content;
mod on;
mod recorded_part;
mod recorded_request;
mod reply;
mod service;
mod template;
mod values;

pub use self::content::Content;
pub use self::on::On;
pub use self::recorded_part::RecordedPart;
pub use self::recorded_request::RecordedRequest;
pub use self::reply::Reply;
pub use self::service::FakeService;
pub use self::values::{FakeError, FakeResponse, With};
