"""A chat whose answer streams from the GPU."""

import spaces
import gradio as gr
from harness import launch


@spaces.GPU
def answer(message, history):
    words = f"You said: {message}. That is {len(message.split())} words.".split()
    for end in range(1, len(words) + 1):
        yield " ".join(words[:end])


demo = gr.ChatInterface(
    answer,
    title="Small Talk",
    examples=["Hello there", "Tell me about lighthouses"],
    cache_examples=False,
)

launch(demo)
