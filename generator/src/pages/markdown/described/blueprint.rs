//! Items that announce the items within them, as in API Blueprint (`+ Parameters`, `+ Attributes`).

use super::super::columns::is_address;
use super::super::document::{Block, BlockContent, Inline, Table, Term};
use super::super::sections;
use super::announcement::{Announcement, Subject};
use super::marks::Marks;
use super::term;
use crate::model::Method;
use crate::pages::facts::MessageKind;

/// An item that announces those within it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Label {
    pub(super) depth: usize,
    pub(super) announcement: Announcement,
}

/// What an item announces; attributes are those of the message around it.
pub(super) fn label(text: &str, depth: usize, message: Option<MessageKind>) -> Option<Label> {
    let word = text.split(" (").next().unwrap_or_default();
    let subject = match (word, message) {
        ("Parameters", _) => Subject::Parameters,
        ("Attributes", Some(MessageKind::Response)) => Subject::Response,
        ("Attributes", _) => Subject::Body,
        _ => return None,
    };
    Some(Label { depth, announcement: Announcement { subject, place: "", required: None } })
}

/// A resource, whose parameters are those of its actions (`## Crates [/crates{?page}]`).
#[derive(Debug)]
pub(super) struct Resource {
    pub(super) level: u8,
    /// Whether an action of it is being read.
    pub(super) is_in_action: bool,
    path: String,
    parameters: Option<ResourceParameters>,
    /// Whether an action has them.
    are_used: bool,
}

/// A table of parameters, and where it begins.
#[derive(Clone, Debug)]
pub(super) struct ResourceParameters {
    pub(super) line: u32,
    pub(super) table: Table,
}

impl Resource {
    /// The resource of a heading that ends with its path.
    pub(super) fn of(level: u8, title: &str) -> Option<Self> {
        let address = in_brackets(title).filter(|address| is_address(address))?;
        let path = address.split("{?").next().unwrap_or_default().to_owned();
        Some(Self { level, is_in_action: false, path, parameters: None, are_used: false })
    }

    /// Its parameters, if no action has them.
    pub(super) fn unused(self) -> Option<ResourceParameters> {
        self.parameters.filter(|_| !self.are_used)
    }

    pub(super) fn add(&mut self, mut table: Table, line: u32) {
        match &mut self.parameters {
            Some(known) => known.table.rows.append(&mut table.rows),
            None => self.parameters = Some(ResourceParameters { line, table }),
        }
    }

    /// Enters the action of a heading that ends with its method; returns its parameters. Those of the query are sent by an
    /// action that reads.
    pub(super) fn enter_action(&mut self, title: &str) -> Option<ResourceParameters> {
        self.is_in_action = true;
        let method = in_brackets(title).and_then(Method::parse)?;
        self.are_used = true;
        let mut parameters = self.parameters.clone()?;
        let reads = matches!(method, Method::Get | Method::Head);
        let is_in_path = |name: &str| self.path.contains(&format!("{{{name}}}"));
        let name = |row: &Vec<super::Cell>| row.first().map(|cell| cell.content.text.clone()).unwrap_or_default();
        parameters.table.rows.retain(|row| reads || is_in_path(&name(row)));
        (!parameters.table.rows.is_empty()).then_some(parameters)
    }
}

fn in_brackets(title: &str) -> Option<&str> {
    Some(title.trim_end().strip_suffix(']')?.rsplit_once('[')?.1.trim())
}

/// The message that an item begins.
pub(super) fn message(text: &str) -> Option<MessageKind> {
    sections::message_of_item(text)
}

/// The name that an item describes (`page: 2 (number, optional) - The page.`, `id (required, string) ... Its ID.`).
pub(super) fn term(text: &Inline, line: u32) -> Option<Term> {
    let written = text.text.as_str();
    let end = [" (", ":", " - ", " ... ", "\n"].iter().filter_map(|mark| written.find(mark)).min();
    let name = written.get(..end.unwrap_or(written.len()))?.trim().trim_matches('`');
    term::name(name)?;
    let after = written.get(end.unwrap_or(written.len())..)?;
    let (marks, rest) = match after.split_once('(').and_then(|(_, inner)| inner.split_once(')')) {
        Some((inner, rest)) => (marks(inner), rest),
        None => (Marks::default(), after.split_once(" - ").map_or("", |(_, description)| description)),
    };
    let description = rest.trim_start_matches([' ', '-', '.', '\n']);
    let required = match marks.required {
        Some(true) => "Required. ",
        Some(false) => "Optional. ",
        None => "",
    };
    let content = BlockContent::Paragraph(Inline::of_text(&format!("{required}{description}")));
    let (name, type_text) = (Inline::of_text(name), marks.type_text);
    Some(Term { line, name, type_text, description: vec![Block { line, content }] })
}

/// Type and requirement among other words: sample values.
fn marks(inner: &str) -> Marks {
    let mut marks = Marks::default();
    for part in inner.split(',') {
        let Some(part) = Marks::of(part) else { continue };
        marks.required = marks.required.or(part.required);
        if marks.type_text.is_empty() {
            marks.type_text = part.type_text;
        }
    }
    marks
}
