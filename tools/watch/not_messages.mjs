// Texts of the `spaces` package that are no message to explain, each with the reason. Whatever else turns up
// there is listed by the watch until it is read (src/facts/zerogpu_message/forms.rs) or stands here.

/**
 * What reaches visitors in a toast and is none of ZeroGPU's words about quotas.
 *
 * @type {Record<string, string>}
 */
export const TOASTS_LEFT_ALONE = {
  "{res.error_cls}":
    "the class of an exception of the app's own: a fault of the app, not of a quota",
  "Internal Gradio error": "a fault between Gradio and `spaces`; it says nothing about a quota",
};

const OWNER = "stops the Space when it starts, or is printed in its log: its owner reads it";
const LOG = "a warning in the Space's log";
const FAULT = "a RuntimeError, which Gradio shows to nobody unless the app's owner asks for that";
const GONE = "a RuntimeError after the visitor has left";
const PROGRESS = "a progress bar in the Space's log";

/**
 * What stands in the sources and reaches no visitor.
 *
 * @type {Record<string, string>}
 */
export const NEVER_SHOWN = {
  "SPACES_ZERO_DEVICE_API_URL env must be set on ZeroGPU Spaces (identified by SPACES_ZERO_GPU=true)":
    OWNER,
  "api.GPUSize | None": "a type",
  "Allowing PID 1 on ZeroGPU will end up killing your Space":
    "an assertion that cannot fail in a Space",
  "Error while initializing ZeroGPU: Unknown": OWNER,
  "Error while initializing ZeroGPU: NotFound": OWNER,
  "ZeroGPU is only compatible with Gradio 4+": OWNER,
  "ZeroGPU API /schedule error:": FAULT,
  "ZeroGPU API /release error:": FAULT,
  "Error while re-trying after queue disconnect": FAULT,
  "Connection closed by visitor while queueing": GONE,
  "Connection closed by visitor on queue success": GONE,
  "ZeroGPU: Cannot get Gradio app Queue instance": LOG,
  "ZeroGPU API /release warning: 404 Not Found": LOG,
  "ZeroGPU: Gradio Queue has no": LOG,
  "ZeroGPU: Gradio Queue": LOG,
  "ZeroGPU AoTI reuqires PyTorch 2.8+": OWNER,
  "ZeroGPU recommends bitsandbytes >= `": LOG,
  "ZeroGPU requires bitsandbytes >= 0.40.0 (installed:": OWNER,
  "↑ Those bitsandbytes warnings are expected on ZeroGPU ↑": LOG,
  "Low-level CUDA init (`torch._C._cuda_init`) reached. This means ZeroGPU's PyTorch CUDA emulation mode did not intercept a CUDA operation in your code.\nCheck this stacktrace to locate the trigger.":
    FAULT,
  "ZeroGPU tensors packing": PROGRESS,
  "ZeroGPU init": PROGRESS,
  "Expected all tensors to be on the same device, but found at least two devices, cuda:0 (ZeroGPU) and cpu!":
    FAULT,
  "CUDA must not be initialized in the main process on Spaces with Stateless GPU environment.\nYou can look at this Stacktrace to find out which part of your code triggered a CUDA init":
    FAULT,
};
