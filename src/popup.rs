//! The popup: everything that is known of a tab, as plain elements. `extension/popup.js` gathers what
//! it needs and builds what comes out.

use crate::assess::{Assessment, Grade, Pool, QUOTA, Reason};
use crate::card::{self, AccountOwner, Card};
use crate::element::{Element, button, element};
use crate::observe::{
    Address, Allowance, Asks, Handshake, Identity, Json, MessageIdentity, Observations, Place,
    Plan, QuotaAnswer, Remaining, Told, Visibility, digits,
};
use crate::shown::Around;
use crate::words::{self, Lookup, Mark, Message};

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
    /// Asks no more.
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
pub enum Standing {
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
pub struct Seen {
    /// How the tab stands to us.
    pub standing: Standing,
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
    pub around: Around,
    /// The verdict is about a Space that was found in the page.
    pub was_found: bool,
    /// Firefox, where the way to a site's permission is another one.
    pub is_firefox: bool,
}

impl Seen {
    /// Reads what `extension/popup.js` gathered.
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
        let standing = match Address::read(&href) {
            _ if flag("wasFound") => Standing::Judged,
            _ if flag("wasLooked") => Standing::NothingFound,
            _ if flag("isRefused") => Standing::Refused,
            _ if flag("isFailed") => Standing::Failed,
            _ if is_judged && flag("isKept") => Standing::Judged,
            Address::App {
                is_static: true, ..
            } => Standing::Judged,
            Address::App { .. }
                if is_script_at_work == Some(false)
                    || report.get("place").text() == Some("other") =>
            {
                Standing::NotTheApp
            }
            Address::App { .. } | Address::Hub(_) if flag("isBusy") => Standing::Busy,
            Address::App { .. } | Address::Hub(_) => match is_script_at_work {
                Some(true) => Standing::Looking,
                Some(false) => Standing::NotASpace,
                None if flag("isLoading") => Standing::Looking,
                None => match unscripted_type {
                    Some("text/html") => Standing::Stale,
                    Some(_) => Standing::NotTheApp,
                    None if unscripted.is_object() => Standing::Closed,
                    None => Standing::Stale,
                },
            },
            Address::Other => Standing::NotASpace,
        };
        Self {
            standing,
            href,
            report,
            apart: flag("isApart"),
            asks_quota: flag("asksQuota"),
            quota: QuotaAnswer::from_message(message.get("quota")),
            clock: message.get("clock").clone(),
            around: Around::from_message(message.get("around")),
            was_found: flag("wasFound"),
            is_firefox: flag("isFirefox"),
        }
    }
}

/// Builds the popup's content.
#[must_use]
pub fn popup(seen: &Seen, lookup: &Lookup) -> Element {
    let say = Say(lookup);
    let known = Observations::from_message(&seen.report);
    let content = element("div", "content", "");
    if seen.standing != Standing::Judged {
        return content
            .holding(empty(seen, &say))
            .holding(remaining(seen, &known, &say))
            .holding(limits(&say));
    }
    let assessment = Assessment::from_report(&seen.report);
    let around = Around {
        href: own_href(seen, &known).to_owned(),
        ..seen.around.clone()
    };
    let explained = known
        .to_explain()
        .and_then(|told| card::explain(&known, &assessment, told, &around, lookup));
    let mut content = content.holding(verdict(seen, &known, &assessment, &say));
    if let Some(card) = &explained {
        content = content.holding(message(card, &say));
    }
    if let Some(actions) = actions(seen, &known, &assessment, explained.as_ref(), &say) {
        content = content.holding(actions);
    }
    content
        .holding(remaining(seen, &known, &say))
        .holding(evidence(&known, &assessment, &say))
        .holding(figures(&known, &assessment, &say))
        .holding(limits(&say))
}

/// The words of one popup.
struct Say<'a>(&'a Lookup<'a>);

impl Say<'_> {
    fn word(&self, key: &str) -> String {
        (self.0)(key, &[])
    }

    fn with(&self, key: &str, gaps: &[String]) -> String {
        (self.0)(key, gaps)
    }

    fn said(&self, message: &Message) -> String {
        message.said(self.0)
    }
}

fn empty(seen: &Seen, say: &Say) -> Element {
    let (headline, text) = match seen.standing {
        Standing::Looking | Standing::Judged => ("popup_looking", "popup_lookingText"),
        Standing::Stale => ("popup_stale", "popup_staleText"),
        Standing::Refused if seen.is_firefox => ("popup_refused", "popup_refusedFirefox"),
        Standing::Refused => ("popup_refused", "popup_refusedChromium"),
        Standing::NotASpace => ("popup_notASpace", "popup_notASpaceText"),
        Standing::NotTheApp => ("popup_notTheApp", "popup_notTheAppText"),
        Standing::Closed => ("popup_closed", "popup_closedText"),
        Standing::NothingFound => ("popup_nothingFound", "popup_nothingFoundText"),
        Standing::Busy => ("popup_busy", "popup_busyText"),
        Standing::Failed => ("popup_failed", "popup_failedText"),
    };
    let act = match (seen.standing, Address::read(&seen.href)) {
        (Standing::Stale | Standing::Closed, _) => Some((act::RELOAD, "action_reloadTab")),
        (Standing::Refused, _) => Some((act::ALLOW, "action_allow")),
        (Standing::NotASpace, Address::Other) => Some((act::LOOK, "action_look")),
        _ => None,
    };
    let section = element("section", "verdict", "")
        .holding(headline_element(&say.word(headline)))
        .holding(element("p", "cause", &say.word(text)));
    match act {
        Some((act, label)) => section.holding(element("div", "actions", "").holding(button(
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

fn verdict(seen: &Seen, known: &Observations, assessment: &Assessment, say: &Say) -> Element {
    let has = |reason| assessment.reasons.contains(&reason);
    let is_guest = assessment.pool == Pool::Guest;
    let may = is_guest && assessment.grade == Grade::Assumed;
    let owner = card::verdict_owner(known);
    let verdict = match (assessment.pool, charged_plan(known)) {
        (Pool::Account, _) if owner == AccountOwner::SomebodyElse => say.word("verdict_notYours"),
        (Pool::Account, _) if owner == AccountOwner::Unknown => say.word("verdict_anAccount"),
        (Pool::Account, _) if assessment.grade == Grade::Assumed => say.word("verdict_accountMay"),
        (Pool::Account, Some(plan)) => say.with("verdict_accountPlan", &[plan_name(plan, say)]),
        (Pool::Account, None) => say.word("verdict_account"),
        // Nothing counts where a run never leaves.
        (Pool::Guest, _) if has(Reason::ThirdPartyEmbed) && has(Reason::OutdatedGradio) => {
            say.said(&words::headline_and_cause(known, assessment).0)
        }
        (Pool::Guest, _) if may => say.word("verdict_guestMay"),
        (Pool::Guest, _) => say.word("verdict_guest"),
        (Pool::Space, _) => say.word("verdict_space"),
        (Pool::None, _) => say.word("verdict_none"),
        (Pool::Unknown, _) => say.word("verdict_unknown"),
    };
    let ran = assessment.grade == Grade::Observed;
    // The message itself stands below.
    let is_told = ran && known.to_explain().is_some_and(Told::decides);
    let grade = match assessment.grade {
        Grade::Observed if is_told && owner == AccountOwner::SomebodyElse => {
            "grade_observedNotYours"
        }
        Grade::Observed if is_told => "grade_observedMessage",
        Grade::Observed if is_guest => "grade_observedGuest",
        Grade::Observed => "grade_observedAccount",
        Grade::Derived if assessment.pool == Pool::None => "grade_derivedNone",
        Grade::Derived => "grade_derived",
        Grade::Assumed if known.own_front_end => "grade_ownFrontEnd",
        Grade::Assumed => "grade_assumed",
    };
    let class = match assessment.pool {
        Pool::Guest => "verdict guest",
        Pool::Account => "verdict account",
        _ => "verdict",
    };
    let mut section = element("section", class, "");
    let rest = at_rest(known.space.stage.as_deref()).filter(|_| assessment.pool != Pool::None);
    section = match rest {
        Some(key) => section
            .holding(headline_element(&say.word(key)))
            .holding(element(
                "p",
                "later",
                &match assessment.pool {
                    Pool::Unknown => verdict.clone(),
                    _ => say.with("stage_then", std::slice::from_ref(&verdict)),
                },
            )),
        None => section.holding(headline_element(&verdict)),
    };
    section = section.holding(element("p", "", &say.word(grade)).attribute("id", "grade"));
    let cause = match assessment.pool {
        _ if is_told => None,
        Pool::Guest => {
            let (headline, cause) = words::headline_and_cause(known, assessment);
            // What the banner's headline tells beyond the verdict.
            if !["headline_guest", "headline_guestMay", "headline_run"].contains(&headline.key)
                && say.said(&headline) != verdict
            {
                section = section.holding(element("p", "cause", &say.said(&headline)));
            }
            Some(cause)
        }
        Pool::Account if !ran => Some(Message::plain("why_account")),
        Pool::Account | Pool::Space => None,
        Pool::None => Some(Message::plain("why_none")),
        Pool::Unknown => Some(why_unknown(known, assessment)),
    };
    if let Some(cause) = cause {
        section = section.holding(element("p", "cause", &say.said(&cause)));
    }
    if is_guest && !is_told {
        let consequence = words::consequence(known, assessment);
        section = section.holding(element("p", "cause", &say.said(&consequence)));
    }
    if seen.was_found {
        section = section.holding(element("p", "cause", &say.word("popup_found")));
    }
    let name = known.space.id.as_ref().map(|id| id.as_str().to_owned());
    let name = name.or_else(|| known.space.subdomain.clone());
    section.holding(element("p", "", &name.unwrap_or_default()).attribute("id", "space"))
}

/// What ZeroGPU said, explained as on the page.
fn message(card: &Card, say: &Say) -> Element {
    let mut section = section("popup_message", say)
        .holding(element("p", "said", &say.said(&card.headline)))
        .holding(element("p", "cause", &say.said(&card.charged)));
    let mut helps = element("ul", "helps", "");
    for help in &card.helps {
        helps = helps.holding(element("li", "", &say.said(help)));
    }
    section = section.holding(helps);
    if let Some((_, clock)) = &card.until {
        let more = say.with("popup_more", std::slice::from_ref(clock));
        section = section.holding(element("p", "cause", &more));
    }
    match &card.scope {
        Some(scope) => section.holding(element("p", "cause", &say.said(scope))),
        None => section,
    }
}

/// The plan on whose account a run counts: in ZeroGPU's own words, or the visitor's.
fn charged_plan(known: &Observations) -> Option<Plan> {
    let plan = known.visitor.plan.filter(|plan| *plan != Plan::Anonymous);
    match known.to_explain().filter(|told| told.decides()) {
        Some(told) if told.identity == MessageIdentity::Free => Some(Plan::Free),
        Some(told) if told.identity == MessageIdentity::Pro => {
            // Which of the paid ones, the message does not tell.
            let is_own = card::account_owner(known, told) == AccountOwner::Visitor;
            plan.filter(|_| is_own)
        }
        _ => plan,
    }
}

fn why_unknown(known: &Observations, assessment: &Assessment) -> Message {
    if let Some(called) = known.called() {
        return Message::with("why_callsAnother", vec![called.id.as_str().to_owned()]);
    }
    let is_own_page = matches!(known.place, Place::Direct | Place::Embed);
    Message::plain(if assessment.reasons.contains(&Reason::HandshakeMissing) {
        "why_handshake"
    } else if known.visitor.signed_in.is_none() && known.place == Place::Hub {
        "why_signInUnreadable"
    } else if is_own_page && known.space.hardware.is_none() {
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
    seen: &Seen,
    known: &Observations,
    assessment: &Assessment,
    explained: Option<&Card>,
    say: &Say,
) -> Option<Element> {
    if assessment.pool == Pool::None {
        return None;
    }
    let mut actions = element("div", "actions", "");
    let way_out = match explained {
        Some(card) => card.way_out.clone(),
        None => (assessment.pool != Pool::Account)
            .then(|| words::way_out(known, assessment, own_href(seen, known)))
            .flatten()
            // Where nothing is wrong with the Space there is nothing to tell its owner.
            .filter(|_| {
                assessment.pool == Pool::Guest
                    || known.place != Place::Hub
                    || known.called().is_some()
            }),
    };
    if let Some(way_out) = way_out {
        let link = link("main", &say.said(&way_out.label), &way_out.href);
        actions = actions.holding(link.attribute("target", way_out.target));
    }
    if known.visitor.private_window == Some(true)
        && known.visitor.signed_in != Some(true)
        && known.space.id.is_some()
        && known.space.visibility != Some(Visibility::Protected)
    {
        let label = say.word("action_normalWindow");
        actions = actions.holding(button("plain", act::NORMAL_WINDOW, &label));
    }
    let about = link("plain", &say.word("action_aboutZeroGpu"), QUOTA.source);
    Some(actions.holding(about.attribute("target", "_blank")))
}

/// The app's own address, whose query its way out keeps. In somebody else's page the tab's address is
/// theirs, and nothing of it is passed on.
fn own_href<'a>(seen: &'a Seen, known: &Observations) -> &'a str {
    match known.place {
        Place::Embed => "",
        _ => &seen.href,
    }
}

fn link(class: &'static str, label: &str, href: &str) -> Element {
    element("a", class, label)
        .attribute("href", href)
        .attribute("rel", "noopener")
        .attribute("data-act", act::FOLLOW)
}

/// One thing that was looked at: what, the mark, what was seen.
type Fact = (&'static str, Mark, Message);

fn evidence(known: &Observations, assessment: &Assessment, say: &Say) -> Element {
    let mut list = element("ul", "facts", "");
    for (label, mark, fact) in facts(known, assessment.pool, say) {
        // Where nothing is counted nothing hinders.
        let mark = match assessment.pool {
            Pool::None => Mark::Open,
            _ => mark,
        };
        list = list.holding(
            element("li", mark.class(), "")
                .holding(element("span", "spoken", &say.word(mark.spoken())))
                .holding(element("span", "label", &say.word(label)))
                .holding(element("span", "fact", &say.said(&fact))),
        );
    }
    section("popup_evidence", say).holding(list)
}

fn section(heading: &str, say: &Say) -> Element {
    element("section", "", "").holding(element("h2", "", &say.word(heading)))
}

/// Everything that decides, whether it is known or not.
fn facts(known: &Observations, pool: Pool, say: &Say) -> [Fact; 10] {
    let plain = Message::plain;
    let visitor = &known.visitor;
    let host = known.space.subdomain.clone().unwrap_or_default() + ".hf.space";
    let address = match known.place {
        Place::Hub => (Mark::Good, plain("see_addressHub")),
        Place::Direct => (Mark::Bad, Message::with("see_addressApp", vec![host])),
        _ => (Mark::Open, Message::with("see_addressApp", vec![host])),
    };
    let frame = match known.place {
        Place::Hub | Place::HubFrame => (Mark::Good, plain("see_frameHub")),
        Place::Direct => (Mark::Open, plain("see_frameNone")),
        Place::Embed => (Mark::Bad, plain("see_frameOther")),
        Place::Other => (Mark::Open, plain("see_unknown")),
    };
    let sign_in = match (visitor.signed_in, visitor.plan) {
        (Some(true), Some(plan)) => (Mark::Good, plain(signed_in_as(plan))),
        (Some(true), None) => (Mark::Good, plain("see_signedIn")),
        (Some(false), _) => (Mark::Bad, plain("see_signedOut")),
        (None, _) if known.place == Place::Hub => (Mark::Open, plain("see_unreadable")),
        (None, _) => (Mark::Open, plain("see_signInHidden")),
    };
    let yes_no = |value: Option<bool>, yes: Mark, [on, off]: [&'static str; 2]| match value {
        Some(true) => (yes, plain(on)),
        Some(false) => (Mark::Good, plain(off)),
        None => (Mark::Open, plain("see_unknown")),
    };
    let window = yes_no(
        visitor.private_window,
        Mark::Open,
        ["see_windowPrivate", "see_windowNormal"],
    );
    let cookies = yes_no(
        visitor.cookies_blocked,
        Mark::Bad,
        ["see_cookiesBlocked", "see_cookiesAllowed"],
    );
    let handshake = match (known.place, known.handshake) {
        (_, Some(Handshake::Answered)) => (Mark::Good, plain("see_handshakeAnswered")),
        (Place::Direct | Place::Embed, _) => (Mark::Bad, plain("see_handshakeNobody")),
        (_, Some(Handshake::Asked)) => (Mark::Open, plain("see_handshakeAsked")),
        (_, Some(Handshake::Absent)) => (Mark::Bad, plain("see_handshakeAbsent")),
        (_, None) => (Mark::Open, plain("see_handshakeNone")),
    };
    let gradio = match known.space.gradio_version {
        Some(version) => {
            let (mark, key) = match version.asks() {
                Asks::Handshake => (Mark::Good, "see_gradio"),
                Asks::OnlyServerSide => (Mark::Open, "see_gradioEarly"),
                Asks::OldWay => (Mark::Bad, "see_gradioOldWay"),
                Asks::Never => (Mark::Bad, "see_gradioNever"),
            };
            (mark, Message::with(key, vec![version.text()]))
        }
        None => (Mark::Open, plain("see_unknown")),
    };
    let hardware = match (known.space.is_zero_gpu(), &known.space.hardware) {
        (Some(true), _) => (Mark::Open, plain("see_zeroGpu")),
        (Some(false), Some(name)) => (
            Mark::Open,
            Message::with("see_hardware", vec![name.clone()]),
        ),
        _ => (Mark::Open, plain("see_unknown")),
    };
    let last_run = match known.runs.last() {
        Some(run) if run.identity == Identity::Absent => (Mark::Bad, plain("see_runAbsent")),
        Some(_) if pool == Pool::Account && known.can_count_for_visitor() => {
            (Mark::Good, plain("see_runPresent"))
        }
        Some(_) => (Mark::Open, plain("see_runPass")),
        None => (Mark::Open, plain("see_runNone")),
    };
    let last_message = match known.messages.last() {
        Some(told) => {
            let mark = match told.identity {
                MessageIdentity::Unauthenticated | MessageIdentity::IpFallback => Mark::Bad,
                _ => Mark::Open,
            };
            let headline = card::headline(known, told, say.0);
            (mark, headline.unwrap_or(plain("see_messageOther")))
        }
        None => (Mark::Open, plain("see_messageNone")),
    };
    let fact = |label, (mark, message): (Mark, Message)| (label, mark, message);
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
fn remaining(seen: &Seen, known: &Observations, say: &Say) -> Element {
    let section = section("popup_remaining", say);
    let text = |key| element("p", "", &say.word(key));
    if let Some(allowance) = &known.visitor.allowance {
        return bar(section, allowance, say).holding(said_by(seen, say));
    }
    if seen.apart {
        return section.holding(text("remaining_apart"));
    }
    if !seen.asks_quota {
        return section.holding(text("remaining_off")).holding(button(
            "plain",
            act::ASK_QUOTA,
            &say.word("action_askQuota"),
        ));
    }
    let section = match &seen.quota {
        Some(QuotaAnswer::Known(quota)) => {
            let mut section = bar(section, &quota.allowance, say);
            for line in quota_lines(seen, quota, say) {
                section = section.holding(element("p", "", &line));
            }
            section
        }
        Some(QuotaAnswer::SignedOut) => section.holding(text("remaining_signedOut")),
        Some(QuotaAnswer::TooMany) => section.holding(text("remaining_tooMany")),
        Some(QuotaAnswer::Unreadable) => section.holding(text("remaining_unreadable")),
        Some(QuotaAnswer::Unreachable) => section.holding(text("remaining_unreachable")),
        None => section.holding(element("p", "waits", &say.word("popup_lookingText"))),
    };
    section.holding(button(
        "plain",
        act::STOP_ASKING,
        &say.word("action_stopAsking"),
    ))
}

fn said_by(seen: &Seen, say: &Say) -> Element {
    let text = match seen.clock.get("updated").text() {
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
    section.holding(element("p", "left", &text)).holding(
        element("progress", "", "")
            .attribute("max", &digits(base))
            .attribute("value", &digits(used))
            .attribute(
                "aria-label",
                &say.with("remaining_used", &[duration(used, say)]),
            ),
    )
}

fn quota_lines(seen: &Seen, quota: &Remaining, say: &Say) -> Vec<String> {
    let until = |key: &str| {
        let wait = seen.clock.get(key);
        wait.get("in")
            .whole()
            .zip(wait.get("at").text())
            .map(|(minutes, at)| [words::wait(minutes, say.0), at.to_owned()])
    };
    let is_unused = quota.allowance.left == quota.allowance.base;
    let mut lines = vec![];
    match until("resets") {
        Some(gaps) => lines.push(say.with("remaining_resets", &gaps)),
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
fn figures(known: &Observations, assessment: &Assessment, say: &Say) -> Element {
    let head = element("tr", "", "")
        .holding(element("th", "", &say.word("quota_who")).attribute("scope", "col"))
        .holding(element("th", "", &say.word("quota_day")).attribute("scope", "col"));
    let mut body = element("tbody", "", "").holding(head);
    for row in QUOTA.rows {
        let own = known.visitor.plan == Some(row.plan);
        let here = match assessment.pool {
            Pool::Guest => row.plan == Plan::Anonymous,
            Pool::Account => charged_plan(known) == Some(row.plan),
            _ => false,
        };
        let mut who = element("th", "", &plan_name(row.plan, say)).attribute("scope", "row");
        for (applies, key) in [(own, "quota_you"), (here, "quota_here")] {
            if applies {
                who = who.holding(element("span", "chip", &say.word(key)));
            }
        }
        let minutes = say.with("time_min", &[digits(row.minutes)]);
        body = body.holding(
            element("tr", if own || here { "own" } else { "" }, "")
                .holding(who)
                .holding(element("td", "", &minutes)),
        );
    }
    let dated = say.with("quota_dated", &[QUOTA.read.to_owned()]);
    let figures = if QUOTA.holds(known) {
        element("table", "", "").holding(body)
    } else {
        element("p", "cause", &say.said(&words::figures(known)))
    };
    section("popup_quota", say)
        .holding(figures)
        .holding(element("p", "quiet", &say.word("quota_reset")))
        .holding(
            element("p", "quiet", "")
                .holding(link("source", &dated, QUOTA.source).attribute("target", "_blank")),
        )
}

fn limits(say: &Say) -> Element {
    element("p", "limits", &say.word("popup_limits"))
}
