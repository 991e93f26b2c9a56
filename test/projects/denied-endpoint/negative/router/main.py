from openai import OpenAI

from router.config import CHEAP_MODEL_URL

cheap = OpenAI(base_url=CHEAP_MODEL_URL)
local = OpenAI(base_url="http://localhost:8000/v1", api_key="none")
