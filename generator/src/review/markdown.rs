//! Markdown that shows text of others verbatim.

use std::fmt::Write as _;

use url::Url;

use super::change::{Cited, SourceLine, code};
use crate::markdown_text::link_target;

/// A link to a page, or its name if its address is not a web address.
pub(super) fn page(cited: &Cited) -> String {
    let target = Url::parse(&cited.url).ok().filter(|url| matches!(url.scheme(), "https" | "http"));
    let name = code(&cited.name);
    let shown = target.map_or_else(|| name.clone(), |url| format!("[{name}]({})", link_target(&url)));
    format!("{shown}, captured {}", code(&cited.captured))
}

/// How lines of specs are linked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LineLinks {
    base: String,
}

impl LineLinks {
    /// Links to files below `base`, such as the files of a commit on GitHub. Otherwise, links are relative.
    pub fn below(base: &Url) -> Self {
        Self { base: format!("{}/", link_target(base).trim_end_matches('/')) }
    }

    /// A place in a spec. A line of the revision before has no link, since the file is another one now.
    pub(super) fn line(&self, line: &SourceLine) -> String {
        let shown = code(&format!("{}:{}", line.file, line.line));
        if line.is_before {
            return format!("{shown} as it was");
        }
        let is_relative = !line.file.starts_with('/') && !line.file.contains(['\\', ':']);
        if !is_relative {
            return shown;
        }
        format!("[{shown}]({}{}#L{})", self.base, escaped(&line.file), line.line)
    }
}

/// A path as part of a URL, without characters that end a link.
fn escaped(path: &str) -> String {
    let mut text = String::new();
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            text.push(char::from(byte));
        } else {
            let _ = write!(text, "%{byte:02X}");
        }
    }
    text
}

/// The maximum number of names shown of a list.
const NAMES: usize = 10;

/// The first names of a list, which may be long.
pub(super) fn few(names: &[String]) -> String {
    let shown = names.iter().take(NAMES).map(String::as_str).collect::<Vec<_>>().join(", ");
    match names.len().saturating_sub(NAMES) {
        0 => shown,
        more => format!("{shown} and {more} more"),
    }
}

/// The fence of a code block with these lines, which may contain fences.
pub(super) fn fence(lines: &[String]) -> String {
    let runs = lines.iter().flat_map(|line| line.split(|c| c != '`')).map(str::len);
    "`".repeat(3.max(runs.max().unwrap_or_default() + 1))
}

/// The beginning of a part that is collapsed. The title must be plain text.
pub(super) fn opening(title: &str) -> String {
    format!("\n<details>\n<summary>{title}</summary>\n\n")
}

/// The end of such a part.
pub(super) const CLOSING: &str = "\n</details>\n";

#[cfg(test)]
mod tests {
    use url::Url;

    use super::{LineLinks, fence, page};
    use crate::review::change::{Cited, SourceLine};

    #[test]
    fn lines_are_linked_where_their_file_is_the_one_that_is_shown() {
        let line = |file: &str, is_before| SourceLine { file: file.to_owned(), line: 12, is_before };
        let relative = LineLinks::default();
        assert_eq!(
            relative.line(&line("spec/a b/(c).yaml", false)),
            "[`spec/a b/(c).yaml:12`](spec/a%20b/%28c%29.yaml#L12)"
        );
        assert_eq!(relative.line(&line("spec/c.yaml", true)), "`spec/c.yaml:12` as it was");
        assert_eq!(relative.line(&line("/tmp/c.yaml", false)), "`/tmp/c.yaml:12`");
        let below = LineLinks::below(&Url::parse("https://git.example/o/r/blob/main").unwrap());
        assert_eq!(below.line(&line("c.yaml", false)), "[`c.yaml:12`](https://git.example/o/r/blob/main/c.yaml#L12)");
    }

    #[test]
    fn nothing_breaks_out_of_its_place() {
        assert_eq!(fence(&["a\n", "````\n", "b\n"].map(str::to_owned)), "`````");
        let cited =
            |url: &str| Cited { name: "a`]b".to_owned(), url: url.to_owned(), captured: "2026-11-21".to_owned() };
        assert_eq!(
            page(&cited("https://a.example/(b) c")),
            "[``a`]b``](https://a.example/%28b%29%20c), captured `2026-11-21`"
        );
        assert_eq!(page(&cited("javascript:alert(1)")), "``a`]b``, captured `2026-11-21`");
    }
}
