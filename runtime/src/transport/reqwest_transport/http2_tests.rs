//! HTTP/2, which the fault tests do not use: its stack sends refused requests again by itself, and must not do so with
//! requests that a service may have acted on. The service here writes frames of its own, in cleartext.

use std::collections::VecDeque;
use std::io;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::TcpListener;

use super::{ReqwestTransport, builder_with_tls};
use crate::{
    Api, Client, Error, ErrorKind, Idempotency, InputError, Json, Method, NoServiceError, Operation, OperationInfo,
    RequestParts, RetryPolicy, Server,
};

const API: Api = Api::new("api", "API", "test/1");
const SERVER: Server = Server::new(&API, "test", "https://api.example.com");

#[derive(Clone, Debug)]
pub(super) struct Act<const MAY_BE_REPEATED: bool>;

impl<const MAY_BE_REPEATED: bool> Operation for Act<MAY_BE_REPEATED> {
    type Response = Json<u32>;
    type ServiceError = NoServiceError;
    const INFO: OperationInfo = OperationInfo::new(
        &API,
        "act",
        Method::Post,
        "/act",
        if MAY_BE_REPEATED { Idempotency::Safe } else { Idempotency::NonIdempotent },
    );

    fn encode(&self, request: &mut RequestParts) -> Result<(), InputError> {
        request.json("something to do")
    }
}

const DATA: u8 = 0;
const HEADERS: u8 = 1;
const RST_STREAM: u8 = 3;
const SETTINGS: u8 = 4;
const GO_AWAY: u8 = 7;
const END_STREAM: u8 = 1;
const ACK: u8 = 1;
const END_HEADERS: u8 = 4;

const NO_ERROR: u32 = 0;
const INTERNAL_ERROR: u32 = 2;
const REFUSED_STREAM: u32 = 7;
const CANCEL: u32 = 8;
const ENHANCE_YOUR_CALM: u32 = 11;

/// What a service does with a request; it acts on those that it responds to, and on those that it does not refuse in time.
#[derive(Clone, Copy, Debug)]
pub(super) enum Reaction {
    Response,
    /// A response after a GOAWAY: it is the last one on the connection.
    LastResponse,
    Reset(u32),
    /// The head of a response, and then a reset.
    HeadAndReset(u32),
    /// This request and all later ones were not processed; then closes.
    Unprocessed(u32),
    /// This request was processed, but has no response; then closes.
    Processed(u32),
    /// Nothing more is sent on this connection, not even to pings; others work.
    Silence,
}

/// Does one after the other, and then always the last.
struct Service {
    url: String,
    requests: Arc<Mutex<u32>>,
}

impl Service {
    async fn reacting(reactions: impl IntoIterator<Item = Reaction>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let reactions = Arc::new(Mutex::new(reactions.into_iter().collect::<VecDeque<_>>()));
        let requests = Arc::new(Mutex::new(0));
        let service = Self { url, requests: requests.clone() };
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let (reactions, requests) = (reactions.clone(), requests.clone());
                let next = move || {
                    *requests.lock().unwrap() += 1;
                    let mut reactions = reactions.lock().unwrap();
                    if reactions.len() > 1 { reactions.pop_front() } else { reactions.front().copied() }.unwrap()
                };
                tokio::spawn(async move { serve(stream, next).await });
            }
        });
        service
    }

    fn requests(&self) -> u32 {
        *self.requests.lock().unwrap()
    }

    async fn call<O: Operation<Response = Json<u32>>>(&self, operation: O) -> Result<u32, Error> {
        self.client().call(operation).await.map(|response| response.value)
    }

    fn client(&self) -> Client {
        let builder = builder_with_tls(Duration::from_secs(5), true).unwrap();
        let builder = move || builder().http2_prior_knowledge();
        client(&self.url, ReqwestTransport::building(builder).unwrap())
    }
}

pub(super) fn client(url: &str, transport: ReqwestTransport) -> Client {
    let retry = RetryPolicy::new().with_base_delay(Duration::from_millis(1));
    let builder = Client::builder(SERVER).base_url(url).transport(transport).retry(retry);
    builder.attempt_timeout(Duration::from_millis(500)).build().unwrap()
}

pub(super) async fn serve<S: AsyncRead + AsyncWrite + Unpin>(
    mut stream: S,
    next: impl Fn() -> Reaction,
) -> io::Result<()> {
    stream.read_exact(&mut [0; "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".len()]).await?;
    write(&mut stream, SETTINGS, 0, 0, &[]).await?;
    loop {
        let length = stream.read_u32().await?;
        let (length, kind) = (length >> 8, length as u8);
        let (flags, id) = (stream.read_u8().await?, stream.read_u32().await?);
        stream.read_exact(&mut vec![0; length as usize]).await?;
        match kind {
            SETTINGS if flags & ACK == 0 => write(&mut stream, SETTINGS, ACK, 0, &[]).await?,
            DATA | HEADERS if flags & END_STREAM != 0 => match next() {
                Reaction::Response => response(&mut stream, id).await?,
                Reaction::LastResponse => {
                    go_away(&mut stream, id, NO_ERROR).await?;
                    response(&mut stream, id).await?;
                }
                Reaction::Reset(code) => write(&mut stream, RST_STREAM, 0, id, &code.to_be_bytes()).await?,
                Reaction::HeadAndReset(code) => {
                    head(&mut stream, id).await?;
                    write(&mut stream, RST_STREAM, 0, id, &code.to_be_bytes()).await?;
                }
                Reaction::Unprocessed(code) => return go(stream, 0, code).await,
                Reaction::Processed(code) => return go(stream, id, code).await,
                Reaction::Silence => return tokio::io::copy(&mut stream, &mut tokio::io::sink()).await.map(drop),
            },
            _ => {}
        }
    }
}

async fn head(stream: &mut (impl AsyncWrite + Unpin), id: u32) -> io::Result<()> {
    /// `:status: 200`, by its number in the table of HPACK.
    const OK: u8 = 0x88;
    write(stream, HEADERS, END_HEADERS, id, &[OK]).await
}

async fn response(stream: &mut (impl AsyncWrite + Unpin), id: u32) -> io::Result<()> {
    head(stream, id).await?;
    write(stream, DATA, END_STREAM, id, b"7").await
}

async fn go_away(stream: &mut (impl AsyncWrite + Unpin), last: u32, code: u32) -> io::Result<()> {
    write(stream, GO_AWAY, 0, 0, &[last.to_be_bytes(), code.to_be_bytes()].concat()).await
}

/// Sends GOAWAY and closes; keeps reading until the client has closed, so that nothing that was sent is lost.
async fn go(mut stream: impl AsyncRead + AsyncWrite + Unpin, last: u32, code: u32) -> io::Result<()> {
    go_away(&mut stream, last, code).await?;
    stream.shutdown().await?;
    tokio::io::copy(&mut stream, &mut tokio::io::sink()).await.map(drop)
}

async fn write(stream: &mut (impl AsyncWrite + Unpin), kind: u8, flags: u8, id: u32, payload: &[u8]) -> io::Result<()> {
    let length = (payload.len() as u32) << 8 | u32::from(kind);
    stream.write_all(&[&length.to_be_bytes()[..], &[flags], &id.to_be_bytes(), payload].concat()).await
}

/// The outcome of a call, and how many requests the service sees.
async fn outcome<O: Operation<Response = Json<u32>>>(
    operation: O,
    reactions: &[Reaction],
) -> (Result<u32, ErrorKind>, u32) {
    let service = Service::reacting(reactions.iter().copied()).await;
    let result = service.call(operation).await;
    if let Err(error) = &result {
        assert!(error.may_have_taken_effect(), "{error:?}");
    }
    (result.map_err(|error| error.kind()), service.requests())
}

#[tokio::test]
async fn what_was_not_processed_is_sent_again_for_any_operation() {
    for refusal in [Reaction::Reset(REFUSED_STREAM), Reaction::Unprocessed(NO_ERROR)] {
        assert_eq!(outcome(Act::<false>, &[refusal, Reaction::Response]).await, (Ok(7), 2), "{refusal:?}");
        assert_eq!(outcome(Act::<false>, &[refusal]).await, (Err(ErrorKind::Interrupted), 3), "{refusal:?}");
    }
}

#[tokio::test]
async fn what_may_have_been_processed_is_not_sent_again_behind_the_back_of_the_call() {
    for end in [
        Reaction::Processed(NO_ERROR),
        Reaction::Processed(INTERNAL_ERROR),
        Reaction::Unprocessed(ENHANCE_YOUR_CALM),
        Reaction::Reset(NO_ERROR),
        Reaction::Reset(INTERNAL_ERROR),
        Reaction::Reset(CANCEL),
        Reaction::HeadAndReset(INTERNAL_ERROR),
        Reaction::HeadAndReset(REFUSED_STREAM),
    ] {
        assert_eq!(
            outcome(Act::<false>, &[end, Reaction::Response]).await,
            (Err(ErrorKind::Interrupted), 1),
            "{end:?}"
        );
        assert_eq!(outcome(Act::<true>, &[end, Reaction::Response]).await, (Ok(7), 2), "{end:?}");
    }
}

#[tokio::test]
async fn a_response_that_is_the_last_on_its_connection_is_one() {
    assert_eq!(outcome(Act::<false>, &[Reaction::LastResponse]).await, (Ok(7), 1));
}

/// The first two requests are responded to, then the connection is silent.
const SILENT: [Reaction; 4] = [Reaction::Response, Reaction::Response, Reaction::Silence, Reaction::Response];

#[tokio::test]
async fn a_connection_that_is_silent_is_not_met_again_after_a_timeout() {
    let service = Service::reacting(SILENT).await;
    let client = service.client();
    for _ in 0..2 {
        assert_eq!(client.call(Act::<false>).await.unwrap().value, 7);
    }
    let response = client.call(Act::<true>).await.unwrap();
    assert_eq!((response.value, service.requests()), (7, 4), "the repetition succeeds");

    let service = Service::reacting(SILENT).await;
    let client = service.client();
    for _ in 0..2 {
        client.call(Act::<false>).await.unwrap();
    }
    let error = client.call(Act::<false>).await.unwrap_err();
    assert_eq!((error.kind(), service.requests()), (ErrorKind::Timeout, 3));
    assert_eq!(client.call(Act::<false>).await.unwrap().value, 7, "and so does the next call");
}

#[tokio::test]
async fn many_calls_that_time_out_at_once_open_one_connection_anew() {
    let silence = std::iter::repeat_n(Reaction::Silence, 1).chain([Reaction::Response]);
    let service = Service::reacting(silence).await;
    let client = service.client();
    let calls: Vec<_> = (0..20)
        .map(|_| {
            let client = client.clone();
            tokio::spawn(async move { client.call(Act::<true>).await.is_ok() })
        })
        .collect();
    for call in calls {
        assert!(call.await.unwrap());
    }
}
