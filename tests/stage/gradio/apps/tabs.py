"""Tabs, each with a button for the GPU, and something to do when one is chosen."""

import spaces
import gradio as gr
from harness import launch


@spaces.GPU
def paint(text):
    return f"Painted {text}"


@spaces.GPU
def sing(text):
    return f"Sang {text}"


def chosen(event: gr.SelectData):
    return f"Chose {event.value}"


with gr.Blocks(title="Tabs") as demo:
    note = gr.Textbox(label="Note")
    with gr.Tabs():
        with gr.Tab("Paint") as painting:
            text = gr.Textbox("a boat", label="Text")
            run = gr.Button("Paint it", variant="primary", elem_id="paint")
            picture = gr.Textbox(label="Picture")
        with gr.Tab("Sing") as singing:
            verse = gr.Textbox("a song", label="Verse")
            sound = gr.Button("Sing it", variant="primary", elem_id="sing")
            song = gr.Textbox(label="Song")
    painting.select(chosen, None, note)
    singing.select(chosen, None, note, queue=False)
    run.click(paint, text, picture)
    sound.click(sing, verse, song)

launch(demo)
