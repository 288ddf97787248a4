//! What an example shows in place of the value that the spec has.

use super::follow::{Followed, follow};
use super::is_below;
use crate::error_bodies::ErrorShape;
use crate::model::{Api, TypeKind, TypeRef};
use crate::pages::facts::{ExampleFacts, ExampleKind};
use crate::wire_path;

/// What an example shows, as far as its outermost names tell.
pub(super) enum ExampleContent {
    /// The value of the spec, rightly or not.
    Value,
    /// One item, of this type, of the list that the spec has.
    Item(TypeRef),
    /// The body of an error.
    Error,
    /// An object that has nothing, or little, of the spec's type.
    Other,
}

/// Tells what an example shows in place of a value.
pub(super) fn shown_value(api: &Api, example: &ExampleFacts, value: &TypeRef) -> ExampleContent {
    let names = outermost_names(example);
    let known =
        |value: &TypeRef| names.iter().filter(|name| matches!(follow(api, value, name), Followed::Values(_))).count();
    // A value that the spec does not describe can have any member.
    let is_open = |value: &TypeRef| names.iter().any(|name| matches!(follow(api, value, name), Followed::Anything));
    let is_list = matches!(value, TypeRef::List(_));
    if names.is_empty() || !is_list && is_open(value) {
        return ExampleContent::Value;
    }
    let of_value = if is_list { 0 } else { known(value) };
    // What an item and the envelope around it have in common, such as links, decides nothing.
    let item = items_of(api, value, &names).filter(|item| known(item) > of_value);
    match item {
        Some(item) if 3 * known(&item) >= 2 * names.len() => ExampleContent::Item(item),
        Some(_) => ExampleContent::Other,
        // A single name can be that of a member which the spec lacks.
        None if of_value > 0 || names.len() == 1 || is_list => ExampleContent::Value,
        None if api.error_shapes.iter().any(|shape| is_of_shape(&names, shape)) => ExampleContent::Error,
        None => ExampleContent::Other,
    }
}

/// The names of the members of an example that is an object.
fn outermost_names(example: &ExampleFacts) -> Vec<&str> {
    let members = example.body.stated().map(Vec::as_slice).unwrap_or_default();
    if !members.iter().any(|member| member.path.is_empty() && member.kinds == [ExampleKind::Object]) {
        return Vec::new();
    }
    let mut names: Vec<&str> = Vec::new();
    for member in members {
        if !member.path.is_empty() && !names.iter().any(|name| is_below(&member.path, name)) {
            names.push(&member.path);
        }
    }
    names
}

/// The type of the items, if a value is a list, or an envelope whose list has none of these names.
fn items_of(api: &Api, value: &TypeRef, names: &[&str]) -> Option<TypeRef> {
    let (id, argument) = match value {
        TypeRef::List(item) => return Some((**item).clone()),
        TypeRef::Declared(id, argument) => (*id, argument.as_deref()),
        _ => return None,
    };
    let TypeKind::Object { members, .. } = &api.type_of(id).kind else { return None };
    let mut lists = members.iter().filter_map(|member| match &member.value {
        TypeRef::List(item) => Some((member, item)),
        _ => None,
    });
    let (member, item) = lists.next()?;
    // Of two lists, none is the one that the envelope is for.
    if lists.next().is_some() || names.iter().any(|name| name.eq_ignore_ascii_case(&member.wire)) {
        return None;
    }
    match (&**item, argument) {
        (TypeRef::Argument, Some(argument)) => Some(argument.clone()),
        (item, _) => Some(item.clone()),
    }
}

/// Whether a body has all that an error shape names.
fn is_of_shape(names: &[&str], shape: &ErrorShape) -> bool {
    let mut stated = [&shape.code, &shape.message].into_iter().flatten().peekable();
    stated.peek().is_some()
        && stated.all(|path| names.contains(&path.as_str()) || names.contains(&wire_path::likely_start(path).name))
}
