//! The credentials that an operation accepts, by their names in the spec.

use std::collections::{BTreeSet, HashSet};

use super::cite::PageCitation;
use super::draft::{DraftOperation, Gap};
use super::known::ExistingApi;
use crate::model::{Credential, TokenAccess};
use crate::pages::facts::{CarrierFacts, CarrierKind, Fact, PageFacts, ParameterFacts, ParameterPlace};
use crate::uri::PageUri;

/// The beginning of gaps about what the API lacks.
const OF_API: &str = "`credentials` of `api.yaml`";

/// The names of the credentials that the page states; none if they are all of the API, or if its spec names none of their
/// kinds, which is a gap.
pub(super) fn of_page(page: &PageFacts, cite: PageCitation<'_>, known: &ExistingApi<'_>) -> (Vec<String>, Gap) {
    let of_api = known.api.map(|api| api.credentials.as_slice()).unwrap_or_default();
    let accepted: Vec<&Credential> = match page.access.stated() {
        Some(stated) => {
            let is_accepted =
                |credential: &&Credential| credential.access.is_some_and(|access| stated.accepted.contains(&access));
            let accepted: Vec<&Credential> = of_api.iter().filter(is_accepted).collect();
            let is_named = |access: &TokenAccess| accepted.iter().any(|credential| credential.access == Some(*access));
            if !stated.accepted.iter().all(is_named) {
                let words = stated.accepted.iter().map(|access| access.word()).collect::<Vec<_>>().join(", ");
                let line = cite.line(stated.line);
                return (Vec::new(), Some(format!("its `credentials`: {words}, which the API does not name ({line})")));
            }
            accepted
        }
        None => match of_carriers(&carriers(page).collect::<Vec<_>>(), cite, known) {
            Ok(accepted) => accepted,
            Err(gap) => return (Vec::new(), Some(gap)),
        },
    };
    let names = accepted.iter().map(|credential| credential.name.clone());
    (if accepted.len() == of_api.len() { Vec::new() } else { names.collect() }, None)
}

/// How requests of the page carry credentials: as it shows, or by parameters and headers whose names say so.
fn carriers(page: &PageFacts) -> impl Iterator<Item = CarrierFacts> {
    let rows = page.headers.stated().into_iter().flatten();
    let headers = rows.filter_map(|row| CarrierFacts::of_header(row.line, &row.name, ""));
    let is_in_query =
        |row: &&ParameterFacts| matches!(row.place, Fact::NotStated | Fact::Stated(ParameterPlace::Query));
    let rows = page.parameters.stated().into_iter().flatten().filter(is_in_query);
    let parameters = rows.filter_map(|row| CarrierFacts::of_parameter(row.line, &row.name));
    let of_requests = page.requests.iter().flat_map(|request| {
        let query = PageUri::parse(&request.uri).query.into_iter();
        query.filter_map(|(name, _)| CarrierFacts::of_parameter(request.line, &name)).collect::<Vec<_>>()
    });
    page.carriers.iter().cloned().chain(headers).chain(parameters).chain(of_requests)
}

/// The headers and parameters of a page that carry credentials, which are none of its operations' inputs.
#[derive(Debug, Default)]
pub(super) struct Keys {
    /// Names in lower case.
    headers: HashSet<String>,
    queries: HashSet<String>,
}

impl Keys {
    pub(super) fn of_page(page: &PageFacts, known: &ExistingApi<'_>) -> Self {
        let mut keys = Self::default();
        for carrier in carriers(page) {
            let names = match carrier.kind {
                CarrierKind::Header => &mut keys.headers,
                CarrierKind::Query => &mut keys.queries,
                CarrierKind::Bearer | CarrierKind::Basic | CarrierKind::Other => continue,
            };
            names.extend(carrier.name.map(|name| name.to_ascii_lowercase()));
        }
        let of_api = known.api.iter().flat_map(|api| &api.credentials);
        keys.queries
            .extend(of_api.filter_map(|credential| credential.carrier.parameter()).map(str::to_ascii_lowercase));
        keys
    }

    pub(super) fn has_header(&self, name: &str) -> bool {
        self.headers.contains(&name.to_ascii_lowercase())
    }

    pub(super) fn has_query(&self, name: &str) -> bool {
        self.queries.contains(&name.to_ascii_lowercase())
    }
}

/// The credentials that requests of the page carry; all of the API if they carry none. The error is a gap: one that the API does
/// not name.
fn of_carriers<'a>(
    carriers: &[CarrierFacts],
    cite: PageCitation<'_>,
    known: &ExistingApi<'a>,
) -> Result<Vec<&'a Credential>, String> {
    let of_api = known.api.map(|api| api.credentials.as_slice()).unwrap_or_default();
    for carrier in carriers {
        // The skeleton of an API states tokens.
        let is_of_skeleton = known.api.is_none() && carrier.kind == CarrierKind::Bearer;
        if is_of_skeleton || of_api.iter().any(|credential| carrier.is(credential)) {
            continue;
        }
        let (shown, line) = (carrier.shown(), cite.line(carrier.line));
        return Err(match entry(carrier) {
            Some(entry) => format!("{OF_API}: {entry}, for `{shown}` ({line})"),
            None => format!("how calls authenticate: `{shown}`, which a spec cannot state ({line})"),
        });
    }
    let is_carried = |credential: &&Credential| carriers.is_empty() || carriers.iter().any(|one| one.is(credential));
    Ok(of_api.iter().filter(is_carried).collect())
}

/// Removes from each operation what the API lacks and an earlier operation has a gap for.
pub(super) fn state_once(operations: &mut [DraftOperation]) {
    let mut stated = BTreeSet::new();
    for operation in operations {
        operation.gaps.retain(|gap| {
            let entry = gap.rsplit_once(" (").map_or(gap.as_str(), |(entry, _)| entry);
            !gap.starts_with(OF_API) || stated.insert(entry.to_owned())
        });
    }
}

/// The entry of `credentials` that states a carrier.
fn entry(carrier: &CarrierFacts) -> Option<String> {
    let name = carrier.name.as_deref().unwrap_or_default();
    Some(match carrier.kind {
        CarrierKind::Bearer => "`token: { kind: bearer }`".to_owned(),
        CarrierKind::Basic => "`password: { kind: basic }`".to_owned(),
        CarrierKind::Header => match &carrier.scheme {
            Some(scheme) => format!("`key: {{ kind: header, name: {name}, scheme: {scheme} }}`"),
            None => format!("`key: {{ kind: header, name: {name} }}`"),
        },
        CarrierKind::Query => format!("`key: {{ kind: query, name: {name} }}`"),
        CarrierKind::Other => return None,
    })
}
