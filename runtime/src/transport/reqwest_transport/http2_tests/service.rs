//! A service of HTTP/2 that writes frames of its own, in cleartext or over TLS, and misbehaves as configured.

use std::collections::VecDeque;
use std::io;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tokio::time::sleep;

const DATA: u8 = 0;
const HEADERS: u8 = 1;
const RST_STREAM: u8 = 3;
const SETTINGS: u8 = 4;
const GO_AWAY: u8 = 7;
const CONTINUATION: u8 = 9;
const END_STREAM: u8 = 1;
const ACK: u8 = 1;
const END_HEADERS: u8 = 4;

pub(in super::super) const NO_ERROR: u32 = 0;
pub(in super::super) const INTERNAL_ERROR: u32 = 2;
pub(in super::super) const REFUSED_STREAM: u32 = 7;
pub(in super::super) const CANCEL: u32 = 8;
pub(in super::super) const ENHANCE_YOUR_CALM: u32 = 11;

/// What a service does with a request.
#[derive(Clone, Debug)]
pub(in super::super) struct Reaction {
    /// Whether the request takes effect.
    acts: bool,
    steps: Vec<Step>,
}

/// After the last step, the service waits for the next request on the connection.
#[derive(Clone, Debug)]
enum Step {
    /// A head with this status and these headers.
    Head(u16, Vec<(&'static str, String)>),
    Data(Vec<u8>),
    /// Ends the body.
    End,
    /// Bytes of a body without end, with a pause after each.
    Drip(Duration),
    /// Heads of interim responses without end, with a pause after each.
    DripInterim(Duration),
    /// A head that goes on until the client closes the connection.
    EndlessHead,
    Reset(u32),
    /// Of the requests so far, this one was processed or not; no more will be.
    GoAway {
        is_processed: bool,
        code: u32,
    },
    /// No frame, but these bytes.
    Bytes(&'static [u8]),
    /// Sends nothing more to this request; others on the connection have responses.
    Stall,
    /// Sends nothing more on this connection, not even to pings; others work.
    Silence,
    /// Ends the connection.
    Close,
}

impl Step {
    /// Whether the response goes on after a pause, or not at all.
    const fn holds_back(&self) -> bool {
        matches!(self, Self::Drip(_) | Self::DripInterim(_) | Self::Stall | Self::Silence)
    }
}

impl Reaction {
    fn of(steps: impl Into<Vec<Step>>) -> Self {
        Self { acts: true, steps: steps.into() }
    }

    fn without_effect(self) -> Self {
        Self { acts: false, ..self }
    }

    pub(in super::super) fn response() -> Self {
        Self::saying(200, b"7")
    }

    /// A complete response.
    pub(in super::super) fn saying(status: u16, body: &[u8]) -> Self {
        Self::of([Step::Head(status, Vec::new()), Step::Data(body.to_vec()), Step::End])
    }

    /// A response after a GOAWAY: it is the last one on the connection.
    pub(in super::super) fn last_response() -> Self {
        let Self { mut steps, .. } = Self::response();
        steps.insert(0, Step::GoAway { is_processed: true, code: NO_ERROR });
        Self::of(steps)
    }

    /// The reset of a stream.
    pub(in super::super) fn reset(code: u32) -> Self {
        Self { acts: code != REFUSED_STREAM, steps: vec![Step::Reset(code)] }
    }

    pub(in super::super) fn head_and_reset(code: u32) -> Self {
        Self::of([Step::Head(200, Vec::new()), Step::Reset(code)])
    }

    pub(in super::super) fn reset_in_body() -> Self {
        Self::of([Step::Head(200, Vec::new()), Step::Data(b"[7".to_vec()), Step::Reset(INTERNAL_ERROR)])
    }

    /// A response that is complete before the request is reset, which says that the rest of its body is not needed.
    pub(in super::super) fn response_and_reset() -> Self {
        let Self { mut steps, .. } = Self::response();
        steps.push(Step::Reset(NO_ERROR));
        Self::of(steps)
    }

    /// This request and all later ones were not processed; then closes.
    pub(in super::super) fn unprocessed(code: u32) -> Self {
        Self::of([Step::GoAway { is_processed: false, code }, Step::Close]).without_effect()
    }

    /// This request was processed, but has no response; then closes.
    pub(in super::super) fn processed(code: u32) -> Self {
        Self::of([Step::GoAway { is_processed: true, code }, Step::Close])
    }

    pub(in super::super) fn head_and_go_away() -> Self {
        let gone = Step::GoAway { is_processed: true, code: INTERNAL_ERROR };
        Self::of([Step::Head(200, Vec::new()), gone, Step::Close])
    }

    pub(in super::super) fn close() -> Self {
        Self::of([Step::Close])
    }

    pub(in super::super) fn close_in_body() -> Self {
        Self::of([Step::Head(200, Vec::new()), Step::Data(b"[7".to_vec()), Step::Close])
    }

    /// A body that ends before the stated length.
    pub(in super::super) fn truncated() -> Self {
        let length = vec![("content-length", "100".to_owned())];
        Self::of([Step::Head(200, length), Step::Data(b"7".to_vec()), Step::End])
    }

    /// A body that goes on after the stated length.
    pub(in super::super) fn length_too_short() -> Self {
        let length = vec![("content-length", "1".to_owned())];
        Self::of([Step::Head(200, length), Step::Data(b"77".to_vec()), Step::End])
    }

    pub(in super::super) fn silence() -> Self {
        Self::of([Step::Silence])
    }

    pub(in super::super) fn silence_in_body() -> Self {
        Self::of([Step::Head(200, Vec::new()), Step::Data(b"[7".to_vec()), Step::Silence])
    }

    pub(in super::super) fn stall() -> Self {
        Self::of([Step::Stall])
    }

    pub(in super::super) fn drip() -> Self {
        Self::of([Step::Head(200, Vec::new()), Step::Drip(Duration::from_millis(50))])
    }

    pub(in super::super) fn endless_interim() -> Self {
        Self::of([Step::DripInterim(Duration::from_millis(50))])
    }

    pub(in super::super) fn interim_first() -> Self {
        let Self { mut steps, .. } = Self::response();
        steps.insert(0, Step::Head(103, Vec::new()));
        Self::of(steps)
    }

    pub(in super::super) fn endless_head() -> Self {
        Self::of([Step::EndlessHead])
    }

    pub(in super::super) fn many_headers() -> Self {
        let headers = (0..1_000).map(|_| ("x-many", "x".repeat(50))).collect();
        Self::of([Step::Head(200, headers), Step::Data(b"7".to_vec()), Step::End])
    }

    /// More than the client accepts, but not more than it lets a service send at once.
    pub(in super::super) fn large_body() -> Self {
        let parts = std::iter::repeat_n(Step::Data(vec![b' '; 16_000]), 20);
        Self::of([Step::Head(200, Vec::new())].into_iter().chain(parts).collect::<Vec<_>>())
    }

    pub(in super::super) fn no_frame() -> Self {
        Self::of([Step::Bytes(b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n7"), Step::Silence])
    }

    pub(in super::super) fn redirect(status: u16) -> Self {
        let location = vec![("location", "act".to_owned())];
        Self::of([Step::Head(status, location), Step::End]).without_effect()
    }

    pub(in super::super) fn too_many_requests() -> Self {
        let wait = vec![("retry-after", "0".to_owned())];
        Self::of([Step::Head(429, wait), Step::End]).without_effect()
    }
}

/// What a service has seen.
#[derive(Clone, Debug, Default)]
pub(in super::super) struct Account {
    pub(in super::super) requests: u32,
    /// How many of them were acted on.
    pub(in super::super) acts: u32,
    /// The number of the connection of each of them.
    pub(in super::super) connections: Vec<usize>,
}

pub(in super::super) struct Service {
    pub(in super::super) url: String,
    account: Arc<Mutex<Account>>,
    reactions: Arc<Mutex<VecDeque<Reaction>>>,
    /// A permit for each response that is held back.
    held_back: Arc<Semaphore>,
}

impl Service {
    /// Does one after the other, and then always the last.
    pub(in super::super) async fn reacting(reactions: impl IntoIterator<Item = Reaction>) -> Self {
        Self::over("http://127.0.0.1", |stream: TcpStream| async move { Ok(stream) }, reactions).await
    }

    /// The same over connections that `open` prepares.
    pub(in super::super) async fn over<S, F>(
        host: &str,
        open: impl Fn(TcpStream) -> F + Send + Sync + 'static,
        reactions: impl IntoIterator<Item = Reaction>,
    ) -> Self
    where
        S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
        F: Future<Output = io::Result<S>> + Send + 'static,
    {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("{host}:{}", listener.local_addr().unwrap().port());
        let reactions = Arc::new(Mutex::new(reactions.into_iter().collect::<VecDeque<_>>()));
        let held_back = Arc::new(Semaphore::new(0));
        let service = Self { url, account: Arc::default(), reactions: reactions.clone(), held_back: held_back.clone() };
        let account = service.account.clone();
        tokio::spawn(async move {
            for number in 0.. {
                let Ok((stream, _)) = listener.accept().await else { return };
                let _ = stream.set_nodelay(true);
                let (reactions, account) = (reactions.clone(), account.clone());
                let next = move || {
                    let mut reactions = reactions.lock().unwrap();
                    let next = if reactions.len() > 1 { reactions.pop_front() } else { reactions.front().cloned() };
                    let (next, mut account) = (next.unwrap(), account.lock().unwrap());
                    account.requests += 1;
                    account.acts += u32::from(next.acts);
                    account.connections.push(number);
                    next
                };
                let (opened, held_back) = (open(stream), held_back.clone());
                // The client may close the connection at any time.
                tokio::spawn(async move { serve(opened.await?, next, &held_back).await });
            }
        });
        service
    }

    pub(in super::super) fn account(&self) -> Account {
        self.account.lock().unwrap().clone()
    }

    pub(in super::super) fn requests(&self) -> u32 {
        self.account().requests
    }

    /// Gets a permit for each response that is held back, when all is sent that comes without a pause.
    pub(in super::super) fn held_back(&self) -> &Semaphore {
        &self.held_back
    }

    /// Does these from now on.
    pub(in super::super) fn react(&self, reactions: impl IntoIterator<Item = Reaction>) {
        *self.reactions.lock().unwrap() = reactions.into_iter().collect();
    }
}

async fn serve<S: AsyncRead + AsyncWrite + Unpin>(
    mut stream: S,
    next: impl Fn() -> Reaction,
    held_back: &Semaphore,
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
            DATA | HEADERS if flags & END_STREAM != 0 => {
                for step in next().steps {
                    if step.holds_back() {
                        held_back.add_permits(1);
                    }
                    if !play(&mut stream, step, id).await? {
                        return Ok(());
                    }
                }
            }
            _ => {}
        }
    }
}

/// Whether the connection goes on.
async fn play(stream: &mut (impl AsyncRead + AsyncWrite + Unpin), step: Step, id: u32) -> io::Result<bool> {
    match step {
        Step::Head(status, headers) => head(stream, id, status, &headers).await?,
        Step::Data(body) => write(stream, DATA, 0, id, &body).await?,
        Step::End => write(stream, DATA, END_STREAM, id, &[]).await?,
        Step::Drip(pause) => loop {
            write(stream, DATA, 0, id, b" ").await?;
            sleep(pause).await;
        },
        Step::DripInterim(pause) => loop {
            head(stream, id, 102, &[]).await?;
            sleep(pause).await;
        },
        Step::EndlessHead => {
            write(stream, HEADERS, 0, id, &block(200, &[])).await?;
            let field = field("x-long", &"x".repeat(100));
            loop {
                write(stream, CONTINUATION, 0, id, &field).await?;
            }
        }
        Step::Reset(code) => write(stream, RST_STREAM, 0, id, &code.to_be_bytes()).await?,
        Step::GoAway { is_processed, code } => {
            let last = if is_processed { id } else { 0 };
            write(stream, GO_AWAY, 0, 0, &[last.to_be_bytes(), code.to_be_bytes()].concat()).await?;
        }
        Step::Bytes(bytes) => stream.write_all(bytes).await?,
        Step::Stall => {}
        Step::Silence => return tokio::io::copy(stream, &mut tokio::io::sink()).await.map(|_| false),
        Step::Close => {
            stream.shutdown().await?;
            // Reads until the client has closed, so that nothing that was sent is lost.
            return tokio::io::copy(stream, &mut tokio::io::sink()).await.map(|_| false);
        }
    }
    Ok(true)
}

/// A head in as many frames as it needs.
async fn head(
    stream: &mut (impl AsyncWrite + Unpin),
    id: u32,
    status: u16,
    headers: &[(&'static str, String)],
) -> io::Result<()> {
    let block = block(status, headers);
    let mut frames = block.chunks(16_000).enumerate().peekable();
    while let Some((number, fields)) = frames.next() {
        let kind = if number == 0 { HEADERS } else { CONTINUATION };
        let flags = if frames.peek().is_none() { END_HEADERS } else { 0 };
        write(stream, kind, flags, id, fields).await?;
    }
    Ok(())
}

/// The fields of a head in HPACK, without its table.
fn block(status: u16, headers: &[(&'static str, String)]) -> Vec<u8> {
    let fields = headers.iter().map(|(name, value)| field(name, value));
    std::iter::once(field(":status", &status.to_string())).chain(fields).flatten().collect()
}

/// A field whose texts are shorter than 127 bytes.
fn field(name: &str, value: &str) -> Vec<u8> {
    let texts = [name, value].map(|text| [&[text.len() as u8], text.as_bytes()].concat());
    [&[0], &*texts[0], &*texts[1]].concat()
}

async fn write(stream: &mut (impl AsyncWrite + Unpin), kind: u8, flags: u8, id: u32, payload: &[u8]) -> io::Result<()> {
    let length = (payload.len() as u32) << 8 | u32::from(kind);
    stream.write_all(&[&length.to_be_bytes()[..], &[flags], &id.to_be_bytes(), payload].concat()).await
}
