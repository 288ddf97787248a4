//! A report as JSON, for tools.

use serde_json::{Value, json};

use super::report::ReviewReport;
use crate::checked::Checked;
use crate::diagnostics::render_json;

impl ReviewReport {
    /// The report as JSON, for tools.
    pub fn json(&self) -> Value {
        json(self)
    }
}

fn json(report: &ReviewReport) -> Value {
    let lines = report.listing.as_ref().map(super::report::PublicApiChange::diff).unwrap_or_default();
    let those = |sign: char| lines.iter().filter_map(|line| line.strip_prefix(sign)).collect::<Vec<_>>();
    json!({
        "base": report.base,
        "commit": report.commit,
        "earlier-key": report.earlier_key,
        "verdict": report.review.verdict(),
        "version": report.crate_version.map(|version| version.to_string()),
        "next-version": report.crate_version.map(|version| version.after(report.review.verdict()).to_string()),
        "is-partial": report.review.is_partial,
        "changes": report.review.changes,
        "notes": report.review.notes,
        "pages": report.pages,
        "public-api": { "removed": those('-'), "added": those('+') },
        "errors": { "before": errors(&report.before), "after": errors(&report.after) },
    })
}

fn errors(checked: &Checked) -> Vec<Value> {
    let lines = render_json(&checked.diagnostics, &checked.sources);
    lines.lines().filter_map(|line| serde_json::from_str(line).ok()).collect()
}
