//! Which part of a page is about which of its requests.
//!
//! The heading of a request is the nearest one above it that neither names a kind of thing (`Request syntax`, `Parameters`) nor
//! is below one that does.
//! Where the requests of a page have several such headings, each of these owns its section: everything down to the next heading
//! of its level or above. Headings of its level that name a kind of thing belong to the section. Where one heading has all
//! requests, or it is the title of the page, everything is about all of them; unless there is a table or a listing after each
//! request, before the next: then each request owns what follows, down to the next request or heading.
//! A heading beside those of requests whose section describes a request that is not read owns its section, too.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use super::columns::{Column, TableColumns};
use super::document::{Block, BlockContent};
use super::request_forms::{self, Certainty, Stated};
use super::requests;
use super::sections::{self, Headings, PageSection};
use super::unread_sections;
use crate::pages::facts::Request;
use crate::uri::{PageUri, is_call_of};

/// The requests of a page, and its parts.
#[derive(Debug, Default)]
pub(super) struct Ownership {
    /// The requests by the index of the block that states them.
    pub(super) requests: HashMap<usize, Vec<Request>>,
    /// How certain the requests are.
    pub(super) certainty: Option<Certainty>,
    /// Headings that own a section, whatever they name.
    pub(super) owners: HashSet<usize>,
    /// Blocks that look like headings and are not.
    pub(super) no_headings: HashSet<usize>,
    /// The part of each block: 0 is what is outside of sections.
    pub(super) parts: Vec<usize>,
    /// The titles of the sections, empty where several requests share a heading; that of the part 1 is the first.
    pub(super) titles: Vec<String>,
    /// The heading that all requests share, if it is not the title of the page.
    pub(super) shared_title: Option<String>,
}

/// A request and the headings above it.
struct PlacedRequest {
    block: usize,
    certainty: Certainty,
    /// The heading of the request.
    owner: Option<usize>,
    /// Whether it is below the heading, rather than below another one of the same level.
    is_below_owner: bool,
    /// The nearest heading, and whether it names a kind of thing.
    nearest: Option<usize>,
    is_below_kind: bool,
}

/// The headings above a block, with their levels.
#[derive(Default)]
struct OwnerStack {
    /// Those that neither name a kind of thing nor are below one that does.
    owners: Vec<(u8, usize)>,
    /// The level of the highest heading that names a kind of thing.
    kind: Option<u8>,
}

impl OwnerStack {
    fn enter(&mut self, level: u8, index: usize, names_kind: bool) {
        let is_below_kind = self.kind.is_some_and(|kind| kind < level);
        if is_below_kind {
            return;
        }
        self.owners.retain(|(above, _)| if names_kind { *above <= level } else { *above < level });
        self.kind = names_kind.then_some(level);
        if !names_kind {
            self.owners.push((level, index));
        }
    }
}

impl Ownership {
    /// Finds the requests of a page, and the part of each block.
    pub(super) fn of(blocks: &[Block], is_translation: bool) -> Self {
        let mut ownership = Self::default();
        let placed = ownership.place_requests(blocks, is_translation);
        ownership.parts = vec![0; blocks.len()];
        if placed.is_empty() || is_translation {
            return ownership;
        }
        let title = title(blocks);
        let owners: BTreeSet<usize> =
            placed.iter().filter_map(|request| request.owner).filter(|owner| Some(*owner) != title).collect();
        let has_others = placed.iter().any(|request| request.owner.is_none() || request.owner == title);
        let first_of_run = runs(blocks, &placed, &ownership.requests);
        let read: Vec<&Request> = ownership.requests.values().flatten().collect();
        let is_other = |shown: &Request| !read.iter().any(|known| is_call(known, shown));
        let unread = unread_sections::headings(blocks, &owners, &ownership.no_headings, |index| {
            let stated = request_forms::of_block(blocks, index, None).map(|stated| stated.requests).unwrap_or_default();
            !stated.is_empty() && stated.iter().all(is_other)
        });
        if owners.len() > 1 || (has_others || !unread.is_empty()) && !owners.is_empty() {
            ownership.owners.extend(owners.into_iter().chain(unread));
        } else {
            // Beside a heading such as `Request`, others are about something else if the page has a title.
            let is_titled = title.is_none() || placed.iter().all(|request| request.is_below_owner);
            ownership.shared_title = owners.first().filter(|_| is_titled).map(|owner| title_of(blocks, *owner));
        }
        if !ownership.owners.is_empty() || !first_of_run.is_empty() {
            ownership.assign(blocks, &first_of_run);
        }
        ownership.drop_mentions();
        ownership
    }

    /// Finds the requests with their headings. Only the most certain ones are kept, and those that are shown with headers below
    /// a heading of their own.
    fn place_requests(&mut self, blocks: &[Block], is_translation: bool) -> Vec<PlacedRequest> {
        let mut placed: Vec<PlacedRequest> = Vec::new();
        let mut less_certain = Vec::new();
        let mut headings = Headings::default();
        let mut stack = OwnerStack::default();
        let mut nearest: Option<(u8, usize)> = None;
        for (index, block) in blocks.iter().enumerate() {
            let stated = match &block.content {
                BlockContent::Table(table) => {
                    let columns = TableColumns::of(table, is_translation);
                    // The first addresses in a translation are those of requests; later ones may be examples.
                    let any_word_is_method =
                        if is_translation { self.requests.is_empty() } else { columns.has(Column::Method) };
                    let is_of_statuses = columns.has(Column::Status);
                    let requests = if is_of_statuses {
                        Vec::new()
                    } else {
                        requests::of_table(table, &columns, any_word_is_method)
                    };
                    let rows = Stated { certainty: Certainty::Marked, requests, is_no_heading: false };
                    let labeled = || request_forms::labels::of_table(table).filter(|_| !is_translation);
                    labeled().or(Some(rows))
                }
                _ => request_forms::of_block(blocks, index, headings.section()),
            };
            let stated = stated.filter(|stated| !stated.requests.is_empty());
            let is_heading = !stated.as_ref().is_some_and(|stated| stated.is_no_heading);
            match &block.content {
                BlockContent::Heading { level, title } if is_heading => {
                    headings.enter(*level, title, stated.is_some());
                    nearest = Some((*level, index));
                    stack.enter(*level, index, headings.section().is_some());
                }
                BlockContent::Heading { .. } => {
                    self.no_headings.insert(index);
                }
                BlockContent::Paragraph(text) | BlockContent::Item { text, .. } if stated.is_none() => {
                    headings.enter_unmarked(text);
                }
                _ => {}
            }
            let Some(stated) = stated else { continue };
            let certainty = stated.certainty;
            let is_below_kind = headings.section().is_some();
            // A heading of a request may contain a word such as `error` by chance.
            let is_by_chance =
                matches!(headings.section(), Some(PageSection::Examples | PageSection::Errors | PageSection::Response));
            let names_kind = |heading: usize| sections::names_only_kind(&title_of(blocks, heading));
            let is_kept = self.certainty.is_none_or(|known| certainty >= known);
            if is_kept
                && is_by_chance
                && let Some((level, index)) = nearest.filter(|(_, heading)| !names_kind(*heading))
            {
                stack.kind = None;
                stack.enter(level, index, false);
            }
            let owner = stack.owners.last().map(|(_, index)| *index);
            let request = PlacedRequest {
                block: index,
                certainty,
                owner,
                is_below_owner: stack
                    .owners
                    .last()
                    .is_some_and(|(level, _)| stack.kind.is_none_or(|kind| *level < kind)),
                nearest: nearest.map(|(_, index)| index),
                is_below_kind,
            };
            if !is_kept {
                less_certain.push((request, stated.requests));
                continue;
            }
            if self.certainty.is_some_and(|known| certainty > known) {
                let requests = &mut self.requests;
                less_certain.extend(placed.drain(..).filter_map(|placed: PlacedRequest| {
                    let stated = requests.remove(&placed.block)?;
                    Some((placed, stated))
                }));
                self.requests.clear();
            }
            self.certainty = Some(certainty);
            // One request is often shown in several forms.
            let is_shown_again = certainty == Certainty::Shown && self.has_shown(&stated.requests, owner, &placed);
            if is_shown_again {
                continue;
            }
            placed.push(request);
            self.requests.insert(index, stated.requests);
        }
        if self.certainty == Some(Certainty::Written) {
            self.add_shown_apart(blocks, less_certain, &mut placed);
        }
        placed
    }

    /// Adds the requests that are shown with their headers, where all others of the page are only lines: a page whose requests
    /// have a section each has the headers of one request in its listing. What calls another request is an example of that one.
    fn add_shown_apart(
        &mut self,
        blocks: &[Block],
        less_certain: Vec<(PlacedRequest, Vec<Request>)>,
        placed: &mut Vec<PlacedRequest>,
    ) {
        let title = title(blocks);
        let level = |heading: usize| match blocks.get(heading).map(|block| &block.content) {
            Some(BlockContent::Heading { level, .. }) => Some(*level),
            _ => None,
        };
        let mut owners: HashSet<usize> = placed.iter().filter_map(|request| request.owner).collect();
        let levels: HashSet<u8> =
            owners.iter().filter(|owner| Some(**owner) != title).filter_map(|owner| level(*owner)).collect();
        let mut known: Vec<Request> = self.requests.values().flatten().cloned().collect();
        for (request, stated) in less_certain {
            let Some(owner) = request.owner.filter(|owner| level(*owner).is_some_and(|level| levels.contains(&level)))
            else {
                continue;
            };
            let is_listing = matches!(blocks.get(request.block).map(|block| &block.content),
                Some(BlockContent::Code(code)) if request_forms::begins_with_request(code));
            let is_call = stated.iter().any(|shown| known.iter().any(|other| is_call(other, shown)));
            if request.is_below_owner && is_listing && !is_call && owners.insert(owner) {
                known.extend(stated.iter().cloned());
                self.requests.insert(request.block, stated);
                placed.push(request);
            }
        }
        placed.sort_by_key(|request| request.block);
    }

    /// The parts that have requests.
    pub(super) fn requested_parts(&self) -> HashSet<usize> {
        self.requests.keys().map(|block| self.parts.get(*block).copied().unwrap_or_default()).collect()
    }

    /// Whether one of the requests below the same heading has the method and the path.
    fn has_shown(&self, requests: &[Request], owner: Option<usize>, placed: &[PlacedRequest]) -> bool {
        let shape = |request: &Request| {
            (request.method.stated().map(|method| method.as_str()), PageUri::parse(&request.uri).segments)
        };
        let shown: Vec<_> = requests.iter().map(shape).collect();
        /// How many requests before it are compared.
        const FARTHEST: usize = 16;
        let of_owner = placed.iter().rev().take(FARTHEST).take_while(|request| request.owner == owner);
        of_owner
            .filter_map(|request| self.requests.get(&request.block))
            .any(|before| before.iter().map(shape).eq(shown.iter().cloned()))
    }

    /// Assigns each block to a part. Nested sections belong to their own heading.
    fn assign(&mut self, blocks: &[Block], first_of_run: &BTreeSet<usize>) {
        let mut headings = Headings::default();
        let mut stack = OwnerStack::default();
        let mut parts: BTreeMap<usize, usize> = BTreeMap::new();
        let mut run = None;
        for (index, block) in blocks.iter().enumerate() {
            if let BlockContent::Heading { level, title } = &block.content
                && !self.no_headings.contains(&index)
            {
                headings.enter(*level, title, self.owners.contains(&index));
                stack.enter(*level, index, headings.section().is_some());
                run = None;
            }
            if first_of_run.contains(&index) {
                run = Some(index);
            }
            let owner = || stack.owners.iter().rev().map(|(_, index)| *index).find(|index| self.owners.contains(index));
            let Some(owner) = run.or_else(owner) else { continue };
            let next = parts.len().saturating_add(1);
            let part = *parts.entry(owner).or_insert(next);
            if part == next {
                let heading = stack.owners.last().filter(|_| run.is_none());
                self.titles.push(heading.map(|(_, index)| title_of(blocks, *index)).unwrap_or_default());
            }
            if let Some(of_block) = self.parts.get_mut(index) {
                *of_block = part;
            }
        }
    }

    /// Drops requests that a section states, too, outside of sections and in a section that has several of other sections: an
    /// overview mentions them.
    fn drop_mentions(&mut self) {
        let key =
            |request: &Request| (request.method.stated().copied().map(|method| method.as_str()), request.uri.clone());
        let part_of = |block: &usize| self.parts.get(*block).copied().unwrap_or_default();
        let mut owners: HashMap<_, HashSet<usize>> = HashMap::new();
        let mut stated: HashMap<usize, HashSet<_>> = HashMap::new();
        for (block, requests) in &self.requests {
            let part = part_of(block);
            stated.entry(part).or_default().extend(requests.iter().map(key));
            for request in requests.iter().filter(|_| part > 0) {
                owners.entry(key(request)).or_default().insert(part);
            }
        }
        let count = |part: &usize| stated.get(part).map_or(0, HashSet::len);
        let smallest: HashMap<_, usize> =
            owners.iter().map(|(key, parts)| (key, parts.iter().map(count).min().unwrap_or_default())).collect();
        let is_overview =
            |keys: &HashSet<_>| keys.iter().all(|key| smallest.get(key).is_some_and(|smallest| *smallest < keys.len()));
        let overviews: HashSet<usize> =
            stated.iter().filter(|(_, keys)| is_overview(keys)).map(|(part, _)| *part).collect();
        let parts = &self.parts;
        for (block, requests) in &mut self.requests {
            match parts.get(*block) {
                Some(0) => requests.retain(|request| !owners.contains_key(&key(request))),
                Some(part) if overviews.contains(part) => requests.clear(),
                _ => {}
            }
        }
        self.requests.retain(|_, requests| !requests.is_empty());
    }
}

/// Whether one of two requests of a page can be a call of the other.
fn is_call(one: &Request, other: &Request) -> bool {
    let (one_uri, other_uri) = (PageUri::parse(&one.uri), PageUri::parse(&other.uri));
    one.method == other.method && (is_call_of(&one_uri.path(), &other_uri) || is_call_of(&other_uri.path(), &one_uri))
}

fn title_of(blocks: &[Block], heading: usize) -> String {
    match blocks.get(heading).map(|block| &block.content) {
        Some(BlockContent::Heading { title, .. }) => title.flat(),
        _ => String::new(),
    }
}

/// The heading that is the title of the page: the first, if all others are below it.
fn title(blocks: &[Block]) -> Option<usize> {
    let mut levels = blocks.iter().enumerate().filter_map(|(index, block)| match &block.content {
        BlockContent::Heading { level, .. } => Some((index, *level)),
        _ => None,
    });
    let (index, level) = levels.next()?;
    levels.all(|(_, other)| other > level).then_some(index)
}

/// The requests that follow each other below one heading, with tables or listings between them, or each with a directive.
fn runs(blocks: &[Block], placed: &[PlacedRequest], requests: &HashMap<usize, Vec<Request>>) -> BTreeSet<usize> {
    let is_fact = |index: usize| {
        let is_listed = blocks
            .get(index)
            .is_some_and(|block| matches!(block.content, BlockContent::Table(_) | BlockContent::Code(_)));
        is_listed && !requests.contains_key(&index)
    };
    let mut runs = BTreeSet::new();
    for run in placed.chunk_by(|one, next| one.nearest == next.nearest) {
        let are_apart = run.windows(2).any(|pair| match pair {
            [one, next] => (one.block.saturating_add(1)..next.block).any(is_fact),
            _ => false,
        });
        let is_directive = |request: &PlacedRequest| {
            blocks.get(request.block).is_some_and(|block| matches!(block.content, BlockContent::Request(_)))
        };
        let are_apart = are_apart || run.len() > 1 && run.iter().all(is_directive);
        let is_own_form = run.iter().all(|request| !request.is_below_kind && request.certainty != Certainty::Shown);
        if are_apart && is_own_form {
            runs.extend(run.iter().map(|request| request.block));
        }
    }
    runs
}
