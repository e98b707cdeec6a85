//! The popup: everything that is known of a tab, as plain elements. `extension/popup/popup.js` gathers what
//! it needs and builds what comes out.

use crate::facts::{
    Address, Allowance, ChargedTo, Facts, Handshake, Identity, IdentitySupport, Json, Place, Plan,
    QuotaAnswer, Remaining, Told, Visibility, digits,
};
use crate::ui::QUOTA;
use crate::ui::card::{self, AccountOwner, Card};
use crate::ui::element::{Element, button, element};
use crate::ui::notice::NoticeContext;
use crate::ui::words::{self, Localize, Message, Signal};
use crate::verdict::{Grade, Pool, Reason, Verdict};

/// What a press asks of `extension/popup/popup.js`: the values of `data-act`.
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
    /// IdentitySupport no more.
    pub const STOP_ASKING: &str = "stop-asking";
    /// Looks for Spaces in a page that has no address of Hugging Face.
    pub const LOOK: &str = "look";
    /// IdentitySupport the browser for access to the tab's site.
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

/// What the popup knows.
#[derive(Clone, Debug)]
pub struct PopupInput {
    /// How the tab stands to us.
    pub state: TabState,
    /// The tab's address, empty where the browser hides it.
    pub href: String,
    /// The report.
    pub report: Json,
    /// Whether the tab is in a private window, or keeps its cookies apart from the popup's.
    pub apart: bool,
    /// Whether to ask for the remaining quota.
    pub asks_quota: bool,
    /// What was answered.
    pub quota: Option<QuotaAnswer>,
    /// The hour and minute, in the visitor's words, at which a time of the answer is.
    pub clock: Json,
    /// What is known beside the report.
    pub around: NoticeContext,
    /// The verdict is about a Space that was found in the page.
    pub was_found: bool,
    /// Firefox, where the way to a site's permission is another one.
    pub is_firefox: bool,
}

impl PopupInput {
    /// Reads what `extension/popup/popup.js` gathered.
    #[must_use]
    pub fn from_message(message: &Json) -> Self {
        let flag = |key| message.get(key).flag() == Some(true);
        let text = |key| message.get(key).text().unwrap_or_default();
        let report = message.get("report").clone();
        let is_judged = report
            .get("place")
            .text()
            .is_some_and(|place| place != "other")
            || report.get("pool").text() == Some("none");
        let href = text("href").to_owned();
        let is_script_at_work = message.get("script").get("isSpace").flag();
        let unscripted = message.get("unscripted");
        let unscripted_type = unscripted.get("contentType").text();
        let state = match Address::read(&href) {
            _ if flag("wasFound") => TabState::Judged,
            _ if flag("wasLooked") => TabState::NothingFound,
            _ if flag("isRefused") => TabState::Refused,
            _ if flag("isFailed") => TabState::Failed,
            _ if is_judged && flag("isKept") => TabState::Judged,
            Address::App {
                is_static: true, ..
            } => TabState::Judged,
            Address::App { .. }
                if is_script_at_work == Some(false)
                    || report.get("place").text() == Some("other") =>
            {
                TabState::NotTheApp
            }
            Address::App { .. } | Address::Hub(_) if flag("isBusy") => TabState::Busy,
            Address::App { .. } | Address::Hub(_) => match is_script_at_work {
                Some(true) => TabState::Looking,
                Some(false) => TabState::NotASpace,
                None if flag("isLoading") => TabState::Looking,
                None => match unscripted_type {
                    Some("text/html") => TabState::Stale,
                    Some(_) => TabState::NotTheApp,
                    None if unscripted.is_object() => TabState::Closed,
                    None => TabState::Stale,
                },
            },
            Address::Other => TabState::NotASpace,
        };
        Self {
            state,
            href,
            report,
            apart: flag("isApart"),
            asks_quota: flag("asksQuota"),
            quota: QuotaAnswer::from_message(message.get("quota")),
            clock: message.get("clock").clone(),
            around: NoticeContext::from_message(message.get("around")),
            was_found: flag("wasFound"),
            is_firefox: flag("isFirefox"),
        }
    }
}

/// Builds the popup's content.
#[must_use]
pub fn popup(input: &PopupInput, lookup: &Localize) -> Element {
    let say = Say(lookup);
    let facts = Facts::from_message(&input.report);
    let content = element("div", "content", "");
    if input.state != TabState::Judged {
        return content
            .child(empty(input, &say))
            .child(remaining(input, &facts, &say))
            .child(limits(&say));
    }
    let verdict = Verdict::from_report(&input.report);
    let around = NoticeContext {
        href: own_href(input, &facts).to_owned(),
        ..input.around.clone()
    };
    let explained = facts
        .current_message()
        .and_then(|told| card::explain(&facts, &verdict, told, &around, lookup));
    let mut content = content.child(verdict_section(input, &facts, &verdict, &say));
    if let Some(card) = &explained {
        content = content.child(message(card, &say));
    }
    if let Some(actions) = actions(input, &facts, &verdict, explained.as_ref(), &say) {
        content = content.child(actions);
    }
    content
        .child(remaining(input, &facts, &say))
        .child(evidence(&facts, &verdict, &say))
        .child(figures(&facts, &verdict, &say))
        .child(limits(&say))
}

/// The words of one popup.
struct Say<'a>(&'a Localize<'a>);

impl Say<'_> {
    fn word(&self, key: &str) -> String {
        (self.0)(key, &[])
    }

    fn with(&self, key: &str, args: &[String]) -> String {
        (self.0)(key, args)
    }

    fn said(&self, message: &Message) -> String {
        message.said(self.0)
    }
}

fn empty(input: &PopupInput, say: &Say) -> Element {
    let (headline, text) = match input.state {
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
    let act = match (input.state, Address::read(&input.href)) {
        (TabState::Stale | TabState::Closed, _) => Some((act::RELOAD, "action_reloadTab")),
        (TabState::Refused, _) => Some((act::ALLOW, "action_allow")),
        (TabState::NotASpace, Address::Other) => Some((act::LOOK, "action_look")),
        _ => None,
    };
    let section = element("section", "verdict", "")
        .child(headline_element(&say.word(headline)))
        .child(element("p", "cause", &say.word(text)));
    match act {
        Some((act, label)) => section.child(element("div", "actions", "").child(button(
            "main",
            act,
            &say.word(label),
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

fn verdict_section(input: &PopupInput, facts: &Facts, verdict: &Verdict, say: &Say) -> Element {
    let has = |reason| verdict.reasons.contains(&reason);
    let is_guest = verdict.pool == Pool::Guest;
    let may = is_guest && verdict.grade == Grade::Assumed;
    let owner = card::verdict_owner(facts);
    let headline = match (verdict.pool, charged_plan(facts)) {
        (Pool::Account, _) if owner == AccountOwner::SomebodyElse => say.word("verdict_notYours"),
        (Pool::Account, _) if owner == AccountOwner::Unknown => say.word("verdict_anAccount"),
        (Pool::Account, _) if verdict.grade == Grade::Assumed => say.word("verdict_accountMay"),
        (Pool::Account, Some(plan)) => say.with("verdict_accountPlan", &[plan_name(plan, say)]),
        (Pool::Account, None) => say.word("verdict_account"),
        // Nothing counts where a run never leaves.
        (Pool::Guest, _) if has(Reason::ThirdPartyEmbed) && has(Reason::OutdatedGradio) => {
            say.said(&words::headline_and_cause(facts, verdict).0)
        }
        (Pool::Guest, _) if may => say.word("verdict_guestMay"),
        (Pool::Guest, _) => say.word("verdict_guest"),
        (Pool::Space, _) => say.word("verdict_space"),
        (Pool::None, _) => say.word("verdict_none"),
        (Pool::Unknown, _) => say.word("verdict_unknown"),
    };
    let ran = verdict.grade == Grade::Observed;
    // The message itself stands below.
    let is_told = ran && facts.current_message().is_some_and(Told::decides);
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
            .child(headline_element(&say.word(key)))
            .child(element(
                "p",
                "later",
                &match verdict.pool {
                    Pool::Unknown => headline.clone(),
                    _ => say.with("stage_then", std::slice::from_ref(&headline)),
                },
            )),
        None => section.child(headline_element(&headline)),
    };
    section = section.child(element("p", "", &say.word(grade)).attribute("id", "grade"));
    let cause = match verdict.pool {
        _ if is_told => None,
        Pool::Guest => {
            let (banner_headline, cause) = words::headline_and_cause(facts, verdict);
            // What the banner's headline tells beyond the verdict.
            if !["headline_guest", "headline_guestMay", "headline_run"]
                .contains(&banner_headline.key)
                && say.said(&banner_headline) != headline
            {
                section = section.child(element("p", "cause", &say.said(&banner_headline)));
            }
            Some(cause)
        }
        Pool::Account if !ran => Some(Message::plain("why_account")),
        Pool::Account | Pool::Space => None,
        Pool::None => Some(Message::plain("why_none")),
        Pool::Unknown => Some(why_unknown(facts, verdict)),
    };
    if let Some(cause) = cause {
        section = section.child(element("p", "cause", &say.said(&cause)));
    }
    if is_guest && !is_told {
        let consequence = words::consequence(facts, verdict);
        section = section.child(element("p", "cause", &say.said(&consequence)));
    }
    if input.was_found {
        section = section.child(element("p", "cause", &say.word("popup_found")));
    }
    let name = facts.space.id.as_ref().map(|id| id.as_str().to_owned());
    let name = name.or_else(|| facts.space.subdomain.clone());
    section.child(element("p", "", &name.unwrap_or_default()).attribute("id", "space"))
}

/// What ZeroGPU said, explained as on the page.
fn message(card: &Card, say: &Say) -> Element {
    let mut section = section("popup_message", say)
        .child(element("p", "said", &say.said(&card.headline)))
        .child(element("p", "cause", &say.said(&card.charged)));
    let mut helps = element("ul", "helps", "");
    for help in &card.helps {
        helps = helps.child(element("li", "", &say.said(help)));
    }
    section = section.child(helps);
    if let Some((_, clock)) = &card.until {
        let more = say.with("popup_more", std::slice::from_ref(clock));
        section = section.child(element("p", "cause", &more));
    }
    match &card.scope {
        Some(scope) => section.child(element("p", "cause", &say.said(scope))),
        None => section,
    }
}

/// The plan on whose account a run counts: in ZeroGPU's own words, or the visitor's.
fn charged_plan(facts: &Facts) -> Option<Plan> {
    let plan = facts.visitor.plan.filter(|plan| *plan != Plan::Anonymous);
    match facts.current_message().filter(|told| told.decides()) {
        Some(told) if told.identity == ChargedTo::Free => Some(Plan::Free),
        Some(told) if told.identity == ChargedTo::Pro => {
            // Which of the paid ones, the message does not tell.
            let is_own = card::account_owner(facts, told) == AccountOwner::Visitor;
            plan.filter(|_| is_own)
        }
        _ => plan,
    }
}

fn why_unknown(facts: &Facts, verdict: &Verdict) -> Message {
    if let Some(called) = facts.called() {
        return Message::with("why_callsAnother", vec![called.id.as_str().to_owned()]);
    }
    let is_own_page = matches!(facts.place, Place::Direct | Place::Embed);
    Message::plain(if verdict.reasons.contains(&Reason::HandshakeMissing) {
        "why_handshake"
    } else if facts.visitor.signed_in.is_none() && facts.place == Place::Hub {
        "why_signInUnreadable"
    } else if is_own_page && facts.space.hardware.is_none() {
        "why_notPublic"
    } else {
        "why_unknown"
    })
}

fn plan_name(plan: Plan, say: &Say) -> String {
    say.word(match plan {
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
    say: &Say,
) -> Option<Element> {
    if verdict.pool == Pool::None {
        return None;
    }
    let mut actions = element("div", "actions", "");
    let remedy = match explained {
        Some(card) => card.remedy.clone(),
        None => (verdict.pool != Pool::Account)
            .then(|| words::remedy(facts, verdict, own_href(input, facts)))
            .flatten()
            // Where nothing is wrong with the Space there is nothing to tell its owner.
            .filter(|_| {
                verdict.pool == Pool::Guest || facts.place != Place::Hub || facts.called().is_some()
            }),
    };
    if let Some(remedy) = remedy {
        let link = link("main", &say.said(&remedy.label), &remedy.href);
        actions = actions.child(link.attribute("target", remedy.target));
    }
    if facts.visitor.private_window == Some(true)
        && facts.visitor.signed_in != Some(true)
        && facts.space.id.is_some()
        && facts.space.visibility != Some(Visibility::Protected)
    {
        let label = say.word("action_normalWindow");
        actions = actions.child(button("plain", act::NORMAL_WINDOW, &label));
    }
    let about = link("plain", &say.word("action_aboutZeroGpu"), QUOTA.source);
    Some(actions.child(about.attribute("target", "_blank")))
}

/// The app's own address, whose query its way out keeps. In somebody else's page the tab's address is
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

/// One thing that was looked at: what, the mark, what was seen.
type Fact = (&'static str, Signal, Message);

fn evidence(facts: &Facts, verdict: &Verdict, say: &Say) -> Element {
    let mut list = element("ul", "facts", "");
    for (label, mark, fact) in fact_list(facts, verdict.pool, say) {
        // Where nothing is counted nothing hinders.
        let mark = match verdict.pool {
            Pool::None => Signal::Open,
            _ => mark,
        };
        list = list.child(
            element("li", mark.class(), "")
                .child(element("span", "spoken", &say.word(mark.spoken())))
                .child(element("span", "label", &say.word(label)))
                .child(element("span", "fact", &say.said(&fact))),
        );
    }
    section("popup_evidence", say).child(list)
}

fn section(heading: &str, say: &Say) -> Element {
    element("section", "", "").child(element("h2", "", &say.word(heading)))
}

/// Everything that decides, whether it is known or not.
fn fact_list(facts: &Facts, pool: Pool, say: &Say) -> [Fact; 10] {
    let plain = Message::plain;
    let visitor = &facts.visitor;
    let host = facts.space.subdomain.clone().unwrap_or_default() + ".hf.space";
    let address = match facts.place {
        Place::Hub => (Signal::Good, plain("see_addressHub")),
        Place::Direct => (Signal::Bad, Message::with("see_addressApp", vec![host])),
        _ => (Signal::Open, Message::with("see_addressApp", vec![host])),
    };
    let frame = match facts.place {
        Place::Hub | Place::HubFrame => (Signal::Good, plain("see_frameHub")),
        Place::Direct => (Signal::Open, plain("see_frameNone")),
        Place::Embed => (Signal::Bad, plain("see_frameOther")),
        Place::Other => (Signal::Open, plain("see_unknown")),
    };
    let sign_in = match (visitor.signed_in, visitor.plan) {
        (Some(true), Some(plan)) => (Signal::Good, plain(signed_in_as(plan))),
        (Some(true), None) => (Signal::Good, plain("see_signedIn")),
        (Some(false), _) => (Signal::Bad, plain("see_signedOut")),
        (None, _) if facts.place == Place::Hub => (Signal::Open, plain("see_unreadable")),
        (None, _) => (Signal::Open, plain("see_signInHidden")),
    };
    let yes_no = |value: Option<bool>, yes: Signal, [on, off]: [&'static str; 2]| match value {
        Some(true) => (yes, plain(on)),
        Some(false) => (Signal::Good, plain(off)),
        None => (Signal::Open, plain("see_unknown")),
    };
    let window = yes_no(
        visitor.private_window,
        Signal::Open,
        ["see_windowPrivate", "see_windowNormal"],
    );
    let cookies = yes_no(
        visitor.cookies_blocked,
        Signal::Bad,
        ["see_cookiesBlocked", "see_cookiesAllowed"],
    );
    let handshake = match (facts.place, facts.handshake) {
        (_, Some(Handshake::Answered)) => (Signal::Good, plain("see_handshakeAnswered")),
        (Place::Direct | Place::Embed, _) => (Signal::Bad, plain("see_handshakeNobody")),
        (_, Some(Handshake::Asked)) => (Signal::Open, plain("see_handshakeAsked")),
        (_, Some(Handshake::Absent)) => (Signal::Bad, plain("see_handshakeAbsent")),
        (_, None) => (Signal::Open, plain("see_handshakeNone")),
    };
    let gradio = match facts.space.gradio_version {
        Some(version) => {
            let (mark, key) = match version.asks() {
                IdentitySupport::Handshake => (Signal::Good, "see_gradio"),
                IdentitySupport::SsrOnly => (Signal::Open, "see_gradioEarly"),
                IdentitySupport::PerRun => (Signal::Bad, "see_gradioOldWay"),
                IdentitySupport::None => (Signal::Bad, "see_gradioNever"),
            };
            (mark, Message::with(key, vec![version.text()]))
        }
        None => (Signal::Open, plain("see_unknown")),
    };
    let hardware = match (facts.space.is_zero_gpu(), &facts.space.hardware) {
        (Some(true), _) => (Signal::Open, plain("see_zeroGpu")),
        (Some(false), Some(name)) => (
            Signal::Open,
            Message::with("see_hardware", vec![name.clone()]),
        ),
        _ => (Signal::Open, plain("see_unknown")),
    };
    let last_run = match facts.runs.last() {
        Some(run) if run.identity == Identity::Absent => (Signal::Bad, plain("see_runAbsent")),
        Some(_) if pool == Pool::Account && facts.can_count_for_visitor() => {
            (Signal::Good, plain("see_runPresent"))
        }
        Some(_) => (Signal::Open, plain("see_runPass")),
        None => (Signal::Open, plain("see_runNone")),
    };
    let last_message = match facts.messages.last() {
        Some(told) => {
            let mark = match told.identity {
                ChargedTo::Unauthenticated | ChargedTo::IpFallback => Signal::Bad,
                _ => Signal::Open,
            };
            let headline = card::headline(facts, told, say.0);
            (mark, headline.unwrap_or(plain("see_messageOther")))
        }
        None => (Signal::Open, plain("see_messageNone")),
    };
    let fact = |label, (mark, message): (Signal, Message)| (label, mark, message);
    [
        fact("label_address", address),
        fact("label_frame", frame),
        fact("label_signIn", sign_in),
        fact("label_window", window),
        fact("label_cookies", cookies),
        fact("label_handshake", handshake),
        fact("label_gradio", gradio),
        fact("label_hardware", hardware),
        fact("label_run", last_run),
        fact("label_message", last_message),
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
fn remaining(input: &PopupInput, facts: &Facts, say: &Say) -> Element {
    let section = section("popup_remaining", say);
    let text = |key| element("p", "", &say.word(key));
    if let Some(allowance) = &facts.visitor.allowance {
        return bar(section, allowance, say).child(said_by(input, say));
    }
    if input.apart {
        return section.child(text("remaining_apart"));
    }
    if !input.asks_quota {
        return section.child(text("remaining_off")).child(button(
            "plain",
            act::ASK_QUOTA,
            &say.word("action_askQuota"),
        ));
    }
    let section = match &input.quota {
        Some(QuotaAnswer::Known(quota)) => {
            let mut section = bar(section, &quota.allowance, say);
            for line in quota_lines(input, quota, say) {
                section = section.child(element("p", "", &line));
            }
            section
        }
        Some(QuotaAnswer::SignedOut) => section.child(text("remaining_signedOut")),
        Some(QuotaAnswer::TooMany) => section.child(text("remaining_tooMany")),
        Some(QuotaAnswer::Unreadable) => section.child(text("remaining_unreadable")),
        Some(QuotaAnswer::Unreachable) => section.child(text("remaining_unreachable")),
        None => section.child(element("p", "waits", &say.word("popup_lookingText"))),
    };
    section.child(button(
        "plain",
        act::STOP_ASKING,
        &say.word("action_stopAsking"),
    ))
}

fn said_by(input: &PopupInput, say: &Say) -> Element {
    let text = match input.clock.get("updated").text() {
        Some(clock) => say.with("remaining_byPageAt", &[clock.to_owned()]),
        None => say.word("remaining_byPage"),
    };
    element("p", "quiet", &text)
}

fn bar(section: Element, allowance: &Allowance, say: &Say) -> Element {
    let (base, left) = (allowance.base, allowance.left);
    let used = base.saturating_sub(left);
    let text = say.with(
        "remaining_left",
        &[duration(left, say), duration(base, say)],
    );
    section.child(element("p", "left", &text)).child(
        element("progress", "", "")
            .attribute("max", &digits(base))
            .attribute("value", &digits(used))
            .attribute(
                "aria-label",
                &say.with("remaining_used", &[duration(used, say)]),
            ),
    )
}

fn quota_lines(input: &PopupInput, quota: &Remaining, say: &Say) -> Vec<String> {
    let until = |key: &str| {
        let wait = input.clock.get(key);
        wait.get("in")
            .whole()
            .zip(wait.get("at").text())
            .map(|(minutes, at)| [words::wait(minutes, say.0), at.to_owned()])
    };
    let is_unused = quota.allowance.left == quota.allowance.base;
    let mut lines = vec![];
    match until("resets") {
        Some(args) => lines.push(say.with("remaining_resets", &args)),
        None if is_unused => lines.push(say.word("remaining_unused")),
        None => {}
    }
    if let Some(runs) = &quota.runs {
        lines.push(match until("runsReset") {
            Some([wait, _]) => say.with(
                "remaining_runsUntil",
                &[digits(runs.left), digits(runs.limit), wait],
            ),
            None => say.with("remaining_runs", &[digits(runs.left), digits(runs.limit)]),
        });
    }
    if let Some(used) = quota.credits_used {
        lines.push(say.with("remaining_credits", &[duration(used, say)]));
    }
    lines
}

/// `35 min 12 s`.
fn duration(seconds: u16, say: &Say) -> String {
    match (seconds / 60, seconds % 60) {
        (0, seconds) => say.with("time_s", &[digits(seconds)]),
        (minutes, 0) => say.with("time_min", &[digits(minutes)]),
        (minutes, seconds) => say.with("time_minS", &[digits(minutes), digits(seconds)]),
    }
}

/// The dated table, the visitor's row marked.
fn figures(facts: &Facts, verdict: &Verdict, say: &Say) -> Element {
    let head = element("tr", "", "")
        .child(element("th", "", &say.word("quota_who")).attribute("scope", "col"))
        .child(element("th", "", &say.word("quota_day")).attribute("scope", "col"));
    let mut body = element("tbody", "", "").child(head);
    for row in QUOTA.rows {
        let own = facts.visitor.plan == Some(row.plan);
        let here = match verdict.pool {
            Pool::Guest => row.plan == Plan::Anonymous,
            Pool::Account => charged_plan(facts) == Some(row.plan),
            _ => false,
        };
        let mut who = element("th", "", &plan_name(row.plan, say)).attribute("scope", "row");
        for (applies, key) in [(own, "quota_you"), (here, "quota_here")] {
            if applies {
                who = who.child(element("span", "chip", &say.word(key)));
            }
        }
        let minutes = say.with("time_min", &[digits(row.minutes)]);
        body = body.child(
            element("tr", if own || here { "own" } else { "" }, "")
                .child(who)
                .child(element("td", "", &minutes)),
        );
    }
    let dated = say.with("quota_dated", &[QUOTA.read.to_owned()]);
    let figures = if QUOTA.holds(facts) {
        element("table", "", "").child(body)
    } else {
        element("p", "cause", &say.said(&words::figures(facts)))
    };
    section("popup_quota", say)
        .child(figures)
        .child(element("p", "quiet", &say.word("quota_reset")))
        .child(
            element("p", "quiet", "")
                .child(link("source", &dated, QUOTA.source).attribute("target", "_blank")),
        )
}

fn limits(say: &Say) -> Element {
    element("p", "limits", &say.word("popup_limits"))
}
