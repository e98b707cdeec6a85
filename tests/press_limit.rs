//! How often a press in a page may open a tab or a window.

use whose_quota::press_limit::PressLimit;

/// What presses at these times, in ms, may open.
fn allowed(presses: &[(u32, f64)]) -> Vec<bool> {
    let mut limit = PressLimit::default();
    presses
        .iter()
        .map(|&(tab, now)| limit.allows(tab, now))
        .collect()
}

#[test]
fn a_second_lies_between_two_presses_in_one_tab() {
    let presses = [(1, 5_000.0), (1, 5_999.0), (2, 5_999.0), (1, 6_000.0)];
    assert_eq!(allowed(&presses), [true, false, true, true]);
}

#[test]
fn a_tab_opens_three_in_a_minute() {
    let presses = [0.0, 10_000.0, 20_000.0, 30_000.0, 59_999.0, 60_000.0];
    let presses = presses.map(|at| (1, at));
    assert_eq!(allowed(&presses), [true, true, true, false, false, true]);
}

#[test]
fn a_press_that_was_refused_does_not_count() {
    let presses = [(1, 0.0), (1, 500.0), (1, 1_000.0), (1, 2_000.0)];
    assert_eq!(allowed(&presses), [true, false, true, true]);
}

#[test]
fn a_clock_that_was_set_back_forbids_nothing() {
    let presses = [(1, 90_000.0), (1, 10_000.0)];
    assert_eq!(allowed(&presses), [true, true]);
}
