//! One mistake is one error: each key and each value of specs that have every key, damaged alone, is reported once.

use docwright::internals::spec::SpecFile;
use serde_yaml::Value;
use workspace_tests::{check_spec, number_of_cases, rendered, spec_file};

use crate::every_key::{Occurrence, Schema, at_path, specs_with_every_key};

/// A way to damage one key of a spec.
type Damage = fn(&mut Value, &Occurrence);

const DAMAGES: &[(&str, Damage)] = &[
    ("a mistyped key", |file, (_, path)| {
        let (last, parents) = path.split_last().unwrap();
        let Value::Mapping(pairs) = at_path(file, parents) else { unreachable!("a key has a mapping") };
        let damaged = pairs.iter().map(|(key, value)| {
            let mistyped = format!("{}x", key.as_str().unwrap_or_default());
            (if key == last { Value::from(mistyped) } else { key.clone() }, value.clone())
        });
        *pairs = damaged.collect();
    }),
    // No value is a list of lists; what it names is still in the file.
    ("a value of a wrong kind", |file, (_, path)| {
        let value = at_path(file, path);
        *value = Value::Sequence(vec![Value::Sequence(vec![value.clone()])]);
    }),
];

/// A spec with one damage, and what it is.
struct Damaged {
    what: String,
    files: Vec<SpecFile>,
}

fn all_damages(spec: &[SpecFile]) -> Vec<Damaged> {
    let names: Vec<String> = spec.iter().map(|file| file.relative.clone()).collect();
    let files: Vec<Value> = spec.iter().map(|file| serde_yaml::from_slice(&file.content).unwrap()).collect();
    let occurrences = Schema::new().occurrences(&names, &files);
    let places = occurrences.iter().flat_map(|(key, places)| places.iter().map(move |(place, _)| (key, place)));
    let damages = places.flat_map(|place| DAMAGES.iter().map(move |damage| (place, damage)));
    let damaged = damages.map(|(((definition, key), place), (what, damage))| {
        let mut files = files.clone();
        damage(&mut files[place.0], place);
        let texts = files.iter().map(|file| serde_yaml::to_string(file).unwrap());
        Damaged {
            what: format!("{what}: {definition}.{key} at {:?} of {}", place.1, names[place.0]),
            files: names.iter().zip(texts).map(|(name, text)| spec_file(name, text)).collect(),
        }
    });
    damaged.collect()
}

#[test]
fn a_damage_is_one_error() {
    let damaged: Vec<Damaged> = specs_with_every_key().iter().flat_map(|spec| all_damages(spec)).collect();
    let step = damaged.len().div_ceil(number_of_cases(50) as usize);
    let mut reports = Vec::new();
    for Damaged { what, files } in damaged.into_iter().step_by(step) {
        let checked = check_spec(files);
        if checked.diagnostics.len() != 1 {
            reports.push(format!("{what}\n{}", rendered(&checked)));
        }
    }
    assert!(reports.is_empty(), "{} damages are not one error:\n{}", reports.len(), reports.join("\n\n"));
}
