//! Situations in which ZeroGPU has spoken, and the card that follows.

// Each test uses what it needs.
#![allow(dead_code)]

use super::zerogpu_messages::{message_of, numbered};
use whose_quota::facts::{
    Allowance, Cause, ChargedTo, Facts, GradioVersion, Handshake, Identity, Place, Plan, Run,
    Space, SpaceId, Visibility, Visitor, ZeroGpuMessage,
};
use whose_quota::ui::card::{Card, explain};
use whose_quota::ui::notice::NoticeContext;
use whose_quota::ui::text::Text;
use whose_quota::verdict::judge;

pub const APP: &str = "https://owner-name.hf.space/?a=1&__sign=SECRET#tab";
pub const PAGE: &str = "https://huggingface.co/spaces/owner/name?a=1#tab";

/// When the last run left, if one was seen; and when ZeroGPU spoke.
pub const LEFT: &str = "2026-11-22T12:00:00.000Z";
pub const SPOKE: &str = "2026-11-22T12:00:03.000Z";
pub const SPOKE_AGAIN: &str = "2026-11-22T12:00:04.000Z";
pub const SINCE: &str = "2026-11-21T12:00:00.000Z";

/// What is known, and what is known beside it.
#[derive(Clone)]
pub struct Situation {
    pub facts: Facts,
    pub context: NoticeContext,
}

/// A ZeroGPU Space with a Gradio of today, somewhere; ZeroGPU has spoken.
pub fn at(place: Place, messages: &[ZeroGpuMessage]) -> Situation {
    let facts = Facts {
        place,
        space: Space {
            id: SpaceId::parse("owner/name"),
            subdomain: Some("owner-name".to_owned()),
            sdk: Some("gradio".to_owned()),
            hardware: Some("zero-a10g".to_owned()),
            gradio_version: GradioVersion::parse("6.31.0"),
            visibility: Some(Visibility::Public),
            ..Space::default()
        },
        visitor: Visitor {
            private_window: Some(false),
            cookies_blocked: Some(false),
            ..Visitor::default()
        },
        messages: messages.to_vec(),
        ..Facts::default()
    };
    let href = if place == Place::Hub { PAGE } else { APP };
    let until = messages.iter().map(|message| {
        let wait = message.retry_after_seconds?;
        Some((format!("{wait}000"), "16:40".to_owned()))
    });
    Situation {
        facts,
        context: NoticeContext {
            href: href.to_owned(),
            since: SINCE.to_owned(),
            until: until.collect(),
            ..NoticeContext::default()
        },
    }
}

/// On the Hub page of somebody with a plan, whose app was answered; a run with a pass left.
pub fn account(plan: Plan, messages: &[ZeroGpuMessage]) -> Situation {
    but(at(Place::Hub, messages), |facts| {
        facts.visitor.signed_in = Some(true);
        facts.visitor.plan = Some(plan);
        facts.handshake = Some(Handshake::Answered);
        facts.runs = vec![run(Identity::Present)];
    })
}

pub fn signed_out(messages: &[ZeroGpuMessage]) -> Situation {
    but(at(Place::Hub, messages), |facts| {
        facts.visitor.signed_in = Some(false);
        facts.visitor.plan = Some(Plan::Anonymous);
    })
}

pub fn but(mut situation: Situation, change: impl FnOnce(&mut Facts)) -> Situation {
    change(&mut situation.facts);
    situation
}

pub fn run(identity: Identity) -> Run {
    Run {
        at: LEFT.to_owned(),
        subdomain: "owner-name".to_owned(),
        identity,
        token_subject: None,
        before_handshake: false,
        is_chained: false,
        called: None,
    }
}

pub fn quota(identity: ChargedTo) -> ZeroGpuMessage {
    let numbers = [Some(60), Some(12), Some(11_564)];
    numbered(SPOKE, Cause::QuotaExceeded, identity, numbers)
}

/// The limit on runs, as `spaces` 0.36 to 0.51.0 words it.
pub fn runs_mistaken(identity: ChargedTo) -> ZeroGpuMessage {
    let numbers = [Some(60), Some(100), Some(0)];
    numbered(SPOKE, Cause::QuotaExceeded, identity, numbers)
}

pub fn plain(cause: Cause) -> ZeroGpuMessage {
    message_of(SPOKE, cause, ChargedTo::Unknown)
}

pub fn with_left(situation: Situation, left: u16) -> Situation {
    but(situation, |facts| {
        let (base, at) = (2400, None);
        facts.visitor.allowance = Some(Allowance { base, left, at });
    })
}

/// The card of a situation that has one.
pub fn card_of(situation: Situation) -> Card {
    let Situation { facts, context } = situation;
    let message = facts.current_message().unwrap();
    explain(
        &facts,
        &judge(&facts),
        message,
        &context,
        &super::locale::lookup,
    )
    .unwrap()
}

/// The keys of messages.
pub fn keys<'a>(messages: impl IntoIterator<Item = &'a Text>) -> Vec<&'a str> {
    messages.into_iter().map(|message| message.key).collect()
}

/// With earlier runs of other Spaces: its id, and what ZeroGPU said, if it did.
pub fn after(mut situation: Situation, others: &[(&str, Option<(Cause, ChargedTo)>)]) -> Situation {
    for (number, (space, trouble)) in others.iter().enumerate() {
        let time = |minute: usize| format!("2026-11-22T{:02}:{minute:02}:00.000Z", 1 + number);
        let id = SpaceId::parse(space).unwrap();
        let message = trouble.map(|(cause, charged_to)| message_of(&time(2), cause, charged_to));
        let history = &mut situation.context.run_history;
        history.record(&Facts {
            space: Space {
                id: Some(id.clone()),
                hardware: Some("zero-a10g".to_owned()),
                ..Space::default()
            },
            runs: vec![Run {
                at: time(1),
                ..run(Identity::Present)
            }],
            messages: message.into_iter().collect(),
            ..Facts::default()
        });
        history.ended(&id.subdomain(), "", &time(3));
    }
    situation
}
