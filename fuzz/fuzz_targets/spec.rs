//! Any file causes errors, or results in a model whose code parses.
#![no_main]

use docwright::internals::diagnostics::{Code, Style, render};
use docwright::internals::spec::SpecFile;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|content: &[u8]| {
    // With a server, tests are generated from examples.
    let api = "title: Demo\ndoc: An API for examples.\nservers: { GLOBAL: { url: \"https://api.example.org\" } }\n";
    let file = |path: &str, content: &[u8]| SpecFile {
        relative: path.to_owned(),
        shown: path.to_owned(),
        content: content.to_vec(),
    };
    for files in [
        vec![file("demo/api.yaml", api.as_bytes()), file("demo/things.yaml", content)],
        vec![file("demo/api.yaml", content)],
    ] {
        let mut checked = docwright::internals::check_files(files, jiff::civil::date(2026, 11, 30));
        checked.diagnostics.retain(|finding| finding.code != Code::NoExample);
        if checked.diagnostics.is_empty() {
            docwright::internals::rust::generate(&checked.model, "ms_commerce").expect("printed code parses");
        } else {
            render(&checked.diagnostics, &checked.sources, Style::Plain);
        }
    }
});
