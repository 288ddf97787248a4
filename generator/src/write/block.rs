//! The lines between two markers in a hand-written file.

/// Replaces the lines between the markers, with the line ends of the file; `None` if a marker is missing or they are in the wrong order.
pub(super) fn replace(text: &str, begin: &str, end: &str, lines: &str) -> Option<String> {
    let mut result = String::with_capacity(text.len() + lines.len());
    let mut rest = text.split_inclusive('\n');
    let is_crlf = loop {
        let line = rest.next()?;
        result.push_str(line);
        if line.trim() == begin {
            break line.ends_with("\r\n");
        }
    };
    if is_crlf {
        result.push_str(&lines.replace('\n', "\r\n"));
    } else {
        result.push_str(lines);
    }
    loop {
        let line = rest.next()?;
        if line.trim() == end {
            result.push_str(line);
            break;
        }
    }
    result.extend(rest);
    Some(result)
}

#[cfg(test)]
mod tests {
    use super::replace;

    #[test]
    fn only_the_lines_between_the_markers_change() {
        let text = "a\n# begin\nold\n# end\nb\n";
        assert_eq!(replace(text, "# begin", "# end", "new\n").as_deref(), Some("a\n# begin\nnew\n# end\nb\n"));
        let text = text.replace('\n', "\r\n");
        let expected = "a\r\n# begin\r\nnew\r\n# end\r\nb\r\n";
        assert_eq!(replace(&text, "# begin", "# end", "new\n").as_deref(), Some(expected));
        assert_eq!(replace("a\n# end\n# begin\n", "# begin", "# end", ""), None);
        assert_eq!(replace("a\n", "# begin", "# end", ""), None);
    }
}
