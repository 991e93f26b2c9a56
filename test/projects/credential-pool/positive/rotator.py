import itertools
import os

from openai import OpenAI

keys = itertools.cycle(os.environ[f"OPENAI_API_KEY_{i}"] for i in (1, 2, 3))


def client() -> OpenAI:
    return OpenAI(api_key=next(keys))
