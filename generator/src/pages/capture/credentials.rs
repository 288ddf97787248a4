//! The credentials that an operation accepts, by their names in the spec.

use super::cite::PageCitation;
use super::draft::Gap;
use super::known::ExistingApi;
use crate::model::{Credential, TokenAccess};
use crate::pages::facts::PageFacts;

/// The names of the credentials that the page states; none if they are all of the API, or if its spec names none of their
/// kinds, which is a gap.
pub(super) fn of_page(page: &PageFacts, cite: PageCitation<'_>, known: &ExistingApi<'_>) -> (Vec<String>, Gap) {
    let Some(stated) = page.access.stated() else { return (Vec::new(), None) };
    let of_api = known.api.map(|api| api.credentials.as_slice()).unwrap_or_default();
    let is_accepted =
        |credential: &&Credential| credential.access.is_some_and(|access| stated.accepted.contains(&access));
    let accepted: Vec<&Credential> = of_api.iter().filter(is_accepted).collect();
    let is_named = |access: &TokenAccess| accepted.iter().any(|credential| credential.access == Some(*access));
    if !stated.accepted.iter().all(is_named) {
        let words = stated.accepted.iter().map(|access| access.word()).collect::<Vec<_>>().join(", ");
        let gap = format!("its `credentials`: {words}, which the API does not name ({})", cite.line(stated.line));
        return (Vec::new(), Some(gap));
    }
    let names = accepted.iter().map(|credential| credential.name.clone());
    (if accepted.len() == of_api.len() { Vec::new() } else { names.collect() }, None)
}
