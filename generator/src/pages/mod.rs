//! Vendor pages: what they state, in whatever rendering they were captured, and how the spec stands up to it.

pub mod capture;
pub mod compare;
pub mod facts;
pub mod lock;
pub mod markdown;
pub mod read;
pub mod reference;
pub(crate) mod text;
pub(crate) mod type_text;
pub mod verify;
