"""Fields that are listened to while somebody fills them in, beside a button for the GPU."""

import spaces
import gradio as gr
from harness import launch


@spaces.GPU
def paint(text, steps):
    return f"Painted {text} in {int(steps)} steps"


def count(text):
    return f"{len(text)} letters"


def estimate(steps):
    return f"About {int(steps) * 2} s"


with gr.Blocks(title="Inputs") as demo:
    text = gr.Textbox("a boat", label="Text")
    steps = gr.Slider(1, 50, 20, step=1, label="Steps", elem_id="steps")
    style = gr.Dropdown(["ink", "oil"], value="ink", label="Style")
    run = gr.Button("Run", variant="primary", elem_id="run")
    letters = gr.Textbox(label="Letters")
    typed = gr.Textbox(label="Typed")
    time = gr.Textbox(label="Time")
    result = gr.Textbox(label="Result")
    text.change(count, text, letters, queue=False)
    text.input(count, text, typed)
    style.change(estimate, steps, time, queue=False)
    steps.release(estimate, steps, time, queue=False)
    run.click(paint, [text, steps], result)

launch(demo)
