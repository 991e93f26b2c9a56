import os

from openai import OpenAI

kimi = OpenAI(base_url=os.environ["MOONSHOT_BASE_URL"], api_key=os.environ["MOONSHOT_API_KEY"])
deep = OpenAI(base_url=os.environ["DEEPSEEK_BASE_URL"], api_key=os.environ["DEEPSEEK_API_KEY"])
