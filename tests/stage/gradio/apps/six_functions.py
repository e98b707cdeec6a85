"""Six functions that use the GPU, each declared in another way."""

import datetime

import spaces
import spaces.zero.config
import gradio as gr
from harness import launch
from spaces import GPU as gpu

# As on ZeroGPU's cards of today, which check 1.5 times what is asked for.
CARD = "Model: NVIDIA RTX PRO 6000 Blackwell Server Edition"
spaces.zero.config._read_gpu_information = lambda: CARD

MINUTE = 60


@spaces.GPU
def unnamed(text):
    return f"unnamed: {text}"


@spaces.GPU(duration=2 * MINUTE)
def named(text):
    return f"named: {text}"


@gpu(
    duration=datetime.timedelta(seconds=45),  # @spaces.GPU(duration=5)
    size="xlarge",
)
def whole_card(text):
    return f"whole_card: {text}"


@spaces.GPU(15)
def by_habit(text):
    return f"by_habit: {text}"


def seconds(text):
    return 10 * len(text)


@spaces.GPU(duration=seconds)
def by_input(text):
    return f"by_input: {text}"


def plain(text):
    return f"plain: {text}"


called = spaces.GPU(duration=0x12C)(plain)

FUNCTIONS = [unnamed, named, whole_card, by_habit, by_input, called]
NAMES = ["unnamed", "named", "whole_card", "by_habit", "by_input", "plain"]

with gr.Blocks(title="Six functions") as demo:
    text = gr.Textbox("a boat", label="Text")
    result = gr.Textbox(label="Result", placeholder="Here it will stand")
    for name, function in zip(NAMES, FUNCTIONS):
        gr.Button(name, elem_id=name).click(function, text, result, api_name=name)

launch(demo)
