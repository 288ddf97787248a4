//! What a source of tokens gets from the call that needs one.

use std::fmt;
use std::sync::Arc;

use crate::Clock;
use crate::observe::Observers;

/// The clock and the observers of the client that asks for a token.
#[derive(Clone)]
pub(crate) struct TokenContext {
    pub(crate) clock: Option<Arc<dyn Clock>>,
    pub(crate) observers: Observers,
}

impl TokenContext {
    pub(crate) const NONE: Self = Self { clock: None, observers: Observers::NONE };
}

impl fmt::Debug for TokenContext {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("TokenContext").finish_non_exhaustive()
    }
}
