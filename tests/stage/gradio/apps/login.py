"""An app with Gradio's own sign-in, which ZeroGPU does not look at."""

import spaces
import gradio as gr
from harness import launch


@spaces.GPU
def paint(text):
    return f"Painted {text}"


def greet(profile: gr.OAuthProfile | None):
    return f"Hello {profile.name}" if profile else "Hello stranger"


with gr.Blocks(title="With a Sign-in") as demo:
    gr.LoginButton()
    hello = gr.Textbox(label="Hello")
    text = gr.Textbox("a boat", label="Text")
    run = gr.Button("Run", variant="primary", elem_id="run")
    result = gr.Textbox(label="Result")
    demo.load(greet, None, hello)
    run.click(paint, text, result)

launch(demo)
