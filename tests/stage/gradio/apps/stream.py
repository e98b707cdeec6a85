"""A result that comes bit by bit from the GPU."""

import time

import spaces
import gradio as gr
from harness import launch


@spaces.GPU
def count(upto):
    for number in range(1, int(upto) + 1):
        time.sleep(0.05)
        yield f"{number} of {int(upto)}"


with gr.Blocks(title="Stream") as demo:
    upto = gr.Slider(1, 10, 5, step=1, label="Up to")
    run = gr.Button("Run", variant="primary", elem_id="run")
    stop = gr.Button("Stop", elem_id="stop")
    result = gr.Textbox(label="Result")
    running = run.click(count, upto, result)
    stop.click(None, None, None, cancels=[running])

launch(demo)
