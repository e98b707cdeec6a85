"""A Gradio app behind a page of its own, which joins the queue by a plain request."""

import os

import spaces
import gradio as gr
from fastapi import FastAPI
from fastapi.responses import HTMLResponse
from harness import serve


@spaces.GPU
def paint(text):
    return f"Painted {text}"


with gr.Blocks() as demo:
    text = gr.Textbox()
    gr.Button("Run").click(paint, text, gr.Textbox(), api_name="paint")

app = FastAPI()


@app.get("/", response_class=HTMLResponse)
def home():
    return os.environ["STAGE_PAGE"]


@app.post("/api/log")
def log():
    return {"logged": True}


# At the root, as Gradio is where a Space has nothing else: the page's address comes first.
app = gr.mount_gradio_app(app, demo, path="/")

serve(app)
