//! What the descriptions of parameters and members say in words, for a draft to propose with a mark.

use super::names::names_an_identifier;
use crate::pages::text::is_wire_name;

/// The identifier that a description names: `room-id` in `A GUID formatted room-id that …`.
pub(super) fn identifier(description: &str) -> Option<&str> {
    let (_, rest) = description.split_once("formatted ")?;
    let is_of_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    let name = rest.split(|c| !is_of_name(c)).next()?;
    names_an_identifier(name).then_some(name)
}

/// The enum that a description names: `a value from the RoomKind enum`.
pub(super) fn enum_name(description: &str) -> Option<&str> {
    let words: Vec<&str> = description.split_whitespace().collect();
    words.windows(2).find_map(|pair| match pair {
        [name, kind] => {
            let kind = kind.trim_end_matches(['.', ',', ';']);
            (matches!(kind, "enum" | "enumeration") && is_compound(name)).then_some(*name)
        }
        _ => None,
    })
}

/// The values that a description gives a parameter as queries do, if they look like those of an enum: `scope=WholeHouse`.
pub(super) fn values<'d>(description: &'d str, parameter: &str) -> Vec<&'d str> {
    let mut values: Vec<&str> = assigned(description, parameter).collect();
    values.dedup();
    if values.iter().all(|value| is_compound(value)) { values } else { Vec::new() }
}

/// Whether a description gives a parameter several values with commas between them: `orderby=floor,size`.
pub(super) fn has_commas(description: &str, parameter: &str) -> bool {
    assigned(description, parameter).any(|value| value.contains(',') && value.split(',').all(is_wire_name))
}

/// The number that a description states as the value without the parameter: `The default is 25.`
pub(super) fn default_value(description: &str) -> Option<i64> {
    number_after(description, "default")
}

/// The greatest number that a description allows: `The maximum value is 500.`
pub(super) fn maximum(description: &str) -> Option<i64> {
    number_after(description, "maximum").filter(|number| *number > 0)
}

/// The values that a text assigns to a parameter.
fn assigned<'d>(description: &'d str, parameter: &str) -> impl Iterator<Item = &'d str> {
    let assignment = format!("{parameter}=");
    let begins = description.match_indices(assignment.as_str()).map(|(start, found)| (start, start + found.len()));
    let begins: Vec<(usize, usize)> = begins.collect();
    begins.into_iter().filter_map(move |(start, end)| {
        let is_within_name = description.get(..start)?.ends_with(|c: char| c.is_ascii_alphanumeric() || c == '_');
        let value = description.get(end..)?.split(|c: char| c.is_whitespace() || "`'\"&)".contains(c)).next()?;
        (!is_within_name && !value.is_empty()).then(|| value.trim_end_matches(['.', ',', ';']))
    })
}

/// The first number after a word in the same sentence, if a verb or a sign is directly before it.
fn number_after(description: &str, word: &str) -> Option<i64> {
    const BEFORE: [&str; 6] = ["is ", "of ", "to ", ": ", "= ", "="];
    let lower = description.to_ascii_lowercase();
    let (_, rest) = lower.split_once(word)?;
    let sentence = rest.split(". ").next()?;
    let start = sentence.find(|c: char| c.is_ascii_digit())?;
    let (before, number) = sentence.split_at(start);
    let number = number.split(|c: char| !c.is_ascii_digit() && c != ',').next()?.trim_end_matches(',').replace(',', "");
    let before = before.trim_end_matches(['`', '*', '"']);
    if BEFORE.iter().any(|word| before.ends_with(word)) { number.parse().ok() } else { None }
}

/// Whether a word is made of several in PascalCase, as values of enums and names of types are and other words are not.
fn is_compound(word: &str) -> bool {
    let has_boundary = word.as_bytes().windows(2).any(|pair| match pair {
        [one, next] => one.is_ascii_lowercase() && next.is_ascii_uppercase(),
        _ => false,
    });
    word.starts_with(|c: char| c.is_ascii_uppercase())
        && word.chars().all(|c| c.is_ascii_alphanumeric())
        && has_boundary
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn descriptions_name_identifiers_and_enums() {
        assert_eq!(identifier("A GUID formatted room-id that identifies the room."), Some("room-id"));
        assert_eq!(identifier("A well formatted text."), None);
        assert_eq!(enum_name("The value from the RoomKind enum."), Some("RoomKind"));
        for text in ["An enum of rooms.", "The RoomKind.", "from the Room enum"] {
            assert_eq!(enum_name(text), None, "{text}");
        }
    }

    #[test]
    fn descriptions_give_parameters_values() {
        assert_eq!(values("Specify `scope=WholeHouse` to get all.", "scope"), ["WholeHouse"]);
        for text in ["Try country=US.", "otherscope=WholeHouse", "scope=WholeHouse or scope=one"] {
            assert_eq!(values(text, "scope"), Vec::<&str>::new(), "{text}");
        }
        assert!(has_commas("Example: `...&orderby=floor,size`", "orderby"));
        assert!(!has_commas("Example: `?orderby=floor`, or none", "orderby"));
        assert!(!has_commas("?filter=floor eq 'a,b'", "filter"));
    }

    #[test]
    fn numbers_are_read_where_a_verb_is_before_them() {
        let both = "How many. The maximum value and the default value if not specified is 1,000. There are 5 more.";
        assert_eq!((default_value(both), maximum(both)), (Some(1000), Some(1000)));
        for text in ["By default, the first 3 pages.", "The default is short. It is 5.", "5 is the default"] {
            assert_eq!(default_value(text), None, "{text}");
        }
    }
}
