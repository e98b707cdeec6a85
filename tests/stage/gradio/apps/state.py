"""An app that remembers: `gr.State`."""

import spaces
import gradio as gr
from harness import launch


@spaces.GPU
def paint(text, seen):
    seen = [*seen, text]
    return seen, f"Painted {len(seen)} pictures"


def forget():
    return [], "Painted none"


with gr.Blocks(title="Album") as demo:
    seen = gr.State([])
    text = gr.Textbox("a boat", label="Text")
    run = gr.Button("Run", variant="primary", elem_id="run")
    start = gr.Button("Start anew", elem_id="anew")
    result = gr.Textbox(label="Result")
    count = gr.Textbox(label="Count")
    run.click(paint, [text, seen], [seen, result])
    start.click(forget, None, [seen, result], queue=False)
    seen.change(lambda seen: str(len(seen)), seen, count, queue=False)

launch(demo)
