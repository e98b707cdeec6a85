//! Messages of our own as they are sent, each with what it means.

use serde_json::{Value, json};
use whose_quota::facts::{
    Allowance, Called, Cause, ChargedTo, Facts, FrameFacts, GradioPage, GradioVersion, Handshake,
    HubApi, HubPage, Identity, PageFacts, PageMarks, Place, Plan, Run, Space, SpaceId,
    TokenSubject, Visibility, Visitor, ZeroGpuMessage,
};

/// A text that is known.
pub fn text(text: &str) -> Option<String> {
    Some(text.to_owned())
}

/// A run in a message, and what it means.
pub fn run() -> (Value, Run) {
    let message = json!({
        "at": "2026-11-22T12:00:00.000Z", "subdomain": "a-b", "identity": "present",
        "tokenSubject": "address", "beforeHandshake": true, "isChained": false,
        "called": {"id": "other/painter", "isProtected": true},
    });
    let run = Run {
        at: "2026-11-22T12:00:00.000Z".to_owned(),
        subdomain: "a-b".to_owned(),
        identity: Identity::Present,
        token_subject: Some(TokenSubject::Address),
        before_handshake: true,
        is_chained: false,
        called: Some(Called {
            id: SpaceId::parse("other/painter").unwrap(),
            is_protected: true,
        }),
    };
    (message, run)
}

/// A message of ZeroGPU's, as ours carries it, and what is read of it.
pub fn zerogpu_message() -> (Value, ZeroGpuMessage) {
    let message = json!({
        "at": "2026-11-22T12:00:03.000Z", "cause": "quota-exceeded", "chargedTo": "pro",
        "requestedSeconds": 60, "leftSeconds": 12, "retryAfterSeconds": null, "fault": null,
        "afterUserInput": true,
    });
    let read = ZeroGpuMessage {
        at: "2026-11-22T12:00:03.000Z".to_owned(),
        cause: Cause::QuotaExceeded,
        charged_to: ChargedTo::Pro,
        requested_seconds: Some(60),
        left_seconds: Some(12),
        retry_after_seconds: None,
        fault: None,
        after_user_input: true,
    };
    (message, read)
}

/// A Space in a message, and what it is.
pub fn space() -> (Value, Space) {
    let message = json!({
        "id": "owner/name", "subdomain": "owner-name", "sdk": "gradio", "gradioVersion": "5.49.1",
        "serverSideRendered": true, "hardware": "zero-a10g", "stage": "RUNNING",
        "visibility": "protected", "appFile": "src/app.py",
    });
    let space = Space {
        id: SpaceId::parse("owner/name"),
        subdomain: text("owner-name"),
        sdk: text("gradio"),
        gradio_version: GradioVersion::parse("5.49.1"),
        server_side_rendered: Some(true),
        app_file: text("src/app.py"),
        hardware: text("zero-a10g"),
        stage: text("RUNNING"),
        visibility: Some(Visibility::Protected),
    };
    (message, space)
}

/// What is left of a visitor's day, in a message, and what it means.
pub fn allowance() -> (Value, Allowance) {
    let message = json!({"base": 3600, "current": 12, "lastUpdated": "2026-11-22"});
    let allowance = Allowance {
        base: 3600,
        left: 12,
        at: text("2026-11-22"),
    };
    (message, allowance)
}

/// What an app's frame tells the Hub page around it.
pub fn frame() -> (Value, FrameFacts) {
    let message = json!({
        "subdomain": "a-b", "gradioVersion": "5.49.1", "serverSideRendered": false,
        "ownFrontEnd": true, "handshake": "asked", "runs": [run().0, run().0],
        "messages": [zerogpu_message().0, zerogpu_message().0],
    });
    let frame = FrameFacts {
        subdomain: "a-b".to_owned(),
        gradio_version: GradioVersion::parse("5.49.1"),
        server_side_rendered: Some(false),
        own_front_end: true,
        handshake: Some(Handshake::Asked),
        runs: vec![run().1, run().1],
        messages: vec![zerogpu_message().1, zerogpu_message().1],
    };
    (message, frame)
}

/// What a page's script tells of its document.
pub fn page_facts() -> (Value, PageFacts) {
    let message = json!({
        "place": "hub", "signedAddress": true,
        "gradio": {"version": "6.31.0", "spaceId": "owner/name", "serverSideRendered": false},
        "hasGradioMarks": true,
        "marks": {"contentType": "text/html", "hasGradioApp": true},
        "hubPage": {
            "space": space().0, "signedIn": true, "plan": "enterprise", "allowance": allowance().0,
        },
        "cookiesBlocked": false, "handshakeTimedOut": true,
    });
    let facts = PageFacts {
        place: Place::Hub,
        signed_address: true,
        gradio: GradioPage {
            version: GradioVersion::parse("6.31.0"),
            space_id: SpaceId::parse("owner/name"),
            server_side_rendered: Some(false),
        },
        has_gradio_marks: true,
        marks: Some(PageMarks {
            content_type: "text/html".to_owned(),
            has_gradio_app: true,
        }),
        hub_page: Some(HubPage {
            space: space().1,
            signed_in: Some(true),
            plan: Some(Plan::Enterprise),
            allowance: Some(allowance().1),
        }),
        cookies_blocked: Some(false),
        handshake_timed_out: true,
    };
    (message, facts)
}

/// All that is known of a document.
pub fn facts() -> (Value, Facts) {
    let message = json!({
        "place": "hub", "space": space().0,
        "visitor": {
            "signedIn": true, "plan": "enterprise", "privateWindow": true, "cookiesBlocked": false,
            "allowance": allowance().0,
        },
        "handshake": "absent", "runs": [run().0], "messages": [zerogpu_message().0],
        "hubApi": "unreachable", "staticHost": true, "signedAddress": true, "component": true,
        "ownFrontEnd": true,
    });
    let facts = Facts {
        place: Place::Hub,
        space: space().1,
        visitor: Visitor {
            signed_in: Some(true),
            plan: Some(Plan::Enterprise),
            private_window: Some(true),
            cookies_blocked: Some(false),
            allowance: Some(allowance().1),
        },
        handshake: Some(Handshake::Absent),
        runs: vec![run().1],
        messages: vec![zerogpu_message().1],
        hub_api: HubApi::Unreachable,
        static_host: true,
        signed_address: true,
        component: true,
        own_front_end: true,
    };
    (message, facts)
}

/// What a content script has recorded, with raw times.
pub fn events() -> Value {
    let with = |message: Value, more: Value| {
        let mut message = message;
        let fields = message.as_object_mut().unwrap();
        fields.extend(more.as_object().unwrap().clone());
        message
    };
    let left = json!({
        "ms": 1_763_812_800_000_u64, "firstPress": 1_763_812_799_000_u64,
        "presses": [1_763_812_799_000_u64],
    });
    let seen = json!({"ms": 1_763_812_803_000_u64, "presses": [1_763_812_802_000_u64]});
    json!({
        "document": "1763812800000.5",
        "handshakeFrom": ["https://huggingface.co", "https://a-b.hf.space"],
        "answeredAt": "2026-11-22T12:00:01.000Z",
        "firstPress": 1_763_812_799_000_u64,
        "runs": [with(run().0, left)],
        "messages": [with(zerogpu_message().0, seen)],
        "frame": frame().0,
    })
}
