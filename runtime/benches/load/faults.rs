//! The faults of the service.

use std::hash::{DefaultHasher, Hash, Hasher};

use crate::fault_server::Fault;

/// Of a hundred requests.
pub(crate) const FAULTY: u32 = 5;

/// The same faults in each run, as far as requests arrive in the same order.
pub(crate) fn choice() -> impl Fn(u32) -> Option<Fault> {
    let faults = [
        Fault::reset_in_request(),
        Fault::close_in_request(),
        Fault::close_without_response(),
        Fault::reset_in_header(),
        Fault::reset_in_body(),
        Fault::stall_in_header(),
        Fault::stall_in_body(),
        Fault::drip(),
        Fault::truncated_chunk(),
        Fault::length_too_long(),
        Fault::length_too_short(),
        Fault::endless_body(),
        Fault::endless_header(),
        Fault::gzip_bomb(),
        Fault::invalid_utf8(),
        Fault::garbage_json(),
        Fault::deep_nesting(),
        Fault::no_http(),
        Fault::interim_first(),
        Fault::close_after_response(),
        Fault::redirect("here"),
        Fault::too_many_requests(),
        Fault::unavailable(),
    ];
    move |number| {
        let mut random = DefaultHasher::new();
        number.hash(&mut random);
        let (which, chance) = (random.finish() / 100, random.finish() % 100);
        (chance < u64::from(FAULTY)).then(|| faults[which as usize % faults.len()].clone())
    }
}
