//! Sections about requests that are not read. What they state is about none of the other requests.

use std::collections::{BTreeSet, HashSet};

use super::document::{Block, BlockContent};
use super::sections::{Headings, PageSection, names_only_kind};

/// A section that may be about a request that is not read.
struct Section {
    heading: usize,
    level: u8,
    describes_request: bool,
}

/// The headings beside those of requests whose sections are built like theirs: they name no kind of thing, and have a heading of
/// a request, a body or a response below them, or a listing of a request that is no call of those that are read.
pub(super) fn headings(
    blocks: &[Block],
    owners: &BTreeSet<usize>,
    no_headings: &HashSet<usize>,
    shows_other_request: impl Fn(usize) -> bool,
) -> BTreeSet<usize> {
    let level = |owner: &usize| match blocks.get(*owner).map(|block| &block.content) {
        Some(BlockContent::Heading { level, .. }) => Some(*level),
        _ => None,
    };
    let levels: HashSet<u8> = owners.iter().filter_map(level).collect();
    let mut unread = BTreeSet::new();
    let mut section: Option<Section> = None;
    let mut close = |section: Option<Section>| {
        unread.extend(section.filter(|section| section.describes_request).map(|section| section.heading));
    };
    for (index, block) in blocks.iter().enumerate() {
        match &block.content {
            BlockContent::Heading { level, title } if !no_headings.contains(&index) => {
                let is_below = section.as_ref().is_some_and(|section| section.level < *level);
                let announced = PageSection::announced_by(&title.text);
                if owners.contains(&index) && is_below {
                    // The section only groups those of requests.
                    section = None;
                } else if is_below {
                    note(&mut section, announced);
                } else {
                    close(section.take());
                    let is_beside = levels.contains(level) && !owners.contains(&index);
                    let names_kind = announced.is_some() || names_only_kind(&title.text);
                    section = (is_beside && !names_kind).then_some(Section {
                        heading: index,
                        level: *level,
                        describes_request: false,
                    });
                }
            }
            BlockContent::Paragraph(text) | BlockContent::Item { text, .. } if section.is_some() => {
                let mut headings = Headings::default();
                if headings.enter_unmarked(text).is_some() {
                    note(&mut section, headings.section());
                }
            }
            BlockContent::Code(_) if section.is_some() && shows_other_request(index) => {
                note(&mut section, Some(PageSection::Request));
            }
            _ => {}
        }
    }
    close(section);
    unread
}

fn note(section: &mut Option<Section>, announced: Option<PageSection>) {
    use PageSection::{Body, Parameters, Request, Response};
    if let (Some(section), Some(Request | Parameters | Body | Response)) = (section, announced) {
        section.describes_request = true;
    }
}
