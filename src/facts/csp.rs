//! Whether a page's content security policies forbid WASM: in Chromium they hold for content scripts
//! too, where each attempt raises a violation event and a report to the page's owner.
//!
//! <https://www.w3.org/TR/CSP3/#can-compile-wasm-bytes>

/// Whether any of a document's policies forbids to compile WASM. Each text is the value of one header
/// `content-security-policy` or `content-security-policy-report-only`, or of a `<meta>` element: a list of
/// policies, separated by commas. One that only reports counts too: the attempt would be reported.
#[must_use]
pub fn forbids_wasm<'a>(texts: impl IntoIterator<Item = &'a str>) -> bool {
    texts
        .into_iter()
        .flat_map(|text| text.split(','))
        .any(policy_forbids_wasm)
}

/// Decided by the directive `script-src`, else by `default-src`. Of two with the same name the first
/// counts; without either everything is allowed.
fn policy_forbids_wasm(policy: &str) -> bool {
    let sources = |wanted: &str| {
        policy.split(';').find_map(|directive| {
            let mut words = directive.split_ascii_whitespace();
            words
                .next()
                .filter(|name| name.eq_ignore_ascii_case(wanted))
                .map(|_| words)
        })
    };
    sources("script-src")
        .or_else(|| sources("default-src"))
        .is_some_and(|mut sources| !sources.any(allows_wasm))
}

fn allows_wasm(source: &str) -> bool {
    ["'wasm-unsafe-eval'", "'unsafe-eval'"]
        .iter()
        .any(|keyword| source.eq_ignore_ascii_case(keyword))
}
