//! Futures, streams and errors can be moved to another thread. A change that prevents it does not compile.

use std::error::Error as StdError;
use std::future::IntoFuture;

use docwright_runtime::{
    BuildError, Call, Client, CredentialError, CursorError, DateTimeError, DecimalError, DecodeError, Error,
    InputError, Items, JsonError, Paged, Pages, PendingError, PollPolicy, Repeatable, ResponseHeaderError,
    TextFormatError, TransportError,
};

fn sendable<T: Send>(value: T) -> T {
    value
}

fn movable<T: Send + 'static>() {}

fn errors_with_sources<T: StdError + Send + Sync + 'static>() {}

/// Of every operation, because generated ones are not known here.
#[allow(dead_code)]
fn futures_and_streams<O>(client: &'static Client, operation: O)
where
    O: Paged<Item: Send> + Repeatable + Clone + Send + Sync + 'static,
{
    let call = || -> Call<'_, O> { client.call(operation.clone()) };
    drop(sendable(call().into_future()));
    drop(sendable(call().until_ready(PollPolicy::default())));
    drop(sendable(sendable(call().pages()).next()));
    drop(sendable(sendable(call().items()).next()));
    movable::<Pages<O>>();
    movable::<Items<O>>();
}

#[test]
fn every_error_is_one_that_can_be_boxed_and_moved() {
    errors_with_sources::<Error>();
    errors_with_sources::<BuildError>();
    errors_with_sources::<CredentialError>();
    errors_with_sources::<CursorError>();
    errors_with_sources::<DateTimeError>();
    errors_with_sources::<DecimalError>();
    errors_with_sources::<DecodeError>();
    errors_with_sources::<InputError>();
    errors_with_sources::<JsonError>();
    errors_with_sources::<PendingError>();
    errors_with_sources::<ResponseHeaderError>();
    errors_with_sources::<TextFormatError>();
    errors_with_sources::<TransportError>();
    movable::<Client>();
}
