//! `docwright verify traffic`

use std::path::PathBuf;

use crate::diagnostics::{Diagnostic, Sources};
use crate::traffic::verify::{self, Options, Verified};
use crate::traffic::{Class, mismatches_json};
use crate::wording::{count, shown_path};
use clap::builder::PossibleValuesParser;
use clap::builder::TypedValueParser as _;

use super::error::CommandError;
use super::progress::Progress;
use super::{CommandOutcome, Format, SpecArguments, check, report};

#[derive(clap::Args)]
pub struct VerifyTrafficArguments {
    /// Recordings: HAR files, or bodies of the operation that `--operation` names; `-` is standard input.
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,
    #[command(flatten)]
    spec: SpecArguments,
    /// The operation or webhook whose bodies the files are.
    #[arg(long, value_name = "API/AREA/NAME")]
    operation: Option<String>,
    /// The files are bodies of its requests, not of its responses.
    #[arg(long, requires = "operation")]
    request: bool,
    /// The status of those responses, if several have JSON or they are errors.
    #[arg(long, value_name = "N", requires = "operation", conflicts_with = "request")]
    status: Option<u16>,
    /// Classes of mismatches to ignore, such as those that the client handles: unknown-value,unknown-member.
    #[arg(long, value_name = "CLASS", value_delimiter = ',', value_parser = class_parser())]
    allow: Vec<Class>,
    /// Also reports members of the spec that never occur.
    #[arg(long)]
    unseen: bool,
    /// Writes a copy of the recording without its secrets.
    #[arg(long, value_name = "OUT.har", conflicts_with = "operation")]
    redact: Option<PathBuf>,
}

fn class_parser() -> impl clap::builder::TypedValueParser<Value = Class> {
    PossibleValuesParser::new(Class::ALL.map(Class::name)).try_map(|name| {
        Class::ALL.into_iter().find(|class| class.name() == name).ok_or("there is no such class of mismatches")
    })
}

pub(crate) fn run(arguments: &VerifyTrafficArguments) -> Result<CommandOutcome, CommandError> {
    let checked = check::load(&arguments.spec)?;
    if !checked.diagnostics.is_empty() {
        report::errors(&checked.diagnostics, &checked.sources, arguments.spec.format);
        return Ok(CommandOutcome::Reported);
    }
    if let Some(out) = &arguments.redact {
        let [file] = arguments.files.as_slice() else { return Err(CommandError::RedactSeveral) };
        if file.as_os_str() == verify::STANDARD_INPUT {
            return Err(CommandError::RedactStandardInput);
        }
        verify::redact_file(&checked.model, file, out)?;
        report::warning(&format!("verify traffic: wrote {}", shown_path(out)));
    }
    let options = Options {
        operation: arguments.operation.clone(),
        request: arguments.request,
        status: arguments.status,
        allow: arguments.allow.iter().copied().collect(),
        unseen: arguments.unseen,
    };
    let mut progress = Progress::new("reading recordings");
    let mut update = |done, of| progress.update(done, of);
    let verified = verify::verify(&checked.model, &arguments.files, &options, &mut update)?;
    show(&verified, &checked.sources, arguments.spec.format);
    Ok(if verified.mismatches.is_empty() { CommandOutcome::Clean } else { CommandOutcome::Reported })
}

fn show(verified: &Verified, sources: &Sources, format: Format) {
    match format {
        Format::Text => {
            let mismatches: Vec<Diagnostic> =
                verified.mismatches.iter().map(|mismatch| mismatch.diagnostic.clone()).collect();
            report::mismatches(&mismatches, sources, format);
            for note in &verified.notes {
                let entry = note.entry.map(|entry| format!(", entry {entry}")).unwrap_or_default();
                let times = if note.count == 1 { String::new() } else { format!(" ({} times)", note.count) };
                report::line(&format!("note: {}{times}: {}{entry}", note.message, note.file));
            }
            report::line(&format!(
                "verify traffic: {} read, {} matched; {} of {} called; {}{}",
                count(verified.exchanges, "exchange"),
                verified.matched,
                verified.called.len(),
                count(verified.operations, "operation"),
                count(verified.mismatches.len(), "mismatch"),
                if verified.allowed == 0 { String::new() } else { format!(", {} ignored", verified.allowed) },
            ));
        }
        Format::Json => {
            report::text(&mismatches_json(&verified.mismatches, sources));
            report::line(&summary_json(verified).to_string());
        }
    }
}

fn summary_json(verified: &Verified) -> serde_json::Value {
    let notes = verified.notes.iter().map(|note| {
        serde_json::json!({ "message": note.message, "count": note.count, "file": note.file, "entry": note.entry })
    });
    serde_json::json!({
        "summary": {
            "exchanges": verified.exchanges,
            "matched": verified.matched,
            "operations": verified.operations,
            "called": verified.called,
            "mismatches": verified.mismatches.len(),
            "allowed": verified.allowed,
        },
        "notes": notes.collect::<Vec<_>>(),
    })
}
