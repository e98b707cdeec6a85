//! The forms of ZeroGPU's messages, as tables.

use super::{Cause, ChargedTo};
use Cause::{
    ExpiredToken, GpuAborted, IllegalDuration, IpFallback, NoGpu, Other, PendingCredits,
    QueueTimeout, QuotaExceeded, RunsExceeded,
};
use ChargedTo::{Free, Pro, Space, Unauthenticated, Unknown};

/// What a message says, and what that tells.
pub(super) type Form = (&'static str, Cause, ChargedTo);

/// The first word of some messages, and how each of them goes on.
pub(super) type Group = (&'static str, &'static [Form]);

/// Every message, by its first letter; the longer of two forms first.
///
/// White space means nothing, nor does what [`Reader::step`] steps over. `%r` seconds requested,
/// `%l` seconds left, `%w` a time to wait, `%n` any number, `%p` the pool's name, `%e` a fault and
/// the bracket that ends it, `%.` maybe a full stop, `%$` nothing more: too short to be told from an
/// app's own words, were anything to follow.
pub(super) const fn forms(letter: u8) -> &'static [Group] {
    match letter {
        b'Y' => &[(
            "You",
            &[
                // From 0.30 on the pool's name is the identity; before, the bare words are anybody's.
                (
                    "have exceeded your %p quota (%rs requested vs. %ls left)",
                    QuotaExceeded,
                    Unknown,
                ),
                (
                    "have exceeded your GPU quota (%ls left vs. %rs requested)",
                    QuotaExceeded,
                    Unknown,
                ),
                ("have exceeded your GPU quota%$", QuotaExceeded, Unknown),
                ("have exceeded your runs limit", RunsExceeded, Unknown),
                (
                    "have exceeded your ZeroGPU runs limit",
                    RunsExceeded,
                    Unknown,
                ),
                (
                    "have too many ZeroGPU credits allocated to running tasks. Try again once some of those tasks have completed",
                    PendingCredits,
                    Unknown,
                ),
            ],
        )],
        b'S' => &[
            (
                "Space",
                &[("app has reached its GPU limit", QuotaExceeded, Space)],
            ),
            ("Successfully", &[("acquired a GPU%$", Other, Unknown)]),
        ],
        // These two are what API and MCP callers read, and toasts of Gradio before 5.3.
        b'U' => &[
            (
                "Unlogged",
                &[(
                    "user is runnning out of daily ZeroGPU quotas",
                    QuotaExceeded,
                    Unauthenticated,
                )],
            ),
            (
                "User",
                &[(
                    "is runnning out of daily ZeroGPU quotas",
                    QuotaExceeded,
                    Free,
                )],
            ),
        ],
        b'T' => &[(
            "The",
            &[(
                "requested GPU duration (%rs) is larger than the maximum allowed",
                IllegalDuration,
                Unknown,
            )],
        )],
        b'N' => &[(
            "No",
            &[
                (
                    "GPU was available after %ns%. Retry later",
                    QueueTimeout,
                    Pro,
                ),
                ("GPU was available after %ns", QueueTimeout, Unknown),
                (
                    "GPU is currently available for you after %ns",
                    QueueTimeout,
                    Unknown,
                ),
                ("GPU was available%$", NoGpu, Unknown),
                ("GPU is currently available%$", NoGpu, Unknown),
            ],
        )],
        b'F' => &[(
            "Falling",
            &[(
                "back to IP-based quotas (%e",
                IpFallback,
                ChargedTo::IpFallback,
            )],
        )],
        b'G' => &[(
            "GPU",
            &[
                ("task aborted%$", GpuAborted, Unknown),
                (
                    "task is exceeding its requested duration and might be aborted%$",
                    Other,
                    Unknown,
                ),
                ("device not used%$", Other, Unknown),
            ],
        )],
        b'W' => &[(
            "Waiting",
            &[
                ("for a GPU to become available%$", Other, Unknown),
                ("for a GPU slot on this Space%$", Other, Unknown),
            ],
        )],
        // 0.9 to 0.29: the run came without a pass, and was refused.
        b'I' => &[("Internal", &[("infra error%$", Other, Unknown)])],
        // The rest are no toasts of their own: an app shows them with `show_error=True`.
        b'Z' => &[(
            "ZeroGPU",
            &[
                ("API /schedule error", Other, Unknown),
                ("API /release error", Other, Unknown),
                ("is only compatible with Gradio 4+%$", Other, Unknown),
            ],
        )],
        b'C' => &[
            (
                "Connection",
                &[
                    ("closed by visitor while queueing%$", Other, Unknown),
                    ("closed by visitor on queue success%$", Other, Unknown),
                ],
            ),
            (
                "CUDA",
                &[(
                    "must not be initialized in the main process on Spaces with Stateless GPU environment",
                    Other,
                    Unknown,
                )],
            ),
        ],
        b'E' => &[
            ("Expired", &[("ZeroGPU proxy token", ExpiredToken, Unknown)]),
            (
                "Error",
                &[("while re-trying after queue disconnect%$", Other, Unknown)],
            ),
            (
                "Expected",
                &[(
                    "all tensors to be on the same device, but found at least two devices, cuda:0 (ZeroGPU) and cpu",
                    Other,
                    Unknown,
                )],
            ),
        ],
        b'L' => &[(
            "Low",
            &[(
                "-level CUDA init (torch.C.cudainit) reached",
                Other,
                Unknown,
            )],
        )],
        _ => &[],
    }
}

/// What may follow a message, in any order, and whom it tells. `%u` is the rest of an address.
pub(super) static PIECES: &[(&str, ChargedTo)] = &[
    ("Try again in %w", Unknown),
    ("Please retry in %w", Unknown),
    ("or retry in %w", Unknown),
    ("retry in %w", Unknown),
    (
        "(signup on Hugging Face to get more quotas)",
        Unauthenticated,
    ),
    ("Sign-up on Hugging Face to get", Unauthenticated),
    ("Create a free account to get", Unauthenticated),
    ("Subscribe to Pro to get", Free),
    ("5x", Unknown),
    ("more", Unknown),
    ("daily", Unknown),
    ("usage quota", Unknown),
    ("quotas", Unknown),
    ("runs", Unknown),
    ("a higher priority in ZeroGPU queues", Unknown),
    ("the highest priority in ZeroGPU queues", Unknown),
    (
        "Try re-running outside of examples if it happened after clicking one",
        Space,
    ),
    (
        "Authenticate with a Hugging Face token for more quota",
        Unauthenticated,
    ),
    (
        "Subscribe to Hugging Face PRO to get %n min of ZeroGPU quota a day",
        Free,
    ),
    (
        "Subscribe to Hugging Face PRO to allow GPU tasks up to %n min",
        Unknown,
    ),
    ("Add credits to keep using ZeroGPU", Pro),
    ("$%n for %n minutes of ZeroGPU inference", Unknown),
    ("- https://huggingface.co/%u", Unknown),
];

/// The pool's name without "GPU" or "ZeroGPU" → the identity.
pub(super) static POOLS: &[(&str, ChargedTo)] =
    &[("free", Free), ("Pro", Pro), ("", Unauthenticated)];
