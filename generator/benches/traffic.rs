//! CPU time and memory of comparing 50 MB of recorded traffic with a spec: `cargo bench -p docwright --bench traffic`.

#![allow(clippy::print_stdout, clippy::unwrap_used)]

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use cpu_time::ProcessTime;
use docwright::internals::spec::read_directory;
use docwright::internals::traffic::verify::{Options, redact_file, verify};
use docwright::internals::{check_files, latest_day};

const SIZE: usize = 50_000_000;

/// Offers in one response; those of a large response are 600 kB in total.
const OFFERS: usize = 500;

fn main() {
    // `cargo test --benches` only checks that this builds.
    if !std::env::args().any(|argument| argument == "--bench") {
        return;
    }
    let specs = Path::new(env!("CARGO_MANIFEST_DIR")).join("../spec");
    let checked = check_files(read_directory(&specs).unwrap(), latest_day());
    let folder = tempfile::tempdir().unwrap();
    let (path, copy) = (folder.path().join("recorded.har"), folder.path().join("copy.har"));
    let size = record(&path);
    println!("{:.1} MB of HAR; the process uses {} MiB at the start", size as f64 / 1e6, memory("VmRSS:"));

    let start = ProcessTime::now();
    let verified = verify(&checked.model, std::slice::from_ref(&path), &Options::default(), &mut |_, _| {}).unwrap();
    println!(
        "verify: {:.2} s of CPU, {} exchanges, {} mismatches, peak {} MiB",
        start.elapsed().as_secs_f64(),
        verified.exchanges,
        verified.mismatches.len(),
        memory("VmHWM:"),
    );
    let start = ProcessTime::now();
    redact_file(&checked.model, &path, &copy).unwrap();
    println!("redact: {:.2} s of CPU, peak {} MiB", start.elapsed().as_secs_f64(), memory("VmHWM:"),);
}

/// Writes a recording entry by entry, which needs little memory.
fn record(path: &Path) -> usize {
    let mut file = fs::File::create(path).unwrap();
    let mut size = 0;
    let mut write = |text: &str| {
        std::io::Write::write_all(&mut file, text.as_bytes()).unwrap();
        size += text.len();
        size
    };
    write(r#"{"log":{"version":"1.2","entries":["#);
    for index in 0.. {
        let separator = if index == 0 { "" } else { "," };
        if write(&format!("{separator}{}", entry(index))) > SIZE {
            break;
        }
    }
    write("]}}")
}

fn entry(index: usize) -> String {
    let (url, body) = if index.is_multiple_of(2) {
        ("https://api.partnercenter.microsoft.com/v1/customers/c/users/u/licenses", licenses())
    } else {
        ("https://api.partnercenter.microsoft.com/v1/offers/o?country=DE", offer(index))
    };
    let text = serde_json::Value::from(body);
    format!(
        r#"{{"request":{{"method":"GET","url":"{url}","headers":[{{"name":"Authorization","value":"Bearer abc"}}]}},
        "response":{{"status":200,"headers":[{{"name":"MS-CV","value":"x"}}],"content":{{"mimeType":"application/json","text":{text}}}}}}}"#
    )
}

fn licenses() -> String {
    let mut body = String::from(r#"{"totalCount":500,"items":["#);
    for index in 0..OFFERS {
        let separator = if index == 0 { "" } else { "," };
        write!(
            body,
            r#"{separator}{{"productSku":{{"id":"{index}","licenseGroupId":"group{}","name":"Drawing","skuPartNumber":"D"}},
            "servicePlans":[{{"id":"p","displayName":"Plan","capabilityStatus":"Assigned","notListed":{index}}}]}}"#,
            index % 5,
        )
        .unwrap();
    }
    body + r#"],"attributes":{"objectType":"Collection"}}"#
}

fn offer(index: usize) -> String {
    format!(
        r#"{{"id":"{index}","name":"Drawing","minimumQuantity":"1","isTrial":false,"billing":"barter{}","links":{{"self":{{"uri":"/o","method":"GET","headers":[]}}}},"rank":7}}"#,
        index % 9
    )
}

/// A memory figure of the process in MiB, if the system reports it.
fn memory(name: &str) -> String {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with(name));
    let kibibytes = line.and_then(|line| line.split_whitespace().nth(1)?.parse::<f64>().ok());
    kibibytes.map_or_else(|| "unknown".to_owned(), |kibibytes| format!("{:.0}", kibibytes / 1024.0))
}
