//! Which content security policies forbid WASM.

use whose_quota::facts::forbids_wasm;

#[test]
fn without_a_policy_on_scripts_wasm_is_allowed() {
    for allowing in [
        "",
        ";",
        " , ",
        "frame-ancestors https://huggingface.co",
        "img-src 'none'; style-src 'self'",
        "script-src-elem 'self'",
        "upgrade-insecure-requests",
        "sandbox allow-scripts",
    ] {
        assert!(!forbids_wasm([allowing]), "{allowing}");
    }
    assert!(!forbids_wasm([]));
}

#[test]
fn a_policy_on_scripts_forbids_wasm_unless_it_names_it() {
    for forbidding in [
        "script-src 'self'",
        "script-src",
        "script-src 'none'",
        "script-src *",
        "SCRIPT-SRC 'self' 'unsafe-inline'",
        "img-src 'self';script-src 'nonce-abc' 'strict-dynamic'",
        "script-src wasm-unsafe-eval",
        "script-src 'wasm-unsafe-eval",
        "script-src 'wasm-eval'",
        "script-src https://unsafe-eval.example",
    ] {
        assert!(forbids_wasm([forbidding]), "{forbidding}");
    }
    for allowing in [
        "script-src 'self' 'wasm-unsafe-eval'",
        "script-src 'unsafe-eval'",
        "script-src\t'self'\n'WASM-unsafe-eval' ; img-src 'none'",
        ";; Script-Src 'UNSAFE-EVAL'",
    ] {
        assert!(!forbids_wasm([allowing]), "{allowing}");
    }
}

#[test]
fn what_is_said_of_everything_counts_where_nothing_is_said_of_scripts() {
    assert!(forbids_wasm(["default-src 'self'"]));
    assert!(forbids_wasm(["default-src 'none'; img-src *"]));
    assert!(!forbids_wasm(["default-src 'self' 'wasm-unsafe-eval'"]));
    // The narrower directive alone decides, whichever stands first.
    assert!(!forbids_wasm([
        "default-src 'none'; script-src 'wasm-unsafe-eval'"
    ]));
    assert!(forbids_wasm([
        "script-src 'self'; default-src 'unsafe-eval'"
    ]));
}

#[test]
fn of_two_directives_with_one_name_the_first_counts() {
    assert!(forbids_wasm([
        "script-src 'self'; script-src 'unsafe-eval'"
    ]));
    assert!(!forbids_wasm([
        "script-src 'unsafe-eval'; script-src 'self'"
    ]));
}

#[test]
fn every_policy_has_to_allow_it() {
    let (allowing, forbidding) = ["script-src 'unsafe-eval'", "script-src 'self'"].into();
    assert!(!forbids_wasm([allowing, allowing]));
    assert!(forbids_wasm([allowing, forbidding]));
    assert!(forbids_wasm([forbidding, allowing]));
    let both = [allowing, forbidding].join(", ");
    assert!(forbids_wasm([both.as_str()]));
    let twice = [allowing, "img-src 'none'", allowing].join(",");
    assert!(!forbids_wasm([twice.as_str()]));
}
