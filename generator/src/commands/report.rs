//! The output of commands: results on standard output, errors and mismatches on standard error.

use std::io::{self, IsTerminal as _, Write as _};
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::diagnostics::{Diagnostic, Sources, Style};

use super::Format;
use super::error::CommandError;
use crate::program;
use crate::wording::{count, shown};

/// Whether a result could not be written to standard output.
static IS_CUT: AtomicBool = AtomicBool::new(false);

/// A result.
pub(crate) fn line(text: &str) {
    self::text(&format!("{text}\n"));
}

/// A result of several lines, each with its line break.
pub(crate) fn text(text: &str) {
    let Err(error) = io::stdout().write_all(text.as_bytes()) else { return };
    // A closed pipe is not an error, because the reader has all it wanted; a full disk is.
    if error.kind() != io::ErrorKind::BrokenPipe && !IS_CUT.swap(true, Ordering::Relaxed) {
        warning(&format!("error: cannot write to standard output: {error}"));
    }
}

/// Whether a part of the results could not be written.
pub(crate) fn is_cut() -> bool {
    IS_CUT.load(Ordering::Relaxed)
}

/// A text of one or more lines. It can quote a page or a recording, whose characters must not control the terminal.
pub(crate) fn warning(text: &str) {
    let lines: Vec<String> = text.split('\n').map(shown).collect();
    let _ = writeln!(io::stderr(), "{}", lines.join("\n"));
}

pub(crate) fn failure(error: &CommandError) {
    let _ = writeln!(io::stderr(), "error: {}", error.chain());
}

/// Errors of specs.
pub(crate) fn errors(found: &[Diagnostic], sources: &Sources, format: Format) {
    diagnostics(found, "error", sources, format);
}

/// Mismatches between specs and what they are compared with.
pub(crate) fn mismatches(found: &[Diagnostic], sources: &Sources, format: Format) {
    diagnostics(found, "mismatch", sources, format);
}

/// What authors of specs should know.
pub(crate) fn notes(found: &[Diagnostic], sources: &Sources, format: Format) {
    diagnostics(found, "note", sources, format);
}

fn diagnostics(found: &[Diagnostic], kind: &str, sources: &Sources, format: Format) {
    match format {
        Format::Json => text(&crate::diagnostics::render_json(found, sources)),
        Format::Text => {
            let is_colored = io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none();
            let style = if is_colored { Style::Colored } else { Style::Plain };
            let _ = write!(io::stderr(), "{}", crate::diagnostics::render(found, sources, style));
            if !found.is_empty() {
                let codes: std::collections::BTreeSet<_> = found.iter().map(|diagnostic| diagnostic.code).collect();
                let codes: Vec<String> = codes.iter().map(ToString::to_string).collect();
                warning(&format!(
                    "{} ({}); for an explanation, run: {} check --explain {}",
                    count(found.len(), kind),
                    codes.join(", "),
                    program::name(),
                    codes.first().map_or("", String::as_str),
                ));
            }
        }
    }
}

/// Shows the progress of a run on a line that the next call overwrites.
pub(crate) fn progress(text: &str, is_over: bool) {
    let line = if is_over { "\r\x1b[K".to_owned() } else { format!("\r\x1b[K{text}") };
    let _ = write!(io::stderr(), "{line}");
}

/// A command that can be pasted into a shell, with the paths that differ from their defaults.
pub(crate) fn command(name: &str, paths: &[(&str, &Path, &str)]) -> String {
    let mut command = format!("{} {name}", program::name());
    for (flag, path, default) in paths {
        if *path != Path::new(default) {
            command.push_str(&format!(" {flag} {}", argument(path)));
        }
    }
    command
}

/// A path as an argument of a command that can be pasted into a shell.
fn argument(path: &Path) -> String {
    let is_safe = |c: char| c.is_ascii_alphanumeric() || "-_./\\:@%+=,".contains(c);
    match path.to_str() {
        Some(text) if !text.is_empty() && text.chars().all(is_safe) => text.to_owned(),
        Some(text) if shown(text) == text => format!("'{}'", text.replace('\'', r"'\''")),
        // Characters that cannot be shown are bytes of a quoted text.
        _ => {
            let bytes = path.as_os_str().as_encoded_bytes();
            let byte = |byte: &u8| match byte {
                byte if byte.is_ascii_graphic() && !matches!(byte, b'\'' | b'\\') => char::from(*byte).to_string(),
                byte => format!("\\x{byte:02x}"),
            };
            format!("$'{}'", bytes.iter().map(byte).collect::<String>())
        }
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::argument;

    #[test]
    fn a_path_with_blanks_or_quotes_stays_one_argument() {
        assert_eq!(argument(Path::new("../spec-2/a.b")), "../spec-2/a.b");
        assert_eq!(argument(Path::new("my specs")), "'my specs'");
        assert_eq!(argument(Path::new("a\nb")), r"$'a\x0ab'");
        assert_eq!(argument(Path::new("it's $(x)")), r"'it'\''s $(x)'");
    }
}
