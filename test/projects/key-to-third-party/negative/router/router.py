import os

from openai import OpenAI

client = OpenAI(base_url=os.environ["HUB_BASE_URL"], api_key=os.environ["HUB_API_KEY"])
