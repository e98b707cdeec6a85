//! Any JSON, and any text that is none.

#![no_main]

use libfuzzer_sys::fuzz_target;
use whose_quota::facts::Json;

fuzz_target!(|text: &str| {
    let start = Json::parse_start(text);
    if let Some(json) = Json::parse(text) {
        assert_eq!(start.as_ref(), Some(&json));
        let written = json.write();
        assert_eq!(Json::parse(&written).as_ref(), Some(&json));
        assert_eq!(
            Json::parse(&written).expect("our own JSON").write(),
            written
        );
    }
});
