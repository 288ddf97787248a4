//! The JSON Schema of the language, derived from the types that load it.

use schemars::generate::SchemaSettings;
use serde_json::Value;

use super::language::{ApiFile, AreaFile, ErrorsFile};

/// The published schemas: file name in the spec directory, and content.
pub fn published() -> [(&'static str, String); 3] {
    [
        ("api.schema.json", pretty(of::<ApiFile>("docwright: spec/<api>/api.yaml"))),
        ("area.schema.json", pretty(of::<AreaFile>("docwright: spec/<api>/<area>.yaml"))),
        ("errors.schema.json", pretty(of::<ErrorsFile>("docwright: spec/<api>/errors.yaml"))),
    ]
}

pub(super) fn api() -> Value {
    of::<ApiFile>("api")
}

pub(super) fn errors() -> Value {
    of::<ErrorsFile>("errors")
}

pub(super) fn area() -> Value {
    of::<AreaFile>("area")
}

fn of<T: schemars::JsonSchema>(title: &str) -> Value {
    let schema = SchemaSettings::draft2020_12().into_generator().into_root_schema_for::<T>();
    let mut value = schema.to_value();
    if let Some(object) = value.as_object_mut() {
        object.insert("title".to_owned(), Value::String(title.to_owned()));
    }
    value
}

fn pretty(schema: Value) -> String {
    format!("{schema:#}\n")
}
