//! A page at an app's address: its config, its class, its type and the rest of its address, U+001F
//! between them.

#![no_main]

use libfuzzer_sys::fuzz_target;
use whose_quota::facts::{Framing, GradioPage, HubAnswer, PageInput, PageMarks};
use whose_quota_fuzz::{check_page, parts};

fuzz_target!(|input: &str| {
    let [gradio_config, gradio_class, content_type, rest] = parts(input);
    let page = GradioPage::read(gradio_config.as_deref(), gradio_class.as_deref());
    if let Some(version) = page.version {
        let class = ["gradio-container-", &version.text().replace('.', "-")].concat();
        assert_eq!(GradioPage::read(None, Some(&class)).version, Some(version));
    }
    for is_top in [true, false] {
        check_page(&PageInput {
            href: [
                "https://owner-name.hf.space/",
                rest.as_deref().unwrap_or_default(),
            ]
            .concat(),
            framing: Framing {
                is_top,
                parent_origin: Some("https://blog.example".to_owned()),
                ..Framing::default()
            },
            gradio_config: gradio_config.clone(),
            gradio_class: gradio_class.clone(),
            marks: content_type.clone().map(|content_type| PageMarks {
                content_type,
                has_gradio_app: false,
            }),
            hub_answer: HubAnswer::Unreachable,
            ..PageInput::default()
        });
    }
});
