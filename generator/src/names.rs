//! How wire names become Rust names, and which names are reserved.

use heck::{ToSnakeCase, ToUpperCamelCase};

/// Keywords of edition 2024 that can be written raw (`r#type`), including reserved ones.
const KEYWORDS: &[&str] = &[
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "do", "dyn", "else", "enum",
    "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let", "loop", "macro", "match", "mod", "move",
    "mut", "override", "priv", "pub", "ref", "return", "static", "struct", "trait", "true", "try", "type", "typeof",
    "unsafe", "unsized", "use", "virtual", "where", "while", "yield",
];

/// Keywords that have no raw form.
const KEYWORDS_WITHOUT_RAW_FORM: &[&str] = &["Self", "crate", "self", "super", "_"];

/// Generic types of the spec language; no type can be declared with these names.
pub(crate) const BUILT_IN_GENERICS: [&str; 2] = ["List", "Map"];

/// Types and traits that generated code uses by these names.
const TYPES_IN_USE: &[&str] = &[
    "Api",
    "ApiCredential",
    "Box",
    "BTreeMap",
    "Base64Bytes",
    "Binary",
    "Bytes",
    "Call",
    "Client",
    "Clone",
    "Debug",
    "Date",
    "DateTime",
    "Decimal",
    "DecodeError",
    "Default",
    "Documented",
    "Duration",
    "Empty",
    "Eq",
    "Err",
    "ErrorShape",
    "FilePart",
    "From",
    "Hash",
    "Header",
    "HeaderValue",
    "Idempotency",
    "InputError",
    "Into",
    "IsoDuration",
    "IntoIterator",
    "Iterator",
    "Json",
    "JsonValue",
    "Method",
    "NoServiceError",
    "None",
    "Ok",
    "Operation",
    "OperationInfo",
    "Option",
    "OptionalJson",
    "Ord",
    "Paged",
    "Paging",
    "PartialEq",
    "PartialOrd",
    "Pending",
    "PendingWithBody",
    "PolledWithBody",
    "RawResponse",
    "Repeatable",
    "RequestParts",
    "ResponseHeader",
    "Result",
    "Running",
    "Secret",
    "Self",
    "Server",
    "Setting",
    "Some",
    "String",
    "TokenAccess",
    "Unlisted",
    "UnlistedValue",
    "UuidText",
    "Vec",
    "Version",
];

/// Variant that every generated enum has.
const VARIANT_OF_UNLISTED: &str = "Unlisted";

/// The field that every received type has, and methods of sent types whose names a setter would take.
const NAMES_BESIDE_FIELDS: &[&str] = &["unlisted", "new", "clone"];

/// Methods that every operation has.
const METHODS_OF_OPERATIONS: &[&str] = &["send", "clone", "pages", "items"];

/// Names that APIs cannot have, because modules, tests, features or special files of the crate use them.
const NAMES_BESIDE_APIS: &[&str] = &[
    "all-apis",
    "bin",
    "default",
    "docwright-runtime",
    "exchange",
    "guide",
    "http",
    "lib",
    "main",
    "runtime",
    "test-kit",
];

/// Cargo features that clients have besides those of APIs and areas.
pub(crate) const FEATURES_OF_CLIENTS: &[&str] = &[
    "azure",
    "deserialize-sent",
    "native-tls",
    "oauth",
    "partial-eq",
    "reqwest",
    "rustls",
    "serialize-received",
    "test-kit",
    "tokio",
    "tracing",
];

/// Files within the folder of an API; a folder of this name would be taken for one of them.
const FILES_OF_APIS: &[&str] = &["api", "errors"];

/// Crates that every crate can use without declaring them. A module of this name hides them in `lib.rs`.
const STANDARD_CRATES: &[&str] = &["alloc", "core", "std"];

/// Names that areas cannot have, because modules beside them have them.
const NAMES_BESIDE_AREAS: &[&str] = &["mod", "shared"];

/// Names of devices on Windows, which can have no files there.
fn is_device(name: &str) -> bool {
    let numbered = name.strip_prefix("com").or_else(|| name.strip_prefix("lpt"));
    matches!(name, "aux" | "con" | "nul" | "prn")
        || numbered.is_some_and(|rest| matches!(rest.as_bytes(), [b'1'..=b'9']))
}

/// The kind of item that a Rust name is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NameKind {
    /// A struct or enum.
    Type,
    /// A variant of an enum of values, responses or errors, or of a union.
    Variant,
    /// A field of an object.
    Field,
    /// An argument or setter of an operation.
    Input,
    /// An endpoint function.
    Function,
    /// A module.
    Module,
}

/// Why a name is invalid.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NameError {
    /// It is not an identifier.
    NoIdentifier,
    /// It is reserved.
    Reserved,
}

/// The Rust name that is derived from a wire name if the spec states none.
pub(crate) fn convert(wire: &str, kind: NameKind) -> String {
    match kind {
        NameKind::Type | NameKind::Variant => {
            let name = wire.to_upper_camel_case();
            // `o_o_b_e` is one acronym, not four words.
            if is_shouted(&name) { name[..1].to_owned() + &name[1..].to_ascii_lowercase() } else { name }
        }
        NameKind::Field | NameKind::Input | NameKind::Function | NameKind::Module => wire.to_snake_case(),
    }
}

/// The name of several things of which each has the name `name`.
pub(crate) fn plural(name: &str) -> String {
    let before_y = name.strip_suffix('y').filter(|stem| !stem.ends_with(['a', 'e', 'i', 'o', 'u']));
    match before_y {
        Some(stem) => format!("{stem}ies"),
        None if ["s", "x", "z", "ch", "sh"].iter().any(|end| name.ends_with(end)) => format!("{name}es"),
        None => format!("{name}s"),
    }
}

/// The name of the method that sets a member to null.
pub(crate) fn name_of_clearing(field: &str) -> String {
    format!("clear_{field}")
}

/// Checks whether a Rust name is valid for its kind of item.
///
/// # Errors
///
/// When it is not, with the reason.
pub fn validate(name: &str, kind: NameKind) -> Result<(), NameError> {
    if KEYWORDS_WITHOUT_RAW_FORM.contains(&name) {
        return Err(NameError::Reserved);
    }
    if !is_identifier(name) || !has_case_of(name, kind) {
        return Err(NameError::NoIdentifier);
    }
    let taken = match kind {
        NameKind::Type => TYPES_IN_USE.contains(&name),
        NameKind::Variant => name == VARIANT_OF_UNLISTED,
        NameKind::Field => NAMES_BESIDE_FIELDS.contains(&name),
        NameKind::Input => METHODS_OF_OPERATIONS.contains(&name),
        NameKind::Function | NameKind::Module => false,
    };
    if taken { Err(NameError::Reserved) } else { Ok(()) }
}

/// The constant of a setting, in snake case.
pub(crate) fn constant_of_setting(name: &str) -> String {
    name.to_ascii_uppercase()
}

/// The constant of a response header, derived from its wire name.
pub(crate) fn constant_of_header(wire: &str) -> String {
    convert(wire, NameKind::Field).to_ascii_uppercase()
}

/// Whether a name is in upper snake case, as constants are.
pub(crate) fn is_constant(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_uppercase())
        && name.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_')
}

/// Why an API or an area cannot have a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum TakenName {
    #[error("every client has a cargo feature of this name")]
    Feature,
    #[error("every client has a module, a test or a file of this name")]
    Client,
    #[error("`lib.rs` of the client could not use the crate of this name, which is a part of Rust")]
    StandardCrate,
    #[error("the folder of every API has a file of this name, with `.yaml`")]
    FileOfApi,
    #[error("every API has a module of this name")]
    ModuleOfApi,
    #[error("it is the name of a device on Windows, which cannot be that of a file")]
    Device,
    #[error("it is a keyword of Rust, which cannot be the name of a module")]
    Keyword,
}

/// Why an API cannot have this name, in kebab case.
pub(crate) fn taken_as_api(name: &str) -> Option<TakenName> {
    if FEATURES_OF_CLIENTS.contains(&name) {
        Some(TakenName::Feature)
    } else if NAMES_BESIDE_APIS.contains(&name) {
        Some(TakenName::Client)
    } else if STANDARD_CRATES.contains(&name) {
        Some(TakenName::StandardCrate)
    } else if FILES_OF_APIS.contains(&name) {
        Some(TakenName::FileOfApi)
    } else {
        taken_as_module(name)
    }
}

/// Why an area cannot have this name, in kebab case. `errors` is not one, but the file of this name is.
pub(crate) fn taken_as_area(name: &str) -> Option<TakenName> {
    match name {
        "api" => Some(TakenName::FileOfApi),
        _ if NAMES_BESIDE_AREAS.contains(&name) => Some(TakenName::ModuleOfApi),
        _ => taken_as_module(name),
    }
}

fn taken_as_module(name: &str) -> Option<TakenName> {
    if is_device(name) {
        return Some(TakenName::Device);
    }
    // Other mistakes of a name in kebab case are none of its module.
    validate(&convert(name, NameKind::Module), NameKind::Module).is_err().then_some(TakenName::Keyword)
}

/// Names are ASCII only, so that no two of them look alike.
fn is_identifier(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_alphabetic()) && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
}

/// Whether a name of more than two letters is all capitals, which Rust writes as `Oobe`.
fn is_shouted(name: &str) -> bool {
    name.len() > 2 && name.bytes().all(|byte| byte.is_ascii_uppercase())
}

fn has_case_of(name: &str, kind: NameKind) -> bool {
    match kind {
        NameKind::Type | NameKind::Variant => {
            name.starts_with(|c: char| c.is_ascii_uppercase()) && !name.contains('_') && !is_shouted(name)
        }
        NameKind::Field | NameKind::Input | NameKind::Function | NameKind::Module => {
            !name.contains(|c: char| c.is_ascii_uppercase()) && !name.ends_with('_') && !name.contains("__")
        }
    }
}

/// Whether a name needs its raw form to be an identifier.
pub(crate) fn is_keyword(name: &str) -> bool {
    KEYWORDS.contains(&name)
}

#[cfg(test)]
mod tests {
    use super::{NameError, NameKind, convert, is_keyword, plural, validate};

    #[test]
    fn wire_names_become_names_of_the_right_case() {
        assert_eq!(convert("licenseGroupIds", NameKind::Input), "license_group_ids");
        assert_eq!(convert("customer-tenant-id", NameKind::Input), "customer_tenant_id");
        assert_eq!(convert("o_o_b_e", NameKind::Variant), "Oobe");
        assert_eq!(convert("one_time", NameKind::Variant), "OneTime");
        assert_eq!(convert("@nextLink", NameKind::Field), "next_link");
    }

    #[test]
    fn several_things_have_the_plural_of_their_name() {
        for (one, several) in [("device", "devices"), ("policy", "policies"), ("key", "keys"), ("address", "addresses")]
        {
            assert_eq!(plural(one), several);
        }
    }

    #[test]
    fn unusable_names_are_rejected() {
        assert_eq!(validate(&convert("+1", NameKind::Variant), NameKind::Variant), Err(NameError::NoIdentifier));
        assert_eq!(validate("Option", NameKind::Type), Err(NameError::Reserved));
        assert_eq!(validate("Option", NameKind::Variant), Ok(()));
        assert_eq!(validate("self", NameKind::Field), Err(NameError::Reserved));
        assert_eq!(validate("unlisted", NameKind::Field), Err(NameError::Reserved));
        assert_eq!(validate("new", NameKind::Field), Err(NameError::Reserved));
        assert_eq!(validate("größe", NameKind::Field), Err(NameError::NoIdentifier));
    }

    #[test]
    fn keywords_of_the_edition_are_written_raw() {
        assert_eq!(validate("gen", NameKind::Field), Ok(()));
        assert!(is_keyword("gen") && is_keyword("type") && !is_keyword("union"));
    }
}
