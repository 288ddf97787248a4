//! Any file is answered with findings, or with a model whose code parses.
#![no_main]

use docwright::diagnostics::{Style, render};
use docwright::spec::SpecFile;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|content: &[u8]| {
    let api = "title: Demo\ndoc: An API for examples.\n";
    let file = |path: &str, content: &[u8]| SpecFile {
        relative: path.to_owned(),
        shown: path.to_owned(),
        content: content.to_vec(),
    };
    for files in [
        vec![file("demo/api.yaml", api.as_bytes()), file("demo/things.yaml", content)],
        vec![file("demo/api.yaml", content)],
    ] {
        let checked = docwright::check_files(files, jiff::civil::date(2026, 11, 30));
        if checked.diagnostics.is_empty() {
            docwright::rust::generate(&checked.model, "ms_commerce").expect("printed code parses");
        } else {
            render(&checked.diagnostics, &checked.sources, Style::Plain);
        }
    }
});
