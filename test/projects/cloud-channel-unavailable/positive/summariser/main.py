from anthropic import AnthropicBedrock

client = AnthropicBedrock()


def summarise(text: str) -> str:
    answer = client.messages.create(
        model="anthropic.claude-3-5-sonnet-20241022-v2:0",
        max_tokens=400,
        messages=[{"role": "user", "content": text}],
    )
    return answer.content[0].text
