"""Another Space, asked by a GPU Space that also works by itself."""

import os

import spaces
import gradio as gr
from gradio_client import Client
from harness import launch


@spaces.GPU
def paint(text):
    return f"Painted {text}"


def ask(text):
    client = Client(os.environ["STAGE_OTHER"], verbose=False)
    return client.predict(text, api_name="/paint")


with gr.Blocks(title="Here and There") as demo:
    text = gr.Textbox("a boat", label="Text")
    here = gr.Button("Here", variant="primary", elem_id="here")
    there = gr.Button("There", elem_id="there")
    result = gr.Textbox(label="Result")
    here.click(paint, text, result)
    there.click(ask, text, result)

launch(demo)
