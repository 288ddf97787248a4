//! HTTP/1.1, in cleartext and over TLS.

mod cell;
mod reuse;

use tokio::runtime::Builder;

use self::cell::{Http1Cell, Http1Connection, Trouble};
use super::fault_server::Fault;
use super::{Comparison, Line, assert_complete};

/// The outcome of a call, and how many requests the service sees, when the fault happens to the first request, to the first
/// two, and to all; once where the three are the same. Each call makes at most three attempts.
const MATRIX: &str = "
fault               | safe                       | idempotent, by request id  | non-idempotent
refused             | ok 1, ok 1, Connect 0      | ok 1, ok 1, Connect 0      | ok 1, ok 1, Connect 0
reset in request    | ok 2, ok 3, Interrupted 3  | ok 2, ok 3, Interrupted 3  | Interrupted 1
closed in request   | ok 2, ok 3, Interrupted 3  | ok 2, ok 3, Interrupted 3  | Interrupted 1
closed, no response | ok 2, ok 3, Interrupted 3  | ok 2, ok 3, Interrupted 3  | Interrupted 1
reset in header     | ok 2, ok 3, Interrupted 3  | ok 2, ok 3, Interrupted 3  | Interrupted 1
reset in body       | ok 2, ok 3, Interrupted+ 3 | ok 2, ok 3, Interrupted+ 3 | Interrupted+ 1
truncated chunk     | ok 2, ok 3, Interrupted+ 3 | ok 2, ok 3, Interrupted+ 3 | Interrupted+ 1
missing last chunk  | ok 2, ok 3, Interrupted+ 3 | ok 2, ok 3, Interrupted+ 3 | Interrupted+ 1
invalid chunk size  | ok 2, ok 3, Interrupted+ 3 | ok 2, ok 3, Interrupted+ 3 | Interrupted+ 1
length too long     | ok 2, ok 3, Interrupted+ 3 | ok 2, ok 3, Interrupted+ 3 | Interrupted+ 1
two lengths         | ok 2, ok 3, Interrupted 3  | ok 2, ok 3, Interrupted 3  | Interrupted 1
no HTTP             | ok 2, ok 3, Interrupted 3  | ok 2, ok 3, Interrupted 3  | Interrupted 1
endless header      | ok 2, ok 3, Interrupted 3  | ok 2, ok 3, Interrupted 3  | Interrupted 1
many headers        | ok 2, ok 3, Interrupted 3  | ok 2, ok 3, Interrupted 3  | Interrupted 1
stall in header     | ok 2, ok 3, Timeout 3      | ok 2, ok 3, Timeout 3      | Timeout 1
stall in body       | ok 2, ok 3, Timeout 3      | ok 2, ok 3, Timeout 3      | Timeout 1
drip                | ok 2, ok 3, Timeout 3      | ok 2, ok 3, Timeout 3      | Timeout 1
1xx without end     | ok 2, ok 3, Timeout 3      | ok 2, ok 3, Timeout 3      | Timeout 1
endless body        | ResponseTooLarge+ 1        | ResponseTooLarge+ 1        | ResponseTooLarge+ 1
gzip bomb           | ResponseTooLarge+ 1        | ResponseTooLarge+ 1        | ResponseTooLarge+ 1
gzip cut            | ok 2, ok 3, Interrupted+ 3 | ok 2, ok 3, Interrupted+ 3 | Interrupted+ 1
length too short    | Decode+ 1                  | Decode+ 1                  | Decode+ 1
invalid UTF-8       | Decode+ 1                  | Decode+ 1                  | Decode+ 1
garbage JSON        | Decode+ 1                  | Decode+ 1                  | Decode+ 1
empty body          | Decode+ 1                  | Decode+ 1                  | Decode+ 1
deep nesting        | Decode+ 1                  | Decode+ 1                  | Decode+ 1
1xx first           | ok 1                       | ok 1                       | ok 1
slow                | ok 1                       | ok 1                       | ok 1
redirect to itself  | ok 2, ok 3, 302 6          | 302 1                      | 302 1
307 to itself       | ok 2, ok 3, 307 6          | 307 1                      | 307 1
redirect elsewhere  | ok 2                       | 302 1                      | 302 1
429                 | ok 2, ok 3, 429 3          | ok 2, ok 3, 429 3          | ok 2, ok 3, 429 3
part not asked for  | 206 1                      | 206 1                      | 206 1
503                 | ok 2, ok 3, 503 3          | ok 2, ok 3, 503 3          | 503 1
";

/// How many lines run at once; each needs dozens of files.
const AT_ONCE: usize = 4;

/// Faults that a client notices without a timeout.
fn prompt_faults() -> Vec<(&'static str, Trouble)> {
    vec![
        ("refused", Trouble::Refusal),
        ("reset in request", Fault::reset_in_request().into()),
        ("closed in request", Fault::close_in_request().into()),
        ("closed, no response", Fault::close_without_response().into()),
        ("reset in header", Fault::reset_in_header().into()),
        ("reset in body", Fault::reset_in_body().into()),
        ("truncated chunk", Fault::truncated_chunk().into()),
        ("missing last chunk", Fault::missing_last_chunk().into()),
        ("invalid chunk size", Fault::invalid_chunk_size().into()),
        ("length too long", Fault::length_too_long().into()),
        ("length too short", Fault::length_too_short().into()),
        ("two lengths", Fault::two_lengths().into()),
        ("no HTTP", Fault::no_http().into()),
        ("endless header", Fault::endless_header().into()),
        ("many headers", Fault::many_headers().into()),
        ("endless body", Fault::endless_body().into()),
        ("gzip bomb", Fault::gzip_bomb().into()),
        ("gzip cut", Fault::gzip_cut().into()),
        ("invalid UTF-8", Fault::invalid_utf8().into()),
        ("garbage JSON", Fault::garbage_json().into()),
        ("empty body", Fault::empty_body().into()),
        ("deep nesting", Fault::deep_nesting().into()),
        ("1xx first", Fault::interim_first().into()),
        ("slow", Fault::slow().into()),
        ("redirect to itself", Fault::redirect("here").into()),
        ("307 to itself", Fault::redirect_of_all("here").into()),
        ("redirect elsewhere", Trouble::RedirectElsewhere),
        ("429", Fault::too_many_requests().into()),
        ("part not asked for", Fault::part().into()),
        ("503", Fault::unavailable().into()),
    ]
}

/// Faults that only a timeout ends.
fn silent_faults() -> Vec<(&'static str, Trouble)> {
    vec![
        ("stall in header", Fault::stall_in_header().into()),
        ("stall in body", Fault::stall_in_body().into()),
        ("drip", Fault::drip().into()),
        ("1xx without end", Fault::endless_interim().into()),
    ]
}

#[test]
fn calls_with_each_fault_of_http_1_that_was_tried_end_as_expected() {
    let mut comparison = Comparison::default();
    let runtime = Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    for connection in Http1Connection::ALL {
        for faults in prompt_faults().chunks(AT_ONCE) {
            runtime.block_on(comparison.try_lines(MATRIX, &lines(faults, &[connection], false)));
        }
    }
    comparison.try_lines_in_virtual_time(MATRIX, &lines(&silent_faults(), &Http1Connection::ALL, true));
    comparison.finish("HTTP/1.1");
}

#[test]
fn the_matrix_has_a_line_for_each_fault() {
    assert_complete(MATRIX, prompt_faults().len() + silent_faults().len());
}

fn lines(faults: &[(&'static str, Trouble)], connections: &[Http1Connection], is_silent: bool) -> Vec<Line<Http1Cell>> {
    let pairs = connections.iter().flat_map(|connection| faults.iter().map(move |fault| (*connection, fault)));
    pairs
        .map(|(connection, (fault, trouble))| {
            let trial = Http1Cell { trouble: trouble.clone(), connection, is_silent };
            Line { fault, connection: connection.name(), trial }
        })
        .collect()
}
