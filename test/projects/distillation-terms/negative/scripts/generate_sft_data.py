from openai import OpenAI

# an open-weight teacher, served by ourselves
client = OpenAI(base_url="http://localhost:8000/v1", api_key="none")


def answer(question: str) -> str:
    said = client.chat.completions.create(model="Qwen/Qwen2.5-72B", messages=[{"role": "user", "content": question}])
    return said.choices[0].message.content
