package config

const (
	ChatURL  = "https://llm.brackenfield-hub.net/v1"
	PilotURL = "https://api.mistral.ai/v1"
	TestURL  = "http://localhost:11434/v1"
)
