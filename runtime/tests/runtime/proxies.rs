//! Proxies of the environment: they do not see what is sent without TLS.

use std::process::{Command, Stdio};

use docwright_runtime::Client;

use crate::fault_server::FaultServer;
use crate::fault_server::operations::Visit;
use crate::scripted::{SAFE, SERVER, TOKEN};

/// The environment variable with the URL of the service for the calling process.
const SERVICE: &str = "DOCWRIGHT_TEST_SERVICE";

#[tokio::test]
#[ignore = "the other test runs it in an environment with a proxy"]
async fn calls_the_service_of_its_environment() {
    if let Ok(url) = std::env::var(SERVICE) {
        let client = Client::builder(SERVER).base_url(url).credential(TOKEN).build().unwrap();
        client.call(Visit::<SAFE>(1)).await.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn plain_http_goes_to_the_service_itself() {
    let (service, proxy) = (FaultServer::choosing(|_| None), FaultServer::choosing(|_| None));
    let mut call = Command::new(std::env::current_exe().unwrap());
    call.args(["--ignored", "--exact", "proxies::calls_the_service_of_its_environment"]).env(SERVICE, &service.url);
    for name in ["NO_PROXY", "no_proxy"] {
        call.env_remove(name);
    }
    for name in ["HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"] {
        call.env(name, &proxy.url);
    }
    let ended = tokio::task::spawn_blocking(move || call.stdout(Stdio::null()).status().unwrap()).await.unwrap();
    assert!(ended.success());
    assert_eq!((service.requests(), proxy.requests()), (1, 0));
}
