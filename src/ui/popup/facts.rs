//! Everything that decides, whether it is known or not. What it shares with the banner's short list:
//! `evidence.rs`.

use super::section;
use crate::facts::{ChargedTo, Facts, Handshake, Identity, Place, Plan};
use crate::ui::card;
use crate::ui::element::{Element, element};
use crate::ui::evidence::{
    Fact, Signal, cookies_blocked, gradio_fact, handshake_signal, private_window, sign_in,
};
use crate::ui::text::{Localizer, Text};
use crate::verdict::{Pool, Verdict};

pub(super) fn facts_section(facts: &Facts, verdict: &Verdict, localizer: Localizer) -> Element {
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

/// Each with its label.
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
