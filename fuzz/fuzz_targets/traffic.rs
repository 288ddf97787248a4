//! Any file is compared with a spec as a recording, or rejected; a redacted copy of a recording is a recording as well.
#![no_main]

use std::fs;
use std::sync::LazyLock;

use docwright::internals::model::Model;
use docwright::internals::spec::SpecFile;
use docwright::internals::traffic::verify::{Options, redact_file, verify};
use libfuzzer_sys::fuzz_target;

const API: &[u8] = include_bytes!("../../tests/fixtures/verify-traffic/api.yaml");
const AREA: &[u8] = include_bytes!("../../tests/fixtures/verify-traffic/area.yaml");

static MODEL: LazyLock<Model> = LazyLock::new(|| {
    let file = |path: &str, content: &[u8]| SpecFile {
        relative: path.to_owned(),
        shown: path.to_owned(),
        content: content.to_vec(),
    };
    let files = vec![file("garden/api.yaml", API), file("garden/beds.yaml", AREA)];
    docwright::internals::check_files(files, jiff::civil::date(2026, 11, 30)).model
});

fuzz_target!(|content: &[u8]| {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let (recording, copy) = (folder.path().join("recorded.har"), folder.path().join("copy.har"));
    fs::write(&recording, content).expect("a file can be written");
    let compared = verify(&MODEL, &[recording.clone()], &Options::default(), &mut |_, _| {});
    if compared.is_ok() && redact_file(&MODEL, &recording, &copy).is_ok() {
        verify(&MODEL, &[copy], &Options::default(), &mut |_, _| {}).expect("a copy of a recording is one");
    }
});
