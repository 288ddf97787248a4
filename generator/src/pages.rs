//! Vendor pages: reading them in any rendering, comparing the spec with them, and drafting a spec from them.

pub mod capture;
pub mod compare;
pub mod facts;
pub mod fetched;
pub(crate) mod html;
pub mod lock;
pub mod markdown;
pub mod openapi;
pub mod read;
pub mod reference;
pub(crate) mod text;
pub(crate) mod type_text;
pub mod verify;
mod versions;
