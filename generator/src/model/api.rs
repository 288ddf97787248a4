//! An API as a whole: servers, headers, areas.

use std::collections::BTreeSet;

use super::{Credential, HeaderSource, Home, Operation, OperationId, Page, PageId, Provenance, Type, TypeId, TypeRef};
use crate::diagnostics::Place;

/// All APIs of a spec directory, by name.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Model {
    /// The APIs.
    pub apis: Vec<Api>,
}

/// One API.
#[derive(Clone, Debug, PartialEq)]
pub struct Api {
    /// Name in kebab case, also that of its cargo feature.
    pub name: String,
    /// Name of its Rust module.
    pub module: String,
    /// The name its vendor gives it.
    pub title: String,
    /// Doc lines.
    pub doc: Doc,
    /// Where the spec stands, relative to the spec directory.
    pub source: String,
    /// Path parameter and default of the API version.
    pub version: Option<Version>,
    /// The hosts.
    pub servers: Vec<Server>,
    /// How a call proves who makes it, where the spec says so.
    pub credential: Option<StatedCredential>,
    /// Headers of every call.
    pub headers: Vec<Header>,
    /// Shapes of an error body.
    pub error_shapes: Vec<ErrorShape>,
    /// The areas, by name.
    pub areas: Vec<Area>,
    /// All types of the API; [`TypeId`] is a position in here.
    pub types: Vec<Type>,
    /// Pages that it was captured from; [`PageId`] is a position in here.
    pub pages: Vec<Page>,
    /// Where it stands in the spec, and what backs it as a whole.
    pub provenance: Provenance,
}

impl Api {
    /// The type of an id.
    pub fn type_of(&self, id: TypeId) -> &Type {
        &self.types[id.0]
    }

    /// The operation of an id.
    pub fn operation(&self, id: OperationId) -> &Operation {
        &self.areas[id.area].operations[id.index]
    }

    /// All operations, in the order of the spec.
    pub fn operations(&self) -> impl Iterator<Item = (OperationId, &Operation)> {
        self.areas.iter().enumerate().flat_map(|(area, declared)| {
            let operations = declared.operations.iter().enumerate();
            operations.map(move |(index, operation)| (OperationId { area, index }, operation))
        })
    }

    /// The page of an id.
    pub fn page(&self, id: PageId) -> &Page {
        &self.pages[id.0]
    }

    /// Types that stand in one place of the crate, in the order of the spec.
    pub fn types_at(&self, home: Home) -> impl Iterator<Item = &Type> {
        self.types.iter().filter(move |declared| declared.home == home)
    }
}

/// Doc comment lines, escaped for rustdoc.
pub type Doc = Vec<String>;

/// The API version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Version {
    /// Name of the path parameter.
    pub parameter: String,
    /// The version called unless the caller says otherwise.
    pub default: String,
}

/// One host.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Server {
    /// Name of the Rust constant.
    pub constant: String,
    /// Name in kebab case, for messages.
    pub name: String,
    /// Doc lines.
    pub doc: Doc,
    /// Base URL.
    pub url: String,
    /// Identity provider.
    pub authority: Option<String>,
    /// Audience of tokens.
    pub audience: Option<String>,
    /// Where the spec says so.
    pub place: Place,
}

/// How a call proves who makes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatedCredential {
    /// What it carries.
    pub kind: Credential,
    /// Where the spec says so.
    pub place: Place,
}

/// A header of every call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Header {
    /// Wire name.
    pub name: String,
    /// How its value arises.
    pub value: HeaderValue,
    /// Where the spec says so.
    pub place: Place,
}

/// How the value of a header arises.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HeaderValue {
    /// Always the same.
    Constant(String),
    /// A fresh identifier per call.
    Fresh(HeaderSource),
    /// A setting of the client, with its default.
    Setting {
        /// The setting's name.
        name: String,
        /// The value when the user chooses none.
        default: Option<String>,
    },
}

/// Members that hold code and message of an error body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ErrorShape {
    /// Member with the code.
    pub code: String,
    /// Member with the text.
    pub message: String,
}

/// A group of operations: one file of the spec, one module, one cargo feature.
#[derive(Clone, Debug, PartialEq)]
pub struct Area {
    /// Name in kebab case.
    pub name: String,
    /// Name of the Rust module.
    pub module: String,
    /// Name of the cargo feature.
    pub feature: String,
    /// Where the spec stands, relative to the spec directory.
    pub source: String,
    /// Doc lines.
    pub doc: Doc,
    /// Positions of other areas whose types this one uses.
    pub needs: Vec<usize>,
    /// Operations in the order of the spec.
    pub operations: Vec<Operation>,
}

impl Api {
    /// The declared types that values of `roots` can hold, however deep.
    pub fn types_within<'r>(&self, roots: impl IntoIterator<Item = &'r TypeRef>) -> BTreeSet<TypeId> {
        let mut pending: Vec<TypeRef> = roots.into_iter().cloned().collect();
        let mut found = BTreeSet::new();
        while let Some(value) = pending.pop() {
            match value {
                TypeRef::List(item) | TypeRef::Map(item) => pending.push(*item),
                TypeRef::Declared(id, argument) => {
                    pending.extend(argument.map(|argument| *argument));
                    if found.insert(id) {
                        pending.extend(self.type_of(id).type_refs());
                    }
                }
                _ => {}
            }
        }
        found
    }
}
