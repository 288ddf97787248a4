//! Words around listings, and controls that show the request of an operation.

use super::super::first_tag::method_of_label;
use super::super::{Block, BlockContent, Inline};

/// Words above listings in which sites show their language, and the button that copies them.
const OF_LISTINGS: &[&str] = &[
    "bash",
    "c#",
    "console",
    "copy",
    "csharp",
    "curl",
    "go",
    "html",
    "http",
    "java",
    "javascript",
    "js",
    "json",
    "kotlin",
    "php",
    "plaintext",
    "powershell",
    "python",
    "ruby",
    "rust",
    "shell",
    "swift",
    "text",
    "typescript",
    "xml",
    "yaml",
];

pub(super) fn is_of_listing(text: &str) -> bool {
    OF_LISTINGS.contains(&text.to_lowercase().as_str())
}

/// The level of the heading that a control becomes if a click on it shows the operation that follows.
const OF_OPERATIONS: u8 = 4;
/// The level of the heading that a control becomes if a click on it shows a response.
const OF_RESPONSES: u8 = 6;

/// What remains of a button: the request that it shows, or the status of a response. All other buttons are controls only.
pub(super) fn of_button(blocks: Vec<Block>, is_operation: bool) -> Option<Block> {
    let texts: Vec<(u32, &Inline)> =
        blocks.iter().filter_map(|block| Some((block.line, block.content.text()?))).collect();
    let request = texts.iter().find(|(_, text)| is_request(&text.text));
    if let Some((line, text)) = request {
        let title = Inline::clone(text);
        let heading = BlockContent::Heading { level: OF_OPERATIONS, title: title.clone() };
        let content = if is_operation { heading } else { BlockContent::Paragraph(title) };
        return Some(Block { line: *line, content });
    }
    let (line, first) = texts.first()?;
    let status = first.text.split_whitespace().next()?;
    let is_status = status.len() == 3 && status.bytes().all(|byte| byte.is_ascii_digit());
    let words: Vec<String> = texts.iter().map(|(_, text)| text.flat()).collect();
    let title = Inline::of_text(&words.join(" "));
    is_status.then_some(Block { line: *line, content: BlockContent::Heading { level: OF_RESPONSES, title } })
}

fn is_request(text: &str) -> bool {
    let Some((method, address)) = text.trim().split_once(char::is_whitespace) else { return false };
    let is_address = address.starts_with('/') || address.starts_with("https://") || address.starts_with("http://");
    method_of_label(method).is_some() && is_address && !address.contains(char::is_whitespace)
}
