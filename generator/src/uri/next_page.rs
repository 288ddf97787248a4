//! The names under which APIs state that a list continues.

/// Names of members with a link to the next page, folded.
const LINKS: &[&str] =
    &["next", "nextlink", "odatanextlink", "nextpage", "nextpagelink", "nexturl", "nextpageurl", "nexthref"];

/// Names of members, and ends of names of headers, with a token for the next page, folded.
const TOKENS: &[&str] =
    &["continuationtoken", "nexttoken", "nextpagetoken", "nextcursor", "nextmarker", "skiptoken", "continuation"];

/// Names of Boolean members that state that there is more, folded.
const MORE: &[&str] = &["hasmore", "hasnext", "hasnextpage", "hasmoreitems", "ismore"];

/// Names of members with the number of all items, folded.
const TOTALS: &[&str] = &["total", "totalcount", "totalitems", "totalresults", "odatacount"];

/// Whether a member of this folded name states that there is more, if it is true.
pub(crate) fn is_more_name(folded: &str) -> bool {
    MORE.contains(&folded)
}

/// Whether a member of this folded name is the number of all items.
pub(crate) fn is_total_name(folded: &str) -> bool {
    TOTALS.contains(&folded)
}

/// Whether a member of this folded name is a link to the next page, if its value is a link.
pub(crate) fn is_link_name(folded: &str) -> bool {
    LINKS.contains(&folded)
}

/// Whether a member of this folded name is a token for the next page.
pub(crate) fn is_token_name(folded: &str) -> bool {
    TOKENS.contains(&folded)
}

/// Whether a header of this folded name has a token for the next page.
pub(crate) fn is_token_header(folded: &str) -> bool {
    TOKENS.iter().any(|token| folded.ends_with(token))
}
