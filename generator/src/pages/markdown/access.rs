//! Credentials that requests accept, in sentences.

use super::prose::sentences;
use crate::model::TokenAccess;
use crate::pages::facts::{AccessFacts, Fact};

/// Words for an application that acts for a user. Those for a user alone mean the same: a token is always issued to an
/// application.
const DELEGATED: [&str; 3] = ["app+user", "application+user", "user credentials"];
/// Words for an application that acts by itself.
const APP_ONLY: [&str; 5] =
    ["standalone app", "app only", "application only", "app credentials", "application credentials"];

/// The credentials that prose states in a sentence such as `It supports authentication with App+User credentials only`.
pub(super) fn in_prose(text: &str, line: u32) -> Option<AccessFacts> {
    let accepted = sentences(text).find_map(in_sentence)?;
    Some(AccessFacts { line, accepted })
}

fn in_sentence(sentence: &str) -> Option<Vec<TokenAccess>> {
    let words = spoken(sentence);
    let has = |word: &str| words.split([' ', '+']).any(|other| other == word);
    let is_about = (has("supports") || has("support"))
        && ["authentication", "credential", "credentials"].into_iter().any(has)
        && !["not", "except", "t", "without"].into_iter().any(has);
    if !is_about {
        return None;
    }
    let is_delegated = DELEGATED.iter().any(|word| words.contains(word));
    let alone = DELEGATED.iter().fold(words.clone(), |words, word| words.replace(word, ""));
    let is_app_only = APP_ONLY.iter().any(|word| alone.contains(word));
    let stated = [(is_app_only, TokenAccess::AppOnly), (is_delegated, TokenAccess::Delegated)];
    let accepted: Vec<TokenAccess> =
        stated.into_iter().filter(|(is_stated, _)| *is_stated).map(|(_, access)| access).collect();
    (!accepted.is_empty()).then_some(accepted)
}

/// The words of a sentence in small letters, with single blanks; a plus joins the words beside it.
fn spoken(sentence: &str) -> String {
    let parts = sentence.split('+').map(|part| {
        let words = part.split(|character: char| !character.is_alphanumeric()).filter(|word| !word.is_empty());
        words.map(str::to_lowercase).collect::<Vec<_>>().join(" ")
    });
    parts.collect::<Vec<_>>().join("+")
}

/// Adds a statement to that of earlier prose. If they contradict each other, the page states nothing that can be compared.
pub(super) fn add(stated: &mut Fact<AccessFacts>, more: AccessFacts) {
    match stated {
        Fact::Stated(known) if known.accepted == more.accepted => {}
        Fact::NotStated => *stated = Fact::Stated(more),
        Fact::Stated(_) | Fact::Unreadable => *stated = Fact::Unreadable,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Option<String> {
        let accepted = in_prose(text, 1)?.accepted;
        Some(accepted.into_iter().map(TokenAccess::word).collect::<Vec<_>>().join(", "))
    }

    #[test]
    fn sentences_state_credentials_in_many_words() {
        for (text, expected) in [
            (
                "Have a key. Opening a lock supports authentication as a standalone App and with App+User credentials.",
                "app-only, delegated",
            ),
            ("It supports authentication with App+User credentials only.", "delegated"),
            ("It only supports app + user authentication.", "delegated"),
            ("It supports Application + User credentials.", "delegated"),
            ("These locks support authentication with User credentials only.", "delegated"),
            ("It supports app+user credentials or app-only authentication.", "app-only, delegated"),
            ("It supports application-only authentication.", "app-only"),
        ] {
            assert_eq!(words(text).as_deref(), Some(expected), "{text}");
        }
    }

    #[test]
    fn other_sentences_state_none() {
        for text in [
            "Not all locks support app-only authentication.",
            "Locks don't support App+User credentials.",
            "Lists what was opened with App+User credentials.",
            "Authentication with App+User credentials is described elsewhere. It supports all keys.",
            "It only supports user/password-based credentials.",
            "The supported values of the authentication are App and User.",
        ] {
            assert_eq!(words(text), None, "{text}");
        }
    }

    #[test]
    fn statements_that_contradict_each_other_state_nothing() {
        let mut stated = Fact::NotStated;
        for text in ["It supports app-only authentication.", "It supports application-only authentication."] {
            add(&mut stated, in_prose(text, 1).unwrap());
            assert!(stated.stated().is_some());
        }
        add(&mut stated, in_prose("It supports App+User credentials.", 2).unwrap());
        assert_eq!(stated, Fact::Unreadable);
    }
}
