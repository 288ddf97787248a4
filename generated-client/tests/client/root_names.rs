//! What a program implements, and what it is generic over, has its names at the root of the crate.

use ms_commerce::{
    AccessToken, ApiCredential, Attempt, AttemptFailed, BoxFuture, Call, Credential, CredentialError, CredentialKind,
    CredentialNotice, Error, FromResponse, JsonError, Observer, Operation, PollPolicy, Repeatable, RequestSent,
    Response, ResponseReceived, RetryScheduled, TokenAccess, TokenRequest, Unlisted, Value, WrittenResponse,
    partner_center,
};

struct Everything;

impl Observer for Everything {
    fn on_request(&self, request: &RequestSent<'_>) {
        let _: &Attempt<'_> = request.attempt();
    }

    fn on_response(&self, _: &ResponseReceived<'_>) {}

    fn on_failure(&self, _: &AttemptFailed<'_>) {}

    fn on_retry(&self, _: &RetryScheduled<'_>) {}

    fn on_credential(&self, notice: &CredentialNotice) {
        if let CredentialNotice::ExpiredOnArrival { ago } = notice {
            let _: &std::time::Duration = ago;
        }
    }
}

struct OfUser;

/// Whether an operation accepts the token of a user.
fn is_of_user(credential: &ApiCredential) -> bool {
    matches!(credential.kind, CredentialKind::Bearer) && credential.access == Some(TokenAccess::Delegated)
}

impl Credential for OfUser {
    fn token<'a>(&'a self, request: &'a TokenRequest) -> BoxFuture<'a, Result<AccessToken, CredentialError>> {
        let token = if request.accepted_credentials().any(is_of_user) { "user" } else { "app" };
        Box::pin(async move { Ok(AccessToken::from(token)) })
    }
}

async fn ready<O: Repeatable>(call: Call<'_, O>) -> Result<Response<Value<O>>, Error> {
    call.until_ready(PollPolicy::default()).await
}

async fn saved<O>(call: Call<'_, O>) -> Result<(), Error>
where
    O: Operation<Response: WrittenResponse>,
    <O::Response as FromResponse>::Value: Send,
{
    call.write_to(&mut Vec::new()).await.map(drop)
}

fn size(unlisted: &Unlisted) -> Result<Option<u64>, JsonError> {
    unlisted.get_as("size")
}

#[tokio::test]
async fn a_program_needs_no_path_of_the_runtime() {
    let token = OfUser.token(&TokenRequest::new(partner_center::GLOBAL)).await.unwrap();
    assert_eq!(token.secret.expose(), "user");
    assert_eq!(size(&Unlisted::default()).unwrap(), None);
    fn is_observer(_: impl Observer) {}
    is_observer(Everything);
    // Functions that are generic over operations need no call to be compiled.
    let _ = (
        ready::<partner_center::azure::ListUtilizationRecords>,
        saved::<partner_center::invoices::GetInvoiceStatement>,
    );
}
