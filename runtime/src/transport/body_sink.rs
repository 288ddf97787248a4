//! Where the body of a result goes as it arrives.

use std::fmt;
use std::io::Write;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};

use http::StatusCode;

use crate::{TransportError, TransportErrorKind};

/// Where a [`Transport`](crate::Transport) writes the body of a result as it arrives.
pub struct BodySink<'a> {
    accepts: fn(StatusCode) -> bool,
    most: usize,
    writer: Mutex<&'a mut (dyn Write + Send)>,
    /// The bytes that the writer was asked to write.
    begun: AtomicU64,
}

impl<'a> BodySink<'a> {
    /// Writes bodies of at most `most` bytes of responses whose statuses are accepted.
    pub(crate) fn new(writer: &'a mut (dyn Write + Send), accepts: fn(StatusCode) -> bool, most: usize) -> Self {
        Self { accepts, most, writer: Mutex::new(writer), begun: AtomicU64::new(0) }
    }

    /// Whether the body of a response of this status is written here. Others are part of the response.
    pub fn takes(&self, status: StatusCode) -> bool {
        (self.accepts)(status)
    }

    /// Writes the next part of the body.
    ///
    /// # Errors
    /// When the body is larger than the limit, or the writer fails.
    pub fn write(&self, part: &[u8]) -> Result<(), TransportError> {
        let length = u64::try_from(part.len()).unwrap_or(u64::MAX);
        let before = self.begun.fetch_add(length, Ordering::Relaxed);
        if before.saturating_add(length) > u64::try_from(self.most).unwrap_or(u64::MAX) {
            return Err(TransportError::new(TransportErrorKind::BodyTooLarge));
        }
        self.with_writer(|writer| writer.write_all(part))
    }

    pub(crate) fn flush(&self) -> Result<(), TransportError> {
        self.with_writer(|writer| writer.flush())
    }

    fn with_writer(
        &self,
        act: impl FnOnce(&mut (dyn Write + Send)) -> std::io::Result<()>,
    ) -> Result<(), TransportError> {
        let mut writer = self.writer.lock().unwrap_or_else(PoisonError::into_inner);
        act(&mut **writer).map_err(|error| TransportError::new(TransportErrorKind::Other).with_source(error))
    }

    /// How many bytes were written, or attempted.
    pub(crate) fn begun(&self) -> u64 {
        self.begun.load(Ordering::Relaxed)
    }
}

impl fmt::Debug for BodySink<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("BodySink").field("begun", &self.begun()).finish_non_exhaustive()
    }
}
