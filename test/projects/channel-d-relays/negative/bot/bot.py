import os

from openai import OpenAI

client = OpenAI(base_url=os.environ["CHAT_UPSTREAM"], api_key=os.environ["CHAT_KEY"])
