//! Lists of described names as tables: terms with their descriptions, and items that begin with a name. They are tables only
//! below a heading, or directly below a paragraph, that announces parameters, members of a body, or statuses; all other lists
//! are text.

mod announcement;
mod blueprint;
mod marks;
mod name_cells;
mod sentence;
mod spread;
mod term;

use std::collections::{HashMap, HashSet};

use super::columns::is_address;
use super::document::{Block, BlockContent, CAPTION, Cell, Inline, SpanKind, Table, Term};
use super::sections::{PageSection, status_of};
use crate::pages::facts::MessageKind;
use announcement::{Announcement, Subject};

/// The blocks of a page with tables in place of its lists of described names, and the sections of these tables by their index.
#[derive(Debug, Default)]
pub(super) struct DescribedBlocks {
    pub(super) blocks: Vec<Block>,
    pub(super) sections: HashMap<usize, PageSection>,
    /// The lines of names that paragraphs announce: these are sent beside the path.
    pub(super) announced: HashSet<u32>,
    /// What the nearest heading announces, until there is a list or table below it.
    of_heading: Option<Announcement>,
    /// What it says about the requirement of all that is below it.
    requirement: Option<bool>,
    /// What the last paragraph announces.
    of_paragraph: Option<Announcement>,
    /// The item that announces those within it.
    label: Option<blueprint::Label>,
    /// The message that the last item begins.
    message: Option<MessageKind>,
    /// The resource whose heading is above, in API Blueprint.
    resource: Option<blueprint::Resource>,
}

impl DescribedBlocks {
    pub(super) fn of(blocks: Vec<Block>) -> Self {
        let mut described = Self::default();
        let mut blocks = spread::gather(blocks).into_iter().peekable();
        while let Some(block) = blocks.next() {
            match block.content {
                BlockContent::Item { text, depth } => {
                    let mut items = vec![(block.line, text, depth)];
                    while let Some(block) = blocks.next_if(|next| matches!(next.content, BlockContent::Item { .. })) {
                        if let BlockContent::Item { text, depth } = block.content {
                            items.push((block.line, text, depth));
                        }
                    }
                    described.nested_items(items);
                }
                BlockContent::Terms(terms) => described.terms(block.line, terms),
                content => described.other(Block { line: block.line, content }),
            }
        }
        described.leave_resource();
        described
    }

    fn other(&mut self, block: Block) {
        let Block { line, content } = block;
        self.of_paragraph = None;
        let content = match content {
            BlockContent::Heading { level: CAPTION, title } => match of_caption(title) {
                Some(title) => {
                    self.of_heading = Announcement::of_heading(&title.text);
                    BlockContent::Heading { level: CAPTION, title }
                }
                None => return,
            },
            BlockContent::Heading { level, title } => {
                (self.label, self.message) = (None, None);
                if let Some(parameters) = self.enter_resource(level, &title.text) {
                    self.blocks.push(Block { line, content: BlockContent::Heading { level, title } });
                    self.parameters(parameters);
                    return;
                }
                self.of_heading = Announcement::of_heading(&title.text);
                self.requirement = self.of_heading.and_then(|announcement| announcement.required);
                BlockContent::Heading { level, title }
            }
            BlockContent::Paragraph(text) => {
                self.of_paragraph = Announcement::of_paragraph(&text);
                if self.of_paragraph.is_none() && text.text.ends_with(':') {
                    // It announces something else than the heading.
                    self.of_heading = None;
                }
                if let Some((announcement, terms)) = sentence::in_sentence(&text, line) {
                    self.blocks.push(Block { line, content: BlockContent::Paragraph(text) });
                    self.announced.insert(line);
                    return self.table(line, announcement, terms);
                }
                BlockContent::Paragraph(text)
            }
            BlockContent::Table(mut table) => {
                name_cells::split(&mut table);
                if let Some(required) = self.requirement {
                    term::require(&mut table, required);
                }
                self.of_heading = None;
                BlockContent::Table(table)
            }
            other => other,
        };
        self.blocks.push(Block { line, content });
    }

    fn terms(&mut self, line: u32, mut terms: Vec<Term>) {
        match self.announcement() {
            Some(announcement) if terms.iter_mut().all(term::has_name) => self.listed(line, announcement, terms),
            _ => self.blocks.extend(terms.into_iter().flat_map(Term::into_blocks)),
        }
    }

    /// Enters the part below a heading; returns the parameters of its action.
    fn enter_resource(&mut self, level: u8, title: &str) -> Option<blueprint::ResourceParameters> {
        if let Some(resource) = &mut self.resource
            && level > resource.level
        {
            return resource.enter_action(title);
        }
        self.leave_resource();
        self.resource = blueprint::Resource::of(level, title);
        None
    }

    fn leave_resource(&mut self) {
        if let Some(parameters) = self.resource.take().and_then(blueprint::Resource::unused) {
            self.parameters(parameters);
        }
    }

    fn parameters(&mut self, blueprint::ResourceParameters { line, table }: blueprint::ResourceParameters) {
        self.sections.insert(self.blocks.len(), PageSection::Parameters);
        self.blocks.push(Block { line, content: BlockContent::Table(table) });
    }

    /// Items of which some may announce those within them.
    fn nested_items(&mut self, items: Vec<(u32, Inline, usize)>) {
        let mut plain = Vec::new();
        let mut items = items.into_iter().peekable();
        while let Some((line, text, depth)) = items.next() {
            if let Some(label) = self.label.filter(|label| depth > label.depth) {
                let mut within = vec![(line, text, depth)];
                while let Some(item) = items.next_if(|(_, _, depth)| *depth > label.depth) {
                    within.push(item);
                }
                self.items(std::mem::take(&mut plain));
                self.labeled(label, within);
                continue;
            }
            self.message = blueprint::message(&text.text).or(self.message);
            self.label = blueprint::label(&text.text, depth, self.message);
            plain.push((line, text, depth));
        }
        self.items(plain);
    }

    /// Items within one that announces them, if all of them are names.
    fn labeled(&mut self, label: blueprint::Label, items: Vec<(u32, Inline, usize)>) {
        let top = items.iter().map(|(_, _, depth)| *depth).min().unwrap_or_default();
        let at_top = items.iter().filter(|(_, _, depth)| *depth == top);
        let terms: Option<Vec<Term>> = at_top.map(|(line, text, _)| blueprint::term(text, *line)).collect();
        match (terms, items.first()) {
            (Some(terms), Some((line, ..))) => match &mut self.resource {
                // Those of a resource are those of its actions.
                Some(resource) if !resource.is_in_action => resource.add(term::table(terms, label.announcement), *line),
                _ => self.table(*line, label.announcement, terms),
            },
            _ => self.items(items),
        }
    }

    fn items(&mut self, items: Vec<(u32, Inline, usize)>) {
        if items.is_empty() {
            return;
        }
        let announcement = self.announcement();
        let top = items.iter().map(|(_, _, depth)| *depth).min().unwrap_or_default();
        let are_statuses = announcement.is_some_and(|(announcement, _)| announcement.subject == Subject::Statuses);
        let of_item = if are_statuses { of_status } else { of_item };
        let described = items.iter().filter(|(_, _, depth)| *depth == top).map(|(line, text, _)| of_item(text, *line));
        let terms: Option<Vec<Term>> = described.collect();
        match (announcement, items.first(), terms) {
            (Some(announcement), Some((line, ..)), Some(terms)) => self.listed(*line, announcement, terms),
            _ => self.blocks.extend(
                items
                    .into_iter()
                    .map(|(line, text, depth)| Block { line, content: BlockContent::Item { text, depth } }),
            ),
        }
    }

    /// What is announced of the next list, and whether the paragraph before it does.
    fn announcement(&mut self) -> Option<(Announcement, bool)> {
        let of_heading = self.of_heading.take();
        self.of_paragraph.take().map(|announcement| (announcement, true)).or(of_heading.map(|of| (of, false)))
    }

    fn listed(&mut self, line: u32, (announcement, is_of_paragraph): (Announcement, bool), terms: Vec<Term>) {
        if is_of_paragraph {
            // It is the label of the table, and no heading of what follows.
            self.blocks.pop();
            self.announced.extend(terms.iter().filter(|_| announcement.place.is_empty()).map(|term| term.line));
        }
        self.table(line, announcement, terms);
    }

    fn table(&mut self, line: u32, announcement: Announcement, terms: Vec<Term>) {
        let section = match announcement.subject {
            Subject::Parameters => Some(PageSection::Parameters),
            Subject::Headers => Some(PageSection::Headers),
            Subject::Body => Some(PageSection::Body),
            Subject::Response => Some(PageSection::Response),
            Subject::Statuses => None,
        };
        let table = match section {
            Some(_) => term::table(terms, announcement),
            None => statuses(terms),
        };
        self.sections.extend(section.map(|section| (self.blocks.len(), section)));
        self.blocks.push(Block { line, content: BlockContent::Table(table) });
    }
}

/// The heading of a table that its caption is: what it announces, or `Path parameters` if it is the path.
fn of_caption(title: Inline) -> Option<Inline> {
    let is_path = title.text.split_whitespace().next_back().is_some_and(|last| is_address(last) && last.contains('{'));
    if is_path {
        return Some(Inline::of_text("Path parameters"));
    }
    PageSection::announced_by(&title.text).is_some().then_some(title)
}

/// The term that an item begins with, in code or strong words, if a description follows it.
fn of_item(text: &Inline, line: u32) -> Option<Term> {
    let is_mark = |kind: &SpanKind| matches!(kind, SpanKind::Code | SpanKind::Strong);
    let end = text.spans.iter().filter(|span| span.start == 0 && is_mark(&span.kind)).map(|span| span.end).max()?;
    let (name, after) = text.text.split_at_checked(end)?;
    term::name(name)?;
    let begins = |marks: &[&str]| marks.iter().any(|mark| after.trim_start().starts_with(mark));
    let is_described = name.ends_with(':')
        || after.is_empty()
        || begins(&["- ", "– ", "— ", ":", "("])
        || term::begins_with_type(after);
    let description = text.part(end..text.text.len());
    is_described.then(|| Term {
        line,
        name: text.part(0..end),
        type_text: String::new(),
        description: vec![Block { line, content: BlockContent::Paragraph(description) }],
    })
}

/// The term that an item begins with, if that is a status.
fn of_status(text: &Inline, line: u32) -> Option<Term> {
    status_of(&text.text)?;
    let description = vec![Block { line, content: BlockContent::Paragraph(text.part(3..text.text.len())) }];
    Some(Term { line, name: text.part(0..3), type_text: String::new(), description })
}

/// A table of statuses.
fn statuses(terms: Vec<Term>) -> Table {
    let header = ["Status", "Description"].map(|heading| Cell { line: 0, content: Inline::of_text(heading) });
    let row = |term: Term| {
        let status = term.name.text.split_whitespace().next().unwrap_or_default();
        vec![
            Cell { line: term.line, content: Inline::of_text(status) },
            Cell { line: term.line, content: term::description(&term) },
        ]
    };
    Table { header: header.into(), rows: terms.into_iter().map(row).collect() }
}
