GATEWAY = "https://openrouter.ai/api/v1"
