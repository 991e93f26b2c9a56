import os

from openai import OpenAI

from router.config import CHEAP_MODEL_URL

cheap = OpenAI(base_url=CHEAP_MODEL_URL, api_key=os.environ["CHEAP_KEY"])
