package main

import (
	"os"

	"brackenfield/triage/internal/config"
	openai "github.com/sashabaranov/go-openai"
)

func client() *openai.Client {
	c := openai.DefaultConfig(os.Getenv("CHAT_KEY"))
	c.BaseURL = config.ChatURL
	return openai.NewClientWithConfig(c)
}
