"""A Gradio app at a path of a larger one, which has a page, files and routes of its own."""

import spaces
import gradio as gr
from fastapi import FastAPI
from fastapi.responses import HTMLResponse, Response
from harness import serve
from PIL import Image


@spaces.GPU
def paint(text):
    return f"Painted {text}"


def log():
    return {"logged": True}


with gr.Blocks(title="Mounted") as demo:
    text = gr.Textbox("a boat", label="Text")
    run = gr.Button("Run", variant="primary", elem_id="run")
    note = gr.Button("Note it", elem_id="note")
    result = gr.Textbox(label="Result")
    run.click(paint, text, result)
    note.click(None, None, None, js="() => { fetch('/api/log', {method: 'POST'}); }")

app = FastAPI()
app.post("/api/log")(log)


@app.get("/", response_class=HTMLResponse)
def home():
    return """<!doctype html><html lang="en"><title>Mounted</title><h1>A larger app</h1>
<p><a id="app" href="/app/">The painter</a> <button id="log">Say hello</button> <output id="logged"></output></p>
<script>
document.getElementById("log").onclick = async () => {
  const answer = await fetch("/api/log", { method: "POST" });
  logged.value = `${logged.value}${answer.status} `;
};
</script>"""


@app.get("/files/{name}")
def files(name: str):
    if name.endswith(".json"):
        return {"pictures": ["boat.png"]}
    if name.endswith(".html"):
        return HTMLResponse("<!doctype html><title>A letter</title><p>Only a text.</p>")
    from io import BytesIO

    picture = BytesIO()
    Image.new("RGB", (64, 64), "#10b981").save(picture, "PNG")
    return Response(picture.getvalue(), media_type="image/png")


app = gr.mount_gradio_app(app, demo, path="/app")

serve(app)
