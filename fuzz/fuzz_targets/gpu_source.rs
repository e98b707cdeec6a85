//! A Space's Python file: what its functions ask ZeroGPU for.

#![no_main]

use libfuzzer_sys::fuzz_target;
use whose_quota::facts::declarations;
use whose_quota_fuzz::check_sent;

/// The longest name that is told, and the most functions.
const MAX_NAME: usize = 100;
const MAX_DECLARATIONS: usize = 200;

fuzz_target!(|source: &str| {
    let Some(found) = declarations(source) else {
        return;
    };
    assert!(found.len() <= MAX_DECLARATIONS);
    assert!(found.is_sorted_by_key(|declaration| declaration.line));
    let lines = source.split(['\r', '\n']).count();
    for declaration in &found {
        check_sent(declaration);
        assert!(!declaration.function.is_empty());
        assert!(declaration.function.chars().count() <= MAX_NAME);
        assert!((1..=lines).contains(&(declaration.line as usize)));
        // What is checked follows from what is asked for.
        let is_known = declaration.duration_seconds.is_some();
        assert!(is_known || declaration.checked_seconds.is_none());
        assert!(
            declaration
                .checked_seconds
                .is_none_or(|seconds| seconds < 2 * 86_400)
        );
    }
    // Nothing is declared where nobody speaks of it, and a line before it changes no other.
    assert!(found.is_empty() || source.contains("GPU"));
    let before = declarations(&["\n", source].concat()).unwrap_or_default();
    if !source.starts_with('\u{feff}') {
        assert_eq!(before.len(), found.len());
        for (one, other) in before.iter().zip(&found) {
            assert_eq!(one.line, other.line + 1);
            assert_eq!(one.checked_seconds, other.checked_seconds);
        }
    }
});
