"""The demo that most Gradio Spaces of the stage serve: one GPU function behind one button, the same
behind another that hides the visitor from ZeroGPU, and what sends requests that use no GPU: a plain
function, an event at load, uploads. Some prompts make it misbehave."""

import os
import signal
from concurrent.futures import ThreadPoolExecutor
from zlib import crc32

import spaces
import gradio as gr
from harness import launch
from PIL import Image, ImageOps

COLOURS = ["#f59e0b", "#10b981", "#3b82f6", "#8b5cf6", "#ec4899", "#14b8a6"]


SPACE = os.getpid()


def seconds(prompt: str, steps: float):
    """How much GPU time a run asks for."""
    return 0 if prompt == "overrun" else 60


@spaces.GPU(duration=seconds)
def paint(prompt: str, steps: float):
    """A gradient in colours that the prompt picks; what it looks like does not matter here."""
    if prompt == "die" and os.getpid() != SPACE:
        os.kill(os.getpid(), signal.SIGKILL)
    if prompt == "raise":
        raise ValueError("The prompt asked for it.")
    picked = crc32(prompt.encode())
    dark = COLOURS[picked % len(COLOURS)]
    light = COLOURS[(picked // 7 + 1) % len(COLOURS)]
    picture = Image.linear_gradient("L").resize((768, 512))
    return ImageOps.colorize(picture, dark, light), f"Painted “{prompt}” in {int(steps)} steps."


def paint_unseen(prompt: str, steps: float):
    """Where an app works in a thread of its own, `spaces` finds no request, and hence no visitor."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(paint, prompt, steps).result()


def tell(prompt: str):
    """Uses no GPU. Shows the prompt, as HTML too, or as an error that is gone in half a second."""
    if prompt.startswith("briefly "):
        raise gr.Error(prompt.removeprefix("briefly "), duration=0.5)
    return f"“{prompt}” has {len(prompt.split())} words.", prompt if prompt.startswith("<") else ""


def tidy(prompt: str):
    """Uses no GPU. Follows a run by itself, however that ended, as many apps do."""
    return prompt.strip()


def greet():
    """Runs when the page has loaded, before anybody did anything."""
    return gr.Textbox(placeholder="Here it will say what was painted.")


with gr.Blocks(title="Picture Maker") as demo:
    gr.Markdown("# Picture Maker\nDescribe a picture. A GPU paints it in a few seconds.")
    with gr.Row():
        with gr.Column():
            prompt = gr.Textbox(label="Prompt", value="A lighthouse at dusk", lines=2)
            steps = gr.Slider(1, 50, value=20, step=1, label="Steps")
            run = gr.Button("Run", variant="primary")
            with gr.Row():
                describe = gr.Button("Describe", elem_id="describe")
                unseen = gr.Button("In the background", elem_id="unseen")
                chain = gr.Button("Run and tidy", elem_id="chain")
                gr.UploadButton("Add a sketch", file_types=["image"])
        with gr.Column():
            picture = gr.Image(label="Picture", height=256)
            result = gr.Textbox(label="Result", interactive=False)
            page = gr.HTML()
    run.click(paint, [prompt, steps], [picture, result], api_name="run")
    describe.click(tell, prompt, [result, page], api_name="describe")
    demo.load(greet, None, result, show_progress="hidden")
    unseen.click(paint_unseen, [prompt, steps], [picture, result], api_name="unseen")
    chain.click(paint, [prompt, steps], [picture, result], api_name="chain").then(tidy, prompt, prompt)

launch(demo)
