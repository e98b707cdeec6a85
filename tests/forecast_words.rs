//! What popup, banner and card say of what the Space's functions ask for.

#[path = "support/declarations.rs"]
mod declarations;
#[path = "support/elements.rs"]
mod elements;
#[path = "support/locale.rs"]
mod locale;
#[path = "support/popup_parts.rs"]
mod popup_parts;
#[path = "support/popup_tabs.rs"]
mod popup_tabs;
#[path = "support/zerogpu_messages.rs"]
mod zerogpu_messages;

use declarations::{NOON_MS, asks_for, declares, depends};
use elements::{texts, with_class};
use popup_parts::section;
use popup_tabs::{
    account, answered, at, built, but, gathered, has_left, hears, judged, quota, ran, signed_out,
    with,
};
use serde_json::{Value, json};
use whose_quota::facts::{
    ChargedTo, Facts, HubApi, Identity, Place, Plan, SourceAnswer, Visibility,
};
use whose_quota::settings::Settings;
use whose_quota::ui::forecast::declared;
use whose_quota::ui::notice::{NoticeContext, notice};

fn says(popup_input: &Value) -> Vec<String> {
    let popup = built(popup_input);
    let section = section(&popup, "popup_forecast").unwrap();
    texts(section).into_iter().map(str::to_owned).collect()
}

/// The popup of somebody who looks at such a Space's source.
fn popup_with(facts: &Facts, source: &SourceAnswer) -> Value {
    let more = json!({"checksSource": true, "context": {"source": source, "now": NOON_MS}});
    with(gathered(facts), more)
}

#[test]
fn the_popup_says_it() {
    let two = declares(&[asks_for("generate", 120), asks_for("upscale", 60)]);
    let free = but(has_left(300, 150), |facts| {
        facts.visitor.plan = Some(Plan::Free)
    });
    assert_eq!(
        says(&popup_with(&free, &two)),
        [
            "What a run asks for",
            "Only upscale fits into what is left.",
            "generate asks for 2 min; ZeroGPU checks 3 min.",
            "will be refused",
            "upscale asks for 60 s; ZeroGPU checks 90 s.",
            "fits",
            "Compared with the 2 min 30 s that are left here.",
            "As app.py declares it, not measured. No other file was read.",
        ]
    );
    // Not asked for: it says what would be asked, and offers it.
    let off = says(&gathered(&free));
    assert_eq!(off.last().unwrap(), "Check what a run asks for");
    // Not for Spaces whose source is nobody's business, or that use no GPU.
    for other in [
        but(free.clone(), |facts| {
            facts.space.visibility = Some(Visibility::Private)
        }),
        but(free.clone(), |facts| {
            facts.space.hardware = Some("cpu-basic".to_owned())
        }),
    ] {
        assert!(section(&built(&popup_with(&other, &two)), "popup_forecast").is_none());
    }
    // The organisation forbids look-ups.
    let managed = json!({"settings": {"managed": {"noLookUps": true}}});
    let forbidden = says(&with(gathered(&free), managed));
    assert_eq!(forbidden[1..], ["Set by your organisation."]);
    // By the look-up, which is asked by the same switch; by an old one nothing.
    let looked_up = |at: u64| {
        let quota = answered(200, &json!({"base": 300, "current": 80}));
        let asked = json!({"asksQuota": true, "quota": quota, "quotaAt": at});
        let free = account(Some(Plan::Free));
        says(&with(popup_with(&free, &two), asked))
    };
    let compared = "Compared with the 1 min 20 s that are left here.".to_owned();
    assert!(looked_up(NOON_MS).contains(&compared));
    assert!(!looked_up(NOON_MS - 3_700_000).contains(&compared));
}

/// The banner's sentences, one after the other.
fn banner(facts: &Facts, source: Option<SourceAnswer>) -> Vec<String> {
    let context = NoticeContext {
        source,
        now: NOON_MS,
        settings: Settings {
            asks_quota: true,
            ..Settings::default()
        },
        ..NoticeContext::default()
    };
    let judged = serde_json::from_value(judged(facts)).unwrap();
    let notice = notice(&judged, &context, &locale::lookup).unwrap();
    let sentences = with_class(&notice.element, "consequence");
    let scope = with_class(&notice.element, "scope");
    (sentences.iter().chain(&scope))
        .map(|element| element.text.clone())
        .collect()
}

#[test]
fn the_banner_says_it_where_it_is_certain() {
    let direct = at(Place::Direct);
    let long = declares(&[asks_for("a", 200), asks_for("b", 300)]);
    let [consequence] = &banner(&direct, None)[..] else {
        panic!("one sentence");
    };
    let expected = "Each GPU function in app.py asks for more than a guest's whole day: ZeroGPU checks at least 5 min.";
    assert_eq!(
        banner(&direct, Some(long.clone())),
        [consequence.clone(), expected.to_owned()]
    );
    // One that may start, or of which nobody knows: nothing is added.
    for other in [
        declares(&[asks_for("a", 200), asks_for("b", 60)]),
        declares(&[asks_for("a", 200), depends("b")]),
        declares(&[asks_for("a", 120)]),
        declares(&[]),
        SourceAnswer::Unreachable,
    ] {
        assert_eq!(banner(&direct, Some(other)).len(), 1);
    }
    // Nor where what runs is not what the file says, by now.
    let built = but(at(Place::Direct), |facts| {
        facts.space.stage = Some("RUNNING_BUILDING".to_owned());
    });
    assert_eq!(banner(&built, Some(long.clone())).len(), 1);
    // Nor after one press in the popup: the visitor has not turned it on.
    let context = NoticeContext {
        source: Some(long.clone()),
        ..NoticeContext::default()
    };
    let judged = serde_json::from_value(judged(&at(Place::Direct))).unwrap();
    let off = notice(&judged, &context, &locale::lookup).unwrap();
    assert_eq!(with_class(&off.element, "consequence").len(), 1);
    // Less was left than each asks for, when a run before the last one was refused.
    let short = declares(&[asks_for("a", 60)]);
    let ran_on = hears(at(Place::Direct), &[quota(ChargedTo::Unauthenticated)]);
    let ran_on = but(ran(ran_on, Identity::Absent, None), |facts| {
        facts.runs[0].at = "2026-11-22T12:00:09.000Z".to_owned();
    });
    let said = banner(&ran_on, Some(short));
    let expected = "Each GPU function in app.py asks for more than is left: ZeroGPU checks at least 90 s, and 12 s are left.";
    assert_eq!(said[1..], [expected]);
    // Nor where the pool is not certain.
    let may = but(direct, |facts| {
        facts.hub_api = HubApi::Unreachable;
        facts.space.hardware = None;
    });
    assert_eq!(banner(&may, Some(long.clone())).len(), 1);
    assert_eq!(banner(&signed_out(), Some(long)).len(), 2);
}

#[test]
fn a_card_names_the_function_that_asked() {
    let refused = |requested: u32| {
        let mut message = quota(ChargedTo::Unauthenticated);
        message.requested_seconds = Some(requested);
        hears(at(Place::Direct), &[message])
    };
    let two = declares(&[asks_for("generate", 120), asks_for("upscale", 60)]);
    let said = |requested, source: &SourceAnswer| {
        let said = banner(&refused(requested), Some(source.clone()));
        said.into_iter().find(|text| text.contains("app.py"))
    };
    let line = |name, time| Some(format!("{name} declares {time} in app.py, line 41."));
    assert_eq!(said(180, &two), line("generate", "2 min"));
    assert_eq!(said(90, &two), line("upscale", "60 s"));
    // By an older `spaces`, which told what is asked for.
    assert_eq!(said(120, &two), line("generate", "2 min"));
    // Another figure, two that ask for as much, one that may: nobody knows.
    assert_eq!(said(45, &two), None);
    let message = |requested| refused(requested).messages.pop().unwrap();
    let alike = declares(&[asks_for("a", 60), asks_for("b", 60)]);
    assert_eq!(declared(Some(&alike), &message(90)), None);
    // By an older `spaces` one, by a newer one the other.
    let either = declares(&[asks_for("a", 60), asks_for("b", 40)]);
    assert_eq!(declared(Some(&either), &message(60)), None);
    let may = declares(&[asks_for("a", 60), depends("b")]);
    assert_eq!(declared(Some(&may), &message(90)), None);
    // Without a name there is only the line, which would be told twice.
    assert_eq!(said(90, &declares(&[asks_for("<lambda>", 60)])), None);
}
