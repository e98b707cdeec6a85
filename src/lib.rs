//! Whose Quota: whose GPU quota a run on a Hugging Face Space will use.
//!
//! `observe` → `judge` → `report`, `words` → `banner` are pure and tested natively. `page` and
//! `browser` are the edge, exist in WASM only, and decide nothing. Here are the doors.
//!
//! Two modules are built of this one crate: the page's (feature `page`), which every page of a Space
//! pays for, and the background's and popup's (feature `background`). What the one does not reach is
//! not in it.

// Nothing that a page does may panic us: a panic is an uncaught error on somebody else's page.
#![deny(
    clippy::arithmetic_side_effects,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::string_slice,
    clippy::todo,
    clippy::unreachable,
    clippy::unwrap_used
)]

pub mod checked;
pub mod decision;
pub mod facts;
mod string_enum;
pub mod tab;
pub mod ui;
pub mod verdict;

#[cfg(target_arch = "wasm32")]
mod browser;
#[cfg(all(target_arch = "wasm32", feature = "page"))]
mod page;

/// Four kilobytes less on each page than the allocator of Rust's own library (docs/performance.md).
#[cfg(target_arch = "wasm32")]
#[global_allocator]
static ALLOCATOR: talc::wasm::WasmDynamicTalc = talc::wasm::new_wasm_dynamic_allocator();

/// The doors of the page's module.
#[cfg(all(target_arch = "wasm32", feature = "page"))]
mod page_doors {
    use crate::page::ContentScript;
    use std::cell::RefCell;
    use std::rc::Rc;
    use wasm_bindgen::prelude::*;

    thread_local! {
        /// It lives as long as its document.
        static SCRIPT: RefCell<Option<Rc<ContentScript>>> = const { RefCell::new(None) };
    }

    /// Begins in this document, anew where the Hub made another page of it; `false` where there is
    /// nothing to do.
    #[wasm_bindgen]
    pub fn begin(heard: &JsValue) -> bool {
        end();
        let script = ContentScript::begin(heard);
        let begins = script.is_some();
        SCRIPT.with(|slot| slot.replace(script));
        begins
    }

    /// Something came to the ears of `content.js`; `again` where the document is to be read again, and
    /// what got no answer is to be asked again.
    #[wasm_bindgen]
    pub fn heard(heard: &JsValue, again: bool) {
        if let Some(script) = SCRIPT.with(|slot| slot.borrow().clone()) {
            script.heard(heard, again);
        }
    }

    /// The document shows no Space any more.
    #[wasm_bindgen]
    pub fn end() {
        if let Some(script) = SCRIPT.with(RefCell::take) {
            script.leave();
        }
    }
}

/// The doors of the background's and the popup's module.
#[cfg(all(target_arch = "wasm32", feature = "background"))]
mod background_doors {
    use crate::facts::{
        Address, EmbeddedSpace, Facts, HubAnswer, Json, Message, PageInput, QuotaAnswer, Run,
        RunHistory, SpaceId, back_off, hub_url,
    };
    use crate::tab::Tab;
    use crate::ui::card::AccountOwner;
    use crate::ui::{banner, card, notice, popup, report};
    use crate::{browser, checked, decision, facts};
    use wasm_bindgen::prelude::*;

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
    /// that does not show in the address: then the Hub is to be asked which Space it is, and whether
    /// it answered at all decides.
    #[wasm_bindgen(js_name = isHubPageOf)]
    pub fn is_hub_page_of(href: &str, subdomain: &str, hub_answer: &JsValue) -> Option<bool> {
        let Address::Hub(page) = Address::read(href) else {
            return Some(false);
        };
        if page.subdomain() == subdomain {
            return Some(true);
        }
        match HubAnswer::from_message(&browser::from_js(hub_answer)) {
            HubAnswer::Found(space) => Some(space.id?.is(&page)),
            _ => None,
        }
    }

    /// The Space that an app's config claims to be, if its form is the host's.
    #[wasm_bindgen(js_name = claimedId)]
    pub fn claimed_id(config: &str, subdomain: &str) -> Option<String> {
        let id = SpaceId::parse(Json::parse(config)?.get("space_id").text()?)?;
        (id.subdomain() == subdomain).then(|| id.as_str().to_owned())
    }

    /// What an answer to the question by subdomain means together with the one by id, `null` where no
    /// page claims an id.
    #[wasm_bindgen(js_name = bothAnswers)]
    pub fn both_answers(by_subdomain: &JsValue, by_id: &JsValue) -> JsValue {
        let read = |answer| HubAnswer::from_message(&browser::from_js(answer));
        let by_id = (!by_id.is_null()).then(|| read(by_id));
        browser::to_js(&read(by_subdomain).with_answer_by_id(by_id).to_message())
    }

    /// Reads the Hub's answer about the Space that is served at `host`.
    #[wasm_bindgen(js_name = readHubAnswer)]
    pub fn read_hub_answer(
        status: u16,
        body: &str,
        host: &str,
        asked_id: Option<String>,
    ) -> JsValue {
        let asked_id = asked_id.as_deref().and_then(SpaceId::parse);
        let asked_id = asked_id.as_ref();
        let answer = match host.strip_suffix(".hf.space") {
            Some(subdomain) => HubAnswer::read(status, body, subdomain, asked_id),
            None => HubAnswer::read_at(status, body, host, asked_id),
        };
        browser::to_js(&answer.to_message())
    }

    /// Reads the Hub's answer about the visitor's own quota.
    #[wasm_bindgen(js_name = readQuotaAnswer)]
    pub fn read_quota_answer(status: u16, body: &str) -> JsValue {
        browser::to_js(&QuotaAnswer::read(status, body).to_message())
    }

    /// The Spaces in a page that `find_spaces.js` looked through: `[{host, claimedId}]`.
    #[wasm_bindgen(js_name = findSpaces)]
    pub fn find_spaces(page: &JsValue) -> JsValue {
        let found = EmbeddedSpace::read(&browser::from_js(page));
        let list = found.iter().map(|found| {
            let claimed_id = found.claimed_id.as_ref().map(SpaceId::as_str);
            Json::object()
                .with("host", found.host.as_str().into())
                .with("claimedId", claimed_id.into())
        });
        browser::to_js(&Json::List(list.collect()))
    }

    /// The report on the Space number `index` of those; `null` where it is not what it claims to be.
    #[wasm_bindgen(js_name = judgeEmbedded)]
    pub fn judge_found(
        page: &JsValue,
        index: usize,
        hub_answer: &JsValue,
        private_window: bool,
        user_agent: String,
    ) -> JsValue {
        let page = browser::from_js(page);
        let hub_answer = HubAnswer::from_message(&browser::from_js(hub_answer));
        let found = EmbeddedSpace::read(&page);
        let seen = found
            .get(index)
            .and_then(|found| found.seen(&page, hub_answer, private_window));
        let Some(seen) = seen else {
            return JsValue::NULL;
        };
        let reporter = browser::reporter(user_agent);
        browser::to_js(&decision::decide(&seen, &reporter).report)
    }

    /// What the popup shows: an element, and the report for a forum post. `seen` is a
    /// [`popup::PopupInput`].
    #[wasm_bindgen(js_name = popup)]
    pub fn popup_content(seen: &JsValue) -> JsValue {
        let seen = popup::PopupInput::from_message(&browser::from_js(seen));
        let element = popup::popup(&seen, &*browser::lookup());
        let message = Json::object()
            .with("element", element.to_message())
            .with("markdown", report::markdown(&seen.report).as_str().into());
        browser::to_js(&message)
    }

    /// A Space's page on the Hub, if the id is one.
    #[wasm_bindgen(js_name = hubUrl)]
    pub fn hub_page_url(id: &str) -> Option<String> {
        SpaceId::parse(id).map(|id| hub_url(&id))
    }

    /// The run that a request is, `null` where it is none.
    #[wasm_bindgen(js_name = readRequest)]
    pub fn read_request(request: &JsValue) -> JsValue {
        let run = Run::of_request(&browser::from_js(request));
        run.map_or(JsValue::NULL, |run| browser::to_js(&run.to_message()))
    }

    /// What a toast says: a [`Message`], `null` where it is none of ZeroGPU's.
    #[wasm_bindgen(js_name = readToast)]
    pub fn read_toast(title: Option<String>, text: &str) -> JsValue {
        let message = Message::read(title.as_deref(), text);
        message.map_or(JsValue::NULL, |message| {
            browser::to_js(&message.to_message())
        })
    }

    /// Decides about a page that cannot run this core itself, or has no script of ours at all.
    /// `seen` is a [`PageInput`]; the answer is a [`decision::Decision`].
    #[wasm_bindgen]
    pub fn decide(seen: &JsValue, user_agent: String) -> JsValue {
        let seen: PageInput = PageInput::from_message(&browser::from_js(seen));
        let reporter = browser::reporter(user_agent);
        browser::to_js(&decision::decide(&seen, &reporter).into_message())
    }

    /// Whether a document's content security policies forbid WASM.
    #[wasm_bindgen(js_name = forbidsWasm)]
    pub fn forbids_wasm(policies: Vec<String>) -> bool {
        facts::forbids_wasm(policies.iter().map(String::as_str))
    }

    /// Whether the Space in a [`PageInput`] is known to use nobody's GPU time.
    #[wasm_bindgen(js_name = countsNothing)]
    pub fn counts_nothing(seen: &JsValue) -> bool {
        let seen = PageInput::from_message(&browser::from_js(seen));
        Facts::read(&seen).counts_nothing()
    }

    /// The report that a frame's report comes to, `null` where it cannot be the sender's
    /// ([`checked::Sender`]).
    #[wasm_bindgen(js_name = checkReport)]
    pub fn check_report(said: &JsValue, sender: &JsValue, user_agent: String) -> JsValue {
        let sender = checked::Sender::from_message(&browser::from_js(sender));
        let reporter = browser::reporter(user_agent);
        checked::checked(&browser::from_js(said), &sender, &reporter)
            .map_or(JsValue::NULL, |report| browser::to_js(&report))
    }

    /// What the frame of the app at `subdomain` tells the Hub page around it.
    #[wasm_bindgen(js_name = checkFacts)]
    pub fn check_facts(said: &JsValue, subdomain: &str, latest: &str) -> JsValue {
        let facts = checked::checked_facts(&browser::from_js(said), subdomain, latest);
        browser::to_js(&facts.to_message())
    }

    /// What is kept of a tab ([`Tab`]), as far as it can be read, without the frames whose documents
    /// are gone.
    #[wasm_bindgen(js_name = readTab)]
    pub fn read_tab(kept: &JsValue, gone: Vec<String>) -> JsValue {
        let gone: Vec<&str> = gone.iter().map(String::as_str).collect();
        let tab = Tab::from_message(&browser::from_js(kept)).without(&gone);
        browser::to_js(&tab.to_message())
    }

    /// A frame of a tab says something: `{kept, isGranted}`.
    #[wasm_bindgen(js_name = hearFrame)]
    pub fn hear_frame(kept: &JsValue, said: &JsValue) -> JsValue {
        let mut tab = Tab::from_message(&browser::from_js(kept));
        let is_granted = tab.hear(&browser::from_js(said));
        let message = Json::object()
            .with("kept", tab.to_message())
            .with("isGranted", is_granted.into());
        browser::to_js(&message)
    }

    /// What is said of a tab, `null` where nothing is.
    #[wasm_bindgen]
    pub fn speaker(kept: &JsValue) -> JsValue {
        let tab = Tab::from_message(&browser::from_js(kept));
        tab.speaker().map_or(JsValue::NULL, browser::to_js)
    }

    /// Whether a report can be about a tab's own document, by the tab's address.
    #[wasm_bindgen(js_name = isAbout)]
    pub fn is_about(report: &JsValue, href: &str) -> bool {
        checked::is_about(&browser::from_js(report), href)
    }

    /// Whether what is kept can be an answer about the visitor's own quota.
    #[wasm_bindgen(js_name = isQuotaAnswer)]
    pub fn is_quota_answer(kept: &JsValue) -> bool {
        QuotaAnswer::from_message(&browser::from_js(kept)).is_some()
    }

    /// Whether what is kept can be an answer of the Hub's.
    #[wasm_bindgen(js_name = isAnswer)]
    pub fn is_answer(kept: &JsValue) -> bool {
        HubAnswer::kept(&browser::from_js(kept)).is_some()
    }

    /// Whether a page at `subdomain` can claim to be a Space: the id has the host's form.
    #[wasm_bindgen(js_name = canClaim)]
    pub fn can_claim(id: &str, subdomain: &str) -> bool {
        SpaceId::parse(id).is_some_and(|id| id.subdomain() == subdomain)
    }

    /// For how many seconds the Hub is not to be asked again.
    #[wasm_bindgen(js_name = backOff)]
    pub fn back_off_seconds(
        status: u16,
        retry_after: Option<String>,
        rate_limit: Option<String>,
    ) -> u32 {
        back_off(status, retry_after.as_deref(), rate_limit.as_deref())
    }

    /// What a page shows, given its report: `{element, about, styles}`, `null` where there is nothing
    /// to say. `around` is a [`notice::NoticeContext`].
    #[wasm_bindgen]
    pub fn shown(report: &JsValue, around: &JsValue) -> JsValue {
        let around = notice::NoticeContext::from_message(&browser::from_js(around));
        let notice = notice::notice(&browser::from_js(report), &around, &*browser::lookup());
        notice.map_or(JsValue::NULL, |notice| {
            let message = Json::object()
                .with("element", notice.element.to_message())
                .with("about", notice.about.as_str().into())
                .with("styles", banner::STYLES.into());
            browser::to_js(&message)
        })
    }

    /// Whether a report's verdict is about the visitor's own account, where it is about one.
    #[wasm_bindgen(js_name = isOwnAccount)]
    pub fn is_own_account(report: &JsValue) -> bool {
        let facts = Facts::from_message(&browser::from_js(report));
        card::verdict_owner(&facts) == AccountOwner::Visitor
    }

    /// This session's runs, once a report was seen. `kept` and the answer are [`RunHistory`].
    #[wasm_bindgen(js_name = learnOutcomes)]
    pub fn learn_outcomes(kept: &JsValue, report: &JsValue) -> JsValue {
        let mut outcomes = RunHistory::from_message(&browser::from_js(kept));
        outcomes.record(&browser::from_js(report));
        browser::to_js(&outcomes.to_message())
    }

    /// The same, once a stream of results of the Space at `subdomain` ended, with the runs that left
    /// between `from` and `to`.
    #[wasm_bindgen(js_name = endOutcomes)]
    pub fn end_outcomes(kept: &JsValue, subdomain: &str, from: &str, to: &str) -> JsValue {
        let mut outcomes = RunHistory::from_message(&browser::from_js(kept));
        outcomes.ended(subdomain, from, to);
        browser::to_js(&outcomes.to_message())
    }
}
