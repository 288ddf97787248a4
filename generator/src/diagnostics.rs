//! Diagnostics: numbered errors and mismatches, each at a place in a file.

pub mod catalogue;
mod render;
mod source;

pub use catalogue::Code;
pub use render::{Style, render};
pub(crate) use render::{json_object, render_json};
pub use source::Sources;
pub(crate) use source::{FileId, Place, SourceFile};

/// One error or mismatch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// The rule.
    pub code: Code,
    /// What is wrong, in one line, with the names that are involved.
    pub message: String,
    /// The place in a file.
    pub place: Place,
    /// A short text under the marker.
    pub label: String,
    /// Other places that explain the first (`first declared here`).
    pub related: Vec<(Place, String)>,
    /// More details, such as an example from a recording.
    pub note: Option<String>,
    /// How to fix it.
    pub help: Option<String>,
}

impl Diagnostic {
    /// A diagnostic of `code` at `place`.
    pub fn new(code: Code, place: Place, message: impl Into<String>) -> Self {
        Self { code, message: message.into(), place, label: String::new(), related: Vec::new(), note: None, help: None }
    }

    /// Sets the text under the marker.
    #[must_use]
    pub fn label(mut self, label: impl Into<String>) -> Self {
        self.label = label.into();
        self
    }

    /// Adds another place.
    #[must_use]
    pub fn related(mut self, place: Place, label: impl Into<String>) -> Self {
        self.related.push((place, label.into()));
        self
    }

    /// Adds a detail.
    #[must_use]
    pub fn note(mut self, note: impl Into<String>) -> Self {
        self.note = Some(note.into());
        self
    }

    /// Sets the help.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Sets the help, if there is any.
    #[must_use]
    pub fn help_if(mut self, help: Option<String>) -> Self {
        self.help = self.help.or(help);
        self
    }
}

/// Sorts diagnostics by file, place and number, and removes duplicates.
pub fn sort(diagnostics: &mut Vec<Diagnostic>) {
    diagnostics.sort_by(|a, b| {
        (a.place.file, a.place.start, a.code, &a.message).cmp(&(b.place.file, b.place.start, b.code, &b.message))
    });
    diagnostics.dedup();
}

/// Longer words are not compared: they are not mistyped names, and the cost grows with the product of both lengths.
const LONGEST_NAME: usize = 80;

/// The most names to compare a word with. It exceeds the names of any API, and limits the cost of files with many errors.
const MOST_CANDIDATES: usize = 1_000;

/// The name in `known` that is nearest to `word`, if it is near enough to be what was meant.
pub(crate) fn nearest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let count = word.chars().take(LONGEST_NAME + 1).count();
    if count > LONGEST_NAME {
        return None;
    }
    let folded = word.to_lowercase();
    let near = known.into_iter().take(MOST_CANDIDATES).filter_map(|candidate| {
        let other = candidate.chars().take(LONGEST_NAME + 1).count();
        let allowed = 1.max(count.min(other) / 3);
        if other > LONGEST_NAME || count.abs_diff(other) > allowed {
            return None;
        }
        let candidate_folded = candidate.to_lowercase();
        let is_far = letters_apart(&folded, &candidate_folded) > allowed;
        let distance = if is_far { None } else { Some(strsim::damerau_levenshtein(&folded, &candidate_folded)) };
        // Names of one letter have nothing in common if the letter differs.
        let distance = distance.filter(|distance| *distance <= allowed && *distance < count.min(other))?;
        // Of names that are equally near, the one in the same case is meant.
        Some((distance, strsim::damerau_levenshtein(word, candidate), candidate))
    });
    near.min().map(|(.., candidate)| candidate)
}

/// A lower bound of the distance that is cheap to compute: how many letters one word has more than the other.
fn letters_apart(one: &str, other: &str) -> usize {
    let mut surplus = [0_i32; 64];
    let bucket = |byte: u8| usize::from(byte % 64);
    one.bytes().filter(u8::is_ascii).for_each(|byte| surplus[bucket(byte)] += 1);
    other.bytes().filter(u8::is_ascii).for_each(|byte| surplus[bucket(byte)] -= 1);
    let of = |sign: i32| surplus.iter().map(|count| (count * sign).max(0).unsigned_abs() as usize).sum::<usize>();
    of(1).max(of(-1))
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn nearest_finds_typos_and_ignores_other_words() {
        assert_eq!(nearest("LicenceGroup", ["LicenseGroup", "Offer"]), Some("LicenseGroup"));
        assert_eq!(nearest("licensegroup", ["LicenseGroup"]), Some("LicenseGroup"));
        assert_eq!(nearest("Cart", ["Subscription", "Offer"]), None);
        assert_eq!(nearest("größse", ["größe"]), Some("größe"));
        assert_eq!(nearest("pathh", ["PATCH", "path"]), Some("path"));
        assert_eq!(nearest("a", ["n"]), None);
    }

    #[test]
    fn what_is_too_long_for_a_name_is_not_compared() {
        let long = "n".repeat(1_000_000);
        assert_eq!(nearest(&long, [format!("{long}m").as_str()]), None);
        assert_eq!(nearest("name", [long.as_str(), "names"]), Some("names"));
    }
}
