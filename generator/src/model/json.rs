//! JSON that keeps the digits of numbers and the order of members.

/// A JSON value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Json {
    /// `null`
    Null,
    /// `true` or `false`
    Bool(bool),
    /// The digits of a number.
    Number(String),
    /// A string.
    Text(String),
    /// A list.
    List(Vec<Json>),
    /// An object.
    Object(Vec<(String, Json)>),
}

impl Json {
    /// Whether both are equal, ignoring the order of members; digits must be the same.
    pub fn says_the_same_as(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::List(one), Self::List(other)) => {
                one.len() == other.len() && one.iter().zip(other).all(|(one, other)| one.says_the_same_as(other))
            }
            (Self::Object(one), Self::Object(other)) => {
                let find = |name: &str| other.iter().find(|(known, _)| known == name).map(|(_, value)| value);
                one.len() == other.len()
                    && one.iter().all(|(name, value)| find(name).is_some_and(|other| value.says_the_same_as(other)))
            }
            (one, other) => one == other,
        }
    }

    /// The JSON text, without spaces.
    pub fn text(&self) -> String {
        let quoted = |text: &str| serde_json::Value::from(text).to_string();
        match self {
            Self::Null => "null".to_owned(),
            Self::Bool(value) => value.to_string(),
            Self::Number(digits) => digits.clone(),
            Self::Text(text) => quoted(text),
            Self::List(items) => {
                let items: Vec<String> = items.iter().map(Self::text).collect();
                format!("[{}]", items.join(","))
            }
            Self::Object(members) => {
                let members: Vec<String> =
                    members.iter().map(|(name, value)| format!("{}:{}", quoted(name), value.text())).collect();
                format!("{{{}}}", members.join(","))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Json;

    #[test]
    fn numbers_differ_by_digits_and_objects_not_by_order() {
        let number = |digits: &str| Json::Number(digits.to_owned());
        let object = |names: [&str; 2]| Json::Object(names.map(|name| (name.to_owned(), number(name))).to_vec());
        assert!(object(["1", "2"]).says_the_same_as(&object(["2", "1"])));
        assert!(!number("1.50").says_the_same_as(&number("1.5")));
        assert_eq!(
            Json::Object(vec![("a\"b".to_owned(), Json::List(vec![number("1.50")]))]).text(),
            r#"{"a\"b":[1.50]}"#
        );
    }
}
