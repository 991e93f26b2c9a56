from anthropic import Anthropic
from openai import OpenAI

first, second = OpenAI(), Anthropic()
