//! Messages between our own parts, and what is kept: a frame may have been taken over, and storage damaged.

#![no_main]

use libfuzzer_sys::fuzz_target;
use serde_json::Value;
use std::iter::once;
use whose_quota::facts::{
    Facts, FrameFacts, HubAnswer, PageEvents, PageFacts, QuotaAnswer, Run, RunHistory, Sender,
    ZeroGpuMessage,
};
use whose_quota::tab::{FrameVerdict, Tab};
use whose_quota::ui::notice::{NoticeContext, notice};
use whose_quota::ui::popup::{PopupInput, popup};
use whose_quota::verdict::Judged;
use whose_quota_fuzz::{check_facts, check_links, check_sent, localize, received};

fuzz_target!(|input: &str| {
    let Ok(message) = serde_json::from_str::<Value>(input) else {
        return;
    };

    // The background holds a frame's claims against their sender.
    let page = received::<PageFacts>(&message["page"]);
    let events = serde_json::from_value::<PageEvents>(message["events"].clone());
    let sender = serde_json::from_value::<Sender>(message["sender"].clone());
    if let (Some(page), Ok(events), Ok(sender)) = (page, events, sender)
        && let Some(facts) = Facts::of(&page, &events, &sender)
    {
        check_facts(facts, &sender.href);
    }

    received::<FrameFacts>(&message);
    received::<HubAnswer>(&message);
    received::<QuotaAnswer>(&message);
    let list = message.as_array().map(Vec::as_slice).unwrap_or_default();
    for part in once(&message).chain(list) {
        received::<ZeroGpuMessage>(part);
        received::<Run>(part);
    }

    let mut tab = received::<Tab>(&message).unwrap_or_default();
    for said in list.iter().filter_map(received::<FrameVerdict>) {
        tab.record(said);
    }
    check_sent(&tab);

    // What became of runs is kept as it is.
    let mut history = received::<RunHistory>(&message).unwrap_or_default();
    let judged = received::<Judged>(&message["judged"]).unwrap_or_default();
    history.record(&judged.facts);
    history.ended("owner-name", "", "9");
    history.record(&judged.facts);
    check_sent(&history);

    if let Ok(context) = serde_json::from_value::<NoticeContext>(message.clone())
        && let Some(shown) = notice(&judged, &context, &localize)
    {
        check_links(&shown.element);
    }
    if let Ok(input) = serde_json::from_value::<PopupInput>(message) {
        check_links(&popup(&input, &localize));
    }
});
