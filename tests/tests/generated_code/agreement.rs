//! `verify traffic` and the generated code agree: what the interpreter accepts is decoded, what it rejects is not, and a
//! body without mismatches is written back unchanged.

mod reader;
mod samples;
mod variations;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::rc::Rc;

use docwright::internals::model::{Api, Json, MemberCase, Model, Presence, TypeId, TypeKind, TypeRef};
use docwright::internals::traffic::body;
use docwright::internals::traffic::interpret::{BodyMismatch, MismatchEffect, MismatchKind, ValueSubject, interpret};

use self::samples::{examples, samples, spellings};
use self::variations::{Respelling, as_it_is, variations};

/// A body, and what the interpreter says of it.
struct Case {
    /// Position among the types that the reader reads.
    reads: usize,
    body: String,
    decodes: bool,
    /// Whether nothing may be lost.
    keeps: bool,
    /// Whether documented spellings may replace each other: case, and text for numbers.
    may_respell: bool,
    /// Names of members that are written empty where they are absent.
    defaults: Rc<[String]>,
}

impl Case {
    fn json(&self) -> String {
        format!(
            "{{\"reads\":{},\"decodes\":{},\"keeps\":{},\"may_respell\":{},\"defaults\":{},\"body\":{}}}\n",
            self.reads,
            self.decodes,
            self.keeps,
            self.may_respell,
            serde_json::json!(&*self.defaults),
            serde_json::Value::from(self.body.as_str())
        )
    }
}

/// A type that bodies are read as, with bodies to start from.
struct Read<'m> {
    api: &'m Api,
    value: TypeRef,
    /// Made of the type alone.
    samples: Vec<Json>,
    /// From the specs.
    examples: Vec<Json>,
}

fn reads(model: &Model) -> Vec<Read<'_>> {
    let mut reads: Vec<Read<'_>> = Vec::new();
    for api in &model.apis {
        let mut bodies = Vec::new();
        for (value, examples) in examples(api) {
            let samples = samples(api, &value);
            bodies.push(value.clone());
            reads.push(Read { api, value, samples, examples });
        }
        let types = api.types.iter().enumerate();
        for (position, declared) in types.filter(|(_, declared)| declared.direction.is_any()) {
            let is_read = match &declared.kind {
                // A variant whose tag the union alone reads and writes is never read by itself.
                TypeKind::Object { is_envelope, members } => {
                    !is_envelope && !members.iter().any(|member| member.is_tag)
                }
                TypeKind::Errors { .. } => false,
                _ => true,
            };
            let value = TypeRef::Declared(TypeId(position), None);
            if is_read && !bodies.contains(&value) {
                reads.push(Read { api, samples: samples(api, &value), value, examples: Vec::new() });
            }
        }
    }
    reads
}

fn observed(api: &Api, value: &TypeRef, text: &str) -> Vec<BodyMismatch> {
    let body = body::unpack(text, false, None, None).unwrap();
    let text = body.json().unwrap();
    let mut observations = Vec::new();
    interpret(api, value, &text.text, text.cut, MemberCase::Exact, &mut observations);
    observations
}

/// Types that are only sent have no room for members that they lack.
fn is_kept(api: &Api, observation: &BodyMismatch) -> bool {
    match (&observation.kind, observation.subject) {
        (MismatchKind::UnknownMember(_), ValueSubject::Type(id)) => api.type_of(id).direction.received,
        (MismatchKind::Form(_), _) | (MismatchKind::UnknownValue(_), _) => {
            observation.kind.effect() == MismatchEffect::Kept
        }
        _ => false,
    }
}

/// Whether a value of a type can contain one in which text and numbers are interchangeable.
fn has_lenient_members(api: &Api, value: &TypeRef, seen: &mut BTreeSet<TypeId>) -> bool {
    match value {
        TypeRef::List(item) | TypeRef::Map(item) => has_lenient_members(api, item, seen),
        TypeRef::Declared(id, argument) => {
            let in_argument = argument.as_ref().is_some_and(|argument| has_lenient_members(api, argument, seen));
            in_argument
                || seen.insert(*id)
                    && match &api.type_of(*id).kind {
                        TypeKind::Object { members, .. } => {
                            members.iter().any(|member| member.lenient || has_lenient_members(api, &member.value, seen))
                        }
                        TypeKind::Union { variants, .. } => {
                            variants.iter().any(|variant| has_lenient_members(api, &variant.value, seen))
                        }
                        _ => false,
                    }
        }
        _ => false,
    }
}

/// Names of the members that values of a type can contain and that are empty by default.
fn defaults(api: &Api, value: &TypeRef) -> Rc<[String]> {
    let types = api.types_within([value]);
    let members = types.iter().flat_map(|id| match &api.type_of(*id).kind {
        TypeKind::Object { members, .. } => members.as_slice(),
        _ => &[],
    });
    members.filter(|member| member.presence == Presence::Defaulted).map(|member| member.wire.clone()).collect()
}

fn cases(reads: &[Read<'_>]) -> Vec<Case> {
    let mut cases = Vec::new();
    for (position, read) in reads.iter().enumerate() {
        let starts = read.samples.iter().map(|body| (body, false)).chain(read.examples.iter().map(|body| (body, true)));
        let is_lenient = has_lenient_members(read.api, &read.value, &mut BTreeSet::new());
        let defaults = defaults(read.api, &read.value);
        let varied = starts.enumerate().flat_map(|(index, (start, is_example))| {
            // A sample has every member of its type, so that of several examples one is varied.
            let bodies = if index <= read.samples.len() { variations(start) } else { vec![as_it_is(start)] };
            bodies.into_iter().map(move |(body, respelled)| match respelled {
                Respelling::None => (body, is_example),
                Respelling::Kind => (body, is_example || is_lenient),
                Respelling::Case => (body, true),
            })
        });
        // Some spellings of URLs differ by case only.
        let spelled = spellings(read.api, &read.value).into_iter().map(|(body, is_of_url)| (body.text(), is_of_url));
        for (body, may_respell) in varied.chain(spelled) {
            let observations = observed(read.api, &read.value, &body);
            let decodes = observations.iter().all(|observation| observation.kind.effect() != MismatchEffect::Fatal);
            let keeps = observations.iter().all(|observation| is_kept(read.api, observation));
            cases.push(Case { reads: position, body, decodes, keeps, may_respell, defaults: Rc::clone(&defaults) });
        }
    }
    cases
}

/// Writes the test that compares the generated types with the interpreter's verdicts on bodies.
pub(crate) fn write_test(model: &Model, tests: &Path) {
    let reads = reads(model);
    let cases = cases(&reads);
    let share = |count: usize| count * 100 / cases.len();
    let decoded = share(cases.iter().filter(|case| case.decodes).count());
    assert!((10..=90).contains(&decoded), "both verdicts are tried: {decoded} % of {} are decoded", cases.len());
    fs::write(tests.join("agreement.rs"), reader::source(&reads)).unwrap();
    fs::write(tests.join("cases.jsonl"), cases.iter().map(Case::json).collect::<String>()).unwrap();
}
