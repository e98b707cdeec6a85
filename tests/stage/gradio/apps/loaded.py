"""Another Space, loaded: its page is this one's, its work is done there."""

import os

import gradio as gr
from harness import launch

demo = gr.load(os.environ["STAGE_OTHER"], src="spaces")

launch(demo)
