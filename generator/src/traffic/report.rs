//! Reports mismatches: numbered, at a line of the spec, with an example from the recordings.

mod class;
pub(super) mod json;

pub use self::class::Class;
use super::example::MismatchExample;
use super::interpret::{self, MismatchEffect, MismatchKind};
use super::statuses::error_of;
use super::tally::{CountedMismatch, MismatchSubject, ObservedMismatch, Tally};
use crate::diagnostics::{Code, Diagnostic, Place, nearest};
use crate::header_names::carries_a_credential;
use crate::model::{Api, Model, TypeKind};
use crate::wording::count;

/// A mismatch, with its counts and an example.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TrafficMismatch {
    /// Number, message, place and help.
    pub diagnostic: Diagnostic,
    /// Its class.
    pub class: Class,
    /// The number of exchanges in which it occurred.
    pub exchanges: usize,
    /// The number of exchanges in which it could have occurred.
    pub of: Option<usize>,
    /// The effect on the client.
    pub effect: Option<MismatchEffect>,
    /// The first exchange.
    pub example: Option<MismatchExample>,
}

/// All mismatches, sorted by place.
pub(super) fn mismatches(model: &Model, tally: &Tally) -> Vec<TrafficMismatch> {
    let mismatches = tally
        .mismatches()
        .map(|(subject, mismatch, entry)| TrafficReport { model, tally, subject }.mismatch(mismatch, entry));
    sorted(mismatches.collect())
}

/// Sorts mismatches by place, number and message.
pub(super) fn sorted(mut mismatches: Vec<TrafficMismatch>) -> Vec<TrafficMismatch> {
    mismatches.sort_by(|one, other| {
        let key = |mismatch: &TrafficMismatch| {
            let place = mismatch.diagnostic.place;
            (place.file, place.start, mismatch.diagnostic.code)
        };
        key(one).cmp(&key(other)).then_with(|| one.diagnostic.message.cmp(&other.diagnostic.message))
    });
    mismatches
}

/// Members that never occur, of types that do.
pub(super) fn unseen(model: &Model, tally: &Tally) -> Vec<TrafficMismatch> {
    let mut mismatches = Vec::new();
    for (index, api) in model.apis.iter().enumerate() {
        for (position, declared) in api.types.iter().enumerate() {
            let id = crate::model::TypeId(position);
            let of = tally.exchanges_with(MismatchSubject::Data(index, interpret::ValueSubject::Type(id)));
            let TypeKind::Object { members, .. } = &declared.kind else { continue };
            for (position, member) in members.iter().enumerate().filter(|_| of > 0) {
                let subject = MismatchSubject::Data(index, interpret::ValueSubject::Member(id, position));
                if tally.exchanges_with(subject) == 0 {
                    let message = format!("`{}` of `{}` never occurs, {}", member.wire, declared.name, among(0, of));
                    mismatches.push(TrafficMismatch {
                        diagnostic: Diagnostic::new(Code::MemberNeverSeen, member.place, message),
                        class: Class::Unseen,
                        exchanges: 0,
                        of: Some(of),
                        effect: None,
                        example: None,
                    });
                }
            }
        }
    }
    mismatches
}

/// `in 2 of 5 exchanges`
fn among(exchanges: usize, of: usize) -> String {
    format!("in {exchanges} of {}", count(of, "exchange"))
}

struct TrafficReport<'a> {
    model: &'a Model,
    tally: &'a Tally,
    subject: MismatchSubject,
}

const HELP_FOR_PAGING: &str = "state with `paging` how the list continues";

impl TrafficReport<'_> {
    fn mismatch(&self, mismatch: &ObservedMismatch, entry: &CountedMismatch) -> TrafficMismatch {
        let (exchanges, of) = (entry.exchanges(), self.exchanges_of_base(mismatch));
        let counted = match of {
            Some(of) => among(exchanges, of),
            None => format!("in {}", count(exchanges, "exchange")),
        };
        let never = !self.tally.ever_fits(self.subject);
        let (code, class, message, help) = self.words(mismatch, entry, never);
        let label = match entry.effect {
            Some(MismatchEffect::Fatal) => "the client cannot decode this",
            Some(MismatchEffect::Changed) => "the client writes this back in another form",
            Some(MismatchEffect::Kept) => "the client keeps this",
            None => "",
        };
        let diagnostic = Diagnostic::new(code, self.place(), format!("{message}, {counted}"))
            .label(label)
            .note(format!("for example {}", entry.example))
            .help_if(help);
        TrafficMismatch { diagnostic, class, exchanges, of, effect: entry.effect, example: Some(entry.example.clone()) }
    }

    /// The number of exchanges in which the mismatch could have occurred.
    fn exchanges_of_base(&self, mismatch: &ObservedMismatch) -> Option<usize> {
        let base = match (mismatch, self.subject) {
            (ObservedMismatch::NoOperation(_), _) => return None,
            (
                ObservedMismatch::Value(MismatchKind::Missing),
                MismatchSubject::Data(api, interpret::ValueSubject::Member(owner, _)),
            ) => MismatchSubject::Data(api, interpret::ValueSubject::Type(owner)),
            (ObservedMismatch::Value(MismatchKind::Missing), MismatchSubject::Input(id, _)) => {
                MismatchSubject::Sent(id)
            }
            (_, subject) => subject,
        };
        Some(self.tally.exchanges_with(base))
    }

    fn words(
        &self,
        mismatch: &ObservedMismatch,
        entry: &CountedMismatch,
        never: bool,
    ) -> (Code, Class, String, Option<String>) {
        let name = self.name();
        let expected = &entry.expected;
        match mismatch {
            ObservedMismatch::Value(MismatchKind::UnknownMember(member)) => (
                Code::MemberUnlisted,
                Class::UnknownMember,
                format!("{name} does not have the member `{member}`"),
                Some(match self.nearest_member(member) {
                    Some(known) => format!("add `{member}` to its fields; it has `{known}`"),
                    None => format!("add `{member}` to its fields"),
                }),
            ),
            ObservedMismatch::Value(MismatchKind::UnknownValue(value)) => {
                let kind = if self.is_list_of_errors() { "code" } else { "value" };
                let value = value.as_ref().map_or_else(|| format!("a {kind}"), |value| format!("the {kind} `{value}`"));
                let help = format!("add it to its {kind}s, or pass `--allow unknown-value`");
                (Code::ValueUnlisted, Class::UnknownValue, format!("{name} does not have {value}"), Some(help))
            }
            ObservedMismatch::Value(MismatchKind::WrongType(found)) => {
                let message = if never {
                    format!("{name} is never `{expected}` but {found}")
                } else {
                    format!("{name} is not always `{expected}` but {found}")
                };
                let help =
                    "correct the type, or add `lenient: true` where numbers arrive as strings or strings as numbers";
                (Code::TypeNotSeen, Class::WrongType, message, Some(help.to_owned()))
            }
            ObservedMismatch::Value(MismatchKind::Null) => (
                Code::NullSeen,
                Class::WrongType,
                format!("{name} is or contains null where the spec has `{expected}`"),
                Some("leave `required` out, or add `nullable: true`".to_owned()),
            ),
            ObservedMismatch::Value(MismatchKind::Missing) => (
                Code::RequiredMemberMissing,
                Class::WrongType,
                format!("{name} is required, but missing"),
                Some("remove `required`".to_owned()),
            ),
            ObservedMismatch::Value(MismatchKind::Form(form)) => {
                let help = "correct the type: `decimal` keeps all digits, and `string` accepts any text";
                let message = format!("{name} is `{expected}`, but contains {form}");
                (Code::FormUndocumented, Class::Form, message, Some(help.to_owned()))
            }
            ObservedMismatch::Value(MismatchKind::NotJson) => {
                let help = "correct the type of the body; `bytes` is for one that is not JSON";
                (Code::BodyNotRead, Class::WrongType, format!("{name} is not JSON in UTF-8"), Some(help.to_owned()))
            }
            ObservedMismatch::Value(MismatchKind::TooDeep) => {
                (Code::BodyNotRead, Class::WrongType, format!("{name} is nested too deeply"), None)
            }
            ObservedMismatch::Status(status) => {
                let help = if *status < 400 {
                    "add it to `responses`"
                } else {
                    "add it to the errors of the operation or, for all operations, to `errors.yaml`"
                };
                let message = format!("{name} responds with the status {status}");
                (Code::StatusUnlisted, Class::UnknownStatus, message, Some(help.to_owned()))
            }
            ObservedMismatch::Error(found) => (
                Code::ErrorShapeUnknown,
                Class::ErrorShape,
                format!("{name} has none of the API's error shapes; it is {found}"),
                Some("add its shape to `error-shapes` in `api.yaml`".to_owned()),
            ),
            ObservedMismatch::NoCode => (
                Code::ValueUnlisted,
                Class::UnknownValue,
                format!("{name} has no code where the API's error shapes have it"),
                Some(
                    "state the code's place in `error-shapes`, or a `name` for errors without a listed code".to_owned(),
                ),
            ),
            ObservedMismatch::SentHeader(header) => (
                Code::HeaderUnlisted,
                Class::UnknownHeader,
                format!("{name} is sent with the header `{header}`"),
                Some(if carries_a_credential(header) {
                    format!("declare it under `credentials` in `api.yaml`: `{{ kind: header, name: {header} }}`")
                } else {
                    "add it to `headers`, or note in `errata` why the spec leaves it out".to_owned()
                }),
            ),
            ObservedMismatch::ReceivedHeader(header) => (
                Code::HeaderUnlisted,
                Class::UnknownHeader,
                format!("{name} responds with the header `{header}`"),
                Some(format!("note in `errata` of the API, at `headers.{header}`, why the spec leaves it out")),
            ),
            ObservedMismatch::HeaderValue { header, form } => (
                Code::FormUndocumented,
                Class::Form,
                format!("{name} responds with the header `{header}`, which is `{expected}`, but contains {form}"),
                Some("correct its type under `response-headers`; `string` accepts any text".to_owned()),
            ),
            ObservedMismatch::LinkHeader(header) => (
                Code::HeaderUnlisted,
                Class::UnknownHeader,
                format!("{name} states a next page whose link has the header `{header}`"),
                Some(format!("the client drops it; add `{header}` to `headers` of `paging` if the next page needs it")),
            ),
            ObservedMismatch::NextPage => (
                Code::NextPageUnlisted,
                Class::NoPaging,
                format!("{name} has no `paging`, but states a next page"),
                Some(HELP_FOR_PAGING.to_owned()),
            ),
            ObservedMismatch::Total => (
                Code::NextPageUnlisted,
                Class::NoPaging,
                format!("{name} has no `paging`, but states more items than its list has"),
                Some(HELP_FOR_PAGING.to_owned()),
            ),
            ObservedMismatch::Part(part) => (
                Code::PartUnlisted,
                Class::UnknownPart,
                format!("{name} is sent with the part `{part}`"),
                Some(match self.nearest_part(part) {
                    Some(known) => format!("add `{part}` to `parts`; it has `{known}`"),
                    None => format!("add `{part}` to `parts`"),
                }),
            ),
            ObservedMismatch::MediaType { recorded, stated } => (
                Code::MediaTypeDiffers,
                Class::MediaType,
                format!("{name} has the media type `{recorded}`, not `{stated}`"),
                Some(format!("state `media: {recorded}`, if the service distinguishes media types")),
            ),
            ObservedMismatch::Access(access) => (
                Code::CredentialAccepted,
                Class::Credential,
                format!("{name} succeeds with {access} access, which the spec does not accept"),
                Some(format!("accept a credential with `access: {access}` as well")),
            ),
            ObservedMismatch::OtherCredential(credential) => (
                Code::CredentialAccepted,
                Class::Credential,
                format!("{name} succeeds with the credential `{credential}`, which it does not accept in the spec"),
                Some(format!("add `{credential}` to its `credentials`")),
            ),
            ObservedMismatch::OtherScheme(scheme) => (
                Code::CredentialAccepted,
                Class::Credential,
                format!("{name} succeeds with `Authorization: {scheme} …`, which is no credential of the spec"),
                Some(if matches!(*scheme, "Basic" | "Bearer") {
                    format!(
                        "declare it under `credentials` in `api.yaml`: `{{ kind: {} }}`",
                        scheme.to_ascii_lowercase()
                    )
                } else {
                    "a spec cannot state this kind of authentication; pass `--allow credential`".to_owned()
                }),
            ),
            ObservedMismatch::NoCredential => (
                Code::CredentialAccepted,
                Class::Credential,
                format!("{name} succeeds without a credential, which other requests have"),
                Some("state `credentials: none` if the operation needs none".to_owned()),
            ),
            ObservedMismatch::Query(parameter) => (
                Code::QueryUnlisted,
                Class::UnknownQuery,
                format!("{name} is sent with the query parameter `{parameter}`"),
                Some(match self.nearest_input(parameter) {
                    Some(known) => format!("add `{parameter}` to `query`; it has `{known}`"),
                    None => format!("add `{parameter}` to `query`"),
                }),
            ),
            ObservedMismatch::NoOperation(request) => {
                let help = "add the operation, or pass `--allow no-operation`";
                let message = format!("{name} has no operation for {request}");
                (Code::OperationUnlisted, Class::NoOperation, message, Some(help.to_owned()))
            }
        }
    }

    fn nearest_member(&self, member: &str) -> Option<&str> {
        let MismatchSubject::Data(api, interpret::ValueSubject::Type(id)) = self.subject else { return None };
        let TypeKind::Object { members, .. } = &self.model.apis[api].type_of(id).kind else { return None };
        nearest(member, members.iter().map(|member| member.wire.as_str()))
    }

    fn nearest_input(&self, parameter: &str) -> Option<&str> {
        let MismatchSubject::Operation(id) = self.subject else { return None };
        nearest(parameter, id.of(self.model).1.inputs.iter().map(|input| input.wire.as_str()))
    }

    fn nearest_part(&self, part: &str) -> Option<&str> {
        let MismatchSubject::Sent(id) = self.subject else { return None };
        let parts = id.of(self.model).1.inputs.iter().filter(|input| input.place.is_part());
        nearest(part, parts.map(|input| input.wire.as_str()))
    }

    fn api(&self, index: usize) -> &Api {
        &self.model.apis[index]
    }

    fn name(&self) -> String {
        match self.subject {
            MismatchSubject::Api(api) => format!("`{}`", self.api(api).name),
            MismatchSubject::Operation(id) => format!("`{}`", id.of(self.model).1.name),
            MismatchSubject::Response(id, status) => format!("the response {status} of `{}`", id.of(self.model).1.name),
            MismatchSubject::Sent(id) => format!("the request body of `{}`", id.of(self.model).1.name),
            MismatchSubject::Input(id, input) => {
                let (_, operation) = id.of(self.model);
                format!("`{}` of `{}`", operation.inputs[input].wire, operation.name)
            }
            MismatchSubject::Webhook(id) => format!("the payload of `{}`", id.of(self.model).1.name),
            MismatchSubject::Data(_, interpret::ValueSubject::Root) => "the body".to_owned(),
            MismatchSubject::Data(api, interpret::ValueSubject::Type(id)) => {
                format!("`{}`", self.api(api).type_of(id).name)
            }
            MismatchSubject::Data(api, interpret::ValueSubject::Member(id, position)) => {
                let declared = self.api(api).type_of(id);
                match &declared.kind {
                    TypeKind::Object { members, .. } => format!("`{}` of `{}`", members[position].wire, declared.name),
                    _ => format!("`{}`", declared.name),
                }
            }
        }
    }

    /// Whether the subject is a type that lists errors, which have codes.
    fn is_list_of_errors(&self) -> bool {
        match self.subject {
            MismatchSubject::Data(api, interpret::ValueSubject::Type(id)) => {
                matches!(self.api(api).type_of(id).kind, TypeKind::Errors { .. })
            }
            _ => false,
        }
    }

    fn place(&self) -> Place {
        match self.subject {
            MismatchSubject::Api(api) => self.api(api).provenance.place,
            MismatchSubject::Operation(id) => id.of(self.model).1.request_place,
            MismatchSubject::Response(id, status) => {
                let (_, operation) = id.of(self.model);
                let response = operation.responses.iter().find(|response| response.status == status);
                let error = || error_of(self.api(id.api), operation, status).map(|error| error.place);
                response.map(|response| response.place).or_else(error).unwrap_or(operation.provenance.place)
            }
            MismatchSubject::Sent(id) => {
                let (_, operation) = id.of(self.model);
                let body =
                    operation.json_body().or_else(|| operation.inputs.iter().find(|input| input.place.is_part()));
                body.map_or(operation.provenance.place, |body| body.source)
            }
            MismatchSubject::Input(id, input) => id.of(self.model).1.inputs[input].source,
            MismatchSubject::Webhook(id) => id.of(self.model).1.provenance.place,
            MismatchSubject::Data(api, interpret::ValueSubject::Root) => self.api(api).provenance.place,
            MismatchSubject::Data(api, interpret::ValueSubject::Type(id)) => self.api(api).type_of(id).provenance.place,
            MismatchSubject::Data(api, interpret::ValueSubject::Member(id, position)) => {
                let declared = self.api(api).type_of(id);
                match &declared.kind {
                    TypeKind::Object { members, .. } => members[position].place,
                    _ => declared.provenance.place,
                }
            }
        }
    }
}
