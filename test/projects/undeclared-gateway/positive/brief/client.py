import os

from openai import OpenAI

from brief.settings import GATEWAY

client = OpenAI(base_url=GATEWAY, api_key=os.environ["OPENROUTER_API_KEY"])
