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
    "Box",
    "BTreeMap",
    "Base64Bytes",
    "Binary",
    "Bytes",
    "Call",
    "Client",
    "Clone",
    "Debug",
    "DateTime",
    "Decimal",
    "Default",
    "Documented",
    "Duration",
    "Empty",
    "Eq",
    "Err",
    "ErrorShape",
    "From",
    "Hash",
    "Header",
    "HeaderValue",
    "Idempotency",
    "InputError",
    "Into",
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
    "Ord",
    "Paged",
    "Paging",
    "PartialEq",
    "PartialOrd",
    "Pending",
    "RawResponse",
    "Repeatable",
    "RequestParts",
    "Result",
    "Running",
    "Secret",
    "Self",
    "Server",
    "Some",
    "String",
    "Unlisted",
    "UnlistedValue",
    "Vec",
    "Version",
];

/// Variant that every generated enum has.
const VARIANT_OF_UNLISTED: &str = "Unlisted";

/// Field that every received type has.
const FIELD_OF_UNLISTED: &str = "unlisted";

/// Methods that every operation has.
const METHODS_OF_OPERATIONS: &[&str] = &["send", "clone", "pages", "items"];

/// Names that APIs cannot have, because modules, tests, features or special files of the crate use them.
const NAMES_BESIDE_APIS: &[&str] =
    &["all-apis", "bin", "default", "docwright-runtime", "exchange", "guide", "lib", "main", "runtime"];

/// Names that areas cannot have, because modules and files beside them have them.
const NAMES_BESIDE_AREAS: &[&str] = &["api", "mod", "shared"];

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
pub enum NameFault {
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

/// Checks whether a Rust name is valid for its kind of item.
///
/// # Errors
///
/// When it is not, with the reason.
pub fn validate(name: &str, kind: NameKind) -> Result<(), NameFault> {
    if KEYWORDS_WITHOUT_RAW_FORM.contains(&name) {
        return Err(NameFault::Reserved);
    }
    if !is_identifier(name) || !has_case_of(name, kind) {
        return Err(NameFault::NoIdentifier);
    }
    let taken = match kind {
        NameKind::Type => TYPES_IN_USE.contains(&name),
        NameKind::Variant => name == VARIANT_OF_UNLISTED,
        NameKind::Field => name == FIELD_OF_UNLISTED,
        NameKind::Input => METHODS_OF_OPERATIONS.contains(&name),
        NameKind::Function | NameKind::Module => false,
    };
    if taken { Err(NameFault::Reserved) } else { Ok(()) }
}

/// Whether an API may have this name, in kebab case.
pub(crate) fn can_name_api(name: &str) -> bool {
    !NAMES_BESIDE_APIS.contains(&name) && can_name_module(name)
}

/// Whether an area may have this name, in kebab case.
pub(crate) fn can_name_area(name: &str) -> bool {
    !NAMES_BESIDE_AREAS.contains(&name) && can_name_module(name)
}

fn can_name_module(name: &str) -> bool {
    validate(&convert(name, NameKind::Module), NameKind::Module).is_ok()
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
    use super::{NameFault, NameKind, convert, is_keyword, validate};

    #[test]
    fn wire_names_become_names_of_the_right_case() {
        assert_eq!(convert("licenseGroupIds", NameKind::Input), "license_group_ids");
        assert_eq!(convert("customer-tenant-id", NameKind::Input), "customer_tenant_id");
        assert_eq!(convert("o_o_b_e", NameKind::Variant), "Oobe");
        assert_eq!(convert("one_time", NameKind::Variant), "OneTime");
        assert_eq!(convert("@nextLink", NameKind::Field), "next_link");
    }

    #[test]
    fn names_that_cannot_stand_are_refused() {
        assert_eq!(validate(&convert("+1", NameKind::Variant), NameKind::Variant), Err(NameFault::NoIdentifier));
        assert_eq!(validate("Option", NameKind::Type), Err(NameFault::Reserved));
        assert_eq!(validate("Option", NameKind::Variant), Ok(()));
        assert_eq!(validate("self", NameKind::Field), Err(NameFault::Reserved));
        assert_eq!(validate("unlisted", NameKind::Field), Err(NameFault::Reserved));
        assert_eq!(validate("größe", NameKind::Field), Err(NameFault::NoIdentifier));
    }

    #[test]
    fn keywords_of_the_edition_are_written_raw() {
        assert_eq!(validate("gen", NameKind::Field), Ok(()));
        assert!(is_keyword("gen") && is_keyword("type") && !is_keyword("union"));
    }
}
