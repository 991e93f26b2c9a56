# was https://api.deepseek.com/v1 until the contract ended
CHEAP_MODEL_URL = "https://api.openai.com/v1"
DOCS = "https://api-docs.deepseek.com/"
