//! Any doc is shown as it was written.

use proptest::prelude::*;
use workspace_tests::properties;

use crate::docs::check;

proptest! {
    #![proptest_config(properties(100))]

    #[test]
    fn any_doc_is_shown_as_it_was_written(doc in "([-_*~`<>\\[\\]()!#+=|:.&;\"'\\\\^]|[a-c]|[0-9]|https?://|&lt;|  ?|\n|\n\n|\\PC|\u{202e}|\t){1,60}") {
        // A doc must not be empty.
        prop_assume!(doc.chars().any(char::is_alphanumeric));
        check(&doc);
    }
}
