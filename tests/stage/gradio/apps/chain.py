"""What follows a run by itself: a second GPU step, and wordless ends with and without the queue."""

import spaces
import gradio as gr
from harness import launch


@spaces.GPU
def draft(text):
    return f"Draft of {text}"


@spaces.GPU
def refine(text):
    return f"{text}, refined"


def tidy(text):
    return text.strip()


with gr.Blocks(title="Two Steps") as demo:
    text = gr.Textbox("a boat", label="Text")
    run = gr.Button("Run", variant="primary", elem_id="run")
    result = gr.Textbox(label="Result")
    (
        run.click(draft, text, result)
        .then(refine, result, result)
        .then(tidy, text, text)
        .then(tidy, text, text, queue=False)
    )

launch(demo)
