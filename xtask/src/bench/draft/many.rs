//! How long the draft of a page with many operations takes.

use std::fmt::Write as _;
use std::time::Instant;

use anyhow::Result;
use docwright::internals::model::Model;
use docwright::internals::pages::capture::capture;
use docwright::internals::{latest_day, pages::read};

/// Prints the time for drafts of 100, 200 and 400 operations that one page describes.
pub(super) fn print() -> Result<()> {
    for operations in [100, 200, 400] {
        let page = read::page("all-berths.md", page_of(operations)?.as_bytes());
        let begin = Instant::now();
        let captured = capture(&[page], &Model { apis: Vec::new() }, None, latest_day())?;
        let milliseconds = begin.elapsed().as_millis();
        println!("{operations} operations on a page: {milliseconds} ms, {} lines", captured.text.lines().count());
    }
    Ok(())
}

/// A page with a table of parameters for all its operations.
fn page_of(operations: usize) -> Result<String> {
    let mut text = "# All berths\n\n## Request syntax\n\n| Method | Request URI |\n|---|---|\n".to_owned();
    for index in 0..operations {
        writeln!(text, "| GET | https://api.harbor.example/v1/docks{index}/{{dock{index}Id}}?size{index}={{size}} |")?;
    }
    text.push_str("\n### URI parameters\n\n| Name | Type | Required | Description |\n|---|---|---|---|\n");
    for index in 0..operations {
        writeln!(text, "| dock{index}Id | string | Yes | Which dock. |\n| side{index} | string | No | Which side. |")?;
    }
    text.push_str("\n## REST response\n\nIf successful, the response body contains a **Dock** resource.\n");
    Ok(text)
}
