//! Of the background's and the popup's module: what the background asks.

use crate::browser::{self, from_js, to_js};
use crate::facts::{
    Address, Facts, FrameFacts, HubAnswer, PageEvents, PageFacts, Run, RunHistory, Sender, Space,
    SpaceId, ZeroGpuMessage, direct_host, hub_page_instead, hub_url, public_hub_page,
};
use crate::press_limit::PressLimit;
use crate::settings::{self, Settings};
use crate::tab::{Presence, Tab};
use crate::ui::banner::STYLES;
use crate::ui::notice::{NoticeContext, notice};
use crate::ui::owner;
use crate::ui::popup::WhyNoHubPage;
use crate::verdict::Judged;
use serde::Serialize;
use wasm_bindgen::prelude::*;

// --- Addresses ----------------------------------------------------------------------------------

/// The host label of a Space's own address, if it is one.
#[wasm_bindgen]
pub fn subdomain(href: &str) -> Option<String> {
    match Address::read(href) {
        Address::App { subdomain, .. } => Some(subdomain),
        Address::Hub(_) | Address::Other => None,
    }
}

/// Whether an address is that of a static Space's app, where no script of ours runs.
#[wasm_bindgen(js_name = isStaticApp)]
pub fn is_static_app(href: &str) -> bool {
    matches!(
        Address::read(href),
        Address::App {
            is_static: true,
            ..
        }
    )
}

/// Whether a tab shows the Hub page of the Space that is served at `subdomain`. `undefined` where
/// its address cannot be read, and where that does not show in it: then the Hub is to be asked which
/// Space it is, and whether it answered at all decides.
#[wasm_bindgen(js_name = isHubPageOf)]
pub fn is_hub_page_of(href: Option<String>, subdomain: &str, hub_answer: &JsValue) -> Option<bool> {
    let hub_answer: Option<HubAnswer> = from_js(hub_answer);
    crate::facts::is_hub_page_of(href.as_deref(), subdomain, hub_answer.as_ref())
}

/// A Space's page on the Hub, if the id is one.
#[wasm_bindgen(js_name = hubUrl)]
pub fn hub_page_url(id: &str) -> Option<String> {
    SpaceId::parse(id).map(|id| hub_url(&id))
}

/// The public Hub page of the Space that the Hub's answer describes.
#[wasm_bindgen(js_name = hubPageOf)]
pub fn hub_page_of(hub_answer: &JsValue) -> Option<String> {
    public_hub_page(&from_js(hub_answer)?)
}

/// The Hub page to go to instead of a direct address.
#[wasm_bindgen(js_name = hubPageInstead)]
pub fn hub_page_instead_of(href: &str, is_from_hub: bool, hub_answer: &JsValue) -> Option<String> {
    hub_page_instead(href, is_from_hub, &from_js(hub_answer)?)
}

/// Why there is none, in the popup's words; `hub_answer` is `null` where nobody is asked.
#[wasm_bindgen(js_name = whyNoHubPage)]
pub fn why_no_hub_page(hub_answer: &JsValue) -> String {
    let why = WhyNoHubPage::of(from_js::<Option<HubAnswer>>(hub_answer).flatten().as_ref());
    why.name().to_owned()
}

/// The host of the Space whose Hub page this is.
#[wasm_bindgen(js_name = directHost)]
pub fn direct_host_of(href: &str) -> Option<String> {
    direct_host(href)
}

// --- Events -------------------------------------------------------------------------------------

/// The run that a request is, `null` where it is none.
#[wasm_bindgen(js_name = readRequest)]
pub fn read_request(request: JsValue) -> JsValue {
    to_js(&Run::of_request(&request.into()))
}

/// What a toast says: a [`ZeroGpuMessage`], `null` where it is none of ZeroGPU's.
#[wasm_bindgen(js_name = readToast)]
pub fn read_toast(title: Option<String>, text: &str) -> JsValue {
    to_js(&ZeroGpuMessage::read(title.as_deref(), text))
}

// --- Verdicts -----------------------------------------------------------------------------------

/// What a frame's facts come to: `{judged, frame}`. `judged` is `null` where the facts cannot be the
/// sender's ([`Sender`]); `frame` is what the Hub page around the frame wants to know, where it stands
/// in one.
#[wasm_bindgen]
pub fn judge(page: &JsValue, events: &JsValue, sender: &JsValue) -> JsValue {
    #[derive(Default, Serialize)]
    struct Answer {
        judged: Option<Judged>,
        frame: Option<FrameFacts>,
    }
    let facts = || {
        let (page, events): (PageFacts, PageEvents) = (from_js(page)?, from_js(events)?);
        Facts::of(&page, &events, &from_js::<Sender>(sender)?)
    };
    let answer = facts().map(|facts| Answer {
        frame: FrameFacts::of(&facts),
        judged: Some(Judged::of(facts)),
    });
    to_js(&answer.unwrap_or_default())
}

/// The verdict on a document that has no core, by what the Hub says of its Space (`hub_answer`), or its
/// own Hub page does (`space`, the Hub's description): `null` where it may use somebody's GPU time.
#[wasm_bindgen(js_name = judgeAsleep)]
pub fn judge_asleep(
    href: String,
    is_top: bool,
    is_private: bool,
    hub_answer: &JsValue,
    space: JsValue,
) -> JsValue {
    let hub_answer = from_js(hub_answer).unwrap_or_default();
    let space = (!space.is_null()).then(|| Space::read(&space.into()));
    let judged = Judged::asleep(href, is_top, is_private, hub_answer, space);
    to_js(&judged.filter(|judged| judged.facts.counts_nothing()))
}

/// Whether a document's content security policies forbid WASM.
#[wasm_bindgen(js_name = forbidsWasm)]
pub fn forbids_wasm(policies: Vec<String>) -> bool {
    crate::facts::forbids_wasm(policies.iter().map(String::as_str))
}

/// What a tab's address alone tells, and the runs of a page in which no script of ours is.
#[wasm_bindgen(js_name = judgeUnscripted)]
pub fn judge_unscripted(
    href: String,
    is_private: bool,
    content_type: Option<String>,
    runs: &JsValue,
) -> JsValue {
    let runs = from_js(runs).unwrap_or_default();
    to_js(&Judged::unscripted(href, is_private, content_type, runs))
}

/// The Space whose owner the visitor may be: somebody is signed in on its Hub page.
#[wasm_bindgen(js_name = spaceOfVisitor)]
pub fn space_of_visitor(judged: &JsValue) -> Option<String> {
    let judged: Judged = from_js(judged)?;
    let id = owner::space_of_visitor(&judged)?;
    Some(id.as_str().to_owned())
}

/// What is kept of a tab ([`Tab`]), as far as it can be read, without the frames whose documents are
/// gone.
#[wasm_bindgen(js_name = readTab)]
pub fn read_tab(kept: &JsValue, gone: Vec<String>) -> JsValue {
    to_js(&tab(kept).without(&gone))
}

/// A frame of a tab says something: `{kept, isGranted}`.
#[wasm_bindgen(js_name = recordFrame)]
pub fn record_frame(kept: &JsValue, said: &JsValue) -> JsValue {
    #[derive(Serialize)]
    #[serde(rename_all = "camelCase")]
    struct Answer {
        is_granted: bool,
        kept: Tab,
    }
    let mut kept = tab(kept);
    let is_granted = from_js(said).is_some_and(|said| kept.record(said));
    to_js(&Answer { is_granted, kept })
}

/// What is said of a tab, `null` where nothing is.
#[wasm_bindgen]
pub fn speaker(kept: &JsValue) -> JsValue {
    to_js(&tab(kept).speaker())
}

fn tab(kept: &JsValue) -> Tab {
    from_js(kept).unwrap_or_default()
}

/// The documents of a tab that are there no more, by the [`Presence`] of each of its frames. `href` is
/// the tab's address, empty where nobody knows it.
#[wasm_bindgen(js_name = goneDocuments)]
pub fn gone_documents(kept: &JsValue, presences: &JsValue, href: &str) -> Vec<String> {
    let presences: Vec<Presence> = from_js(presences).unwrap_or_default();
    tab(kept).gone(&presences, href)
}

// --- What is shown, and what is remembered --------------------------------------------------------

/// What a page shows, given its verdict: `{element, about, styles}`, `null` where there is nothing to
/// say. `context` is a [`NoticeContext`].
#[wasm_bindgen(js_name = notice)]
pub fn notice_for(judged: &JsValue, context: &JsValue) -> JsValue {
    #[derive(Serialize)]
    struct Shown {
        #[serde(flatten)]
        notice: crate::ui::notice::Notice,
        styles: &'static str,
    }
    let (Some(judged), Some(context)) =
        (from_js::<Judged>(judged), from_js::<NoticeContext>(context))
    else {
        return JsValue::NULL;
    };
    let shown = notice(&judged, &context, &*browser::localize()).map(|notice| Shown {
        notice,
        styles: STYLES,
    });
    to_js(&shown)
}

/// What is chosen: [`Settings`]. `stored` are the pairs of storage, `managed` what the organisation set.
#[wasm_bindgen(js_name = readSettings)]
pub fn read_settings(stored: JsValue, managed: JsValue) -> JsValue {
    to_js(&Settings::read(&stored.into(), &managed.into()))
}

/// A verdict as it shows with these [`Settings`], now, in ms since 1970.
#[wasm_bindgen(js_name = applySettings)]
pub fn apply_settings(judged: &JsValue, settings: &JsValue, now: f64) -> JsValue {
    let settings: Settings = from_js(settings).unwrap_or_default();
    let judged: Option<Judged> = from_js(judged);
    to_js(&judged.map(|judged| settings.apply(judged, ms(now))))
}

/// What is to be stored to hide a verdict for its Space, or everywhere until `tomorrow`: `{key, value}`;
/// `null` where it has no Space that could be named.
#[wasm_bindgen]
pub fn hide(judged: &JsValue, is_for_space: bool, now: f64, tomorrow: f64) -> JsValue {
    let judged: Option<Judged> = from_js(judged);
    let change = judged
        .and_then(|judged| settings::hide(&judged.facts, is_for_space, ms(now), ms(tomorrow)));
    to_js(&change)
}

/// What is to be stored to show a verdict again; `null` where that is not the visitor's choice here.
#[wasm_bindgen(js_name = showAgain)]
pub fn show_again(judged: &JsValue, settings: &JsValue, now: f64) -> JsValue {
    let judged: Option<Judged> = from_js(judged);
    let settings: Settings = from_js(settings).unwrap_or_default();
    to_js(&judged.and_then(|judged| settings.show_again(&judged.facts, ms(now))))
}

/// Milliseconds since 1970, as JavaScript counts them.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
const fn ms(now: f64) -> u64 {
    now as u64
}

/// Whether what a page shows offers an act ([`act`](crate::ui::banner::act)).
#[wasm_bindgen]
pub fn offers(judged: &JsValue, context: &JsValue, act: &str) -> bool {
    let (judged, context) = (from_js::<Judged>(judged), from_js(context));
    let shown = judged
        .zip(context)
        .and_then(|(judged, context)| notice(&judged, &context, &*browser::localize()));
    shown.is_some_and(|notice| notice.element.offers(act))
}

/// Whether a press in a tab may open something now, in ms: `{opened, isAllowed}`. `opened` is a
/// [`PressLimit`].
#[wasm_bindgen(js_name = limitPress)]
pub fn limit_press(opened: &JsValue, tab: u32, now: f64) -> JsValue {
    #[derive(Serialize)]
    #[serde(rename_all = "camelCase")]
    struct Answer {
        is_allowed: bool,
        opened: PressLimit,
    }
    let mut opened: PressLimit = from_js(opened).unwrap_or_default();
    let is_allowed = opened.allows(tab, now);
    to_js(&Answer { is_allowed, opened })
}

/// A tab's badge: [`Badge`](crate::ui::badge::Badge).
#[wasm_bindgen]
pub fn badge(kept: &JsValue) -> JsValue {
    let kept = tab(kept);
    to_js(&crate::ui::badge::badge(
        kept.speaker(),
        &*browser::localize(),
    ))
}

/// This session's runs, once a verdict was seen. `kept` and the answer are [`RunHistory`].
#[wasm_bindgen(js_name = recordRuns)]
pub fn record_runs(kept: &JsValue, judged: &JsValue) -> JsValue {
    let mut history: RunHistory = from_js(kept).unwrap_or_default();
    if let Some(judged) = from_js::<Judged>(judged) {
        history.record(&judged.facts);
    }
    to_js(&history)
}

/// The same, once a stream of results of the Space at `subdomain` ended, with the runs that left
/// between `from` and `to`.
#[wasm_bindgen(js_name = endRuns)]
pub fn end_runs(kept: &JsValue, subdomain: &str, from: &str, to: &str) -> JsValue {
    let mut history: RunHistory = from_js(kept).unwrap_or_default();
    history.ended(subdomain, from, to);
    to_js(&history)
}
