//! How much GPU time is left today, and the dated table of how much there is.

use super::state::Moment;
use super::verdict::{charged_plan, plan_name};
use super::{PopupInput, act, link, section};
use crate::facts::{Allowance, Facts, Plan, QuotaAnswer, Remaining, digits};
use crate::ui::QUOTA;
use crate::ui::banner_text;
use crate::ui::duration;
use crate::ui::element::{Element, button, element};
use crate::ui::text::{Arg, Localizer, Text, number};
use crate::verdict::{Pool, Verdict};

/// What is left of today's GPU time: by the page itself, or where the visitor wants it, by the Hub.
pub(super) fn remaining_section(
    input: &PopupInput,
    facts: &Facts,
    localizer: Localizer,
) -> Element {
    let section = section("popup_remaining", localizer);
    let text = |key| element("p", "", &localizer.plain(key));
    if let Some(allowance) = &facts.visitor.allowance {
        return bar(section, allowance, localizer).child(source_line(input, localizer));
    }
    if input.separate_cookies {
        return section.child(text("remaining_apart"));
    }
    if input.settings.managed.no_look_ups {
        return section.child(text("options_managed"));
    }
    if !input.asks_quota {
        return section.child(text("remaining_off")).child(button(
            "plain",
            act::ASK_QUOTA,
            &localizer.plain("action_askQuota"),
        ));
    }
    let section = match &input.quota {
        Some(QuotaAnswer::Known { remaining: quota }) => {
            let mut section = bar(section, &quota.allowance, localizer);
            for line in quota_lines(input, quota, localizer) {
                section = section.child(element("p", "", &line));
            }
            section
        }
        Some(QuotaAnswer::SignedOut) => section.child(text("remaining_signedOut")),
        Some(QuotaAnswer::TooMany) => section.child(text("remaining_tooMany")),
        Some(QuotaAnswer::Unreadable) => section.child(text("remaining_unreadable")),
        Some(QuotaAnswer::Unreachable) => section.child(text("remaining_unreachable")),
        None => section.child(element("p", "waits", &localizer.plain("popup_lookingText"))),
    };
    section.child(button(
        "plain",
        act::STOP_ASKING,
        &localizer.plain("action_stopAsking"),
    ))
}

fn source_line(input: &PopupInput, localizer: Localizer) -> Element {
    let text = match &input.clock.updated {
        Some(clock) => localizer.with("remaining_byPageAt", std::slice::from_ref(clock)),
        None => localizer.plain("remaining_byPage"),
    };
    element("p", "quiet", &text)
}

fn bar(section: Element, allowance: &Allowance, localizer: Localizer) -> Element {
    let (base, left) = (allowance.base, allowance.left);
    let used = base.saturating_sub(left);
    let text = localizer.with(
        "remaining_left",
        &[
            duration::minutes_and_seconds(left.into(), localizer.0),
            duration::minutes_and_seconds(base.into(), localizer.0),
        ],
    );
    section.child(element("p", "left", &text)).child(
        element("progress", "", "")
            .attribute("max", &digits(base))
            .attribute("value", &digits(used))
            .attribute(
                "aria-label",
                &localizer.with(
                    "remaining_used",
                    &[duration::minutes_and_seconds(used.into(), localizer.0)],
                ),
            ),
    )
}

fn quota_lines(input: &PopupInput, quota: &Remaining, localizer: Localizer) -> Vec<String> {
    let until = |moment: &Option<Moment>| {
        let moment = moment.as_ref()?;
        Some([
            duration::wait(moment.minutes, localizer.0),
            moment.at.clone(),
        ])
    };
    let is_unused = quota.allowance.left == quota.allowance.base;
    let mut lines = vec![];
    match until(&input.clock.resets) {
        Some(args) => lines.push(localizer.with("remaining_resets", &args)),
        None if is_unused => lines.push(localizer.plain("remaining_unused")),
        None => {}
    }
    let run_count = |runs| number(runs, localizer.0);
    if let Some(runs) = &quota.runs {
        lines.push(match until(&input.clock.runs_reset) {
            Some([wait, _]) => localizer.with(
                "remaining_runsUntil",
                &[run_count(runs.left), run_count(runs.limit), wait],
            ),
            None => localizer.with(
                "remaining_runs",
                &[run_count(runs.left), run_count(runs.limit)],
            ),
        });
    }
    if let Some(used) = quota.credits_used {
        lines.push(localizer.with(
            "remaining_credits",
            &[duration::minutes_and_seconds(used.into(), localizer.0)],
        ));
    }
    lines
}

/// The dated table, the visitor's row marked.
pub(super) fn figures_section(facts: &Facts, verdict: &Verdict, localizer: Localizer) -> Element {
    let head = element("tr", "", "")
        .child(element("th", "", &localizer.plain("quota_who")).attribute("scope", "col"))
        .child(element("th", "", &localizer.plain("quota_day")).attribute("scope", "col"));
    let mut body = element("tbody", "", "").child(head);
    for row in QUOTA.rows {
        let own = facts.visitor.plan == Some(row.plan);
        let here = match verdict.pool {
            Pool::Guest => row.plan == Plan::Anonymous,
            Pool::Account => charged_plan(facts) == Some(row.plan),
            _ => false,
        };
        let mut who = element("th", "", &plan_name(row.plan, localizer)).attribute("scope", "row");
        for (applies, key) in [(own, "quota_you"), (here, "quota_here")] {
            if applies {
                who = who.child(element("span", "chip", &localizer.plain(key)));
            }
        }
        let minutes = duration::minutes(row.minutes.into(), localizer.0);
        body = body.child(
            element("tr", if own || here { "own" } else { "" }, "")
                .child(who)
                .child(element("td", "", &minutes)),
        );
    }
    let dated = localizer.text(&Text::with("quota_dated", [Arg::date(QUOTA.read)]));
    let figures = if QUOTA.holds(facts) {
        element("table", "", "").child(body)
    } else {
        element("p", "cause", &localizer.text(&banner_text::figures(facts)))
    };
    section("popup_quota", localizer)
        .child(figures)
        .child(element("p", "quiet", &localizer.plain("quota_reset")))
        .child(
            element("p", "quiet", "")
                .child(link("source", &dated, QUOTA.source).attribute("target", "_blank")),
        )
}
