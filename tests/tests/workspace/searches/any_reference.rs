//! The reader of generated reference pages handles any text.

use proptest::prelude::*;
use workspace_tests::properties;

use crate::pages_reference::{FIXTURES, examine};

/// A change of one line: which line, its new place, and the kind of change.
type Change = (prop::sample::Index, prop::sample::Index, u8);

fn changed(text: &str, changes: &[Change]) -> String {
    let mut lines: Vec<&str> = text.lines().collect();
    for (from, to, kind) in changes {
        let line = lines.remove(from.index(lines.len()));
        match kind {
            0 if !lines.is_empty() => {}
            1 => {
                lines.insert(to.index(lines.len() + 1), line);
                lines.insert(to.index(lines.len() + 1), line);
            }
            _ => lines.insert(to.index(lines.len() + 1), line),
        }
    }
    lines.join("\n")
}

proptest! {
    #![proptest_config(properties(64))]

    #[test]
    fn any_text_gives_a_result(text in "\\PC{0,200}|(?s:.){0,200}") {
        examine(&text);
    }

    #[test]
    fn any_bytes_give_a_result(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        examine(&String::from_utf8_lossy(&bytes));
    }

    #[test]
    fn anything_like_a_page_gives_a_result(text in "(Name|Value|In|Required|Type|Description|Responses|Definitions|Request Body|URI Parameters|GET https://a/\\{b\\}\\?|enum:|• |path|True|string|200 OK|[A-Za-z]{1,3}|[|.¤{}&=\\[\\]]|---| |\n|\t|\r|é){0,80}") {
        examine(&text);
    }

    #[test]
    fn lines_may_be_missing_twice_or_elsewhere(
        which in 0..FIXTURES.len(),
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<prop::sample::Index>(), 0u8..3), 1..20),
    ) {
        examine(&changed(FIXTURES[which], &changes));
    }
}
