//! TLS by rustls, with the cryptography of ring.

use std::sync::{Arc, OnceLock};

use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::{self, CryptoProvider};
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{ClientConfig, DigitallySignedStruct, Error, SignatureScheme};
use rustls_platform_verifier::Verifier;

/// In order of preference.
const PROTOCOLS: [&str; 2] = ["h2", "http/1.1"];

/// Verifies certificates as the platform does. `is_rare` means that TLS may never be needed.
pub(super) fn config(is_rare: bool) -> Result<ClientConfig, Error> {
    let provider = provider();
    if is_rare {
        config_with(Arc::new(LateVerifier { provider: provider.clone(), verifier: OnceLock::new() }), provider)
    } else {
        config_with(Arc::new(Verifier::new(provider.clone())?), provider)
    }
}

/// Does not set the provider of the process; one that the program has chosen is used.
pub(super) fn provider() -> Arc<CryptoProvider> {
    CryptoProvider::get_default().cloned().unwrap_or_else(|| Arc::new(crypto::ring::default_provider()))
}

pub(super) fn config_with(
    verifier: Arc<dyn ServerCertVerifier>,
    provider: Arc<CryptoProvider>,
) -> Result<ClientConfig, Error> {
    let builder = ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions()?;
    let mut config = builder.dangerous().with_custom_certificate_verifier(verifier).with_no_client_auth();
    config.alpn_protocols = PROTOCOLS.map(Into::into).into();
    Ok(config)
}

/// The verifier of the platform, made when there is a certificate to verify: it reads all certificates that the platform
/// trusts, and there may be none.
#[derive(Debug)]
struct LateVerifier {
    provider: Arc<CryptoProvider>,
    verifier: OnceLock<Verifier>,
}

impl LateVerifier {
    fn get(&self) -> Result<&Verifier, Error> {
        match self.verifier.get() {
            Some(verifier) => Ok(verifier),
            None => {
                let verifier = Verifier::new(self.provider.clone())?;
                Ok(self.verifier.get_or_init(|| verifier))
            }
        }
    }
}

impl ServerCertVerifier for LateVerifier {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        server_name: &ServerName<'_>,
        ocsp_response: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        self.get()?.verify_server_cert(end_entity, intermediates, server_name, ocsp_response, now)
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        self.get()?.verify_tls12_signature(message, cert, dss)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        self.get()?.verify_tls13_signature(message, cert, dss)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.provider.signature_verification_algorithms.supported_schemes()
    }
}
