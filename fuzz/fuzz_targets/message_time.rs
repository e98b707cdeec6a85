//! No text takes more than its length: `before|pattern|after` becomes a hundred kilobytes of the
//! pattern.

#![no_main]

use libfuzzer_sys::fuzz_target;
use std::hint::black_box;
use std::time::{Duration, Instant};
use whose_quota::facts::ZeroGpuMessage;

const BYTES: usize = 100_000;

/// A few milliseconds is what it takes here, with the fuzzer's counters. Half a second is what a
/// reader takes that looks at all the rest of the text once for each word.
const LONGEST: Duration = Duration::from_millis(100);

fuzz_target!(|input: &str| {
    let mut parts = input.splitn(3, '|');
    let mut part = || parts.next().unwrap_or_default();
    let (before, pattern, after) = (part(), part(), part());
    if pattern.is_empty() {
        return;
    }
    let text = [before, &pattern.repeat(BYTES / pattern.len()), after].concat();
    // Others want this machine, too: slow is what is slow every time.
    let is_fast = (0..10).any(|_| {
        let started = Instant::now();
        black_box(ZeroGpuMessage::read(None, black_box(&text)));
        started.elapsed() < LONGEST
    });
    assert!(is_fast, "{BYTES} bytes take longer than {LONGEST:?}");
});
