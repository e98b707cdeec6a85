"""The shortest app that there is: `gr.Interface`, with its Clear, Flag and examples."""

import spaces
import gradio as gr
from harness import launch


@spaces.GPU
def reverse(text, times):
    return text[::-1] * int(times)


demo = gr.Interface(
    reverse,
    [gr.Textbox(label="Text"), gr.Slider(1, 5, step=1, label="Times")],
    gr.Textbox(label="Backwards"),
    title="Backwards",
    examples=[["lighthouse", 1], ["harbour", 2]],
    cache_examples=False,
)

launch(demo)
