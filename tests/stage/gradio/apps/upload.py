"""A file of the visitor's, looked at on the GPU."""

from pathlib import Path

import spaces
import gradio as gr
from harness import launch


@spaces.GPU
def look(path):
    return f"{Path(path).stat().st_size} bytes"


with gr.Blocks(title="Upload") as demo:
    file = gr.File(label="File", elem_id="file")
    run = gr.Button("Look at it", variant="primary", elem_id="run")
    result = gr.Textbox(label="Result")
    note = gr.Textbox(label="Note")
    file.upload(lambda: "Thank you", None, note, queue=False)
    run.click(look, file, result)

launch(demo)
