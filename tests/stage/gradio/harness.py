"""What the apps of the stage share: how they start on this machine, and how they end with the stage.
Comes before `gradio`, as `spaces` must."""

import contextlib
import os
import signal
import threading

import spaces
import gradio as gr
import httpx


def end_with_the_stage():
    """The stage holds our standard input open: when it ends, however it ends, so do we."""
    # Not sys.stdin: its lock would be held for ever in the workers that `spaces` forks.
    os.read(0, 1)
    os.killpg(0, signal.SIGKILL)


# On a Space, Gradio 6 starts a server for Hugging Face's dev mode that lets anyone who reaches
# port 7887 of any network interface write files. Nothing here needs it; older `spaces` have none.
with contextlib.suppress(ModuleNotFoundError):
    import spaces.reloading

    spaces.reloading.start_reload_server = lambda **_: None

# Older `spaces` look for this in cgroups of version 1, which hardly any machine has now.
if hasattr(spaces, "utils"):
    spaces.utils.self_cgroup_device_path = lambda: "/stage"

# Gradio looks whether it answers before it says that it is up, and gives up after 3 s: a busy machine
# may take longer to render the first page on the server.
gr.networking.url_ok = lambda url: httpx.head(url, timeout=60, verify=False).status_code < 500

VERSION = int(gr.__version__.split(".")[0])
PORT = int(os.environ["GRADIO_SERVER_PORT"])


def ready():
    threading.Thread(target=end_with_the_stage, daemon=True).start()
    print("STAGE READY", flush=True)
    threading.Event().wait()


def launch(demo, **more):
    """Instead of `demo.launch()`."""
    options = {"server_name": "127.0.0.1", "server_port": PORT, **more}
    if VERSION >= 5:
        options["ssr_mode"] = os.environ["STAGE_SSR"] == "true"
    # On ZeroGPU, Gradio's queue takes one event by default: a click right after the page has loaded,
    # while the app's own question waits in it, would be refused.
    if isinstance(demo, gr.Blocks):
        demo.queue(max_size=20)
    demo.launch(prevent_thread_lock=True, quiet=True, **options)
    ready()


def serve(app):
    """Instead of `uvicorn.run(app)`."""
    import uvicorn

    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=PORT, log_level="warning"))
    threading.Thread(target=server.run, daemon=True).start()
    while not server.started:
        threading.Event().wait(0.02)
    ready()
