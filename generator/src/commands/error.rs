//! Why a command could not run.

use std::error::Error as _;
use std::path::PathBuf;

use crate::wording::{count, shown};
use crate::{fetch, files, output, pages, program, review, spec, traffic, write};

/// What prevents a command from running, as opposed to what it reports.
#[derive(Debug, thiserror::Error)]
pub(crate) enum CommandError {
    #[error(
        "the specs cannot be read; run this at the root of the workspace, name them with --spec, or begin a project with \
         `{} init NAME`",
        program::name()
    )]
    UnreadableSpecs(#[source] spec::LoadError),
    #[error("there are no specs in {}; begin one with `{} new API`", .0.display(), program::name())]
    NoSpecs(PathBuf),
    #[error(
        "{} is not a directory; run this at the root of the workspace, name it with --spec, or begin a project with \
         `{} init NAME`",
        .0.display(), program::name()
    )]
    NoDirectory(PathBuf),
    #[error("there is no rule {0}; `{program} check --explain all` lists them", program = program::name())]
    UnknownRule(String),
    #[error("--limit applies to Markdown only")]
    LimitOfJson,
    #[error("--redact takes one recording at a time")]
    RedactSeveral,
    #[error("--redact takes a file, not standard input")]
    RedactStandardInput,
    #[error("not fetched: {}; run this again later", count(*.0, "page"))]
    NotFetched(usize),
    #[error(transparent)]
    Fetch(#[from] fetch::FetchError),
    #[error(transparent)]
    Print(#[from] output::PrintError),
    #[error(transparent)]
    Output(#[from] write::WriteError),
    #[error(transparent)]
    File(#[from] files::FileError),
    #[error("compared with nothing: {}", .0.join("; "))]
    NoPageMatched(Vec<String>),
    #[error(transparent)]
    Review(review::ReportError),
    #[error(transparent)]
    Page(#[from] pages::read::ReadError),
    #[error(transparent)]
    Capture(#[from] pages::capture::CaptureError),
    #[error(transparent)]
    Pages(#[from] pages::verify::VerifyError),
    #[error(transparent)]
    Traffic(#[from] traffic::verify::TrafficError),
    #[error(transparent)]
    Skeleton(#[from] spec::skeleton::SkeletonError),
}

impl From<review::ReportError> for CommandError {
    fn from(error: review::ReportError) -> Self {
        match error {
            review::ReportError::Load(error) => Self::UnreadableSpecs(error),
            review::ReportError::NoSpec(directory) => Self::NoSpecs(directory),
            error => Self::Review(error),
        }
    }
}

impl CommandError {
    /// The error with its causes, in one line. Names of files can contain line breaks and control characters.
    pub(crate) fn chain(&self) -> String {
        let mut text = self.to_string();
        let mut cause = self.source();
        while let Some(error) = cause {
            text.push_str(&format!(": {error}"));
            cause = error.source();
        }
        shown(&text)
    }
}
