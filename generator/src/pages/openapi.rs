//! OpenAPI and Swagger documents: a page of facts for every operation, and one for the types of the document.
//!
//! The facts of an operation are called `FILE#/paths/~1books/get`, those of the document as a whole `FILE`. Their lines are
//! lines of the document; what is in a file beside it has the line of the reference to that file.

mod bodies;
mod examples;
mod json;
mod methods;
mod operations;
mod references;
mod schemas;
mod security;
mod servers;
mod tree;
mod version;
mod webhooks;
mod yaml;

use references::DocumentFiles;
pub use references::{ReadBeside, UnreadPart};
use schemas::SchemaReader;

use super::facts::PageFacts;
use super::text::collapsed;

/// Whether the text of a JSON or YAML file is such a document, according to the keys at its root.
pub fn is_document(text: &str) -> bool {
    version::is_document(text)
}

/// The facts of a document.
#[derive(Clone, Debug)]
pub struct DocumentFacts {
    /// Those of the document as a whole, then those of each operation.
    pub pages: Vec<PageFacts>,
    /// What was not read.
    pub unread: Vec<UnreadPart>,
}

/// Why a document cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{line}:{column}: {message}")]
pub struct DocumentError {
    /// Line, from 1.
    pub line: u32,
    /// Column in characters, from 1.
    pub column: u32,
    /// What is wrong there.
    pub message: String,
}

/// Reads the document in the file with that name. `beside` reads the files that it refers to.
///
/// # Errors
///
/// When it is not JSON or YAML, is in a version that is not known, or states more than any document does.
pub fn read(name: &str, text: &str, beside: &mut ReadBeside<'_>) -> Result<DocumentFacts, DocumentError> {
    let file_name = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let root = references::parse(file_name, text).map_err(|error| DocumentError {
        line: error.line,
        column: error.column,
        message: error.message,
    })?;
    if let Some((line, message)) = version::version_error(&root) {
        return Err(DocumentError { line, column: 1, message });
    }
    let mut unread = Vec::new();
    let files = DocumentFiles::load(file_name, root, beside, &mut unread);
    let Some(root) = files.root() else { return Ok(DocumentFacts { pages: Vec::new(), unread }) };
    let title = root.get("info").and_then(|info| info.text("title")).map(collapsed);
    let mut document = operations::without_facts(file_name, title.unwrap_or_default());
    let mut schemas = SchemaReader::new(&files);
    let operations = operations::pages(&document, root, &mut schemas);
    document.webhooks = webhooks::of_document(root, &mut schemas);
    document.definitions = schemas.definitions(root);
    unread.append(&mut schemas.unread);
    if schemas.is_exhausted() {
        let message = "the document repeats its parts by references too often to be read".to_owned();
        return Err(DocumentError { line: 1, column: 1, message });
    }
    let pages = std::iter::once(document).chain(operations).collect();
    Ok(DocumentFacts { pages, unread })
}
