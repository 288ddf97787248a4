//! Vendor pages: what they state, in whatever rendering they were captured.

pub mod facts;
pub mod markdown;
pub mod text;
