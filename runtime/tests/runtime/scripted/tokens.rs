//! A source of tokens that follows a script.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};

use docwright_runtime::{AccessToken, BoxFuture, Credential, CredentialError, TokenRequest};

/// Gives one result to each request, in order, the last one again and again. It notes which token it was told was refused.
#[derive(Clone)]
pub struct Tokens {
    results: Arc<Mutex<VecDeque<Result<AccessToken, CredentialError>>>>,
    rejected: Arc<Mutex<Vec<Option<String>>>>,
}

impl Tokens {
    pub fn of(results: impl IntoIterator<Item = Result<&'static str, CredentialError>>) -> Self {
        let results = results.into_iter().map(|result| result.map(AccessToken::new)).collect();
        Self { results: Arc::new(Mutex::new(results)), rejected: Arc::default() }
    }

    /// Of each request, which token it says was refused.
    pub fn rejected(&self) -> Vec<Option<String>> {
        self.rejected.lock().unwrap().clone()
    }
}

/// Why there is no token, for good.
pub fn no_token() -> CredentialError {
    CredentialError::new("no token to be had")
}

impl Credential for Tokens {
    fn token<'a>(&'a self, request: &'a TokenRequest) -> BoxFuture<'a, Result<AccessToken, CredentialError>> {
        self.rejected.lock().unwrap().push(request.rejected.as_ref().map(|token| token.expose().clone()));
        let mut results = self.results.lock().unwrap();
        let result = if results.len() > 1 { results.pop_front().unwrap() } else { results[0].clone() };
        Box::pin(std::future::ready(result))
    }
}
