//! What is wrong with a page that was requested.

use url::Url;

use crate::diagnostics::Code;

/// Why there is no page at a URL that a spec cites.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum PageProblem {
    /// The service says so, by a status or in words.
    Gone(String),
    /// It shows a form to sign in, or requires credentials.
    NeedsSignIn(String),
    /// It has no text.
    Empty {
        /// Whether there are scripts that may load the text.
        has_scripts: bool,
    },
    /// It is, or requires a sign-in, on another host.
    OnOtherHost(Url),
    /// It is of another kind than pages are, or too large.
    IsNoText(String),
    /// Its URL is not requested.
    NotFetched(&'static str),
    /// Nor is the URL that it redirects to.
    RedirectNotFetched(&'static str),
}

/// Why the state of a page is not known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Obstacle {
    /// There is no page at the URL.
    Problem(PageProblem),
    /// The request failed; another one may succeed.
    Failure(String),
}

impl PageProblem {
    /// The rule that it breaks.
    pub(super) fn code(&self) -> Code {
        match self {
            Self::Gone(_) => Code::PageGone,
            Self::NeedsSignIn(_) => Code::PageNeedsSignIn,
            Self::Empty { .. } => Code::PageEmpty,
            Self::OnOtherHost(to) if is_sign_in(to) => Code::PageNeedsSignIn,
            Self::OnOtherHost(_) => Code::PageOnOtherHost,
            Self::IsNoText(_) => Code::PageIsNoText,
            Self::NotFetched(_) | Self::RedirectNotFetched(_) => Code::PageUrlNotFetched,
        }
    }

    /// What is wrong, after the URL of the page.
    pub(super) fn predicate(&self) -> String {
        match self {
            Self::Gone(how) => format!("does not exist any more: {how}"),
            Self::NeedsSignIn(how) => format!("requires a sign-in: {how}"),
            Self::Empty { has_scripts: true } => "has no text without JavaScript".to_owned(),
            Self::Empty { has_scripts: false } => "has no text".to_owned(),
            Self::OnOtherHost(to) if is_sign_in(to) => {
                format!("requires a sign-in: it redirects to `{}`", without_query(to))
            }
            Self::OnOtherHost(to) => format!("redirects to another host: `{}`", without_query(to)),
            Self::IsNoText(how) => format!("is no page: {how}"),
            Self::NotFetched(objection) => objection.to_string(),
            Self::RedirectNotFetched(objection) => format!("redirects to a URL that {objection}"),
        }
    }

    /// What to do about it.
    pub(super) fn help(&self) -> &'static str {
        match self.code() {
            Code::PageGone => "correct `url`, or cite another page",
            Code::PageNeedsSignIn => "cite a public page, or save this one by hand and name the file",
            Code::PageEmpty => "cite the document that the page loads, or save the page by hand and name the file",
            Code::PageOnOtherHost => "open the new URL; if it is the page of the vendor, write it as `url`",
            Code::PageUrlNotFetched => "write the https URL of the page, without a user name or a password",
            _ => "cite a page in HTML, Markdown, text, JSON or YAML",
        }
    }
}

/// Whether a URL is that of a form to sign in, by its words.
pub(super) fn is_sign_in(url: &Url) -> bool {
    const WORDS: [&str; 10] =
        ["login", "logon", "signin", "sso", "oauth", "oauth2", "authorize", "saml", "saml2", "accounts"];
    let host = url.host_str().unwrap_or_default();
    let segments = url.path_segments().into_iter().flatten();
    segments.chain(host.split('.')).any(|part| {
        let stem = part.split('.').next().unwrap_or_default();
        let word: String = stem.chars().filter(char::is_ascii_alphanumeric).collect();
        WORDS.contains(&word.to_ascii_lowercase().as_str())
    })
}

/// The URL without its query, which may contain the state of a session.
pub(super) fn without_query(url: &Url) -> String {
    let mut url = url.clone();
    url.set_query(None);
    url.set_fragment(None);
    url.into()
}

#[cfg(test)]
mod tests {
    use super::is_sign_in;

    #[test]
    fn a_form_to_sign_in_is_recognized_by_its_url() {
        for (url, expected) in [
            ("https://login.vendor.example/tenant?return=docs", true),
            ("https://docs.example/Sign-In", true),
            ("https://vendor.example/account/login.aspx", true),
            ("https://vendor.example/oauth2/v2.0/authorize", true),
            ("https://docs.example/accounts-of-users", false),
            ("https://help.vendor.example/boats", false),
        ] {
            assert_eq!(is_sign_in(&url.parse().unwrap()), expected, "{url}");
        }
    }
}
