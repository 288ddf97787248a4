//! The parameters and headers that a paging entry names.

use super::Way;
use crate::diagnostics::{Code, Diagnostic, nearest};
use crate::model::{EnumValue, Input, InputPlace, TypeKind, TypeRef};
use crate::resolve::resolver::OperationResolver;
use crate::resolve::value_kind::ValueKind;
use crate::spec::tree::TreeStep;

impl OperationResolver<'_, '_, '_> {
    /// Parameters and headers exist, and can carry what paging sends in them.
    pub(super) fn check_inputs(&mut self, way: Way<'_>, inputs: &[Input]) {
        let paging = way.spec;
        let counts = [("size", &paging.size), ("offset", &paging.offset), ("page", &paging.page)];
        for (key, name) in counts {
            let Some(input) = self.named_input(way, &[key], name.as_deref(), inputs) else { continue };
            if ValueKind::of(&input.value, self.context.types) != ValueKind::Integer {
                let message = format!("`{}` has no number: it is not an `int32` or `int64`", input.wire);
                self.push_paging(way, key, &message, "correct the type of the parameter, or name another one");
            }
        }
        if let Some(input) = self.named_input(way, &["token"], paging.token.as_deref(), inputs) {
            let kind = ValueKind::of(&input.value, self.context.types);
            let is_plain = matches!(kind, ValueKind::Text | ValueKind::Integer) && input.place != InputPlace::QueryJson;
            if !is_plain {
                let message = format!("`{}` cannot carry a token: it is {}", input.wire, written(input, kind));
                self.push_paging(way, "token", &message, "correct the type of the parameter, or name another one");
            }
        }
        for (name, value) in paging.with.iter().filter(|_| paging.style.reads("with")) {
            let path = ["with", name.as_str()];
            let Some(input) = self.named_input(way, &path, Some(name), inputs) else { continue };
            let of_paging = [("size", &paging.size), ("token", &paging.token)].into_iter().chain(counts);
            let other = of_paging.into_iter().find(|(_, other)| other.as_ref() == Some(name)).map(|(key, _)| key);
            let error = match other {
                Some(key) => {
                    Some((format!("`{name}` has the value that `{key}` gives it"), Some("remove it".to_owned())))
                }
                None => self.value_error(&input.value, value),
            };
            if let Some((message, help)) = error {
                let place = self.entry.place(&[way.path("with"), vec![TreeStep::Key(name)]].concat());
                self.push(Diagnostic::new(Code::PagingCannotWork, place, message).help_if(help));
            }
        }
    }

    /// The input with the name that a key states; reports a name that no input has.
    fn named_input<'i>(
        &mut self,
        way: Way<'_>,
        keys: &[&str],
        name: Option<&str>,
        inputs: &'i [Input],
    ) -> Option<&'i Input> {
        // A key without an effect is reported as such.
        let name = name.filter(|_| way.spec.style.reads(keys[0]))?;
        let spec = self.spec;
        let is_token = keys[0] == "token";
        let is_declared = spec.query.contains_key(name) || is_token && spec.headers.contains_key(name);
        let may_be_declared =
            |section| self.entry.may_state(&[], section) || self.entry.may_state(&[TreeStep::Key(section)], name);
        if !is_declared && (may_be_declared("query") || is_token && may_be_declared("headers")) {
            return None;
        }
        if !is_declared {
            let headers = spec.headers.keys().filter(|_| is_token);
            let known = spec.query.keys().chain(headers).map(String::as_str);
            let message = format!("the operation has no input `{name}`");
            let help = nearest(name, known)
                .map_or_else(|| format!("add `{name}` under `query`"), |near| format!("did you mean `{near}`?"));
            let path = [way.path(keys[0]), keys[1..].iter().map(|key| TreeStep::Key(key)).collect()].concat();
            self.push(Diagnostic::new(Code::UnknownMember, self.entry.place(&path), message).help(help));
            return None;
        }
        let is_header = !spec.query.contains_key(name);
        // One that was not resolved has been reported.
        inputs.iter().find(|input| match input.place {
            InputPlace::Query | InputPlace::QueryCommas | InputPlace::QueryJson => !is_header && input.wire == name,
            InputPlace::Header => is_header && input.wire == name,
            InputPlace::Path
            | InputPlace::Body
            | InputPlace::BodyBytes(_)
            | InputPlace::Part
            | InputPlace::FilePart(_) => false,
        })
    }

    /// Why a parameter of a type cannot have a value, with a help.
    fn value_error(&self, expected: &TypeRef, value: &str) -> Option<(String, Option<String>)> {
        let is_right = match expected {
            TypeRef::List(item) => return self.value_error(item, value),
            TypeRef::Bool => matches!(value, "true" | "false"),
            TypeRef::Int32 => value.parse::<i32>().is_ok(),
            TypeRef::Int64 => value.parse::<i64>().is_ok(),
            TypeRef::Declared(id, None) => match &self.context.types[id.0].kind {
                TypeKind::Enum { values, .. } => {
                    let spelled = |value: &EnumValue| value.in_url.clone().unwrap_or_else(|| value.wire.clone());
                    let known: Vec<String> = values.iter().map(spelled).collect();
                    if known.iter().any(|known| known == value) {
                        return None;
                    }
                    let help = nearest(value, known.iter().map(String::as_str));
                    let help = help.map(|near| format!("did you mean `{near}`?"));
                    return Some((format!("the parameter has no value that is sent as `{value}`"), help));
                }
                _ => true,
            },
            _ => true,
        };
        let noun = ValueKind::of(expected, self.context.types).noun();
        (!is_right).then(|| (format!("`{value}` is not {noun}, as the parameter is"), None))
    }
}

fn written(input: &Input, kind: ValueKind) -> &'static str {
    if input.place == InputPlace::QueryJson { "written as JSON" } else { kind.noun() }
}
