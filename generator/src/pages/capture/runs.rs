//! The runs of a page with several requests: requests that follow each other directly, with what the page says of them.

use std::borrow::Cow;

use crate::pages::facts::{Fact, PageFacts};

/// The page by its runs, if something is between its requests: what follows a request is about it, and not about others.
/// Requests that follow each other directly share what comes after them.
pub(super) fn runs(page: &PageFacts) -> Vec<Cow<'_, PageFacts>> {
    let starts = starts(page);
    if starts.len() < 2 {
        return vec![Cow::Borrowed(page)];
    }
    let is_in_order = page.requests.windows(2).all(|pair| matches!(pair, [one, other] if one.line <= other.line));
    if !is_in_order {
        return vec![Cow::Borrowed(page)];
    }
    let empty = PageFacts {
        requests: Vec::new(),
        parameters: Fact::NotStated,
        headers: Fact::NotStated,
        body: Fact::NotStated,
        responses: Fact::NotStated,
        errors: Fact::NotStated,
        definitions: Vec::new(),
        examples: Vec::new(),
        ..page.clone()
    };
    let mut runs = vec![empty; starts.len()];
    // What is above the first request belongs to it.
    let run_of = |line: u32| starts.partition_point(|start| *start <= line).saturating_sub(1);
    macro_rules! distribute {
        ($($list:ident),*) => {$(
            for fact in page.$list.stated().into_iter().flatten() {
                if let Some(run) = runs.get_mut(run_of(fact.line)) {
                    push(&mut run.$list, fact.clone());
                }
            }
        )*};
    }
    distribute!(parameters, headers, responses, errors);
    for request in &page.requests {
        if let Some(run) = runs.get_mut(run_of(request.line)) {
            run.requests.push(request.clone());
        }
    }
    for example in &page.examples {
        if let Some(run) = runs.get_mut(run_of(example.line)) {
            run.examples.push(example.clone());
        }
    }
    if let Fact::Stated(Some(body)) = &page.body
        && let Some(run) = runs.get_mut(run_of(body.line))
    {
        run.body = page.body.clone();
    }
    runs.into_iter().map(Cow::Owned).collect()
}

fn push<T>(facts: &mut Fact<Vec<T>>, fact: T) {
    match facts {
        Fact::Stated(facts) => facts.push(fact),
        _ => *facts = Fact::Stated(vec![fact]),
    }
}

/// The lines on which runs begin: those of requests with tables or prose since the request before.
fn starts(page: &PageFacts) -> Vec<u32> {
    let mut between: Vec<u32> = Vec::new();
    let parameters = [&page.parameters, &page.headers].map(|list| list.stated().into_iter().flatten());
    between.extend(parameters.into_iter().flatten().map(|row| row.line));
    between.extend(page.responses.stated().into_iter().flatten().map(|row| row.line));
    between.extend(page.errors.stated().into_iter().flatten().map(|row| row.line));
    between.sort_unstable();
    let mut starts: Vec<u32> = Vec::new();
    let mut last = 0;
    for request in &page.requests {
        let is_apart =
            between.get(between.partition_point(|line| *line <= last)).is_some_and(|line| *line < request.line);
        if starts.is_empty() || is_apart {
            starts.push(request.line);
        }
        last = request.line;
    }
    starts
}
