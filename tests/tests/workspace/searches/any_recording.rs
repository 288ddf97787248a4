//! Any recording is compared with the spec or rejected; its copy gives the same mismatches.

use std::fs;
use std::path::Path;
use std::sync::LazyLock;

use docwright::internals::model::Model;
use docwright::internals::traffic::verify::{Options, redact_file, verify};
use proptest::prelude::*;
use proptest::sample::Index;
use workspace_tests::{mismatches_of, properties, traffic_fixture};

static MODEL: LazyLock<Model> = LazyLock::new(|| traffic_fixture().checked().model);
static RECORDING: LazyLock<String> = LazyLock::new(|| traffic_fixture().har().to_string());

fn examine(content: &[u8]) {
    let folder = tempfile::tempdir().unwrap();
    let (recording, copy) = (folder.path().join("recorded.har"), folder.path().join("copy.har"));
    fs::write(&recording, content).unwrap();
    let compared = |path: &Path| verify(&MODEL, &[path.to_owned()], &Options::default(), &mut |_, _| {});
    let Ok(before) = compared(&recording) else { return };
    redact_file(&MODEL, &recording, &copy).unwrap();
    let after = compared(&copy).unwrap();
    assert_eq!(mismatches_of(&after), mismatches_of(&before), "{}", fs::read_to_string(&copy).unwrap());
}

proptest! {
    #![proptest_config(properties(128))]

    #[test]
    fn any_bytes_give_a_result(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        examine(&bytes);
    }

    #[test]
    fn damaged_recordings_give_a_result(one in any::<Index>(), other in any::<Index>(), put in "\\PC{0,8}|[\\[{\":,\\\\]{0,30}|null|-1|1e999|\"\\\\ud800\"") {
        let text = RECORDING.as_str();
        let boundaries: Vec<usize> = text.char_indices().map(|(index, _)| index).collect();
        let (one, other) = (boundaries[one.index(boundaries.len())], boundaries[other.index(boundaries.len())]);
        // Mostly a small part, so that the rest can still be read.
        let end = one.max(other.min(one + 40));
        let end = (end..=text.len()).find(|end| text.is_char_boundary(*end)).unwrap();
        examine(format!("{}{put}{}", &text[..one], &text[end..]).as_bytes());
    }
}
