//! How long the Hub wants to be left alone, by the headers of its answer.
//!
//! `Retry-After` (RFC 9110, 10.2.3) in seconds, and `RateLimit: "api";r=0;t=55`: what remains of the
//! requests, and for how many seconds (<https://huggingface.co/docs/hub/rate-limits>, November 2026).

/// After a 429 that names no time, in seconds.
const USUAL: u32 = 60;

/// No answer silences us for longer, in seconds.
const LONGEST: u32 = 3_600;

/// For how many seconds nothing is to be asked; 0 where nothing speaks against it.
#[must_use]
pub fn back_off(status: u16, retry_after: Option<&str>, rate_limit: Option<&str>) -> u32 {
    let is_refused = status == 429 || status == 503;
    let named = retry_after
        .filter(|_| is_refused)
        .and_then(|value| value.trim().parse().ok());
    let used_up = rate_limit
        .and_then(|value| value.split(',').filter_map(used_up).max())
        .unwrap_or_default();
    let usual = if status == 429 && used_up == 0 {
        USUAL
    } else {
        0
    };
    named.unwrap_or(usual).max(used_up).min(LONGEST)
}

/// The seconds after which a policy allows requests again, where nothing remains of it.
fn used_up(policy: &str) -> Option<u32> {
    let number = |name| {
        let mut all = policy.split(';').map(str::trim);
        let value = all.find_map(|parameter: &str| parameter.strip_prefix(name))?;
        value.parse::<u32>().ok()
    };
    (number("r=")? == 0).then(|| number("t="))?
}
