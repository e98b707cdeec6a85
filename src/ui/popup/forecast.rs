//! What a run asks for, before it is started.

use super::{PopupInput, act, section};
use crate::facts::{Declaration, Facts, SourceAnswer, SpaceSource};
use crate::ui::duration;
use crate::ui::element::{Element, button, element};
use crate::ui::forecast::{Fit, Left, Overall, name, overall};
use crate::ui::text::Localizer;
use crate::verdict::{Pool, Verdict};

/// More functions than that are not listed.
const MAX_LISTED: usize = 12;

/// What the functions of a public ZeroGPU Space ask for; nothing about other Spaces.
pub(super) fn forecast_section(
    input: &PopupInput,
    facts: &Facts,
    verdict: &Verdict,
    localizer: Localizer,
) -> Option<Element> {
    SpaceSource::of(&facts.space).filter(|_| verdict.pool != Pool::None)?;
    let section = section("popup_forecast", localizer);
    let text = |key| element("p", "", &localizer.plain(key));
    let of_file =
        |key, file: &String| element("p", "", &localizer.with(key, std::slice::from_ref(file)));
    if input.settings.managed.no_look_ups {
        return Some(section.child(text("options_managed")));
    }
    let known = input
        .context
        .as_ref()
        .and_then(|context| context.source.as_ref());
    Some(match known {
        Some(SourceAnswer::Read { file, functions }) => {
            read(section, input, facts, verdict, (file, functions), localizer)
        }
        Some(SourceAnswer::Missing { file }) => section.child(of_file("forecast_missing", file)),
        Some(SourceAnswer::Unreadable { file }) => {
            section.child(of_file("forecast_unreadable", file))
        }
        Some(SourceAnswer::TooLong { file }) => section.child(of_file("forecast_tooLong", file)),
        Some(SourceAnswer::TooMany) => section.child(text("remaining_tooMany")),
        Some(SourceAnswer::Unreachable) => section.child(text("remaining_unreachable")),
        None if input.checks_source => {
            section.child(element("p", "waits", &localizer.plain("popup_lookingText")))
        }
        None => section.child(text("forecast_off")).child(button(
            "plain",
            act::CHECK_SOURCE,
            &localizer.plain("action_checkSource"),
        )),
    })
}

fn read(
    section: Element,
    input: &PopupInput,
    facts: &Facts,
    verdict: &Verdict,
    (file, functions): (&String, &[Declaration]),
    localizer: Localizer,
) -> Element {
    let now = input.context.as_ref().map_or(0, |context| context.now);
    let look_up = input.quota.as_ref().map(|quota| (quota, input.quota_at));
    let left = Left::of(facts, verdict, look_up, now);
    let fits: Vec<Fit> = functions
        .iter()
        .map(|function| left.fit(function))
        .collect();
    let sentence = match overall(&fits) {
        Overall::None => Some(localizer.with("forecast_none", std::slice::from_ref(file))),
        Overall::Fits => Some(localizer.plain("forecast_fits")),
        Overall::OnlyOne(at) => functions
            .get(at)
            .map(|only| localizer.with("forecast_onlyOne", &[name(only, localizer.0)])),
        Overall::Some => Some(localizer.plain("forecast_some")),
        Overall::Refused => Some(localizer.plain("forecast_refused")),
        Overall::Never => Some(localizer.plain("forecast_never")),
        Overall::Depends => Some(localizer.plain("forecast_depends")),
        Overall::Mixed => None,
    };
    let mut section = match sentence {
        Some(sentence) => section.child(element("p", "overall", &sentence)),
        None => section,
    };
    let mut list = element("ul", "functions", "");
    for (function, fit) in functions.iter().zip(&fits).take(MAX_LISTED) {
        list = list.child(item(function, *fit, localizer));
    }
    if !functions.is_empty() {
        section = section.child(list);
        let compared = match left.seconds {
            Some(seconds) => localizer.with(
                "forecast_left",
                &[duration::minutes_and_seconds(seconds, localizer.0)],
            ),
            None => localizer.plain("forecast_leftUnknown"),
        };
        section = section.child(element("p", "quiet", &compared));
    }
    let declared = localizer.with("forecast_declared", std::slice::from_ref(file));
    section.child(element("p", "quiet", &declared))
}

fn item(function: &Declaration, fit: Fit, localizer: Localizer) -> Element {
    let name = name(function, localizer.0);
    let asked = function
        .duration_seconds
        .and_then(|it| u32::try_from(it).ok());
    let asked = asked.map(|seconds| duration::gpu_time(seconds, localizer.0));
    let checked = function
        .checked_seconds
        .map(|it| duration::gpu_time(it, localizer.0));
    let text = match (asked, checked) {
        (Some(asked), Some(checked)) => localizer.with("forecast_run", &[name, asked, checked]),
        (Some(asked), None) => localizer.with("forecast_runUnclear", &[name, asked]),
        (None, _) => localizer.with("forecast_runDepends", &[name]),
    };
    let mark = match fit {
        Fit::Fits => Some(("chip fits", "fit_fits")),
        Fit::Refused | Fit::TooLong => Some(("chip refused", "fit_refused")),
        Fit::MayBeRefused => Some(("chip", "fit_mayBeRefused")),
        Fit::Never => Some(("chip refused", "fit_never")),
        Fit::Depends | Fit::Unknown => None,
    };
    let item = element("li", "", "").child(element("span", "", &text));
    match mark {
        Some((class, key)) => item.child(element("span", class, &localizer.plain(key))),
        None => item,
    }
}
