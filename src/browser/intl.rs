//! Numbers, times and dates, written as the language of our texts writes them.

use crate::ui::text::format;
use js_sys::{Object, Reflect};
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    type Formatter;

    #[wasm_bindgen(catch, js_namespace = Intl, js_name = NumberFormat)]
    fn number_format(locale: &str, options: &Object) -> Result<Formatter, JsValue>;

    #[cfg(feature = "background")]
    #[wasm_bindgen(catch, js_namespace = Intl, js_name = DateTimeFormat)]
    fn date_format(locale: &str, options: &Object) -> Result<Formatter, JsValue>;

    #[wasm_bindgen(catch, method)]
    fn format(this: &Formatter, value: f64) -> Result<String, JsValue>;
}

/// What one of the keys in [`format`] makes of a value; the value itself where the browser refuses.
#[must_use]
pub fn formatted(key: &str, value: &str, locale: &str) -> String {
    let written = match key {
        #[cfg(feature = "background")]
        format::DATE => date(value, locale),
        _ => number(key, value, locale),
    };
    written.unwrap_or_else(|| value.to_owned())
}

fn number(key: &str, value: &str, locale: &str) -> Option<String> {
    let options: &[(&str, &str)] = match key {
        #[cfg(feature = "background")]
        format::MINUTES => &[
            ("style", "unit"),
            ("unit", "minute"),
            ("unitDisplay", "long"),
        ],
        #[cfg(feature = "background")]
        format::DOLLARS => &[
            ("style", "currency"),
            ("currency", "USD"),
            ("currencyDisplay", "narrowSymbol"),
            ("trailingZeroDisplay", "stripIfInteger"),
        ],
        format::NUMBER => &[],
        _ => return None,
    };
    let formatter = number_format(locale, &object(options)).ok()?;
    formatter.format(js_sys::parse_float(value)).ok()
}

/// `2026-08`, `2026-08-21`.
#[cfg(feature = "background")]
fn date(iso: &str, locale: &str) -> Option<String> {
    let is_month = iso.len() < "2026-08-21".len();
    let options: &[(&str, &str)] = if is_month {
        &[("month", "long"), ("year", "numeric"), ("timeZone", "UTC")]
    } else {
        &[("dateStyle", "medium"), ("timeZone", "UTC")]
    };
    let formatter = date_format(locale, &object(options)).ok()?;
    formatter.format(js_sys::Date::parse(iso)).ok()
}

fn object(options: &[(&str, &str)]) -> Object {
    let object = Object::new();
    for (key, value) in options {
        let _ = Reflect::set(&object, &JsValue::from_str(key), &JsValue::from_str(value));
    }
    object
}
