package main

import (
	"os"

	"brackenfield/triage/internal/config"
	openai "github.com/sashabaranov/go-openai"
)

func client(url string) *openai.Client {
	c := openai.DefaultConfig(os.Getenv("CHAT_KEY"))
	c.BaseURL = url
	return openai.NewClientWithConfig(c)
}

var (
	chat  = client(config.ChatURL)
	pilot = client(config.PilotURL)
)
