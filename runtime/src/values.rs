//! Values that keep what a service sent: their text, or what the specification does not list.

mod base64;
mod date;
mod date_time;
mod decimal;
mod iso_duration;
mod json;
mod kept_text;
mod secret;
mod unlisted;
mod unlisted_value;
mod uuid_text;

pub use self::base64::Base64Bytes;
pub use self::date::Date;
pub use self::date_time::{DateTime, DateTimeError};
pub use self::decimal::{Decimal, DecimalError};
pub use self::iso_duration::IsoDuration;
pub use self::json::JsonValue;
pub use self::kept_text::TextFormatError;
pub(crate) use self::secret::is_writing_secret;
pub use self::secret::{Secret, SecretString};
pub use self::unlisted::Unlisted;
pub use self::unlisted_value::UnlistedValue;
pub use self::uuid_text::UuidText;
