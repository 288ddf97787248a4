//! Scalar types: what a service sends is written back unchanged.

use docwright_runtime::{DateTime, Decimal, JsonValue, Unlisted};
use proptest::prelude::*;
use serde_json::Value;

proptest! {
    #[test]
    fn any_text_survives_as_a_date_time(text in any::<String>()) {
        let date_time: DateTime = serde_json::from_value(Value::from(text.clone())).unwrap();
        prop_assert_eq!(serde_json::to_value(&date_time).unwrap(), Value::from(text));
        let _ = (date_time.to_civil(), date_time.to_timestamp(), date_time.offset());
    }

    #[test]
    fn a_parsed_date_time_is_the_instant_that_it_names(
        second in -60_000_000_000_i64..250_000_000_000,
        nanosecond in 0..1_000_000_000_i32,
        minutes in -840..=840_i32,
    ) {
        let instant = jiff::Timestamp::new(second, if second < 0 { -nanosecond } else { nanosecond }).unwrap();
        prop_assert_eq!(DateTime::from(instant).to_timestamp(), Ok(instant));
        let offset = jiff::tz::Offset::from_seconds(minutes * 60).unwrap();
        let text = format!(
            "{}{}{:02}:{:02}",
            offset.to_datetime(instant),
            if minutes < 0 { '-' } else { '+' },
            minutes.abs() / 60,
            minutes.abs() % 60
        );
        prop_assert_eq!(DateTime::parse(&text).unwrap().to_timestamp(), Ok(instant));
    }

    #[test]
    fn a_decimal_keeps_all_digits(json in r"-?(0|[1-9][0-9]{0,40})(\.[0-9]{1,40})?([eE][+-]?[0-9]{1,3})?") {
        let number: Decimal = serde_json::from_str(&json).unwrap();
        prop_assert_eq!(number.as_str(), &json);
        prop_assert_eq!(serde_json::to_string(&number).unwrap(), json.clone());
        let quoted: Decimal = serde_json::from_str(&format!("\"{json}\"")).unwrap();
        prop_assert_eq!(serde_json::to_string(&quoted).unwrap(), format!("\"{json}\""));
        prop_assert_eq!(quoted, number);
    }

    #[test]
    fn no_text_makes_a_decimal_panic(text in any::<String>()) {
        if let Ok(decimal) = text.parse::<Decimal>() {
            let back: Decimal = serde_json::from_str(&serde_json::to_string(&decimal).unwrap()).unwrap();
            prop_assert_eq!(back, decimal);
        }
    }
}

#[test]
fn free_json_keeps_its_text() {
    let json = r#"{"a": [1.0, 1e400, "\u00e9"], "a": null}"#;
    let value: JsonValue = serde_json::from_str(json).unwrap();
    assert_eq!(serde_json::to_string(&value).unwrap(), json);
    assert_eq!(Unlisted::default().len(), 0);
}
