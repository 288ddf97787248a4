//! Markdown that shows foreign text without being changed by it.

use url::Url;

use super::change::{Cited, Line, code};
use crate::model::link_target;

/// A link to a page, or its name where it has no address that a browser opens.
pub(super) fn page(cited: &Cited) -> String {
    let target = Url::parse(&cited.url).ok().filter(|url| matches!(url.scheme(), "https" | "http"));
    let name = code(&cited.name);
    let shown = target.map_or_else(|| name.clone(), |url| format!("[{name}]({})", link_target(&url)));
    format!("{shown}, captured {}", code(&cited.captured))
}

/// A place in a spec.
pub(super) fn line(line: &Line) -> String {
    let shown = code(&format!("{}:{}", line.file, line.line));
    if line.is_before { format!("{shown} as it was") } else { shown }
}

/// Lines that are shown as they are, whatever they hold.
pub(super) fn block(language: &str, text: &str) -> String {
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or_default();
    let fence = "`".repeat(3.max(longest + 1));
    format!("{fence}{language}\n{}\n{fence}\n", text.trim_end())
}

/// A part that opens when it is asked for. The title must be plain.
pub(super) fn details(title: &str, content: &str) -> String {
    format!("<details>\n<summary>{title}</summary>\n\n{}\n\n</details>\n", content.trim_end())
}

#[cfg(test)]
mod tests {
    use super::{block, page};
    use crate::diff::Cited;

    #[test]
    fn nothing_breaks_out_of_its_place() {
        assert_eq!(block("text", "a\n````\nb"), "`````text\na\n````\nb\n`````\n");
        let cited =
            |url: &str| Cited { name: "a`]b".to_owned(), url: url.to_owned(), captured: "2026-11-21".to_owned() };
        assert_eq!(
            page(&cited("https://a.example/(b) c")),
            "[``a`]b``](https://a.example/%28b%29%20c), captured `2026-11-21`"
        );
        assert_eq!(page(&cited("javascript:alert(1)")), "``a`]b``, captured `2026-11-21`");
    }
}
