"""Buttons with and without the queue; those without ask for no GPU."""

import spaces
import gradio as gr
from harness import launch


@spaces.GPU
def paint(text):
    return f"Painted {text}"


def count(text):
    return f"{len(text)} letters"


with gr.Blocks(title="Buttons") as demo:
    text = gr.Textbox("a boat", label="Text")
    with gr.Row():
        run = gr.Button("Run", variant="primary", elem_id="run")
        queued = gr.Button("Count", elem_id="queued")
        unqueued = gr.Button("Count at once", elem_id="unqueued")
        clear = gr.ClearButton(text, elem_id="clear")
    result = gr.Textbox(label="Result")
    run.click(paint, text, result, api_name="paint")
    queued.click(count, text, result)
    unqueued.click(count, text, result, queue=False)

launch(demo)
