//! Tokens that are renewed before they expire.

use super::*;

#[tokio::test]
async fn one_caller_renews_early_while_the_others_use_what_there_is() {
    let source = Source::open();
    let cache = cache(&source);
    get(&cache).await.unwrap();
    pass(799);
    assert_eq!(get(&cache).await.unwrap(), "token-1");
    assert_eq!(source.calls(), 1);

    pass(2);
    source.gate.forget_permits(Semaphore::MAX_PERMITS);
    let renewing = begin(&cache).await;
    for _ in 0..3 {
        assert_eq!(get(&cache).now_or_never().unwrap().unwrap(), "token-1");
        pass(40);
    }
    source.gate.add_permits(1);
    assert_eq!(renewing.await.unwrap().unwrap(), "token-2");
    assert_eq!(get(&cache).await.unwrap(), "token-2");
    assert_eq!(source.calls(), 2);
}

#[tokio::test]
async fn a_renewal_without_a_response_blocks_no_call() {
    let source = Source::open();
    let cache = cache(&source);
    get(&cache).await.unwrap();
    pass(801);
    source.gate.forget_permits(Semaphore::MAX_PERMITS);
    IS_RUNNING.set(true);
    assert_eq!(get(&cache).await.unwrap(), "token-1", "it still serves");
    assert_eq!(get(&cache).await.unwrap(), "token-1");
    assert_eq!(source.calls(), 2, "no pause");
    pass(60);
    source.gate.add_permits(1);
    assert_eq!(get(&cache).await.unwrap(), "token-3");
}

#[tokio::test]
async fn a_caller_that_renews_early_may_be_dropped_and_the_next_does_not_wait() {
    let source = Source::open();
    let cache = cache(&source);
    get(&cache).await.unwrap();
    pass(801);
    source.gate.forget_permits(Semaphore::MAX_PERMITS);
    begin(&cache).await.abort();
    settle().await;
    assert_eq!(get(&cache).now_or_never().unwrap().unwrap(), "token-1");
    pass(60);
    source.gate.add_permits(1);
    assert_eq!(get(&cache).await.unwrap(), "token-3");
}

#[tokio::test]
async fn a_token_that_serves_survives_a_failed_renewal_and_is_renewed_after_a_pause() {
    let source = Source::open();
    let cache = cache(&source);
    get(&cache).await.unwrap();
    pass(801);
    source.fails_next();
    for _ in 0..3 {
        assert_eq!(get(&cache).await.unwrap(), "token-1");
    }
    assert_eq!(source.calls(), 2, "no pause");
    pass(60);
    assert_eq!(get(&cache).await.unwrap(), "token-3");
}

#[tokio::test]
async fn a_token_that_expires_while_it_is_renewed_makes_callers_wait() {
    let source = Source::open();
    let cache = cache(&source);
    get(&cache).await.unwrap();
    pass(900);
    source.gate.forget_permits(Semaphore::MAX_PERMITS);
    let renewing = begin(&cache).await;
    pass(100);
    let waiting = begin(&cache).await;
    source.gate.add_permits(1);
    assert_eq!(renewing.await.unwrap().unwrap(), "token-2");
    assert_eq!(waiting.await.unwrap().unwrap(), "token-2");
    assert_eq!(source.calls(), 2);
}

#[tokio::test]
async fn a_clock_that_is_set_back_causes_one_renewal() {
    let source = Source::open();
    let cache = cache(&source);
    get(&cache).await.unwrap();
    SECONDS.set(SECONDS.get() - 500_000);
    source.fails_next();
    assert_eq!(get(&cache).await.unwrap(), "token-1", "its age is unknown, it may serve");
    pass(60);
    assert_eq!(get(&cache).await.unwrap(), "token-3");
    assert_eq!(get(&cache).await.unwrap(), "token-3");
}
