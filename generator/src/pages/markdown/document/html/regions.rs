//! The parts of a document that contain the page, and those around it.

use html5ever::tokenizer::Tag;

/// The part of a document that contains a block.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Region {
    Other,
    Article,
    Main,
}

/// The elements around the text that is read.
#[derive(Debug, Default)]
pub(super) struct Regions {
    main: usize,
    article: usize,
    /// The number of open `header` elements of the page itself, whose headings are read.
    header: usize,
    /// The element that is not read, and how many elements of its name are open.
    skipped: Option<(String, usize)>,
}

/// Elements that are not read. A `header` of the page itself has the headings of its sections.
const SKIPPED: &[&str] =
    &["nav", "footer", "aside", "button", "svg", "noscript", "template", "select", "dialog", "iframe", "textarea"];

impl Regions {
    /// Whether text at this place is read; that of a `header` only within its headings.
    pub(super) fn are_read(&self, is_in_heading: bool) -> bool {
        self.skipped.is_none() && (self.header == 0 || is_in_heading)
    }

    /// Whether nothing at this place is read.
    pub(super) fn are_skipped(&self) -> bool {
        self.skipped.is_some()
    }

    /// The part of the document at this place.
    pub(super) fn region(&self) -> Region {
        if self.main > 0 {
            Region::Main
        } else if self.article > 0 {
            Region::Article
        } else {
            Region::Other
        }
    }

    /// Whether elements of this name are parts of a document.
    pub(super) fn begin_or_end_at(name: &str) -> bool {
        matches!(name, "main" | "article" | "header" | "nav" | "footer" | "aside")
    }

    pub(super) fn tag(&mut self, tag: &Tag, is_start: bool) {
        let name = &*tag.name;
        if let Some((skipped, open)) = &mut self.skipped {
            // The end of an element around it ends it, too, as in browsers.
            if matches!(name, "main" | "article" | "body") && !is_start {
                self.skipped = None;
            } else if skipped == name {
                *open = if is_start { open.saturating_add(1) } else { open.saturating_sub(1) };
                if *open == 0 {
                    self.skipped = None;
                }
                return;
            } else {
                return;
            }
        }
        let is_of_page = self.region() != Region::Other;
        match name {
            "main" => count(&mut self.main, is_start),
            "article" => count(&mut self.article, is_start),
            "header" if is_of_page => count(&mut self.header, is_start),
            _ if is_start && !tag.self_closing && (name == "header" || SKIPPED.contains(&name)) => {
                self.skipped = Some((name.to_owned(), 1));
            }
            _ => {}
        }
    }
}

fn count(open: &mut usize, is_start: bool) {
    *open = if is_start { open.saturating_add(1) } else { open.saturating_sub(1) };
}
