//! Classes of mismatches.

use std::fmt;

/// Classes of mismatches, which can be ignored one by one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Class {
    /// Members that the spec does not have; the client keeps them.
    UnknownMember,
    /// Values that an enum or a union does not have; the client keeps them.
    UnknownValue,
    /// Values of another type, nulls, missing members, and bodies that are not JSON.
    WrongType,
    /// Values of the right type in undocumented forms.
    Form,
    /// Statuses that an operation does not have.
    UnknownStatus,
    /// Errors whose bodies have none of the API's shapes.
    ErrorShape,
    /// Headers that the spec does not have.
    UnknownHeader,
    /// Query parameters that an operation does not have.
    UnknownQuery,
    /// Parts of bodies that an operation does not have.
    UnknownPart,
    /// Bodies of another media type.
    MediaType,
    /// Lists that continue, of operations without paging.
    NoPaging,
    /// Tokens that the operation does not accept.
    Credential,
    /// Requests to a server of the spec that match no operation.
    NoOperation,
    /// Members of the spec that never occur.
    Unseen,
}

impl Class {
    /// All of them.
    pub const ALL: [Self; 14] = [
        Self::UnknownMember,
        Self::UnknownValue,
        Self::WrongType,
        Self::Form,
        Self::UnknownStatus,
        Self::ErrorShape,
        Self::UnknownHeader,
        Self::UnknownQuery,
        Self::UnknownPart,
        Self::MediaType,
        Self::NoPaging,
        Self::Credential,
        Self::NoOperation,
        Self::Unseen,
    ];

    /// The name on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::UnknownMember => "unknown-member",
            Self::UnknownValue => "unknown-value",
            Self::WrongType => "wrong-type",
            Self::Form => "form",
            Self::UnknownStatus => "unknown-status",
            Self::ErrorShape => "error-shape",
            Self::UnknownHeader => "unknown-header",
            Self::UnknownQuery => "unknown-query",
            Self::UnknownPart => "unknown-part",
            Self::MediaType => "media-type",
            Self::NoPaging => "no-paging",
            Self::Credential => "credential",
            Self::NoOperation => "no-operation",
            Self::Unseen => "unseen",
        }
    }
}

impl fmt::Display for Class {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
