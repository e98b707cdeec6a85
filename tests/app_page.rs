//! What is an app's page, and what is the page around it: which documents are judged at all, and as what.

#[path = "support/judged.rs"]
mod judged;

use judged::{judged, plain_report};
use whose_quota::facts::{
    Called, Facts, FrameFacts, Framing, GradioVersion, HUB, Handshake, HubAnswer, Identity,
    PageEvents, PageInput, PageMarks, Place, Run, Space, SpaceId,
};
use whose_quota::ui::banner_text::banner_text;
use whose_quota::ui::text::Arg;
use whose_quota::verdict::{BannerState, Grade, Judged, Pool, Reason, judge};

const HOST: &str = "https://owner-name.hf.space";

/// The ZeroGPU Space at [`HOST`].
fn zero_gpu() -> HubAnswer {
    HubAnswer::Found(Box::new(Space {
        id: SpaceId::parse("owner/name"),
        sdk: Some("gradio".to_owned()),
        gradio_version: GradioVersion::parse("5.49.1"),
        hardware: Some("zero-a10g".to_owned()),
        stage: Some("RUNNING".to_owned()),
        ..Space::default()
    }))
}

/// A document at an app's address, as the tab itself, without any mark of Gradio's.
fn document(path: &str, content_type: &str) -> PageInput {
    PageInput {
        href: format!("{HOST}{path}"),
        framing: Framing {
            is_top: true,
            ..Framing::default()
        },
        marks: Some(PageMarks {
            content_type: content_type.to_owned(),
            has_gradio_app: false,
        }),
        hub_answer: zero_gpu(),
        ..PageInput::default()
    }
}

/// The same in a frame of some page.
fn framed(seen: PageInput, parent: &str, is_in_hub_page: Option<bool>) -> PageInput {
    PageInput {
        framing: Framing {
            is_top: false,
            parent_is_top: true,
            parent_origin: Some(parent.to_owned()),
            is_in_hub_page,
            ..Framing::default()
        },
        ..seen
    }
}

fn marked(seen: PageInput) -> PageInput {
    PageInput {
        gradio_class: Some("gradio-container gradio-container-5-49-1".to_owned()),
        ..seen
    }
}

fn run(to: &str, identity: Identity) -> Run {
    Run {
        at: "2026-11-22T12:00:00.000Z".to_owned(),
        subdomain: to.to_owned(),
        identity,
        token_subject: None,
        before_handshake: false,
        is_chained: false,
        called: None,
    }
}

fn hears(seen: PageInput, runs: Vec<Run>) -> PageInput {
    PageInput {
        events: PageEvents {
            runs,
            ..PageEvents::default()
        },
        ..seen
    }
}

/// `place pool/grade banner`.
fn verdict(seen: &PageInput) -> String {
    let facts = Facts::read(seen);
    let verdict = judge(&facts);
    let names = [facts.place.name(), verdict.pool.name()];
    let more = [verdict.grade.name(), verdict.banner.name()];
    format!("{}/{}", names.join(" "), more.join(" "))
}

#[test]
fn files_and_documentation_are_no_app() {
    for (path, content_type) in [
        ("/gradio_api/file=/tmp/picture.png", "image/png"),
        ("/file=/tmp/page.html", "text/html"),
        ("/gradio_api/file=/tmp/page.html", "text/html"),
        ("/config", "application/json"),
        ("/openapi.json", "application/json"),
        ("/docs", "text/html"),
        ("/redoc/", "text/html"),
        ("/about.html", "text/html"),
        ("/", "text/plain"),
        ("/", "application/pdf"),
        ("/logo", "image/svg+xml"),
    ] {
        let seen = document(path, content_type);
        assert_eq!(verdict(&seen), "other unknown/assumed not-needed", "{path}");
        let embedded = framed(seen, "https://blog.example", None);
        assert_eq!(verdict(&embedded), "other unknown/assumed not-needed");
        assert_eq!(FrameFacts::of(&Facts::read(&embedded)), None);
    }
}

#[test]
fn a_saved_page_of_gradios_is_a_file_whatever_its_marks() {
    for path in ["/file=/tmp/saved.html", "/gradio_api/file=/tmp/saved.html"] {
        let saved = marked(document(path, "text/html"));
        assert_eq!(
            verdict(&saved),
            "other unknown/assumed not-needed",
            "{path}"
        );
    }
}

#[test]
fn an_app_at_any_path_is_one_by_its_marks() {
    let says = "direct guest/derived shown";
    for path in ["/", "/?a=1", "/gradio/", "/page2", "/docs"] {
        let bare = || document(path, "text/html");
        let config = "window.gradio_config = {\"version\": \"5.49.1\"};";
        let component = PageMarks {
            has_gradio_app: true,
            ..bare().marks.unwrap()
        };
        for seen in [
            marked(bare()),
            PageInput {
                gradio_config: Some(config.to_owned()),
                ..bare()
            },
            PageInput {
                marks: Some(component),
                ..bare()
            },
        ] {
            assert_eq!(verdict(&seen), says, "{path}");
        }
    }
    // Nobody looked at the document: what is known of the address counts.
    let unseen = PageInput {
        marks: None,
        ..document("/", "")
    };
    assert_eq!(verdict(&unseen), says);
}

#[test]
fn a_front_end_of_its_own_may_count_and_no_more() {
    let front = document("/", "text/html");
    assert!(Facts::read(&front).own_front_end);
    assert_eq!(verdict(&front), "direct guest/assumed shown");
    let embedded = framed(front.clone(), "https://blog.example", None);
    assert_eq!(verdict(&embedded), "embed guest/assumed shown");
    // While the Space sleeps, Hugging Face's own page stands there.
    let HubAnswer::Found(mut space) = zero_gpu() else {
        panic!();
    };
    space.stage = Some("SLEEPING".to_owned());
    let asleep = PageInput {
        hub_answer: HubAnswer::Found(space),
        ..front.clone()
    };
    assert_eq!(verdict(&asleep), "direct guest/derived not-needed");
    // A run that was seen is no guess, wherever it was sent from.
    let ran = |path| {
        hears(
            document(path, "text/html"),
            vec![run("owner-name", Identity::Absent)],
        )
    };
    for path in ["/", "/chat"] {
        assert_eq!(verdict(&ran(path)), "direct guest/observed shown", "{path}");
    }
    // FastAPI's documentation can try out what it documents.
    assert_eq!(verdict(&ran("/docs")), "other unknown/assumed not-needed");
    // Its words speak of the front end, not of unknown hardware.
    let facts = Facts::read(&front);
    let banner_text = banner_text(&facts, &judge(&facts), &front.href, false).unwrap();
    assert_eq!(banner_text.headline.key, "headline_guestMay");
    assert_eq!(banner_text.cause.key, "cause_ownDirect");
}

#[test]
fn on_the_hub_page_too_a_front_end_of_its_own_may_count_and_no_more() {
    let facts = |signed_in, handshake, version: &str| Facts {
        place: Place::Hub,
        space: Space {
            gradio_version: GradioVersion::parse(version),
            hardware: Some("zero-a10g".to_owned()),
            ..Space::default()
        },
        visitor: whose_quota::facts::Visitor {
            signed_in,
            ..Default::default()
        },
        handshake,
        own_front_end: true,
        ..Facts::default()
    };
    let says = |facts: &Facts| {
        let verdict = judge(facts);
        (verdict.pool, verdict.grade, verdict.banner)
    };
    let (shown, silent) = (BannerState::Shown, BannerState::NotNeeded);
    let answered = Some(Handshake::Answered);
    for version in ["4.20.0", "5.9.1", "5.14.0", "6.31.0"] {
        let out = facts(Some(false), None, version);
        assert_eq!(
            says(&out),
            (Pool::Guest, Grade::Assumed, shown),
            "{version}"
        );
        // Which client its page has does not show in the Gradio behind it.
        let waits = facts(Some(true), None, version);
        assert_eq!(says(&waits), (Pool::Unknown, Grade::Assumed, silent));
        let message = facts(Some(true), answered, version);
        assert_eq!(says(&message), (Pool::Account, Grade::Assumed, silent));
        let mut ran = message;
        ran.runs = vec![run("owner-name", Identity::Present)];
        assert_eq!(says(&ran), (Pool::Account, Grade::Observed, silent));
        // It really sent a run without the pass: this must still speak.
        ran.runs = vec![run("owner-name", Identity::Absent)];
        assert_eq!(says(&ran), (Pool::Guest, Grade::Observed, shown));
    }
}

#[test]
fn only_its_own_hub_page_is_the_hub_page_around_a_frame() {
    let app = || marked(document("/", "text/html"));
    let at = |is_in_hub_page| framed(app(), HUB, is_in_hub_page);
    assert_eq!(Facts::read(&at(Some(true))).place, Place::HubFrame);
    assert_eq!(Facts::read(&at(None)).place, Place::HubFrame);
    // A blog, a course, the documentation, another Space's page.
    assert_eq!(verdict(&at(Some(false))), "embed guest/derived shown");
    let answered = PageInput {
        events: PageEvents {
            handshake_from: vec![HUB.to_owned()],
            ..PageEvents::default()
        },
        ..at(Some(false))
    };
    assert_eq!(verdict(&answered), "embed unknown/assumed not-needed");
}

/// A page whose Space uses no ZeroGPU itself, after a run that it sent to one that does.
fn calls(own: Space, identity: Identity, is_protected: bool) -> PageInput {
    let mut sent = run("other-painter", identity);
    sent.called = Some(Called {
        id: SpaceId::parse("other/painter").unwrap(),
        is_protected,
    });
    let page = marked(document("/", "text/html"));
    PageInput {
        hub_answer: HubAnswer::Found(Box::new(own)),
        ..hears(page, vec![sent])
    }
}

fn cpu() -> Space {
    Space {
        id: SpaceId::parse("owner/name"),
        sdk: Some("gradio".to_owned()),
        hardware: Some("cpu-basic".to_owned()),
        stage: Some("RUNNING".to_owned()),
        ..Space::default()
    }
}

#[test]
fn a_run_to_another_space_is_told_with_its_name_and_link() {
    let docker = || Space {
        sdk: Some("docker".to_owned()),
        ..cpu()
    };
    for own in [cpu(), docker()] {
        let seen = calls(own, Identity::Absent, false);
        let facts = Facts::read(&seen);
        let verdict = judge(&facts);
        assert_eq!((verdict.row, verdict.pool), (3, Pool::Guest));
        assert_eq!(
            verdict.reasons,
            [
                Reason::RunWithoutIdentity,
                Reason::CallsAnotherSpace,
                Reason::DirectUrl
            ]
        );
        let banner_text = banner_text(&facts, &verdict, &seen.href, false).unwrap();
        assert_eq!(
            banner_text.cause.args,
            [Arg::Text("other/painter".to_owned())]
        );
        let link = banner_text.remedy.unwrap();
        assert_eq!(link.href, "https://huggingface.co/spaces/other/painter");
        let judged = judged(&seen);
        let report = plain_report(&judged);
        assert_eq!(report["runs"][0]["to"], "other/painter");
        assert_eq!(report["space"]["id"], "owner/name");
        // What is sent says the same.
        let sent = serde_json::to_value(&judged).unwrap();
        let received: Judged = serde_json::from_value(sent).unwrap();
        assert_eq!(received, judged);
    }
    let protected = calls(cpu(), Identity::Absent, true);
    let facts = Facts::read(&protected);
    let banner_text = banner_text(&facts, &judge(&facts), &protected.href, false).unwrap();
    assert_eq!(banner_text.remedy, None);
}

#[test]
fn a_run_to_the_pages_own_space_calls_no_other() {
    // At another of its hosts, whatever it runs on.
    let HubAnswer::Found(own) = zero_gpu() else {
        panic!();
    };
    for space in [*own, cpu()] {
        let is_zero_gpu = space.is_zero_gpu();
        let mut seen = calls(space, Identity::Absent, false);
        for run in &mut seen.events.runs {
            run.called.as_mut().unwrap().id = SpaceId::parse("Owner/Name").unwrap();
        }
        let facts = Facts::read(&seen);
        assert_eq!((facts.runs.len(), facts.called()), (1, None));
        assert_eq!(
            judge(&facts).row,
            if is_zero_gpu == Some(true) { 3 } else { 5 }
        );
    }
    // Control: of another name.
    let other = Facts::read(&calls(cpu(), Identity::Absent, false));
    assert!(other.called().is_some());
}

#[test]
fn what_another_space_makes_of_a_pass_is_unknown() {
    let says = verdict(&calls(cpu(), Identity::Present, false));
    assert_eq!(says, "direct unknown/assumed not-needed");
    let facts = Facts::read(&calls(cpu(), Identity::Present, false));
    assert_eq!(judge(&facts).reasons, [Reason::CallsAnotherSpace]);
}

#[test]
fn a_zero_gpu_space_that_calls_another_one_is_judged_by_its_own_runs() {
    let HubAnswer::Found(own) = zero_gpu() else {
        panic!();
    };
    let seen = calls(*own, Identity::Absent, false);
    assert_eq!(Facts::read(&seen).runs, []);
    assert_eq!(verdict(&seen), "direct guest/derived shown");
}

#[test]
fn a_static_space_as_the_tab_is_told_of_by_badge_and_popup_alone() {
    let mut seen = calls(Space::default(), Identity::Absent, false);
    seen.href = "https://owner-name.static.hf.space/".to_owned();
    seen.marks = None;
    seen.hub_answer = HubAnswer::default();
    let verdict = judged(&seen).verdict;
    assert_eq!(verdict.pool, Pool::Guest);
    assert_eq!(verdict.banner, BannerState::NotNeeded);
}
