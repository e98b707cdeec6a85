"""Three kinds of `gr.Examples`: that fill in, that run at a click, and that run once and are kept,
as on ZeroGPU they are by default."""

import spaces
import gradio as gr
from harness import VERSION, launch

KEPT = {"cache_examples": True, "cache_mode": "lazy"} if VERSION >= 5 else {"cache_examples": "lazy"}


@spaces.GPU
def describe(text):
    return f"{text.upper()}: {len(text)} letters"


with gr.Blocks(title="Examples") as demo:
    text = gr.Textbox(label="Text")
    run = gr.Button("Run", variant="primary")
    result = gr.Textbox(label="Result")
    run.click(describe, text, result)
    gr.Examples(["fills in", "fills in too"], text, elem_id="filling", cache_examples=False)
    gr.Examples(
        ["runs", "runs too"],
        text,
        result,
        describe,
        elem_id="running",
        run_on_click=True,
        cache_examples=False,
    )
    gr.Examples(["is kept", "is kept too"], text, result, describe, elem_id="kept", **KEPT)

launch(demo)
