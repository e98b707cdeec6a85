//! The report for a forum post: what it says, and nothing in it that is nobody's business.

#[path = "support/judged.rs"]
mod judged;
#[path = "support/locale.rs"]
mod locale;
#[path = "support/markdown.rs"]
mod support;

use judged::judged;
use support::{HEAD, markdown, run};
use whose_quota::facts::{
    Allowance, Called, Cause, ChargedTo, Facts, Framing, GradioVersion, HubAnswer, Identity,
    PageEvents, PageInput, Place, Plan, Run, Space, SpaceId, TokenSubject, Visibility, Visitor,
    ZeroGpuMessage,
};
use whose_quota::verdict::Judged;

/// The rows of the table on some facts, of what has this name.
fn rows(name: &str, facts: Facts) -> Vec<String> {
    let text = markdown(&Judged::of(facts));
    let body = text.strip_prefix(HEAD).unwrap();
    assert!(body.ends_with('\n'));
    let start = format!("| {name} ");
    let rows = body.lines().filter(|line| line.starts_with(&start));
    rows.map(str::to_owned).collect()
}

/// A ZeroGPU Space at its direct address, in a private window.
fn direct(href: &str, runs: Vec<Run>) -> Judged {
    let space = Space {
        id: SpaceId::parse("owner/name"),
        subdomain: Some("owner-name".to_owned()),
        sdk: Some("gradio".to_owned()),
        gradio_version: GradioVersion::parse("5.49.1"),
        hardware: Some("zero-a10g".to_owned()),
        stage: None,
        visibility: Some(Visibility::Public),
        server_side_rendered: None,
        app_file: None,
    };
    judged(&PageInput {
        href: href.to_owned(),
        framing: Framing {
            is_top: true,
            ..Framing::default()
        },
        private_window: Some(true),
        cookies_blocked: Some(false),
        events: PageEvents {
            runs,
            ..PageEvents::default()
        },
        hub_answer: HubAnswer::Found(Box::new(space)),
        ..PageInput::default()
    })
}

#[test]
fn a_typical_report() {
    let report = direct("https://owner-name.hf.space/", vec![]);
    let expected = "\
**Whose Quota**

| what | seen |
|---|---|
| schema | 1 |
| extension | 1.0.0 |
| browser | Firefox 153 |
| place | direct |
| space id | owner/name |
| space subdomain | owner-name |
| space hubUrl | https://huggingface.co/spaces/owner/name |
| space sdk | gradio |
| space gradioVersion | 5.49.1 |
| space serverSideRendered | ? |
| space hardware | zero-a10g |
| space stage | ? |
| space visibility | public |
| visitor signedIn | ? |
| visitor plan | ? |
| visitor privateWindow | true |
| visitor cookiesBlocked | false |
| visitor allowance | ? |
| pool | guest |
| grade | derived |
| reasons | direct-url, private-window |
| banner | shown |
| handshake | ? |
| runs | – |
| messages | – |
";
    assert_eq!(markdown(&report), expected);
}

#[test]
fn it_is_the_same_in_every_language() {
    // No word of `_locales` is in it: only the contract's.
    let text = markdown(&direct("https://owner-name.hf.space/", vec![]));
    for key in ["verdict_guest", "plan_free", "see_zeroGpu", "see_unknown"] {
        assert!(!text.contains(locale::raw(key)), "{key}");
    }
}

#[test]
fn what_is_unknown_is_a_question_mark_and_what_is_empty_a_dash() {
    for (name, row) in [
        ("place", "| place | other |"),
        ("space id", "| space id | ? |"),
        (
            "space serverSideRendered",
            "| space serverSideRendered | ? |",
        ),
        ("visitor signedIn", "| visitor signedIn | ? |"),
        ("visitor allowance", "| visitor allowance | ? |"),
        ("handshake", "| handshake | ? |"),
        ("reasons", "| reasons | – |"),
        ("runs", "| runs | – |"),
        ("messages", "| messages | – |"),
    ] {
        assert_eq!(rows(name, Facts::default()), [row]);
    }
}

#[test]
fn lists_are_one_cell() {
    let reasons = |private_window, cookies_blocked| {
        let facts = Facts {
            place: Place::Hub,
            space: Space {
                hardware: Some("zero-a10g".to_owned()),
                ..Space::default()
            },
            visitor: Visitor {
                signed_in: Some(false),
                private_window: Some(private_window),
                cookies_blocked: Some(cookies_blocked),
                ..Visitor::default()
            },
            ..Facts::default()
        };
        rows("reasons", facts)
    };
    assert_eq!(reasons(false, false), ["| reasons | signed-out |"]);
    assert_eq!(
        reasons(true, true),
        ["| reasons | signed-out, private-window, cookies-blocked |"]
    );
}

#[test]
fn objects_are_one_row_a_value() {
    let facts = Facts {
        visitor: Visitor {
            plan: Some(Plan::Pro),
            allowance: Some(Allowance {
                base: 2400,
                left: 2112,
                at: Some("2026-11-22T12:00:00.000Z".to_owned()),
            }),
            ..Visitor::default()
        },
        ..Facts::default()
    };
    let expected = [
        "| visitor signedIn | ? |",
        "| visitor plan | pro |",
        "| visitor privateWindow | ? |",
        "| visitor cookiesBlocked | ? |",
        "| visitor allowance base | 2400 |",
        "| visitor allowance current | 2112 |",
        "| visitor allowance lastUpdated | 2026-11-22T12:00:00.000Z |",
    ];
    assert_eq!(rows("visitor", facts), expected);
}

#[test]
fn of_the_runs_the_newest_three_stand_first() {
    let of = |minutes: &[u8]| {
        let runs = minutes.iter().map(|minute| {
            let is_odd = minute % 2 == 1;
            run(
                *minute,
                if is_odd {
                    Identity::Present
                } else {
                    Identity::Absent
                },
            )
        });
        let text = markdown(&direct("https://owner-name.hf.space/", runs.collect()));
        let own = text.lines().filter(|line| line.starts_with("| runs |"));
        own.map(str::to_owned).collect::<Vec<_>>()
    };
    let line = |minute: u8, identity: &str| {
        format!("| runs | 2026-11-22T12:{minute:02}:00.000Z {identity} |")
    };
    assert_eq!(of(&[]), ["| runs | – |"]);
    assert_eq!(of(&[1]), [line(1, "present")]);
    assert_eq!(
        of(&[1, 2, 3]),
        [line(3, "present"), line(2, "absent"), line(1, "present")]
    );
    assert_eq!(
        of(&[1, 2, 3, 4]),
        [line(4, "absent"), line(3, "present"), line(2, "absent")]
    );
    let hour: Vec<u8> = (0..60).collect();
    assert_eq!(
        of(&hour),
        [line(59, "present"), line(58, "absent"), line(57, "present")]
    );
}

#[test]
fn what_was_wrong_with_a_runs_pass_stands_behind_it() {
    let row = |run: Run| {
        let text = markdown(&direct("https://owner-name.hf.space/", vec![run]));
        let own = text.lines().find(|line| line.starts_with("| runs |"));
        own.map(str::to_owned)
    };
    let relayed = Run {
        token_subject: Some(TokenSubject::Faulty),
        ..run(1, Identity::Present)
    };
    let at = "2026-11-22T12:01:00.000Z";
    assert_eq!(
        row(run(1, Identity::Present)),
        Some(format!("| runs | {at} present |"))
    );
    assert_eq!(
        row(relayed),
        Some(format!("| runs | {at} present faulty |"))
    );
    let other = Run {
        called: Some(Called {
            id: SpaceId::parse("other/painter").unwrap(),
            is_protected: true,
        }),
        ..run(1, Identity::Absent)
    };
    let runs = |run: Run| {
        let runs = vec![run];
        rows(
            "runs",
            Facts {
                runs,
                ..Facts::default()
            },
        )
    };
    assert_eq!(
        runs(other),
        [format!("| runs | {at} absent other/painter |")]
    );
    // A bare "true" would say nothing.
    let early = Run {
        before_handshake: true,
        is_chained: true,
        ..run(1, Identity::Absent)
    };
    assert_eq!(runs(early), [format!("| runs | {at} absent |")]);
}

#[test]
fn of_the_messages_the_newest_three_stand_first_with_their_numbers() {
    let message = |minute: u8| ZeroGpuMessage {
        at: format!("2026-11-22T12:{minute:02}:00.000Z"),
        cause: Cause::QuotaExceeded,
        charged_to: ChargedTo::Pro,
        requested_seconds: Some(60),
        left_seconds: Some(minute.into()),
        retry_after_seconds: None,
        fault: None,
        after_user_input: true,
    };
    let row = |minute: u8| {
        format!("| messages | 2026-11-22T12:{minute:02}:00.000Z quota-exceeded pro 60 {minute} ? |")
    };
    let facts = |messages: Vec<ZeroGpuMessage>| Facts {
        messages,
        ..Facts::default()
    };
    let all = (1..=4).map(message).collect();
    assert_eq!(rows("messages", facts(all)), [row(4), row(3), row(2)]);
    let fault = ZeroGpuMessage {
        at: String::new(),
        fault: Some("InvalidRepoToken".to_owned()),
        ..message(1)
    };
    assert_eq!(
        rows("messages", facts(vec![fault])),
        ["| messages | ? quota-exceeded pro 60 1 ? InvalidRepoToken |"]
    );
}

#[test]
fn a_run_whose_time_is_unknown_says_so() {
    let run = Run {
        at: String::new(),
        ..run(1, Identity::Absent)
    };
    let text = markdown(&direct("https://owner-name.hf.space/", vec![run]));
    assert!(text.contains("| runs | ? absent |\n"), "{text}");
}

#[test]
fn nothing_of_a_query_and_of_a_pass_is_in_it() {
    for href in [
        "https://owner-name.hf.space/?prompt=SECRET",
        "https://owner-name.hf.space/?__sign=SECRET",
        "https://owner-name.hf.space/file=SECRET?a=SECRET&__sign=SECRET#SECRET",
        "https://owner-name.hf.space/#/SECRET?__sign=SECRET",
        "https://owner-name.hf.space/?%5F%5Fsign=SECRET",
    ] {
        let text = markdown(&direct(href, vec![run(1, Identity::Present)]));
        assert!(!text.contains("SECRET"), "{text}");
    }
}
