//! Tokens that the service has rejected.

use super::*;

async fn get_other_than(cache: &TokenCache<Arc<Source>>, rejected: &str) -> Result<String, CredentialError> {
    let request = TokenRequest::new(SERVER).with_rejected(RejectedToken::new(rejected));
    cache.token(&request).await.map(|token| token.secret.into_exposed())
}

#[tokio::test]
async fn a_rejected_token_is_renewed_once_for_all_callers() {
    let source = Source::open();
    let cache = cache(&source);
    get(&cache).await.unwrap();
    source.gate.forget_permits(Semaphore::MAX_PERMITS);
    let mut herd = JoinSet::new();
    for _ in 0..20 {
        let cache = cache.clone();
        herd.spawn(async move { get_other_than(&cache, "token-1").await });
    }
    settle().await;
    source.gate.add_permits(1);
    assert!(herd.join_all().await.into_iter().all(|token| token.unwrap() == "token-2"));
    // A slower call reports the rejection when there is a new token already.
    assert_eq!(get_other_than(&cache, "token-1").await.unwrap(), "token-2");
    assert_eq!(source.calls(), 2);
    assert_eq!(*source.rejected_tokens.lock().unwrap(), [None, Some(RejectedToken::new("token-1"))]);
}

#[tokio::test]
async fn a_caller_never_gets_the_token_that_was_rejected_for_it_although_another_was_rejected_since() {
    let source = Source::open();
    let cache = cache(&source);
    get(&cache).await.unwrap();
    source.gate.forget_permits(Semaphore::MAX_PERMITS);
    source.responses_next(Ok("token-1".into()));
    let rejected = |token: &'static str| {
        let cache = cache.clone();
        tokio::spawn(async move { get_other_than(&cache, token).await })
    };
    let first = rejected("token-1");
    settle().await;
    let second = rejected("token of long ago");
    settle().await;
    source.gate.add_permits(1);
    assert_eq!(first.await.unwrap().unwrap_err().kind(), CredentialErrorKind::Rejected);
    assert_eq!(second.await.unwrap().unwrap(), "token-1");
}

#[tokio::test]
async fn a_rejected_token_is_not_used_again_when_its_renewal_fails() {
    let source = Source::open();
    let cache = cache(&source);
    get(&cache).await.unwrap();
    pass(801);
    source.gate.forget_permits(Semaphore::MAX_PERMITS);
    source.fails_next();
    let renewing = begin(&cache).await;
    let rejected = {
        let cache = cache.clone();
        tokio::spawn(async move { get_other_than(&cache, "token-1").await })
    };
    settle().await;
    source.gate.add_permits(1);
    assert!(renewing.await.unwrap().is_err());
    assert!(rejected.await.unwrap().is_err());
    source.gate.add_permits(1);
    assert_eq!(get(&cache).await.unwrap(), "token-3");
}

#[tokio::test]
async fn a_source_that_repeats_a_rejected_token_is_an_error_that_is_not_kept() {
    let source = Source::open();
    let cache = cache(&source);
    get(&cache).await.unwrap();
    source.responses_next(Ok("token-1".into()));
    source.responses_next(Ok("token-1".into()));
    assert_eq!(get_other_than(&cache, "token-1").await.unwrap_err().kind(), CredentialErrorKind::Rejected);
    assert_eq!(source.calls(), 2, "the source knew already");
    assert_eq!(get(&cache).await.unwrap_err().kind(), CredentialErrorKind::Rejected);
    assert_eq!(get(&cache).await.unwrap(), "token-4");
}

#[tokio::test]
async fn a_source_called_before_the_rejection_is_called_again() {
    let source = Source::open();
    let cache = cache(&source);
    get(&cache).await.unwrap();
    pass(801);
    source.gate.forget_permits(Semaphore::MAX_PERMITS);
    source.responses_next(Ok("token-1".into()));
    let renewing = begin(&cache).await;
    let rejected = {
        let cache = cache.clone();
        tokio::spawn(async move { get_other_than(&cache, "token-1").await })
    };
    settle().await;
    source.gate.add_permits(2);
    assert_eq!(renewing.await.unwrap().unwrap(), "token-3");
    assert_eq!(rejected.await.unwrap().unwrap(), "token-3");
    assert_eq!(*source.rejected_tokens.lock().unwrap(), [None, None, Some(RejectedToken::new("token-1"))]);
}

#[tokio::test]
async fn a_replacement_that_is_rejected_at_once_is_not_replaced_for_a_while() {
    let source = Source::open();
    let cache = cache(&source);
    get(&cache).await.unwrap();
    assert_eq!(get_other_than(&cache, "token-1").await.unwrap(), "token-2");
    for _ in 0..100 {
        assert_eq!(get(&cache).await.unwrap(), "token-2");
        assert_eq!(get_other_than(&cache, "token-2").await.unwrap_err().kind(), CredentialErrorKind::Rejected);
    }
    assert_eq!(source.calls(), 2);
    pass(15);
    assert_eq!(get_other_than(&cache, "token-2").await.unwrap(), "token-3");
}

#[tokio::test]
async fn a_replacement_that_lacks_claims_is_replaced_at_once() {
    let source = Source::open();
    let cache = cache(&source);
    get(&cache).await.unwrap();
    assert_eq!(get_other_than(&cache, "token-1").await.unwrap(), "token-2");
    let lacking = |token: &str| {
        let rejected = RejectedToken::new(token).with_challenge(r#"Bearer claims="{\"a\":1}""#);
        TokenRequest::new(SERVER).with_rejected(rejected)
    };
    assert_eq!(cache.token(&lacking("token-2")).await.unwrap().secret.expose(), "token-3");
    assert!(cache.token(&lacking("token-3")).await.is_err(), "the same claims as before");
    assert_eq!(source.calls(), 3);
}
