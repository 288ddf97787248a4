//! Words of messages that depend on numbers.

/// `1 file`, `2 files`.
pub(crate) fn count(number: usize, what: &str) -> String {
    let plural = match number {
        1 => "",
        _ if what.ends_with("ch") => "es",
        _ => "s",
    };
    format!("{number} {what}{plural}")
}

#[cfg(test)]
mod tests {
    use super::count;

    #[test]
    fn only_one_is_singular() {
        assert_eq!([0, 1, 2].map(|number| count(number, "mismatch")), ["0 mismatches", "1 mismatch", "2 mismatches"]);
        assert_eq!(count(2, "error"), "2 errors");
    }
}
