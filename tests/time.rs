//! Points in time → milliseconds, and nothing else → nothing.

use proptest::prelude::*;
use whose_quota::facts::milliseconds;

#[test]
fn times_are_read_as_javascript_and_the_hub_write_them() {
    for (iso, ms) in [
        ("1970-01-01T00:00:00Z", 0),
        ("1970-01-01T00:00:00.001Z", 1),
        ("1970-01-01T00:00:00.5Z", 500),
        ("2000-02-29T00:00:00.000Z", 951_782_400_000),
        ("2026-11-22T12:00:03.250Z", 1_795_348_803_250),
        // Python writes microseconds.
        ("2026-11-22T12:00:03.250999Z", 1_795_348_803_250),
        ("2100-03-01T00:00:00Z", 4_107_542_400_000),
        ("9999-12-31T23:59:59.999Z", 253_402_300_799_999),
    ] {
        assert_eq!(milliseconds(iso), Some(ms), "{iso}");
    }
}

#[test]
fn what_is_no_time_is_unknown() {
    for odd in [
        "",
        "Z",
        "2026-11-22",
        "2026-11-22T12:00:03",
        "2026-11-22T12:00:03+01:00",
        "2026-11-22 12:00:03Z",
        "2026-11-22T12:00Z",
        "2026-11-22T12:00:03:04Z",
        "2026-11-22T12:00:03.Z",
        "2026-11-22T12:00:03.1x0Z",
        "2026-11-22T12:00:03.1234xZ",
        "2026-11-22T12:00:+3Z",
        "2026-11-22T24:00:00Z",
        "2026-11-22T12:60:00Z",
        "2026-11-22T12:00:60Z",
        "2026-00-22T12:00:00Z",
        "2026-13-22T12:00:00Z",
        "2026-11-00T12:00:00Z",
        "2026-11-31T12:00:00Z",
        "2026-02-29T12:00:00Z",
        "2100-02-29T12:00:00Z",
        "1969-12-31T23:59:59Z",
        "12026-11-22T12:00:03Z",
        "+026-11-22T12:00:03Z",
    ] {
        assert_eq!(milliseconds(odd), None, "{odd}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_read_without_a_panic(text in any::<String>(), digits in "[0-9TZ:.-]{0,30}") {
        let _ = (milliseconds(&text), milliseconds(&digits));
    }

    #[test]
    fn times_sort_as_their_texts_do(
        days in prop::collection::vec((1970..2200_u32, 1..=12_u32, 1..=28_u32, 0..86_400_u32), 2),
    ) {
        let texts = days.iter().map(|(year, month, day, second)| {
            let (hour, minute, second) = (second / 3600, second / 60 % 60, second % 60);
            format!("{year}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}.000Z")
        });
        let texts: Vec<String> = texts.collect();
        let [first, second] = [0, 1].map(|index| milliseconds(&texts[index]).unwrap());
        prop_assert_eq!(texts[0].cmp(&texts[1]), first.cmp(&second));
    }
}
