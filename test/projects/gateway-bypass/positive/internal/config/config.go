package config

// ChatURL is where the triage service asks.
const ChatURL = "https://api.openai.com/v1"
