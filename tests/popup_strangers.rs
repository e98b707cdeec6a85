//! Nothing in the popup is what a page or an address could plant.

#[path = "support/elements.rs"]
mod elements;
#[path = "support/locale.rs"]
mod locale;
#[path = "support/popup_parts.rs"]
mod popup_parts;
#[path = "support/popup_sound.rs"]
mod popup_sound;
#[path = "support/popup_tabs.rs"]
mod popup_tabs;
#[path = "support/zerogpu_messages.rs"]
mod zerogpu_messages;

use elements::elements;
use popup_sound::is_sound;
use popup_tabs::{
    LATER, RESETS, account, answered, asleep, at, built, but, gathered, gradio, hears, quota, ran,
    signed_out, with,
};
use proptest::prelude::*;
use serde_json::{Value, json};
use whose_quota::facts::{ChargedTo, Facts, Identity, Place, Plan};
use whose_quota::ui::element::Element;
use whose_quota::ui::popup::{PopupInput, popup};

/// An address of a Space with secrets at the places where sign-ins leave them.
fn any_secret_address() -> impl Strategy<Value = String> {
    let secret = || {
        some_word("__sign %5F%5Fsign __%73ign %5f_sig%6E code state _target_url")
            .prop_map(|name| name + "=SECRET")
    };
    let pair = prop_oneof![2 => secret(), 1 => Just("a=1".to_owned()), 1 => Just("b".to_owned())];
    let query = prop::collection::vec(pair, 0..4).prop_map(|pairs| pairs.join("&"));
    let fragment = prop_oneof![
        Just(String::new()),
        Just("#tab".to_owned()),
        ("#[/?&;!]{0,2}(a=1&)?", secret()).prop_map(|(start, secret)| start + &secret),
    ];
    let host = prop::sample::select(vec![
        "https://owner-name.hf.space/",
        "https://owner-name.hf.space",
        "https://owner-name.hf.space/file=SECRET",
        "https://huggingface.co/spaces/owner/name",
        "https://pictures.example/",
    ]);
    (host, query, fragment)
        .prop_map(|(host, query, fragment)| [host, "?", &query, &fragment].concat())
}

fn any_situation() -> impl Strategy<Value = Facts> {
    let facts = vec![
        at(Place::Direct),
        at(Place::Embed),
        at(Place::Hub),
        signed_out(),
        account(Some(Plan::Pro)),
        gradio(account(None), "5.9.1"),
        ran(at(Place::Direct), Identity::Absent, None),
        ran(
            but(account(None), |facts| facts.handshake = None),
            Identity::Absent,
            None,
        ),
        asleep(at(Place::Direct)),
        but(at(Place::Direct), |facts| facts.signed_address = true),
        hears(at(Place::Direct), &[quota(ChargedTo::Unauthenticated)]),
        hears(
            at(Place::Embed),
            &[
                zerogpu_messages::fallback(LATER, Some("InvalidRepoToken")),
                quota(ChargedTo::Free),
            ],
        ),
        hears(
            ran(account(Some(Plan::Pro)), Identity::Present, None),
            &[quota(ChargedTo::Unauthenticated)],
        ),
    ];
    prop::sample::select(facts)
}

/// A mark by which text of a message is known wherever it ends up.
const MARK: &str = "zqMARK";

/// A value where the core expects something else, or just this; texts carry the mark.
fn any_value() -> BoxedStrategy<Value> {
    let text = prop_oneof![
        any::<String>().prop_map(|text| text + MARK),
        Just("javascript:zqMARK".to_owned()),
        Just("https://owner-name.hf.space/?zqMARK".to_owned()),
        Just("https://huggingface.co/spaces/owner/name?zqMARK#zqMARK".to_owned()),
        Just("<img onerror=zqMARK>\" onload=zqMARK".to_owned()),
        Just("zero-zqMARK".to_owned()),
        Just("owner/zqMARK".to_owned()),
        some_word(WORDS),
    ];
    let leaf = prop_oneof![
        Just(json!(null)),
        any::<bool>().prop_map(Value::from),
        (-1_i32..70_000).prop_map(Value::from),
        any::<f32>().prop_map(|number| json!(number)),
        text.prop_map(Value::from),
    ];
    leaf.prop_recursive(3, 16, 4, |inner| {
        let key = prop_oneof![
            some_word(FIELDS),
            any::<String>().prop_map(|key| key + MARK),
        ];
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::vec((key, inner), 0..4)
                .prop_map(|entries| entries.into_iter().collect()),
        ]
    })
    .boxed()
}

const FIELDS: &str = "href judged facts verdict isKept script isSpace asksQuota quota isRefused separateCookies isFirefox isLoading \
    wasFound wasLooked clock updated resets runsReset in at place pool grade reasons banner \
    space visitor allowance id subdomain runs identity kind remaining base current stage chargedTo \
    hardware gradioVersion signedIn messages cause identity leftSeconds requestedSeconds fault";

/// Words that the core knows.
const WORDS: &str = "hub direct embed other hub-frame guest account space none unknown observed derived \
    assumed direct-url third-party-embed outdated-gradio handshake-missing signed-out \
    answered absent present known unreadable pro anonymous SLEEPING 5.9.1 private protected \
    owner/name quota-exceeded runs-exceeded ip-fallback illegal-duration unauthenticated free";

/// Where a message's values are.
const PLACES: &str = "/href /judged /isKept /script /asksQuota /quota /isRefused /separateCookies /wasFound /wasLooked \
    /clock /clock/updated /clock/resets /judged/facts/place /judged/verdict/pool /judged/verdict/grade \
    /judged/verdict/reasons /judged/verdict/banner /judged/facts/space /judged/facts/space/id \
    /judged/facts/space/subdomain /judged/facts/space/hardware /judged/facts/space/stage \
    /judged/facts/space/gradioVersion /judged/facts/space/visibility /judged/facts/visitor \
    /judged/facts/visitor/signedIn /judged/facts/visitor/plan /judged/facts/visitor/privateWindow \
    /judged/facts/visitor/cookiesBlocked /judged/facts/visitor/allowance /judged/facts/handshake \
    /judged/facts/runs /judged/facts/messages /judged/facts/messages/0 /judged/facts/messages/0/at \
    /judged/facts/messages/0/cause /judged/facts/messages/0/chargedTo \
    /judged/facts/messages/0/leftSeconds /judged/facts/messages/0/requestedSeconds \
    /judged/facts/messages/0/retryAfterSeconds /judged/facts/messages/0/fault";

fn some_word(words: &'static str) -> impl Strategy<Value = String> {
    prop::sample::select(words.split(' ').map(str::to_owned).collect::<Vec<_>>())
}

/// A real message with some values replaced, at any depth.
fn any_message() -> impl Strategy<Value = Value> {
    let change = (some_word(PLACES), any_value());
    (
        any_situation(),
        prop::collection::vec(change, 0..6),
        any::<bool>(),
    )
        .prop_map(|(facts, changes, asks)| {
            let mut message = gathered(&facts);
            if asks {
                message["asksQuota"] = json!(true);
                let body = json!({
                    "base": 300, "current": 184, "resetsAt": RESETS,
                    "runs": {"limit": 7, "remaining": 6},
                });
                message["quota"] = answered(200, &body);
            }
            for (place, value) in changes {
                if let Some(field) = message.pointer_mut(&place) {
                    *field = value;
                }
            }
            message
        })
}

/// As in a browser a gap that is not given stays empty: a message may contradict itself.
fn lenient(key: &str, given: &[String]) -> String {
    let args = if key.starts_with("@@") {
        0
    } else {
        locale::args(key)
    };
    let mut all = given.to_vec();
    all.resize(args.max(given.len()), String::new());
    locale::lookup(key, &all)
}

/// Asserts that the texts of a message are texts only.
fn planted_nothing(popup: &Element) {
    for element in elements(popup) {
        for (name, value) in &element.attributes {
            // A link may hold an address's query and a Space's name.
            assert!(*name == "href" || !value.contains(MARK), "{name}={value}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_link_and_no_text_carries_a_secret(
        facts in any_situation(), href in any_secret_address(), found in any::<bool>(),
    ) {
        let values = json!({"href": href, "wasFound": found});
        let popup = built(&with(gathered(&facts), values));
        is_sound(&popup);
        let all = format!("{popup:?}");
        prop_assert!(!all.contains("SECRET"), "{}", all);
    }

    #[test]
    fn any_message_gives_a_sound_popup(message in any_message()) {
        let Ok(input) = serde_json::from_value::<PopupInput>(message) else {
            return Ok(());
        };
        let popup = popup(&input, &lenient);
        is_sound(&popup);
        planted_nothing(&popup);
    }

    #[test]
    fn any_json_gives_a_sound_popup(message in any_value()) {
        let Ok(input) = serde_json::from_value::<PopupInput>(message) else {
            return Ok(());
        };
        let popup = popup(&input, &lenient);
        is_sound(&popup);
        planted_nothing(&popup);
    }

    #[test]
    fn any_answer_about_the_quota_gives_a_sound_popup(
        quota in any_value(), remaining in any_value(), clock in any_value(), time in any_value(),
    ) {
        let message = gathered(&at(Place::Direct));
        for quota in [quota, json!({"kind": "known", "remaining": remaining})] {
            for clock in [clock.clone(), json!({"resets": {"in": time, "at": time}, "updated": time})] {
                let asked = json!({"asksQuota": true, "quota": quota, "clock": clock});
                let asked = serde_json::from_value::<PopupInput>(with(message.clone(), asked));
                let Ok(asked) = asked else {
                    continue;
                };
                let popup = popup(&asked, &locale::lookup);
                is_sound(&popup);
                planted_nothing(&popup);
            }
        }
    }
}
