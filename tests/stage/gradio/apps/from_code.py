"""What somebody copied from docs/from-code.md, as it is: only how it starts is the stage's."""

import os

import harness
import gradio as gr

launch = gr.Blocks.launch


def launch_on_stage(demo, **_):
    gr.Blocks.launch = launch
    harness.launch(demo)


gr.Blocks.launch = launch_on_stage
module = {"__name__": "__main__"}
exec(compile(os.environ["STAGE_CODE"], "app.py", "exec"), module)
harness.serve(module["app"])
