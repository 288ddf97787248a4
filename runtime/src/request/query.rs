//! The query of a request.

use serde::Serialize;

use super::RequestParts;
use super::json::SentJson;
use crate::encoding::percent_encoded;
use crate::{InputError, InputLocation, InputProblem, Values};

impl RequestParts {
    /// Appends `name=value` to the query, once for each value.
    ///
    /// # Errors
    /// When a value has no text.
    #[inline(never)]
    pub fn query(&mut self, name: &'static str, values: &dyn Values) -> Result<(), InputError> {
        let is_secret = values.is_secret();
        let append = &mut |value: &str| {
            self.keep_secret(is_secret, value);
            self.append_to_query(name, value);
            Ok(())
        };
        values.each(InputLocation::Query, append).map_err(|problem| InputError::new(name, problem))
    }

    /// Appends `name=` and the values with commas between them to the query, unless there is none.
    ///
    /// # Errors
    /// When a value has no text, or contains a comma.
    #[inline(never)]
    pub fn query_commas(&mut self, name: &'static str, values: &dyn Values) -> Result<(), InputError> {
        let mut joined = String::new();
        let mut is_empty = true;
        let is_secret = values.is_secret();
        let append = &mut |value: &str| {
            if value.contains(',') {
                return Err(InputProblem::HoldsSeparator);
            }
            self.keep_secret(is_secret, value);
            if !std::mem::replace(&mut is_empty, false) {
                joined.push(',');
            }
            joined.extend(percent_encoded(value));
            Ok(())
        };
        values.each(InputLocation::Query, append).map_err(|problem| InputError::new(name, problem))?;
        if !is_empty {
            self.append_encoded_to_query(name, &joined);
        }
        Ok(())
    }

    /// Appends `name=` and the value's JSON text to the query, unless there is no value.
    ///
    /// # Errors
    /// When the value cannot be written as JSON.
    pub fn query_json<T: Serialize + ?Sized>(
        &mut self,
        name: &'static str,
        value: Option<&T>,
    ) -> Result<(), InputError> {
        value.map_or(Ok(()), |value| self.sent_query_json(name, SentJson::of(value)))
    }

    #[inline(never)]
    fn sent_query_json(&mut self, name: &'static str, json: Option<SentJson>) -> Result<(), InputError> {
        let not_serializable = || InputError::new(name, InputProblem::NotSerializable);
        let (text, secrets) = json.ok_or_else(not_serializable)?.into_text_and_secrets();
        self.secrets.extend(secrets);
        self.append_to_query(name, &String::from_utf8(text).map_err(|_| not_serializable())?);
        Ok(())
    }

    /// The text of a query parameter, encoded as it is sent; the first one of several.
    pub(crate) fn query_value(&self, name: &str) -> Option<&str> {
        let key = percent_encoded(name).to_string();
        self.query
            .split('&')
            .filter_map(|pair| pair.split_once('='))
            .find(|(found, _)| *found == key)
            .map(|pair| pair.1)
    }

    /// Replaces a query parameter.
    pub(crate) fn replace_in_query(&mut self, name: &str, value: &str) {
        self.remove_from_query(name);
        self.append_to_query(name, value);
    }

    pub(crate) fn remove_from_query(&mut self, name: &str) {
        let key = format!("{}=", percent_encoded(name));
        let others: Vec<&str> =
            self.query.split('&').filter(|pair| !pair.is_empty() && !pair.starts_with(&key)).collect();
        self.query = others.join("&");
    }

    pub(crate) fn append_to_query(&mut self, name: &str, value: &str) {
        self.append_encoded_to_query(name, &percent_encoded(value).to_string());
    }

    fn append_encoded_to_query(&mut self, name: &str, value: &str) {
        if !self.query.is_empty() {
            self.query.push('&');
        }
        self.query.extend(percent_encoded(name));
        self.query.push('=');
        self.query.push_str(value);
    }
}
