from openai import OpenAI

judge = OpenAI()


def score(question: str, answer: str) -> str:
    text = f"Grade from 1 to 5. {question}\n{answer}"
    said = judge.chat.completions.create(model="gpt-4o", messages=[{"role": "user", "content": text}])
    return said.choices[0].message.content
