//! The servers of a document: what a path is appended to.

use super::references::Located;
use super::version::is_swagger;

/// The number of servers, and of variables of each, that are read; no document has more.
const MOST: usize = 32;

/// The beginnings of an operation's URIs: with the host if the document states exactly one server. A server of the developers
/// (`localhost`) is that of the exported document alone, so its host is left out.
pub(super) fn bases(root: Located<'_>, item: Located<'_>, operation: Located<'_>) -> Vec<String> {
    let mut urls: Vec<String> = if is_swagger(root) {
        vec![of_swagger(root)]
    } else {
        let levels = [operation, item, root];
        let stated = levels.into_iter().find(|level| level.items_of("servers").next().is_some());
        stated.into_iter().flat_map(|level| level.items_of("servers")).take(MOST).filter_map(url).collect()
    };
    urls.dedup();
    let is_one_host = urls.len() == 1 && urls.iter().all(|url| !is_local(url));
    let mut bases: Vec<String> = Vec::new();
    for url in urls {
        let base = if is_one_host { url } else { without_host(&url).to_owned() };
        let base = base.trim_end_matches('/').to_owned();
        if !bases.contains(&base) {
            bases.push(base);
        }
    }
    if bases.is_empty() {
        bases.push(String::new());
    }
    bases
}

fn of_swagger(root: Located<'_>) -> String {
    let path = rooted(root.text("basePath").unwrap_or_default());
    let Some(host) = root.text("host").filter(|host| !host.is_empty()) else { return path };
    let is_https = |scheme: &Located<'_>| scheme.node.text() == Some("https");
    let mut schemes = root.items_of("schemes").peekable();
    let scheme = if schemes.peek().is_none() || schemes.any(|scheme| is_https(&scheme)) { "https" } else { "http" };
    format!("{scheme}://{host}{path}")
}

/// The URL of a server, with the default values of its variables.
fn url(server: Located<'_>) -> Option<String> {
    let mut url = server.text("url")?.to_owned();
    for (name, variable) in server.entries_of("variables").take(MOST) {
        if let Some(default) = variable.at.get("default").and_then(|default| default.node.scalar()) {
            // Each variable is replaced once, so that values cannot make the URL longer and longer.
            url = url.replacen(&format!("{{{name}}}"), &default, 1);
        }
    }
    Some(match url.strip_prefix("//") {
        Some(rest) => format!("https://{rest}"),
        None if url.contains("://") => url,
        None => rooted(url.trim_start_matches('.')),
    })
}

fn rooted(path: &str) -> String {
    let path = path.trim_matches('/');
    if path.is_empty() { String::new() } else { format!("/{path}") }
}

fn without_host(url: &str) -> &str {
    match url.split_once("://") {
        Some((_, rest)) => rest.find('/').and_then(|at| rest.get(at..)).unwrap_or_default(),
        None => url,
    }
}

fn is_local(url: &str) -> bool {
    let Some((_, rest)) = url.split_once("://") else { return false };
    let host = rest.split('/').next().unwrap_or_default().to_ascii_lowercase();
    let name = host.rsplit_once(':').filter(|(_, port)| port.bytes().all(|byte| byte.is_ascii_digit()));
    let name = name.map_or(host.as_str(), |(name, _)| name);
    name == "localhost" || name.ends_with(".localhost") || name.starts_with("127.") || name == "[::1]"
}
