//! The end of a page's address, which generated references derive from the title.

/// The end of the address of a page with this title: `Manage orders - Get Offer by ID` is at `manage-orders/get-offer-by-id`.
pub(super) fn address(title: &str) -> Option<String> {
    let (group, operation) = title.split_once(" - ")?;
    let (group, operation) = (slug(group), slug(operation));
    (!group.is_empty() && !operation.is_empty()).then(|| format!("{group}/{operation}"))
}

/// The end of a full address.
pub(super) fn end_of(url: &str) -> Option<String> {
    let path = url.split(['?', '#']).next()?.trim_end_matches('/');
    let mut segments = path.rsplitn(3, '/');
    match (segments.next(), segments.next(), segments.next()) {
        (Some(operation), Some(group), Some(_)) => Some(format!("{group}/{operation}")),
        _ => None,
    }
}

/// Words in lower case with hyphens between them. A capital after a small letter, and the last of several capitals before a
/// small letter, begin a word; parentheses are kept, without hyphens around them.
fn slug(text: &str) -> String {
    let marks: Vec<char> = text.chars().filter(|mark| !matches!(mark, '\'' | '’')).collect();
    let mut slug = String::with_capacity(text.len());
    for (at, &mark) in marks.iter().enumerate() {
        let before = at.checked_sub(1).and_then(|before| marks.get(before)).copied();
        let after = marks.get(at + 1).copied();
        if matches!(mark, '(' | ')') {
            slug.truncate(slug.trim_end_matches('-').len());
            slug.push(mark);
        } else if mark.is_alphanumeric() {
            let begins_word = mark.is_uppercase()
                && (before.is_some_and(char::is_lowercase)
                    || before.is_some_and(char::is_uppercase) && after.is_some_and(char::is_lowercase));
            if begins_word {
                push_hyphen(&mut slug);
            }
            slug.extend(mark.to_lowercase());
        } else {
            push_hyphen(&mut slug);
        }
    }
    slug.truncate(slug.trim_end_matches('-').len());
    slug
}

fn push_hyphen(slug: &mut String) {
    if !slug.is_empty() && !slug.ends_with(['-', '(', ')']) {
        slug.push('-');
    }
}

#[cfg(test)]
mod tests {
    use super::{address, end_of};

    #[test]
    fn an_address_has_the_words_of_the_title() {
        for (title, expected) in [
            ("Rent boats - Get Boat by ID", "rent-boats/get-boat-by-id"),
            ("Rent boats - Get a list of SKUs (by renter)", "rent-boats/get-a-list-of-sk-us(by-renter)"),
            ("Rent boats - Create BoatBatches", "rent-boats/create-boat-batches"),
            ("Rent boats - Get renter's boats", "rent-boats/get-renters-boats"),
        ] {
            assert_eq!(address(title).as_deref(), Some(expected));
        }
    }

    #[test]
    fn a_title_without_a_group_is_no_address() {
        assert_eq!(address("Boats"), None);
        assert_eq!(address(" - "), None);
    }

    #[test]
    fn a_known_address_ends_with_group_and_operation() {
        let url = "https://docs.example.test/rest/rent-boats/get-boats/?view=1";
        assert_eq!(end_of(url).as_deref(), Some("rent-boats/get-boats"));
        assert_eq!(end_of("get-boats"), None);
    }
}
