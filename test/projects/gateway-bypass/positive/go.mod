module brackenfield/triage

go 1.23

require github.com/sashabaranov/go-openai v1.32.0
