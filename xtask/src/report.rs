//! What commands say, and where: results on standard output, findings and errors on standard error.

use std::io::{self, IsTerminal as _, Write as _};

use docwright::diagnostics::{self, Diagnostic, Sources, Style};

use crate::Format;

/// A result; a reader that has gone away is no reason to fail.
pub(crate) fn line(text: &str) {
    let _ = writeln!(io::stdout(), "{text}");
}

/// A result of several lines, each with its end.
pub(crate) fn text(text: &str) {
    let _ = write!(io::stdout(), "{text}");
}

pub(crate) fn warning(text: &str) {
    let _ = writeln!(io::stderr(), "{text}");
}

pub(crate) fn error(error: &anyhow::Error) {
    let _ = writeln!(io::stderr(), "error: {error:#}");
}

pub(crate) fn findings(found: &[Diagnostic], sources: &Sources, format: Format) {
    match format {
        Format::Json => {
            let _ = write!(io::stdout(), "{}", diagnostics::render_json(found, sources));
        }
        Format::Text => {
            let is_coloured = io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none();
            let style = if is_coloured { Style::Coloured } else { Style::Plain };
            let _ = write!(io::stderr(), "{}", diagnostics::render(found, sources, style));
            if !found.is_empty() {
                let codes: std::collections::BTreeSet<_> = found.iter().map(|finding| finding.code).collect();
                let codes: Vec<String> = codes.iter().map(ToString::to_string).collect();
                warning(&format!(
                    "{} ({}); for a rule's reason: cargo xtask check --explain {}",
                    count(found.len(), "fault"),
                    codes.join(", "),
                    codes.first().map_or("", String::as_str),
                ));
            }
        }
    }
}

/// Shows how far a run has come on a line that the next call overwrites.
pub(crate) fn progress(text: &str, is_over: bool) {
    let line = if is_over { "\r\x1b[K".to_owned() } else { format!("\r\x1b[K{text}") };
    let _ = write!(io::stderr(), "{line}");
}

/// `1 file`, `2 files`.
pub(crate) fn count(number: usize, what: &str) -> String {
    let plural = if number == 1 { "" } else { "s" };
    format!("{number} {what}{plural}")
}
