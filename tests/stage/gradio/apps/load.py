"""An app that asks as soon as it is open: for a word, and for the GPU."""

import spaces
import gradio as gr
from harness import launch


@spaces.GPU
def paint(text):
    return f"Painted {text or 'a greeting'}"


def greet():
    return "Good day"


with gr.Blocks(title="At the Start") as demo:
    greeting = gr.Textbox(label="Greeting")
    first = gr.Textbox(label="First picture")
    text = gr.Textbox("a boat", label="Text")
    run = gr.Button("Run", variant="primary", elem_id="run")
    result = gr.Textbox(label="Result")
    demo.load(greet, None, greeting, queue=False)
    demo.load(paint, greeting, first)
    run.click(paint, text, result)

launch(demo)
