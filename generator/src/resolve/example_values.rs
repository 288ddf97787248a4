//! Checks values of examples against their types.

use base64::Engine;
use base64::alphabet::STANDARD;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};

use super::shown_types::ShownTypes;
use super::wire;
use crate::diagnostics::{Code, Diagnostic, Place, nearest};
use crate::model::{
    EnumCase, EnumValue, LiteralType, Member, Presence, StatedMember, Type, TypeId, TypeKind, TypeRef, Value, Variant,
};
use crate::spec::tree::{self, Node, Pair};

const BASE64: GeneralPurpose = GeneralPurpose::new(
    &STANDARD,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// Checks values against types and reports every value that does not fit.
pub(super) struct Fitting<'f> {
    pub(super) types: &'f [Type],
    /// Whether a type has errors, by its position; its values are not checked.
    pub(super) unsound: &'f [bool],
    pub(super) shown: &'f mut ShownTypes,
    pub(super) diagnostics: &'f mut Vec<Diagnostic>,
}

impl Fitting<'_> {
    /// The value at `node` as one of type `value`; `None` after an error.
    pub(super) fn fit(&mut self, node: &Node, value: &TypeRef, lenient: bool) -> Option<Value> {
        let fitted = match value {
            TypeRef::String => text(node, lenient).map(Value::Text),
            TypeRef::Bool => truth(node, lenient).map(Value::Bool),
            TypeRef::Int32 => integer(node, lenient)
                .filter(|number| i32::try_from(*number).is_ok())
                .map(|number| Value::Number(number.to_string())),
            TypeRef::Int64 => integer(node, lenient).map(|number| Value::Number(number.to_string())),
            TypeRef::Float => float(node, lenient).map(Value::Number),
            TypeRef::Decimal => decimal(node),
            TypeRef::Formatted(format) => text(node, false).map(|text| Value::Formatted(*format, text)),
            TypeRef::Base64 => text(node, false).and_then(|text| {
                let text: String = text.split_ascii_whitespace().collect();
                BASE64.decode(text).ok().map(Value::Base64)
            }),
            TypeRef::Json if has_unstorable_number(node) => None,
            TypeRef::Json => Some(Value::Json(wire::of_node(node))),
            TypeRef::List(item) => return self.list(node, item, lenient),
            TypeRef::Map(item) => return self.map(node, item),
            TypeRef::Declared(id, argument) => return self.declared(node, *id, argument.as_deref()),
            TypeRef::Argument => None,
        };
        if fitted.is_none() {
            self.wrong_kind(node, &describe(value, self.types));
        }
        fitted
    }

    fn list(&mut self, node: &Node, item: &TypeRef, lenient: bool) -> Option<Value> {
        let tree::TreeValue::List(nodes) = &node.value else {
            self.wrong_kind(node, "a list");
            return None;
        };
        let items: Vec<Value> = nodes.iter().filter_map(|node| self.fit(node, item, lenient)).collect();
        (items.len() == nodes.len()).then_some(Value::List(items))
    }

    fn map(&mut self, node: &Node, item: &TypeRef) -> Option<Value> {
        let pairs = self.pairs(node)?;
        let entries: Vec<_> =
            pairs.iter().filter_map(|pair| Some((pair.key.clone(), self.fit(&pair.value, item, false)?))).collect();
        (entries.len() == pairs.len()).then_some(Value::Map(entries))
    }

    fn declared(&mut self, node: &Node, id: TypeId, argument: Option<&TypeRef>) -> Option<Value> {
        let declared = self.types.get(id.0)?;
        if self.unsound.get(id.0) == Some(&true) {
            return None;
        }
        match &declared.kind {
            TypeKind::Identifier(value) => match self.fit(node, value, false)? {
                Value::Number(digits) => Some(Value::NumericIdentifier { declared: id, digits }),
                value => Some(value),
            },
            TypeKind::Enum { literal, case, values } => self.listed(node, id, (*literal, *case), values),
            TypeKind::Object { members, .. } => self.object(node, id, members, argument),
            TypeKind::Union { tag, literal, variants } => self.variant(node, id, (tag, *literal), variants),
            TypeKind::Errors { .. } => None,
        }
    }

    /// Rejects values that the spec does not list, because an example must conform to the spec.
    fn listed(
        &mut self,
        node: &Node,
        declared: TypeId,
        (literal, case): (LiteralType, EnumCase),
        values: &[EnumValue],
    ) -> Option<Value> {
        let Some(text) = literal_text(node, literal) else {
            self.wrong_kind(node, if literal == LiteralType::Integer { "a whole number" } else { "text" });
            return None;
        };
        let is_same = |value: &EnumValue| match case {
            EnumCase::Exact => value.wire == text,
            EnumCase::Ignored => value.wire.eq_ignore_ascii_case(&text),
        };
        let exact = values.iter().position(|value| value.wire == text);
        if let Some(position) = exact.or_else(|| values.iter().position(is_same)) {
            return Some(Value::Enum { declared, position });
        }
        let name = &self.types[declared.0].name;
        let diagnostic = Diagnostic::new(Code::ExampleValue, node.place, format!("`{name}` does not list `{text}`"));
        let near = nearest(&text, values.iter().map(|value| value.wire.as_str()));
        let help = near.map_or_else(|| "use a listed value".to_owned(), |near| format!("did you mean `{near}`?"));
        self.shown.add_error(declared, diagnostic.help(help));
        None
    }

    fn object(
        &mut self,
        node: &Node,
        declared: TypeId,
        members: &[Member],
        argument: Option<&TypeRef>,
    ) -> Option<Value> {
        let pairs = self.pairs(node)?;
        let mut is_whole = true;
        let mut stated = Vec::new();
        for pair in pairs {
            let Some(position) = members.iter().position(|member| member.wire == pair.key) else {
                self.unknown_member(pair, declared, members);
                is_whole = false;
                continue;
            };
            let member = &members[position];
            let value = if pair.value.value == tree::TreeValue::Null && member.presence != Presence::Required {
                None
            } else {
                let value = self.member(&pair.value, declared, position, member, argument);
                is_whole &= value.is_some();
                is_whole &= self.has_allowed_length(pair, declared, member, value.as_ref());
                value
            };
            stated.push(StatedMember { member: position, value });
        }
        for (position, member) in members.iter().enumerate() {
            let must_be_there = matches!(member.presence, Presence::Required | Presence::RequiredNullable);
            if must_be_there && !pairs.iter().any(|pair| pair.key == members[position].wire) {
                let name = &self.types[declared.0].name;
                let message = format!("`{}` is required, but missing in this `{name}`", member.wire);
                let diagnostic = Diagnostic::new(Code::ExampleValue, node.place, message);
                let help = format!("add `{}:`, or leave `required` out if the service can", member.wire);
                self.shown.add_error(declared, diagnostic.help(help));
                is_whole = false;
            }
        }
        is_whole.then_some(Value::Object { declared, members: stated })
    }

    fn has_allowed_length(&mut self, pair: &Pair, declared: TypeId, member: &Member, value: Option<&Value>) -> bool {
        let (Some(Value::List(items)), Some(max)) = (value, member.max_items) else { return true };
        let is_allowed = items.len() <= max as usize;
        if !is_allowed {
            let message = format!("the list `{}` is longer than the service allows", member.wire);
            let diagnostic = Diagnostic::new(Code::ExampleValue, pair.value.place, message);
            self.shown.add_error(declared, diagnostic.help("correct the example, or `max-items` of the member"));
        }
        is_allowed
    }

    /// The value of a member. Its errors are kept apart, because the type of the member may be wrong, not the examples.
    fn member(
        &mut self,
        node: &Node,
        declared: TypeId,
        position: usize,
        member: &Member,
        argument: Option<&TypeRef>,
    ) -> Option<Value> {
        let errors_before = self.diagnostics.len();
        let value = self.fit(node, &with_argument(&member.value, argument), member.lenient);
        if !has_argument(&member.value) {
            // Errors within the value are not about the type of the member.
            let errors = self.diagnostics.split_off(errors_before);
            let is_own = |error: &Diagnostic| is_plain(&member.value) || error.place == node.place;
            let (own, inner): (Vec<_>, Vec<_>) = errors.into_iter().partition(is_own);
            self.diagnostics.extend(inner);
            let fits = if is_plain(&member.value) { value.is_some() } else { own.is_empty() };
            self.shown.add_member(declared, position, fits, own.into_iter());
        }
        value
    }

    fn variant(
        &mut self,
        node: &Node,
        declared: TypeId,
        (tag, literal): (&[String], LiteralType),
        variants: &[Variant],
    ) -> Option<Value> {
        let stated = tag.iter().try_fold(node, |node, name| node.pair(name).map(|pair| &pair.value));
        let position = stated.and_then(|stated| {
            let text = literal_text(stated, literal)?;
            variants.iter().position(|variant| variant.tag == text)
        });
        let Some(position) = position else {
            let path = tag.join(".");
            let message = format!("this is not a variant of `{}`", self.types[declared.0].name);
            let tags: Vec<&str> = variants.iter().map(|variant| variant.tag.as_str()).collect();
            let diagnostic = Diagnostic::new(Code::ExampleValue, stated.unwrap_or(node).place, message);
            self.shown.add_error(declared, diagnostic.help(format!("`{path}` must be one of {}", tags.join(", "))));
            return None;
        };
        let value = Box::new(self.fit(node, &variants[position].value, false)?);
        Some(Value::Variant { declared, position, value })
    }

    fn pairs<'n>(&mut self, node: &'n Node) -> Option<&'n [Pair]> {
        if let tree::TreeValue::Map(pairs) = &node.value {
            return Some(pairs);
        }
        self.wrong_kind(node, "a mapping");
        None
    }

    fn unknown_member(&mut self, pair: &Pair, declared: TypeId, members: &[Member]) {
        let message = format!("`{}` has no member `{}`", self.types[declared.0].name, pair.key);
        let diagnostic = Diagnostic::new(Code::ExampleValue, pair.key_place, message);
        let near = nearest(&pair.key, members.iter().map(|member| member.wire.as_str()));
        self.shown.add_error(declared, diagnostic.help_if(near.map(|near| format!("did you mean `{near}`?"))));
    }

    fn wrong_kind(&mut self, node: &Node, request: &str) {
        if let tree::TreeValue::Decimal(digits) = &node.value
            && !is_storable(digits)
        {
            let message = format!("the number `{digits}` is too large for a client to store");
            self.push(node.place, message, format!("expected {request}"), None);
            return;
        }
        let is_scalar =
            matches!(node.value, tree::TreeValue::Bool(_) | tree::TreeValue::Integer(_) | tree::TreeValue::Decimal(_));
        let is_number = matches!(&node.value, tree::TreeValue::Text { text, .. } if text.parse::<f64>().is_ok());
        let help = match request {
            "text" if is_scalar => {
                Some("put it in quotes if it is a text in JSON; otherwise correct the type".to_owned())
            }
            request if is_number && request.contains("number") => {
                Some("write it without quotes if it is a number in JSON; otherwise correct the type".to_owned())
            }
            _ => None,
        };
        self.push(node.place, format!("{} is not allowed here", node.kind()), format!("expected {request}"), help);
    }

    fn push(&mut self, place: Place, message: String, label: String, help: Option<String>) {
        self.diagnostics.push(Diagnostic::new(Code::ExampleValue, place, message).label(label).help_if(help));
    }
}

/// Whether a number is within the range of the widest type.
fn is_storable(digits: &str) -> bool {
    digits.parse::<f64>().is_ok_and(f64::is_finite)
}

fn has_unstorable_number(node: &Node) -> bool {
    match &node.value {
        tree::TreeValue::Decimal(digits) => !is_storable(digits),
        tree::TreeValue::List(items) => items.iter().any(has_unstorable_number),
        tree::TreeValue::Map(pairs) => pairs.iter().any(|pair| has_unstorable_number(&pair.value)),
        _ => false,
    }
}

/// Whether a type consists of built-in types only.
pub(super) fn is_plain(value: &TypeRef) -> bool {
    match value {
        TypeRef::List(item) | TypeRef::Map(item) => is_plain(item),
        TypeRef::Declared(..) | TypeRef::Argument => false,
        _ => true,
    }
}

/// Whether a type depends on the argument of an envelope.
fn has_argument(value: &TypeRef) -> bool {
    match value {
        TypeRef::List(item) | TypeRef::Map(item) => has_argument(item),
        TypeRef::Declared(_, argument) => argument.as_deref().is_some_and(has_argument),
        value => *value == TypeRef::Argument,
    }
}

/// A member's type in an envelope with this argument.
pub(super) fn with_argument(value: &TypeRef, argument: Option<&TypeRef>) -> TypeRef {
    match value {
        TypeRef::Argument => argument.cloned().unwrap_or(TypeRef::Argument),
        TypeRef::List(item) => TypeRef::List(Box::new(with_argument(item, argument))),
        TypeRef::Map(item) => TypeRef::Map(Box::new(with_argument(item, argument))),
        TypeRef::Declared(id, Some(inner)) => TypeRef::Declared(*id, Some(Box::new(with_argument(inner, argument)))),
        value => value.clone(),
    }
}

fn text(node: &Node, lenient: bool) -> Option<String> {
    match &node.value {
        tree::TreeValue::Text { text, .. } => Some(text.clone()),
        tree::TreeValue::Bool(_) | tree::TreeValue::Integer(_) | tree::TreeValue::Decimal(_) if lenient => {
            Some(wire::of_node(node).text())
        }
        _ => None,
    }
}

/// The text of an enum value or a tag; `None` if the node has another type.
fn literal_text(node: &Node, literal: LiteralType) -> Option<String> {
    match literal {
        LiteralType::Text => text(node, false),
        LiteralType::Integer => integer(node, false).map(|number| number.to_string()),
        LiteralType::Boolean => truth(node, false).map(|value| value.to_string()),
    }
}

fn truth(node: &Node, lenient: bool) -> Option<bool> {
    match &node.value {
        tree::TreeValue::Bool(value) => Some(*value),
        tree::TreeValue::Text { text, .. } if lenient => text.to_ascii_lowercase().parse().ok(),
        tree::TreeValue::Integer(number @ (0 | 1)) if lenient => Some(*number == 1),
        _ => None,
    }
}

fn integer(node: &Node, lenient: bool) -> Option<i64> {
    match &node.value {
        tree::TreeValue::Integer(number) => Some(*number),
        tree::TreeValue::Text { text, .. } if lenient => text.parse().ok(),
        _ => None,
    }
}

fn float(node: &Node, lenient: bool) -> Option<String> {
    let number: f64 = match &node.value {
        tree::TreeValue::Integer(number) => number.to_string().parse().ok()?,
        tree::TreeValue::Decimal(digits) => digits.parse().ok()?,
        tree::TreeValue::Text { text, .. } if lenient => text.parse().ok()?,
        _ => return None,
    };
    serde_json::Number::from_f64(number).map(|number| number.to_string())
}

fn decimal(node: &Node) -> Option<Value> {
    let quoted = matches!(node.value, tree::TreeValue::Text { .. });
    let digits = text(node, true)?;
    let is_number = serde_json::from_str::<serde_json::Number>(&digits).is_ok();
    is_number.then_some(Value::Decimal { digits, quoted })
}

fn describe(value: &TypeRef, types: &[Type]) -> String {
    match value {
        TypeRef::String | TypeRef::Formatted(_) => "text".to_owned(),
        TypeRef::Bool => "`true` or `false`".to_owned(),
        TypeRef::Int32 | TypeRef::Int64 => "a whole number within its range".to_owned(),
        TypeRef::Float | TypeRef::Decimal => "a number".to_owned(),
        TypeRef::Base64 => "bytes in base64".to_owned(),
        TypeRef::List(_) => "a list".to_owned(),
        TypeRef::Map(_) => "a mapping".to_owned(),
        TypeRef::Declared(id, _) => {
            types.get(id.0).map_or_else(String::new, |declared| format!("a `{}`", declared.name))
        }
        TypeRef::Json | TypeRef::Argument => "a value".to_owned(),
    }
}
