//! The state of resolving one operation.

use super::name_registry::NameRegistry;
use super::provenance::Pages;
use super::scope::TypeScope;
use super::shown_types::ShownTypes;
use crate::diagnostics::Diagnostic;
use crate::error_bodies::ErrorForms;
use crate::model::{AccessStep, Input, Method, Output, Type, TypeId};
use crate::spec::language;
use crate::spec::{self, LoadedEntry};

/// State that all operations of an API share while they are resolved.
pub(super) struct ResolverState<'c, 's> {
    pub(super) api: &'s spec::LoadedApi,
    pub(super) area: &'s spec::LoadedArea,
    pub(super) area_index: usize,
    pub(super) pages: &'c Pages,
    pub(super) scope: &'c TypeScope<'s>,
    pub(super) types: &'c [Type],
    /// The type that lists the errors of all operations.
    pub(super) common_errors: Option<TypeId>,
    /// How the bodies of errors are read.
    pub(super) error_forms: ErrorForms<'c>,
    /// Whether a type has errors, by its position.
    pub(super) unsound: &'c [bool],
    pub(super) shown: &'c mut ShownTypes,
    /// The types of the API and the structs with the inputs of an area's operations share one namespace.
    pub(super) type_names: &'c mut NameRegistry,
    pub(super) function_names: &'c mut NameRegistry,
    pub(super) diagnostics: &'c mut Vec<Diagnostic>,
}

/// One operation that is being resolved.
pub(super) struct OperationResolver<'r, 'c, 's> {
    pub(super) entry: &'r LoadedEntry<language::OperationSpec>,
    pub(super) spec: &'r language::OperationSpec,
    pub(super) context: ResolverState<'c, 's>,
    pub(super) inputs: NameRegistry,
}

/// A partially resolved operation.
pub(super) struct PartialOperation<'i> {
    pub(super) method: Method,
    pub(super) template: &'i str,
    pub(super) inputs: &'i [Input],
    pub(super) if_match: Option<&'i [AccessStep]>,
    pub(super) output: Option<&'i Output>,
    pub(super) errors: Option<TypeId>,
}
