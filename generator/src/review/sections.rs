//! Parts of a report, and how they are shortened to a maximum length.

use std::cmp::Reverse;

/// A part of a report: the text before and after its items. Items that are left out are counted.
pub(super) struct ReportSection {
    pub(super) head: String,
    pub(super) items: Vec<String>,
    pub(super) tail: String,
    pub(super) form: Form,
    /// Parts of greater weight are shortened later.
    pub(super) weight: u8,
}

/// The form of the items of a part.
#[derive(Clone, Copy)]
pub(super) enum Form {
    /// Items of a list.
    List,
    /// Lines of a code block.
    Lines,
}

impl ReportSection {
    /// A part that is never shortened.
    pub(super) fn plain(text: String) -> Self {
        Self { head: text, items: Vec::new(), tail: String::new(), form: Form::List, weight: u8::MAX }
    }

    fn length(&self) -> usize {
        self.head.len() + self.items.iter().map(String::len).sum::<usize>() + self.tail.len()
    }

    /// The length without any items.
    fn frame(&self) -> usize {
        self.head.len() + self.left_out(self.items.len()).len() + self.tail.len()
    }

    fn left_out(&self, count: usize) -> String {
        match (count, self.form) {
            (0, _) => String::new(),
            (_, Form::List) => format!("- … and {count} more\n"),
            (_, Form::Lines) => format!("… {count} lines more\n"),
        }
    }
}

/// The length of all parts together, in bytes.
pub(super) fn length(sections: &[ReportSection]) -> usize {
    sections.iter().map(ReportSection::length).sum()
}

/// The parts as one text of at most `limit` bytes, if their frames fit. Items are never split.
pub(super) fn print(sections: &[ReportSection], limit: usize) -> String {
    let frames = if length(sections) <= limit { 0 } else { sections.iter().map(ReportSection::frame).sum() };
    let mut remaining = limit.saturating_sub(frames);
    let mut order: Vec<(usize, &ReportSection)> = sections.iter().enumerate().collect();
    order.sort_by_key(|(_, section)| Reverse(section.weight));
    let mut printed = vec![String::new(); sections.len()];
    for (position, section) in order {
        let text = &mut printed[position];
        text.push_str(&section.head);
        let mut left_out = 0;
        for item in &section.items {
            if item.len() <= remaining {
                remaining -= item.len();
                text.push_str(item);
            } else {
                left_out += 1;
            }
        }
        text.push_str(&section.left_out(left_out));
        text.push_str(&section.tail);
    }
    printed.concat()
}

#[cfg(test)]
mod tests {
    use super::{Form, ReportSection, length, print};

    fn list(head: &str, count: usize, weight: u8) -> ReportSection {
        let items = (0..count).map(|index| format!("- {index}\n")).collect();
        ReportSection { head: format!("{head}\n"), items, tail: "end\n".to_owned(), form: Form::List, weight }
    }

    #[test]
    fn what_fits_is_shown_whole() {
        let sections = [list("a", 2, 1), list("b", 1, 2)];
        assert_eq!(print(&sections, length(&sections)), "a\n- 0\n- 1\nend\nb\n- 0\nend\n");
    }

    #[test]
    fn parts_of_little_weight_are_cut_first_and_say_so() {
        let sections = [list("a", 9, 1), list("b", 9, 2)];
        let limit = length(&sections) - 1;
        let text = print(&sections, limit);
        assert!(text.len() <= limit && text.contains("more\nend\nb\n") && text.ends_with("- 8\nend\n"), "{text}");
        let frames = print(&sections, 0);
        assert_eq!(frames, "a\n- … and 9 more\nend\nb\n- … and 9 more\nend\n");
    }
}
