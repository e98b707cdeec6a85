"""Parts of the page that are made anew: `gr.render`."""

import spaces
import gradio as gr
from harness import launch


@spaces.GPU
def paint(text):
    return f"Painted {text}"


with gr.Blocks(title="Made Anew") as demo:
    number = gr.Slider(1, 4, 1, step=1, label="Pictures", elem_id="number")
    more = gr.Button("One more", elem_id="more")
    more.click(lambda number: min(number + 1, 4), number, number, queue=False)

    @gr.render(inputs=number)
    def pictures(number):
        for index in range(int(number)):
            text = gr.Textbox(f"boat {index}", label="Text", key=f"text-{index}")
            run = gr.Button("Paint it", variant="primary", elem_id=f"run-{index}", key=f"run-{index}")
            result = gr.Textbox(label="Picture", key=f"picture-{index}")
            run.click(paint, text, result)


launch(demo)
