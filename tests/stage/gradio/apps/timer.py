"""Clocks that tick with and without the queue, beside a button for the GPU."""

import time

import spaces
import gradio as gr
from harness import launch


@spaces.GPU
def paint(text):
    return f"Painted {text}"


def now():
    return time.strftime("%H:%M:%S")


with gr.Blocks(title="Clock") as demo:
    queued = gr.Textbox(label="Queued")
    unqueued = gr.Textbox(label="At once")
    text = gr.Textbox("a boat", label="Text")
    run = gr.Button("Run", variant="primary", elem_id="run")
    result = gr.Textbox(label="Result")
    gr.Timer(1.5).tick(now, None, queued, show_progress="hidden")
    gr.Timer(1).tick(now, None, unqueued, queue=False, show_progress="hidden")
    run.click(paint, text, result)

launch(demo)
