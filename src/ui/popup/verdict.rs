//! The verdict: whose quota, how surely, and why.

use super::{PopupInput, headline_element};
use crate::facts::{ChargedTo, Facts, Place, Plan, ZeroGpuMessage};
use crate::ui::banner_text::{consequence, headline_and_cause};
use crate::ui::card::{self, AccountOwner};
use crate::ui::element::{Element, element};
use crate::ui::text::{Localizer, Text};
use crate::verdict::{Grade, Pool, Reason, Verdict};

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

pub(super) fn verdict_section(
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
            localizer.text(&headline_and_cause(facts, verdict).0)
        }
        (Pool::Guest, _) if may => localizer.plain("verdict_guestMay"),
        (Pool::Guest, _) => localizer.plain("verdict_guest"),
        (Pool::Space, _) => localizer.plain("verdict_space"),
        (Pool::None, _) => localizer.plain("verdict_none"),
        (Pool::Unknown, _) => localizer.plain("verdict_unknown"),
    };
    let ran = verdict.grade == Grade::Observed;
    // The message itself stands below.
    let is_by_message = ran && facts.current_message().is_some_and(ZeroGpuMessage::decides);
    let grade = match verdict.grade {
        Grade::Observed if is_by_message && owner == AccountOwner::SomebodyElse => {
            "grade_observedNotYours"
        }
        Grade::Observed if is_by_message => "grade_observedMessage",
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
        _ if is_by_message => None,
        Pool::Guest => {
            let (banner_headline, cause) = headline_and_cause(facts, verdict);
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
    if is_guest && !is_by_message {
        let consequence = consequence(facts, verdict);
        section = section.child(element("p", "cause", &localizer.text(&consequence)));
    }
    if input.was_found {
        section = section.child(element("p", "cause", &localizer.plain("popup_found")));
    }
    let name = facts.space.id.as_ref().map(|id| id.as_str().to_owned());
    let name = name.or_else(|| facts.space.subdomain.clone());
    section.child(element("p", "", &name.unwrap_or_default()).attribute("id", "space"))
}

/// The plan on whose account a run counts: in ZeroGPU's own words, or the visitor's.
pub(super) fn charged_plan(facts: &Facts) -> Option<Plan> {
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

pub(super) fn plan_name(plan: Plan, localizer: Localizer) -> String {
    localizer.plain(match plan {
        Plan::Anonymous => "plan_anonymous",
        Plan::Free => "plan_free",
        Plan::Pro => "plan_pro",
        Plan::Team => "plan_team",
        Plan::Enterprise => "plan_enterprise",
    })
}
