//! The API of the benchmarks has the proportions of the real ones: what is measured with it says something about them.

use docwright::internals::model::Model;
use docwright::internals::rust::generate;
use workspace_tests::{LIBRARY, check_by_all_rules, check_directory, rendered, spec_file, workspace_root};

use crate::synthetic;

/// What is counted: lines of generated code that begin in these ways.
const COUNTED: [(&str, &[&str]); 20] = [
    ("received structs", &["members!(received "]),
    ("sent structs", &["members!(sent ", "members!(both "]),
    ("enums", &["open_enum!("]),
    ("identifiers", &["#[derive(Clone, Debug, PartialEq, Eq, Hash, "]),
    ("unions", &["tagged_union!("]),
    ("outcomes", &["responses!("]),
    ("lists of errors", &["service_errors!("]),
    ("errors", &["    /// 4", "    /// 5"]),
    ("lists in parts", &["impl Paged for "]),
    ("path parameters", &["        request.segment("]),
    ("query parameters", &["        request.query("]),
    ("JSON bodies", &["        request.json"]),
    ("multipart bodies", &["        request.multipart("]),
    ("responses of bytes", &["    type Response = Binary"]),
    ("responses without body", &["    type Response = Empty"]),
    ("optional responses", &["    type Response = OptionalJson"]),
    ("public functions", &["pub fn ", "    pub fn "]),
    ("imports", &["use "]),
    ("lines of docs", &["///", "    ///"]),
    ("lines", &[""]),
];

/// Whether a line, without its indentation, is measured.
type IsMeasured = fn(&str) -> bool;

/// What is counted in bytes, without indentation: names and addresses take as long to read as what they belong to.
const MEASURED: [(&str, IsMeasured); 2] =
    [("bytes of docs", |line| line.starts_with("//")), ("bytes of code", |line| !line.starts_with("//"))];

/// The least and the most of each, as a share of what the real APIs have for each operation. More would let them seem cheap.
const SHARES: (f64, f64) = (0.8, 1.1);

/// Numbers that differ by so many are the same: there are only two unions.
const ROUNDING: f64 = 2.0;

/// How much of each is in what is generated from a model, and the number of operations.
fn counts(model: &Model) -> (Vec<(&'static str, f64)>, f64) {
    let generated = generate(model, LIBRARY).unwrap();
    let lines: Vec<&str> = generated.files.values().flat_map(|text| text.lines()).collect();
    let count =
        |starts: &[&str]| lines.iter().filter(|line| starts.iter().any(|start| line.starts_with(start))).count() as f64;
    let counted = COUNTED.iter().map(|(what, starts)| (*what, count(starts)));
    let bytes = |belongs: IsMeasured| {
        lines.iter().map(|line| line.trim_start()).filter(|line| belongs(line)).map(str::len).sum::<usize>() as f64
    };
    let measured = MEASURED.iter().map(|(what, belongs)| (*what, bytes(*belongs)));
    (counted.chain(measured).collect(), count(&["impl Operation for "]))
}

#[test]
fn the_synthetic_api_is_like_the_real_ones() {
    let files = synthetic::files(210).into_iter().map(|(path, text)| spec_file(&path, text)).collect();
    let synthetic = check_by_all_rules(files);
    assert!(synthetic.diagnostics.is_empty(), "{}", rendered(&synthetic));
    let (real, real_operations) = counts(&check_directory(&workspace_root().join("spec")).model);
    let (synthetic, operations) = counts(&synthetic.model);
    let mut wrong = Vec::new();
    for ((what, real), (_, synthetic)) in real.into_iter().zip(synthetic) {
        let expected = real / real_operations * operations;
        let line = format!("{what}: {synthetic}, and in the proportion of the real APIs {expected:.1}");
        println!("{line}");
        let (least, most) = (expected * SHARES.0 - ROUNDING, expected * SHARES.1 + ROUNDING);
        assert!(real > 0.0, "{what} is not what generated code has");
        if !(least..=most).contains(&synthetic) {
            wrong.push(line);
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}
