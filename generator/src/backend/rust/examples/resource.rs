//! The body of a call that sends the whole of a resource: it is got, changed and sent.

use proc_macro2::TokenStream;
use quote::quote;

use super::construction::Construction;
use crate::backend::rust::objects::has_default;
use crate::backend::rust::tokens::ident;
use crate::model::{
    Example, ExampleResult, Home, Input, InputPlace, Member, Operation, Presence, StatedInput, StatedMember, TypeId,
    TypeKind, Value,
};

impl<'m> Construction<'_, 'm> {
    /// The body as a variable, after the statements that get and change it; `None` if it is not the whole of a resource that an
    /// operation gets. `path` are the arguments before it.
    pub(super) fn changed(
        &mut self,
        operation: &'m Operation,
        example: &Example,
        body: &StatedInput,
        home: Home,
        path: &[TokenStream],
    ) -> Option<TokenStream> {
        let gets = self.imports.api.operation(operation.resource?);
        let input = &operation.inputs[body.input];
        let Value::Object { declared, members: stated } = &body.value else { return None };
        if input.place != InputPlace::Body || !takes_same_path(operation, gets) {
            return None;
        }
        let ids = path_values(operation, example);
        let known = known(gets, &ids);
        let is_changed = |stated: &&StatedMember| match known {
            Some(known) => !known.contains(stated),
            // Without a resource to compare with, all members but its ids.
            None => !stated.value.as_ref().is_some_and(|value| ids.contains(&value)),
        };
        let members = self.members(*declared)?;
        // The service compares the etag with its own, so it is sent unchanged.
        let etag = operation.if_match.as_ref().and_then(|path| path.first()).map(|step| &step.field);
        let is_sent_as_it_came = |stated: &&StatedMember| etag == Some(&members[stated.member].name);
        let changes: Vec<&StatedMember> =
            stated.iter().filter(is_changed).filter(|stated| !is_sent_as_it_came(stated)).collect();

        let arguments = &path[..ids.len()];
        let function = self.imports.item(home, &gets.name);
        let variable = self.variable(&input.name);
        let mutable = (!changes.is_empty()).then(|| quote!(mut));
        self.statements.push(quote!(let #mutable #variable = #function(#(#arguments),*).send(client).await?.value;));
        for stated in changes {
            let known = known.and_then(|known| value_of(known, stated.member));
            self.change(&quote!(#variable), &members[stated.member], stated, known);
        }
        Some(quote!(#variable))
    }

    /// Changes a member of `object` that was `known` before.
    fn change(&mut self, object: &TokenStream, member: &'m Member, stated: &StatedMember, known: Option<&Value>) {
        let field = ident(&member.name);
        if !member.secret
            && !member.boxed
            && let Some(value) = &stated.value
            && let Some((declared, changes)) = changes_within(value, known)
            && let Some(members) = self.members(declared)
        {
            let declared = self.imports.api.type_of(declared);
            let is_optional = member.presence == Presence::Optional;
            let is_plain = matches!(member.presence, Presence::Required | Presence::Defaulted);
            let is_list = matches!(value, Value::List(_));
            if is_list && (is_optional || is_plain) {
                let variable = self.variable(&declared.name);
                let flatten = is_optional.then(|| quote!(.flatten()));
                let before = std::mem::take(&mut self.statements);
                for (stated, known) in changes {
                    self.change(&quote!(#variable), &members[stated.member], stated, known);
                }
                let within = std::mem::replace(&mut self.statements, before);
                self.statements.push(quote!(for #variable in #object.#field.iter_mut()#flatten { #(#within)* }));
                return;
            }
            if !is_list && (is_plain || is_optional && has_default(declared.direction, members)) {
                let variable = self.variable(&declared.name);
                let place =
                    if is_plain { quote!(&mut #object.#field) } else { quote!(#object.#field.get_or_insert_default()) };
                self.statements.push(quote!(let #variable = #place;));
                for (stated, known) in changes {
                    self.change(&quote!(#variable), &members[stated.member], stated, known);
                }
                return;
            }
        }
        let value = self.field(member, stated.value.as_ref());
        self.statements.push(quote!(#object.#field = #value;));
    }

    fn members(&self, declared: TypeId) -> Option<&'m [Member]> {
        match &self.imports.api.type_of(declared).kind {
            TypeKind::Object { members, .. } => Some(members),
            _ => None,
        }
    }
}

/// Members of a type that change, each with its value before.
type Changes<'v> = (TypeId, Vec<(&'v StatedMember, Option<&'v Value>)>);

/// What changes within an object, or within the only object of a list; `None` if the whole of it is new.
fn changes_within<'v>(value: &'v Value, known: Option<&'v Value>) -> Option<Changes<'v>> {
    match (value, known?) {
        (Value::List(items), Value::List(known)) => match (items.as_slice(), known.as_slice()) {
            ([item @ Value::Object { .. }], [known]) => changes_within(item, Some(known)),
            _ => None,
        },
        (Value::Object { declared, members }, Value::Object { members: known, .. }) => {
            let changed = members.iter().filter(|stated| !known.contains(stated));
            let changed: Vec<_> = changed.map(|stated| (stated, value_of(known, stated.member))).collect();
            (!changed.is_empty()).then_some((*declared, changed))
        }
        _ => None,
    }
}

fn value_of(members: &[StatedMember], member: usize) -> Option<&Value> {
    members.iter().find(|stated| stated.member == member)?.value.as_ref()
}

/// The members of the resource at a path, as an example of getting it has them.
fn known<'g>(gets: &'g Operation, ids: &[&Value]) -> Option<&'g [StatedMember]> {
    gets.examples.iter().find_map(|got| match &got.result {
        ExampleResult::Json(Value::Object { members, .. }) if path_values(gets, got) == ids => Some(members.as_slice()),
        _ => None,
    })
}

fn path_values<'e>(operation: &Operation, example: &'e Example) -> Vec<&'e Value> {
    let in_path = |stated: &&StatedInput| operation.inputs[stated.input].place == InputPlace::Path;
    example.inputs.iter().filter(in_path).map(|stated| &stated.value).collect()
}

fn takes_same_path(one: &Operation, other: &Operation) -> bool {
    fn path(operation: &Operation) -> impl Iterator<Item = &Input> {
        operation.inputs.iter().filter(|input| input.place == InputPlace::Path)
    }
    path(one).map(|input| (&input.wire, &input.value)).eq(path(other).map(|input| (&input.wire, &input.value)))
}
