import json

from openai import OpenAI

client = OpenAI()


def answer(question: str) -> str:
    said = client.chat.completions.create(model="gpt-4o", messages=[{"role": "user", "content": question}])
    return said.choices[0].message.content


with open("data/sft.jsonl", "w") as out:
    for question in open("data/questions.txt"):
        out.write(json.dumps({"prompt": question, "completion": answer(question)}) + "\n")
