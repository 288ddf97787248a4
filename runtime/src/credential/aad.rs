//! Access tokens from Azure AD.

mod app;
mod builder;
mod client_credentials;
mod exchange;
mod grants;
mod refresh_token;
mod token_endpoint;
mod wire;

pub use self::app::AadApp;
pub use self::builder::AadAppBuilder;
pub use self::client_credentials::ClientCredentialsGrant;
pub use self::refresh_token::{RefreshTokenGrant, RefreshTokenStore};
