//! What merely resembles a message of ZeroGPU's, and numbers that mean nothing.

#[path = "support/message_texts.rs"]
mod message_texts;

use message_texts::{assert_is_none, assert_says, read, retry};
use proptest::prelude::*;
use serde_json::json;
use whose_quota::facts::ChargedTo;

#[test]
fn what_merely_resembles_a_message_is_none() {
    for text in [
        "",
        " \n",
        "''",
        "GPU",
        "GPU quota",
        "You have exceeded your",
        "you have exceeded your free gpu quota (60s requested vs. 12s left). try again in 0:03:12",
        "You have exceeded your GPU quota. Please sign in to go on.",
        "You have exceeded your GPU quota for today",
        "Oops. You have exceeded your GPU quota",
        "Do you know why it says You have exceeded your GPU quota?",
        "You have exceeded your free GPU quota",
        "You have exceeded your Pro GPU quota.",
        "You have exceeded your monthly GPU quota (60s requested vs. 0s left).",
        "You have exceeded your Team ZeroGPU quota (60s requested vs. 0s left).",
        "You have exceeded your GPU quota (60 requested vs. 12 left). Try again in 0:03:12",
        "You have exceeded your GPU quota (60s requested vs. some left). Try again in 0:03:12",
        "You have exceeded your GPU quota (60s requested vs. s left). Try again in 0:03:12",
        "You have exceeded your GPU quota (60s requested, 12s left). Try again in 0:03:12",
        "You have exceeded your GPU quota (60s requested vs. 12s left",
        "You have exceeded your GPU quota (NUMBER s left vs. 60s requested). Please retry in 0:03:12",
        "You have exceeded your Pro GPU quota (12s left vs. 60s requested). Please retry in 0:03:12",
        "You have not exceeded your free GPU quota (60s requested vs. 12s left).",
        "If it says \"You have exceeded your free GPU quota (60s requested vs. 12s left)\", sign in. Then it works.",
        "The words \"You have exceeded your GPU quota (60s requested vs. 0s left). Try again in 0:03:12. \" mean that you are a guest here.",
        "'You have exceeded your GPU quota (60s requested vs. 0s left)' means that the quota is spent.",
        "“You have exceeded your GPU quota (60s requested vs. 0s left)” means that the quota is spent.",
        "&quot;You have exceeded your GPU quota (60s requested vs. 0s left)&quot; means that it is spent.",
        "You have exceeded your ZeroGPU runs limitations",
        "You have exceeded your API rate limit.",
        "You have too many ZeroGPU credits",
        "Space app has reached its memory limit. Try re-running outside of examples",
        "Space app has reached its GPU limits and so on",
        "User is running out of daily ZeroGPU quotas.",
        "Falling back to IP-based quotas (InvalidRepoToken) means that the pass was faulty.",
        "The requested GPU duration is larger than the maximum allowed",
        "The requested GPU duration (long) is larger than the maximum allowed",
        "The requested GPU duration (60s) is smaller than the maximum allowed",
        "No GPU was available for your job",
        "No GPU was available, so the CPU did it",
        "No GPU was available. Please come back tomorrow",
        "No GPU was available after a while",
        "Sorry, No GPU was available",
        "No GPU is currently available on this computer",
        "GPU task aborted by the user",
        "GPU device not used: set CUDA_VISIBLE_DEVICES",
        "The GPU task aborted",
        "Waiting for a GPU to become available takes a minute",
        "Waiting for a GPU",
        "Successfully acquired a GPU in 3 s",
        "Expired ZeroGPU proxy tokens are made new by a reload",
        "Internal infrastructure error",
        "Internal Gradio error",
        "ZeroGPU quota exceeded",
        "ZeroGPU API documentation",
        "ZeroGPU is only compatible with Gradio",
        "RuntimeError",
        "CUDA out of memory",
        "ZeroGPU gives each visitor some minutes of GPU quota a day. Have you exceeded your free GPU quota? Try again in 24 hours, or create a free account to get more.",
    ] {
        assert_is_none(text);
    }
}

/// A browser's translator changes toasts, too: the title, the text, or half of it.
#[test]
fn what_is_translated_is_none_or_says_less() {
    for text in [
        "Sie haben Ihr kostenloses GPU-Kontingent überschritten (60 s angefordert vs. 12 s verbleibend). Versuchen Sie es in 0:03:12 erneut",
        "Sie haben Ihr ZeroGPU-Kontingent überschritten (60s angefordert vs. 12s übrig). Versuchen Sie es erneut in 0:03:12.",
        "Vous avez dépassé votre quota de GPU gratuit (60 s demandées contre 12 s restantes). Réessayez dans 0:03:12",
        "Vous avez dépassé votre quota ZeroGPU (60s requested vs. 12s left). Réessayez dans 0:03:12.",
        "Ha superado su cuota de GPU gratuita (60 s solicitados frente a 12 s restantes). Inténtalo de nuevo en 0:03:12",
        "Você excedeu sua cota de GPU gratuita (60s solicitados vs. 12s restantes). Tente novamente em 0:03:12",
        "Hai superato la tua quota GPU gratuita (60 s richiesti vs. 12 s rimanenti). Riprova tra 0:03:12",
        "U hebt uw gratis GPU-quotum overschreden (60s aangevraagd versus 12s over). Probeer het opnieuw in 0:03:12",
        "Przekroczyłeś limit darmowego GPU (żądano 60 s, pozostało 12 s). Spróbuj ponownie za 0:03:12",
        "Вы превысили квоту бесплатных графических процессоров (запрошено 60 с, осталось 12 с). Повторите попытку через 0:03:12",
        "Ви перевищили безкоштовну квоту GPU (60 с запитано проти 12 с залишилося). Спробуйте ще раз через 0:03:12",
        "Ücretsiz GPU kotanızı aştınız (60 saniye istendi, 12 saniye kaldı). 0:03:12 içinde tekrar deneyin",
        "無料の GPU クォータを超えました (60 秒のリクエストに対して残り 12 秒)。0:03:12 後にもう一度お試しください",
        "您已超出免费 GPU 配额（请求 60 秒，剩余 12 秒）。请在 0:03:12 后重试",
        "您已超出您的 free GPU quota (60s requested vs. 12s left). Try again in 0:03:12",
        "무료 GPU 할당량을 초과했습니다(60초 요청 대 12초 남음). 0:03:12 후에 다시 시도하세요",
        "لقد تجاوزت حصة GPU المجانية (60 ثانية مطلوبة مقابل 12 ثانية متبقية). حاول مرة أخرى خلال 0:03:12",
        "आपने अपना निःशुल्क GPU कोटा पार कर लिया है (60 सेकंड का अनुरोध बनाम 12 सेकंड शेष)। 0:03:12 में पुनः प्रयास करें",
        "Bạn đã vượt quá hạn mức GPU miễn phí (yêu cầu 60 giây so với còn lại 12 giây). Hãy thử lại sau 0:03:12",
        "Anda telah melampaui kuota GPU gratis (60 detik diminta vs. 12 detik tersisa). Coba lagi dalam 0:03:12",
        "You have exceeded your kostenloses GPU-Kontingent (60s requested vs. 12s left). Try again in 0:03:12",
        "You have exceeded your GPU quota gratuit (60s requested vs. 12s left). Try again in 0:03:12",
        "Nach 60 s war keine GPU verfügbar. Später erneut versuchen",
        "No GPU était disponible après 60s. Réessayez plus tard",
        "Es war keine GPU verfügbar",
        "Space-App hat ihr GPU-Limit erreicht. Versuchen Sie es außerhalb der Beispiele erneut, wenn es nach dem Anklicken eines Beispiels aufgetreten ist",
        "Rückgriff auf IP-basierte Quoten (InvalidRepoToken)",
        "Abgelaufenes ZeroGPU-Proxy-Token",
        "GPU-Aufgabe abgebrochen",
        "Die angeforderte GPU-Dauer (360s) ist größer als das erlaubte Maximum",
    ] {
        assert_is_none(text);
        // With its title, translated or not: ZeroGPU's, and no more.
        for title in ["ZeroGPU quota exceeded", "ZeroGPU quotum overschreden"] {
            let nothing = json!({
                "cause": "other", "identity": "unknown",
                "requestedSeconds": null, "leftSeconds": null, "retryAfterSeconds": null,
            });
            assert_says(Some(title), text, &nothing);
        }
    }
    let half = "You have exceeded your free GPU quota (60s requested vs. 12s left). Versuchen Sie es in 0:03:12 erneut";
    let message = read(half);
    assert_eq!(message.charged_to, ChargedTo::Free);
    assert_eq!(message.retry_after_seconds, None);
    let half = "No GPU was available after 60s. Erstellen Sie ein kostenloses Konto, um eine höhere Priorität in ZeroGPU-Warteschlangen zu erhalten.";
    assert_eq!(read(half).charged_to, ChargedTo::Unknown);
}

#[test]
fn words_glued_to_a_message_are_an_app_s_only_where_little_is_said() {
    let message = "You have exceeded your ZeroGPU quota (60s requested vs. 12s left). Try again in 0:03:12. Authenticate with a Hugging Face token for more quota - https://huggingface.co/settings/tokens";
    for text in [
        format!("Error{message}"),
        format!("ZeroGPU quota exceeded {message} ×"),
        format!("Failed with '{message}'."),
        format!("{}{message}", "x".repeat(64)),
    ] {
        assert_eq!(read(&text).retry_after_seconds, Some(192), "{text}");
    }
    assert_is_none(&format!("Failed with '{message}'. So sign in"));
    assert_is_none(&format!("{}{message}", "x".repeat(65)));
}

#[test]
fn times_are_python_s() {
    for (wait, seconds) in [
        ("0:00:00", 0),
        ("0:03:12", 192),
        ("0:03:12.", 192),
        ("0:03:12.500000", 192),
        ("0:03:12.999999. ", 192),
        ("23:59:59", 86_399),
        ("1 day, 0:00:00", 86_400),
        ("1 day, 0:00:00.000001", 86_400),
        ("2 days, 4:04:05", 187_445),
        ("31 days, 23:59:59", 2_764_799),
    ] {
        assert_eq!(retry(wait), Some(seconds), "{wait}");
    }
    for wait in [
        "-1 day, 23:59:59",
        "-0:03:12",
        "-2 days, 0:00:00",
        "32 days, 0:00:00",
        "999999999 days, 23:59:59.999999",
        "4294967295 days, 0:00:00",
        "99999999999999999999:00:00",
        "24:00:00",
        "0:60:00",
        "0:00:60",
        "0:03",
        "0:03:",
        "1 day",
        "1 day 0:00:00",
        "12",
        "None",
        "A WHILE",
        "",
    ] {
        assert_eq!(retry(wait), None, "{wait}");
    }
}

#[test]
fn negative_and_absurd_seconds_are_unknown() {
    let seconds = |requested: &str, left: &str| {
        let message = read(&format!(
            "You have exceeded your GPU quota ({requested}s requested vs. {left}s left)."
        ));
        (message.requested_seconds, message.left_seconds)
    };
    assert_eq!(seconds("60", "-1"), (Some(60), None));
    assert_eq!(seconds("-60", "0"), (None, Some(0)));
    assert_eq!(seconds("259201", "259200"), (None, Some(259_200)));
    assert_eq!(seconds("4294967296", "007"), (None, Some(7)));
    assert_eq!(seconds(&"9".repeat(10_000), "60.75"), (None, Some(60)));
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_time_goes_to_text_and_back(seconds in 0..32 * 86_400_u32, micros in 0..3_u32) {
        let days = match seconds / 86_400 {
            0 => String::new(),
            1 => "1 day, ".to_owned(),
            days => format!("{days} days, "),
        };
        let rest = seconds % 86_400;
        let fraction = if micros == 0 { String::new() } else { format!(".{:06}", micros * 499_999) };
        let wait = format!("{days}{}:{:02}:{:02}{fraction}", rest / 3600, rest / 60 % 60, rest % 60);
        prop_assert_eq!(retry(&wait), Some(seconds), "{}", wait);
        let negative = format!("-{} day, {}:{:02}:{:02}", seconds % 99 + 1, rest / 3600, rest / 60 % 60, rest % 60);
        prop_assert_eq!(retry(&negative), None, "{}", negative);
    }

    #[test]
    fn any_numbers_are_read(requested in 0..=259_200_u32, left in 0..=259_200_u32) {
        let message = read(&format!("You have exceeded your GPU quota ({left}s left vs. {requested}s requested). Please retry in 0:00:01"));
        prop_assert_eq!(message.requested_seconds, Some(requested));
        prop_assert_eq!(message.left_seconds, Some(left));
        prop_assert_eq!(message.charged_to, ChargedTo::Unknown);
    }
}
