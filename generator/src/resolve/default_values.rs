//! Values that services use where a parameter or a member is absent.

use super::example_values::Fitting;
use super::scope::TypeScope;
use super::shown_types::ShownTypes;
use super::wire;
use crate::diagnostics::{Code, Diagnostic};
use crate::markdown_text::code;
use crate::model::{Json, Type, TypeKind, TypeRef};
use crate::spec::tree::{Node, TreeStep};

/// The key of the value.
pub(super) const KEY: &str = "default-value";

/// The value at a node, for docs.
pub(super) fn shown(node: &Node) -> String {
    match wire::of_node(node) {
        Json::Text(text) => code(&text),
        json => code(&json.text()),
    }
}

/// Reports a value that is not one of its type.
pub(super) fn check(
    node: &Node,
    (value, lenient): (&TypeRef, bool),
    types: &[Type],
    unsound: &[bool],
    diagnostics: &mut Vec<Diagnostic>,
) {
    // A type with errors has been reported.
    if matches!(value, TypeRef::Declared(id, _) if unsound.get(id.0) == Some(&true)) {
        return;
    }
    let (mut errors, mut shown) = (Vec::new(), ShownTypes::default());
    let mut fitting = Fitting { types, unsound, shown: &mut shown, diagnostics: &mut errors };
    if fitting.fit(node, value, lenient).is_none() {
        let message = "the default is not a value of this type";
        let mut diagnostic = Diagnostic::new(Code::DefaultValue, node.place, message);
        if let Some(error) = errors.into_iter().next() {
            diagnostic = diagnostic.label(error.message);
        }
        diagnostics
            .push(diagnostic.help("correct the value or the type; a text needs quotes if YAML reads it otherwise"));
    }
}

/// Checks the values of all members.
pub(super) fn check_members(
    types: &[Type],
    scope: &TypeScope<'_>,
    unsound: &[bool],
    diagnostics: &mut Vec<Diagnostic>,
) {
    for (declared, entry) in types.iter().zip(scope.declared.iter().map(|declared| declared.entry)) {
        let TypeKind::Object { members, .. } = &declared.kind else { continue };
        for member in members {
            let path = [TreeStep::Key("fields"), TreeStep::Key(&member.wire)];
            let Some(stated) = entry.node.nearest(&path).pair(KEY) else { continue };
            check(&stated.value, (&member.value, member.lenient), types, unsound, diagnostics);
        }
    }
}
