//! An API as a whole: servers, headers, areas.

use std::collections::BTreeSet;

use super::{
    AcceptedCredentials, Credential, Deprecation, EnumUrlSpelling, ErrorVariant, HeaderSource, Home, LeftOut,
    MemberCase, Operation, OperationId, Page, PageId, Provenance, Type, TypeId, TypeKind, TypeRef, Webhook,
};
use crate::diagnostics::Place;
use crate::error_bodies::{ErrorForms, ErrorShape};

/// All APIs of a spec directory, by name.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Model {
    /// The APIs.
    pub apis: Vec<Api>,
}

/// One API.
#[derive(Clone, Debug, PartialEq)]
pub struct Api {
    /// Name in kebab case, also that of its Cargo feature.
    pub name: String,
    /// Name of its Rust module.
    pub module: String,
    /// The vendor's name of the API.
    pub title: String,
    /// Doc lines.
    pub doc: Doc,
    /// Whether the API is deprecated.
    pub deprecation: Option<Deprecation>,
    /// Path of the spec, relative to the spec directory.
    pub source: String,
    /// The API version, if operations have it in their paths.
    pub version: Option<Version>,
    /// The hosts.
    pub servers: Vec<Server>,
    /// The credentials that operations accept; empty if the spec does not say.
    pub credentials: Vec<Credential>,
    /// Headers of every call.
    pub headers: Vec<Header>,
    /// Headers that responses can have.
    pub response_headers: Vec<ResponseHeader>,
    /// Shapes of an error body.
    pub error_shapes: Vec<ErrorShape>,
    /// Whether member names of error bodies are distinguished by case.
    pub member_case: MemberCase,
    /// Whether values of enums in URLs have spellings of their own.
    pub enum_url_spelling: EnumUrlSpelling,
    /// The type that lists the errors of all operations.
    pub errors: Option<TypeId>,
    /// The areas, by name.
    pub areas: Vec<Area>,
    /// All types of the API, in the order of their homes; [`TypeId`] is a position in here.
    pub types: Vec<Type>,
    /// Pages that the API was captured from; [`PageId`] is a position in here.
    pub pages: Vec<Page>,
    /// Operations that are known, but not captured, in the order of the spec.
    pub left_out: Vec<LeftOut>,
    /// Place and sources of the API in the spec.
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

    /// The credentials that an operation accepts, of those that the API declares.
    pub fn accepted<'a>(&'a self, accepted: &'a AcceptedCredentials) -> impl Iterator<Item = &'a Credential> + Clone {
        let all = self.credentials.iter().enumerate();
        let is_accepted = move |position: &usize| match accepted {
            AcceptedCredentials::All => true,
            AcceptedCredentials::Named(positions) => positions.contains(position),
            AcceptedCredentials::None => false,
        };
        all.filter(move |(position, _)| is_accepted(position)).map(|(_, credential)| credential)
    }

    /// Whether a credential is sent in this header.
    pub fn has_credential_in_header(&self, name: &str) -> bool {
        let mut carriers = self.credentials.iter().filter_map(|credential| credential.carrier.header());
        carriers.any(|known| known.eq_ignore_ascii_case(name))
    }

    /// Whether a credential is sent in this query parameter.
    pub fn has_credential_in_query(&self, name: &str) -> bool {
        let mut carriers = self.credentials.iter().filter_map(|credential| credential.carrier.parameter());
        carriers.any(|known| known.eq_ignore_ascii_case(name))
    }

    /// How the bodies of errors are read.
    pub(crate) fn error_forms(&self) -> ErrorForms<'_> {
        ErrorForms { shapes: &self.error_shapes, ignores_member_case: self.member_case == MemberCase::Ignored }
    }

    /// The errors that a type lists.
    pub fn error_variants(&self, errors: TypeId) -> &[ErrorVariant] {
        match &self.type_of(errors).kind {
            TypeKind::Errors { variants } => variants,
            _ => &[],
        }
    }

    /// The types that list the errors of an operation: those that only some operations have, then those of all.
    pub fn errors_of(&self, operation: &Operation) -> impl Iterator<Item = TypeId> + Clone + use<> {
        [operation.errors, self.errors].into_iter().flatten()
    }

    /// The page of an id.
    pub fn page(&self, id: PageId) -> &Page {
        &self.pages[id.0]
    }

    /// Types that one module of the crate defines, in the order of the spec.
    pub fn types_at(&self, home: Home) -> impl Iterator<Item = &Type> {
        // Each area asks for its types, so a search through all of them would take ever longer.
        let start = self.types.partition_point(|declared| declared.home < home);
        let end = self.types.partition_point(|declared| declared.home <= home);
        self.types[start..end].iter().filter(|declared| declared.direction.is_any())
    }
}

/// Doc comment lines, escaped for rustdoc.
pub type Doc = Vec<String>;

/// The API version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Version {
    /// Name of the path parameter.
    pub parameter: String,
    /// The default version; callers can choose another.
    pub default: String,
}

/// One host.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Server {
    /// Name of the Rust constant; of the function, if the URL has variables.
    pub rust_name: String,
    /// Name in kebab case, for messages.
    pub name: String,
    /// Doc lines.
    pub doc: Doc,
    /// Base URL.
    pub url: String,
    /// The variables of the URL, in its order.
    pub variables: Vec<ServerVariable>,
    /// Identity provider.
    pub authority: Option<String>,
    /// Audience of tokens.
    pub audience: Option<String>,
    /// The place in the spec.
    pub place: Place,
}

/// A label of a server's host that users of the client choose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServerVariable {
    /// Name in the URL, and of the argument.
    pub name: String,
    /// The values that exist; every label of a host is accepted if it is empty.
    pub values: Vec<String>,
}

/// A header of every call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Header {
    /// Wire name.
    pub name: String,
    /// Where its value comes from.
    pub value: HeaderValue,
    /// Doc lines of the setting's constant; empty, unless the value is a setting.
    pub doc: Doc,
    /// The place in the spec.
    pub place: Place,
}

/// A header that responses can have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ResponseHeader {
    /// Wire name.
    pub name: String,
    /// Name of the Rust constant.
    pub constant: String,
    /// Type of the value.
    pub value: TypeRef,
    /// Doc lines.
    pub doc: Doc,
    /// The place in the spec.
    pub place: Place,
}

/// Where the value of a header comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HeaderValue {
    /// A fixed value.
    Constant(String),
    /// An identifier made for each call.
    Fresh(HeaderSource),
    /// A setting of the client, with its default.
    Setting {
        /// The setting's name.
        name: String,
        /// Name of the Rust constant.
        constant: String,
        /// The value if the user sets none.
        default: Option<String>,
    },
}

/// A group of operations: one file of the spec, one module, one Cargo feature.
#[derive(Clone, Debug, PartialEq)]
pub struct Area {
    /// Name in kebab case.
    pub name: String,
    /// Name of the Rust module.
    pub module: String,
    /// Name of the Cargo feature.
    pub feature: String,
    /// Path of the spec, relative to the spec directory.
    pub source: String,
    /// Doc lines.
    pub doc: Doc,
    /// Doc lines that follow from the rest: the operations, and the Cargo feature.
    pub details: Doc,
    /// Positions of other areas whose types this one uses.
    pub needs: Vec<usize>,
    /// Operations in the order of the spec.
    pub operations: Vec<Operation>,
    /// Webhooks in the order of the spec.
    pub webhooks: Vec<Webhook>,
}

impl Api {
    /// The declared types that values of `roots` can contain, at any depth.
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
