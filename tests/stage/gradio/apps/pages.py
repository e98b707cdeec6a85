"""Several pages in one app: `demo.route`."""

import spaces
import gradio as gr
from harness import launch


@spaces.GPU
def paint(text):
    return f"Painted {text}"


@spaces.GPU
def sing(text):
    return f"Sang {text}"


with gr.Blocks(title="Pages") as demo:
    gr.Navbar(main_page_name="Paint")
    text = gr.Textbox("a boat", label="Text")
    run = gr.Button("Paint it", variant="primary", elem_id="paint")
    result = gr.Textbox(label="Result")
    run.click(paint, text, result)

with demo.route("Sing", "/sing"):
    verse = gr.Textbox("a song", label="Verse")
    sound = gr.Button("Sing it", variant="primary", elem_id="sing")
    song = gr.Textbox(label="Song")
    sound.click(sing, verse, song)

launch(demo)
