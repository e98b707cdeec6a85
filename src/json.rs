//! Values of JSON, read field by field: text that strangers wrote, and what JavaScript hands over.
//!
//! In WASM a value stays on JavaScript's side, and `JSON.parse` reads the text: each page of a Space
//! pays for this module, and deserializing with serde there costs 55 to 108 KB
//! (docs/decisions/0006-serde-writes-views-read.md). Natively, in tests and examples, it is a
//! `serde_json::Value`. What is missing, or of another type, is `None` or empty: nothing here panics.

#[cfg(target_arch = "wasm32")]
use js_sys::{Array, JSON, Reflect};
#[cfg(target_arch = "wasm32")]
use wasm_bindgen::JsValue as Value;

#[cfg(not(target_arch = "wasm32"))]
use serde_json::Value;

/// The largest whole number that JavaScript holds exactly.
const MAX_SAFE_INTEGER: f64 = 9_007_199_254_740_991.0;

/// A JSON value; `null` by default.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Json(Value);

impl From<Value> for Json {
    fn from(value: Value) -> Self {
        Self(value)
    }
}

impl Json {
    /// Reads the object at the start of a text, whatever follows it: the value of an assignment in a
    /// script.
    #[must_use]
    pub fn parse_object_at_start(text: &str) -> Option<Self> {
        Self::parse(text.get(..object_length(text)?)?)
    }

    /// Its whole part, if it is a number from 0 to 65,535: seconds of up to 18 hours, say.
    #[must_use]
    pub fn whole(&self) -> Option<u16> {
        let number = self.number()?;
        let is_small = (0.0..65_536.0).contains(&number);
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
        is_small.then_some(number as u16)
    }

    /// Its value, if it is a whole number that is not negative: milliseconds since 1970, say.
    #[must_use]
    pub fn integer(&self) -> Option<u64> {
        let number = self.number()?;
        let is_whole = (0.0..=MAX_SAFE_INTEGER).contains(&number) && number.trunc() == number;
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
        is_whole.then_some(number as u64)
    }
}

#[cfg(target_arch = "wasm32")]
impl Json {
    /// Reads a text that is one value and nothing else. `None` where it is not JSON.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        JSON::parse(text).ok().map(Self)
    }

    /// The value of a key. `null` where there is none.
    #[must_use]
    pub fn get(&self, key: &str) -> Self {
        Self(Reflect::get(&self.0, &key.into()).unwrap_or_default())
    }

    /// Its text, if it is one.
    #[must_use]
    pub fn text(&self) -> Option<String> {
        self.0.as_string()
    }

    /// Its truth, if it is one.
    #[must_use]
    pub fn flag(&self) -> Option<bool> {
        self.0.as_bool()
    }

    /// Its entries, if it is an array; none otherwise.
    #[must_use]
    pub fn list(&self) -> Vec<Self> {
        if Array::is_array(&self.0) {
            Array::from(&self.0).iter().map(Self).collect()
        } else {
            vec![]
        }
    }

    /// Whether it is an object; an array is one too.
    #[must_use]
    pub fn is_object(&self) -> bool {
        self.0.is_object()
    }

    /// Whether it is `null`, or not there.
    #[must_use]
    pub fn is_null(&self) -> bool {
        self.0.is_null() || self.0.is_undefined()
    }

    fn number(&self) -> Option<f64> {
        self.0.as_f64()
    }
}

#[cfg(not(target_arch = "wasm32"))]
#[allow(missing_docs)]
impl Json {
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        serde_json::from_str(text).ok().map(Self)
    }

    #[must_use]
    pub fn get(&self, key: &str) -> Self {
        Self(self.0.get(key).cloned().unwrap_or_default())
    }

    #[must_use]
    pub fn text(&self) -> Option<String> {
        self.0.as_str().map(str::to_owned)
    }

    #[must_use]
    pub fn flag(&self) -> Option<bool> {
        self.0.as_bool()
    }

    #[must_use]
    pub fn list(&self) -> Vec<Self> {
        let list = self.0.as_array();
        list.map(|list| list.iter().cloned().map(Self).collect())
            .unwrap_or_default()
    }

    #[must_use]
    pub fn is_object(&self) -> bool {
        self.0.is_object() || self.0.is_array()
    }

    #[must_use]
    pub fn is_null(&self) -> bool {
        self.0.is_null()
    }

    fn number(&self) -> Option<f64> {
        self.0.as_f64()
    }
}

/// The length in bytes of the object that a text begins with: up to the brace that closes the first
/// one. `None` where it begins with none, or does not close it.
fn object_length(text: &str) -> Option<usize> {
    let mut depth = 0_u32;
    let mut is_in_string = false;
    let mut is_escaped = false;
    for (index, byte) in text.bytes().enumerate() {
        match byte {
            _ if is_escaped => is_escaped = false,
            b'\\' if is_in_string => is_escaped = true,
            b'"' => is_in_string = !is_in_string,
            _ if is_in_string => {}
            b'{' => depth = depth.checked_add(1)?,
            b'}' => {
                depth = depth.checked_sub(1)?;
                if depth == 0 {
                    return index.checked_add(1);
                }
            }
            _ if depth == 0 => return None,
            _ => {}
        }
    }
    None
}
