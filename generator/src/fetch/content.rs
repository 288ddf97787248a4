//! What the body of a response is: a page, a form to sign in, an empty shell.

use std::cell::RefCell;

use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{Tag, TagKind, Token, TokenSink, TokenSinkResult};
use url::Url;

use super::problem::{PageProblem, is_sign_in, without_query};
use crate::media_types;
use crate::pages::facts::PageFacts;
use crate::pages::html::HtmlReader;
use crate::pages::read;

/// A page without facts that has fewer words is the shell of one.
const FEWEST_WORDS: usize = 25;

/// Extensions of pages that some services send as plain text.
const TEXT_ENDINGS: [&str; 7] = ["md", "markdown", "rst", "mdx", "json", "yaml", "yml"];

/// The extension for a copy of the body, from its media type or else from the URL; `None` if it is no page.
pub(super) fn ending(media: Option<&str>, url: &Url, bytes: &[u8]) -> Option<&'static str> {
    let of_url = || {
        let name = url.path_segments()?.next_back()?;
        let ending = name.rsplit_once('.')?.1.to_ascii_lowercase();
        TEXT_ENDINGS.into_iter().find(|known| *known == ending)
    };
    let Some(media) = media else {
        let is_markup = bytes.trim_ascii_start().starts_with(b"<");
        return if is_markup { Some("html") } else { of_url() };
    };
    let essence = media.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    match essence.as_str() {
        "text/html" | "application/xhtml+xml" => Some("html"),
        "text/markdown" | "text/x-markdown" => Some("md"),
        "text/x-rst" | "text/prs.fallenstein.rst" => Some("rst"),
        "text/plain" => Some(of_url().unwrap_or("txt")),
        "application/yaml" | "application/x-yaml" | "text/yaml" | "text/x-yaml" => Some("yaml"),
        yaml if yaml.ends_with("+yaml") => Some("yaml"),
        _ if media_types::is_json(media) => Some("json"),
        _ => None,
    }
}

/// Why the body is not the page that was requested. `at` is where redirects led to.
pub(super) fn problem(ending: &str, url: &Url, at: &Url, bytes: &[u8]) -> Option<PageProblem> {
    // Pages with facts are pages, whatever else is on them.
    if has_facts(&read::page("page", bytes)) {
        return None;
    }
    if is_sign_in(at) && !is_sign_in(url) {
        return Some(PageProblem::NeedsSignIn(format!("it redirects to `{}`", without_query(at))));
    }
    if ending != "html" {
        return bytes.trim_ascii().is_empty().then_some(PageProblem::Empty { has_scripts: false });
    }
    let shell = Shell::of(&String::from_utf8_lossy(bytes));
    if shell.has_password_field {
        return Some(PageProblem::NeedsSignIn("it has a field for a password".to_owned()));
    }
    let title = shell.title.trim().to_lowercase();
    if title.starts_with("404") || title.contains("page not found") {
        return Some(PageProblem::Gone("its title says so".to_owned()));
    }
    (shell.words < FEWEST_WORDS).then_some(PageProblem::Empty { has_scripts: shell.has_scripts })
}

fn has_facts(page: &PageFacts) -> bool {
    !page.requests.is_empty()
        || !page.definitions.is_empty()
        || !page.examples.is_empty()
        || page.parameters.stated().is_some()
        || page.headers.stated().is_some()
        || page.body.stated().is_some()
        || page.responses.stated().is_some()
        || page.errors.stated().is_some()
}

/// What a page in HTML shows before its scripts run.
#[derive(Debug, Default)]
struct Shell {
    words: usize,
    title: String,
    has_scripts: bool,
    has_password_field: bool,
    /// Open elements whose text is not that of the page.
    hidden: Vec<String>,
}

impl Shell {
    fn of(text: &str) -> Self {
        let mut reader = HtmlReader::new(ShellSink(RefCell::default()));
        reader.feed(text);
        reader.finish().0.into_inner()
    }

    fn tag(&mut self, tag: &Tag) -> TokenSinkResult<()> {
        let name = &*tag.name;
        if tag.kind == TagKind::EndTag {
            if let Some(place) = self.hidden.iter().rposition(|open| open == name) {
                self.hidden.truncate(place);
            }
            return TokenSinkResult::Continue;
        }
        match name {
            // An element before it that is not closed must not hide the page.
            "main" | "article" => self.hidden.clear(),
            "nav" | "header" | "footer" | "aside" | "noscript" | "template" | "svg" if !tag.self_closing => {
                self.hidden.push(name.to_owned());
            }
            "input" => {
                let is_password = |attribute: &html5ever::Attribute| {
                    &*attribute.name.local == "type" && attribute.value.eq_ignore_ascii_case("password")
                };
                self.has_password_field |= tag.attrs.iter().any(is_password);
            }
            "title" if self.hidden.is_empty() => {
                self.hidden.push(name.to_owned());
                return TokenSinkResult::RawData(RawKind::Rcdata);
            }
            "script" | "style" => {
                self.has_scripts |= name == "script";
                self.hidden.push(name.to_owned());
                return TokenSinkResult::RawData(RawKind::Rawtext);
            }
            _ => {}
        }
        TokenSinkResult::Continue
    }

    fn text(&mut self, text: &str) {
        match self.hidden.last().map(String::as_str) {
            None => self.words += text.split_whitespace().count(),
            Some("title") => self.title.push_str(text),
            Some(_) => {}
        }
    }
}

struct ShellSink(RefCell<Shell>);

impl TokenSink for ShellSink {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        let mut shell = self.0.borrow_mut();
        match token {
            Token::CharacterTokens(text) => shell.text(&text),
            Token::TagToken(tag) => return shell.tag(&tag),
            _ => {}
        }
        TokenSinkResult::Continue
    }
}

#[cfg(test)]
mod tests {
    use super::{Shell, ending, problem};

    fn problem_of(html: &str) -> Option<String> {
        let url = "https://docs.example/a".parse().unwrap();
        problem("html", &url, &url, html.as_bytes()).map(|problem| problem.predicate())
    }

    #[test]
    fn only_the_text_of_the_page_is_counted() {
        let shell = Shell::of(
            "<title>Boats &amp; tides</title><header>one</header><nav><aside>two</aside> three</nav><script>a b</script>\
             <p>four <b>five</b><style>c{}</style><noscript>six</noscript>",
        );
        assert_eq!((shell.words, shell.title.as_str(), shell.has_scripts), (2, "Boats & tides", true));
        assert_eq!(Shell::of("<nav>never closed<main>one two</main>").words, 2);
    }

    #[test]
    fn prose_is_a_page_and_a_shell_is_none() {
        let prose = "<p>Every boat has a number. ".repeat(8);
        assert_eq!(problem_of(&format!("<script src=a.js></script>{prose}")), None);
        assert_eq!(
            problem_of("<div id=app></div><script src=a.js></script><noscript>Enable JavaScript.</noscript>"),
            Some("has no text without JavaScript".to_owned())
        );
        assert_eq!(problem_of(" \n"), Some("has no text".to_owned()));
        assert!(problem_of(&format!("<title>404 - Content</title>{prose}")).unwrap().starts_with("does not exist"));
        assert!(problem_of(&format!("{prose}<input type=Password>")).unwrap().starts_with("requires a sign-in"));
    }

    #[test]
    fn the_extension_follows_the_media_type() {
        let of = |media: Option<&str>, url: &str, bytes: &[u8]| ending(media, &url.parse().unwrap(), bytes);
        assert_eq!(of(Some("Text/HTML; charset=utf-8"), "https://a.example/b.md", b""), Some("html"));
        assert_eq!(of(Some("text/plain"), "https://a.example/b.md", b""), Some("md"));
        assert_eq!(of(Some("text/plain"), "https://a.example/b.exe", b""), Some("txt"));
        assert_eq!(of(Some("application/vnd.oai.openapi+json"), "https://a.example/", b""), Some("json"));
        assert_eq!(of(Some("image/png"), "https://a.example/b.html", b""), None);
        assert_eq!(of(None, "https://a.example/", b" <p>"), Some("html"));
        assert_eq!(of(None, "https://a.example/b.yaml", b"a: b"), Some("yaml"));
        assert_eq!(of(None, "https://a.example/b", b"\x89PNG"), None);
    }
}
