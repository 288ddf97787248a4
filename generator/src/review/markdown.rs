//! Markdown that shows text of others verbatim.

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

/// A place in a spec.
pub(super) fn line(line: &SourceLine) -> String {
    let shown = code(&format!("{}:{}", line.file, line.line));
    if line.is_before { format!("{shown} as it was") } else { shown }
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
    use super::{fence, page};
    use crate::review::change::Cited;

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
