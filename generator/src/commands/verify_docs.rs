//! `docwright verify docs`

use std::path::PathBuf;

use crate::diagnostics::{Sources, sort};
use crate::pages::compare::Comparison;
use crate::pages::verify;
use crate::program;
use crate::wording::{count, shown, shown_path};

use super::error::CommandError;
use super::progress::Progress;
use super::{CommandOutcome, Format, SpecArguments, check, fetch, report};

#[derive(clap::Args)]
pub struct VerifyDocsArguments {
    /// Pages (.md, .markdown, .mdx, .rst, .txt, .html, .htm) and OpenAPI documents (.json, .yaml, .yml), or folders of them.
    /// By default, the specs are compared with their `pages.lock`.
    #[arg(value_name = "PATH", group = "pages-to-read")]
    paths: Vec<PathBuf>,
    #[command(flatten)]
    spec: SpecArguments,
    /// Writes what the pages state into the `pages.lock` of their APIs.
    #[arg(long, requires = "pages-to-read")]
    update: bool,
    /// Fetches the pages that the specs cite first, and compares the specs with them as well.
    #[arg(long, group = "pages-to-read")]
    fetch: bool,
    /// Folder for fetched pages.
    #[arg(long, value_name = "DIR", default_value = fetch::FOLDER, requires = "fetch")]
    pages: PathBuf,
    /// Also shows notes on differences that a rendering or a translation can explain.
    #[arg(long)]
    notes: bool,
    /// Also lists the pages that no spec has.
    #[arg(long)]
    list: bool,
}

pub(crate) fn run(arguments: &VerifyDocsArguments) -> Result<CommandOutcome, CommandError> {
    let mut checked = check::load(&arguments.spec)?;
    if !checked.diagnostics.is_empty() {
        report::errors(&checked.diagnostics, &checked.sources, arguments.spec.format);
        return Ok(CommandOutcome::Reported);
    }
    let mut paths = arguments.paths.clone();
    let mut fetched = None;
    if arguments.fetch {
        let pages = fetch::fetch(&checked.model, &[], &arguments.pages)?;
        paths.extend(pages.files.iter().cloned());
        fetched = Some(pages);
    }
    let mut progress = Progress::new("reading pages");
    let mut update = |done, of| progress.update(done, of);
    let directory = &arguments.spec.spec;
    if arguments.update {
        let written = verify::update_locks(&checked.model, directory, &paths, &mut checked.sources, &mut update)?;
        for path in written {
            report::warning(&format!("verify docs: wrote {}", shown_path(&path)));
        }
    }
    let mut comparison = verify::verify(&checked.model, directory, &paths, &mut checked.sources, &mut update)?;
    if let Some(fetched) = &fetched {
        comparison.mismatches.extend(fetched.mismatches.iter().cloned());
        sort(&mut comparison.mismatches);
        report::notes(&fetched.notes, &checked.sources, arguments.spec.format);
    }
    report::mismatches(&comparison.mismatches, &checked.sources, arguments.spec.format);
    match arguments.spec.format {
        Format::Text => {
            if let Some(fetched) = &fetched {
                fetch::show(fetched);
            }
            show(&comparison, &checked.sources, arguments);
        }
        Format::Json => {
            let mut object = summary_json(&comparison, &checked.sources, arguments.notes);
            if let Some(fetched) = &fetched {
                object["fetched"] = fetch::summary_json(fetched);
            }
            report::line(&object.to_string());
        }
    }
    if let Some(fetched) = fetched {
        fetch::require_all(&fetched)?;
    }
    require_match(&comparison, &checked.sources, arguments)?;
    Ok(if comparison.mismatches.is_empty() { CommandOutcome::Clean } else { CommandOutcome::Reported })
}

/// Fails if none of the pages that were named is about an API, so that a wrong folder or a page of an error is not taken for
/// a page that agrees.
fn require_match(
    comparison: &Comparison,
    sources: &Sources,
    arguments: &VerifyDocsArguments,
) -> Result<(), CommandError> {
    /// How many pages are named.
    const SHOWN: usize = 3;
    let summary = &comparison.summary;
    if arguments.paths.is_empty() || summary.matched > 0 || !comparison.mismatches.is_empty() {
        return Ok(());
    }
    let mut reasons: Vec<String> = summary
        .unmatched
        .iter()
        .take(SHOWN)
        .map(|page| format!("{}: {}", sources.file(page.file).path, page.reason))
        .collect();
    let more = summary.unmatched.len().saturating_sub(SHOWN);
    if more > 0 {
        reasons.push(format!("{} more (--list)", count(more, "page")));
    }
    Err(CommandError::NoPageMatched(reasons))
}

fn show(comparison: &Comparison, sources: &Sources, arguments: &VerifyDocsArguments) {
    if arguments.notes {
        for note in &comparison.notes {
            let file = sources.file(note.place.file);
            report::line(&format!("note: {}:{}: {}", file.path, sources.line(note.place), shown(&note.message)));
        }
    }
    let summary = &comparison.summary;
    if arguments.list {
        for page in &summary.unmatched {
            report::line(&format!(
                "not matched: {}: {}",
                sources.file(page.file).path,
                shown(&page.reason.to_string())
            ));
        }
    }
    let compared = &summary.compared;
    report::line(&format!(
        "compared: {}, {}, {}, {}, {}",
        count(compared.requests, "request"),
        count(compared.parameters, "parameter"),
        count(compared.members, "member"),
        count(compared.values, "value"),
        count(compared.examples, "example"),
    ));
    let hidden = [
        (summary.unmatched.len(), "page", " not matched (--list)", arguments.list),
        (comparison.notes.len(), "note", " (--notes)", arguments.notes),
    ];
    let hidden: Vec<String> = hidden
        .into_iter()
        .filter(|(number, .., is_shown)| *number > 0 && !is_shown)
        .map(|(number, what, option, _)| format!("{}{option}", count(number, what)))
        .collect();
    if !hidden.is_empty() {
        report::line(&format!("not shown: {}", hidden.join(", ")));
    }
    if summary.skipped_files > 0 {
        report::line(&format!(
            "skipped: {}, by the endings of their names",
            count(summary.skipped_files, "other file")
        ));
    }
    if summary.read_later > 0 {
        report::line(&format!(
            "{} locked by a later version of the reader, which may find other facts; update {program}",
            count(summary.read_later, "page"),
            program = program::name(),
        ));
    }
    if summary.read_otherwise > 0 {
        report::line(&format!(
            "{} locked by an earlier version of the reader, which found other facts; --update locks them again",
            count(summary.read_otherwise, "page"),
        ));
    }
    report::line(&format!(
        "verify docs: {} read, {} matched; {} of {} covered{}; {}",
        count(summary.pages, "page"),
        summary.matched,
        summary.covered,
        count(summary.operations, "operation"),
        if summary.left_out > 0 { format!(", {} left out", summary.left_out) } else { String::new() },
        count(comparison.mismatches.len(), "mismatch"),
    ));
}

fn summary_json(comparison: &Comparison, sources: &Sources, with_notes: bool) -> serde_json::Value {
    let summary = &comparison.summary;
    let unmatched = summary
        .unmatched
        .iter()
        .map(|page| serde_json::json!({ "file": sources.file(page.file).path, "reason": page.reason }));
    let mut object = serde_json::json!({
        "summary": {
            "pages": summary.pages,
            "matched": summary.matched,
            "unmatched": unmatched.collect::<Vec<_>>(),
            "operations": summary.operations,
            "covered": summary.covered,
            "leftOut": summary.left_out,
            "uncovered": summary.uncovered,
            "mismatches": comparison.mismatches.len(),
            "compared": summary.compared,
            "readOtherwise": summary.read_otherwise,
            "readLater": summary.read_later,
            "skippedFiles": summary.skipped_files,
        },
    });
    if with_notes {
        let notes = comparison.notes.iter().map(|note| {
            let file = &sources.file(note.place.file).path;
            serde_json::json!({ "file": file, "line": sources.line(note.place), "message": note.message })
        });
        object["notes"] = notes.collect();
    }
    object
}
