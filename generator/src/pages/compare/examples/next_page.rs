//! Lists that continue, according to an example, of operations without paging.

use super::Root;
use crate::diagnostics::Code;
use crate::model::{Operation, PageStatement};
use crate::pages::compare::PageComparer;
use crate::pages::facts::{ExampleFacts, ExampleKind, ExampleMember, Fact};
use crate::uri::folded_name;
use crate::uri::next_page::{is_link_name, is_token_name};
use crate::wire_path::likely_start;

/// The members of a link that contain its URL.
const URLS: &[&str] = &["uri", "href", "url"];
/// Names of members with the number of all items, folded.
const TOTALS: &[&str] = &["totalcount", "total", "totalitems", "totalresults", "odatacount"];

impl PageComparer<'_> {
    /// An example of a page of a list states how to get the next one.
    pub(super) fn compare_next_page(&mut self, example: &ExampleFacts, operation: &Operation, root: &Root) {
        let Fact::Stated(members) = &example.body else { return };
        if !members
            .iter()
            .any(|member| list_level(&member.path).is_some() && member.kinds.contains(&ExampleKind::Array))
        {
            return;
        }
        let marks: Vec<&ExampleMember> = members.iter().filter(|member| leads_on(member, members)).collect();
        let Some(next) = marks.first() else {
            return self.note_total(members, operation, root);
        };
        let followed: Vec<String> =
            operation.paging.iter().filter_map(|paging| paging.next.as_ref()).map(|next| next.join(".")).collect();
        let at = "paging";
        let is_followed = |mark: &&ExampleMember| {
            followed.iter().any(|path| path.eq_ignore_ascii_case(&mark.path) || is_below(&mark.path, path))
        };
        // A header says the same as a member.
        if operation.paging.iter().any(|paging| paging.next_header.is_some()) || marks.iter().any(is_followed) {
            return self.page_result.mark_compared(root.entry, at);
        }
        let spec = match (operation.paging.is_empty(), followed.as_slice()) {
            (true, _) => "the operation has no paging".to_owned(),
            (false, []) => "the paging of the operation does not use it".to_owned(),
            (false, paths) => format!("the paging of the operation uses `{}`", paths.join("` or `")),
        };
        let message = format!("the example states the next page at `{}`; {spec}", next.path);
        let place = operation.request_place;
        self.differ_at(Code::PagingDiffers, message, next.line, place, root.entry, at, PageStatement::from(&next.path));
    }

    /// A total is no evidence: vendors shorten the lists of their examples.
    fn note_total(&mut self, members: &[ExampleMember], operation: &Operation, root: &Root) {
        let is_total = |member: &&ExampleMember| {
            member.kinds.contains(&ExampleKind::Integer) && TOTALS.contains(&folded_name(&member.path).as_str())
        };
        if let (true, Some(total)) = (operation.paging.is_empty(), members.iter().find(is_total)) {
            let message = format!("the example has a total at `{}`; the operation has no paging", total.path);
            self.page_result.note_unclear(root.entry, "paging", total.line, message);
        }
    }
}

/// The number of names before a member's own, if it is in the body itself or one object below.
fn list_level(path: &str) -> Option<usize> {
    let depth = path.matches('.').count();
    (!path.is_empty() && !path.contains("[]") && depth <= 1).then_some(depth)
}

/// Whether a member is a link or token to the next page. A text under a name like `next` may be anything; a link has a URL.
fn leads_on(member: &ExampleMember, members: &[ExampleMember]) -> bool {
    if member.path.contains("[]") || member.path.is_empty() {
        return false;
    }
    let last = last_name(&member.path);
    let folded = folded_name(last);
    let is_text = member.kinds.contains(&ExampleKind::String);
    let has_url = || URLS.iter().any(|url| members.iter().any(|other| other.path == format!("{}.{url}", member.path)));
    is_link_name(&folded) && (is_text && folded != "next" || has_url())
        || is_token_name(&folded) && (is_text || member.kinds.contains(&ExampleKind::Integer))
}

fn last_name(path: &str) -> &str {
    let mut rest = path;
    loop {
        let start = likely_start(rest);
        match start.rest {
            Some(next) => rest = next,
            None => return start.name,
        }
    }
}

fn is_below(path: &str, parent: &str) -> bool {
    path.strip_prefix(parent).is_some_and(|rest| rest.starts_with('.'))
}
