//! The lines of a page that look most like requests, for a page on which none was found.

/// How many lines are shown.
const SHOWN: usize = 3;

/// The lines that come nearest to a request, in order.
pub fn nearest_to_request(text: &str) -> Vec<(usize, &str)> {
    let mut scored: Vec<(usize, usize, &str)> = text
        .lines()
        .enumerate()
        .map(|(index, line)| (likeness(line), index + 1, line.trim()))
        .filter(|(likeness, _, _)| *likeness > 1)
        .collect();
    scored.sort_by_key(|(likeness, line, _)| (std::cmp::Reverse(*likeness), *line));
    scored.truncate(SHOWN);
    scored.sort_by_key(|(_, line, _)| *line);
    scored.into_iter().map(|(_, line, text)| (line, text)).collect()
}

/// How much a line has of a request: a method, an address, a path with a placeholder or a version.
fn likeness(line: &str) -> usize {
    const METHODS: [&str; 6] = ["get", "post", "put", "patch", "delete", "head"];
    let mut words = line.split(|c: char| !c.is_ascii_alphabetic());
    let method = words.find(|word| METHODS.contains(&word.to_ascii_lowercase().as_str()));
    let of_method = method.map_or(0, |word| if word.chars().all(|c| c.is_ascii_uppercase()) { 2 } else { 1 });
    let has_path =
        ["/{", "/<", "/v1", "/v2", "/api", "baseurl"].iter().any(|part| line.to_ascii_lowercase().contains(part));
    let has_address = line.contains("http://") || line.contains("https://");
    of_method + if has_path { 2 } else { 0 } + usize::from(has_address)
}

#[cfg(test)]
mod tests {
    use super::nearest_to_request;

    #[test]
    fn lines_with_a_method_and_a_path_come_nearest() {
        let text =
            "# Berths\n\nGet the berths.\n\nCall GET on /v1/berths/{berthId}.\n\nOr use https://harbor.example/api.\n";
        let lines: Vec<usize> = nearest_to_request(text).into_iter().map(|(line, _)| line).collect();
        assert_eq!(lines, [5, 7]);
        assert_eq!(nearest_to_request("# Words\n\nNothing else.\n"), []);
    }
}
