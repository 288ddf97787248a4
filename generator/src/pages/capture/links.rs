//! The pages to which a page links.

/// The names of files in the folder of a page to which its text links, in order, each once.
pub fn linked_files(text: &str) -> Vec<&str> {
    let mut files: Vec<&str> = Vec::new();
    for (at, lead) in text.match_indices("](").chain(text.match_indices("href=\"")) {
        let rest = text.get(at.saturating_add(lead.len())..).unwrap_or_default();
        let target = rest.split([')', '"', '#', '?', ' ', '\n']).next().unwrap_or_default();
        let name = target.strip_prefix("./").unwrap_or(target);
        let is_page = [".md", ".markdown", ".txt"].iter().any(|ending| name.ends_with(ending));
        // A name with a folder or a scheme is that of a file elsewhere.
        if is_page && !name.contains(['/', '\\', ':']) && !files.contains(&name) {
            files.push(name);
        }
    }
    files
}

#[cfg(test)]
mod tests {
    use super::linked_files;

    #[test]
    fn only_pages_of_the_same_folder_are_linked_files() {
        let text = "A [Berth](berth-types.md#berth), a [Buoy](./buoys.md), <a href=\"cranes.md\">one</a>, \
            [another](berth-types.md), [far](../far.md), [farther](https://a.example/b.md), ![map](map.png)";
        assert_eq!(linked_files(text), ["berth-types.md", "buoys.md", "cranes.md"]);
    }
}
