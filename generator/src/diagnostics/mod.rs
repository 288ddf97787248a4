//! What the tool has to say about a spec: numbered findings, each at a place in a file.

pub mod catalogue;
mod render;
mod source;

pub use catalogue::{Code, Entry};
pub use render::{Style, json_object, render, render_json};
pub use source::{FileId, Place, SourceFile, Sources};

/// One finding about a spec.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// Which rule speaks.
    pub code: Code,
    /// What is wrong, in one line, with the names that are involved.
    pub message: String,
    /// Where.
    pub place: Place,
    /// A few words under the marker.
    pub label: String,
    /// A second place that explains the first (`first declared here`).
    pub related: Option<(Place, String)>,
    /// What else is known of it, such as an example from a recording.
    pub note: Option<String>,
    /// What to do about it.
    pub help: Option<String>,
}

impl Diagnostic {
    /// A finding of `code` at `place`.
    pub fn new(code: Code, place: Place, message: impl Into<String>) -> Self {
        Self { code, message: message.into(), place, label: String::new(), related: None, note: None, help: None }
    }

    /// Puts a few words under the marker.
    #[must_use]
    pub fn label(mut self, label: impl Into<String>) -> Self {
        self.label = label.into();
        self
    }

    /// Shows a second place.
    #[must_use]
    pub fn related(mut self, place: Place, label: impl Into<String>) -> Self {
        self.related = Some((place, label.into()));
        self
    }

    /// Says what else is known of it.
    #[must_use]
    pub fn note(mut self, note: impl Into<String>) -> Self {
        self.note = Some(note.into());
        self
    }

    /// Says what to do about it.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Says what to do about it, where that is known.
    #[must_use]
    pub fn help_if(mut self, help: Option<String>) -> Self {
        self.help = self.help.or(help);
        self
    }
}

/// Sorts findings by file, place and number, and drops repetitions.
pub fn sort(diagnostics: &mut Vec<Diagnostic>) {
    diagnostics.sort_by(|a, b| {
        (a.place.file, a.place.start, a.code, &a.message).cmp(&(b.place.file, b.place.start, b.code, &b.message))
    });
    diagnostics.dedup();
}

/// The nearest of `known` to `word`, when it is near enough to be what was meant.
pub fn nearest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let folded = word.to_lowercase();
    known
        .into_iter()
        .map(|candidate| (strsim::damerau_levenshtein(&folded, &candidate.to_lowercase()), candidate))
        .filter(|(distance, candidate)| *distance <= 1.max(candidate.chars().count().min(word.chars().count()) / 3))
        .min()
        .map(|(_, candidate)| candidate)
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn nearest_finds_slips_and_refuses_strangers() {
        assert_eq!(nearest("LicenceGroup", ["LicenseGroup", "Offer"]), Some("LicenseGroup"));
        assert_eq!(nearest("licensegroup", ["LicenseGroup"]), Some("LicenseGroup"));
        assert_eq!(nearest("Cart", ["Subscription", "Offer"]), None);
    }
}
