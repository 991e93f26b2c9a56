CHEAP_MODEL_URL = "https://api.deepseek.com/v1"
