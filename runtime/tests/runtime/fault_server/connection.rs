//! One connection: reads requests, and responds as the service chooses.

use std::io;
use std::sync::Arc;
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, BufReader};
use tokio::net::TcpStream;
use tokio::time::sleep;

use super::fault::Step;
use super::{Fault, Received, Service};

/// TCP, or what is transported by it.
pub trait Connection: AsyncRead + AsyncWrite + Send + Unpin {
    /// The connection below.
    fn tcp(&self) -> &TcpStream;
}

impl Connection for TcpStream {
    fn tcp(&self) -> &TcpStream {
        self
    }
}

type Stream = BufReader<Box<dyn Connection>>;

pub(super) async fn serve(stream: TcpStream, number: usize, service: Arc<Service>) {
    // Without delay, because what still waits to be sent is lost in a reset. The client may close the connection at any time.
    if stream.set_nodelay(true).is_ok()
        && let Ok(stream) = (service.open)(stream).await
    {
        exchanges(BufReader::new(stream), number, &service).await;
    }
    service.account.lock().unwrap().ended += 1;
}

async fn exchanges(mut stream: Stream, number: usize, service: &Service) {
    while let Ok(true) = exchange(&mut stream, number, service).await {}
}

/// Whether there may be another exchange.
async fn exchange(stream: &mut Stream, number: usize, service: &Service) -> io::Result<bool> {
    let mut head = vec![stream.read_u8().await?];
    let fault = service.next(number);
    if let Some(fault) = fault.as_ref().filter(|fault| !fault.reads) {
        return play(stream, fault, &[], service).await;
    }
    let request = read(stream, &mut head).await?;
    let acts = fault.as_ref().is_none_or(|fault| fault.acts);
    service.account.lock().unwrap().note(&request, acts);
    let response = healthy(&request);
    match fault {
        Some(fault) => play(stream, &fault, &response, service).await,
        None => {
            say(stream, &response).await?;
            service.settle();
            Ok(true)
        }
    }
}

async fn read(stream: &mut Stream, head: &mut Vec<u8>) -> io::Result<Received> {
    while !head.ends_with(b"\r\n\r\n") {
        head.push(stream.read_u8().await?);
    }
    let mut request = Received { head: String::from_utf8_lossy(head).into_owned(), body: Vec::new() };
    let length = request.header("Content-Length").map_or(0, |length| length.parse().unwrap());
    request.body = vec![0; length];
    stream.read_exact(&mut request.body).await?;
    Ok(request)
}

/// The response has the id of its request.
fn healthy(request: &Received) -> Vec<u8> {
    let id = request.request_id().map_or_else(|| "null".to_owned(), |id| format!("\"{id}\""));
    super::response("200 OK", format!("{{\"id\":{id}}}"))
}

async fn play(stream: &mut Stream, fault: &Fault, response: &[u8], service: &Service) -> io::Result<bool> {
    for step in &fault.steps {
        match step {
            Step::Say(bytes) => say(stream, bytes).await?,
            Step::Response => say(stream, response).await?,
            Step::DripResponse(pause) => drip(stream, response, *pause).await?,
            Step::Drip(bytes, pause) => {
                service.held_back.add_permits(1);
                drip(stream, bytes, *pause).await?;
            }
            Step::Repeat(bytes) => loop {
                say(stream, bytes).await?;
            },
            Step::Stall => {
                service.held_back.add_permits(1);
                service.settle();
                return hung_up(stream).await;
            }
            Step::Close => {
                stream.shutdown().await?;
                service.settle();
                return hung_up(stream).await;
            }
            Step::HangUp => return Ok(false),
            Step::Reset => {
                stream.get_ref().tcp().set_zero_linger()?;
                return Ok(false);
            }
        }
    }
    service.settle();
    Ok(true)
}

/// Writes all of it: what encrypts keeps a part back otherwise.
async fn say(stream: &mut Stream, bytes: &[u8]) -> io::Result<()> {
    stream.write_all(bytes).await?;
    stream.flush().await
}

async fn drip(stream: &mut Stream, bytes: &[u8], pause: Duration) -> io::Result<()> {
    for byte in bytes {
        say(stream, &[*byte]).await?;
        sleep(pause).await;
    }
    Ok(())
}

/// Waits until the client closes the connection.
async fn hung_up(stream: &mut Stream) -> io::Result<bool> {
    tokio::io::copy(stream, &mut tokio::io::sink()).await?;
    Ok(false)
}
