//! Words of messages and docs that depend on numbers.

/// `1 file`, `2 files`.
pub(crate) fn count(number: usize, what: &str) -> String {
    let plural = match number {
        1 => "",
        _ if what.ends_with("ch") => "es",
        _ => "s",
    };
    format!("{number} {what}{plural}")
}

/// `one`, `one and two`, `one, two and three`.
pub(crate) fn enumeration(items: &[String]) -> String {
    match items.split_last() {
        Some((last, others)) if !others.is_empty() => format!("{} and {last}", others.join(", ")),
        _ => items.concat(),
    }
}

#[cfg(test)]
mod tests {
    use super::{count, enumeration};

    #[test]
    fn the_last_item_follows_an_and() {
        let items = ["one", "two", "three"].map(str::to_owned);
        let expected = ["", "one", "one and two", "one, two and three"];
        assert_eq!([0, 1, 2, 3].map(|number| enumeration(&items[..number])), expected);
    }

    #[test]
    fn only_one_is_singular() {
        assert_eq!([0, 1, 2].map(|number| count(number, "mismatch")), ["0 mismatches", "1 mismatch", "2 mismatches"]);
        assert_eq!(count(2, "error"), "2 errors");
    }
}
