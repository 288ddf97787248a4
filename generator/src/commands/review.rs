//! `docwright review`

use std::path::{Path, PathBuf};

use crate::backend::rust;
use crate::pages::verify;
use crate::review::{CrateVersion, LineLinks, ReviewReport, Verdict};
use crate::wording::count;
use crate::write;
use clap::ValueEnum;
use url::Url;

use super::error::CommandError;
use super::progress::Progress;
use super::{CommandOutcome, report};

#[derive(clap::Args)]
pub struct ReviewArguments {
    /// Commit to compare with: a branch, a tag or a hash. It is read from git; the work tree is not changed.
    #[arg(long, value_name = "REV", allow_hyphen_values = true)]
    base: String,
    /// Directory with the specs.
    #[arg(long, value_name = "DIR", default_value = "spec")]
    spec: PathBuf,
    /// Crate that a release would publish, for its version.
    #[arg(long, value_name = "DIR", default_value = "generated-client")]
    out: PathBuf,
    /// URL below which the report links lines of the specs, such as https://github.com/OWNER/REPO/blob/COMMIT. Otherwise, links
    /// are relative.
    #[arg(long, value_name = "URL")]
    links: Option<Url>,
    /// How the report is shown.
    #[arg(long, value_enum, default_value_t = ReportFormat::Markdown)]
    format: ReportFormat,
    /// Limits the Markdown to this many bytes, cutting the least important parts first. GitHub allows 65,536 characters in a
    /// comment and 1 MiB in a job summary.
    #[arg(long, value_name = "BYTES")]
    limit: Option<usize>,
    /// Fails if the change is of this kind or a more severe one.
    #[arg(long, value_enum, value_name = "VERDICT")]
    deny: Option<Denied>,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum ReportFormat {
    /// For a comment on a pull request.
    Markdown,
    /// One JSON object, for machines.
    Json,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Denied {
    /// Programs may not compile, or the same call sends a different request.
    Breaking,
    /// There are additions, or calls behave differently.
    Additive,
    /// Only docs, pages, errata or examples changed.
    Documentation,
}

impl Denied {
    fn verdict(self) -> Verdict {
        match self {
            Self::Breaking => Verdict::Breaking,
            Self::Additive => Verdict::Additive,
            Self::Documentation => Verdict::Documentation,
        }
    }
}

pub(crate) fn run(arguments: &ReviewArguments) -> Result<CommandOutcome, CommandError> {
    if arguments.limit.is_some() && arguments.format == ReportFormat::Json {
        return Err(CommandError::LimitOfJson);
    }
    let mut progress = Progress::new("comparing specs");
    let mut found = ReviewReport::since(&arguments.spec, &arguments.base, rust::public_api_of, &mut |done, of| {
        progress.update(done, of)
    })?;
    if !found.pages.is_empty() {
        note_corrected_errata(&mut found, &arguments.spec);
    }
    found.crate_version = write::package_version(&arguments.out).as_deref().and_then(CrateVersion::parse);
    found.links = arguments.links.as_ref().map(LineLinks::below).unwrap_or_default();
    match arguments.format {
        ReportFormat::Markdown => {
            let text = arguments.limit.map_or_else(|| found.markdown(), |limit| found.markdown_within(limit));
            report::line(text.trim_end());
        }
        ReportFormat::Json => report::line(&found.json().to_string()),
    }
    // What was not compared can be anything.
    let is_denied =
        arguments.deny.is_some_and(|denied| found.earlier_key.is_some() || found.review.verdict() >= denied.verdict());
    let has_errors = !found.after.diagnostics.is_empty();
    if has_errors {
        report::warning(&format!(
            "review: the specs have {}; run `{}`",
            count(found.after.diagnostics.len(), "error"),
            report::command("check", &[("--spec", &arguments.spec, "spec")])
        ));
    }
    Ok(if is_denied || has_errors { CommandOutcome::Reported } else { CommandOutcome::Clean })
}

/// Notes errata of pages that changed. Locks that cannot be read are in the report already.
fn note_corrected_errata(found: &mut ReviewReport, spec: &Path) {
    let mut sources = found.after.sources.clone();
    if let Ok(compared) = verify::verify(&found.after.model, spec, &[], &mut sources, &mut |_, _| {}) {
        for erratum in compared.corrected {
            found.note_corrected_erratum(erratum.place, &erratum.page, (&erratum.at, &erratum.says));
        }
    }
}
