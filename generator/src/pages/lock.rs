//! `spec/<api>/pages.lock`: the facts of every page that the spec was compared with, so that the comparison can be repeated
//! without the pages.

mod changes;
mod superseded;

use serde::{Deserialize, Serialize};

pub use self::changes::{LockChanges, changes};
pub(in crate::pages) use self::superseded::without_superseded;
use super::compare::PageSource;
use super::facts::{
    AccessFacts, BodyFacts, CarrierFacts, DefinitionContent, DeprecationFacts, ErrorRow, ExampleFacts, Fact, PageFacts,
    ParameterFacts, Request, ResponseFacts,
};
use super::read::is_dateless;
pub(crate) use super::versions::date_of;
use super::versions::is_same_page;
use crate::diagnostics::{FileId, Sources};
use crate::program;
use crate::spec::parse;
use crate::spec::tree::{Node, TreeStep};
use crate::yaml_text;

/// Name of the file beside `api.yaml`.
pub const FILE_NAME: &str = "pages.lock";

const HEADER: &str = "# What the pages state: names, places, types and values, page by page.
# Written by `docwright verify docs --update PATH…`; a change here is a change of the vendor's pages.

";

/// Why a lock cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum LockError {
    /// It is not YAML, or contains something that a lock does not have.
    #[error(
        "{path}:{line}: {message}; restore it, or remove it and write a new one with `{program} verify docs --update PATH…`",
        program = program::name()
    )]
    Malformed {
        /// The lock.
        path: String,
        /// The line of the lock, counted from 1.
        line: usize,
        /// What is wrong.
        message: String,
    },
    /// The facts cannot be written as YAML.
    #[error("the facts of the pages cannot be written")]
    Unwritable(#[from] serde_yaml::Error),
}

#[derive(Serialize)]
struct LockFile {
    pages: Vec<PageFacts>,
}

/// A lock whose pages are parsed one by one, so that an error in one is reported with its line.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenLock {
    pages: Vec<serde_yaml::Value>,
}

/// Reads a lock; lines of the facts are lines of the lock.
///
/// # Errors
///
/// When it is malformed.
pub fn read(file: FileId, sources: &Sources) -> Result<Vec<PageSource>, LockError> {
    let path = &sources.file(file).path;
    let mut diagnostics = Vec::new();
    let node = parse::parse(file, sources, &mut diagnostics);
    let malformed = |line: usize, message: String| LockError::Malformed { path: path.clone(), line, message };
    if let Some(first) = diagnostics.first() {
        return Err(malformed(sources.line(first.place), first.message.clone()));
    }
    let node = node.ok_or_else(|| malformed(1, "it is empty".to_owned()))?;
    let lock: WrittenLock = serde_yaml::from_value(node.to_yaml())
        .map_err(|error| malformed(sources.line(node.place), error.to_string()))?;
    let mut pages = Vec::with_capacity(lock.pages.len());
    for (index, written) in lock.pages.into_iter().enumerate() {
        let lines = LockLines { node: node.nearest(&[TreeStep::Key("pages"), TreeStep::Item(index)]), sources };
        let mut page: PageFacts = serde_yaml::from_value(written)
            .map_err(|error| malformed(sources.line(lines.node.place), format!("this page cannot be read: {error}")))?;
        lines.set(&mut page);
        pages.push(page);
    }
    Ok(pages.into_iter().map(|page| PageSource { page, file }).collect())
}

/// Prints a lock: one entry for each page, version and rendering; several, if copies of one version state different facts,
/// because vendors change pages without changing their date.
///
/// # Errors
///
/// When the facts cannot be written as YAML.
pub fn print<'p>(pages: impl IntoIterator<Item = &'p PageFacts>) -> Result<String, LockError> {
    let mut pages: Vec<PageFacts> = pages.into_iter().map(without_repetitions).collect();
    pages.sort_by(|a, b| key(a).cmp(&key(b)));
    let mut printed: Vec<PageFacts> = Vec::with_capacity(pages.len());
    for page in pages {
        let mut same_version = printed.iter().rev().take_while(|other| key(other) == key(&page));
        if !same_version.any(|other| changes::states_the_same(other, &page)) {
            printed.push(page);
        }
    }
    let value = serde_yaml::to_value(LockFile { pages: printed })?;
    Ok(format!("{HEADER}{}", yaml_text::print(&value)))
}

/// The page without repeated errors: those that differ only in parts that the lock leaves out.
fn without_repetitions(page: &PageFacts) -> PageFacts {
    let mut page = page.clone();
    let of_sections = page.sections.iter_mut().map(|section| &mut section.errors);
    for errors in std::iter::once(&mut page.errors).chain(of_sections) {
        let Fact::Stated(rows) = errors else { continue };
        let mut listed: Vec<ErrorRow> = Vec::new();
        rows.retain(|row| {
            let bare = ErrorRow { line: 0, columns: Vec::new(), ..row.clone() };
            let is_new = !listed.contains(&bare);
            listed.push(bare);
            is_new
        });
    }
    page
}

/// Identifies an entry of a lock.
fn key(page: &PageFacts) -> (&str, &str, bool, String) {
    (&page.identity.name, &page.version, page.is_translation, format!("{:?}", page.rendering))
}

/// Whether both are parts of one OpenAPI document, in any version.
pub(super) fn is_same_document(one: &PageFacts, other: &PageFacts) -> bool {
    let name = |page: &PageFacts| page.document_and_pointer().0.to_owned();
    one.is_of_document() && other.is_of_document() && name(one) == name(other)
}

/// The pages of a lock, with the pages read now replacing their earlier facts. A page without a date keeps only the version
/// read last, and a document only the parts that it has now.
pub fn updated<'p>(locked: &'p [PageSource], read: &'p [PageSource]) -> Vec<&'p PageFacts> {
    let is_replaced = |page: &PageFacts| {
        read.iter().map(|source| &source.page).any(|other| {
            let are_dateless = is_dateless(page) && is_dateless(other);
            key(other) == key(page) || are_dateless && is_same_page(other, page) || is_same_document(other, page)
        })
    };
    let kept = locked.iter().map(|source| &source.page).filter(|page| !is_replaced(page));
    kept.chain(read.iter().map(|source| &source.page)).collect()
}

/// Finds the lines of the nodes in the entry of one page.
struct LockLines<'n> {
    node: &'n Node,
    sources: &'n Sources,
}

impl LockLines<'_> {
    fn of(&self, path: &[TreeStep<'_>]) -> u32 {
        u32::try_from(self.sources.line(self.node.nearest(path).place)).unwrap_or(u32::MAX)
    }

    fn set(&self, page: &mut PageFacts) {
        self.set_of_requests(RequestFacts {
            requests: &mut page.requests,
            access: &mut page.access,
            carriers: &mut page.carriers,
            deprecated: &mut page.deprecated,
            parameters: &mut page.parameters,
            headers: &mut page.headers,
            body: &mut page.body,
            responses: &mut page.responses,
            errors: &mut page.errors,
            examples: &mut page.examples,
        });
        for (index, definition) in page.definitions.iter_mut().enumerate() {
            let path = [TreeStep::Key("definitions"), TreeStep::Item(index)];
            definition.line = self.of(&path);
            if let DefinitionContent::Fields(fields) = &mut definition.content {
                for (field_index, field) in fields.iter_mut().enumerate() {
                    field.line = self.of(&[path[0], path[1], TreeStep::Key("fields"), TreeStep::Item(field_index)]);
                }
            }
        }
        for (index, section) in page.sections.iter_mut().enumerate() {
            let node = self.node.nearest(&[TreeStep::Key("sections"), TreeStep::Item(index)]);
            LockLines { node, sources: self.sources }.set_of_requests(RequestFacts {
                requests: &mut section.requests,
                access: &mut section.access,
                carriers: &mut section.carriers,
                deprecated: &mut section.deprecated,
                parameters: &mut section.parameters,
                headers: &mut section.headers,
                body: &mut section.body,
                responses: &mut section.responses,
                errors: &mut section.errors,
                examples: &mut section.examples,
            });
        }
    }

    fn set_of_requests(&self, facts: RequestFacts<'_>) {
        for (index, request) in facts.requests.iter_mut().enumerate() {
            request.line = self.of(&[TreeStep::Key("requests"), TreeStep::Item(index)]);
        }
        if let Fact::Stated(access) = facts.access {
            access.line = self.of(&[TreeStep::Key("access")]);
        }
        for (index, carrier) in facts.carriers.iter_mut().enumerate() {
            carrier.line = self.of(&[TreeStep::Key("carriers"), TreeStep::Item(index)]);
        }
        if let Fact::Stated(deprecation) = facts.deprecated {
            deprecation.line = self.of(&[TreeStep::Key("deprecated")]);
        }
        for (key, rows) in [("parameters", facts.parameters), ("headers", facts.headers)] {
            each(rows, |index, row| row.line = self.of(&[TreeStep::Key(key), TreeStep::Item(index)]));
        }
        each(facts.responses, |index, row| {
            let path = [TreeStep::Key("responses"), TreeStep::Item(index)];
            row.line = self.of(&path);
            for (field_index, field) in row.fields.iter_mut().enumerate() {
                field.line = self.of(&[path[0], path[1], TreeStep::Key("fields"), TreeStep::Item(field_index)]);
            }
        });
        each(facts.errors, |index, row| row.line = self.of(&[TreeStep::Key("errors"), TreeStep::Item(index)]));
        if let Fact::Stated(Some(BodyFacts { line, fields, .. })) = facts.body {
            *line = self.of(&[TreeStep::Key("body")]);
            for (index, field) in fields.iter_mut().enumerate() {
                field.line = self.of(&[TreeStep::Key("body"), TreeStep::Key("fields"), TreeStep::Item(index)]);
            }
        }
        for (index, example) in facts.examples.iter_mut().enumerate() {
            let path = [TreeStep::Key("examples"), TreeStep::Item(index)];
            example.line = self.of(&path);
            if let Fact::Stated(members) = &mut example.body {
                for member in members {
                    let place =
                        self.node.key_place(&[path[0], path[1], TreeStep::Key("body"), TreeStep::Key(&member.path)]);
                    member.line = u32::try_from(self.sources.line(place)).unwrap_or(u32::MAX);
                }
            }
        }
    }
}

/// The facts of a page or of one of its sections that are about requests.
struct RequestFacts<'f> {
    requests: &'f mut [Request],
    access: &'f mut Fact<AccessFacts>,
    carriers: &'f mut [CarrierFacts],
    deprecated: &'f mut Fact<DeprecationFacts>,
    parameters: &'f mut Fact<Vec<ParameterFacts>>,
    headers: &'f mut Fact<Vec<ParameterFacts>>,
    body: &'f mut Fact<Option<BodyFacts>>,
    responses: &'f mut Fact<Vec<ResponseFacts>>,
    errors: &'f mut Fact<Vec<ErrorRow>>,
    examples: &'f mut [ExampleFacts],
}

fn each<T>(rows: &mut Fact<Vec<T>>, mut set: impl FnMut(usize, &mut T)) {
    if let Fact::Stated(rows) = rows {
        for (index, row) in rows.iter_mut().enumerate() {
            set(index, row);
        }
    }
}
