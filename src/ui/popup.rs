//! The popup: everything that is known of a tab, as plain elements. `extension/popup.js` gathers what
//! it needs and builds what comes out.

use crate::facts::{
    Address, Allowance, ChargedTo, Facts, Handshake, Identity, Place, Plan, QuotaAnswer, Remaining,
    Visibility, ZeroGpuMessage, digits,
};
use crate::ui::QUOTA;
use crate::ui::banner_text;
use crate::ui::card::{self, AccountOwner, Card};
use crate::ui::duration;
use crate::ui::element::{Element, button, element};
use crate::ui::evidence::{
    Fact, Signal, cookies_blocked, gradio_fact, handshake_signal, private_window, sign_in,
};
use crate::ui::notice::NoticeContext;
use crate::ui::remedy::remedy;
use crate::ui::text::{Localize, Localizer, Text};
use crate::verdict::{Grade, Judged, Pool, Reason, Verdict};
use serde::{Deserialize, Deserializer};

/// What a press asks of `extension/popup.js`: the values of `data-act`.
pub mod act {
    /// A link: it opens in the tab's own window.
    pub const FOLLOW: &str = "follow";
    /// Opens the Space's page in a window that is not private.
    pub const NORMAL_WINDOW: &str = "normal-window";
    /// Puts the report on the clipboard.
    pub const COPY_REPORT: &str = "copy-report";
    /// The same, for a forum post.
    pub const COPY_MARKDOWN: &str = "copy-markdown";
    /// From now on asks for the remaining quota when the popup opens.
    pub const ASK_QUOTA: &str = "ask-quota";
    /// Asks for it no more.
    pub const STOP_ASKING: &str = "stop-asking";
    /// Looks for Spaces in a page that has no address of Hugging Face.
    pub const LOOK: &str = "look";
    /// Asks the browser for access to the tab's site.
    pub const ALLOW: &str = "allow";
    /// Loads the tab again.
    pub const RELOAD: &str = "reload";
}

/// How a tab stands to us.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TabState {
    /// There is a verdict.
    Judged,
    /// A script of ours is at work there.
    Looking,
    /// A Space's address, and no script of ours: the extension is newer than the page.
    Stale,
    /// The visitor's browser keeps us away from the site.
    Refused,
    /// No address of a Space.
    NotASpace,
    /// A Space's address, and what stands there is not its app: a file, a picture, documentation.
    NotTheApp,
    /// A Space's address, and the browser lets nobody look at what stands there: a viewer of its own
    /// for files, or an error page.
    Closed,
    /// It was looked for Spaces, and there are none.
    NothingFound,
    /// The page is too busy to answer.
    Busy,
    /// Something of ours failed there.
    Failed,
}

/// What the popup knows (`extension/popup/`).
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[allow(clippy::struct_excessive_bools)]
pub struct PopupInput {
    /// The tab's address, empty where the browser hides it.
    pub href: String,
    /// What is kept of the tab, or what the address alone tells.
    pub judged: Option<Judged>,
    /// It is what a script of ours said there.
    pub is_kept: bool,
    /// Something of ours failed there.
    pub is_failed: bool,
    /// The page is too busy to answer.
    pub is_busy: bool,
    /// The tab is still loading.
    pub is_loading: bool,
    /// The visitor's browser keeps us away from the site.
    pub is_refused: bool,
    /// The page was searched for Spaces.
    pub was_looked: bool,
    /// The verdict is about a Space that was found in the page.
    pub was_found: bool,
    /// What our script in the tab says of itself, where there is one.
    pub script: Option<Script>,
    /// What stands in a tab without one, as far as that was looked at.
    pub unscripted: Option<Unscripted>,
    /// Whether the tab is in a private window, or keeps its cookies apart from the popup's.
    #[serde(rename = "isApart")]
    pub separate_cookies: bool,
    /// Whether to ask for the remaining quota.
    pub asks_quota: bool,
    /// What was answered.
    pub quota: Option<QuotaAnswer>,
    /// Points in time of the answer, in the visitor's words.
    pub clock: Clock,
    /// What is known beside the verdict.
    pub context: Option<NoticeContext>,
    /// Firefox, where the way to a site's permission is another one.
    pub is_firefox: bool,
}

/// What our script in a tab says of itself.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Script {
    /// Whether it is at work.
    pub is_space: bool,
}

/// What stands in a tab without a script of ours.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Unscripted {
    /// `None` where the browser lets nobody look.
    pub content_type: Option<String>,
}

/// Points in time, in the visitor's words.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Clock {
    /// When the page's figure was true: hour and minute.
    pub updated: Option<String>,
    /// When the day's GPU time begins anew.
    #[serde(deserialize_with = "moment")]
    pub resets: Option<Moment>,
    /// When the number of runs does.
    #[serde(deserialize_with = "moment")]
    pub runs_reset: Option<Moment>,
}

/// A point in time that is to come.
#[derive(Clone, Debug, Deserialize)]
pub struct Moment {
    /// In so many minutes.
    #[serde(rename = "in")]
    pub minutes: u16,
    /// Hour and minute.
    pub at: String,
}

/// The Hub may name any time: one that is weeks away, or odd, is not told.
fn moment<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Moment>, D::Error> {
    Ok(Moment::deserialize(deserializer).ok())
}

impl PopupInput {
    /// How the tab stands to us.
    #[must_use]
    pub fn state(&self) -> TabState {
        let is_judged = (self.judged.as_ref()).is_some_and(|Judged { facts, verdict }| {
            facts.place != Place::Other || verdict.pool == Pool::None
        });
        let is_file = self.judged.is_some() && !is_judged;
        let is_at_work = self.script.as_ref().map(|script| script.is_space);
        match Address::read(&self.href) {
            _ if self.was_found => TabState::Judged,
            _ if self.was_looked => TabState::NothingFound,
            _ if self.is_refused => TabState::Refused,
            _ if self.is_failed => TabState::Failed,
            _ if is_judged && self.is_kept => TabState::Judged,
            Address::App {
                is_static: true, ..
            } => TabState::Judged,
            Address::App { .. } if is_at_work == Some(false) || is_file => TabState::NotTheApp,
            Address::App { .. } | Address::Hub(_) if self.is_busy => TabState::Busy,
            Address::App { .. } | Address::Hub(_) => match is_at_work {
                Some(true) => TabState::Looking,
                Some(false) => TabState::NotASpace,
                None if self.is_loading => TabState::Looking,
                None => self.unscripted_state(),
            },
            Address::Other => TabState::NotASpace,
        }
    }

    fn unscripted_state(&self) -> TabState {
        match &self.unscripted {
            None => TabState::Stale,
            Some(Unscripted { content_type: None }) => TabState::Closed,
            Some(Unscripted {
                content_type: Some(kind),
            }) if kind == "text/html" => TabState::Stale,
            Some(_) => TabState::NotTheApp,
        }
    }
}

/// Builds the popup's content.
#[must_use]
pub fn popup(input: &PopupInput, localize: &Localize) -> Element {
    let localizer = Localizer(localize);
    let judged = input.judged.clone().unwrap_or_default();
    let Judged { facts, verdict } = &judged;
    let content = element("div", "content", "");
    if input.state() != TabState::Judged {
        return content
            .child(empty(input, localizer))
            .child(remaining(input, facts, localizer))
            .child(limits(localizer));
    }
    let context = NoticeContext {
        href: own_href(input, facts).to_owned(),
        ..input.context.clone().unwrap_or_default()
    };
    let explained = facts
        .current_message()
        .and_then(|message| card::explain(facts, verdict, message, &context, localize));
    let mut content = content.child(verdict_section(input, facts, verdict, localizer));
    if let Some(card) = &explained {
        content = content.child(message_section(card, localizer));
    }
    if let Some(actions) = actions(input, facts, verdict, explained.as_ref(), localizer) {
        content = content.child(actions);
    }
    content
        .child(remaining(input, facts, localizer))
        .child(evidence(facts, verdict, localizer))
        .child(figures(facts, verdict, localizer))
        .child(limits(localizer))
}

fn empty(input: &PopupInput, localizer: Localizer) -> Element {
    let (headline, text) = match input.state() {
        TabState::Looking | TabState::Judged => ("popup_looking", "popup_lookingText"),
        TabState::Stale => ("popup_stale", "popup_staleText"),
        TabState::Refused if input.is_firefox => ("popup_refused", "popup_refusedFirefox"),
        TabState::Refused => ("popup_refused", "popup_refusedChromium"),
        TabState::NotASpace => ("popup_notASpace", "popup_notASpaceText"),
        TabState::NotTheApp => ("popup_notTheApp", "popup_notTheAppText"),
        TabState::Closed => ("popup_closed", "popup_closedText"),
        TabState::NothingFound => ("popup_nothingFound", "popup_nothingFoundText"),
        TabState::Busy => ("popup_busy", "popup_busyText"),
        TabState::Failed => ("popup_failed", "popup_failedText"),
    };
    let act = match (input.state(), Address::read(&input.href)) {
        (TabState::Stale | TabState::Closed, _) => Some((act::RELOAD, "action_reloadTab")),
        (TabState::Refused, _) => Some((act::ALLOW, "action_allow")),
        (TabState::NotASpace, Address::Other) => Some((act::LOOK, "action_look")),
        _ => None,
    };
    let section = element("section", "verdict", "")
        .child(headline_element(&localizer.plain(headline)))
        .child(element("p", "cause", &localizer.plain(text)));
    match act {
        Some((act, label)) => section.child(element("div", "actions", "").child(button(
            "main",
            act,
            &localizer.plain(label),
        ))),
        None => section,
    }
}

fn headline_element(text: &str) -> Element {
    element("h1", "", text).attribute("id", "verdict")
}

/// `SLEEPING` and its like, for a Space that runs nothing just now.
fn at_rest(stage: Option<&str>) -> Option<&'static str> {
    Some(match stage? {
        "SLEEPING" => "stage_asleep",
        "PAUSED" | "STOPPED" | "DELETING" => "stage_stopped",
        "BUILDING" | "APP_STARTING" => "stage_starting",
        "NO_APP_FILE" | "CONFIG_ERROR" | "BUILD_ERROR" | "RUNTIME_ERROR" => "stage_broken",
        _ => return None,
    })
}

fn verdict_section(
    input: &PopupInput,
    facts: &Facts,
    verdict: &Verdict,
    localizer: Localizer,
) -> Element {
    let has = |reason| verdict.reasons.contains(&reason);
    let is_guest = verdict.pool == Pool::Guest;
    let may = is_guest && verdict.grade == Grade::Assumed;
    let owner = card::verdict_owner(facts);
    let headline = match (verdict.pool, charged_plan(facts)) {
        (Pool::Account, _) if owner == AccountOwner::SomebodyElse => {
            localizer.plain("verdict_notYours")
        }
        (Pool::Account, _) if owner == AccountOwner::Unknown => {
            localizer.plain("verdict_anAccount")
        }
        (Pool::Account, _) if verdict.grade == Grade::Assumed => {
            localizer.plain("verdict_accountMay")
        }
        (Pool::Account, Some(plan)) => {
            localizer.with("verdict_accountPlan", &[plan_name(plan, localizer)])
        }
        (Pool::Account, None) => localizer.plain("verdict_account"),
        // Nothing counts where a run never leaves.
        (Pool::Guest, _) if has(Reason::ThirdPartyEmbed) && has(Reason::OutdatedGradio) => {
            localizer.text(&banner_text::headline_and_cause(facts, verdict).0)
        }
        (Pool::Guest, _) if may => localizer.plain("verdict_guestMay"),
        (Pool::Guest, _) => localizer.plain("verdict_guest"),
        (Pool::Space, _) => localizer.plain("verdict_space"),
        (Pool::None, _) => localizer.plain("verdict_none"),
        (Pool::Unknown, _) => localizer.plain("verdict_unknown"),
    };
    let ran = verdict.grade == Grade::Observed;
    // The message itself stands below.
    let is_told = ran && facts.current_message().is_some_and(ZeroGpuMessage::decides);
    let grade = match verdict.grade {
        Grade::Observed if is_told && owner == AccountOwner::SomebodyElse => {
            "grade_observedNotYours"
        }
        Grade::Observed if is_told => "grade_observedMessage",
        Grade::Observed if is_guest => "grade_observedGuest",
        Grade::Observed => "grade_observedAccount",
        Grade::Derived if verdict.pool == Pool::None => "grade_derivedNone",
        Grade::Derived => "grade_derived",
        Grade::Assumed if facts.own_front_end => "grade_ownFrontEnd",
        Grade::Assumed => "grade_assumed",
    };
    let class = match verdict.pool {
        Pool::Guest => "verdict guest",
        Pool::Account => "verdict account",
        _ => "verdict",
    };
    let mut section = element("section", class, "");
    let rest = at_rest(facts.space.stage.as_deref()).filter(|_| verdict.pool != Pool::None);
    section = match rest {
        Some(key) => section
            .child(headline_element(&localizer.plain(key)))
            .child(element(
                "p",
                "later",
                &match verdict.pool {
                    Pool::Unknown => headline.clone(),
                    _ => localizer.with("stage_then", std::slice::from_ref(&headline)),
                },
            )),
        None => section.child(headline_element(&headline)),
    };
    section = section.child(element("p", "", &localizer.plain(grade)).attribute("id", "grade"));
    let cause = match verdict.pool {
        _ if is_told => None,
        Pool::Guest => {
            let (banner_headline, cause) = banner_text::headline_and_cause(facts, verdict);
            // What the banner's headline tells beyond the verdict.
            if !["headline_guest", "headline_guestMay", "headline_run"]
                .contains(&banner_headline.key)
                && localizer.text(&banner_headline) != headline
            {
                section = section.child(element("p", "cause", &localizer.text(&banner_headline)));
            }
            Some(cause)
        }
        Pool::Account if !ran => Some(Text::plain("why_account")),
        Pool::Account | Pool::Space => None,
        Pool::None => Some(Text::plain("why_none")),
        Pool::Unknown => Some(why_unknown(facts, verdict)),
    };
    if let Some(cause) = cause {
        section = section.child(element("p", "cause", &localizer.text(&cause)));
    }
    if is_guest && !is_told {
        let consequence = banner_text::consequence(facts, verdict);
        section = section.child(element("p", "cause", &localizer.text(&consequence)));
    }
    if input.was_found {
        section = section.child(element("p", "cause", &localizer.plain("popup_found")));
    }
    let name = facts.space.id.as_ref().map(|id| id.as_str().to_owned());
    let name = name.or_else(|| facts.space.subdomain.clone());
    section.child(element("p", "", &name.unwrap_or_default()).attribute("id", "space"))
}

/// What ZeroGPU said, explained as on the page.
fn message_section(card: &Card, localizer: Localizer) -> Element {
    let mut section = section("popup_message", localizer)
        .child(element("p", "said", &localizer.text(&card.headline)))
        .child(element("p", "cause", &localizer.text(&card.charged)));
    let mut helps = element("ul", "helps", "");
    for help in &card.helps {
        helps = helps.child(element("li", "", &localizer.text(help)));
    }
    section = section.child(helps);
    if let Some((_, clock)) = &card.until {
        let more = localizer.with("popup_more", std::slice::from_ref(clock));
        section = section.child(element("p", "cause", &more));
    }
    match &card.scope {
        Some(scope) => section.child(element("p", "cause", &localizer.text(scope))),
        None => section,
    }
}

/// The plan on whose account a run counts: in ZeroGPU's own words, or the visitor's.
fn charged_plan(facts: &Facts) -> Option<Plan> {
    let plan = facts.visitor.plan.filter(|plan| *plan != Plan::Anonymous);
    match facts.current_message().filter(|message| message.decides()) {
        Some(message) if message.charged_to == ChargedTo::Free => Some(Plan::Free),
        Some(message) if message.charged_to == ChargedTo::Pro => {
            // Which of the paid ones, the message does not tell.
            let is_own = card::account_owner(facts, message) == AccountOwner::Visitor;
            plan.filter(|_| is_own)
        }
        _ => plan,
    }
}

fn why_unknown(facts: &Facts, verdict: &Verdict) -> Text {
    if let Some(called) = facts.called() {
        return Text::with("why_callsAnother", vec![called.id.as_str().to_owned()]);
    }
    let is_own_page = matches!(facts.place, Place::Direct | Place::Embed);
    Text::plain(if verdict.reasons.contains(&Reason::HandshakeMissing) {
        "why_handshake"
    } else if facts.visitor.signed_in.is_none() && facts.place == Place::Hub {
        "why_signInUnreadable"
    } else if is_own_page && facts.space.hardware.is_none() {
        "why_notPublic"
    } else {
        "why_unknown"
    })
}

fn plan_name(plan: Plan, localizer: Localizer) -> String {
    localizer.plain(match plan {
        Plan::Anonymous => "plan_anonymous",
        Plan::Free => "plan_free",
        Plan::Pro => "plan_pro",
        Plan::Team => "plan_team",
        Plan::Enterprise => "plan_enterprise",
    })
}

/// What to do, most useful first.
fn actions(
    input: &PopupInput,
    facts: &Facts,
    verdict: &Verdict,
    explained: Option<&Card>,
    localizer: Localizer,
) -> Option<Element> {
    if verdict.pool == Pool::None {
        return None;
    }
    let mut actions = element("div", "actions", "");
    let remedy = match explained {
        Some(card) => card.remedy.clone(),
        None => (verdict.pool != Pool::Account)
            .then(|| remedy(facts, verdict, own_href(input, facts)))
            .flatten()
            // Where nothing is wrong with the Space there is nothing to tell its owner.
            .filter(|_| {
                verdict.pool == Pool::Guest || facts.place != Place::Hub || facts.called().is_some()
            }),
    };
    if let Some(remedy) = remedy {
        let link = link("main", &localizer.text(&remedy.label), &remedy.href);
        actions = actions.child(link.attribute("target", remedy.target));
    }
    if facts.visitor.private_window == Some(true)
        && facts.visitor.signed_in != Some(true)
        && facts.space.id.is_some()
        && facts.space.visibility != Some(Visibility::Protected)
    {
        let label = localizer.plain("action_normalWindow");
        actions = actions.child(button("plain", act::NORMAL_WINDOW, &label));
    }
    let about = link(
        "plain",
        &localizer.plain("action_aboutZeroGpu"),
        QUOTA.source,
    );
    Some(actions.child(about.attribute("target", "_blank")))
}

/// The app's own address, whose query its remedy keeps. In somebody else's page the tab's address is
/// theirs, and nothing of it is passed on.
fn own_href<'a>(input: &'a PopupInput, facts: &Facts) -> &'a str {
    match facts.place {
        Place::Embed => "",
        _ => &input.href,
    }
}

fn link(class: &'static str, label: &str, href: &str) -> Element {
    element("a", class, label)
        .attribute("href", href)
        .attribute("rel", "noopener")
        .attribute("data-act", act::FOLLOW)
}

fn evidence(facts: &Facts, verdict: &Verdict, localizer: Localizer) -> Element {
    let mut list = element("ul", "facts", "");
    for (label, (signal, fact)) in fact_list(facts, verdict.pool, localizer) {
        // Where nothing is counted nothing hinders.
        let signal = match verdict.pool {
            Pool::None => Signal::Neutral,
            _ => signal,
        };
        list = list.child(
            element("li", signal.class(), "")
                .child(element("span", "spoken", &localizer.plain(signal.spoken())))
                .child(element("span", "label", &localizer.plain(label)))
                .child(element("span", "fact", &localizer.text(&fact))),
        );
    }
    section("popup_evidence", localizer).child(list)
}

fn section(heading: &str, localizer: Localizer) -> Element {
    element("section", "", "").child(element("h2", "", &localizer.plain(heading)))
}

/// Everything that decides, whether it is known or not.
fn fact_list(facts: &Facts, pool: Pool, localizer: Localizer) -> [(&'static str, Fact); 10] {
    let plain = Text::plain;
    let visitor = &facts.visitor;
    let host = facts.space.subdomain.clone().unwrap_or_default() + ".hf.space";
    let address = match facts.place {
        Place::Hub => (Signal::For, plain("see_addressHub")),
        Place::Direct => (Signal::Against, Text::with("see_addressApp", vec![host])),
        _ => (Signal::Neutral, Text::with("see_addressApp", vec![host])),
    };
    let frame = match facts.place {
        Place::Hub | Place::HubFrame => (Signal::For, plain("see_frameHub")),
        Place::Direct => (Signal::Neutral, plain("see_frameNone")),
        Place::Embed => (Signal::Against, plain("see_frameOther")),
        Place::Other => (Signal::Neutral, plain("see_unknown")),
    };
    let keys = [
        visitor.plan.map_or("see_signedIn", signed_in_as),
        "see_signedOut",
        "see_unreadable",
        "see_signInHidden",
    ];
    let sign_in = sign_in(facts, keys);
    let unknown = || (Signal::Neutral, plain("see_unknown"));
    let window = match visitor.private_window {
        Some(true) => private_window("see_windowPrivate"),
        Some(false) => (Signal::For, plain("see_windowNormal")),
        None => unknown(),
    };
    let cookies = match visitor.cookies_blocked {
        Some(true) => cookies_blocked("see_cookiesBlocked"),
        Some(false) => (Signal::For, plain("see_cookiesAllowed")),
        None => unknown(),
    };
    let handshake = match (facts.place, facts.handshake) {
        (_, Some(Handshake::Answered)) => "see_handshakeAnswered",
        (Place::Direct | Place::Embed, _) => "see_handshakeNobody",
        (_, Some(Handshake::Asked)) => "see_handshakeAsked",
        (_, Some(Handshake::Absent)) => "see_handshakeAbsent",
        (_, None) => "see_handshakeNone",
    };
    let gradio = facts.space.gradio_version.map_or_else(unknown, |version| {
        let keys = [
            "see_gradio",
            "see_gradioEarly",
            "see_gradioOldWay",
            "see_gradioNever",
        ];
        gradio_fact(version, keys)
    });
    let hardware = match (facts.space.is_zero_gpu(), &facts.space.hardware) {
        (Some(true), _) => (Signal::Neutral, plain("see_zeroGpu")),
        (Some(false), Some(name)) => (
            Signal::Neutral,
            Text::with("see_hardware", vec![name.clone()]),
        ),
        _ => unknown(),
    };
    let last_run = match facts.runs.last() {
        Some(run) if run.identity == Identity::Absent => (Signal::Against, plain("see_runAbsent")),
        Some(_) if pool == Pool::Account && facts.can_count_for_visitor() => {
            (Signal::For, plain("see_runPresent"))
        }
        Some(_) => (Signal::Neutral, plain("see_runPass")),
        None => (Signal::Neutral, plain("see_runNone")),
    };
    let last_message = match facts.messages.last() {
        Some(message) => {
            let signal = match message.charged_to {
                ChargedTo::Unauthenticated | ChargedTo::IpFallback => Signal::Against,
                _ => Signal::Neutral,
            };
            let headline = card::headline(facts, message, localizer.0);
            (signal, headline.unwrap_or(plain("see_messageOther")))
        }
        None => (Signal::Neutral, plain("see_messageNone")),
    };
    [
        ("label_address", address),
        ("label_frame", frame),
        ("label_signIn", sign_in),
        ("label_window", window),
        ("label_cookies", cookies),
        (
            "label_handshake",
            (handshake_signal(facts), plain(handshake)),
        ),
        ("label_gradio", gradio),
        ("label_hardware", hardware),
        ("label_run", last_run),
        ("label_message", last_message),
    ]
}

fn signed_in_as(plan: Plan) -> &'static str {
    match plan {
        Plan::Anonymous => "see_signedIn",
        Plan::Free => "see_signedInFree",
        Plan::Pro => "see_signedInPro",
        Plan::Team => "see_signedInTeam",
        Plan::Enterprise => "see_signedInEnterprise",
    }
}

/// What is left of today's GPU time: by the page itself, or where the visitor wants it, by the Hub.
fn remaining(input: &PopupInput, facts: &Facts, localizer: Localizer) -> Element {
    let section = section("popup_remaining", localizer);
    let text = |key| element("p", "", &localizer.plain(key));
    if let Some(allowance) = &facts.visitor.allowance {
        return bar(section, allowance, localizer).child(said_by(input, localizer));
    }
    if input.separate_cookies {
        return section.child(text("remaining_apart"));
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

fn said_by(input: &PopupInput, localizer: Localizer) -> Element {
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
    if let Some(runs) = &quota.runs {
        lines.push(match until(&input.clock.runs_reset) {
            Some([wait, _]) => localizer.with(
                "remaining_runsUntil",
                &[digits(runs.left), digits(runs.limit), wait],
            ),
            None => localizer.with("remaining_runs", &[digits(runs.left), digits(runs.limit)]),
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
fn figures(facts: &Facts, verdict: &Verdict, localizer: Localizer) -> Element {
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
    let dated = localizer.with("quota_dated", &[QUOTA.read.to_owned()]);
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

fn limits(localizer: Localizer) -> Element {
    element("p", "limits", &localizer.plain("popup_limits"))
}
