//! Every rule the tool knows: its number, its message, why it exists and what cures a finding.

use std::fmt;

use crate::program;

macro_rules! catalogue {
    ($($name:ident = $number:literal, $message:literal, $why:literal, $cure:literal;)*) => {
        /// The number of a rule, shown as `DW007`.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code {
            $(#[doc = $message] $name = $number,)*
        }

        /// All rules, in the order of their numbers.
        pub const CATALOGUE: &[Entry] = &[
            $(Entry { code: Code::$name, message: $message, why: $why, cure: $cure },)*
        ];
    };
}

/// What the catalogue says of one rule.
#[derive(Clone, Copy, Debug)]
pub struct Entry {
    /// The number.
    pub code: Code,
    /// What a finding says in general.
    pub message: &'static str,
    /// Why the rule exists.
    pub why: &'static str,
    /// What to do about a finding; `{program}` stands for the command by which people run the tool.
    pub cure: &'static str,
}

impl Code {
    /// The rule with this number, written `7`, `007` or `DW007`.
    pub fn parse(text: &str) -> Option<Self> {
        let number = text.strip_prefix("DW").or_else(|| text.strip_prefix("dw")).unwrap_or(text).parse::<u16>().ok()?;
        CATALOGUE.iter().map(|entry| entry.code).find(|code| *code as u16 == number)
    }

    /// The rule's entry in the catalogue.
    pub fn entry(self) -> Option<&'static Entry> {
        CATALOGUE.iter().find(|entry| entry.code == self)
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "DW{:03}", *self as u16)
    }
}

impl fmt::Display for Entry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let cure = self.cure.replace("{program}", program::name());
        write!(f, "{}: {}\n\nWhy: {}\n\nCure: {cure}\n", self.code, self.message, self.why)
    }
}

catalogue! {
    Syntax = 1, "the file is not well-formed YAML",
        "Nothing of a file that cannot be parsed can be trusted.",
        "Mend the syntax at the marker; indent with spaces.";
    Unreadable = 2, "the file cannot be read as UTF-8 text",
        "Specs are exchanged between machines and reviewed as text.",
        "Save the file as UTF-8 without a byte-order mark.";
    SeveralDocuments = 3, "the file holds several YAML documents",
        "Only the first would be read, and the others forgotten.",
        "Remove `---` and `...`; one file is one document.";
    AnchorOrAlias = 4, "anchors and aliases are not allowed",
        "A reviewer holds a page beside the file; what is defined elsewhere cannot be held against it.",
        "Write the value out, or declare a type and name it.";
    Tag = 5, "tags are not allowed",
        "The language has no types of its own to tag.",
        "Remove the `!tag`; quote the text if it was meant as text.";
    MergeKey = 6, "merge keys are not allowed",
        "What `<<` brings in cannot be seen where it takes effect.",
        "Write the keys out, or declare a type and name it.";
    DuplicateKey = 7, "a mapping has the same key twice",
        "YAML readers disagree about which of the two counts.",
        "Remove or rename one of them.";
    UnknownKey = 8, "a mapping has a key that the language does not know",
        "A mistyped key would be passed over in silence.",
        "Use the key that the help names. If the key is part of a sentence, the sentence needs quotes: `{ doc: \"Id, or name\" }`.";
    WrongKind = 9, "a value is of the wrong kind",
        "Only a value of the stated kind has a meaning here.",
        "Write what the message asks for; quote a text that YAML takes for a number or a truth value.";
    TooDeep = 10, "the file nests deeper than the language ever does",
        "Depth without bound is a way to exhaust a reader.",
        "Remove the superfluous levels.";
    MissingKey = 11, "a mapping lacks a key that it must have",
        "Nothing about the wire is left to a guess.",
        "Add the key.";
    NoScalarKey = 12, "a key is not a plain word",
        "Keys are names.",
        "Write the key as one scalar.";
    MisplacedFile = 13, "a file stands where the tool does not look for one",
        "It would be passed over in silence.",
        "Specs are `<api>/api.yaml` and `<api>/<area>.yaml`; both names in kebab case.";
    FileTooLong = 14, "an area file is too long to be reviewed",
        "A reviewer holds one file beside its pages; so does the reader of the generated module.",
        "Split the area: each file becomes a module and a cargo feature of its own.";
    UnknownType = 101, "a type expression names a type that is not declared",
        "The generated code would not compile.",
        "Declare the type under `types`, or correct its name.";
    TypeExpression = 102, "a type expression is malformed",
        "A type is one scalar: a name, `List<T>`, `Map<T>` or a declared envelope with its argument.",
        "Write the expression in that form.";
    TypeNotAllowedHere = 103, "a type cannot stand at this place",
        "Bodies, parameters and members can hold different things.",
        "Use a type that the message names.";
    UndeclaredPage = 104, "a page is cited that is not declared",
        "A claim must name a source that a reviewer can open.",
        "Declare the page under `pages`, with title, url and captured.";
    UnknownMember = 105, "a path names a member that its type does not have",
        "Paging, If-Match and unions read members by path.",
        "Correct the path; it is made of wire names: `attributes.etag`, `lineItems[].error`.";
    UnusedType = 106, "a type is declared that no operation reaches",
        "A claim that nothing rests on is never held against anything.",
        "Use it, or remove it.";
    UncitedPage = 107, "a page is declared that nothing cites",
        "The list of pages says what the spec was captured from.",
        "Cite it with `page:`, or remove it.";
    CapturedDate = 108, "a `captured` date is no day on which a page was read",
        "Reviewers judge by it whether a claim is older than a change.",
        "Write the day, as `YYYY-MM-DD`, on which somebody held the spec against the page.";
    ErratumNowhere = 109, "an erratum is noted at a node that does not exist",
        "It would cover nothing, or, after a rename, something else.",
        "Write the path of keys to the node, from the operation or type down: `responses.200`, `fields.size`.";
    NoEffect = 110, "a fact has no effect where it stands",
        "A reviewer would believe that it is so.",
        "Remove it, or move it to where it has a meaning.";
    ErratumStatement = 111, "an erratum does not say in exactly one way what the page has",
        "What a page says, lacks, lists or shows is compared with the page.",
        "State one of `says` (the page's words), `lacks: true`, `lists: true` and `shows: true`.";
    MissingDoc = 201, "an operation or type has no doc",
        "The generated crate is read by people who do not have the page.",
        "Add `doc:` in your own words.";
    PathParameterUndescribed = 301, "the path template has a parameter that the `path` section lacks",
        "Every input has a type.",
        "Add the parameter under `path`.";
    PathParameterUnused = 302, "the `path` section describes a parameter that the template lacks",
        "It could not be sent.",
        "Remove it, or add it to the template.";
    MalformedTemplate = 303, "a path template is malformed",
        "A template is `/segment/{parameter}`, with a fixed query at most.",
        "Write it in that form; only characters that need no encoding.";
    DuplicateOperation = 304, "two operations have the same method, path and fixed query",
        "One of them could never be told from the other in traffic.",
        "Merge them, or state what tells them apart in the fixed query.";
    OneMethod = 305, "an operation does not have exactly one method",
        "The method key holds the path template.",
        "State one of GET, HEAD, POST, PUT, PATCH, DELETE.";
    FixedParameter = 306, "a parameter of the query is fixed in the path",
        "A call would send it twice, and no service says which of the two it takes.",
        "Remove it from `query`, or from the path.";
    NameCollision = 401, "two names become one Rust name",
        "A silent suffix would change its meaning with the order of the file.",
        "Give one of them an explicit name with `rust:`.";
    NoIdentifier = 402, "a name is no Rust identifier",
        "The generated code would not compile.",
        "Give it one with `rust:`; snake_case for members and parameters, UpperCamelCase for types and values.";
    ReservedName = 403, "a name is taken by the generated code or the standard library",
        "It would shadow what the generated code relies on.",
        "Choose another name, or give it one with `rust:`.";
    TypeKind = 501, "a type is not of exactly one kind",
        "`fields`, `values`, `id`, `union` and `statuses` exclude each other.",
        "State exactly one of them.";
    EnumValueTwice = 502, "an enum lists a value twice",
        "One of the two could never be read.",
        "Remove one of them.";
    ContainsItself = 503, "a type contains itself without indirection",
        "It would have no finite size.",
        "Mark a member on the way with `boxed: true`, or make it a list.";
    RequiredWithoutEvidence = 504, "a received member is required without evidence",
        "One answer without it fails the whole call; pages say `required` lightly.",
        "State with `evidence:` what shows that it is always there, or leave `required` out.";
    NestsTooDeep = 505, "types nest deeper than rustc follows",
        "The compiler gives up on types that contain each other through too many levels.",
        "Remove levels, or keep a part of the value as `json`.";
    NoSpellingInUrl = 506, "an enum is used in a URL without its spelling there",
        "This API spells values in URLs otherwise than in bodies; the wrong spelling is refused or, worse, passed over.",
        "Give every value of the enum its `in-url:`.";
    InsecureServer = 601, "a server's URL is not https",
        "Bearer tokens travel with every request.",
        "Use the https URL, without user info, query or fragment.";
    NoSuccess = 602, "an operation has no response that means success",
        "Every operation ends in a result.",
        "Add the response under `responses`; `204: none` for an empty one.";
    AmbiguousOutcome = 603, "an operation has several answers without a name for each",
        "They become the variants of one outcome type.",
        "Give each response an `outcome:` in UpperCamelCase.";
    HeaderValue = 604, "a header does not say how its value arises",
        "Exactly one of `value`, `from` and `setting` does.",
        "State exactly one of them.";
    InvalidStatus = 605, "a response is not keyed by a status code",
        "Answers are told apart by their status.",
        "Use a number from 100 to 599.";
    CredentialHeader = 606, "a header that carries the credential is declared as an ordinary one",
        "Ordinary headers are shown in logs, and go along where a credential must not.",
        "Remove it; `credential:` in `api.yaml` takes care of it.";
    UnsendableHeader = 607, "a header cannot be sent",
        "A header's name is made of letters, digits and a few marks, its value of visible ASCII characters.",
        "Correct the name or the value.";
    RetryWithoutIdempotency = 608, "an error advises to try again an operation that must not be repeated",
        "A repetition may take effect twice.",
        "State the operation's `idempotency`, or remove `retry: true`.";
    IdempotencyNotStated = 609, "a POST, PUT or PATCH does not state its idempotency",
        "Whether a call may be repeated decides about money; it is not left to a guess.",
        "State `idempotency: safe`, `idempotent`, `by-request-id` or `non-idempotent`.";
    PagingCannotWork = 610, "a way of paging cannot work",
        "Each style needs to know where a page says what follows, how the next one is asked for, and which list holds its items.",
        "State what the message asks for.";
    PollCannotWork = 611, "work that takes time cannot be followed",
        "The location of an answer is asked with the type of the operation that tells the state of the work.",
        "Name a GET of the same API with `poll`, and with `running` the values of its member that say that the work goes on.";
    NoExample = 701, "an operation has no example",
        "An example is a claim that is run: it becomes a test of the generated code, and shows its users a call.",
        "Add one under `examples`, with values of your own: the inputs, the request line, the answer.";
    ExampleInput = 702, "an example does not state the inputs that its operation takes",
        "It shows a call that nobody can make.",
        "State every required input under `with`, and none that the operation does not have.";
    ExampleRequest = 703, "an example sends something else than its inputs give",
        "The request is written by hand, so that a wrong template, parameter or spelling shows.",
        "Hold both against the page: correct the request, or what the operation says.";
    ExampleValue = 704, "a value of an example does not fit its type",
        "An example may show nothing but what the spec claims.",
        "Correct the value, or the type. Decimals are written as numbers; put quotes around what travels as text.";
    ExampleResponse = 705, "an example has an answer that its operation does not have",
        "Only answers that the spec describes can be read.",
        "State the status of a response or of a documented error, and the body that it has.";
    MethodDiffers = 801, "a page states another method",
        "A request with the wrong method is refused, or does something else.",
        "Correct the method, or note the erratum with its evidence.";
    PathDiffers = 802, "a page states another path",
        "A request to the wrong path reaches nothing, or another resource.",
        "Correct the path, or note the erratum with its evidence.";
    ParameterMissing = 803, "a page has a parameter or header that the spec lacks",
        "What it offers cannot be asked for.",
        "Add the parameter, or note the erratum with its evidence.";
    ParameterSurplus = 804, "the spec has a parameter or header that a page lacks",
        "A claim needs a source.",
        "Remove the parameter, or note where it comes from: `says: nothing`.";
    ParameterElsewhere = 805, "a page has a parameter at another place",
        "A service does not look for a parameter in two places.",
        "Move the parameter, or note the erratum with its evidence.";
    ParameterTypeDiffers = 806, "a page states another type for a parameter",
        "A value of the wrong type is refused.",
        "Correct the type, or note the erratum with its evidence.";
    ParameterRequirementDiffers = 807, "a page and the spec disagree on whether a parameter is required",
        "A call without it may be refused; a call that must state it may be impossible to make.",
        "Correct `required`, or note the erratum with its evidence.";
    BodyDiffers = 808, "a page and the spec disagree on the request body",
        "A service refuses a body that it does not expect, and the lack of one that it does.",
        "Correct the body, or note the erratum with its evidence.";
    ResponseDiffers = 809, "a page and the spec disagree on an answer",
        "An answer that the client does not expect is an error to its user.",
        "Correct the response, or note the erratum with its evidence.";
    ErrorStatusDiffers = 810, "a page and the spec document different errors",
        "Users act on documented errors.",
        "Add or remove the status, or note the erratum with its evidence.";
    ErrorDetailDiffers = 811, "a page and the spec disagree on advice or reasons of an error",
        "Users decide by them whether to try again.",
        "Correct `retry` or the enum of reasons, or note the erratum with its evidence.";
    FieldMissing = 812, "a page has a member that the spec lacks",
        "It cannot be read by its name.",
        "Add the member, or note the erratum with its evidence.";
    FieldSurplus = 813, "the spec has a member that a page lacks",
        "A claim needs a source.",
        "Remove the member, or note where it comes from: `says: nothing`.";
    FieldTypeDiffers = 814, "a page states another type",
        "A value of the wrong type fails a whole answer.",
        "Correct the type, or note the erratum with its evidence.";
    EnumValueMissing = 815, "a page lists an enum value that the spec lacks",
        "Users match on values by name.",
        "Add the value, or note the erratum with its evidence.";
    EnumValueSurplus = 816, "the spec lists an enum value that a page lacks",
        "A claim needs a source.",
        "Remove the value, or note where it comes from: `says: nothing`.";
    ExampleMemberUnknown = 817, "an example shows a member that the spec lacks",
        "Examples show the wire better than tables do.",
        "Add the member, or note the erratum with its evidence.";
    ExampleValueCannotBeHeld = 818, "an example shows a value that the spec's type cannot hold",
        "Such an answer would fail to be decoded.",
        "Correct the type, or note the erratum with its evidence.";
    StaleErratum = 819, "an erratum covers nothing",
        "The page has changed or was misread, and readers still take the erratum for a warning.",
        "Remove it, or correct what it says.";
    PageChanged = 820, "a page states other facts than when it was locked",
        "The vendor may have corrected the page, or changed the service.",
        "Hold the spec against the change, then run `{program} verify docs --update PATH`.";
    MemberUnlisted = 901, "recorded traffic has a member that the spec lacks",
        "The client keeps it, but its users cannot read it by name.",
        "Add the member, or let such findings pass with `--allow unknown-member`.";
    ValueUnlisted = 902, "recorded traffic has a value that an enum or a union lacks",
        "The client keeps it, but its users cannot match on it by name.",
        "Add the value or variant, or let such findings pass with `--allow unknown-value`.";
    TypeNotSeen = 903, "recorded values are of another type than the spec states",
        "Such a value fails a whole answer.",
        "Correct the type; `lenient: true` where numbers and text stand for each other.";
    NullSeen = 904, "recorded traffic has null where the spec allows none",
        "Such a null fails a whole answer.",
        "Leave `required` out, or add `nullable: true`; a list that holds nulls is a `List<json>`.";
    RequiredMemberMissing = 905, "recorded traffic lacks a member that the spec requires",
        "An answer without it fails as a whole.",
        "Leave `required` out: its evidence has been refuted.";
    FormUndocumented = 906, "recorded dates, numbers or bytes have a form that the spec does not document",
        "The client fails, or gives back another text than it got, or leaves it to its users to understand a date.",
        "Correct the type: `decimal` keeps all digits, an identifier is text, `string` takes any text.";
    BodyNotRead = 907, "a recorded body cannot be read as JSON",
        "The client expects JSON there.",
        "Correct the type of the response; `bytes` for what is no JSON.";
    StatusUnlisted = 908, "recorded traffic has a status that the operation lacks",
        "A success that the spec lacks is read as one that it has; an error that it lacks cannot be told from others.",
        "Add the status under `responses` or to the operation's errors.";
    HeaderUnlisted = 909, "recorded traffic has a header that the spec lacks",
        "What it does cannot be asked for, and what it says cannot be relied on.",
        "Add the header, or note in `errata` at `headers.NAME` why the spec leaves it out.";
    QueryUnlisted = 910, "recorded traffic has a query parameter that the operation lacks",
        "What it offers cannot be asked for.",
        "Add the parameter under `query`.";
    OperationUnlisted = 911, "recorded traffic calls something that no operation describes",
        "The client cannot call it.",
        "Add the operation, or let such findings pass with `--allow no-operation`.";
    MemberNeverSeen = 912, "the spec has a member that recorded traffic never has",
        "It may be gone, or have another name.",
        "Record more traffic, or remove the member. Such findings are shown with `--unseen` only.";
    ErrorShapeUnknown = 913, "the body of a recorded error has none of the shapes that the API states",
        "The client finds neither code nor message in it.",
        "Add the shape to `error-shapes` in `api.yaml`.";
}

#[cfg(test)]
mod tests {
    use super::{CATALOGUE, Code};

    #[test]
    fn numbers_rise_and_every_rule_is_found_by_its_number() {
        assert!(CATALOGUE.is_sorted_by(|a, b| a.code < b.code));
        for entry in CATALOGUE {
            assert_eq!(Code::parse(&entry.code.to_string()), Some(entry.code));
        }
        assert_eq!(Code::parse("7"), Some(Code::DuplicateKey));
        assert_eq!(Code::parse("DW999"), None);
    }
}
