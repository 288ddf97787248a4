//! Vendor pages: what they state, in whatever rendering they were captured, and how the spec stands up to it.

pub mod compare;
pub mod facts;
pub mod lock;
mod markdown;
pub mod read;
mod reference;
pub mod type_text;
pub mod uri;
pub mod verify;
