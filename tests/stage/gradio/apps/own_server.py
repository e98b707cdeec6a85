"""A front end of the app's own: its server asks for the GPU by itself, and no visitor is known."""

import os

import spaces
from fastapi import FastAPI
from fastapi.responses import HTMLResponse
from harness import serve


@spaces.GPU
def paint(text):
    return f"Painted {text}"


app = FastAPI()


@app.get("/", response_class=HTMLResponse)
def home():
    return os.environ["STAGE_PAGE"]


@app.post("/generate")
def generate():
    return {"result": paint("a boat")}


@app.post("/api/log")
def log():
    return {"logged": True}


serve(app)
