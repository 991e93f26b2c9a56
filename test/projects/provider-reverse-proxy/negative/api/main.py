from fastapi import FastAPI
from openai import OpenAI

app, client = FastAPI(), OpenAI()
