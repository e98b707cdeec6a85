"""The demo that every Gradio Space of the stage serves: one GPU function behind one button, and
what sends requests that use no GPU: a plain function, an event at load, uploads."""

import os
import signal
import threading
from zlib import crc32

import spaces
import spaces.reloading
import gradio as gr
from PIL import Image, ImageOps

COLOURS = ["#f59e0b", "#10b981", "#3b82f6", "#8b5cf6", "#ec4899", "#14b8a6"]


@spaces.GPU(duration=60)
def paint(prompt: str, steps: float):
    """A gradient in colours that the prompt picks; what it looks like does not matter here."""
    picked = crc32(prompt.encode())
    dark = COLOURS[picked % len(COLOURS)]
    light = COLOURS[(picked // 7 + 1) % len(COLOURS)]
    picture = Image.linear_gradient("L").resize((768, 512))
    return ImageOps.colorize(picture, dark, light), f"Painted “{prompt}” in {int(steps)} steps."


def tell(prompt: str):
    """Uses no GPU."""
    return f"“{prompt}” has {len(prompt.split())} words."


def greet():
    """Runs when the page has loaded, before anybody did anything."""
    return gr.Textbox(placeholder="Here it will say what was painted.")


def end_with_the_stage():
    """The stage holds our standard input open: when it ends, however it ends, so do we."""
    # Not sys.stdin: its lock would be held for ever in the workers that `spaces` forks.
    os.read(0, 1)
    os.killpg(0, signal.SIGKILL)


# On a Space, Gradio 6 starts a server for Hugging Face's dev mode that lets anyone who reaches
# port 7887 of any network interface write files. Nothing here needs it.
spaces.reloading.start_reload_server = lambda **_: None

with gr.Blocks(title="Picture Maker") as demo:
    gr.Markdown("# Picture Maker\nDescribe a picture. A GPU paints it in a few seconds.")
    with gr.Row():
        with gr.Column():
            prompt = gr.Textbox(label="Prompt", value="A lighthouse at dusk", lines=2)
            steps = gr.Slider(1, 50, value=20, step=1, label="Steps")
            run = gr.Button("Run", variant="primary")
            with gr.Row():
                describe = gr.Button("Describe")
                gr.UploadButton("Add a sketch", file_types=["image"])
        with gr.Column():
            picture = gr.Image(label="Picture", height=256)
            result = gr.Textbox(label="Result", interactive=False)
    run.click(paint, [prompt, steps], [picture, result], api_name="run")
    describe.click(tell, prompt, result, api_name="describe")
    demo.load(greet, None, result, show_progress="hidden")

threading.Thread(target=end_with_the_stage, daemon=True).start()
options = {"server_name": "127.0.0.1", "server_port": int(os.environ["GRADIO_SERVER_PORT"])}
if os.environ["STAGE_SSR"] == "true":
    options["ssr_mode"] = True
elif int(gr.__version__.split(".")[0]) >= 5:
    options["ssr_mode"] = False
# On ZeroGPU, Gradio's queue takes one event by default: a click right after the page has loaded, while
# `greet` waits in it, would be refused.
demo.queue(max_size=20).launch(prevent_thread_lock=True, quiet=True, **options)
print("STAGE READY", flush=True)
threading.Event().wait()
