//! Examples of an operation: checks the stated inputs and response, and computes the request again for comparison.

use super::example_values::{Fitting, is_plain};
use super::name_registry::{NameRegistry, NameRequest};
use super::resolver::{OperationResolver, PartialOperation};
use super::{doc, sendable, wire};
use crate::diagnostics::{Code, Diagnostic, Place, nearest};
use crate::model::{
    AccessStep, Example, Input, InputPlace, Payload, SentPart, StatedInput, Type, TypeKind, TypeRef, Value,
};
use crate::names::NameKind;
use crate::spec::language;
use crate::spec::template;
use crate::spec::tree::{self, Node, TreeStep};
use crate::uri;

impl OperationResolver<'_, '_, '_> {
    pub(super) fn examples(&mut self, partial: &PartialOperation<'_>) -> Vec<Example> {
        let spec = self.spec;
        let mut names = NameRegistry::default();
        // The function of an example must not shadow that of the operation.
        let (wire, place) = (self.entry.name.as_str(), self.entry.key_place);
        let operation = NameRequest { wire, given: Some(wire), kind: NameKind::Function, place };
        if names.register(operation, &mut Vec::new()).is_none() {
            return Vec::new();
        }
        spec.examples.iter().filter_map(|(name, example)| self.example(name, example, partial, &mut names)).collect()
    }

    fn example(
        &mut self,
        name: &str,
        example: &language::ExampleSpec,
        partial: &PartialOperation<'_>,
        names: &mut NameRegistry,
    ) -> Option<Example> {
        let path = [TreeStep::Key("examples"), TreeStep::Key(name)];
        let place = self.entry.key_place(&path);
        let request = NameRequest { wire: name, given: Some(name), kind: NameKind::Function, place };
        let name = names.register(request, self.context.diagnostics);
        let entry = self.entry;
        let node = entry.node.nearest(&path);
        let inputs = self.stated_inputs(node, place, !entry.may_state(&path, "with"), partial);
        let has_response = !entry.may_state_any(&path, &["status", "code", "reason", "response", "response-headers"]);
        // Without a body, a key that was not loaded may be that of the body.
        let has_response = has_response && (node.pair("response").is_some() || !entry.loses_a_key(&path));
        let reading = if has_response { self.reading(node, example, place, partial) } else { None };
        let inputs = inputs?;
        self.check_request(node, example, partial, &inputs);
        if !entry.may_state(&path, "headers") && !entry.may_state(&[], "if-match") {
            self.check_headers(node, example, partial, &inputs);
        }
        let sends = if entry.may_state(&path, "sends") { None } else { self.sends(node, partial, &inputs) };
        let (status, responses, result) = reading?;
        Some(Example {
            name: name?,
            doc: doc::lines(example.doc.as_deref()),
            inputs,
            request: example.request.clone(),
            headers: pairs(&example.headers),
            sends,
            status,
            response_headers: pairs(&example.response_headers),
            responses,
            result,
        })
    }

    /// The inputs under `with`, in the order of the operation's inputs. They may lack some if `with` has an error.
    fn stated_inputs(
        &mut self,
        node: &Node,
        example: Place,
        is_complete: bool,
        partial: &PartialOperation<'_>,
    ) -> Option<Vec<StatedInput>> {
        let mut is_whole = is_complete;
        let with = node.pair("with").map_or(&[][..], |pair| pair.value.pairs());
        let (mut stated, mut meant) = (Vec::new(), Vec::new());
        for pair in with {
            let Some(position) = find_input(partial.inputs, &pair.key) else {
                meant.extend(self.unknown_input(pair, partial.inputs));
                is_whole = false;
                continue;
            };
            let input = &partial.inputs[position];
            match self.input_value(&pair.value, input) {
                Some(value) => stated.push(StatedInput { input: position, value }),
                None => is_whole = false,
            }
        }
        for (position, input) in partial.inputs.iter().enumerate() {
            if input.required
                && is_complete
                && !meant.contains(&input.wire.as_str())
                && !with.iter().any(|pair| find_input(partial.inputs, &pair.key) == Some(position))
            {
                let message = format!("the example does not state the required input `{}`", input.wire);
                let diagnostic = Diagnostic::new(Code::ExampleInput, example, message);
                self.push(diagnostic.help(format!("add `{}:` under `with`", input.wire)));
                is_whole = false;
            }
        }
        stated.sort_by_key(|stated| stated.input);
        is_whole.then_some(stated)
    }

    /// Reports an input that the operation does not have, and returns the one that may be meant.
    fn unknown_input<'i>(&mut self, pair: &tree::Pair, inputs: &'i [Input]) -> Option<&'i str> {
        let key = pair.key.as_str();
        let spec = self.spec;
        // An input with an error is reported where it is described.
        let is_in = |section: &tree::Pair| section.key != "examples" && mentions(&section.value, key);
        let is_described = spec.path.contains_key(key)
            || spec.query.contains_key(key)
            || spec.headers.contains_key(key)
            || spec.parts.contains_key(key)
            || (key == "body" && (spec.body.is_some() || self.entry.may_state(&[], "body")))
            || self.entry.unreduced.as_ref().is_some_and(|stated| stated.pairs().iter().any(is_in));
        if is_described && !inputs.iter().any(|input| input.wire == key) {
            return None;
        }
        let diagnostic =
            Diagnostic::new(Code::ExampleInput, pair.key_place, format!("the operation has no input `{key}`"));
        // The argument of the generated function may have another name.
        let of_name = inputs.iter().find(|input| input.name == key).map(|input| input.wire.as_str());
        let near = of_name.or_else(|| nearest(key, inputs.iter().map(|input| input.wire.as_str())));
        self.push(
            diagnostic.help(near.map_or_else(|| "remove it".to_owned(), |near| format!("did you mean `{near}`?"))),
        );
        near
    }

    fn input_value(&mut self, node: &Node, input: &Input) -> Option<Value> {
        match (&input.place, &input.value) {
            (InputPlace::BodyBytes(_), _) | (InputPlace::FilePart(_), TypeRef::Base64) => {
                return self.fit(node, &TypeRef::String);
            }
            (InputPlace::FilePart(_), _) => {
                let files = self.fit(node, &TypeRef::List(Box::new(TypeRef::String)))?;
                return self.sendable(files, node, input);
            }
            _ => {}
        }
        let errors_before = self.context.diagnostics.len();
        let value = self.fit(node, &input.value);
        if is_plain(&input.value) {
            let place = self.place_of_type(input);
            let context = &mut self.context;
            let errors = context.diagnostics.drain(errors_before..);
            context.shown.add_input(place, &input.wire, value.is_some(), errors);
        }
        self.sendable(value?, node, input)
    }

    fn sendable(&mut self, value: Value, node: &Node, input: &Input) -> Option<Value> {
        if let Some(problem) = sendable::send_error(&value, input, self.is_quoted(input), self.context.types) {
            self.push(Diagnostic::new(Code::ExampleValue, node.place, problem).help("the client rejects this value"));
            return None;
        }
        Some(value)
    }

    fn is_quoted(&self, input: &Input) -> bool {
        let template = self.spec.method_and_template().map(|(_, template)| template);
        input.place == InputPlace::Path && template.is_some_and(|template| uri::is_quoted(template, &input.wire))
    }

    fn place_of_type(&self, input: &Input) -> Place {
        let (kind, name) = match input.place {
            InputPlace::Path => ("path", Some(input.wire.as_str())),
            InputPlace::Query | InputPlace::QueryCommas | InputPlace::QueryJson => ("query", Some(input.wire.as_str())),
            InputPlace::Header => ("headers", Some(input.wire.as_str())),
            InputPlace::Body | InputPlace::BodyBytes(_) => ("body", None),
            InputPlace::Part | InputPlace::FilePart(_) => ("parts", Some(input.wire.as_str())),
        };
        let keys = [Some(kind), name, Some("type")].into_iter().flatten();
        self.entry.place(&keys.map(TreeStep::Key).collect::<Vec<_>>())
    }

    pub(super) fn fit(&mut self, node: &Node, value: &TypeRef) -> Option<Value> {
        let context = &mut self.context;
        let (types, unsound) = (context.types, context.unsound);
        Fitting { types, unsound, shown: context.shown, diagnostics: context.diagnostics }.fit(node, value, false)
    }

    /// The request line is written by hand, and must match the inputs.
    fn check_request(
        &mut self,
        node: &Node,
        example: &language::ExampleSpec,
        partial: &PartialOperation<'_>,
        inputs: &[StatedInput],
    ) {
        let version = self.context.api.header.version.as_ref();
        if version.is_some_and(|version| !version.can_be_sent()) {
            return;
        }
        let version = version.map(|version| (version.parameter.as_str(), version.default.as_str()));
        let Some(target) = target(partial, inputs, version, self.context.types) else { return };
        let expected = format!("{} {target}", partial.method.as_str());
        if example.request != expected {
            let place = node.nearest(&[TreeStep::Key("request")]).place;
            let diagnostic = Diagnostic::new(Code::ExampleRequest, place, "the request does not match the inputs");
            self.push(diagnostic.help(format!("the inputs result in `{expected}`: correct one of the two")));
        }
    }

    fn check_headers(
        &mut self,
        node: &Node,
        example: &language::ExampleSpec,
        partial: &PartialOperation<'_>,
        inputs: &[StatedInput],
    ) {
        if self.spec.if_match.is_some() && partial.if_match.is_none() {
            return;
        }
        let types = self.context.types;
        let mut expected: Vec<(String, String)> = inputs
            .iter()
            .map(|stated| (&partial.inputs[stated.input], &stated.value))
            .filter(|(input, _)| input.place == InputPlace::Header)
            .map(|(input, value)| (input.wire.clone(), wire::text(value, types, false)))
            .collect();
        let body = inputs.iter().find(|stated| partial.inputs[stated.input].place == InputPlace::Body);
        let tag = partial.if_match.and_then(|access| member_text(&body?.value, access, types));
        expected.extend(self.spec.fixed_headers.iter().map(|(name, value)| (name.clone(), value.clone())));
        expected.extend(tag.map(|tag| ("If-Match".to_owned(), wire::entity_tag(tag))));
        let is_stated = |(name, value): &&(String, String)| {
            example.headers.iter().any(|(known, stated)| known.eq_ignore_ascii_case(name) && stated == value)
        };
        if expected.len() == example.headers.len() && expected.iter().all(|header| is_stated(&header)) {
            return;
        }
        let place = node.key_place(&[TreeStep::Key("headers")]);
        let shown: Vec<String> = expected.iter().map(|(name, value)| format!("`{name}: {value}`")).collect();
        let diagnostic = Diagnostic::new(Code::ExampleRequest, place, "the headers do not match the inputs");
        let shown = if shown.is_empty() { "none".to_owned() } else { shown.join(" and ") };
        self.push(diagnostic.help(format!("in addition to those of the API, the inputs result in {shown}")));
    }

    /// The body as it is sent. The example must state the same JSON that the model computes from the input.
    fn sends(&mut self, node: &Node, partial: &PartialOperation<'_>, inputs: &[StatedInput]) -> Option<Payload> {
        let body = inputs.iter().find_map(|stated| match partial.inputs[stated.input].place {
            InputPlace::Body => Some((&stated.value, false)),
            InputPlace::BodyBytes(_) => Some((&stated.value, true)),
            _ => None,
        });
        let stated = node.pair("sends");
        let (value, is_json) = match (body, stated) {
            (Some((value, false)), _) => (value, true),
            (Some((value, true)), None) => (value, false),
            (_, None) => return self.sent_parts(partial, inputs),
            (_, Some(pair)) => {
                let diagnostic = Diagnostic::new(Code::ExampleRequest, pair.key_place, "the call does not send JSON");
                self.push(diagnostic.help("remove `sends`"));
                return None;
            }
        };
        if !is_json {
            return Some(Payload::Bytes(wire::text(value, self.context.types, false)));
        }
        let expected = wire::of_value(value, self.context.types);
        let given =
            stated.map_or_else(|| node.nearest(&[TreeStep::Key("with"), TreeStep::Key("body")]), |pair| &pair.value);
        let json = wire::of_node(given);
        if !expected.says_the_same_as(&json) {
            let diagnostic = Diagnostic::new(Code::ExampleRequest, given.place, "the body does not match the inputs");
            let help = match stated {
                Some(_) => "the inputs result in",
                None => "if the difference is intended, state the body with `sends`; the inputs result in",
            };
            self.push(diagnostic.help(format!("{help} `{}`", expected.text())));
        }
        Some(Payload::Json(json))
    }

    /// The parts of the body, in the order in which they are sent.
    fn sent_parts(&self, partial: &PartialOperation<'_>, inputs: &[StatedInput]) -> Option<Payload> {
        if !partial.inputs.iter().any(|input| input.place.is_part()) {
            return None;
        }
        let mut parts = Vec::new();
        for stated in inputs {
            let input = &partial.inputs[stated.input];
            if !input.place.is_part() {
                continue;
            }
            let values = match &stated.value {
                Value::List(items) => items.as_slice(),
                value => std::slice::from_ref(value),
            };
            parts.extend(
                values
                    .iter()
                    .map(|value| SentPart { input: stated.input, text: wire::text(value, self.context.types, false) }),
            );
        }
        Some(Payload::Parts(parts))
    }
}

/// The input with this wire name, or this Rust name if two share the wire name.
fn find_input(inputs: &[Input], key: &str) -> Option<usize> {
    let of_wire = |wire: &str| inputs.iter().filter(|input| input.wire == wire).count();
    inputs.iter().position(|input| match of_wire(&input.wire) {
        1 => input.wire == key,
        _ => input.name == key,
    })
}

fn pairs(map: &language::Ordered<String>) -> Vec<(String, String)> {
    map.iter().map(|(name, value)| (name.clone(), value.clone())).collect()
}

/// Path and query below the URL of the server, with the inputs encoded; `None` if the template is malformed.
fn target(
    partial: &PartialOperation<'_>,
    stated: &[StatedInput],
    version: Option<(&str, &str)>,
    types: &[Type],
) -> Option<String> {
    let template = template::parse(partial.template).ok()?;
    let mut target = partial.template.to_owned();
    for (name, range) in template.parameters.iter().rev() {
        let of_input = stated.iter().find(|stated| {
            let input = &partial.inputs[stated.input];
            input.place == InputPlace::Path && input.wire == *name
        });
        let text = match of_input {
            Some(stated) => wire::text(&stated.value, types, true),
            None => version.filter(|(parameter, _)| parameter == name)?.1.to_owned(),
        };
        let text = if uri::is_quoted(partial.template, name) { text.replace('\'', "''") } else { text };
        target.replace_range(range.start - 1..range.end + 1, &wire::percent_encoded(&text));
    }
    let mut separator = if template.fixed_query.is_empty() { '?' } else { '&' };
    for stated in stated {
        let input = &partial.inputs[stated.input];
        let encoded = |text: String| wire::percent_encoded(&text);
        let in_url = |value: &Value| encoded(wire::text(value, types, true));
        let values: Vec<String> = match (&input.place, &stated.value) {
            (InputPlace::QueryCommas, Value::List(items)) if items.is_empty() => Vec::new(),
            (InputPlace::QueryCommas, Value::List(items)) => {
                vec![items.iter().map(in_url).collect::<Vec<_>>().join(",")]
            }
            (InputPlace::Query, Value::List(items)) => items.iter().map(in_url).collect(),
            (InputPlace::Query, value) => vec![in_url(value)],
            (InputPlace::QueryJson, Value::List(items)) if items.is_empty() && !input.required => Vec::new(),
            (InputPlace::QueryJson, value) => vec![encoded(wire::of_value(value, types).text())],
            _ => continue,
        };
        for value in values {
            target.push(separator);
            target.push_str(&format!("{}={value}", wire::percent_encoded(&input.wire)));
            separator = '&';
        }
    }
    Some(target)
}

/// The text at the end of a path of fields.
fn member_text<'v>(mut value: &'v Value, access: &[AccessStep], types: &[Type]) -> Option<&'v str> {
    for step in access {
        let Value::Object { declared, members } = value else { return None };
        let TypeKind::Object { members: known, .. } = &types[declared.0].kind else { return None };
        let stated = members.iter().find(|stated| known[stated.member].name == step.field)?;
        value = stated.value.as_ref()?;
    }
    match value {
        Value::Text(text) => Some(text),
        _ => None,
    }
}

/// Whether a section has a key, also where it is wrongly a list.
fn mentions(section: &Node, key: &str) -> bool {
    match &section.value {
        tree::TreeValue::List(items) => items.iter().any(|item| mentions(item, key)),
        _ => section.pair(key).is_some(),
    }
}
