//! A scripted source of tokens.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};

use docwright_runtime::{AccessToken, BoxFuture, Credential, CredentialError, TokenRequest};

/// Gives one result to each request, in order, the last one again and again. It records which token was reported as rejected.
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

    /// The rejected token of each request.
    pub fn rejected(&self) -> Vec<Option<String>> {
        self.rejected.lock().unwrap().clone()
    }
}

/// A permanent error: there is no token.
pub fn no_token() -> CredentialError {
    CredentialError::new("no token available")
}

impl Credential for Tokens {
    fn token<'a>(&'a self, request: &'a TokenRequest) -> BoxFuture<'a, Result<AccessToken, CredentialError>> {
        self.rejected.lock().unwrap().push(request.rejected.as_ref().map(|token| token.secret.expose().clone()));
        let mut results = self.results.lock().unwrap();
        let result = if results.len() > 1 { results.pop_front().unwrap() } else { results[0].clone() };
        Box::pin(std::future::ready(result))
    }
}
