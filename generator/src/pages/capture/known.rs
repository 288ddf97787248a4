//! The existing spec of the API, which a draft uses and does not repeat.

use std::collections::{HashMap, HashSet};

use serde_yaml::{Mapping, Value};

use super::names::UsedNames;
use super::vocabulary::Vocabulary;
use crate::media_types;
use crate::model::{
    Api, EnumUrlSpelling, EnumValue, HeaderSource, HeaderValue, LiteralType, MemberCase, Method, Operation, Output,
    Type, TypeKind, TypeRef,
};
use crate::pages::compare::{ALWAYS_SENT, is_collection};
use crate::pages::facts::ErrorRow;
use crate::spec::template::is_same_request;
use crate::uri::folded_name;

/// A documented error, in the form used for comparison.
pub(super) struct ExistingError<'e> {
    pub(super) status: u16,
    pub(super) retry: Option<bool>,
    pub(super) reasons: &'e [String],
}

/// The spec of one API, or nothing if there is none.
pub(super) struct ExistingApi<'a> {
    pub(super) api: Option<&'a Api>,
    /// Identifiers by the folded names of the parameters and members that have them.
    identifiers: HashMap<String, &'a str>,
    /// The folded names of parameters and members that are texts wherever the API has them.
    texts: HashSet<String>,
    words: Vocabulary,
    /// The usual names of parameters in paths, by the segment before them.
    parameters: HashMap<String, &'a str>,
    has_snake_case_paths: bool,
}

impl<'a> ExistingApi<'a> {
    pub(super) fn new(api: Option<&'a Api>) -> Self {
        let names = api.map(path_parameters).unwrap_or_default();
        let (identifiers, texts) = api.map(identifiers).unwrap_or_default();
        let is_snake_case = |name: &&str| !name.contains(|c: char| c.is_ascii_uppercase() || c == '-');
        let snake_case = names.iter().filter(|(_, name)| is_snake_case(name)).count();
        Self {
            api,
            identifiers,
            texts,
            words: Vocabulary::default(),
            has_snake_case_paths: snake_case * 2 >= names.len(),
            parameters: usual(names),
        }
    }

    /// With the words of names on the pages.
    pub(super) fn with_words(self, words: Vocabulary) -> Self {
        Self { words, ..self }
    }

    /// A name in snake_case whose words are written without boundaries.
    pub(super) fn apart(&self, name: &str) -> Option<String> {
        self.words.apart(name)
    }

    /// Whether values of enums in URLs have spellings of their own.
    pub(super) fn spells_urls_apart(&self) -> bool {
        self.api.is_some_and(|api| api.enum_url_spelling == EnumUrlSpelling::Explicit)
    }

    /// Whether the case of members does not count in requests.
    pub(super) fn ignores_member_case(&self) -> bool {
        self.api.is_some_and(|api| api.member_case == MemberCase::Ignored)
    }

    /// Whether the service recognizes calls by a request id.
    pub(super) fn has_request_id(&self) -> bool {
        self.api.is_some_and(|api| {
            api.headers.iter().any(|header| header.value == HeaderValue::Fresh(HeaderSource::RequestId))
        })
    }

    /// The names of the API's types, and of those generated for its operations.
    pub(super) fn type_names(&self) -> UsedNames {
        let mut names = UsedNames::default();
        for declared in self.types() {
            names.reserve(declared.name.as_str());
        }
        for operation in self.operations() {
            names.reserve(operation.struct_name.as_str());
            if let Output::Outcomes { name, .. } = &operation.output {
                names.reserve(name.as_str());
            }
        }
        names
    }

    /// The path parameter for the version of the API.
    pub(super) fn version_parameter(&self) -> Option<&'a str> {
        self.api?.version.as_ref().map(|version| version.parameter.as_str())
    }

    fn types(&self) -> impl Iterator<Item = &'a Type> {
        self.api.into_iter().flat_map(|api| &api.types)
    }

    pub(super) fn operations(&self) -> impl Iterator<Item = &'a Operation> {
        self.api.into_iter().flat_map(|api| &api.areas).flat_map(|area| &area.operations)
    }

    /// The declared type that has this name on pages.
    pub(super) fn type_named(&self, name: &str) -> Option<&'a Type> {
        self.types().find(|declared| declared.name.eq_ignore_ascii_case(name))
    }

    /// The object types of the API with the wire names of their members, without envelopes.
    pub(super) fn types_with_members(&self) -> impl Iterator<Item = (&'a Type, Vec<&'a str>)> {
        self.types().filter_map(|declared| match &declared.kind {
            TypeKind::Object { members, is_envelope: false } => {
                Some((declared, members.iter().map(|member| member.wire.as_str()).collect()))
            }
            _ => None,
        })
    }

    /// Whether the API has an object type of this name.
    pub(super) fn is_object(&self, name: &str) -> bool {
        self.type_named(name).is_some_and(|declared| matches!(declared.kind, TypeKind::Object { .. }))
    }

    /// The name that the API's other paths give the parameter after a segment: `customer_id` after `/customers`.
    pub(super) fn parameter_after(&self, segment: &str) -> Option<&'a str> {
        self.parameters.get(&segment.to_lowercase()).copied()
    }

    /// Whether the API's paths name parameters in snake_case, as those of a new API do.
    pub(super) fn has_snake_case_paths(&self) -> bool {
        self.has_snake_case_paths
    }

    /// The envelope for lists, if the API has one.
    pub(super) fn collection(&self) -> Option<&'a str> {
        let is_envelope = |declared: &&Type| matches!(declared.kind, TypeKind::Object { is_envelope: true, .. });
        self.types().filter(is_envelope).map(|declared| declared.name.as_str()).find(|name| is_collection(name))
    }

    /// Whether the enum of this name has exactly these values.
    pub(super) fn is_enum_of(&self, name: &str, values: &[String], literal: LiteralType) -> bool {
        let declared = self.type_named(name).map(|declared| &declared.kind);
        let Some(TypeKind::Enum { literal: known_literal, values: known, .. }) = declared else { return false };
        if *known_literal != literal {
            return false;
        }
        let is_known = |value: &String| known.iter().any(|known| known.wire.eq_ignore_ascii_case(value));
        let is_listed = |known: &EnumValue| values.iter().any(|value| value.eq_ignore_ascii_case(&known.wire));
        values.iter().all(is_known) && known.iter().all(is_listed)
    }

    /// The identifier that the API has for parameters or members of this name.
    pub(super) fn identifier(&self, wire: &str) -> Option<&'a str> {
        let by_name = || {
            let folded = folded_name(wire);
            let is_identifier = |declared: &&Type| matches!(declared.kind, TypeKind::Identifier(_));
            let mut identifiers = self.types().filter(is_identifier);
            identifiers.find(|declared| folded_name(&declared.name) == folded).map(|declared| declared.name.as_str())
        };
        self.identifiers.get(&folded_name(wire)).copied().or_else(by_name)
    }

    /// Whether the API has an identifier of this name.
    pub(super) fn is_identifier(&self, name: &str) -> bool {
        self.type_named(name).is_some_and(|declared| matches!(declared.kind, TypeKind::Identifier(_)))
    }

    /// Whether parameters and members of this name are no identifiers in the API.
    pub(super) fn is_plain_text(&self, wire: &str) -> bool {
        self.texts.contains(&folded_name(wire))
    }

    /// The type of the API that lists exactly these errors, under any names.
    pub(super) fn errors(&self, wanted: &[ExistingError<'_>]) -> Option<&'a str> {
        let api = self.api?;
        let is_same = |declared: &&Type| {
            let TypeKind::Errors { variants: statuses } = &declared.kind else { return false };
            let has = |error: &ExistingError<'_>| {
                let same = statuses.iter().find(|known| known.status == error.status && known.retry == error.retry);
                same.is_some_and(|same| match same.reason {
                    Some(reason) => self.is_enum_of(&api.type_of(reason).name, error.reasons, LiteralType::Text),
                    None => error.reasons.is_empty(),
                })
            };
            statuses.len() == wanted.len() && wanted.iter().all(has)
        };
        self.types().find(is_same).map(|declared| declared.name.as_str())
    }

    /// Whether the client finds codes in the bodies of errors.
    pub(super) fn finds_codes(&self) -> bool {
        self.api.is_some_and(|api| api.error_shapes.iter().any(|shape| shape.code.is_some()))
    }

    /// The body of an error with a code, in the form in which the client finds codes first.
    pub(super) fn error_body(&self, code: &str) -> Option<Mapping> {
        let shape = self.api?.error_shapes.iter().find(|shape| shape.code.is_some())?;
        let code = code.parse::<i64>().map_or_else(|_| Value::from(code), Value::from);
        let mut body = Mapping::new();
        for (path, value) in [(&shape.code, code), (&shape.message, "text".into())] {
            let Some(path) = path.as_deref().filter(|path| !path.contains('[')) else { continue };
            let mut parts: Vec<&str> = path.split('.').collect();
            let Some(last) = parts.pop() else { continue };
            let mut within = &mut body;
            for part in parts {
                let nested = within.entry(part.into()).or_insert_with(|| Value::Mapping(Mapping::new()));
                within = nested.as_mapping_mut()?;
            }
            within.insert(last.into(), value);
        }
        Some(body)
    }

    /// Whether all operations have this error, so that none lists it.
    pub(super) fn is_common_error(&self, row: &ErrorRow) -> bool {
        let Some((api, errors)) = self.api.and_then(|api| Some((api, api.errors?))) else { return false };
        api.error_variants(errors).iter().any(|known| {
            known.code.is_none()
                && known.status == row.status
                && row.retry.stated().is_none_or(|retry| known.retry == Some(*retry))
                && row.reasons.is_not_stated()
        })
    }

    /// The media type that the client accepts where a response states none.
    pub(super) fn accepted(&self) -> &str {
        let mut headers = self.api.into_iter().flat_map(|api| &api.headers);
        match headers.find(|header| header.name.eq_ignore_ascii_case("Accept")).map(|header| &header.value) {
            Some(HeaderValue::Constant(value)) => value,
            _ => media_types::JSON,
        }
    }

    /// Whether every call sends a header without an input for it.
    pub(super) fn sends_header(&self, name: &str) -> bool {
        let of_api = || {
            self.api.is_some_and(|api| {
                api.headers.iter().any(|header| header.name.eq_ignore_ascii_case(name))
                    || api.has_credential_in_header(name)
            })
        };
        ALWAYS_SENT.iter().any(|sent| sent.eq_ignore_ascii_case(name)) || of_api()
    }

    /// The existing operation with the same request.
    pub(super) fn operation(&self, method: Method, template: &str) -> Option<&'a Operation> {
        let is_same = |operation: &&Operation| is_same_request(&operation.template, template);
        self.operations().filter(is_same).find(|operation| operation.method == method)
    }
}

/// The segments before the parameters of all paths, in lower case, with the names of the parameters.
fn path_parameters(api: &Api) -> Vec<(String, &str)> {
    let operations = api.areas.iter().flat_map(|area| &area.operations);
    let pairs = operations.flat_map(|operation| {
        let path = operation.template.split('?').next().unwrap_or_default();
        path.split('/').zip(path.split('/').skip(1))
    });
    let named = pairs.filter_map(|(before, segment)| {
        let name = segment.strip_prefix('{')?.strip_suffix('}')?;
        (!before.is_empty() && !before.contains('{')).then(|| (before.to_lowercase(), name))
    });
    named.collect()
}

/// The most frequent name for each segment.
fn usual(names: Vec<(String, &str)>) -> HashMap<String, &str> {
    let mut counts: HashMap<(String, &str), usize> = HashMap::new();
    for pair in names {
        *counts.entry(pair).or_default() += 1;
    }
    let mut sorted: Vec<_> = counts.into_iter().collect();
    sorted.sort_by(|((_, one), n), ((_, other), m)| n.cmp(m).then_with(|| other.cmp(one)));
    sorted.into_iter().map(|(pair, _)| pair).collect()
}

/// Names that always have the same identifier type, and names that never have one. The name `id` is left out, since every type
/// can have its own.
fn identifiers(api: &Api) -> (HashMap<String, &str>, HashSet<String>) {
    let inputs = api.areas.iter().flat_map(|area| &area.operations).flat_map(|operation| &operation.inputs);
    let inputs = inputs.map(|input| (input.wire.as_str(), &input.value));
    let members = api.types.iter().flat_map(|declared| match &declared.kind {
        TypeKind::Object { members, .. } => members.as_slice(),
        _ => &[],
    });
    let members = members.map(|member| (member.wire.as_str(), &member.value));
    let mut seen: HashMap<String, HashSet<Option<&str>>> = HashMap::new();
    for (wire, value) in inputs.chain(members) {
        let identifier = match value {
            TypeRef::Declared(id, None) => Some(api.type_of(*id)),
            _ => None,
        };
        let identifier = identifier.filter(|declared| matches!(declared.kind, TypeKind::Identifier(_)));
        seen.entry(folded_name(wire)).or_default().insert(identifier.map(|declared| declared.name.as_str()));
    }
    let (mut only, mut texts) = (HashMap::new(), HashSet::new());
    for (name, types) in seen.into_iter().filter(|(name, _)| name != "id") {
        match types.into_iter().collect::<Vec<_>>().as_slice() {
            [Some(identifier)] => drop(only.insert(name, *identifier)),
            [None] => drop(texts.insert(name)),
            _ => {}
        }
    }
    (only, texts)
}
