"""`gr.Server`: Gradio's queue behind a front end of the app's own."""

import os

import spaces
import gradio as gr
from fastapi.responses import HTMLResponse
from harness import launch

app = gr.Server()


@app.api(name="paint")
@spaces.GPU
def paint(text: str) -> str:
    return f"Painted {text}"


@app.post("/api/log")
def log():
    return {"logged": True}


@app.get("/", response_class=HTMLResponse)
def home():
    return os.environ["STAGE_PAGE"]


launch(app)
