//! The directions in which the values of each type are sent, derived from the operations.

use crate::model::{Api, Output};

/// Marks every type with the directions in which operations use it.
pub(super) fn mark(api: &mut Api) {
    let mut sent = Vec::new();
    let mut received = Vec::new();
    for operation in api.areas.iter().flat_map(|area| &area.operations) {
        for input in &operation.inputs {
            if !input.is_bytes() {
                sent.push(input.value.clone());
            }
        }
        match &operation.output {
            Output::Json(value) => received.push(value.clone()),
            Output::Outcomes { outcomes, .. } => {
                received.extend(outcomes.iter().filter_map(|outcome| outcome.content.json().cloned()));
            }
            Output::Empty | Output::Bytes => {}
        }
    }
    for id in api.types_within(&sent) {
        api.types[id.0].direction.sent = true;
    }
    for id in api.types_within(&received) {
        api.types[id.0].direction.received = true;
    }
    for declared in &mut api.types {
        if !declared.direction.sent && !declared.direction.received {
            declared.direction.received = true;
        }
    }
}
