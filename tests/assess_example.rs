//! The contract's way to decide without a browser: `cargo run --quiet --example assess`.

#[path = "support/example.rs"]
mod example;

use example::run;
use serde_json::{Value, json};

#[test]
fn each_line_in_is_one_line_out() {
    let cases = [
        (
            r#"{"place":"direct","space":{"hardware":"zero-a10g"}}"#,
            r#"{"row":7,"pool":"guest","grade":"derived","reasons":["direct-url"],"banner":"shown"}"#,
        ),
        (
            r#"{"place":"hub","space":{"hardware":"zero-a10g","stage":"SLEEPING"},"visitor":{"signedIn":false,"privateWindow":true}}"#,
            r#"{"row":9,"pool":"guest","grade":"derived","reasons":["signed-out","private-window"],"banner":"not-needed"}"#,
        ),
        (
            r#"{"place":"hub","space":{"hardware":"zero-a10g","gradioVersion":"5.14.0","serverSideRendered":true},"visitor":{"signedIn":true},"handshake":"absent"}"#,
            r#"{"row":11,"pool":"guest","grade":"assumed","reasons":["outdated-gradio","handshake-missing"],"banner":"shown"}"#,
        ),
        (
            r#"{"place":"direct","space":{"hardware":"zero-a10g"},"runs":[{"at":"2026-11-22T12:00:00Z","identity":"absent"}]}"#,
            r#"{"row":3,"pool":"guest","grade":"observed","reasons":["run-without-identity","direct-url"],"banner":"shown"}"#,
        ),
        (
            r#"{"place":"hub","space":{"hardware":"zero-a10g"},"visitor":{"signedIn":true},"handshake":"answered","runs":[{"at":"2026-11-22T12:00:00Z","identity":"present"},{"at":"2026-11-22T12:00:09Z","identity":"absent","tooEarly":true}]}"#,
            r#"{"row":3,"pool":"guest","grade":"observed","reasons":["run-without-identity","handshake-missing"],"banner":"shown"}"#,
        ),
        (
            r#"{"place":"embed","space":{"hardware":"zero-a10g"},"runs":[{"at":"2026-11-22T12:00:00Z","identity":"present","named":"faulty"}]}"#,
            r#"{"row":3,"pool":"guest","grade":"observed","reasons":["ip-fallback","third-party-embed"],"banner":"shown"}"#,
        ),
        (
            r#"{"place":"hub","space":{"hardware":"zero-a10g","gradioVersion":"4.20.0"},"visitor":{"signedIn":true},"runs":[{"at":"2026-11-22T12:00:00Z","identity":"absent"},{"at":"2026-11-22T12:00:09Z","identity":"present"}]}"#,
            r#"{"row":4,"pool":"account","grade":"observed","reasons":[],"banner":"not-needed"}"#,
        ),
        // What is no run changes nothing.
        (
            r#"{"place":"direct","space":{"hardware":"zero-a10g"},"runs":[{"identity":"maybe"},{"at":"2026-11-22T12:00:00Z"},7]}"#,
            r#"{"row":7,"pool":"guest","grade":"derived","reasons":["direct-url"],"banner":"shown"}"#,
        ),
        // ZeroGPU's own word comes before all others; a run after it makes it old.
        (
            r#"{"place":"hub","space":{"hardware":"zero-a10g"},"visitor":{"signedIn":true},"handshake":"answered","runs":[{"at":"2026-11-22T12:00:00Z","identity":"present"}],"messages":[{"at":"2026-11-22T12:00:03Z","cause":"quota-exceeded","identity":"unauthenticated","requestedSeconds":60,"leftSeconds":12,"retryAfterSeconds":11564}]}"#,
            r#"{"row":2,"pool":"guest","grade":"observed","reasons":["message-says-guest"],"banner":"shown"}"#,
        ),
        (
            r#"{"place":"hub","space":{"hardware":"zero-a10g"},"visitor":{"signedIn":true},"handshake":"answered","runs":[{"at":"2026-11-22T12:00:05Z","identity":"present"}],"messages":[{"at":"2026-11-22T12:00:03Z","cause":"quota-exceeded","identity":"unauthenticated"}]}"#,
            r#"{"row":4,"pool":"account","grade":"observed","reasons":[],"banner":"not-needed"}"#,
        ),
        (
            r#"{"place":"direct","space":{"hardware":"zero-a10g"},"messages":[{"cause":"ip-fallback","identity":"ip-fallback"},{"cause":"quota-exceeded","identity":"pro"}]}"#,
            r#"{"row":1,"pool":"guest","grade":"observed","reasons":["ip-fallback"],"banner":"shown"}"#,
        ),
        (
            r#"{"place":"embed","space":{"hardware":"zero-a10g"},"messages":[{"cause":"quota-exceeded","identity":"space"}]}"#,
            r#"{"row":2,"pool":"space","grade":"observed","reasons":["space-to-space"],"banner":"shown"}"#,
        ),
        // Explained, and no proof of anything; and what is no message.
        (
            r#"{"place":"hub","space":{"hardware":"zero-a10g"},"visitor":{"signedIn":true},"handshake":"answered","messages":[{"cause":"queue-timeout","identity":"unauthenticated"}]}"#,
            r#"{"row":12,"pool":"account","grade":"derived","reasons":[],"banner":"shown"}"#,
        ),
        (
            r#"{"place":"hub","space":{"hardware":"zero-a10g"},"visitor":{"signedIn":true},"handshake":"answered","messages":[{"cause":"quota-exceeded"},{"cause":"quota","identity":"free"},7]}"#,
            r#"{"row":12,"pool":"account","grade":"derived","reasons":[],"banner":"not-needed"}"#,
        ),
        // A run to another Space that runs on ZeroGPU, and to the page's own by its name.
        (
            r#"{"place":"direct","space":{"id":"owner/name","hardware":"cpu-basic"},"runs":[{"at":"2026-11-22T12:00:00Z","identity":"absent","to":"other/painter","toProtected":true}]}"#,
            r#"{"row":3,"pool":"guest","grade":"observed","reasons":["run-without-identity","calls-another-space","direct-url"],"banner":"shown"}"#,
        ),
        (
            r#"{"place":"direct","space":{"id":"owner/name","hardware":"cpu-basic"},"runs":[{"at":"2026-11-22T12:00:00Z","identity":"absent","to":"Owner/Name"}]}"#,
            r#"{"row":5,"pool":"none","grade":"derived","reasons":[],"banner":"not-needed"}"#,
        ),
        // What an app does by itself after a refused run does not make the message old.
        (
            r#"{"place":"direct","space":{"hardware":"zero-a10g"},"runs":[{"at":"2026-11-22T12:00:00Z","identity":"absent"},{"at":"2026-11-22T12:00:05Z","identity":"absent","follows":true}],"messages":[{"at":"2026-11-22T12:00:03Z","cause":"quota-exceeded","identity":"pro"}]}"#,
            r#"{"row":2,"pool":"account","grade":"observed","reasons":[],"banner":"shown"}"#,
        ),
        (
            r#"{"place":"hub","space":{"hardware":"zero-a10g","ownFrontEnd":true},"visitor":{"signedIn":false}}"#,
            r#"{"row":9,"pool":"guest","grade":"assumed","reasons":["signed-out"],"banner":"shown"}"#,
        ),
        // In the Hub's own word.
        (
            r#"{"place":"direct","space":{"hardware":"zero-a10g","private":true}}"#,
            r#"{"row":6,"pool":"unknown","grade":"assumed","reasons":[],"banner":"not-needed"}"#,
        ),
        ("", r#"{"error":"not a JSON object"}"#),
        ("nonsense", r#"{"error":"not a JSON object"}"#),
        ("[{}]", r#"{"error":"not a JSON object"}"#),
        ("{} {}", r#"{"error":"not a JSON object"}"#),
        (
            "{}\r",
            r#"{"row":16,"pool":"unknown","grade":"assumed","reasons":[],"banner":"not-needed"}"#,
        ),
        (
            r#"{"place":"embed","space":{"sdk":"gradio"},"hubApi":"unreachable"}"#,
            r#"{"row":15,"pool":"guest","grade":"assumed","reasons":["third-party-embed"],"banner":"shown"}"#,
        ),
    ];
    let mut input: Vec<u8> = vec![];
    for (line, _) in &cases {
        input.extend(line.bytes());
        input.push(b'\n');
    }
    input.extend(b"{\"place\":\"\xff\"}");
    let mut expected: Vec<&str> = cases.iter().map(|(_, answer)| *answer).collect();
    // Not UTF-8: the place is unknown, the rest goes on.
    expected.push(
        r#"{"row":16,"pool":"unknown","grade":"assumed","reasons":[],"banner":"not-needed"}"#,
    );
    assert_eq!(run("assess", &input), expected);
}

/// The answers to observations, one each.
fn answers(observations: &[Value]) -> Vec<Value> {
    let lines = observations.iter().map(|it| it.to_string() + "\n");
    let answers = run("assess", lines.collect::<String>().as_bytes());
    let parse = |line: &String| serde_json::from_str(line).unwrap();
    answers.iter().map(parse).collect()
}

#[test]
fn each_odd_observation_is_unknown_alone() {
    let odds = [
        json!(null),
        json!(7),
        json!("nonsense"),
        json!([]),
        json!({"x": 1}),
    ];
    let around = |odd: &Value| {
        json!({
            "place": "direct", "handshake": odd, "hubApi": odd, "staticHost": odd,
            "signedAddress": odd, "runs": odd, "messages": odd,
            "visitor": {
                "signedIn": odd, "plan": odd, "privateWindow": true, "cookiesBlocked": odd,
                "allowance": odd,
            },
            "space": {
                "id": odd, "subdomain": odd, "sdk": null, "gradioVersion": odd, "stage": null,
                "visibility": odd, "hardware": "zero-a10g",
            },
        })
    };
    let observations: Vec<Value> = odds.iter().map(around).collect();
    let expected = json!({
        "row": 7, "pool": "guest", "grade": "derived",
        "reasons": ["direct-url", "private-window"], "banner": "shown",
    });
    assert_eq!(answers(&observations), vec![expected; odds.len()]);

    let around = |odd: &Value| json!({"place": odd, "space": {"hardware": "cpu-basic"}});
    let observations: Vec<Value> = odds.iter().map(around).collect();
    let expected = json!({
        "row": 5, "pool": "none", "grade": "derived", "reasons": [], "banner": "not-needed",
    });
    assert_eq!(answers(&observations), vec![expected; odds.len()]);

    // Of a run and a message what is odd is unknown, but not what they are.
    let around = |odd: &Value| {
        json!({
            "place": "direct", "space": {"hardware": "zero-a10g"},
            "runs": [{"at": odd, "identity": "absent", "named": odd, "to": odd, "tooEarly": odd}],
            "messages": [{
                "at": odd, "cause": "quota-exceeded", "identity": "unauthenticated",
                "requestedSeconds": odd, "leftSeconds": odd, "retryAfterSeconds": odd, "fault": odd,
            }],
        })
    };
    let observations: Vec<Value> = odds.iter().map(around).collect();
    let expected = json!({
        "row": 2, "pool": "guest", "grade": "observed", "reasons": ["message-says-guest"],
        "banner": "shown",
    });
    assert_eq!(answers(&observations), vec![expected; odds.len()]);
}

#[test]
fn nothing_in_is_nothing_out() {
    assert_eq!(run("assess", b""), Vec::<String>::new());
}
