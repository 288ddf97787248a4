//! All rules: the number of each, its message, why it exists, and how to fix an error.

use std::fmt;

use crate::program;

macro_rules! catalogue {
    ($($name:ident = $number:literal, $message:literal, $why:literal, $help:literal;)*) => {
        /// The number of a rule, shown as `DW007`.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code {
            $(#[doc = $message] $name = $number,)*
        }

        /// All rules, in the order of their numbers.
        pub const CATALOGUE: &[RuleEntry] = &[
            $(RuleEntry { code: Code::$name, message: $message, why: $why, help: $help },)*
        ];
    };
}

/// The description of one rule.
#[derive(Clone, Copy, Debug)]
pub struct RuleEntry {
    /// The number.
    pub code: Code,
    /// The message of an error, in general terms.
    pub message: &'static str,
    /// Why the rule exists.
    pub why: &'static str,
    /// How to fix an error; `{program}` is replaced by the command that runs the tool.
    pub help: &'static str,
}

impl Code {
    /// The rule with this number, written `7`, `007` or `DW007`.
    pub fn parse(text: &str) -> Option<Self> {
        let number = text.strip_prefix("DW").or_else(|| text.strip_prefix("dw")).unwrap_or(text).parse::<u16>().ok()?;
        CATALOGUE.iter().map(|entry| entry.code).find(|code| *code as u16 == number)
    }

    /// Whether a diagnostic of the rule is a note: it does not make a spec invalid.
    pub fn is_note(self) -> bool {
        matches!(self, Self::ErrorShapeNotShown | Self::PageMoved)
    }

    /// The rule's entry in the catalogue.
    pub fn entry(self) -> Option<&'static RuleEntry> {
        CATALOGUE.iter().find(|entry| entry.code == self)
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "DW{:03}", *self as u16)
    }
}

impl fmt::Display for RuleEntry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let help = self.help.replace("{program}", program::name());
        write!(f, "{}: {}\n\nWhy: {}\n\nHelp: {help}\n", self.code, self.message, self.why)
    }
}

catalogue! {
    Syntax = 1, "the file is not well-formed YAML",
        "A file that cannot be parsed cannot be checked.",
        "Fix the syntax at the marker; indent with spaces.";
    Unreadable = 2, "the file cannot be read as UTF-8 text",
        "Specs are exchanged between machines and reviewed as text.",
        "Save the file as UTF-8 without a byte-order mark.";
    SeveralDocuments = 3, "the file has several YAML documents",
        "Only the first would be read.",
        "Remove `---` and `...`; one file is one document.";
    AnchorOrAlias = 4, "anchors and aliases are not allowed",
        "A reviewer compares the file with a page, which is hard when a value is defined elsewhere.",
        "Write the value out, or declare a type and name it.";
    Tag = 5, "tags are not allowed",
        "The language has no types of its own to tag.",
        "Remove the `!tag`; quote the text if it was meant as text.";
    MergeKey = 6, "merge keys are not allowed",
        "The keys that `<<` adds are not visible where they take effect.",
        "Write the keys out, or declare a type and name it.";
    DuplicateKey = 7, "a mapping has the same key twice",
        "YAML parsers disagree about which of the two is used.",
        "Remove or rename one of them.";
    UnknownKey = 8, "a mapping has an unknown key",
        "A mistyped key would be ignored silently.",
        "Use a key that the help lists. If the key is part of a sentence, quote the sentence: `{ doc: \"Id, or name\" }`.";
    WrongKind = 9, "a value is of the wrong kind",
        "Only a value of the expected kind has a meaning here.",
        "Write a value of the kind that the message names; quote text that YAML reads as a number or a Boolean.";
    TooDeep = 10, "the file is nested too deeply",
        "Unbounded depth can exhaust the stack of a parser.",
        "Remove the superfluous levels.";
    MissingKey = 11, "a mapping lacks a key that it must have",
        "The tool does not guess what is sent or received.",
        "Add the key.";
    NoScalarKey = 12, "a key is not a scalar",
        "All keys are names.",
        "Write the key as one scalar.";
    MisplacedFile = 13, "a file is at a path where no spec is expected",
        "It would be ignored silently.",
        "Name specs `<api>/api.yaml`, `<api>/errors.yaml` and `<api>/<area>.yaml`, with names in kebab case.";
    FileTooLong = 14, "an area file is too long to be reviewed",
        "A reviewer compares a whole file with its pages, and each file becomes one generated module.",
        "Split the area; each file becomes a module and a Cargo feature of its own.";
    InvisibleCharacter = 15, "a key without quotes contains an invisible character",
        "The key looks like another one, and a reviewer cannot see the difference.",
        "Write the key anew. If the character is part of a name of the service, put the name in quotes.";
    LostEnd = 16, "a comment ends a text",
        "The generated docs would lack the rest of the sentence.",
        "Put the whole text in quotes.";
    UnknownType = 101, "a type expression names a type that is not declared",
        "The generated code would not compile.",
        "Declare the type under `types`, or correct its name.";
    TypeExpression = 102, "a type expression is malformed",
        "A type is one scalar: a name, `List<T>`, `Map<T>` or a declared envelope with its argument.",
        "Write the expression in that form.";
    TypeNotAllowedHere = 103, "a type is not allowed here",
        "Bodies, parameters and members accept different types.",
        "Use one of the types that the message lists.";
    UndeclaredPage = 104, "an undeclared page is cited",
        "Every part of a spec needs a source that a reviewer can open.",
        "Declare the page under `pages`, with title, url and captured.";
    UnknownMember = 105, "a path names a member that its type does not have",
        "Paging, If-Match and unions read members by path.",
        "Correct the path; it consists of wire names: `attributes.etag`, `lineItems[].error`.";
    UnusedType = 106, "a type is declared but no operation or webhook uses it",
        "A type that no operation uses is never checked against traffic.",
        "Use the type, or remove it.";
    UncitedPage = 107, "a page is declared but never cited",
        "The list of pages shows what the spec is based on.",
        "Cite it with `page:`, or remove it.";
    CapturedDate = 108, "a `captured` date is invalid or in the future",
        "Reviewers use the date to see whether the spec is older than a change of the page.",
        "Write the day on which the spec was last compared with the page, as `YYYY-MM-DD`.";
    ErratumNowhere = 109, "an erratum refers to a node that does not exist",
        "It would have no effect or, after a rename, apply to another node.",
        "Write the path of keys to the node, starting below the operation or type: `responses.200`, `fields.size`.";
    NoEffect = 110, "a key has no effect here",
        "A reader would assume that it has an effect.",
        "Remove it, or move it to a place where it has an effect.";
    ErratumStatement = 111, "an erratum does not state exactly one mistake of the page",
        "The tool compares the erratum with the page to find out whether it still applies.",
        "State exactly one of `says` (the words of the page), `lacks: true`, `lists: true` and `shows: true`.";
    PageUrl = 112, "the URL of a page is no https or http URL",
        "Reviewers open the page, and the docs of the generated code link to it.",
        "Write the URL at which the page is, or was, published.";
    MissingDoc = 201, "an operation, webhook or type has no `doc`",
        "Users of the generated crate do not have the page at hand.",
        "Add `doc:` in your own words.";
    PathParameterUndescribed = 301, "the path template has a parameter that is not described under `path`",
        "Every input needs a type.",
        "Add the parameter under `path`.";
    PathParameterUnused = 302, "a parameter is described under `path` that the template does not have",
        "The parameter could not be sent.",
        "Remove it, or add it to the template.";
    MalformedTemplate = 303, "a path template is malformed",
        "A template consists of segments and parameters, `/segment/{parameter}`, and an optional fixed query.",
        "Write it in that form, using only characters that need no encoding.";
    DuplicateOperation = 304, "two operations have the same method, path, fixed query and fixed headers",
        "Recorded requests could not be assigned to one of them.",
        "Merge them, or state by what the service distinguishes them: a fixed query, `/path?kind=value`, or `fixed-headers`.";
    OneMethod = 305, "an operation does not have exactly one method",
        "The path template is the value of the method's key.",
        "State exactly one of GET, HEAD, POST, PUT, PATCH and DELETE.";
    FixedParameter = 306, "a query parameter is also fixed in the path",
        "A request would contain it twice, and services rarely document which value they use.",
        "Remove it from `query`, or from the path.";
    LeftOutTwice = 307, "an operation is left out that is captured, or left out already",
        "An operation is either captured or left out, for one reason.",
        "Remove it from `left-out`.";
    LeftOutWithoutReason = 308, "an operation is left out without a reason",
        "Readers of the spec want to know whether the operation could be captured.",
        "State the reason with `because:`.";
    NameCollision = 401, "two names become the same Rust name",
        "A generated suffix would depend on the order of the file.",
        "Set the name of one of them with `rust:`.";
    NoIdentifier = 402, "a name is not a Rust identifier",
        "The generated code would not compile.",
        "Set one with `rust:`: snake_case for members and parameters, UpperCamelCase for types and values.";
    ReservedName = 403, "a name is reserved by the generated code or the standard library",
        "It would shadow a name that the generated code uses.",
        "Choose another name, or set one with `rust:`.";
    TypeKind = 501, "a type does not have exactly one kind",
        "`fields`, `values`, `id`, `union` and `statuses` are mutually exclusive.",
        "State exactly one of these keys.";
    EnumValueTwice = 502, "an enum lists a value twice",
        "One of the two could never be matched.",
        "Remove one of them.";
    ContainsItself = 503, "a type contains itself without end",
        "Where every member of a cycle is required, no value can exist; an envelope in itself needs infinitely many types.",
        "Leave `required` out at a member of the cycle that responses can lack, or declare a separate type.";
    RequiredWithoutEvidence = 504, "a received member is required without evidence",
        "A response without the member fails the whole call, and many pages mark members as required that are not.",
        "State with `evidence:` why the member is always present, or leave `required` out.";
    NestsTooDeep = 505, "types are nested deeper than rustc allows",
        "The compiler rejects types that contain each other through too many levels.",
        "Declare a part of the value as `json`.";
    NoSpellingInUrl = 506, "an enum is used in a URL without its spelling in URLs",
        "This API spells values differently in URLs than in bodies; it rejects or ignores the wrong spelling.",
        "Set `in-url:` for every value of the enum.";
    LiteralType = 508, "values of an enum or tags of a union are not of one type, or not of the type of their member",
        "The client distinguishes the number 1 from the text `1`, as JSON does, and sends what the spec states.",
        "Without quotes, a number is a JSON number, and `true` a JSON Boolean; in quotes, both are texts.";
    MemberTakenOver = 511, "a type states a member that it also takes over from another type",
        "Two descriptions of one member can contradict each other.",
        "State the member once: remove it from `fields`, or do not include the type that has it.";
    DefaultValue = 512, "a default is not a value of its type",
        "Users read in the docs which value the service uses, and state it themselves.",
        "Correct the value or the type. A text that YAML reads as a number or a Boolean needs quotes.";
    MemberTwice = 513, "a sent type has two members that the service cannot distinguish",
        "The service ignores the case of member names in requests, so it would read only one of them.",
        "Remove one of them, or state `member-case: exact`.";
    InsecureServer = 601, "a server's URL is not a plain https URL",
        "Every request can carry a credential.",
        "Use an https URL without user info, query or fragment.";
    NoSuccess = 602, "an operation has no success response",
        "Every operation needs a result.",
        "Add the response under `responses`; write `204: none` for an empty one.";
    AmbiguousOutcome = 603, "an operation has several responses, not all of them named",
        "The responses become the variants of one enum.",
        "Name each response with `variant:`, in UpperCamelCase.";
    HeaderValue = 604, "a header does not state where its value comes from",
        "The value is fixed, generated for each call, or a setting of the client.",
        "State exactly one of `value`, `from` and `setting`.";
    InvalidStatus = 605, "the key of a response is not a status code",
        "Responses are distinguished by their status.",
        "Use a number from 200 to 599.";
    CredentialHeader = 606, "a header or query parameter that carries a credential is declared as an ordinary one",
        "Ordinary headers and parameters appear in logs and are sent where a credential must not be.",
        "Remove it; `credentials:` in `api.yaml` describes where requests carry a key.";
    UnsendableHeader = 607, "a header cannot be sent or received",
        "The name of a header consists of letters, digits and some marks, its value of visible ASCII characters.",
        "Correct the name or the value.";
    RetryWithoutIdempotency = 608, "an error or a response advises repeating an operation that must not be repeated",
        "A repeated call may take effect twice, so the client does not follow the advice.",
        "Correct the operation's `idempotency`, or leave out `retry: true` and `retry-after: true`. An error that other operations retry can be listed in `errors.yaml`.";
    IdempotencyNotStated = 609, "a POST, PUT or PATCH does not state its idempotency",
        "Repeating a call may order or charge twice, so the tool does not guess.",
        "State `idempotency: safe`, `idempotent`, `by-request-id` or `non-idempotent`.";
    PagingCannotWork = 610, "a `paging` entry is incomplete or invalid",
        "Paging needs the place of the reference to the next page, how to request it, and the list with the items.",
        "Add or correct what the message names.";
    PollCannotWork = 611, "a long-running operation cannot be polled",
        "The client polls the `Location` of a response and decodes the state with the type of the operation that returns it.",
        "Name a GET or POST of the same API with `poll`; there, list with `running` the values that mean that the work is not done.";
    ErrorShapePath = 612, "a path of an error shape cannot match",
        "The client would find neither codes nor messages in the bodies of errors.",
        "Write names of members with dots between them; `[0]` is the first item of a list: `errors[0].code`.";
    ErrorNotRecognized = 613, "a documented error cannot be recognized",
        "The client recognizes an error by its status, by the code in its body, or by the words of a reason.",
        "State a `name`, `codes` with an error shape that finds them, or reasons that consist of words.";
    RetriedStatus = 614, "a status that the client retries is declared as a response",
        "The client would return it at once: a service that is busy for a moment would not be asked again.",
        "List it among the documented errors of the operation.";
    NoRequestId = 615, "an operation is idempotent by a request id that the API does not send",
        "Without the id, the service cannot recognize a repetition.",
        "Declare the header of the id in `api.yaml` with `from: request-id`, or correct `idempotency`.";
    UnsendableVersion = 616, "the version of an API cannot be sent in a path",
        "A segment that is empty or consists of dots leads to another path.",
        "Write the version as it is in request lines, such as `\"1\"` for `/v1/…`.";
    ResponseAndError = 617, "a status is both a response and an error of one operation",
        "The client returns a response that the operation lists as a result, so the error would never occur.",
        "Remove the status from `responses`, or from the type that `errors` names. It may be listed in `errors.yaml`.";
    ServerVariable = 619, "a server's URL and its variables contradict each other",
        "A client sends to the host that results, with its credential.",
        "Put each variable into the host, as a whole label before its last two, and declare it under `variables`.";
    MediaType = 620, "a media type contradicts the type of its body",
        "The client sends a declared type as JSON and reads it as JSON, and sends the media type with it.",
        "State a media type of JSON, such as `application/merge-patch+json`, or the type `bytes` for a body that is not JSON.";
    Credential = 631, "a credential is not declared, or cannot be distinguished from another one",
        "A call with a credential that its operation does not accept is rejected, and users need to know which one it accepts.",
        "Declare each credential once under `credentials` in `api.yaml`, and name it at operations that do not accept all.";
    Deprecation = 632, "a `deprecated` entry has no valid day, no reason or no usable successor",
        "Users of the client read it as a warning of the compiler.",
        "State `because`, `since` as `YYYY-MM-DD` if the day is known, and as `successor` an operation that is not deprecated.";
    CredentialPlace = 633, "a credential does not state where requests carry it, or cannot be sent there",
        "The client adds the credential to each request, beside what it sends for the connection and the body.",
        "State the `name` of a header or query parameter, and for a header the word before the key as `scheme`, if there is one.";
    NoExample = 701, "an operation or webhook has no example",
        "Each example becomes a test of the generated code and shows users a call.",
        "Add one under `examples`, with values of your own: the inputs, the request line and the response, or the payload.";
    ExampleInput = 702, "the inputs of an example are not those of its operation",
        "The call that it shows would not compile.",
        "State every required input under `with`, and no input that the operation does not have.";
    ExampleRequest = 703, "the request of an example does not match its inputs",
        "The request is written by hand to reveal a wrong template, parameter or spelling.",
        "Compare both with the page, then correct the request or the operation.";
    ExampleValue = 704, "a value of an example does not fit its type",
        "An example must conform to the spec.",
        "Correct the value or the type. Write decimals as numbers; quote values that are sent as text.";
    ExampleResponse = 705, "an example has a response that its operation does not have",
        "The client decodes only the responses that the spec describes.",
        "State the status of a response or of a documented error, with the body that it has.";
    ErrorShapeNotShown = 706, "no example of an error has a shape",
        "An example shows that the paths of the shape are right. This is a note.",
        "Add an example with `status` and the body of such an error.";
    MethodDiffers = 801, "a page states a different method",
        "A request with the wrong method is rejected or does something else.",
        "Correct the method, or note the erratum with its evidence.";
    PathDiffers = 802, "a page states a different path",
        "A request to the wrong path fails or reaches another resource.",
        "Correct the path, or note the erratum with its evidence.";
    ParameterMissing = 803, "a page has a parameter or header that the spec lacks",
        "Users of the client cannot send it.",
        "Add the parameter, or note the erratum with its evidence.";
    ParameterSurplus = 804, "the spec has a parameter or header that a page lacks",
        "Every part of a spec needs a source.",
        "Remove the parameter, or note an erratum that states where it comes from: `lacks: true`.";
    ParameterElsewhere = 805, "a page has a parameter in another place",
        "A service reads a parameter from one place only.",
        "Move the parameter, or note the erratum with its evidence.";
    ParameterTypeDiffers = 806, "a page states a different type for a parameter",
        "A service rejects a value of the wrong type.",
        "Correct the type, or note the erratum with its evidence.";
    ParameterRequirementDiffers = 807, "a page and the spec disagree on whether a parameter is required",
        "A call without a required parameter fails; a parameter that is needlessly required makes some calls impossible.",
        "Correct `required`, or note the erratum with its evidence.";
    BodyDiffers = 808, "a page and the spec disagree on the request body",
        "A service rejects an unexpected body, and a request that lacks an expected one.",
        "Correct the body, or note the erratum with its evidence.";
    ResponseDiffers = 809, "a page and the spec disagree on a response",
        "A response that the spec does not describe is returned as an error.",
        "Correct the response, or note the erratum with its evidence.";
    ErrorStatusDiffers = 810, "a page and the spec document different errors",
        "Users of the client handle the documented errors.",
        "Add or remove the status, or note the erratum with its evidence.";
    ErrorDetailDiffers = 811, "a page and the spec disagree on the retry advice or the reasons of an error",
        "Users decide by them whether to retry.",
        "Correct `retry` or the enum of reasons, or note the erratum with its evidence.";
    FieldMissing = 812, "a page has a member that the spec lacks",
        "Users of the client cannot read it by name.",
        "Add the member, or note the erratum with its evidence.";
    FieldSurplus = 813, "the spec has a member that a page lacks",
        "Every part of a spec needs a source.",
        "Remove the member, or note an erratum that states where it comes from: `lacks: true`.";
    FieldTypeDiffers = 814, "a page states a different type",
        "A value of the wrong type fails the whole response.",
        "Correct the type, or note the erratum with its evidence.";
    EnumValueMissing = 815, "a page lists an enum value that the spec lacks",
        "Users of the client match values by name.",
        "Add the value, or note the erratum with its evidence.";
    EnumValueSurplus = 816, "the spec lists an enum value that a page lacks",
        "Every part of a spec needs a source.",
        "Remove the value, or note an erratum that states where it comes from: `lacks: true`.";
    ExampleMemberUnknown = 817, "an example shows a member that the spec lacks",
        "Examples often reflect the service more exactly than tables do.",
        "Add the member, or note the erratum with its evidence.";
    ExampleValueDoesNotFit = 818, "an example shows a value that does not fit the type in the spec",
        "Decoding such a response would fail.",
        "Correct the type, or note the erratum with its evidence.";
    StaleErratum = 819, "an erratum does not apply to its page",
        "The page has changed or was misread, and the erratum misleads readers of the spec.",
        "Remove it, or correct what it says.";
    PageChanged = 820, "a page has changed since it was locked",
        "The vendor may have corrected the page, or changed the service.",
        "Compare the spec with the change, then run `{program} verify docs --update PATH`.";
    MemberCaseDiffers = 821, "a page spells a member in another case",
        "JSON distinguishes names by case: a member in another case is never read.",
        "Spell the member as the service does, which examples show better than tables, or note the erratum with its evidence.";
    NoRequestRead = 822, "the page of an operation does not state its request, or not so that it can be read",
        "Nothing of the operation is compared with such a page.",
        "Cite a page that states the request, or note an erratum at the method: `lacks: true`.";
    PagingDiffers = 823, "an example states a next page that the operation does not follow",
        "Users of the client get the first page only.",
        "Add `paging`, or note the erratum with its evidence.";
    ExampleOfAnotherValue = 824, "an example shows another value than the spec has",
        "A client that decodes the type of the spec finds nothing in such a body.",
        "Correct the type, or note the erratum with its evidence; pages often show one item of a list.";
    OperationUnknown = 825, "a page has an operation that the spec neither captures nor leaves out",
        "Users of the client cannot call it, and readers of the spec cannot see why.",
        "Capture the operation, or list it under `left-out` in `api.yaml` with the reason.";
    CredentialsDiffer = 826, "a page and the spec disagree on the credentials of an operation",
        "The client refuses a credential that the operation does not accept before it sends anything.",
        "Correct `credentials`, or note the erratum with its evidence.";
    DeprecationMissing = 827, "a page says that an operation is deprecated, and the spec does not",
        "Users of the client get no warning.",
        "Add `deprecated`, or note the erratum with its evidence.";
    ShownErrorUnread = 828, "an example shows an error whose body the client cannot interpret",
        "Users of the client decide by the code and the message of an error.",
        "Add the form to `error-shapes` in `api.yaml`, or note the erratum with its evidence.";
    EndDiffers = 829, "a page states another day on which a deprecated operation ends",
        "Users of the client plan by the day in the warning.",
        "Correct `since`, or note the erratum with its evidence.";
    PageGone = 830, "a page that the spec cites does not exist any more",
        "Reviewers cannot open it, and its changes are not noticed.",
        "Find out where the page is now and correct `url`. If the vendor has removed it, cite another page.";
    PageNeedsSignIn = 831, "a page that the spec cites requires a sign-in",
        "Reviewers who have no account cannot open it.",
        "Cite a public page, or save the page by hand and name the file.";
    PageEmpty = 832, "a page that the spec cites has no text without JavaScript",
        "What the page shows in a browser is not in the file that was fetched.",
        "Cite the document that the page loads, or save the page by hand and name the file.";
    PageOnOtherHost = 833, "a page that the spec cites redirects to another host",
        "Only the host that a reviewer approved is contacted.",
        "Open the new URL. If it is the page of the vendor, write it as `url`.";
    PageIsNoText = 834, "what the spec cites as a page cannot be read as one",
        "Pages are HTML, Markdown, text, JSON or YAML of a limited size.",
        "Cite a page in one of these forms, or save it as one and name the file.";
    PageUrlNotFetched = 835, "the URL of a page is not one that is fetched",
        "Pages are fetched by https and without a password: others on the network could change what they state, or read the password.",
        "Write the https URL of the page, without a user name or a password.";
    PageMoved = 836, "a page that the spec cites has a new URL",
        "Redirects to the new URL may end.",
        "Write the new URL as `url`.";
    MemberUnlisted = 901, "recorded traffic has a member that the spec lacks",
        "The client keeps it, but users cannot read it by name.",
        "Add the member, or ignore such mismatches with `--allow unknown-member`.";
    ValueUnlisted = 902, "recorded traffic has a value or an error code that the spec lacks",
        "The client keeps it, but users cannot match it by name.",
        "Add the value or variant, or ignore such mismatches with `--allow unknown-value`.";
    TypeNotSeen = 903, "recorded values have a different type than the spec states",
        "Such a value fails the whole response.",
        "Correct the type, or add `lenient: true` where numbers arrive as strings or strings as numbers.";
    NullSeen = 904, "recorded traffic has null where the spec allows none",
        "Such a null fails the whole response.",
        "Leave `required` out, or add `nullable: true`; declare a list that contains nulls as `List<json>`.";
    RequiredMemberMissing = 905, "recorded traffic lacks a member that the spec requires",
        "A response without the member fails as a whole.",
        "Leave `required` out; the traffic disproves its evidence.";
    FormUndocumented = 906, "recorded values have a format that the spec does not describe",
        "The client fails to decode the value, changes its text, or leaves it to users to parse a date.",
        "Correct the type: `decimal` keeps all digits, and `string` accepts any text, such as an identifier.";
    BodyNotRead = 907, "a recorded body cannot be read as JSON",
        "The client expects JSON there.",
        "Correct the type of the response; use `bytes` for a body that is not JSON.";
    StatusUnlisted = 908, "recorded traffic has a status that the operation lacks",
        "The client decodes an unlisted success as a listed one, and users cannot distinguish unlisted errors.",
        "Add the status under `responses`, to the errors of the operation or to `errors.yaml`.";
    HeaderUnlisted = 909, "recorded traffic has a header that the spec lacks",
        "Users of the client can neither send it nor read it.",
        "Add the header, or note in `errata` at `headers.NAME` why the spec omits it.";
    QueryUnlisted = 910, "recorded traffic has a query parameter that the operation lacks",
        "Users of the client cannot send it.",
        "Add the parameter under `query`.";
    OperationUnlisted = 911, "recorded traffic has a request that no operation describes",
        "The client cannot send the request.",
        "Add the operation, or ignore such mismatches with `--allow no-operation`.";
    MemberNeverSeen = 912, "the spec has a member that never occurs in recorded traffic",
        "The member may be obsolete or have another name.",
        "Record more traffic, or remove the member. Such mismatches are shown with `--unseen` only.";
    ErrorShapeUnknown = 913, "the body of a recorded error has none of the API's error shapes",
        "The client finds neither a code nor a message in it.",
        "Add the shape to `error-shapes` in `api.yaml`.";
    NextPageUnlisted = 914, "a recorded list states a next page, but its operation has no paging",
        "The client returns a part of the list, and users take it for the whole.",
        "State with `paging` how the list continues, or ignore such mismatches with `--allow no-paging`.";
    MediaTypeDiffers = 920, "a recorded body has another media type than the spec states",
        "The service may reject a body of another media type, or return another form of the resource.",
        "State the media type with `media`, or ignore such mismatches with `--allow media-type`.";
    PartUnlisted = 921, "a recorded request has a part that the operation does not have in the spec",
        "The client does not send the part.",
        "Add it to `parts`, or ignore such mismatches with `--allow unknown-part`.";
    CredentialAccepted = 931, "recorded traffic succeeds with a credential that the operation does not accept in the spec",
        "The client rejects such a call before anything is sent.",
        "Correct `credentials` of the operation, or ignore such mismatches with `--allow credential`.";
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
