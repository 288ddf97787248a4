//! Values that keep what a service sent: their text, or what the specification does not list.

mod base64;
mod date_time;
mod decimal;
mod json;
mod secret;
mod unlisted;
mod unlisted_value;

pub use self::base64::Base64Bytes;
pub use self::date_time::{DateTime, DateTimeError};
pub use self::decimal::{Decimal, DecimalError};
pub use self::json::JsonValue;
pub use self::secret::{Secret, SecretString};
pub use self::unlisted::Unlisted;
pub use self::unlisted_value::UnlistedValue;
