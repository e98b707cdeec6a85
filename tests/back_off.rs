//! How long the Hub wants to be left alone.

use whose_quota::facts::back_off;

#[test]
fn nothing_speaks_against_the_next_question() {
    assert_eq!(back_off(200, None, None), 0);
    assert_eq!(back_off(200, None, Some("\"api\";r=499;t=300")), 0);
    // Somebody's server is broken, or has nothing: that is no wish to be left alone.
    assert_eq!(back_off(500, None, None), 0);
    assert_eq!(back_off(404, Some("30"), None), 0);
    assert_eq!(back_off(503, None, None), 0);
}

#[test]
fn a_429_names_its_time_or_means_a_minute() {
    assert_eq!(back_off(429, Some("17"), None), 17);
    assert_eq!(back_off(429, Some(" 17 "), None), 17);
    assert_eq!(back_off(503, Some("5"), None), 5);
    assert_eq!(back_off(429, None, None), 60);
    assert_eq!(back_off(429, Some("soon"), None), 60);
    assert_eq!(back_off(429, Some("-3"), None), 60);
    assert_eq!(back_off(429, Some("0"), None), 0);
    assert_eq!(back_off(429, None, Some("\"api\";r=0;t=55")), 55);
    assert_eq!(back_off(429, Some("17"), Some("\"api\";r=0;t=55")), 55);
}

#[test]
fn the_last_request_that_was_allowed_counts_too() {
    assert_eq!(back_off(200, None, Some("\"api\";r=0;t=55")), 55);
    assert_eq!(
        back_off(200, None, Some("\"a\";r=3;t=99, \"b\"; r=0; t=7")),
        7
    );
}

#[test]
fn strange_headers_silence_nobody_for_long() {
    assert_eq!(back_off(429, Some("99999999"), None), 3_600);
    assert_eq!(back_off(429, Some("99999999999999999999"), None), 60);
    assert_eq!(back_off(200, None, Some("r=0;t=4000000000")), 3_600);
    for odd in [
        "",
        ";",
        ",",
        "r=0",
        "t=5",
        "r=;t=",
        "r=0;t=x",
        "r=-0;t=5",
        "\"r=0;t=5\"",
    ] {
        assert_eq!(back_off(200, None, Some(odd)), 0, "{odd}");
    }
}
